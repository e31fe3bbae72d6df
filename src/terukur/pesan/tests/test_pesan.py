"""Messages: once per occasion, private, delivered outside by the worker and never in trial mode."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from terukur.akun.actions import buat_pengguna
from terukur.akun.peran import Peran
from terukur.inti.kesalahan import AturanDilanggar, TidakDitemukan
from terukur.inti.pelaku import SISTEM
from terukur.jejak.models import Catatan
from terukur.organisasi.tests.factories import buat_pengguna as pengguna_berperan
from terukur.pesan import actions, saluran
from terukur.pesan.choices import StatusKiriman
from terukur.pesan.jobs import ULANGI, antar
from terukur.pesan.models import Kiriman, Pesan
from terukur.pesan.queries import hitung_belum_dibaca, kotak_masuk

SAAT = dt.datetime(2026, 1, 5, 8, 0, tzinfo=dt.UTC)
SUREL = "mailtos://akun:rahasia-sekali@surel.contoh.go.id?from=terukur@contoh.go.id&to={email}"


def orang(nama, email=""):
    pengguna, _ = buat_pengguna(
        nama_pengguna=nama, nama=f"{nama.title()} (contoh)", email=email, sandi="sandi-contoh-2026",
        wajib_ganti_sandi=False, oleh=SISTEM, pada=SAAT,
    )  # fmt: skip
    return pengguna


def kirim(*kepada, kunci="pengingat:1", **ganti):
    rincian = {
        "judul": "Tenggat 3 hari lagi", "isi": "Rancangan Awal Renja 2028.\nLengkapi isian Anda.",
        "tautan": "/tenggat/1/", "pada": SAAT,
    }  # fmt: skip
    return actions.kirim(kepada=kepada, kunci=kunci, **rincian | ganti)


@pytest.fixture
def nyata(settings, monkeypatch):
    """Production mode with one e-mail channel: what left the house, and the service's stand-in."""
    settings.MODE_LATIHAN = False
    settings.TERUKUR_APPRISE = [SUREL]
    terkirim = []

    class Palsu:
        hasil = True

        def add(self, alamat):
            self.alamat = alamat
            return True

        def notify(self, body, title):
            terkirim.append((self.alamat, title, body))
            return Palsu.hasil

    monkeypatch.setattr(saluran.apprise, "Apprise", Palsu)
    return terkirim, Palsu


@pytest.mark.django_db
def test_satu_pesan_per_kunci_dan_penerima():
    a, b = orang("ama"), orang("ina")
    assert len(kirim(a)) == 1
    assert [p.penerima for p in kirim(a, b, b)] == [b]
    assert kirim(a, b) == []
    assert len(kirim(a, kunci="pengingat:2")) == 1
    assert hitung_belum_dibaca(a) == 2


@pytest.mark.django_db
def test_pengguna_nonaktif_tidak_dikirimi():
    a = orang("ama")
    a.is_active = False
    assert kirim(a) == []


@pytest.mark.django_db
@pytest.mark.parametrize("tautan", ["https://lain.contoh/", "//lain.contoh/", "javascript:x"])
def test_tautan_keluar_ditolak(tautan):
    a = orang("ama")
    with pytest.raises(ValueError, match="path of this site"):
        kirim(a, tautan=tautan)
    with pytest.raises(IntegrityError), transaction.atomic():
        Pesan.objects.create(penerima=a, kunci="x", judul="x", isi="x", tautan=tautan, dikirim_pada=SAAT)


@pytest.mark.django_db
def test_mode_latihan_tidak_pernah_keluar(settings, nyata):
    a = orang("ama", "ama@contoh.go.id")
    settings.MODE_LATIHAN = True
    kirim(a)
    assert not Kiriman.objects.exists()
    settings.MODE_LATIHAN = False
    kirim(a, kunci="2")
    settings.MODE_LATIHAN = True  # switched on while a delivery waits
    assert not actions.antar_kiriman(kiriman_id=Kiriman.objects.get().pk, pada=SAAT)
    assert nyata[0] == []


