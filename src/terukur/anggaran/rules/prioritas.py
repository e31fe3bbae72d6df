"""Does the money follow the priorities? Matrix prioritas x program, over plain values."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from terukur.anggaran.rules.ruang import NOL, kode_tingkat
from terukur.perencanaan.rules.kode import is_penunjang, lipat_kode

TANPA = "tanpa"
"""Value of the filter for what serves no priority."""
TANPA_PRIORITAS = "Tanpa prioritas daerah"


@dataclass(frozen=True, slots=True)
class SubTahap:
    """One sub kegiatan of a stage with its money. ``jumlah`` None: nothing is filled in yet.

    ``id`` None: known from a frozen row only. ``tanda``: someone's word on belanja rutin internal;
    None leaves it to the rule.
    """

    id: UUID | None
    opd_id: UUID
    nama_opd: str
    unit: str
    kunci: str
    kode: str
    nama: str
    prioritas_id: int | None
    nama_prioritas: str
    urutan_prioritas: int
    berindikator: bool
    bertarget: bool
    spm: bool
    tag: tuple[str, ...]
    jumlah: Decimal | None
    tanda: bool | None = None
    alasan_tanda: str = ""
    penanda: str = ""

    @property
    def program(self) -> str:
        return kode_tingkat(self.kode, "program")

    @property
    def rutin_aturan(self) -> bool:
        """Program 01 (penunjang urusan) serves the OPD itself: Permendagri 90/2019."""
        return is_penunjang(lipat_kode(self.kode))

    @property
    def rutin(self) -> bool:
        """Belanja rutin internal: by hand where someone has spoken, else by the rule."""
        return self.rutin_aturan if self.tanda is None else self.tanda

    @property
    def siap_ukur(self) -> bool:
        """Has an indicator and a target, so that its result can be told."""
        return self.berindikator and self.bertarget


@dataclass(slots=True)
class BarisPrioritas:
    """One program under one priority. Sums in rupiah; ``belum_berjumlah`` counts rows without an amount."""

    prioritas_id: int | None
    nama_prioritas: str
    urutan_prioritas: int
    program: str
    nama_program: str = ""
    jumlah: Decimal = NOL
    jumlah_sub: int = 0
    belum_terukur: int = 0
    belum_berjumlah: int = 0
    rutin: Decimal = NOL
    jumlah_rutin: int = 0
    capaian: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Ringkasan:
    """The whole stage in three sums: all, without priority, and of that not belanja rutin internal."""

    jumlah: Decimal = NOL
    tanpa_prioritas: Decimal = NOL
    tanpa_prioritas_publik: Decimal = NOL
    rutin: Decimal = NOL
    jumlah_sub: int = 0
    belum_terukur: int = 0
    per_prioritas: Mapping[str, Decimal] = field(default_factory=dict)

    def persen(self, bagian: Decimal) -> Decimal | None:
        """Share of the whole; None while there is no money."""
        return bagian * 100 / self.jumlah if self.jumlah else None


def susun_matriks(daftar: Iterable[SubTahap]) -> list[BarisPrioritas]:
    """Programs under their priorities, in the order of both; what serves none stands last."""
    hasil: dict[tuple[int | None, str], BarisPrioritas] = {}
    for s in daftar:
        nama = s.nama_prioritas if s.prioritas_id is not None else TANPA_PRIORITAS
        baris = hasil.setdefault(
            (s.prioritas_id, s.program), BarisPrioritas(s.prioritas_id, nama, s.urutan_prioritas, s.program)
        )
        baris.jumlah_sub += 1
        baris.belum_terukur += not s.siap_ukur
        baris.jumlah_rutin += s.rutin
        if s.jumlah is None:
            baris.belum_berjumlah += 1
            continue
        baris.jumlah += s.jumlah
        baris.rutin += s.jumlah if s.rutin else NOL
    return sorted(
        hasil.values(),
        key=lambda b: (b.prioritas_id is None, b.urutan_prioritas, b.nama_prioritas, b.program),
    )


def ringkas(daftar: Iterable[SubTahap]) -> Ringkasan:
    """The sums of a stage."""
    jumlah = tanpa = publik = rutin = NOL
    banyak = belum = 0
    per: dict[str, Decimal] = {}
    for s in daftar:
        banyak += 1
        belum += not s.siap_ukur
        uang = s.jumlah or NOL
        jumlah += uang
        nama = s.nama_prioritas if s.prioritas_id is not None else TANPA_PRIORITAS
        per[nama] = per.get(nama, NOL) + uang
        rutin += uang if s.rutin else NOL
        if s.prioritas_id is None:
            tanpa += uang
            publik += NOL if s.rutin else uang
    return Ringkasan(jumlah, tanpa, publik, rutin, banyak, belum, per)


def _semua(s: SubTahap) -> bool:
    return True


_JENIS: dict[str, Callable[[SubTahap], bool]] = {
    "rutin": lambda s: s.rutin,
    "publik": lambda s: not s.rutin,
    "belum_terukur": lambda s: not s.siap_ukur,
    "bertanda": lambda s: s.tanda is not None,
}


def saring_sub(
    daftar: Iterable[SubTahap], *, prioritas: str = "", program: str = "", opd: str = "", jenis: str = ""
) -> list[SubTahap]:
    """Those that the filter asks for. ``prioritas``: an id, or ``TANPA``; an empty value asks for all."""
    pilih = _JENIS.get(jenis, _semua)
    return [
        s
        for s in daftar
        if pilih(s)
        and (not prioritas or prioritas == (TANPA if s.prioritas_id is None else str(s.prioritas_id)))
        and (not program or s.program == program)
        and (not opd or str(s.opd_id) == opd)
    ]
