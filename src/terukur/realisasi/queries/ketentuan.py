"""What the pemda decided about results, on a day."""

import datetime as dt

from terukur.realisasi.models import KetentuanRealisasi
from terukur.realisasi.rules.isian import Ketentuan


def ketentuan(per: dt.date, diketahui: dt.datetime | None = None) -> Ketentuan:
    """The decision in force on ``per``; the stated defaults where there is none yet."""
    ada = KetentuanRealisasi.objects.pada(per, diketahui).first()
    if ada is None:
        return Ketentuan()
    return Ketentuan(ada.hari_tenggat, ada.ambang_lebih, tuple(ada.pihak_diakui), ada.dasar)
