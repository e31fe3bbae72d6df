"""The table of an evaluation of the Renja (form E.81, Permendagri 86/2017): money and achievement by level.

Money of a level is the sum of its sub kegiatan; its achievement the mean of what is scored below it, by
weight. Empty adds nothing and is never zero.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from terukur.anggaran.rules.ruang import kode_tingkat
from terukur.anggaran.rules.serapan import persen_serapan, tambah
from terukur.realisasi.rules.nilai import rata_rata_berbobot

KOSONG: tuple[Decimal | None, ...] = (None,) * 4
TINGKAT = ("program", "kegiatan", "sub_kegiatan")


@dataclass(frozen=True, slots=True)
class Uang:
    """Rupiah of one level: set for the year, spent in each quarter, spent so far."""

    pagu: Decimal | None = None
    triwulan: tuple[Decimal | None, ...] = KOSONG
    realisasi: Decimal | None = None

    @property
    def persen(self) -> Decimal | None:
        return persen_serapan(self.pagu, self.realisasi)

    def __add__(self, lain: "Uang") -> "Uang":
        return Uang(
            tambah(self.pagu, lain.pagu),
            tuple(tambah(a, b) for a, b in zip(self.triwulan, lain.triwulan, strict=True)),
            tambah(self.realisasi, lain.realisasi),
        )


def jumlah_uang(semua: Iterable[Uang]) -> Uang:
    return sum(semua, Uang())


def uang_triwulan(sd: Sequence[Decimal | None], ada: Sequence[bool]) -> tuple[Decimal | None, ...]:
    """Spent in each quarter, from what was spent up to the cut-off within it.

    ``ada``: which quarters the book has a cut-off of. Without the one before, what was spent in the
    quarter alone is not known, so it stays empty; the sum up to it stands in the total.
    """
    hasil: list[Decimal | None] = []
    for n, kini in enumerate(sd):
        lalu = sd[n - 1] if n else None
        diketahui = ada[n] and (n == 0 or ada[n - 1])
        kosong = not diketahui or (kini is None and lalu is None)
        hasil.append(None if kosong else (kini or Decimal(0)) - (lalu or Decimal(0)))
    return tuple(hasil)


@dataclass(frozen=True, slots=True)
class Ukur:
    """What a level needs of one indicator: which sub kegiatan, its weight, its scored achievement."""

    kode: str
    bobot: Decimal
    capaian: Decimal | None


@dataclass(frozen=True, slots=True)
class Simpul:
    """One level of the table with its money and achievement; ``dinilai`` of ``banyak`` indicators."""

    tingkat: str
    kode: str
    uang: Uang
    capaian: Decimal | None
    dinilai: int
    banyak: int


def _simpul(tingkat: str, kode: str, uang: Iterable[Uang], ukur: Sequence[Ukur]) -> Simpul:
    return Simpul(
        tingkat,
        kode,
        jumlah_uang(uang),
        rata_rata_berbobot((u.bobot, u.capaian) for u in ukur),
        sum(u.capaian is not None for u in ukur),
        len(ukur),
    )


def susun_simpul(uang: dict[str, Uang], ukur: Sequence[Ukur]) -> list[Simpul]:
    """Levels in the order of the table: program, kegiatan, sub kegiatan, then what has no code, then all.

    ``uang`` by code of sub kegiatan. Every amount and every indicator counts once in the last line.
    """
    kode = sorted({*uang, *(u.kode for u in ukur)} - {""})
    hasil: list[Simpul] = []
    tampak: set[tuple[str, str]] = set()
    for satu in kode:
        atas = ""
        for tingkat in TINGKAT:
            induk, lalu = kode_tingkat(satu, tingkat), atas
            atas = induk
            if induk == lalu or (tingkat, induk) in tampak:  # a code may be that of a program only
                continue
            tampak.add((tingkat, induk))
            bawah = {k for k in kode if kode_tingkat(k, tingkat) == induk}
            hasil.append(
                _simpul(
                    tingkat,
                    induk,
                    (uang[k] for k in sorted(bawah & uang.keys())),
                    [u for u in ukur if u.kode in bawah],
                )
            )
    tanpa = [u for u in ukur if not u.kode]
    if tanpa or "" in uang:
        hasil.append(_simpul("lain", "", [uang[""]] if "" in uang else [], tanpa))
    hasil.append(_simpul("jumlah", "", uang.values(), ukur))
    return hasil
