"""The machine: web processes, disk, clock, PostgreSQL."""

import datetime as dt
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

from terukur.inti.kesehatan import Hasil, Keadaan, Ukuran, nilai_batas, tulis_besar, tulis_lama
from terukur.inti.proses import BATAS_DENYUT, LOMPATAN, proses_web

GB = 10**9
SISA_PERHATIAN, SISA_GANGGUAN = (0.15, 5 * GB), (0.05, 1 * GB)
"""(fraction, bytes) of a disk: below either one the state changes."""
SELISIH_PERHATIAN, SELISIH_GANGGUAN = 2.0, 10.0
"""Seconds between the clocks of application and database: one stamps receipts, the other jobs."""
SAMBUNGAN_PERHATIAN, SAMBUNGAN_GANGGUAN = 0.7, 0.9
RENTANG_LOMPATAN = dt.timedelta(days=1)


def periksa_web(pada: dt.datetime) -> Iterator[Hasil]:
    """Web processes that beat."""
    daftar = list(proses_web())
    hidup = [p for p in daftar if p.terakhir_pada >= pada - BATAS_DENYUT]
    yield Hasil(
        "web", "Server web", Keadaan.BAIK if hidup else Keadaan.GANGGUAN,
        f"{len(hidup)} proses hidup di {len({p.mesin for p in hidup})} mesin"
        if hidup else "tidak ada proses yang berdenyut",
        "sekurangnya 1 proses yang berdenyut dalam 90 detik terakhir",
        "Jalankan lagi server web (terukur serve), lalu lihat catatannya.",
        None if hidup else max((p.terakhir_pada for p in daftar), default=None),
        ukuran=(Ukuran("web_proses_hidup", len(hidup)),),
    )  # fmt: skip


def periksa_cakram(pada: dt.datetime) -> Iterator[Hasil]:
    """Free space of the data folder, and of the database's volume where it is on this machine."""
    tempat = {"data": ("Cakram folder data", Path(settings.DATA))}
    basisdata = _folder_basisdata()
    if basisdata and basisdata.stat().st_dev != tempat["data"][1].stat().st_dev:
        tempat["basisdata"] = ("Cakram basis data", basisdata)
    for kode, (judul, folder) in tempat.items():
        isi = shutil.disk_usage(folder)
        label = {"tempat": kode}
        if isi.free < SISA_GANGGUAN[1] or isi.free / isi.total < SISA_GANGGUAN[0]:
            keadaan = Keadaan.GANGGUAN
        elif isi.free < SISA_PERHATIAN[1] or isi.free / isi.total < SISA_PERHATIAN[0]:
            keadaan = Keadaan.PERHATIAN
        else:
            keadaan = Keadaan.BAIK
        yield Hasil(
            f"cakram_{kode}", judul, keadaan,
            f"sisa {tulis_besar(isi.free)} dari {tulis_besar(isi.total)} ({isi.free * 100 // isi.total} %)",
            "sisa 15 % atau 5 GB (perhatian), 5 % atau 1 GB (gangguan)",
            "Perbesar cakram, atau pindahkan yang bukan milik Terukur (catatan lama, cadangan lama). "
            "Jangan menghapus apa pun di bawah folder data.",
            ukuran=(
                Ukuran("cakram_sisa_bita", isi.free, label), Ukuran("cakram_total_bita", isi.total, label),
            ),
        )  # fmt: skip


def _folder_basisdata() -> Path | None:
    """The embedded cluster's folder; another server's disk cannot be seen from here."""
    if not settings.BASISDATA_TERTANAM:
        return None
    with connection.cursor() as kursor:
        kursor.execute("select current_setting('data_directory')")
        folder = Path(kursor.fetchone()[0])
    return folder if folder.is_dir() else None


def selisih_jam() -> tuple[float, float]:
    """(database clock minus ours, uncertainty) in seconds: half the journey there and back."""
    awal = time.time()
    with connection.cursor() as kursor:
        kursor.execute("select extract(epoch from clock_timestamp())::float8")
        basisdata = float(kursor.fetchone()[0])
    akhir = time.time()
    return basisdata - (awal + akhir) / 2, (akhir - awal) / 2


