"""Freezing a program kerja as official facts, at ajukan and at tetapkan."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from terukur.perencanaan.models import ProgramKerjaResmi, SubKegiatanRencana
from terukur.perencanaan.queries.program import isi_pengajuan
from terukur.tenggat.models import Pengajuan


@transaction.atomic
def bekukan_program_kerja(
    pengajuan: Pengajuan,
    *,
    ditetapkan: bool = False,
    baris: Iterable[SubKegiatanRencana] | None = None,
    pada: dt.datetime,
) -> dict[str, dict[str, Any]]:
    """Write the rows as official facts known from ``pada``; returns {row key: content}.

    Valid time is the planning year and never changes within a submission, so a row's facts only
    follow each other in known time: the same rule as ``catat_fakta``, for all rows in four
    queries. Rows that did not change keep their fact. The caller's transaction holds the lock on
    the submission and writes the journal. ``baris``: the rows, where that transaction has read them.
    """
    tahun = pengajuan.jendela.tahun
    isi = isi_pengajuan(pengajuan, baris)
    lama = {
        r.kunci: r
        for r in ProgramKerjaResmi.objects.diketahui(None).filter(pengajuan=pengajuan).order_by("pk")
    }
    ganti = [r.pk for k, r in lama.items() if r.isi != isi.get(k) or r.ditetapkan != ditetapkan]
    ProgramKerjaResmi.objects.filter(pk__in=ganti).update(digantikan_pada=pada)
    ProgramKerjaResmi.objects.bulk_create(
        [
            ProgramKerjaResmi(
                pengajuan=pengajuan,
                kunci=k,
                opd_id=pengajuan.opd_id,
                tahun=tahun,
                tahapan=pengajuan.jendela.tahapan,
                kode=v["kode"],
                ditetapkan=ditetapkan,
                isi=v,
                berlaku_sejak=dt.date(tahun, 1, 1),
                berlaku_sampai=dt.date(tahun, 12, 31),
                dicatat_pada=pada,
            )
            for k, v in isi.items()
            if k not in lama or lama[k].pk in ganti
        ],
        batch_size=500,
    )
    return isi
