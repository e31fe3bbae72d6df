"""Attacks on sessions: fixing, keeping, stealing and reviving them."""

import datetime as dt

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from terukur.akun.rules import MASA_DIAM, MASA_SESI, SELA_CATAT
from terukur.akun.tests.factories import SANDI, buat, lupakan_konfirmasi, masuk
from terukur.akun.tests.test_sendiri import aktifkan_totp

pytestmark = pytest.mark.django_db
MENIT = dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _cache_bersih():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def orang(client):
    pengguna = buat("orang")
    masuk(client, pengguna)
    return pengguna


def test_kunci_sesi_berganti_saat_masuk(client):
    client.get("/akun/masuk/")
    sesi = client.session
    sesi["titipan"] = "penyerang"
    sesi.save()
    titipan = sesi.session_key
    client.cookies["sessionid"] = titipan
    masuk(client, buat("korban"))
    assert client.session.session_key != titipan
    assert not Session.objects.filter(pk=titipan).exists()


def test_kunci_sesi_acak_dan_tidak_diterima_dari_alamat():
    kunci = set()
    for i in range(5):
        klien = Client()
        masuk(klien, buat(f"orang.{i}"))
        kunci.add(klien.session.session_key)
    assert len(kunci) == 5
    assert min(map(len, kunci)) >= 32
    assert Client().get("/ui/", {"sessionid": kunci.pop()}).status_code == 302


def test_kunci_sesi_karangan_tidak_dipakai(client):
    client.cookies["sessionid"] = "a" * 32
    masuk(client, buat())
    assert client.session.session_key != "a" * 32


def test_sesi_yang_ditinggalkan_berakhir(client):
    with time_machine.travel(timezone.now(), tick=False) as waktu:
        masuk(client, buat())
        waktu.shift(MASA_DIAM - MENIT)
        assert client.get("/ui/").status_code == 200
        waktu.shift(MASA_DIAM - MENIT)
        assert client.get("/ui/").status_code == 200
        waktu.shift(MASA_DIAM)
        assert client.get("/ui/").status_code == 302
        assert "_auth_user_id" not in client.session


def test_sesi_berakhir_setelah_sehari_kerja_walau_dipakai_terus(client):
    with time_machine.travel(timezone.now(), tick=False) as waktu:
        masuk(client, buat())
        awal = timezone.now()
        while timezone.now() - awal < MASA_SESI - MENIT:
            assert client.get("/ui/").status_code == 200
            lupakan_konfirmasi(client)
            client.post("/akun/konfirmasi/", {"password": SANDI})  # writes to the session each time
            waktu.shift(119 * MENIT)
        waktu.move_to(awal + MASA_SESI)
        assert client.get("/ui/").status_code == 302


def test_pemakaian_sesi_jarang_ditulis(client):
    with time_machine.travel(timezone.now(), tick=False) as waktu:
        masuk(client, buat())
        terakhir = client.session["akun_terakhir"]
        waktu.shift(SELA_CATAT - MENIT)
        client.get("/ui/")
        assert client.session["akun_terakhir"] == terakhir
        waktu.shift(MENIT)
        client.get("/ui/")
        assert client.session["akun_terakhir"] > terakhir


def test_sesi_tanpa_tanda_awal_tidak_berlaku(client, orang):
    sesi = client.session
    del sesi["akun_sejak"]
    sesi.save()
    assert client.get("/ui/").status_code == 302


def test_kuki_lama_tidak_berlaku_setelah_keluar(client, orang):
    curian = client.cookies["sessionid"].value
    client.post("/akun/keluar/")
    pencuri = Client()
    pencuri.cookies["sessionid"] = curian
    assert pencuri.get("/ui/").status_code == 302
    assert not Session.objects.filter(pk=curian).exists()


def test_keluar_hanya_dengan_kiriman(client, orang):
    assert client.get("/akun/keluar/").status_code == 200
    assert client.get("/ui/").status_code == 200


