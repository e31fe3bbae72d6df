"""Freezing a program kerja as official facts, at ajukan and at tetapkan."""

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any

from django.db import connection

from terukur.perencanaan.models import ProgramKerjaResmi
from terukur.perencanaan.queries.program import isi_pengajuan
from terukur.perencanaan.rules.matriks import BarisRencana
from terukur.tenggat.models import Pengajuan

_SISIPKAN = f"""
insert into {ProgramKerjaResmi._meta.db_table}
  (pengajuan_id, kunci, opd_id, tahun, tahapan, kode, ditetapkan, isi, berlaku_sejak, berlaku_sampai,
   dicatat_pada)
select %(pengajuan)s, b.kunci, %(opd)s, %(tahun)s, %(tahapan)s, b.isi ->> 'kode', %(ditetapkan)s,
  b.isi::jsonb, %(sejak)s, %(sampai)s, %(pada)s
from json_each(%(baris)s::json) b(kunci, isi)"""  # noqa: S608 - all text is ours; json, unlike jsonb, keeps the order of the codes
"""All rows as one parameter: Django's bulk form writes each of them four times slower."""


def bekukan_program_kerja(
    pengajuan: Pengajuan,
    *,
    ditetapkan: bool = False,
    pertama: bool = False,
    baris: Iterable[BarisRencana] | None = None,
    pada: dt.datetime,
) -> dict[str, dict[str, Any]]:
    """Write the rows as official facts known from ``pada``; returns {row key: content}.

    Valid time is the planning year and never changes within a submission, so a row's facts only
    follow each other in known time: the same rule as ``catat_fakta``, for all rows in three
    queries. Rows that did not change keep their fact. The caller's transaction holds the lock on
    the submission and writes the journal. ``baris``: the rows, where that transaction has read
    them. ``pertama``: nothing of this submission is official yet, so there is nothing to compare.
    """
    tahun = pengajuan.jendela.tahun
    isi = isi_pengajuan(pengajuan, baris)
    lama: dict[str, ProgramKerjaResmi] = {}
    if not pertama:
        resmi = ProgramKerjaResmi.objects.diketahui(None).filter(pengajuan=pengajuan).order_by("pk")
        lama = {r.kunci: r for r in resmi}
    ganti = [r.pk for k, r in lama.items() if r.isi != isi.get(k) or r.ditetapkan != ditetapkan]
    if ganti:
        ProgramKerjaResmi.objects.filter(pk__in=ganti).update(digantikan_pada=pada)
    baru = {k: v for k, v in isi.items() if k not in lama or lama[k].pk in ganti}
    if baru:
        with connection.cursor() as kursor:
            kursor.execute(
                _SISIPKAN,
                {
                    "pengajuan": pengajuan.pk, "opd": pengajuan.opd_id, "tahun": tahun,
                    "tahapan": pengajuan.jendela.tahapan, "ditetapkan": ditetapkan,
                    "sejak": dt.date(tahun, 1, 1), "sampai": dt.date(tahun, 12, 31), "pada": pada,
                    "baris": json.dumps(baru),
                },
            )  # fmt: skip
    return isi
