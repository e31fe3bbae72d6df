"""Days without reason against PP 94/2021: counters and the steps of the law, never a sanction.

Counted for PNS and CPNS per calendar year, and the longest run of working days. What is printed is
consideration for the officer in charge (bahan pertimbangan pejabat yang berwenang).
"""

from dataclasses import dataclass

import numpy as np

from terukur.kehadiran.choices import StatusHari
from terukur.kehadiran.rules.hari import Angka, Benar

S = StatusHari
NETRAL = (S.BELUM, S.LEPAS, S.LIBUR, S.TANPA_JADWAL)
"""No working day, or not decided yet: neither lengthens a run nor ends it."""


@dataclass(frozen=True, slots=True)
class Jenjang:
    """Days ``dari`` .. ``sampai`` (None: and more) and what PP 94/2021 names for them."""

    dari: int
    sampai: int | None
    tingkat: str
    sebutan: str
    pasal: str


_POTONG = "Pemotongan tunjangan 25% selama {} bulan, sesuai keputusan PPK"
_PASAL = {"ringan": "Pasal 9 ayat (2)", "sedang": "Pasal 10 ayat (2)", "berat": "Pasal 11 ayat (2) huruf d"}
TANGGA = tuple(
    Jenjang(dari, sampai, tingkat, sebutan, _PASAL[tingkat])
    for dari, sampai, tingkat, sebutan in (
        (3, 3, "ringan", "Teguran lisan"),
        (4, 6, "ringan", "Teguran tertulis"),
        (7, 10, "ringan", "Pernyataan tidak puas secara tertulis"),
        (11, 13, "sedang", _POTONG.format(6)),
        (14, 16, "sedang", _POTONG.format(9)),
        (17, 20, "sedang", _POTONG.format(12)),
        (21, 24, "berat", "Penurunan jabatan setingkat lebih rendah selama 12 bulan"),
        (25, 27, "berat", "Pembebasan dari jabatan menjadi pelaksana selama 12 bulan"),
        (28, None, "berat", "Pemberhentian dengan hormat tidak atas permintaan sendiri"),
    )
)
"""Article numbers of the light and medium steps are to be checked against the text (absensi.md 8)."""
BERUNTUN = 10
"""Working days in a row at which the last step holds, and from which salary stops (BKN 6/2022 Ps 12)."""
AMBANG_HARI = (2, 3, 6, 7, 10, 11, 20, 21, 27, 28)
AMBANG_BERUNTUN = (5, 8, 10)


def jenjang(hari: int, beruntun: int = 0) -> Jenjang | None:
    """The step that so many days of a year, or so many in a row, stand on."""
    if beruntun >= BERUNTUN:
        return TANGGA[-1]
    return next((j for j in reversed(TANGGA) if hari >= j.dari), None)


@dataclass(frozen=True, slots=True)
class Peringatan:
    """A threshold that was reached: ``beruntun`` counts days in a row, else days of the year."""

    ambang: int
    beruntun: bool
    kini: Jenjang | None
    berikut: Jenjang | None


def peringatan(lama: tuple[int, int], baru: tuple[int, int]) -> list[Peringatan]:
    """What to warn of when (days of the year, longest run) went from ``lama`` to ``baru``."""
    hasil = []
    for ambang in AMBANG_HARI:
        if lama[0] < ambang <= baru[0]:
            kini = jenjang(ambang)
            berikut = next((j for j in TANGGA if j.dari > ambang), None)
            hasil.append(Peringatan(ambang, False, kini, berikut))
    for ambang in AMBANG_BERUNTUN:
        if lama[1] < ambang <= baru[1]:
            kini = jenjang(0, ambang)
            hasil.append(Peringatan(ambang, True, kini, None if kini else TANGGA[-1]))
    return hasil


def hitung_disiplin(
    orang: Angka, hari: Angka, putus: Benar, *, awal: int, banyak: int
) -> tuple[Angka, Angka]:
    """(days of the year, longest run that reaches into it) of ``banyak`` people.

    One entry per TK day, in any order: index of the person, day, and ``putus``: a working day with
    presence or reason lies between it and the person's TK day before. ``awal``: 1 January; earlier
    days only lengthen runs. Salary and steps look at runs, which do not end with a year.
    """
    urut = np.lexsort((hari, orang))
    o, h = orang[urut], hari[urut]
    if not o.size:
        return np.zeros(banyak, np.int64), np.zeros(banyak, np.int64)
    mulai = putus[urut] | np.concatenate(([True], o[1:] != o[:-1]))
    ke = np.arange(o.size)
    panjang = ke - np.maximum.accumulate(np.where(mulai, ke, 0)) + 1
    tahun_ini = h >= awal
    terpanjang = np.zeros(banyak, np.int64)
    np.maximum.at(terpanjang, o[tahun_ini], panjang[tahun_ini])
    return np.bincount(o[tahun_ini], minlength=banyak), terpanjang
