"""Pohon kinerja as plain values: its nodes, what may stand where, branches for a page, and crosscutting."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from terukur.inti.alur import Alur, Transisi
from terukur.inti.izin import Izin
from terukur.kinerja.choices import StatusCrosscutting, TingkatKinerja

S = StatusCrosscutting
BATAS_HALAMAN = 36
"""Nodes on one page; what lies below them is reached by a link."""
KABUPATEN = "Kabupaten"


@dataclass(frozen=True, slots=True)
class UkuranSimpul:
    """An indicator of a node. ``target``: of the year that is asked, in words; empty: there is none.

    ``indikator``: its id in the catalogue; None: it stands in the RPJMD or Renstra (``asal``).
    """

    nama: str
    satuan: str
    target: str = ""
    asal: str = ""
    indikator: UUID | None = None

    def __str__(self) -> str:
        return f"{self.nama} ({self.satuan})"


@dataclass(frozen=True, slots=True)
class KaitanSimpul:
    """A crosscutting as one of both trees shows it. ``mitra``: the other OPD; ``masuk``: it asked."""

    id: UUID
    mitra: str
    status: str
    masuk: bool
    kata: str = ""

    @property
    def sebut(self) -> str:
        return f"{'diminta' if self.masuk else 'bersama'} {self.mitra}: {S(self.status).label.lower()}"


@dataclass(frozen=True, slots=True)
class Simpul:
    """A node as it is read. ``butir``: ``kunci`` of the tujuan or sasaran of the plan that it is."""

    id: UUID
    opd: UUID | None
    pemilik: str
    induk: UUID | None
    tingkat: TingkatKinerja
    urutan: int
    pernyataan: str
    butir: UUID | None = None
    sasaran: str = ""
    ukuran: tuple[UkuranSimpul, ...] = ()
    kaitan: tuple[KaitanSimpul, ...] = ()


@dataclass(slots=True)
class Cabang:
    """A node with what stands below it; ``tersembunyi``: how many nodes below are not shown here."""

    simpul: Simpul
    anak: list["Cabang"] = field(default_factory=list)
    tersembunyi: int = 0

    def semua(self) -> Iterator["Cabang"]:
        """This one and everything below it, in the order of reading."""
        yield self
        for a in self.anak:
            yield from a.semua()


def susun_cabang(simpul: Iterable[Simpul]) -> list[Cabang]:
    """The trees that these nodes form; a node whose parent is not among them begins one.

    Siblings: those of the kabupaten first, then by OPD, each in its own order.
    """
    milik = {s.id: Cabang(s) for s in simpul}

    def urutan(c: Cabang) -> tuple[object, ...]:
        s = c.simpul
        return (s.opd is not None, s.pemilik, s.urutan, s.tingkat, s.pernyataan, str(s.id))

    akar: list[Cabang] = []
    for c in sorted(milik.values(), key=urutan):
        atas = milik.get(c.simpul.induk) if c.simpul.induk else None
        (atas.anak if atas else akar).append(c)
    return akar


def pangkas(akar: Sequence[Cabang], batas: int = BATAS_HALAMAN) -> list[Cabang]:
    """The upper part of these trees: generation by generation, with all children of a node or none.

    The children of a single root are always shown, so that every branch can be walked down.
    """
    hasil = [Cabang(c.simpul) for c in akar]
    antre = list(zip(akar, hasil, strict=True))
    jumlah = len(hasil)
    for n, (asli, salinan) in enumerate(antre):
        if jumlah + len(asli.anak) > batas and not (n == 0 and len(akar) == 1):
            salinan.tersembunyi = sum(1 for _ in asli.semua()) - 1
            continue
        jumlah += len(asli.anak)
        salinan.anak = [Cabang(a.simpul) for a in asli.anak]
        antre += zip(asli.anak, salinan.anak, strict=True)
    return hasil


def cari_cabang(akar: Iterable[Cabang], simpul_id: UUID) -> tuple[list[Simpul], Cabang] | None:
    """The branch that begins with this node, and the nodes above it from the widest; None: not here."""
    for c in akar:
        if c.simpul.id == simpul_id:
            return [], c
        if ada := cari_cabang(c.anak, simpul_id):
            return [c.simpul, *ada[0]], ada[1]
    return None


def dengan_kaitan(simpul: Simpul, kaitan: Iterable[KaitanSimpul]) -> Simpul:
    return replace(simpul, kaitan=tuple(kaitan))


# -- what may stand where ---------------------------------------------------------------------


def alasan_induk(tingkat: TingkatKinerja, opd: UUID | None, induk: Simpul | None) -> str:
    """Why a node of this level and owner cannot stand below ``induk``; empty: it can."""
    if induk is None:
        return ""
    if tingkat == TingkatKinerja.HASIL_AKHIR:
        return "Hasil akhir adalah puncak pohon; kosongkan simpul atasannya, atau pilih tingkat lain."
    if induk.opd is not None and induk.opd != opd:
        return "Pilih simpul kabupaten atau simpul OPD ini. Kontribusi OPD lain dicatat sebagai crosscutting."
    if induk.tingkat >= tingkat:
        return (
            f"“{induk.tingkat.pendek}” tidak lebih luas daripada “{tingkat.pendek}”. Pilih simpul atasan "
            "yang tingkatnya lebih luas."
        )
    return ""


def alasan_anak(tingkat: TingkatKinerja, anak: Iterable[Simpul]) -> str:
    """Why a node cannot have this level because of what stands below it; empty: it can."""
    tertahan = next((a for a in anak if a.tingkat <= tingkat), None)
    if tertahan is None:
        return ""
    return (
        f"Di bawahnya ada {tertahan.tingkat.pendek.lower()} “{tertahan.pernyataan}”. Pindahkan dahulu simpul "
        "itu, atau pilih tingkat yang lebih luas."
    )


# -- crosscutting -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class KonteksCrosscutting:
    """What the conditions of a step look at. ``penugasan``: by which the reader heads the asked OPD."""

    penugasan: str = ""
    mitra: str = ""


def _kepala_mitra(k: KonteksCrosscutting) -> str | None:
    if k.penugasan:
        return None
    return (
        f"Yang menjawab adalah kepala {k.mitra} menurut penugasan hari ini (definitif, Pj, Plt atau Plh); "
        "bila penugasan Anda belum tercatat, hubungi BKPSDM."
    )


ALUR_CROSSCUTTING = Alur(
    "crosscutting",
    status=S.choices,
    awal=S.DIUSULKAN,
    transisi=(
        Transisi(
            "terima", "Terima", (S.DIUSULKAN,), S.DITERIMA, Izin.CROSSCUTTING_PUTUS, (_kepala_mitra,),
        ),
        Transisi(
            "tolak", "Tolak", (S.DIUSULKAN,), S.DITOLAK, Izin.CROSSCUTTING_PUTUS, (_kepala_mitra,),
        ),
        Transisi("tarik", "Tarik kembali", (S.DIUSULKAN, S.DITERIMA), S.DITARIK, Izin.KINERJA_ISI),
    ),
)  # fmt: skip
"""What was refused or withdrawn is proposed anew as another crosscutting."""

MASIH_BERLAKU = (S.DIUSULKAN, S.DITERIMA)
