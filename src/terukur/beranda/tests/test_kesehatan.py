"""The health page, its tables, and the figures for monitoring."""

import csv
import datetime as dt
import io
import uuid

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from prometheus_client.parser import text_string_to_metric_families

from terukur.akun.peran import Peran
from terukur.inti import kesehatan
from terukur.inti.kesehatan import Hasil, Keadaan, Ukuran
from terukur.inti.models import WaktuHalaman
from terukur.inti.pengukuran import Pencatat, simpan_pengukuran
from terukur.inti.proses import tandai_hidup
from terukur.jejak.models import Catatan
from terukur.jejak.tests.factories import buat_catatan
from terukur.organisasi.tests.factories import buat_pengguna
from terukur.pesan.models import Pesan

pytestmark = pytest.mark.django_db
TOKEN = "token-uji-yang-cukup-panjang"
BURUK = Hasil(
    "b", "Pemeriksaan buruk", Keadaan.GANGGUAN, "rusak <b>benar</b>", "0", "Perbaiki segera.",
    dt.datetime(2026, 3, 30, tzinfo=dt.UTC), "pesan:kiriman", (Ukuran("contoh", 7),),
)  # fmt: skip
BAIK = Hasil("a", "Pemeriksaan baik", Keadaan.BAIK, "baik sekali", "0", "Tidak tampil.")


@pytest.fixture
def dua_hasil(monkeypatch):
    monkeypatch.setattr(kesehatan, "daftar_kesehatan", [("a", lambda p: [BAIK]), ("b", lambda p: [BURUK])])


def klien(peran):
    k = Client()
    k.force_login(buat_pengguna(peran))
    return k


def metrik(token=TOKEN):
    return Client().get("/metrik/", headers={"Authorization": f"Bearer {token}"} if token else {})


def angka(jawaban):
    return {
        (s.name, tuple(sorted(s.labels.items()))): s.value
        for keluarga in text_string_to_metric_families(jawaban.content.decode())
        for s in keluarga.samples
    }


def test_what_needs_action_comes_first_with_its_step(dua_hasil):
    isi = klien(Peran.ADMIN_SISTEM).get("/kesehatan/").content.decode()
    assert "1 dari 2 pemeriksaan perlu tindakan" in isi
    assert isi.index("Perbaiki segera.") < isi.index("Pemeriksaan baik")
    assert isi.index("Pemeriksaan buruk") < isi.index("Pemeriksaan baik")
    assert "rusak &lt;b&gt;benar" in isi
    assert "30 Mar 2026" in isi
    assert "Tidak tampil." not in isi
    assert "/pesan/kiriman/" in isi
    saring = klien(Peran.ADMIN_SISTEM).get("/kesehatan/?tampil=perlu").content.decode()
    assert "Pemeriksaan baik" not in saring


def test_a_reader_gets_no_link_to_a_page_that_refuses_him(dua_hasil):
    for peran in (Peran.AUDITOR, Peran.INSPEKTORAT):
        isi = klien(peran).get("/kesehatan/").content.decode()
        assert "Perbaiki segera." in isi
        assert "/pesan/kiriman/" not in isi


def test_sorting(dua_hasil):
    isi = klien(Peran.ADMIN_SISTEM).get("/kesehatan/?urut=judul").content.decode()
    tabel = isi[isi.index("<tbody>") :]
    assert tabel.index("Pemeriksaan baik") < tabel.index("Pemeriksaan buruk")
    assert klien(Peran.ADMIN_SISTEM).get("/kesehatan/?urut=apa").status_code == 200


def test_downloads(dua_hasil):
    k = klien(Peran.ADMIN_SISTEM)
    lembar = openpyxl.load_workbook(io.BytesIO(k.get("/kesehatan/?unduh=xlsx").content)).active
    baris = list(lembar.iter_rows(values_only=True))
    assert [b[0] for b in baris[1:]] == ["Pemeriksaan buruk", "Pemeriksaan baik"]
    assert [b[5] for b in baris[1:]] == ["Perbaiki segera.", None]
    isi = b"".join(k.get("/kesehatan/tabel/?unduh=csv&urut=nama").streaming_content).decode("utf-8-sig")
    nama = [b[0] for b in csv.reader(io.StringIO(isi), delimiter=";")][1:]
    assert nama == sorted(nama)
    assert "jejak_catatan" in nama


def test_the_landing_page_of_who_runs_it_and_of_nobody_else(dua_hasil):
    isi = klien(Peran.ADMIN_SISTEM).get("/beranda/").content.decode()
    assert "1 hal perlu tindakan" in isi
    assert "Perbaiki segera." in isi
    for peran in (Peran.OPERATOR_OPD, Peran.AUDITOR):
        assert "Perbaiki segera." not in klien(peran).get("/beranda/").content.decode()


