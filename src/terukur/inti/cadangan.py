"""When a backup and its drill are due."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings

from terukur.inti.models import Pencadangan

JAM_CADANGAN = dt.time(1, 0)
"""From this local time on, the night's backup is due."""


def malam_terakhir(pada: dt.datetime, zona: ZoneInfo) -> dt.datetime:
    """The latest ``JAM_CADANGAN`` that has come at ``pada``."""
    setempat = pada.astimezone(zona)
    hari = setempat.date() if setempat.time() >= JAM_CADANGAN else setempat.date() - dt.timedelta(days=1)
    return dt.datetime.combine(hari, JAM_CADANGAN, zona)


def perintah_malam(*, pada: dt.datetime) -> list[list[str]]:
    """What is still to be run, as arguments of ``terukur``: backup and drill, the drill alone, or nothing.

    A failed backup is due again; a drill that failed is not, since it would fail again.
    """
    terakhir = (
        Pencadangan.objects.filter(jenis=Pencadangan.Jenis.CADANGAN, berhasil=True)
        .order_by("-dimulai_pada")
        .first()
    )
    if terakhir is None or terakhir.dimulai_pada < malam_terakhir(pada, ZoneInfo(settings.TIME_ZONE)):
        return [["backup"], ["backup", "--latihan"]]
    latihan = Pencadangan.objects.filter(
        jenis=Pencadangan.Jenis.LATIHAN, dimulai_pada__gte=terakhir.dimulai_pada
    )
    return [] if latihan.exists() else [["backup", "--latihan"]]
