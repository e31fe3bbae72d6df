"""Achievement of programs, for the rooms below that plan with it."""

import datetime as dt
from collections.abc import Collection
from decimal import Decimal
from uuid import UUID

from django.db.models import Max

from terukur.inti.bitemporal import sql_diketahui
from terukur.inti.sql import tanya
from terukur.realisasi.models import CapaianResmi

SQL_PROGRAM = f"""
select p.kode, round(sum(c.bobot * c.capaian_sd) / sum(c.bobot), 4)
from (
  select distinct on (c.opd_id, c.kunci) c.opd_id, c.kunci, c.tahun, c.bobot, c.capaian_sd
  from realisasi_capaianresmi c
  where c.tahun = %(tahun)s and c.berlaku_sampai <= %(per)s and {sql_diketahui("c")}
    and (%(cakupan)s::uuid[] is null or c.opd_id = any(%(cakupan)s::uuid[]))
  order by c.opd_id, c.kunci, c.urutan desc, c.berlaku_sejak
) c
join kinerja_rencanaaksiresmi r
  on r.kunci = c.kunci and r.tahun = c.tahun and r.nomor_register <> ''
  and {sql_diketahui("r")}
cross join lateral (
  select array_to_string((string_to_array(r.isi->>'kode_sub', '.'))[1:3], '.') as kode
) p
where c.capaian_sd is not null and c.bobot > 0 and p.kode = any(%(kode)s)
group by p.kode"""  # noqa: S608 - all text is ours


def capaian_program(
    sebelum: int,
    kode: Collection[str],
    *,
    per: dt.date,
    cakupan: Collection[UUID] | None,
    diketahui: dt.datetime | None = None,
) -> dict[str, Decimal]:
    """{kode program: weighted mean of the achievement of the actions that spend from it}, in percent.

    Of the last year before ``sebelum`` of which a scored figure is known on ``per``; each action with its
    standing then, as on the report card (``SQL_PAPAN``). Programs without one are absent. Two queries.
    """
    ada = CapaianResmi.objects.diketahui(diketahui).filter(
        tahun__lt=sebelum, berlaku_sampai__lte=per, capaian_sd__isnull=False
    )
    tahun = ada.aggregate(tahun=Max("tahun"))["tahun"]
    if tahun is None or not kode:
        return {}
    isi = {"tahun": tahun, "per": per, "diketahui": diketahui, "kode": sorted(kode)}
    return dict(tanya(SQL_PROGRAM, isi | {"cakupan": None if cakupan is None else list(cakupan)}))
