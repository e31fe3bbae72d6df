"""Days that must be computed again."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.db import connection

from terukur.inti.bitemporal import SATU_HARI
from terukur.kehadiran.queries.lingkup import orang_lingkup
from terukur.organisasi.queries import hari_pemda


def tandai_hari(
    pegawai_ids: Collection[UUID],
    *,
    sejak: dt.date,
    sampai: dt.date | None,
    pada: dt.datetime,
    tercatat: bool = False,
) -> int:
    """Ask for the days ``sejak`` .. ``sampai`` of these people, of which no later one than today; how many.

    One statement. Days beyond today are computed when they come. ``tercatat``: of each person only since the
    first day that was computed or asked for, at the latest today.
    """
    akhir = hari_pemda(pada)
    akhir = min(sampai, akhir) if sampai else akhir
    if not pegawai_ids or sejak > akhir:
        return 0
    with connection.cursor() as kursor:
        kursor.execute(
            "insert into kehadiran_antreanhari (pegawai_id, tanggal, diminta_pada)"
            " select p, h::date, %s from unnest(%s::uuid[]) p cross join lateral (select case when %s then"
            "  least((select min(k.tanggal) from kehadiran_harikehadiran k where k.pegawai_id = p),"
            "   (select min(a.tanggal) from kehadiran_antreanhari a where a.pegawai_id = p), %s::date)"
            "  end as awal) r,"
            " generate_series(greatest(%s::date, r.awal), %s::date, interval '1 day') h"
            " on conflict (pegawai_id, tanggal)"
            " do update set diminta_pada ="
            " greatest(kehadiran_antreanhari.diminta_pada, excluded.diminta_pada)",
            [pada, sorted(pegawai_ids), tercatat, hari_pemda(pada), sejak, akhir],
        )
        return int(kursor.rowcount)


def tandai_lingkup(
    lingkup: str,
    pemilik_id: UUID | None,
    *,
    sejak: dt.date,
    sampai: dt.date | None,
    pada: dt.datetime,
) -> int:
    """Ask for these days of everybody in a scope, and their neighbours, whose windows move too.

    A roster or rule that reaches far back makes nobody absent on days before his records began here.
    """
    hari = hari_pemda(pada)
    awal = sejak - SATU_HARI
    akhir = min(sampai + SATU_HARI, hari) if sampai else hari
    if awal > akhir:
        return 0
    orang = orang_lingkup(lingkup, pemilik_id, sejak=awal, sampai=akhir)
    pegawai_ids = list(orang.values_list("pk", flat=True))
    return tandai_hari(pegawai_ids, sejak=awal, sampai=akhir, pada=pada, tercatat=True)


def tandai_terhitung(
    pegawai_ids: Collection[UUID] | None, *, sejak: dt.date, sampai: dt.date | None, pada: dt.datetime
) -> int:
    """Ask again for days that were computed already, of these people or (None) of all; how many.

    For what changes around them: an office, a holiday. It makes nobody absent on days before his attendance
    was recorded here.
    """
    with connection.cursor() as kursor:
        kursor.execute(
            "insert into kehadiran_antreanhari (pegawai_id, tanggal, diminta_pada)"
            " select pegawai_id, tanggal, %(pada)s from kehadiran_harikehadiran"
            " where tanggal >= %(sejak)s and (%(sampai)s::date is null or tanggal <= %(sampai)s::date)"
            " and (%(orang)s::uuid[] is null or pegawai_id = any(%(orang)s::uuid[]))"
            " order by pegawai_id, tanggal"
            " on conflict (pegawai_id, tanggal) do update set diminta_pada ="
            " greatest(kehadiran_antreanhari.diminta_pada, excluded.diminta_pada)",
            {
                "pada": pada, "sejak": sejak - SATU_HARI, "sampai": sampai + SATU_HARI if sampai else None,
                "orang": None if pegawai_ids is None else sorted(pegawai_ids),
            },
        )  # fmt: skip
        return int(kursor.rowcount)
