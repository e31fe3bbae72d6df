"""Each check says what is wrong, since when, and what to do; one that fails hides no other."""

import datetime as dt
import shutil
import time
import uuid
from collections import namedtuple

import pytest
import time_machine
from django.db import connection

from terukur.inti import kesehatan
from terukur.inti.kesehatan import Hasil, Keadaan, mesin, nilai_batas, periksa_semua, tulis_besar
from terukur.inti.kesehatan.antrean import periksa_antrean
from terukur.inti.kesehatan.cadangan import periksa_cadangan
from terukur.inti.kesehatan.halaman import periksa_halaman
from terukur.inti.models import Pencadangan, ProsesWeb
from terukur.inti.pengukuran import Pencatat, simpan_pengukuran
from terukur.inti.proses import tandai_hidup

PADA = dt.datetime(2026, 3, 30, 8, 0, tzinfo=dt.UTC)
MENIT = dt.timedelta(minutes=1)


def temukan(pemeriksa, kode, pada=PADA):
    [h] = [h for h in pemeriksa(pada) if h.kode == kode]
    return h


def angka(hasil):
    return {u.nama: u.nilai for u in hasil.ukuran if not u.label}


def buat_pekerja(denyut):
    with connection.cursor() as k:
        k.execute("insert into procrastinate_workers (last_heartbeat) values (%s) returning id", [denyut])
        return k.fetchone()[0]


def buat_tugas(status, pada, *, pekerja=None, jadwal=None, nama="contoh.tugas"):
    """A job whose last event (deferred, started or failed) was at ``pada``."""
    with connection.cursor() as k:
        k.execute(
            "insert into procrastinate_jobs (queue_name, task_name, status, worker_id, scheduled_at)"
            " values ('default', %s, 'todo', %s, %s) returning id",
            [nama, pekerja, jadwal],
        )
        tugas = k.fetchone()[0]
        k.execute("update procrastinate_jobs set status = %s where id = %s", [status, tugas])
        k.execute("delete from procrastinate_events where job_id = %s", [tugas])
        jenis = {"todo": "deferred", "doing": "started", "failed": "failed"}[status]
        k.execute(
            "insert into procrastinate_events (job_id, type, at) values (%s, %s, %s)", [tugas, jenis, pada]
        )


def test_a_finding_without_a_next_step_is_refused():
    with pytest.raises(ValueError, match="what to do"):
        Hasil("x", "X", Keadaan.GANGGUAN, "rusak", "0")


@pytest.mark.parametrize(
    ("nilai", "keadaan"), [(2, Keadaan.BAIK), (2.1, Keadaan.PERHATIAN), (10.1, Keadaan.GANGGUAN)]
)
def test_limits(nilai, keadaan):
    assert nilai_batas(nilai, 2, 10) is keadaan


@pytest.mark.parametrize(
    ("bita", "teks"), [(999, "999 B"), (1500, "1,5 kB"), (81_888_350_208, "81,9 GB"), (4e15, "4000 TB")]
)
def test_sizes_in_words(bita, teks):
    assert tulis_besar(bita) == teks


@pytest.mark.django_db
def test_a_check_that_fails_is_a_finding_and_hides_no_other(monkeypatch, caplog):
    def rusak(pada):
        with connection.cursor() as kursor:
            kursor.execute("select * from tabel_yang_tidak_ada")
        yield

    def sesudahnya(pada):
        with connection.cursor() as kursor:
            kursor.execute("select 1")
        yield Hasil("b", "B", Keadaan.BAIK, "baik", "–")

    monkeypatch.setattr(kesehatan, "daftar_kesehatan", [("a", rusak), ("b", sesudahnya)])
    hasil = periksa_semua(pada=PADA)
    assert [(h.kode, h.keadaan) for h in hasil] == [("a", Keadaan.TIDAK_TERUKUR), ("b", Keadaan.BAIK)]
    assert "health check a failed" in caplog.text


@pytest.mark.django_db
def test_every_finding_of_the_real_registry_has_its_own_code():
    kode = [h.kode for h in periksa_semua(pada=PADA)]
    assert len(set(kode)) == len(kode)
    assert {
        "web", "pekerja", "antrean", "tugas_macet", "tugas_gagal", "cakram_data", "jam", "lompatan_jam",
        "ketahanan", "sambungan", "ukuran_basisdata", "halaman_lambat", "galat_server", "segel", "rantai",
        "saluran", "kiriman", "detak", "cadangan", "latihan", "laporan_tertunda", "gangguan",
    } <= set(kode)  # fmt: skip


@pytest.mark.django_db
def test_workers():
    mati = temukan(periksa_antrean, "pekerja")
    assert mati.keadaan is Keadaan.GANGGUAN
    assert mati.sejak is None
    buat_pekerja(PADA - MENIT)
    assert temukan(periksa_antrean, "pekerja").sejak == PADA - MENIT
    buat_pekerja(PADA - dt.timedelta(seconds=10))
    hidup = temukan(periksa_antrean, "pekerja")
    assert (hidup.keadaan, angka(hidup)) == (Keadaan.BAIK, {"pekerja_hidup": 1})


