"""The calendar of the pemda: which day an instant is."""

import datetime as dt
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings

from terukur.inti.kesalahan import TidakDitemukan
from terukur.inti.waktu import tulis_waktu


def zona_pemda() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)


def hari_pemda(pada: dt.datetime) -> dt.date:
    """The calendar day of an instant where the pemda is."""
    return pada.astimezone(zona_pemda()).date()


def akhir_hari(hari: dt.date) -> dt.datetime:
    """The last instant of a day where the pemda is."""
    return dt.datetime.combine(hari, dt.time.max, zona_pemda())


def belum_ada(apa: str, saat: dt.datetime) -> TidakDitemukan:
    """What a record's page answers about an instant before there was one: ``Surat ini`` was not there yet."""
    return TidakDitemukan(f"{apa} belum ada menurut data tercatat s.d. {tulis_waktu(saat, zona_pemda())}.")


def kueri_saat(saat: dt.datetime | None) -> str:
    """What leads another page to the same past instant, to the minute: ``?diketahui=…``; empty: now."""
    return f"?{urlencode({'diketahui': f'{saat.astimezone(zona_pemda()):%Y-%m-%dT%H:%M}'})}" if saat else ""