def periksa_jam(pada: dt.datetime) -> Iterator[Hasil]:
    """Clocks decide who was on time: ours against the database's, and against the time since boot."""
    selisih, galat = selisih_jam()
    yield Hasil(
        "jam", "Jam aplikasi dan basis data",
        nilai_batas(max(0.0, abs(selisih) - galat), SELISIH_PERHATIAN, SELISIH_GANGGUAN),
        f"selisih {abs(selisih):.2f} detik".replace(".", ","),
        "2 detik (perhatian), 10 detik (gangguan)",
        "Nyalakan penyetelan jam otomatis (NTP) di kedua mesin: timedatectl set-ntp true.",
        ukuran=(Ukuran("jam_selisih_detik", selisih),),
    )  # fmt: skip
    lompat = [p for p in proses_web() if p.lompatan_pada and p.lompatan_pada >= pada - RENTANG_LOMPATAN]
    besar = max(lompat, key=lambda p: abs(p.lompatan_milidetik or 0), default=None)
    detik = (besar.lompatan_milidetik or 0) / 1000 if besar else 0.0
    arah = f"{'maju' if detik > 0 else 'mundur'} {tulis_lama(dt.timedelta(seconds=abs(detik)))}"
    yield Hasil(
        "lompatan_jam", "Lompatan jam mesin", Keadaan.PERHATIAN if besar else Keadaan.BAIK,
        f"jam {besar.mesin} {arah}" if besar else "tidak ada dalam 24 jam terakhir",
        f"lebih dari {LOMPATAN} detik dalam 24 jam terakhir",
        "Pastikan hanya NTP yang menyetel jam, dan periksa tanda terima yang terbit di sekitar waktu itu: "
        "waktu diterima dibaca dari jam mesin.",
        besar.lompatan_pada if besar else None, ukuran=(Ukuran("jam_lompatan_detik", detik),),
    )  # fmt: skip


def periksa_basisdata(pada: dt.datetime) -> Iterator[Hasil]:
    """Settings without which an acknowledged act may be lost; connections; size."""
    with connection.cursor() as kursor:
        kursor.execute(
            "select current_setting('fsync'), current_setting('synchronous_commit'),"
            " current_setting('full_page_writes'), current_setting('server_version'),"
            " current_setting('max_connections')::int, pg_database_size(current_database()),"
            " (select count(*) from pg_stat_activity where backend_type = 'client backend')"
        )
        fsync, komit, halaman, versi, paling, ukuran, sambungan = kursor.fetchone()
    mati = [
        nama
        for nama, aman in (
            ("fsync", fsync == "on"),
            ("synchronous_commit", komit in {"on", "remote_apply"}),
            ("full_page_writes", halaman == "on"),
        )
        if not aman
    ]
    yield Hasil(
        "ketahanan", "Ketahanan PostgreSQL", Keadaan.GANGGUAN if mati else Keadaan.BAIK,
        f"{len(mati)} pengaturan dimatikan" if mati else f"PostgreSQL {versi}, semua pengaturan aman",
        "tidak satu pun pengaturan ketahanan dimatikan",
        "Nyalakan pengaturan itu di postgresql.conf lalu mulai ulang PostgreSQL: tanpa itu catatan yang "
        "sudah diberi tanda terima dapat hilang saat listrik padam.",
        ukuran=(Ukuran("basisdata_tahan", 0 if mati else 1),), rincian=tuple(mati),
    )  # fmt: skip
    yield Hasil(
        "sambungan", "Sambungan basis data",
        nilai_batas(sambungan / paling, SAMBUNGAN_PERHATIAN, SAMBUNGAN_GANGGUAN),
        f"{sambungan} dari {paling} terpakai", "70 % (perhatian), 90 % (gangguan)",
        "Kurangi proses web atau tugas serentak, atau naikkan max_connections PostgreSQL.",
        ukuran=(Ukuran("basisdata_sambungan", sambungan), Ukuran("basisdata_sambungan_paling", paling)),
    )  # fmt: skip
    yield Hasil(
        "ukuran_basisdata", "Ukuran basis data", Keadaan.BAIK, tulis_besar(ukuran), "tanpa batas sendiri",
        nama_url="beranda:kesehatan_tabel", ukuran=(Ukuran("basisdata_bita", ukuran),),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class UkuranTabel:
    """A table of the database: bytes with its indexes, and about how many rows."""

    nama: str
    bita: int
    bita_indeks: int
    baris: int
    baris_mati: int


def ukuran_tabel() -> list[UkuranTabel]:
    """All tables of ours, as the statistics of PostgreSQL know them."""
    with connection.cursor() as kursor:
        kursor.execute(
            "select relname, pg_total_relation_size(relid), pg_indexes_size(relid), n_live_tup, n_dead_tup"
            " from pg_stat_user_tables where schemaname = current_schema()"
        )
        return [UkuranTabel(*baris) for baris in kursor.fetchall()]