@pytest.mark.django_db
def test_the_oldest_waiting_job_and_not_the_one_of_later():
    buat_tugas("todo", PADA - 60 * MENIT, jadwal=PADA + MENIT)
    kosong = temukan(periksa_antrean, "antrean")
    assert (kosong.keadaan, kosong.nilai) == (Keadaan.BAIK, "kosong")
    buat_tugas("todo", PADA - 3 * MENIT)
    buat_tugas("todo", PADA - MENIT)
    lama = temukan(periksa_antrean, "antrean")
    assert (lama.keadaan, lama.sejak) == (Keadaan.PERHATIAN, PADA - 3 * MENIT)
    assert angka(lama) == {"antrean_menunggu": 2, "antrean_umur_detik": 180}
    buat_tugas("todo", PADA - 90 * MENIT, jadwal=PADA - 11 * MENIT)
    lama = temukan(periksa_antrean, "antrean")
    assert (lama.keadaan, lama.sejak) == (Keadaan.GANGGUAN, PADA - 11 * MENIT)


@pytest.mark.django_db
def test_jobs_of_dead_workers_only():
    buat_tugas("doing", PADA - 2 * MENIT, pekerja=buat_pekerja(PADA))
    assert temukan(periksa_antrean, "tugas_macet").keadaan is Keadaan.BAIK
    buat_tugas("doing", PADA - 2 * MENIT, pekerja=buat_pekerja(PADA - 2 * MENIT))
    macet = temukan(periksa_antrean, "tugas_macet")
    assert (macet.keadaan, macet.sejak, angka(macet)) == (
        Keadaan.PERHATIAN, PADA - 2 * MENIT, {"tugas_macet": 1},
    )  # fmt: skip
    buat_tugas("doing", PADA - 6 * MENIT)
    assert temukan(periksa_antrean, "tugas_macet").keadaan is Keadaan.GANGGUAN


@pytest.mark.django_db
def test_failed_jobs_of_the_week():
    buat_tugas("failed", PADA - dt.timedelta(days=8))
    assert temukan(periksa_antrean, "tugas_gagal").keadaan is Keadaan.BAIK
    for jam in (1, 2):
        buat_tugas("failed", PADA - dt.timedelta(hours=jam), nama="impor.baca")
    gagal = temukan(periksa_antrean, "tugas_gagal")
    assert gagal.lengkap == "2 tugas: impor.baca"
    assert gagal.sejak == PADA - dt.timedelta(hours=2)


@pytest.mark.django_db
def test_web_processes():
    assert temukan(mesin.periksa_web, "web").keadaan is Keadaan.GANGGUAN
    satu, dua = uuid.uuid4(), uuid.uuid4()
    tandai_hidup(satu, pada=PADA - 3 * MENIT)
    mati = temukan(mesin.periksa_web, "web")
    assert (mati.keadaan, mati.sejak) == (Keadaan.GANGGUAN, PADA - 3 * MENIT)
    tandai_hidup(dua, pada=PADA - MENIT)
    tandai_hidup(satu, pada=PADA)
    assert angka(temukan(mesin.periksa_web, "web")) == {"web_proses_hidup": 2}
    assert ProsesWeb.objects.get(pk=satu).mulai_pada == PADA - 3 * MENIT
    tandai_hidup(satu, pada=PADA + dt.timedelta(days=1))
    assert [p.pk for p in ProsesWeb.objects.order_by("pk")] == [satu], "the dead are forgotten after a day"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("total", "sisa", "keadaan"),
    [
        (100, 50, Keadaan.BAIK),
        (100, 14, Keadaan.PERHATIAN),
        (20, 4.9, Keadaan.PERHATIAN),
        (100, 4.9, Keadaan.GANGGUAN),
        (10, 0.9, Keadaan.GANGGUAN),
    ],
)
def test_disk(monkeypatch, total, sisa, keadaan):
    pakai = namedtuple("pakai", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: pakai(total * mesin.GB, 0, int(sisa * mesin.GB)))
    hasil = temukan(mesin.periksa_cakram, "cakram_data")
    assert hasil.keadaan is keadaan
    assert {u.nilai for u in hasil.ukuran} == {total * mesin.GB, int(sisa * mesin.GB)}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("geser", "keadaan"), [(0, Keadaan.BAIK), (-4, Keadaan.PERHATIAN), (60, Keadaan.GANGGUAN)]
)
def test_a_clock_that_differs_from_the_databases(geser, keadaan):
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=geser), tick=True):
        hasil = temukan(mesin.periksa_jam, "jam")
    assert hasil.keadaan is keadaan
    assert angka(hasil)["jam_selisih_detik"] == pytest.approx(-geser, abs=1)


