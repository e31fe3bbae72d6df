"""Computing days: a month of everyone, one day of one person, what waits in the queue."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from terukur.inti.sql import tanya
from terukur.kehadiran.actions.simpan_hari import simpan_hari
from terukur.kehadiran.queries.bahan import muat_bahan
from terukur.kehadiran.queries.lingkup import ada_tebus
from terukur.kehadiran.rules.hitung import hitung
from terukur.kehadiran.rules.kalender import akhir_bulan
from terukur.organisasi.queries import hari_pemda

KUNCI = 5_500_417
"""Of the advisory lock under which days are computed: who read later, writes later."""
SEHARI = dt.timedelta(days=1)
SEKALI = 2_000
"""Days taken out of the queue in one transaction."""


def hitung_rentang(
    *, sejak: dt.date, sampai: dt.date, pada: dt.datetime, pegawai: Sequence[UUID] | None = None
) -> int:
    """Compute the days ``sejak`` .. ``sampai`` of these people (None: everyone), today at the latest.

    Returns how many rows changed. Repeating it changes nothing. Whole months where lateness may be made up
    for so many times a month, since one day decides about those after it; but no day that was not asked for
    and not computed before.
    """
    sampai = min(sampai, hari_pemda(pada))
    if sampai < sejak or (pegawai is not None and not pegawai):
        return 0
    with transaction.atomic(savepoint=False):
        with connection.cursor() as kursor:
            kursor.execute("select pg_advisory_xact_lock(%s)", [KUNCI])
        diminta = None
        if ada_tebus(sejak, sampai):
            diminta = sejak, sampai
            sejak, sampai = sejak.replace(day=1), min(akhir_bulan(sampai), hari_pemda(pada))
        bahan, aturan = muat_bahan(sejak=sejak, sampai=sampai, pegawai=pegawai)
        hasil = hitung(bahan, aturan, pada=int(pada.timestamp()))
        return simpan_hari(bahan, hasil, aturan, pada=pada, diminta=diminta)


def hitung_bulan(bulan: dt.date, *, pada: dt.datetime) -> int:
    """All days of the month in which ``bulan`` lies, of everyone."""
    awal = bulan.replace(day=1)
    return hitung_rentang(sejak=awal, sampai=(awal + 31 * SEHARI).replace(day=1) - SEHARI, pada=pada)


def hitung_hari(pegawai_id: UUID, tanggal: dt.date, *, pada: dt.datetime) -> int:
    """One day of one person, in five statements whatever lies in the past."""
    return hitung_rentang(sejak=tanggal, sampai=tanggal, pada=pada, pegawai=[pegawai_id])


def kuras_antrean(*, pada: dt.datetime) -> int:
    """Compute what waits, oldest first; returns how many entries were done.

    A press can lie in the window of a neighbouring day, so both neighbours are computed too. Safe with
    several workers: days are computed one after the other under ``KUNCI``, and an entry asked for again
    meanwhile (its ``diminta_pada`` moved, or its row is locked by whoever is about to) stays.
    """
    selesai = 0
    while True:
        with transaction.atomic():
            with connection.cursor() as kursor:
                kursor.execute("select pg_advisory_xact_lock(%s)", [KUNCI])
            antrean = tanya(
                "select pegawai_id, tanggal, diminta_pada from kehadiran_antreanhari where diminta_pada <= %s"
                " order by diminta_pada, tanggal, pegawai_id limit %s",
                [pada, SEKALI],
            )
            for bulan in sorted({t.replace(day=1) for _, t, _ in antrean}):
                isi = [(p, t) for p, t, _ in antrean if t.replace(day=1) == bulan]
                hari = [t for _, t in isi]
                hitung_rentang(
                    sejak=min(hari) - SEHARI, sampai=max(hari) + SEHARI, pada=pada,
                    pegawai=sorted({p for p, _ in isi}),
                )  # fmt: skip
            dihapus = _hapus(antrean) if antrean else 0
            if not dihapus:
                return selesai
            selesai += dihapus
        if len(antrean) < SEKALI:
            return selesai


def _hapus(antrean: Sequence[tuple[Any, ...]]) -> int:
    """Entries as they were read leave the queue; those that somebody is changing stay."""
    with connection.cursor() as kursor:
        kursor.execute(
            "delete from kehadiran_antreanhari where (pegawai_id, tanggal) in ("
            " select a.pegawai_id, a.tanggal from kehadiran_antreanhari a"
            " join unnest(%s::uuid[], %s::date[], %s::timestamptz[]) as x(p, t, d)"
            " on a.pegawai_id = p and a.tanggal = t and a.diminta_pada = d"
            " for update of a skip locked)",
            [list(k) for k in zip(*antrean, strict=True)],  # three arrays
        )
        return int(kursor.rowcount)
