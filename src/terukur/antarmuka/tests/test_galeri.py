"""The gallery renders every component; headers are strict."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone

from terukur.akun.models import Pengguna
from terukur.inti.kesalahan import AturanDilanggar, TidakBerhak, TidakDitemukan


@pytest.fixture
def klien(db):
    pengguna = Pengguna.objects.create(
        nama_pengguna="penguji", nama="Penguji Galeri", dibuat_pada=timezone.now()
    )
    klien = Client()
    klien.force_login(pengguna)
    return klien


def test_galeri_menampilkan_semua_komponen(klien):
    isi = klien.get("/ui/?pesan=1").content.decode()
    assert "MODE LATIHAN" in isi
    assert "Penguji Galeri" in isi
    assert "4 hal belum lengkap" in isi
    assert "Program kerja tersimpan." in isi
    assert re.search(r"Isi kelompok sasaran\. Contoh: balita", isi)
    assert " style=" not in isi


def test_tajuk_keamanan_melarang_yang_sebaris(klien):
    jawaban = klien.get("/ui/")
    kebijakan = jawaban.headers["Content-Security-Policy"]
    assert "default-src 'none'" in kebijakan
    assert "unsafe" not in kebijakan
    assert "frame-ancestors 'none'" in kebijakan
    assert jawaban.headers["X-Frame-Options"] == "DENY"


def test_halaman_yang_tidak_ada_memberi_langkah_berikutnya(klien):
    jawaban = klien.get("/tidak-ada/")
    assert jawaban.status_code == 404
    assert "Ke beranda" in jawaban.content.decode()


def test_tanpa_masuk_diarahkan_ke_halaman_masuk(client, db):
    jawaban = client.get("/ui/")
    assert jawaban.status_code == 302
    assert jawaban.url == "/akun/masuk/?next=/ui/"


def test_csrf_ditolak_menjelaskan_bahwa_isian_tidak_hilang(db):
    jawaban = Client(enforce_csrf_checks=True).post("/akun/masuk/", {"login": "a", "password": "b"})
    assert jawaban.status_code == 403
    assert "isian Anda dipulihkan" in jawaban.content.decode()


def test_sisa_waktu_dihitung_dari_saat_diterima():
    from terukur.antarmuka.jinja import environment

    saat = dt.datetime(2026, 11, 22, 3, 42, tzinfo=dt.UTC)
    teks = environment().from_string("{{ t | sisa }}; {{ t | waktu }}; {{ t | jam }}")
    hasil = teks.render(t=saat + dt.timedelta(hours=28), sekarang=saat)
    assert hasil.startswith("1 hari 4 jam; 23 November 2026 pukul ")


def test_bentrok_hanya_menyebut_yang_berbeda():
    from terukur.antarmuka.bentrok import bandingkan
    from terukur.inti.kesalahan import Bentrok

    galat = Bentrok(
        "x",
        tersimpan={"target": 5, "catatan": "", "lokasi": ["A"], "aktif": True},
        kiriman={"target": 6, "catatan": None, "lokasi": ["A", "B"], "aktif": True, "lain": 1},
    )
    label = {"lokasi": "Lokasi", "target": "Target", "catatan": "Catatan", "aktif": "Aktif"}
    assert [(b.label, b.tersimpan, b.kiriman) for b in bandingkan(galat, label)] == [
        ("Lokasi", "A", "A, B"),
        ("Target", "5", "6"),
    ]


def test_halaman_gangguan_keluar_tanpa_basis_data(rf, django_db_blocker):
    from terukur.antarmuka.galat import gangguan

    with django_db_blocker.block():
        jawaban = gangguan(rf.get("/x/"))
    assert jawaban.status_code == 500
    assert "Ada gangguan di sisi kami" in jawaban.content.decode()


@pytest.mark.parametrize(
    ("galat", "status", "kalimat"),
    [
        (TidakDitemukan(), 404, "Data tidak ditemukan."),
        (TidakBerhak("Hanya kepala OPD yang mengajukan."), 403, "Hanya kepala OPD yang mengajukan."),
        (AturanDilanggar("Jadwal ini sudah ditutup."), 409, "Jadwal ini sudah ditutup."),
    ],
)
def test_penolakan_menjadi_halaman_dengan_kalimatnya(rf, galat, status, kalimat):
    from terukur.antarmuka.middleware import GalatMiddleware

    jawaban = GalatMiddleware(lambda r: None).process_exception(rf.get("/x/"), galat)
    assert jawaban.status_code == status
    assert kalimat in jawaban.content.decode()
    assert GalatMiddleware(lambda r: None).process_exception(rf.get("/x/"), ValueError()) is None
