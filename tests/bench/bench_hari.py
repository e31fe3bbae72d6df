"""``make bench``: a month of 10,000 people out of their presses, and one press that comes late.

Beside it the floor of the same run: the same presses out by COPY, one pass over them, and the same rows in
by COPY, into a table with the same columns and key.
"""

import datetime as dt
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from terukur.kehadiran.actions.hitung import hitung_bulan, hitung_hari
from terukur.kehadiran.actions.simpan_hari import BUAT, KOLOM, TABEL, baris_biner, kirim_biner
from terukur.kehadiran.models import HariKehadiran
from terukur.kehadiran.queries.bahan import muat_bahan
from terukur.kehadiran.rules.hitung import hitung
from terukur.kehadiran.tests.isian import OKTOBER, USAI, isi_oktober, jalankan_pembuat
from tests.bench.angka import tulis_angka
from tests.bench.lab import PERINTAH, cetak, koma
from tests.bench.ukur import prosesor_basisdata
from tests.data_uji import FOLDER

ORANG, BATAS, KALI, KUERI = 10_000, 6.0, 2.0, 6
EMAS = {
    "hadir": 212_273, "tk": 7_727, "tl": [51_409, 112, 0, 2_538], "psw": [72_394, 10_670, 4, 4_266],
}  # fmt: skip
"""absensi_gen.py, for 10,000 people."""


@contextmanager
def prosesor(biaya: dict[str, tuple[float, float]], nama: str) -> Iterator[None]:
    aplikasi, basisdata = time.process_time(), prosesor_basisdata()
    yield
    biaya[nama] = (time.process_time() - aplikasi, prosesor_basisdata() - basisdata)


def perintah(sql: str) -> None:
    with connection.cursor() as kursor:
        kursor.execute(sql)


def jumlah() -> dict[str, object]:
    """What the table says now."""
    sql = (
        "select count(*) filter (where status = 1), count(*) filter (where status = 2)"
        + "".join(f", count(*) filter (where pita_{p} = {n})" for p in ("terlambat", "pulang_cepat")
                  for n in range(1, 5))
        + " from kehadiran_harikehadiran"
    )  # fmt: skip
    with connection.cursor() as kursor:
        kursor.execute(sql)
        hadir, tk, *pita = kursor.fetchone()
    return {"hadir": hadir, "tk": tk, "tl": pita[:4], "psw": pita[4:]}


def lantai(biaya: dict[str, tuple[float, float]]) -> None:
    """COPY out, one pass of numpy, COPY in of the same bytes."""
    bahan, aturan = muat_bahan(sejak=OKTOBER, sampai=dt.date(2026, 10, 31))
    isi = baris_biner(bahan, hitung(bahan, aturan, pada=int(USAI.timestamp())), aturan).tobytes()
    perintah(f"create table lantai ({', '.join(f'{k} {j}' for k, j in KOLOM.items())},"
             " primary key (pegawai_id, tanggal))")  # fmt: skip
    with prosesor(biaya, "lantai"):
        with (
            connection.cursor() as kursor,
            kursor.copy(
                "copy (select mesin_id, waktu, tombol from kehadiran_pindai) to stdout (format binary)"
            ) as salinan,
        ):
            baris = np.frombuffer(b"".join(salinan)[19:-2], "S32")
        np.sort(baris.view(">i8").reshape(-1, 4)[:, 2])
        kirim_biner("lantai", isi)
    perintah("drop table lantai")


@pytest.mark.django_db
def test_sebulan(tmp_path: Path) -> None:
    malam, pindai = jalankan_pembuat(FOLDER.parent / "tools" / "absensi_gen.py", tmp_path, ORANG)
    orang = isi_oktober(malam, pindai)
    perintah("set constraints all immediate")
    perintah("analyze")
    perintah("set max_parallel_workers_per_gather = 0")  # their processor time would not be counted
    perintah(BUAT)
    biaya: dict[str, tuple[float, float]] = {}
    with prosesor(biaya, "bulan"):
        ditulis = hitung_bulan(OKTOBER, pada=USAI)
    assert (ditulis, HariKehadiran._default_manager.count()) == (310_000, 310_000)
    assert jumlah() == EMAS
    with prosesor(biaya, "ulang"):
        assert hitung_bulan(OKTOBER, pada=USAI) == 0
    print(biaya)
    lantai(biaya)
    with CaptureQueriesContext(connection) as kueri:
        hitung_hari(orang[4].pk, dt.date(2026, 10, 14), pada=USAI)
    print(biaya, len(kueri))
