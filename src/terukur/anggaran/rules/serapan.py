"""How much of the money was spent."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from terukur.anggaran.choices import SumberRealisasi

URUTAN_BUKU = (SumberRealisasi.LRA.value, SumberRealisasi.BKU.value, SumberRealisasi.SP2D.value)
"""Of books with the same cut-off, the most complete one first."""


@dataclass(frozen=True, slots=True)
class UangRealisasi:
    """Budget and spending of one row of a book; None is empty, not zero."""

    kode_unit: str
    nama_unit: str
    kode: str
    nama: str
    jenis: str
    anggaran: Decimal | None
    realisasi: Decimal | None


def persen_serapan(anggaran: Decimal | None, realisasi: Decimal | None) -> Decimal | None:
    """Spending in per cent of the budget, two decimals; None without budget (zero or empty) or spending."""
    if not anggaran or realisasi is None:
        return None
    return (realisasi / anggaran * 100).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def tambah(a: Decimal | None, b: Decimal | None) -> Decimal | None:
    """Sum in which empty adds nothing, and two empties stay empty."""
    if a is None or b is None:
        return b if a is None else a
    return a + b


def gabung_kembar(baris: Iterable[UangRealisasi]) -> list[UangRealisasi]:
    """Rows of one unit, code and kind become one; their order does not matter for the sums."""
    kumpulan: dict[tuple[str, str, str], list[UangRealisasi]] = defaultdict(list)
    for b in baris:
        kumpulan[b.kode_unit, b.kode, b.jenis].append(b)
    hasil = []
    for (kode_unit, kode, jenis), sama in sorted(kumpulan.items()):
        anggaran: Decimal | None = None
        realisasi: Decimal | None = None
        for b in sama:
            anggaran, realisasi = tambah(anggaran, b.anggaran), tambah(realisasi, b.realisasi)
        hasil.append(
            UangRealisasi(kode_unit, sama[0].nama_unit, kode, sama[0].nama, jenis, anggaran, realisasi)
        )
    return hasil