def test_ganti_sandi_mengakhiri_sesi_di_perangkat_lain(client, orang):
    lain = Client()
    masuk(lain, orang)
    baru = "tenun-ikat-2027-biru"
    client.post("/akun/sandi/", {"oldpassword": SANDI, "password1": baru, "password2": baru})
    assert client.get("/ui/").status_code == 200
    assert lain.get("/ui/").status_code == 302


def test_ganti_sandi_perlu_sandi_lama(client, orang):
    baru = "tenun-ikat-2027-biru"
    client.post("/akun/sandi/", {"oldpassword": "bukan-sandi-saya", "password1": baru, "password2": baru})
    orang.refresh_from_db()
    assert orang.check_password(SANDI)


def test_mengakhiri_sesi_lain_memastikan_orangnya_dahulu(client, orang):
    lain = Client()
    masuk(lain, orang)
    sesi = UserSession.objects.get(session_key=lain.session.session_key)
    lupakan_konfirmasi(client)
    assert client.get("/akun/sesi/").status_code == 200  # looking is free
    for alamat in (f"/akun/sesi/{sesi.pk}/akhiri/", "/akun/sesi/"):
        assert client.post(alamat).url.startswith("/akun/konfirmasi/")
        assert lain.get("/ui/").status_code == 200
    tujuan = client.post(f"/akun/sesi/{sesi.pk}/akhiri/").url
    client.post(tujuan, {"password": SANDI})
    assert lain.get("/ui/").status_code == 302
    assert client.get("/ui/").status_code == 200


def test_akhiri_semua_sesi_lain(client, orang):
    lain = [Client(), Client()]
    for klien in lain:
        masuk(klien, orang)
    client.post("/akun/sesi/")
    assert [k.get("/ui/").status_code for k in lain] == [302, 302]
    assert client.get("/ui/").status_code == 200


def test_mematikan_dua_langkah_memastikan_orangnya_dahulu(client, orang):
    aktifkan_totp(client)
    lupakan_konfirmasi(client)
    jawaban = client.post("/akun/verifikasi-dua-langkah/matikan/")
    assert "/akun/konfirmasi/" in jawaban.url
    assert Authenticator.objects.filter(user=orang, type="totp").exists()
    for alamat in ("/akun/kode-pemulihan/", "/akun/kode-pemulihan/unduh/"):
        assert "/akun/konfirmasi/" in client.get(alamat).url
    client.post(f"/akun/konfirmasi/?{jawaban.url.split('?')[1]}", {"password": SANDI})
    assert not Authenticator.objects.filter(user=orang, type="totp").exists()


def test_setiap_halaman_orang_masuk_mempunyai_tombol_keluar(client, orang):
    for alamat in ("/ui/", "/akun/", "/beranda/", "/tidak-ada/"):
        assert 'action="/akun/keluar/"' in client.get(alamat).content.decode()


def test_satu_akun_dibatasi_tanpa_mengganggu_sekantornya(client, orang, settings, caplog):
    """All from one address: the script of one account is stopped, its colleagues and itself later go on."""
    settings.TERUKUR_PERMINTAAN_PER_MENIT = 5
    rekan = Client()
    with time_machine.travel(1_800_000_030, tick=False) as waktu:
        for klien in (client, rekan):
            masuk(klien, orang if klien is client else buat("rekan"))
        with caplog.at_level("WARNING", logger="terukur.keamanan"):
            status = [client.get("/ui/").status_code for _ in range(8)]
        assert status == [200] * 5 + [429] * 3
        ditolak = client.post("/akun/keluar/")
        assert ditolak["Retry-After"] == "60"
        assert "terlalu banyak permintaan" in ditolak.content.decode()
        assert sum("laju.terlampaui" in r.getMessage() for r in caplog.records) == 1
        assert rekan.get("/ui/").status_code == 200
        assert Client().get("/akun/masuk/").status_code == 200
        waktu.shift(60)
        assert client.get("/ui/").status_code == 200


def test_potongan_unggahan_tidak_dihitung(client, orang, settings):
    settings.TERUKUR_PERMINTAAN_PER_MENIT = 2
    alamat = "/berkas/unggahan/00000000-0000-4000-8000-000000000000/"
    assert {client.get(alamat).status_code for _ in range(5)} == {404}
