"""The register of web processes: who beats, and whose clock jumped."""

import datetime as dt
import os
import socket
import uuid

from django.db.models import QuerySet

from terukur.inti.models import ProsesWeb

BATAS_DENYUT = dt.timedelta(seconds=90)
"""A process beats every 30 seconds; after three beats without a sign it counts as gone."""
LOMPATAN = 2
"""Seconds by which the wall clock must part from the time since boot to be called a jump."""
DILUPAKAN = dt.timedelta(days=1)


def tandai_hidup(kunci: uuid.UUID, *, lompatan: float = 0.0, pada: dt.datetime) -> None:
    """One beat of the process ``kunci``. ``lompatan``: seconds its wall clock jumped since the last one."""
    kolom = {"mesin": socket.gethostname()[:100], "pid": os.getpid(), "terakhir_pada": pada}
    if abs(lompatan) > LOMPATAN:
        # Up to 24 days fit; a jump beyond is written as that.
        milidetik = max(-(2**31) + 1, min(2**31 - 1, round(lompatan * 1000)))
        kolom |= {"lompatan_pada": pada, "lompatan_milidetik": milidetik}
    ProsesWeb.objects.update_or_create(id=kunci, defaults=kolom, create_defaults=kolom | {"mulai_pada": pada})
    ProsesWeb.objects.filter(terakhir_pada__lt=pada - DILUPAKAN).delete()


def proses_web() -> QuerySet[ProsesWeb]:
    """Processes seen within a day, the dead ones included."""
    return ProsesWeb.objects.order_by("mesin", "pid", "pk")
