"""The table of scans is divided by months; each must exist before its first scan."""

import datetime as dt

from django.db import connection, transaction

from terukur.kehadiran.models import Pindai

LALU, DEPAN = 1, 2
"""Months before and after the present one that are prepared."""
_KUNCI = 0x6B686164  # advisory lock: one process at a time


def _bulan(hari: dt.date, geser: int) -> dt.date:
    n = hari.year * 12 + hari.month - 1 + geser
    return dt.date(n // 12, n % 12 + 1, 1)


def siapkan_bagian(*, pada: dt.datetime) -> list[str]:
    """Create the missing parts around ``pada`` (months of UTC); their names.

    A month of which the default part holds rows already is left there: moving them would change evidence.
    Waits at most 3 seconds for the table, since devices are waiting behind us.
    """
    hari, dibuat = pada.astimezone(dt.UTC).date(), []
    for geser in range(-LALU, DEPAN + 1):
        awal, akhir = _bulan(hari, geser), _bulan(hari, geser + 1)
        nama = f"kehadiran_pindai_{awal:%Y_%m}"
        with transaction.atomic(), connection.cursor() as kursor:
            kursor.execute(
                "select pg_advisory_xact_lock(%s), set_config('lock_timeout', '3s', true)", [_KUNCI]
            )
            kursor.execute("select to_regclass(%s) is not null", [nama])
            if kursor.fetchone()[0] or _terisi(awal, akhir):
                continue
            kursor.execute(
                f"create table {nama} partition of kehadiran_pindai"
                f" for values from ('{awal} 00:00+00') to ('{akhir} 00:00+00')"
            )
            dibuat.append(nama)
    return dibuat


def _terisi(awal: dt.date, akhir: dt.date) -> bool:
    def saat(hari: dt.date) -> dt.datetime:
        return dt.datetime.combine(hari, dt.time(0), dt.UTC)

    return bool(Pindai.objects.filter(waktu__gte=saat(awal), waktu__lt=saat(akhir)).exists())
