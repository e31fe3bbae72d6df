"""Background work: are workers alive, does anything wait too long, did anything fail?"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db import connection

from terukur.inti.kesehatan import Hasil, Keadaan, Ukuran, nilai_batas, tulis_lama

BATAS_DENYUT = dt.timedelta(seconds=45)
"""procrastinate's worker beats every 10 seconds; after 30 its jobs count as stalled."""
TUNGGU_PERHATIAN, TUNGGU_GANGGUAN = 120, 600
MACET_GANGGUAN = 300
RENTANG_GAGAL = dt.timedelta(days=7)

LANGKAH_PEKERJA = "Jalankan lagi tugas latar belakang (terukur worker), lalu lihat catatannya."

_PEKERJA = (
    "select count(*) filter (where last_heartbeat >= %s), max(last_heartbeat) from procrastinate_workers"
)
_MENUNGGU = """
select count(*), min(sejak) from (
  select coalesce(j.scheduled_at, (select max(e.at) from procrastinate_events e
    where e.job_id = j.id and e.type in ('deferred', 'deferred_for_retry'))) as sejak
  from procrastinate_jobs j where j.status = 'todo'
) tunggu where sejak <= %s"""
_MACET = """
select count(*), min((select max(e.at) from procrastinate_events e
  where e.job_id = j.id and e.type = 'started'))
from procrastinate_jobs j left join procrastinate_workers w on w.id = j.worker_id
where j.status = 'doing' and (w.id is null or w.last_heartbeat < %s)"""
_GAGAL = """
select j.task_name, count(*), min(e.at), max(e.at) from procrastinate_jobs j
join procrastinate_events e on e.job_id = j.id and e.type = 'failed'
where j.status = 'failed' and e.at >= %s group by j.task_name order by 2 desc, 1"""


def _baris(sql: str, saat: dt.datetime) -> list[Any]:
    with connection.cursor() as kursor:
        kursor.execute(sql, [saat])
        return list(kursor.fetchall())


def periksa_antrean(pada: dt.datetime) -> Iterator[Hasil]:
    """Workers, the oldest waiting job, jobs of dead workers, failed jobs."""
    [(hidup, terakhir)] = _baris(_PEKERJA, pada - BATAS_DENYUT)
    yield Hasil(
        "pekerja", "Tugas latar belakang",
        Keadaan.BAIK if hidup else Keadaan.GANGGUAN,
        f"{hidup} pekerja hidup" if hidup else "tidak ada pekerja yang hidup",
        "sekurangnya 1 pekerja yang berdenyut dalam 45 detik terakhir", LANGKAH_PEKERJA,
        None if hidup else terakhir, ukuran=(Ukuran("pekerja_hidup", hidup),),
    )  # fmt: skip
    [(jumlah, sejak)] = _baris(_MENUNGGU, pada)
    umur = (pada - sejak).total_seconds() if sejak else 0
    yield Hasil(
        "antrean", "Antrean tugas", nilai_batas(umur, TUNGGU_PERHATIAN, TUNGGU_GANGGUAN),
        f"{jumlah} tugas menunggu, yang terlama {tulis_lama(pada - sejak)}" if sejak else "kosong",
        "yang terlama 2 menit (perhatian), 10 menit (gangguan)",
        "Bila pekerja hidup, tambah yang serentak (TERUKUR_TUGAS_SERENTAK) atau jalankan pekerja kedua. "
        + LANGKAH_PEKERJA,
        sejak if umur > TUNGGU_PERHATIAN else None,
        ukuran=(Ukuran("antrean_menunggu", jumlah), Ukuran("antrean_umur_detik", umur)),
    )  # fmt: skip
    [(macet, sejak)] = _baris(_MACET, pada - BATAS_DENYUT)
    umur = (pada - sejak).total_seconds() if sejak else 0
    yield Hasil(
        "tugas_macet", "Tugas milik pekerja yang mati",
        (Keadaan.GANGGUAN if umur > MACET_GANGGUAN else Keadaan.PERHATIAN) if macet else Keadaan.BAIK,
        f"{macet} tugas" if macet else "tidak ada",
        "0; lebih dari 5 menit berarti gangguan",
        "Pekerja yang hidup mengambilnya kembali dalam satu menit. Bila tetap ada: " + LANGKAH_PEKERJA,
        sejak, ukuran=(Ukuran("tugas_macet", macet),),
    )  # fmt: skip
    gagal = _baris(_GAGAL, pada - RENTANG_GAGAL)
    yield Hasil(
        "tugas_gagal", "Tugas yang gagal",
        Keadaan.PERHATIAN if gagal else Keadaan.BAIK,
        f"{sum(g[1] for g in gagal)} tugas" if gagal else "tidak ada",
        "0 dalam 7 hari terakhir",
        "Lihat sebabnya dalam catatan server pada waktu tugas itu gagal "
        + (f"(terakhir {max(g[3] for g in gagal):%d/%m/%Y %H.%M} UTC)." if gagal else "."),
        min((g[2] for g in gagal), default=None),
        ukuran=(
            Ukuran("tugas_gagal", sum(g[1] for g in gagal)),
            *(Ukuran("tugas_gagal_menurut_nama", n, {"tugas": nama}) for nama, n, _, _ in gagal),
        ),
        rincian=tuple(g[0] for g in gagal),
    )  # fmt: skip
