"""``python -m tests.beban.siapkan_fakta PEMIMPIN``: five years of forty OPD, a million facts and entries.

Copies one action, figure and entry of the demo kabupaten: 105 indicators for each OPD and year, reported
every month, each figure corrected three times. Adds PEMIMPIN leaders with the demo's password. Prints who
may ask for what, as JSON.
"""

import datetime as dt
import json
import sys
from typing import Any

import django

TAHUN = (2022, 2026)
INDIKATOR, VERSI = 105, 4
SATU_FAKTA = """
insert into realisasi_capaianresmi ({kolom})
select {isi}
from (select * from realisasi_capaianresmi where realisasi is not null and capaian_sd is not null limit 1) t
cross join unnest(%(opd)s::uuid[]) o
cross join generate_series(%(dari)s, %(sampai)s) y
cross join generate_series(1, %(indikator)s) i
cross join generate_series(1, 12) m
cross join generate_series(1, %(versi)s) v
cross join lateral (
  select make_date(y, m, 1) awal, (make_date(y, m, 1) + interval '1 month - 1 day')::date akhir
) d
"""
FAKTA = {
    "kunci": "md5(o::text || y || '-' || i)::uuid",
    "opd_id": "o",
    "tahun": "y",
    "periode": "to_char(awal, 'YYYY-MM')",
    "urutan": "m",
    "berlaku_sejak": "awal",
    "berlaku_sampai": "akhir",
    "dicatat_pada": "akhir + v * interval '7 days'",
    "digantikan_pada": "case when v < %(versi)s then akhir + (v + 1) * interval '7 days' end",
    "capaian_sd": "50 + (i * 7 + m * 3 + v) %% 60",
    "mentah_sd": "50 + (i * 7 + m * 3 + v) %% 60",
}
RENCANA = {
    "kunci": FAKTA["kunci"],
    "opd_id": "o",
    "tahun": "y",
    "berlaku_sejak": "make_date(y, 1, 1)",
    "berlaku_sampai": "make_date(y, 12, 31)",
    "dicatat_pada": "make_date(y, 1, 1) - interval '20 days'",
    "digantikan_pada": "null",
    "isi": "jsonb_set(t.isi, '{urutan}', to_jsonb(i))",
}
RENCANA_DARI = """
insert into kinerja_rencanaaksiresmi ({kolom})
select {isi}
from (select * from kinerja_rencanaaksiresmi where nomor_register <> '' order by id limit 1) t
cross join unnest(%(opd)s::uuid[]) o
cross join generate_series(%(dari)s, %(sampai)s) y
cross join generate_series(1, %(indikator)s) i
"""
CATATAN = """
insert into jejak_catatan (nomor, pada, pelaku_id, pelaku_nama, pelaku_peran, penugasan, peristiwa, objek,
  objek_id, opd_id, ditolak, baku, sebelum, sidik)
select t.nomor + g, t.pada, t.pelaku_id, t.pelaku_nama, t.pelaku_peran, t.penugasan, t.peristiwa, t.objek,
  md5(g::text), t.opd_id, t.ditolak, t.baku, encode(sha256(g::text::bytea), 'hex'),
  encode(sha256((g + 1)::text::bytea), 'hex')
from (select * from jejak_catatan order by nomor desc limit 1) t cross join generate_series(1, 1000000) g
"""


def _salin(kursor: Any, model: Any, ganti: dict[str, str], nilai: dict[str, Any], dari: str) -> int:
    kolom = [f.column for f in model._meta.local_concrete_fields if not f.primary_key]
    isi = ", ".join(ganti.get(k, f"t.{k}") for k in kolom)
    kursor.execute(dari.format(kolom=", ".join(kolom), isi=isi), nilai)
    return int(kursor.rowcount)


def main(pemimpin: int) -> dict[str, Any]:
    from django.db import connection, transaction
    from django.utils import timezone

    from terukur.akun.peran import Peran
    from terukur.inti.pelaku import SISTEM
    from terukur.kinerja.models import RencanaAksiResmi
    from terukur.organisasi.actions import beri_peran
    from terukur.organisasi.models import OPD
    from terukur.realisasi.models import CapaianResmi
    from tests.beban.siapkan_badai import _opd, _pengguna

    kini = timezone.now()
    with transaction.atomic():
        lama = set(OPD.objects.values_list("pk", flat=True))
        semua = [o.pk for o in _opd(kini)]
        for n in range(pemimpin):
            beri_peran(
                pengguna=_pengguna(f"pemimpin.badai{n + 1}", kini), peran=Peran.PIMPINAN, opd=None,
                sejak=timezone.localdate(kini), dasar="Uji beban", akses=None, oleh=SISTEM, pada=kini,
            )  # fmt: skip
        nilai = {
            "opd": semua, "dari": TAHUN[0], "sampai": TAHUN[1], "indikator": INDIKATOR, "versi": VERSI,
        }  # fmt: skip
        with connection.cursor() as kursor:
            _sejak_dahulu(kursor, set(semua) - lama)
            fakta = _salin(kursor, CapaianResmi, FAKTA, nilai, SATU_FAKTA)
            rencana = _salin(kursor, RencanaAksiResmi, RENCANA, nilai, RENCANA_DARI)
            kursor.execute(CATATAN)
            catatan = kursor.rowcount
    with connection.cursor() as kursor:
        kursor.execute("vacuum analyze")
    return {
        "fakta": fakta,
        "rencana": rencana,
        "catatan": catatan,
        "opd": [str(o) for o in semua],
        "pemimpin": [f"pemimpin.badai{n + 1}" for n in range(pemimpin)],
    }


def _sejak_dahulu(kursor: Any, opd: set[Any]) -> None:
    """The further OPD are known since long before the five years, so that the grid of any day has them."""
    kursor.execute(
        "update organisasi_opdversi set berlaku_sejak = %(awal)s, dicatat_pada = %(awal)s"
        " where opd_id = any(%(opd)s)",
        {"awal": dt.date(2021, 1, 1), "opd": list(opd)},
    )


if __name__ == "__main__":
    django.setup()
    print(json.dumps(main(int(sys.argv[1]))))
