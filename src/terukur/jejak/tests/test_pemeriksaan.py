"""The nightly check finds what was changed behind the application's back."""

import pytest
from django.db import connection

from terukur.jejak.jobs import periksa_berkala
from terukur.jejak.kertas import catat_salinan
from terukur.jejak.models import SalinanKertas
from terukur.jejak.pemeriksaan import periksa_tersimpan
from terukur.jejak.segel import RantaiRusak, segelkan
from terukur.jejak.tests.factories import OPERATOR, SAAT, buat_catatan
from terukur.jejak.tests.test_kertas import buat_kertas

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _jejak_contoh(settings, tmp_path):
    settings.DATA = tmp_path
    for n in range(1, 5):
        buat_catatan(n, isi={"teks": "nol \u0000 dan é", "n": n})
    kertas = buat_kertas()
    catat_salinan(kertas, ragam=SalinanKertas.Ragam.TTE, sidik_berkas="a" * 64, oleh=OPERATOR, pada=SAAT)
    segelkan(pada=SAAT)
    buat_catatan(9)


def paksa(perintah):
    with connection.cursor() as kursor:
        kursor.execute("set local session_replication_role = replica")
        kursor.execute(perintah)
        kursor.execute("set local session_replication_role = origin")


def test_utuh():
    assert list(periksa_tersimpan(pada=SAAT)) == []
    periksa_berkala(timestamp=0)


@pytest.mark.parametrize(
    ("perintah", "harap"),
    [
        ("update jejak_catatan set pelaku_nama = 'Orang Lain' where nomor = 2", "[kolom] Kolom pencarian"),
        ("update jejak_catatan set ditolak = true where nomor = 3", "catatan 3"),
        ("update jejak_catatan set pada = pada + interval '1 second' where nomor = 3", "catatan 3"),
        ("update jejak_catatan set sidik = repeat('c', 64) where nomor = 4", "[diubah] Isi catatan 4"),
        ("delete from jejak_catatan where nomor = 2", "[dihapus] Catatan 2"),
        ("delete from jejak_catatan where nomor > 5", "[ekor terpotong]"),
        ("update jejak_segel set tanda = repeat('0', 128)", "[segel palsu]"),
        ("update jejak_kertas set nama_jenis = 'Lain'", "[register] Naskah TT-2026-000001"),
        ("update jejak_salinankertas set sidik = repeat('b', 64)", "[register] Salinan bbbbbbbbbbbb"),
    ],
)  # fmt: skip
def test_yang_diubah_di_belakang_ditemukan(perintah, harap, caplog):
    paksa(perintah)
    temuan = list(periksa_tersimpan(pada=SAAT))
    assert any(harap in t for t in temuan), temuan
    with pytest.raises(RantaiRusak):
        periksa_berkala(timestamp=0)
    assert any("jejak.rusak" in b for b in caplog.messages)


def test_segel_dengan_kunci_lain_ditemukan(settings, tmp_path):
    settings.DATA = tmp_path / "baru"
    assert any("[kunci salah]" in t for t in periksa_tersimpan(pada=SAAT))
