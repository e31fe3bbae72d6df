"""Whose superior somebody is, by the offices of one day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from terukur.organisasi.choices import Eselon, JenisPenugasan

URUTAN_JENIS = (JenisPenugasan.PLH, JenisPenugasan.PLT, JenisPenugasan.PJ, JenisPenugasan.DEFINITIF)
"""Whoever stands in comes before the one stood in for."""
URUTAN_ESELON = tuple(Eselon)
KATA_PIMPINAN_UNIT = ("Kepala ", "Direktur ", "Lurah ")
"""Heads of puskesmas, UPTD and schools are often functional officers: their office says what they are."""


@dataclass(frozen=True, slots=True)
class Jabatan:
    """One office of one person on the day. ``sebutan``: ``Plt. Kepala Dinas Kesehatan``.

    ``pengguna_id`` None: he has no login and so cannot decide.
    """

    pegawai_id: UUID | None
    pengguna_id: UUID | None
    nama: str
    sebutan: str
    jabatan: str
    jenis: str
    opd_id: UUID
    unit_id: UUID | None
    eselon: str
    kepala: bool

    @property
    def tingkat(self) -> int:
        """Small is high: heads of OPD, then echelons, then who leads a unit without one, then the others."""
        if self.kepala:
            return -1
        if self.eselon != Eselon.NONSTRUKTURAL:
            return URUTAN_ESELON.index(Eselon(self.eselon))
        pimpinan = self.unit_id is not None and self.jabatan.startswith(KATA_PIMPINAN_UNIT)
        return len(URUTAN_ESELON) + (0 if pimpinan else 1)

    @property
    def memimpin(self) -> bool:
        """Whether people can stand under this office."""
        return self.tingkat <= len(URUTAN_ESELON)


@dataclass(frozen=True, slots=True)
class Atasan:
    """Who decides a request. ``pengguna_id`` None: somebody without a login."""

    pegawai_id: UUID | None
    pengguna_id: UUID | None
    nama: str
    sebutan: str


@dataclass(frozen=True, slots=True)
class Kedudukan:
    """Where a person stands: his highest office, who decides for him, who heads his OPD."""

    orang: Jabatan | None
    atasan: tuple[Atasan, ...] = ()
    kepala: tuple[Atasan, ...] = ()

    @property
    def kepala_atau_eselon_ii(self) -> bool:
        """His leave is granted by BKPSDM, not by the head of his OPD."""
        return self.orang is not None and (
            self.orang.kepala or self.orang.eselon in (Eselon.II_A, Eselon.II_B)
        )


def jabatan_tertinggi(jabatan: Iterable[Jabatan]) -> Jabatan | None:
    """The highest office of somebody who holds several: it decides who stands above him."""
    return min(jabatan, key=lambda j: (j.tingkat, URUTAN_JENIS.index(JenisPenugasan(j.jenis))), default=None)


def tempat_kerja(jabatan: Iterable[Jabatan]) -> Jabatan | None:
    """The office at whose place somebody works: a definitive one before one held for another."""
    semua = list(jabatan)
    return jabatan_tertinggi([j for j in semua if j.jenis == JenisPenugasan.DEFINITIF] or semua)


def menjabat(calon: Iterable[Jabatan], *, kecuali: UUID | None) -> list[Atasan]:
    """Who holds these offices, standing-in first, without one person."""
    urut = sorted(
        (j for j in calon if j.pegawai_id != kecuali),
        key=lambda j: (URUTAN_JENIS.index(JenisPenugasan(j.jenis)), j.nama, str(j.pegawai_id)),
    )
    return [Atasan(j.pegawai_id, j.pengguna_id, j.nama, j.sebutan) for j in urut]


def tentukan_atasan(
    orang: Jabatan,
    pejabat: Sequence[Jabatan],
    *,
    setda_id: UUID | None,
    kepala_daerah: Sequence[Atasan],
) -> list[Atasan]:
    """Who decides for ``orang``: the nearest level that somebody else holds, standing-in first.

    Staff and heads of sections of a unit: who leads the unit; who leads it, and those in no unit: the head
    of the OPD; a head of OPD: the Sekda; the Sekda: the head of the region. Nobody decides for himself, so
    an empty level, and one that only he holds, passes to the next.
    """
    jenjang: list[list[Jabatan]] = []
    if orang.unit_id is not None:
        di_unit = [
            j for j in pejabat if j.unit_id == orang.unit_id and j.memimpin and j.tingkat < orang.tingkat
        ]
        tinggi = min((j.tingkat for j in di_unit), default=0)
        jenjang.append([j for j in di_unit if j.tingkat == tinggi])
    if not orang.kepala:
        jenjang.append([j for j in pejabat if j.kepala and j.opd_id == orang.opd_id])
    if not (orang.kepala and orang.opd_id == setda_id):
        jenjang.append([j for j in pejabat if j.kepala and j.opd_id == setda_id])
    for calon in jenjang:
        if ada := menjabat(calon, kecuali=orang.pegawai_id):
            return ada
    return list(kepala_daerah)
