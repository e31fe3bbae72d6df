"""Periods of a budget year: month, quarter, half year, year. Reads no clock."""

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import total_ordering

from terukur.inti.waktu import BULAN


class JenisPeriode(StrEnum):
    BULAN = "bulan"
    TRIWULAN = "triwulan"
    SEMESTER = "semester"
    TAHUN = "tahun"

    @property
    def lama(self) -> int:
        """Months in one period of this kind."""
        return {"bulan": 1, "triwulan": 3, "semester": 6, "tahun": 12}[self.value]

    @property
    def label(self) -> str:
        return {"bulan": "Bulanan", "triwulan": "Triwulanan", "semester": "Semesteran", "tahun": "Tahunan"}[
            self.value
        ]


_KODE = re.compile(r"([0-9]{4})(?:-(TW|S|)([0-9]{1,2}))?")
_AWALAN = {"": JenisPeriode.BULAN, "TW": JenisPeriode.TRIWULAN, "S": JenisPeriode.SEMESTER}
_ROMAWI = ("I", "II", "III", "IV")


@total_ordering
@dataclass(frozen=True, slots=True)
class Periode:
    """The ``ke``-th period of its kind in a year, from 1. In order of its last day, short ones first.

    Written as ``2027-03`` (month), ``2027-TW2``, ``2027-S1`` or ``2027``. Raises ``ValueError`` for
    a period that no year has.
    """

    tahun: int
    jenis: JenisPeriode
    ke: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.ke <= 12 // self.jenis.lama:
            raise ValueError(f"no {self.jenis} {self.ke} in a year")

    @classmethod
    def baca(cls, kode: str) -> "Periode":
        """The period that ``kode`` names; ``ValueError`` for any other text."""
        cocok = _KODE.fullmatch(kode)
        if cocok is None:
            raise ValueError(f"'{kode}' names no period")
        tahun, awalan, ke = cocok.groups()
        periode = cls(int(tahun), _AWALAN[awalan], int(ke)) if ke else cls(int(tahun), JenisPeriode.TAHUN)
        if periode.kode != kode:
            raise ValueError(f"'{kode}' names no period")
        return periode

    @property
    def kode(self) -> str:
        match self.jenis:
            case JenisPeriode.BULAN:
                return f"{self.tahun}-{self.ke:02}"
            case JenisPeriode.TRIWULAN:
                return f"{self.tahun}-TW{self.ke}"
            case JenisPeriode.SEMESTER:
                return f"{self.tahun}-S{self.ke}"
        return str(self.tahun)

    @property
    def bulan_akhir(self) -> int:
        return self.ke * self.jenis.lama

    @property
    def sejak(self) -> dt.date:
        """First day."""
        return dt.date(self.tahun, self.bulan_akhir - self.jenis.lama + 1, 1)

    @property
    def sampai(self) -> dt.date:
        """Last day."""
        if self.bulan_akhir == 12:
            return dt.date(self.tahun, 12, 31)
        return dt.date(self.tahun, self.bulan_akhir + 1, 1) - dt.timedelta(days=1)

    @property
    def label(self) -> str:
        """``Maret 2027``, ``Triwulan II 2027``, ``Semester I 2027``, ``Tahun 2027``."""
        return (
            f"{self.label_pendek} {self.tahun}" if self.jenis != JenisPeriode.TAHUN else f"Tahun {self.tahun}"
        )

    @property
    def label_pendek(self) -> str:
        """The same without the year, for columns of one year."""
        match self.jenis:
            case JenisPeriode.BULAN:
                return BULAN[self.ke - 1]
            case JenisPeriode.TRIWULAN:
                return f"Triwulan {_ROMAWI[self.ke - 1]}"
            case JenisPeriode.SEMESTER:
                return f"Semester {_ROMAWI[self.ke - 1]}"
        return "Setahun"

    def __lt__(self, lain: "Periode") -> bool:
        return (self.tahun, self.bulan_akhir, self.jenis.lama) < (
            lain.tahun,
            lain.bulan_akhir,
            lain.jenis.lama,
        )


def periode_setahun(tahun: int, jenis: JenisPeriode) -> tuple[Periode, ...]:
    """All periods of that kind in the year, in order."""
    return tuple(Periode(tahun, jenis, ke) for ke in range(1, 12 // jenis.lama + 1))