def test_times_of_pages():
    k = klien(Peran.ADMIN_SISTEM)
    sekarang = dt.datetime.now(dt.UTC)
    p = Pencatat()
    for n in range(30):
        p.catat("tenggat:daftar", 1200 if n > 20 else 20, galat=n == 0)
    simpan_pengukuran(pada=sekarang, dari=p)
    p.catat("akun:saya", 5, galat=False)
    simpan_pengukuran(pada=sekarang - dt.timedelta(hours=5), dari=p)
    jam = k.get("/kesehatan/halaman/").content.decode()
    assert "tenggat:daftar" in jam
    assert "akun:saya" not in jam
    assert "1.200 ms" in jam
    isi = b"".join(k.get("/kesehatan/halaman/?rentang=hari&urut=rute&unduh=csv").streaming_content)
    baris = list(csv.reader(io.StringIO(isi.decode("utf-8-sig")), delimiter=";"))[1:]
    assert baris == [
        ["akun:saya", "1", "0", "5", "5", "5"],
        ["tenggat:daftar", "30", "1", "23", "1200", "1200"],
    ]


def test_the_page_costs_the_same_however_much_there_is():
    k = klien(Peran.ADMIN_SISTEM)

    def kueri(alamat):
        with CaptureQueriesContext(connection) as tangkapan:
            assert k.get(alamat).status_code == 200
        return sum("SAVEPOINT" not in q["sql"] for q in tangkapan.captured_queries)

    alamat = ("/kesehatan/", "/kesehatan/halaman/")
    awal = [kueri(a) for a in alamat]
    p = Pencatat()
    for n in range(50):
        p.catat(f"r:{n}", n, galat=True)
        tandai_hidup(uuid.uuid4(), pada=dt.datetime.now(dt.UTC))
        buat_catatan(n)
    simpan_pengukuran(pada=dt.datetime.now(dt.UTC), dari=p)
    assert [kueri(a) for a in alamat] == awal
    assert awal[0] <= 32


def test_metrics_need_their_token(settings):
    settings.TERUKUR_METRIK_TOKEN = ""
    for token in (TOKEN, "", None):
        assert metrik(token).status_code == 404
    settings.TERUKUR_METRIK_TOKEN = TOKEN
    for token in (None, "", "salah", TOKEN[:-1], TOKEN + "x", "tökén"):
        jawaban = metrik(token)
        assert jawaban.status_code == 401, token
        assert b"terukur_" not in jawaban.content
    assert klien(Peran.ADMIN_SISTEM).get("/metrik/").status_code == 401, "a login is no token"
    assert metrik().status_code == 200


def test_metrics_say_what_the_database_says(settings):
    settings.TERUKUR_METRIK_TOKEN = TOKEN
    sekarang = dt.datetime.now(dt.UTC)
    for n in range(3):
        buat_catatan(n)
        tandai_hidup(uuid.uuid4(), pada=sekarang)
    p = Pencatat()
    for n in range(8):
        p.catat('aneh:"nama\\', 100, galat=n < 2)
    simpan_pengukuran(pada=sekarang, dari=p)
    jawaban = metrik()
    assert jawaban.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    nilai = angka(jawaban)
    assert nilai[("terukur_jejak_catatan", ())] == Catatan.objects.count()
    assert nilai[("terukur_jejak_belum_disegel", ())] == Catatan.objects.count()
    assert nilai[("terukur_web_proses_hidup", ())] == 3
    rute = (("rute", 'aneh:"nama\\'),)
    assert nilai[("terukur_halaman_permintaan_1jam", rute)] == WaktuHalaman.objects.get().jumlah == 8
    assert nilai[("terukur_halaman_galat_1jam", rute)] == 2
    assert nilai[("terukur_halaman_p95_detik", rute)] == pytest.approx(0.1)
    assert nilai[("terukur_keadaan", (("pemeriksaan", "ketahanan"),))] == 2, "the tests' cluster may forget"
    assert nilai[("terukur_keadaan", (("pemeriksaan", "web"),))] == 0
    assert nilai[("terukur_basisdata_bita", ())] > 1_000_000
    assert Pesan.objects.count() == 0


def test_every_check_is_in_the_metrics(settings):
    settings.TERUKUR_METRIK_TOKEN = TOKEN
    kode = {dict(label)["pemeriksaan"] for nama, label in angka(metrik()) if nama == "terukur_keadaan"}
    assert kode == {h.kode for h in kesehatan.periksa_semua(pada=dt.datetime.now(dt.UTC))}
