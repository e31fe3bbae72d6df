"""Computing days: a month of everyone, one day of one person, what waits in the queue."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from terukur.inti.sql import tanya
from terukur.kehadiran.actions.simpan_hari import simpan_hari
from terukur.kehadiran.choices import StatusRekap
from terukur.kehadiran.models import RekapBulan
from terukur.kehadiran.queries.bahan import muat_bahan
from terukur.kehadiran.queries.lingkup import ada_tebus
from terukur.kehadiran.queries.terhitung import (
    MUNDUR,
    hari_lengkap,
    kurang_bulan,
    sejak_tercatat,
    sudah_ada,
    yang_diminta,
)
from terukur.kehadiran.rules.hitung import hitung
from terukur.kehadiran.rules.kalender import akhir_bulan
from terukur.organisasi.queries import hari_pemda

KUNCI = 5_500_417
"""Of the advisory lock under which days are computed: who read later, writes later."""
SEHARI = dt.timedelta(days=1)
SEKALI = 2_000
"""Days taken out of the queue in one transaction."""


def hitung_rentang(
    *,
    sejak: dt.date,
    sampai: dt.date,
    pada: dt.datetime,
    pegawai: Sequence[UUID] | None = None,
    diminta: Collection[tuple[UUID, dt.date]] | None = None,
    tercatat: bool = False,
) -> int:
    """Compute the days ``sejak`` .. ``sampai`` of these people (None: everyone), today at the latest.

    Returns how many rows changed. Repeating it changes nothing. Whole months where lateness may be made up
    for so many times a month: one day decides about those after it. Beside days that are stored already only
    these are: all of the range; or those that were asked for (``diminta``); or of each person those since his
    first one (``tercatat``).
    """
    kini = hari_pemda(pada)
    sampai = min(sampai, kini)
    if sampai < sejak or (pegawai is not None and not pegawai):
        return 0
    with transaction.atomic(savepoint=False):
        with connection.cursor() as kursor:
            kursor.execute("select pg_advisory_xact_lock(%s)", [KUNCI])
        awal, akhir = sejak, sampai
        if ada_tebus(sejak, sampai):
            awal, akhir = sejak.replace(day=1), min(akhir_bulan(sampai), kini)
        bahan, aturan = muat_bahan(sejak=awal, sampai=akhir, pegawai=pegawai)
        hasil = hitung(bahan, aturan, pada=int(pada.timestamp()))
        simpan = None
        if diminta is not None:
            simpan = yang_diminta(bahan, hasil, diminta) | sudah_ada(bahan)
        elif tercatat:
            simpan = sejak_tercatat(bahan)
        elif (awal, akhir) != (sejak, sampai):
            simpan = sudah_ada(bahan)
            simpan[:, (sejak - awal).days : (sampai - awal).days + 1] = True
        return simpan_hari(bahan, hasil, aturan, pada=pada, hanya=simpan)


def hitung_bulan(bulan: dt.date, *, pada: dt.datetime, tercatat: bool = False) -> int:
    """All days of the month in which ``bulan`` lies, of everyone."""
    awal = bulan.replace(day=1)
    return hitung_rentang(sejak=awal, sampai=akhir_bulan(awal), pada=pada, tercatat=tercatat)


def hitung_malam(*, pada: dt.datetime) -> int:
    """The days of everyone whose windows have closed meanwhile; how many rows changed.

    The day before yesterday too, whose night shift ended yesterday: so TK appears without any press. After
    nights that were missed, all days since the last one that was decided for everybody; and what the month
    lacks that waits to be closed.
    """
    kini = hari_pemda(pada)
    dekat = kini - 2 * SEHARI
    berubah = 0
    lengkap = hari_lengkap(kini - MUNDUR * SEHARI, dekat - SEHARI)
    if lengkap is not None and lengkap < dekat - SEHARI:
        berubah += hitung_rentang(sejak=lengkap + SEHARI, sampai=dekat - SEHARI, pada=pada, tercatat=True)
    berubah += hitung_rentang(sejak=dekat, sampai=kini, pada=pada)
    for rekap in RekapBulan.objects.filter(status=StatusRekap.SANGGAH).order_by("bulan"):
        if kurang_bulan(rekap.bulan).hitung:
            berubah += hitung_bulan(rekap.bulan, pada=pada, tercatat=True)
    return berubah


def kuras_antrean(*, pada: dt.datetime) -> int:
    """Compute what waits, oldest first; returns how many entries were done.

    A press can lie in the window of a neighbouring day, so both neighbours are computed too. Other days of
    the same pass, which nobody asked for, do not appear. Safe with several workers: days are computed one
    after the other under ``KUNCI``, and an entry asked for again meanwhile (its ``diminta_pada`` moved, or
    its row is locked by whoever is about to) stays.
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
                    pegawai=sorted({p for p, _ in isi}), diminta=isi,
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
