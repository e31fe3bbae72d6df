"""The calendar of the pemda: which day an instant is."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings


def zona_pemda() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)


def hari_pemda(pada: dt.datetime) -> dt.date:
    """The calendar day of an instant where the pemda is."""
    return pada.astimezone(zona_pemda()).date()