@pytest.mark.django_db
def test_a_jump_of_the_clock_stays_visible_for_a_day():
    kunci = uuid.uuid4()
    tandai_hidup(kunci, lompatan=1.5, pada=PADA)
    assert temukan(mesin.periksa_jam, "lompatan_jam").keadaan is Keadaan.BAIK
    tandai_hidup(kunci, lompatan=-190.0, pada=PADA)
    tandai_hidup(kunci, pada=PADA + MENIT)
    hasil = temukan(mesin.periksa_jam, "lompatan_jam", PADA + dt.timedelta(hours=23))
    assert (hasil.keadaan, hasil.sejak) == (Keadaan.PERHATIAN, PADA)
    assert "mundur 3 menit" in hasil.nilai
    assert angka(hasil) == {"jam_lompatan_detik": -190}
    besok = temukan(mesin.periksa_jam, "lompatan_jam", PADA + dt.timedelta(hours=25))
    assert besok.keadaan is Keadaan.BAIK


@pytest.mark.django_db
def test_a_database_that_may_forget_is_named():
    """The cluster of the tests runs without durability: so must the page say."""
    hasil = temukan(mesin.periksa_basisdata, "ketahanan")
    assert hasil.keadaan is Keadaan.GANGGUAN
    assert hasil.rincian == ("fsync", "synchronous_commit", "full_page_writes")


@pytest.mark.django_db
def test_slow_pages_and_errors_of_the_last_hour():
    p = Pencatat()
    for _ in range(19):
        p.catat("a:lambat", 1500, galat=False)
    for _ in range(200):
        p.catat("b:cepat", 10, galat=False)
    simpan_pengukuran(pada=PADA, dari=p)
    assert temukan(periksa_halaman, "halaman_lambat").keadaan is Keadaan.BAIK, "19 say nothing yet"
    p.catat("a:lambat", 1500, galat=True)
    simpan_pengukuran(pada=PADA, dari=p)
    lambat = temukan(periksa_halaman, "halaman_lambat")
    assert (lambat.keadaan, lambat.lengkap) == (
        Keadaan.PERHATIAN, "1 halaman, yang terlama 1,5 detik: a:lambat",
    )  # fmt: skip
    galat = temukan(periksa_halaman, "galat_server")
    assert (galat.keadaan, galat.lengkap) == (Keadaan.PERHATIAN, "1 dari 220 permintaan: a:lambat")
    nanti = PADA + dt.timedelta(hours=2)
    assert temukan(periksa_halaman, "halaman_lambat", nanti).keadaan is Keadaan.BAIK
    assert temukan(periksa_halaman, "galat_server", nanti).keadaan is Keadaan.BAIK


@pytest.mark.django_db
def test_checks_stay_cheap():
    awal = time.perf_counter()
    periksa_semua(pada=PADA)
    assert time.perf_counter() - awal < 2


def cadangkan(jenis, lama, *, berhasil=True, galat="", **rincian):
    saat = PADA - lama
    Pencadangan.objects.create(
        jenis=jenis, tujuan="folder", nama="x" if berhasil else "",
        dimulai_pada=saat, selesai_pada=saat + MENIT, berhasil=berhasil, galat=galat, rincian=rincian,
    )  # fmt: skip


@pytest.mark.django_db
def test_backups(settings):
    jam = dt.timedelta(hours=1)
    settings.MODE_LATIHAN = True
    assert temukan(periksa_cadangan, "cadangan").keadaan is Keadaan.BAIK
    settings.MODE_LATIHAN = False
    assert temukan(periksa_cadangan, "cadangan").keadaan is Keadaan.GANGGUAN
    cadangkan("cadangan", 51 * jam)
    lama = temukan(periksa_cadangan, "cadangan")
    assert (lama.keadaan, lama.sejak) == (Keadaan.GANGGUAN, PADA - 51 * jam)
    cadangkan("cadangan", 27 * jam)
    assert temukan(periksa_cadangan, "cadangan").keadaan is Keadaan.PERHATIAN
    cadangkan("cadangan", 20 * jam)
    baik = temukan(periksa_cadangan, "cadangan")
    assert (baik.keadaan, angka(baik)) == (
        Keadaan.BAIK, {"cadangan_umur_detik": 20 * 3600, "cadangan_lama_detik": 60},
    )  # fmt: skip
    cadangkan("cadangan", jam, berhasil=False, galat="Cakramnya penuh.")
    gagal = temukan(periksa_cadangan, "cadangan")
    assert gagal.keadaan is Keadaan.PERHATIAN
    assert gagal.nilai == "terakhir berhasil 20 jam lalu; percobaan terakhir: Cakramnya penuh."
    cadangkan("cadangan", jam / 2, galat="2 berkas bukti rusak.")
    assert temukan(periksa_cadangan, "cadangan").keadaan is Keadaan.PERHATIAN


@pytest.mark.django_db
def test_a_drill_that_failed_is_grave(settings):
    jam = dt.timedelta(hours=1)
    settings.MODE_LATIHAN = False
    cadangkan("latihan", 2 * jam, detik=95)
    baik = temukan(periksa_cadangan, "latihan")
    assert (baik.keadaan, baik.nilai) == (
        Keadaan.BAIK, "terakhir berhasil 2 jam lalu, selesai dalam 1 menit",
    )  # fmt: skip
    cadangkan("latihan", jam, berhasil=False, galat="Jejaknya tidak utuh.")
    assert temukan(periksa_cadangan, "latihan").keadaan is Keadaan.GANGGUAN
