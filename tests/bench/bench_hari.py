"""``make bench``: a month of 10,000 people out of their presses, and one press that comes late.

Beside it the floor of the same run: the same presses out by COPY, one pass over them, and the same rows in
by COPY, into a table with the same columns and indexes.
"""

import datetime as dt
import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from terukur.kehadiran.actions.hitung import hitung_bulan
from terukur.kehadiran.actions.simpan_hari import KOLOM, biner, kirim_biner, susun_baris
from terukur.kehadiran.models import HariKehadiran, Mesin
from terukur.kehadiran.queries.bahan import muat_bahan
from terukur.kehadiran.queries.disiplin import penghitung
from terukur.kehadiran.rules.hitung import hitung
from terukur.kehadiran.tests.isian import (
    OKTOBER,
    USAI,
    hitung_hari,
    isi_oktober,
    jalankan_pembuat,
    rekam,
    setempat,
)
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
    """The presses out by COPY, one pass over them, and the same rows in by COPY."""
    bahan, aturan = muat_bahan(sejak=OKTOBER, sampai=dt.date(2026, 10, 31))
    hasil = hitung(bahan, aturan, pada=int(USAI.timestamp()))
    isi = biner(susun_baris(bahan, hasil, aturan, pada=USAI))
    perintah("create table lantai (like kehadiran_harikehadiran including indexes)")
    with prosesor(biaya, "lantai"):
        salinan = "copy (select mesin_id, waktu, tombol from kehadiran_pindai) to stdout (format binary)"
        with connection.cursor() as kursor, kursor.copy(salinan) as keluar:
            baris = np.frombuffer(b"".join(keluar)[19:-2], "V32")
        np.sort(np.ascontiguousarray(baris.view(np.uint8).reshape(-1, 32)[:, 18:26]).view(">i8").ravel())
        kirim_biner("lantai", isi)
    perintah("drop table lantai")


def setahun() -> None:
    """The first four weeks of the month twelve times more, into the past."""
    kolom = ", ".join(KOLOM)
    perintah("set session_replication_role = replica")  # no foreign keys are checked
    perintah(
        f"insert into kehadiran_harikehadiran ({kolom}) select {kolom.replace('tanggal', 'tanggal - 28 * n')}"
        " from kehadiran_harikehadiran, generate_series(1, 12) n where tanggal <= '2026-10-28'"
    )
    perintah("set session_replication_role = origin")
    perintah("analyze kehadiran_harikehadiran")


@pytest.mark.django_db
def test_sebulan(tmp_path: Path) -> None:
    malam, pindai = jalankan_pembuat(FOLDER.parent / "tools" / "absensi_gen.py", tmp_path, ORANG)
    orang = isi_oktober(malam, pindai)
    perintah("set constraints all immediate")
    perintah("analyze")
    perintah("set max_parallel_workers_per_gather = 0")  # their processor time would not be counted
    biaya: dict[str, tuple[float, float]] = {}
    gc.collect()
    with prosesor(biaya, "bulan"):
        assert hitung_bulan(OKTOBER, pada=USAI) == 10_000 * 31
    assert HariKehadiran._default_manager.count() == 10_000 * 31
    assert jumlah() == EMAS
    with prosesor(biaya, "ulang"):
        assert hitung_bulan(OKTOBER, pada=USAI + dt.timedelta(days=1)) == 0
    lantai(biaya)
    setahun()
    mesin = Mesin.objects.get(nomor_seri="UJI4")
    rekam((mesin, "5", setempat(dt.date(2026, 10, 14), "07.00")))
    with CaptureQueriesContext(connection) as kueri, prosesor(biaya, "satu"):
        assert hitung_hari(orang[4].pk, dt.date(2026, 10, 14), pada=USAI) == 1
    with prosesor(biaya, "disiplin"):
        hitungan = penghitung(dt.date(2026, 10, 31))
    tk = HariKehadiran._default_manager.filter(status=2, tanggal__year=2026).count()
    assert sum(p.hari for p in hitungan) == tk
    tulis(biaya, len(pindai), len(kueri), tk)
    assert sum(biaya["bulan"]) <= BATAS
    assert sum(biaya["bulan"]) <= KALI * sum(biaya["lantai"])
    assert sum(biaya["disiplin"]) <= 1
    assert len(kueri) <= KUERI


def tulis(biaya: dict[str, tuple[float, float]], pindai: int, kueri: int, tk: int) -> None:
    def detik(nama: str) -> str:
        a, b = biaya[nama]
        return f"{koma(a + b, 2)} detik prosesor ({koma(a, 2)} + {koma(b, 2)})"

    kali = sum(biaya["bulan"]) / sum(biaya["lantai"])
    baris = [
        ("Rekam, pegawai, hari yang ditulis", f"{pindai:,}, 10.000, 310.000".replace(",", ".", 1), ""),
        ("Menghitung dan menulis sebulan", detik("bulan"), f"<= {koma(BATAS, 0)} detik"),
        ("Lantai: COPY keluar, satu kali urut, COPY masuk", detik("lantai"), ""),
        ("Terhadap lantai", f"{koma(kali, 2)} kali", f"<= {koma(KALI, 0)} kali"),
        ("Menghitung lagi, tidak ada yang berubah", detik("ulang"), ""),
        (
            "Satu rekam menyusul, setahun hari sudah ada",
            f"{kueri} kueri, {detik('satu')}",
            f"<= {KUERI} kueri",
        ),
        (f"Penghitung PP 94 setahun, {tk:,} hari TK".replace(",", "."), detik("disiplin"), "<= 1 detik"),
    ]
    judul = "Kehadiran: sebulan 10.000 pegawai"
    cetak(judul, baris)
    tulis_angka(
        judul,
        perintah=PERINTAH,
        baris=baris,
        catatan="Aplikasi + PostgreSQL, tanpa pekerja paralel. Jumlah hadir, TK, TL, dan PSW sama dengan "
        "angka acuan pembuat data. Lantai menulis baris yang sama ke tabel dengan indeks yang sama.",
    )
