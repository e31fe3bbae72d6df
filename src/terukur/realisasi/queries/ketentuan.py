"""What the pemda decided about results, on a day."""

import datetime as dt

from terukur.realisasi.models import KetentuanDini, KetentuanLaju, KetentuanRealisasi
from terukur.realisasi.rules.isian import Ketentuan
from terukur.realisasi.rules.laju import AmbangLaju
from terukur.realisasi.rules.peringatan_dini import Ambang


def ketentuan(per: dt.date, diketahui: dt.datetime | None = None) -> Ketentuan:
    """The decision in force on ``per``; the stated defaults where there is none yet."""
    ada = KetentuanRealisasi.objects.pada(per, diketahui).first()
    if ada is None:
        return Ketentuan()
    return Ketentuan(ada.hari_tenggat, ada.ambang_lebih, tuple(ada.pihak_diakui), ada.dasar)


def ambang_dini(per: dt.date, diketahui: dt.datetime | None = None) -> Ambang:
    """The thresholds of the early warnings in force on ``per``; the stated defaults where there are none."""
    ada = KetentuanDini.objects.pada(per, diketahui).first()
    if ada is None:
        return Ambang()
    return Ambang(
        ada.ambang_tertinggal, ada.ambang_serapan, ada.ambang_tanpa_bukti, ada.hari_diam, ada.hari_rencana,
        ada.dasar,
    )  # fmt: skip


def ambang_laju(per: dt.date, diketahui: dt.datetime | None = None) -> AmbangLaju:
    """The thresholds of the comparison over time in force on ``per``; the stated defaults without any."""
    ada = KetentuanLaju.objects.pada(per, diketahui).first()
    return AmbangLaju() if ada is None else AmbangLaju(ada.ambang_turun, ada.ambang_naik, ada.dasar)
