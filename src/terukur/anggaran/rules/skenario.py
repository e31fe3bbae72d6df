"""Capacity scenarios: what to cut when there is less money. Pure arithmetic, without database or clock.

Each sub kegiatan gets points: the weighted mean of its criteria, in 0..100. What nobody could judge
takes no part in the mean. The fewest points are cut first, each up to what is not protected, until
the gap is found. Rows moved by hand keep their cut and the others find the rest.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from terukur.anggaran.rules.ruang import NOL, SEN
from terukur.inti.angka import tulis_angka

SERATUS = Decimal(100)


@dataclass(frozen=True, slots=True)
class BarisUsul:
    """One sub kegiatan. ``kunci`` names it among all rows.

    ``nilai``: criterion -> 0..1, None where it could not be judged. ``wajib``: mandatory or SPM, so
    its protected share stays. ``tetap``: a cut decided by hand.
    """

    kunci: str
    jumlah: Decimal
    nilai: Mapping[str, Decimal | None]
    wajib: bool = False
    tetap: Decimal | None = None


@dataclass(frozen=True, slots=True)
class HasilBaris:
    """What the rule says of one row. ``rincian``: points that each criterion gives; they add up to ``poin``.

    ``peringkat`` 1 is the last to be cut.
    """

    kunci: str
    jumlah: Decimal
    poin: Decimal
    rincian: Mapping[str, Decimal | None]
    peringkat: int
    paling_banyak: Decimal
    potong: Decimal


@dataclass(frozen=True, slots=True)
class HasilSkenario:
    """All rows by rank, and the part of the gap that cannot be found."""

    baris: tuple[HasilBaris, ...]
    kurang: Decimal

    @property
    def potong(self) -> Decimal:
        return sum((b.potong for b in self.baris), NOL)


def hitung_poin(
    nilai: Mapping[str, Decimal | None], bobot: Mapping[str, Decimal]
) -> tuple[Decimal, dict[str, Decimal | None]]:
    """Points 0..100 of one row, and what each criterion gives to them (None: could not be judged).

    Rounded to two digits each; the total is the sum of the rounded parts, so that a reader can add up.
    """
    dinilai = sum((b for k, b in bobot.items() if nilai.get(k) is not None), NOL)
    rincian: dict[str, Decimal | None] = {}
    for k, b in bobot.items():
        isi = nilai.get(k)
        rincian[k] = (
            None if isi is None or not dinilai else (isi * b * SERATUS / dinilai).quantize(SEN, ROUND_HALF_UP)
        )
    return sum((r for r in rincian.values() if r is not None), NOL), rincian


def batas_potong(jumlah: Decimal, *, wajib: bool, lindung: Decimal) -> Decimal:
    """The most that may be cut from a row: all, or what the protected share (percent) leaves."""
    if not wajib:
        return jumlah
    return jumlah - (jumlah * lindung / SERATUS).quantize(SEN, ROUND_CEILING)


def bagi_potongan(
    baris: Iterable[tuple[str, Decimal, Decimal | None]], kekurangan: Decimal
) -> tuple[dict[str, Decimal], Decimal]:
    """Find ``kekurangan`` from (key, most that may be cut, cut by hand) in the order given, lowest first.

    Returns the cut of each key and what cannot be found. Cuts by hand count first and stay.
    """
    daftar = list(baris)
    potong = {kunci: tetap for kunci, _, tetap in daftar if tetap is not None}
    sisa = max(NOL, kekurangan - sum(potong.values(), NOL))
    for kunci, batas, tetap in daftar:
        if tetap is None:
            potong[kunci] = min(batas, sisa)
            sisa -= potong[kunci]
    return potong, sisa


def susun_skenario(
    baris: Iterable[BarisUsul], *, kekurangan: Decimal, bobot: Mapping[str, Decimal], lindung: Decimal
) -> HasilSkenario:
    """Rank all rows and find ``kekurangan`` rupiah from the lowest rank upwards.

    Among equal points the larger amount goes first, then the key decides: the order of the rows given
    changes nothing. ``lindung``: protected share of mandatory and SPM rows, in percent.
    """
    dinilai = [(b, *hitung_poin(b.nilai, bobot)) for b in baris]
    dinilai.sort(key=lambda d: (d[1], -d[0].jumlah, d[0].kunci))
    batas = {b.kunci: batas_potong(b.jumlah, wajib=b.wajib, lindung=lindung) for b, _, _ in dinilai}
    potong, kurang = bagi_potongan(((b.kunci, batas[b.kunci], b.tetap) for b, _, _ in dinilai), kekurangan)
    hasil = tuple(
        HasilBaris(b.kunci, b.jumlah, poin, rincian, n, batas[b.kunci], potong[b.kunci])
        for n, (b, poin, rincian) in enumerate(reversed(dinilai), 1)
    )
    return HasilSkenario(hasil, kurang)


def kekurangan_persen(pendapatan: Decimal, turun: Decimal) -> Decimal:
    """Rupiah missing when ``pendapatan`` falls by ``turun`` percent, rounded to whole sen upwards."""
    return (pendapatan * turun / SERATUS).quantize(SEN, ROUND_CEILING)


def jelaskan_poin(rincian: Mapping[str, str | None], nama: Mapping[str, str]) -> str:
    """``Mandatori atau SPM 40,00 + Manfaat publik 15,00; belum dinilai: Kinerja``, ordered as ``nama``."""
    dinilai = [
        f"{n} {tulis_angka(Decimal(r), 2)}" for k, n in nama.items() if (r := rincian.get(k)) is not None
    ]
    belum = [n for k, n in nama.items() if k in rincian and rincian[k] is None]
    teks = " + ".join(dinilai) or "tidak ada kriteria yang dapat dinilai"
    return f"{teks}; belum dinilai: {', '.join(belum)}" if belum else teks