@pytest.mark.django_db
def test_keluar_lewat_tugas_yang_ikut_transaksi(nyata, settings):
    settings.TERUKUR_ALAMAT = "https://terukur.contoh.go.id"
    a, b = orang("ama", "ama+1@contoh.go.id"), orang("ina")
    with transaction.atomic():
        kirim(a)
        transaction.set_rollback(True)
    assert not ProcrastinateJob.objects.filter(task_name="pesan.antar").exists()
    kirim(a, b)
    kiriman = Kiriman.objects.get()  # ina has no e-mail address
    tugas = ProcrastinateJob.objects.get(task_name="pesan.antar")
    assert tugas.args == {"kiriman_id": str(kiriman.pk)}
    antar(**tugas.args)
    antar(**tugas.args)  # a repeated job sends nothing again
    assert nyata[0] == [
        (
            "mailtos://akun:rahasia-sekali@surel.contoh.go.id?from=terukur@contoh.go.id&to=ama%2B1%40contoh.go.id",
            "[Terukur] Tenggat 3 hari lagi",
            "Rancangan Awal Renja 2028.\nLengkapi isian Anda.\n\nhttps://terukur.contoh.go.id/tenggat/1/",
        )
    ]
    kiriman.refresh_from_db()
    assert (kiriman.status, kiriman.percobaan, kiriman.saluran) == (StatusKiriman.TERKIRIM, 1, "mailtos")
    assert kiriman.terkirim_pada is not None


@pytest.mark.django_db
def test_gagal_terlihat_dan_dicoba_lagi(nyata):
    terkirim, palsu = nyata
    kirim(orang("ama", "ama@contoh.go.id"))
    kiriman = Kiriman.objects.get()
    palsu.hasil = False
    with pytest.raises(saluran.GagalKirim):
        antar(kiriman_id=str(kiriman.pk))
    kiriman.refresh_from_db()
    assert (kiriman.status, kiriman.percobaan) == (StatusKiriman.GAGAL, 1)
    assert "rahasia" not in kiriman.alasan
    assert ULANGI.max_attempts == 6
    actions.kirim_ulang(kiriman_id=kiriman.pk, oleh=SISTEM, pada=SAAT)
    assert Catatan.objects.filter(peristiwa="kiriman.ulang").count() == 1
    palsu.hasil = True
    antar(kiriman_id=str(kiriman.pk))
    kiriman.refresh_from_db()
    assert (kiriman.status, kiriman.percobaan, len(terkirim)) == (StatusKiriman.TERKIRIM, 2, 2)
    with pytest.raises(AturanDilanggar):
        actions.kirim_ulang(kiriman_id=kiriman.pk, oleh=SISTEM, pada=SAAT)


@pytest.mark.django_db
def test_yang_tertinggal_diantrekan_lagi(nyata):
    kirim(orang("ama", "ama@contoh.go.id"))
    ProcrastinateJob.objects.all()._raw_delete("default")  # the worker was killed with the job
    assert actions.susulkan_kiriman(pada=SAAT + dt.timedelta(minutes=10)) == 0
    assert actions.susulkan_kiriman(pada=SAAT + dt.timedelta(minutes=40)) == 1
    assert ProcrastinateJob.objects.filter(task_name="pesan.antar").count() == 1


def test_saluran_tanpa_penerima_diabaikan_dan_disebut(settings):
    settings.MODE_LATIHAN = False
    settings.TERUKUR_APPRISE = ["tgram://token/grup", SUREL]
    assert list(saluran.daftar_saluran()) == ["mailtos"]
    peringatan = saluran.periksa_saluran(None)
    assert [p.id for p in peringatan] == ["pesan.W001"]
    assert "token" not in peringatan[0].msg


