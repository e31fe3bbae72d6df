"""Days to be computed again because a PIN got another owner, or a device another list of PIN."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from terukur.kehadiran.models import Mesin

# The day before too: a night shift ends in the morning.
_SISIP = """
insert into kehadiran_antreanhari (pegawai_id, tanggal, diminta_pada)
select distinct h.pegawai_id, h.hari - g.mundur, %(pada)s::timestamptz
from ({hari}) h cross join (values (0), (1)) as g (mundur)
order by 1, 2
on conflict (pegawai_id, tanggal)
    do update set diminta_pada = greatest(kehadiran_antreanhari.diminta_pada, excluded.diminta_pada)
"""
_PIN = """
    select t.pegawai_id, l.hari
    from unnest(%(pin)s::text[], %(pegawai)s::uuid[], %(sejak)s::date[], %(sampai)s::date[])
        as t (pin, pegawai_id, sejak, sampai)
    join kehadiran_mesin m on m.kelompok_id = %(kelompok)s
    join kehadiran_pindai s on s.mesin_id = m.id and s.pin = t.pin
        and s.waktu >= t.sejak - interval '1 day'
        and (t.sampai is null or s.waktu < t.sampai + interval '2 days')
    cross join lateral (select (s.waktu at time zone make_interval(hours => m.zona))::date as hari) l
    where l.hari >= t.sejak and (t.sampai is null or l.hari <= t.sampai)
"""
_MESIN = """
    select p.pegawai_id, l.hari
    from kehadiran_pindai s
    cross join lateral (select (s.waktu at time zone make_interval(hours => %(zona)s))::date as hari) l
    join kehadiran_pinpegawai p on p.kelompok_id = any(%(kelompok)s) and p.pin = s.pin
        and p.digantikan_pada is null and p.berlaku_sejak <= l.hari
        and (p.berlaku_sampai is null or p.berlaku_sampai >= l.hari)
    where s.mesin_id = %(mesin)s
"""

MilikPin = tuple[str, UUID, dt.date, dt.date | None]
"""(PIN, person, first day, last day)."""


def tandai_pin(kelompok_id: int, milik: Sequence[MilikPin], *, pada: dt.datetime) -> int:
    """Ask for the days on which these PIN were used while they belong to these people; how many days."""
    if not milik:
        return 0
    pin, pegawai, sejak, sampai = (list(k) for k in zip(*milik, strict=True))
    nilai: dict[str, Any] = {
        "pada": pada,
        "kelompok": kelompok_id,
        "pin": pin,
        "pegawai": pegawai,
        "sejak": sejak,
    }
    with connection.cursor() as kursor:
        kursor.execute(_SISIP.format(hari=_PIN), nilai | {"sampai": sampai})
        return int(kursor.rowcount)


def tandai_mesin(mesin: Mesin, kelompok_ids: Collection[int], *, pada: dt.datetime) -> int:
    """Ask for all days of a device's records, of whoever has the PIN in one of these groups."""
    nilai: dict[str, Any] = {
        "pada": pada,
        "mesin": mesin.pk,
        "zona": mesin.zona,
        "kelompok": list(kelompok_ids),
    }
    with connection.cursor() as kursor:
        kursor.execute(_SISIP.format(hari=_MESIN), nilai)
        return int(kursor.rowcount)
