"""What the pemda decided about results, on a day."""

import datetime as dt
from collections.abc import Iterable

from terukur.inti.periode import Periode
from terukur.realisasi.models import KetentuanDini, KetentuanLaju, KetentuanRealisasi
from terukur.realisasi.rules.isian import Ketentuan, tenggat_periode
from terukur.realisasi.rules.laju import AmbangLaju
from terukur.realisasi.rules.peringatan_dini import Ambang


def ketentuan(per: dt.date, diketahui: dt.datetime | None = None) -> Ketentuan:
    """The decision in force on ``per``; the stated defaults where there is none yet."""
    ada = KetentuanRealisasi.objects.pada(per, diketahui).first()
    if ada is None:
        return Ketentuan()
    return Ketentuan(ada.hari_tenggat, ada.ambang_lebih, tuple(ada.pihak_diakui), ada.dasar)


def tenggat_banyak(
    periode: Iterable[Periode], diketahui: dt.datetime | None = None
) -> dict[Periode, dt.date]:
    """{period: its last day in time} by the decision in force at its end, whatever was decided for later
    ones: the deadline of a report does not move. One query.
    """
    semua = list(KetentuanRealisasi.objects.diketahui(diketahui).order_by("berlaku_sejak", "pk"))

    def hari(p: Periode) -> Ketentuan:
        for k in semua:
            if k.berlaku_sejak <= p.sampai and (k.berlaku_sampai is None or k.berlaku_sampai >= p.sampai):
                return Ketentuan(k.hari_tenggat)
        return Ketentuan()

    return {p: tenggat_periode(p, hari(p)) for p in periode}


def ambang_dini(per: dt.date, diketahui: dt.datetime | None = None) -> Ambang:
    """The thresholds of the early warnings in force on ``per``; the stated defaults where there are none."""
    ada = KetentuanDini.objects.pada(per, diketahui).first()
    if ada is None:
        return Ambang()
    return Ambang(
        ada.ambang_tertinggal, ada.ambang_serapan, ada.ambang_tanpa_bukti, ada.hari_diam, ada.hari_rencana,
        ada.dasar, ada.ambang_fisik,
    )  # fmt: skip


def ambang_laju(per: dt.date, diketahui: dt.datetime | None = None) -> AmbangLaju:
    """The thresholds of the comparison over time in force on ``per``; the stated defaults without any."""
    ada = KetentuanLaju.objects.pada(per, diketahui).first()
    return AmbangLaju() if ada is None else AmbangLaju(ada.ambang_turun, ada.ambang_naik, ada.dasar)