@pytest.mark.django_db
def test_membaca_hanya_milik_sendiri():
    a, b = orang("ama"), orang("ina")
    (pesan,) = kirim(a)
    with pytest.raises(TidakDitemukan):
        actions.tandai_dibaca(pesan_id=pesan.pk, untuk=b, pada=SAAT)
    nanti = SAAT + dt.timedelta(hours=1)
    assert actions.tandai_dibaca(pesan_id=pesan.pk, untuk=a, pada=nanti).dibaca_pada == nanti
    lagi = nanti + dt.timedelta(hours=1)
    assert actions.tandai_dibaca(pesan_id=pesan.pk, untuk=a, pada=lagi).dibaca_pada == nanti
    assert not kotak_masuk(a, belum_dibaca=True).exists()


def masuk(pengguna):
    klien = Client()
    klien.force_login(pengguna)
    return klien


@pytest.mark.django_db
def test_kotak_masuk_dan_lonceng():
    a = orang("ama")
    (pesan,) = kirim(a)
    klien = masuk(a)
    halaman = klien.get("/pesan/").content.decode()
    assert "Tenggat 3 hari lagi" in halaman
    assert ", 1 belum dibaca" in halaman
    jawaban = klien.post(f"/pesan/{pesan.pk}/baca/")
    assert (jawaban.status_code, jawaban.url) == (302, "/tenggat/1/")
    halaman = klien.get("/pesan/").content.decode()
    assert "belum dibaca" not in halaman
    assert klien.get(f"/pesan/{pesan.pk}/baca/").status_code == 405
    assert klien.get("/pesan/?unduh=xlsx").content.startswith(b"PK")
    assert masuk(orang("ina")).post(f"/pesan/{pesan.pk}/baca/").status_code == 404
    assert klien.post(f"/pesan/{uuid.uuid4()}/baca/").status_code == 404


@pytest.mark.django_db
def test_baca_semua_dan_jumlah_kueri_tetap(django_assert_num_queries):
    a = orang("ama")
    klien = masuk(a)
    kirim(a)
    klien.get("/pesan/")
    with CaptureQueriesContext(connection) as satu:
        klien.get("/pesan/")
    for n in range(20):
        kirim(a, kunci=f"k{n}")
    with django_assert_num_queries(len(satu)):
        klien.get("/pesan/")
    assert klien.post("/pesan/baca-semua/").status_code == 302
    assert hitung_belum_dibaca(a) == 0
    assert "Tidak ada pesan yang belum dibaca" in klien.get("/pesan/?belum=1").content.decode()
    assert "Belum ada pesan" in masuk(orang("ina")).get("/pesan/").content.decode()


@pytest.mark.django_db
def test_daftar_kiriman_untuk_pengelola_sistem(nyata, settings):
    nyata[1].hasil = False
    kirim(orang("ama", "ama@contoh.go.id"))
    kiriman = Kiriman.objects.get()
    actions.antar_kiriman(kiriman_id=kiriman.pk, pada=SAAT)
    settings.MODE_LATIHAN = True  # outside it this role must set up its second factor first
    klien = masuk(pengguna_berperan(Peran.ADMIN_SISTEM))
    isi = klien.get("/pesan/kiriman/?status=gagal").content.decode()
    assert "Layanan pengirim menolak" in isi
    for urut in ("waktu", "-penerima", "percobaan", "entah"):
        assert klien.get(f"/pesan/kiriman/?urut={urut}").status_code == 200
    unduhan = b"".join(klien.get("/pesan/kiriman/?unduh=csv&status=gagal")).decode("utf-8-sig")
    assert unduhan.splitlines()[1].split(";")[2:6] == ["Ama (contoh)", "mailtos", "Gagal", "1"]
    assert "rahasia-sekali" not in isi
    assert klien.post(f"/pesan/kiriman/{kiriman.pk}/ulang/").status_code == 302
    assert Kiriman.objects.get().status == StatusKiriman.MENUNGGU
    assert "Coba lagi" not in klien.get("/pesan/kiriman/").content.decode()
    assert masuk(orang("ina")).get("/pesan/kiriman/").status_code == 403
