"""What the demo shows follows from the day on which it starts."""

import datetime as dt

from terukur.tenggat.choices import Tahapan

_TAHAPAN_BULAN = {
    1: Tahapan.RANCANGAN_AWAL_RENJA, 2: Tahapan.RANCANGAN_RENJA, 3: Tahapan.RANCANGAN_RENJA,
    4: Tahapan.RANCANGAN_AKHIR_RENJA, 5: Tahapan.RANCANGAN_AKHIR_RENJA, 6: Tahapan.RENJA,
    7: Tahapan.KUA_PPAS, 8: Tahapan.KUA_PPAS, 9: Tahapan.RKA, 10: Tahapan.RKA, 11: Tahapan.RKA,
    12: Tahapan.RANCANGAN_AWAL_RENJA,
}  # fmt: skip

_DIREVIU = {Tahapan.RENJA, Tahapan.KUA_PPAS, Tahapan.RKA, Tahapan.KUPA_PPAS, Tahapan.RKA_P}


def tahapan_hari(hari: dt.date) -> tuple[Tahapan, int]:
    """The stage that offices work on at ``hari``, and the year it plans.

    The Renja of year n is set in the middle of n-1, its RKA fills the autumn of n-1, and
    December of n-1 already starts the Rancangan Awal of n+1 (Permendagri 86/2017 and 77/2020,
    as practised; rujukan "praktik").
    """
    tahun = hari.year + (2 if hari.month == 12 else 1)
    return _TAHAPAN_BULAN[hari.month], tahun


def periode_rencana(tahun: int) -> range:
    """The five years of the RPJMD that holds ``tahun``: 2025-2029, 2030-2034, ..."""
    awal = tahun - (tahun - 2025) % 5
    return range(awal, awal + 5)


def tahapan_sebelum(tahapan: Tahapan, tahun: int) -> tuple[Tahapan, int]:
    """The stage that stands behind ``tahapan`` in the demo, with its year."""
    if tahapan is Tahapan.RANCANGAN_AWAL_RENJA:
        return Tahapan.RKA, tahun - 1
    daftar = list(Tahapan)
    sebelum = daftar[daftar.index(tahapan) - 1]
    return (Tahapan.KUA_PPAS if sebelum is Tahapan.RENJA and tahapan is Tahapan.RKA else sebelum), tahun


def direviu(tahapan: str) -> bool:
    """Whether the APIP reviews this stage as a standing step: Renja, KUA-PPAS and RKA, and their
    Perubahan (rujukan "praktik")."""
    return tahapan in _DIREVIU


def tenggat_berikut(hari: dt.date, libur: frozenset[dt.date]) -> dt.date:
    """The first working day at least three days after ``hari``."""
    calon = hari + dt.timedelta(days=3)
    while calon.weekday() >= 5 or calon in libur:
        calon += dt.timedelta(days=1)
    return calon


def tahun_dinilai(hari: dt.date) -> int:
    """The year whose action plan the demo shows with results: this one once a quarter is reported."""
    return hari.year if hari.month >= 5 else hari.year - 1
