"""Working days by the stored calendar."""

import datetime as dt
from dataclasses import dataclass

from terukur.organisasi import rules
from terukur.organisasi.models import HariLibur


@dataclass(frozen=True, slots=True)
class HariKerja:
    """A computed day. ``perkiraan``: a year it crosses has no official calendar yet."""

    tanggal: dt.date
    perkiraan: bool


def _kalender(dari: dt.date, sampai: dt.date) -> tuple[set[dt.date], bool]:
    baris = HariLibur.objects.filter(
        tanggal__gte=dt.date(dari.year, 1, 1), tanggal__lte=dt.date(sampai.year, 12, 31)
    ).values_list("tanggal", "perkiraan")
    libur = {tanggal for tanggal, _ in baris}
    resmi = {tanggal.year for tanggal, perkiraan in baris if not perkiraan}
    tahun = set(range(dari.year, sampai.year + 1))
    taksiran = {tanggal.year for tanggal, perkiraan in baris if perkiraan}
    return libur, bool(taksiran & tahun) or not tahun <= resmi


def geser_hari_kerja(mulai: dt.date, jumlah: int) -> HariKerja:
    """The ``jumlah``-th working day after ``mulai`` (not counted itself), by the stored calendar.

    Where ``perkiraan`` is set, no due date may be fixed on it: a year it crosses has holidays
    that are only estimated, or none recorded at all.
    """
    jauh = dt.timedelta(days=abs(jumlah) * 3 + 60)
    tepi = mulai + jauh if jumlah >= 0 else mulai - jauh
    libur, _ = _kalender(min(mulai, tepi), max(mulai, tepi))
    hasil = rules.geser_hari_kerja(mulai, jumlah, libur)
    _, perkiraan = _kalender(min(mulai, hasil), max(mulai, hasil))
    return HariKerja(hasil, perkiraan)


def hari_kerja(dari: dt.date, sampai: dt.date) -> int:
    """Working days after ``dari`` up to and including ``sampai``, by the stored calendar."""
    libur, _ = _kalender(dari, sampai)
    return rules.hitung_hari_kerja(dari, sampai, libur)
