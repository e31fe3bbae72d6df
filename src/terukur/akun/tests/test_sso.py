"""What a session by single sign-on may do, and what is still asked of it."""

import time

import pytest
import time_machine
from allauth.core.context import request_context
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from terukur.akun.actions import nonaktifkan
from terukur.akun.akses import PeranAktif, sumber_peran
from terukur.akun.konfirmasi import FormulirKonfirmasi, pastikan
from terukur.akun.models import TautanSSO
from terukur.akun.peran import Peran
from terukur.akun.tests.factories import SANDI, buat, lupakan_konfirmasi, masuk
from terukur.akun.tests.sso_palsu import ani, pasang, sebab
from terukur.akun.tests.test_sendiri import aktifkan_totp, kode_kini, permintaan
from terukur.inti.pelaku import SISTEM

pytestmark = pytest.mark.django_db
KODE = "/akun/masuk/kode/"
TOTP = "/akun/verifikasi-dua-langkah/aktifkan/"


@pytest.fixture
def sso(settings, monkeypatch):
    cache.clear()
    yield pasang(settings, monkeypatch)
    cache.clear()


def lalu(detik):
    return int(time.time()) - detik


# ---- off and on ----


def test_tanpa_pengaturan_tidak_ada_tombol_dan_tidak_ada_halaman(client):
    assert "lewat" not in client.get("/akun/masuk/").content.decode()
    assert client.post("/akun/sso/").status_code == 404
    assert client.get("/akun/sso/balik/").status_code == 404
    masuk(client, ani())
    assert client.get("/akun/sso/konfirmasi/").status_code == 404


def test_tombol_membawa_tujuan(client, sso):
    isi = client.get("/akun/masuk/?next=/akun/sesi/").content.decode()
    assert "Masuk lewat SSO Contohkab" in isi
    ani()
    assert sso.masuk(client, next="/akun/sesi/?urut=1").url == "/akun/sesi/?urut=1"
    assert client.get("/akun/sso/konfirmasi/").status_code == 200


def test_tercatat_dalam_log_tanpa_nama(client, sso, caplog):
    ani()
    with caplog.at_level("INFO", logger="terukur.keamanan"):
        sso.masuk(client)
    assert sebab(caplog) == []
    assert any(
        "masuk.berhasil" in r.getMessage() and "socialaccount" in r.getMessage() for r in caplog.records
    )


# ---- the session is one like any other ----


def test_sesi_terdaftar_berakhir_sendiri_dan_diakhiri_admin(client, sso):
    orang = ani()
    sso.masuk(client)
    assert UserSession.objects.filter(user=orang).count() == 1
    with time_machine.travel(timezone.now() + timezone.timedelta(hours=2, minutes=1)):
        assert client.get("/akun/").status_code == 302
    lain = Client()
    sso.masuk(lain)
    nonaktifkan(pengguna=orang, alasan="mutasi", oleh=SISTEM, pada=timezone.now())
    assert lain.get("/akun/").status_code == 302


def test_keluar_mengatakan_bahwa_sesi_penyedia_masih_terbuka(client, sso):
    orang = ani()
    sso.masuk(client)
    isi = client.post("/akun/keluar/", follow=True).content.decode()
    assert "Sesi Anda di SSO Contohkab masih terbuka" in isi
    assert client.get("/akun/").status_code == 302
    masuk(client, orang)
    isi = client.post("/akun/keluar/", follow=True).content.decode()
    assert "Anda sudah keluar" in isi
    assert "SSO Contohkab masih" not in isi


def test_sandi_yang_terkunci_tidak_menutup_sso(client, sso):
    orang = ani()
    for _ in range(5):
        client.post("/akun/masuk/", {"login": orang.nama_pengguna, "password": "salah-sekali"})
    assert (
        "terkunci"
        in client.post("/akun/masuk/", {"login": orang.nama_pengguna, "password": SANDI}).content.decode()
    )
    assert sso.masuk(client).url == "/beranda/"


# ---- the second factor ----


@pytest.fixture
def berkode(sso):
    klien, orang = Client(), ani()
    masuk(klien, orang)
    rahasia = aktifkan_totp(klien)
    cache.clear()
    return orang, rahasia


def test_kode_dua_langkah_diminta_juga_lewat_sso(client, sso, berkode):
    assert sso.masuk(client, next="/akun/sesi/").url.startswith(KODE)
    assert "_auth_user_id" not in client.session
    assert berkode[0].password not in str(dict(client.session))
    assert client.post(KODE, {"code": "000000"}).status_code == 200
    assert not TautanSSO.objects.exists()
    assert client.post(KODE, {"code": kode_kini(berkode[1])}).url == "/akun/sesi/"
    assert TautanSSO.objects.get().pengguna == berkode[0]


def test_yang_gagal_dua_langkah_tidak_menempati_tautan(client, sso, berkode, caplog):
    """Two begin with different accounts of the provider; the one who has the code too is the person."""
    penyusup = Client()
    sso.klaim = {"sub": "sub-penyusup"}
    assert sso.masuk(penyusup).url.startswith(KODE)
    sso.klaim = {}
    sso.masuk(client)
    assert client.post(KODE, {"code": kode_kini(berkode[1])}).status_code == 302
    cache.clear()  # the code would count once only
    jawaban = penyusup.post(KODE, {"code": kode_kini(berkode[1])})
    assert jawaban.status_code == 403
    assert "_auth_user_id" not in penyusup.session
    assert sebab(caplog) == ["tertaut_lain"]
    assert TautanSSO.objects.get().subjek == "sub-ani"


def test_menebak_kode_mengunci_juga_lewat_sso(client, sso, berkode):
    for i in range(5):
        klien = Client()
        sso.masuk(klien)
        klien.post(KODE, {"code": f"{i:06}"})
    sso.masuk(client)
    benar = client.post(KODE, {"code": kode_kini(berkode[1])})
    assert "Terlalu banyak percobaan" in benar.content.decode()


@pytest.mark.parametrize(
    ("klaim", "dipercaya", "diminta"),
    [
        ({"amr": ["pwd", "otp"]}, ["otp"], False),
        ({"acr": "loa3"}, ["loa3"], False),
        ({"amr": ["pwd", "otp"]}, [], True),
        ({"amr": ["pwd"]}, ["otp"], True),
        ({"amr": "otp"}, ["otp"], True),
        ({}, ["", "otp"], True),
    ],
)
def test_dua_langkah_penyedia_hanya_bila_dipercaya(client, sso, settings, berkode, klaim, dipercaya, diminta):
    settings.TERUKUR_OIDC_DUA_LANGKAH = [d for d in dipercaya if d]
    sso.klaim = klaim
    assert sso.masuk(client).url.startswith(KODE) is diminta


@pytest.fixture
def verifikator(settings, monkeypatch):
    """Everybody is one, outside trial mode."""
    settings.MODE_LATIHAN = False
    monkeypatch.setattr(sumber_peran, "_isi", {"uji": lambda orang, pada: [PeranAktif(Peran.VERIFIKATOR)]})


def test_peran_wajib_dua_langkah_tetap_wajib(client, sso, verifikator, settings):
    ani()
    sso.klaim = {"amr": ["otp"], "auth_time": lalu(5)}
    sso.masuk(client)
    assert client.get("/akun/").url == TOTP
    assert client.get(TOTP).status_code == 200
    settings.TERUKUR_OIDC_DUA_LANGKAH = ["otp"]
    lain = Client()
    sso.masuk(lain)
    assert lain.get("/akun/").status_code == 200


def test_mengaktifkan_totp_dikonfirmasi_lewat_penyedia(client, sso, verifikator):
    """Who knows no password of ours meets the duty too."""
    ani(wajib_ganti_sandi=True)
    sso.masuk(client)
    ke = client.get(TOTP).url
    assert ke == f"/akun/sso/konfirmasi/?next={TOTP.replace('/', '%2F')}"
    assert f'name="next" value="{TOTP}"' in client.get(ke).content.decode()
    sso.klaim = {"auth_time": lalu(0)}
    assert sso.masuk(client, ulang="1", next=TOTP).url == TOTP
    assert aktifkan_totp(client)


# ---- the one-time password ----


def test_sandi_sekali_pakai_tidak_ditagih_dan_tidak_mengonfirmasi(client, sso):
    orang = ani(wajib_ganti_sandi=True)
    sso.masuk(client)
    assert client.get("/akun/").status_code == 200
    request = permintaan(client, {"sandi": SANDI})
    formulir = FormulirKonfirmasi(request.POST, request=request)
    assert list(formulir) == []
    assert not pastikan(request, formulir)
    assert "Konfirmasikan dulu lewat SSO Contohkab" in str(formulir.errors)
    assert client.post("/akun/konfirmasi/", {"password": SANDI}).url == "/akun/sso/konfirmasi/"
    lain = Client()
    masuk(lain, orang)
    assert lain.get("/akun/").url == "/akun/sandi/"


def test_sandi_sekali_pakai_tidak_mengonfirmasi_di_samping_kode(client, sso, berkode):
    """An admin reset the password and left the second factor: the code confirms, the password does not."""
    orang, rahasia = berkode
    orang.wajib_ganti_sandi = True
    orang.save()
    sso.masuk(client)
    client.post(KODE, {"code": kode_kini(rahasia)})
    lupakan_konfirmasi(client)
    cache.clear()
    for isi, sah in ((SANDI, False), (kode_kini(rahasia), True)):
        request = permintaan(client, {"sandi": isi})
        formulir = FormulirKonfirmasi(request.POST, request=request)
        assert formulir.fields["sandi"].label == "Kode 6 angka dari aplikasi autentikator"
        with request_context(request):
            assert pastikan(request, formulir) is sah


# ---- signing ----


def perlu(client, **data):
    request = permintaan(client, data)
    return FormulirKonfirmasi(request.POST, request=request).perlu


def test_masuk_lewat_sso_belum_mengonfirmasi(client, sso):
    """The provider's session may be hours old, and the chair somebody else's."""
    ani()
    sso.masuk(client)
    assert perlu(client)
    request = permintaan(client, {"sandi": SANDI})
    formulir = FormulirKonfirmasi(request.POST, request=request)
    assert formulir.sso == "SSO Contohkab"
    with request_context(request):
        assert pastikan(request, formulir)


@pytest.mark.parametrize(("umur", "diminta"), [(5, False), (14 * 60, False), (16 * 60, True), (-3600, False)])
def test_yang_dihitung_ialah_saat_penyedia_meminta_sandi(client, sso, umur, diminta):
    ani()
    sso.klaim = {"auth_time": lalu(umur)}
    sso.masuk(client)
    assert perlu(client) is diminta
    with time_machine.travel(timezone.now() + timezone.timedelta(minutes=16)):
        assert perlu(client)


@pytest.mark.parametrize("waktu", ["1800000000", 1.5, True, -1, None])
def test_waktu_yang_bukan_bilangan_tidak_dihitung(client, sso, waktu):
    ani()
    sso.klaim = {"auth_time": waktu}
    sso.masuk(client)
    assert perlu(client)


def test_konfirmasi_di_penyedia(client, sso, caplog):
    ani()
    sso.masuk(client)
    state = sso.mulai(client, ulang="1", next="/akun/sesi/")
    assert (sso.parameter["prompt"], sso.parameter["max_age"]) == ("login", "0")
    sso.klaim = {"auth_time": lalu(0)}
    assert sso.balik(client, state).url == "/akun/sesi/"
    assert not perlu(client)
    assert sebab(caplog) == []


@pytest.mark.parametrize(
    ("klaim", "alasan"),
    [
        ({"auth_time": None}, "tidak_segar"),
        ({"auth_time": 600}, "tidak_segar"),
        ({"sub": "sub-lain"}, "bukan_anda"),
        ({"nonce": "lain"}, "tidak_sah"),
    ],
)
def test_konfirmasi_yang_tidak_membuktikan_apa_pun(client, sso, caplog, klaim, alasan):
    ani()
    sso.masuk(client)
    waktu = klaim.get("auth_time", 0)
    sso.klaim = klaim | {"auth_time": None if waktu is None else lalu(waktu)}
    assert sso.masuk(client, ulang="1").status_code == 403
    assert sebab(caplog) == [alasan]
    assert perlu(client)
    assert client.get("/akun/").status_code == 200


def test_konfirmasi_orang_lain_dalam_sesi_yang_sama(client, sso, caplog):
    """Begun by one, finished by whoever sits there now."""
    ani()
    sso.masuk(client)
    state = sso.mulai(client, ulang="1")
    simpan = client.session["socialaccount_states"]
    client.post("/akun/keluar/")
    masuk(client, buat("budi.contoh"))
    sesi = client.session
    sesi["socialaccount_states"] = simpan
    sesi.save()
    sso.klaim = {"auth_time": lalu(0)}
    assert sso.balik(client, state).status_code == 403
    assert sebab(caplog) == ["keadaan"]


def test_tindakan_yang_ditunda_diteruskan_sesudah_konfirmasi(client, sso):
    ani()
    sso.masuk(client)
    lain = Client()
    sso.masuk(lain)
    sesi = UserSession.objects.get(session_key=lain.session.session_key)
    ditunda = client.post(f"/akun/sesi/{sesi.pk}/akhiri/")
    assert ditunda.url.startswith("/akun/konfirmasi/")
    assert "Pakai SSO Contohkab" in client.get(ditunda.url).content.decode()
    assert lain.get("/akun/").status_code == 200
    sso.klaim = {"auth_time": lalu(0)}
    assert sso.masuk(client, ulang="1", next=f"/akun/sesi/{sesi.pk}/akhiri/").url == "/akun/sesi/"
    assert lain.get("/akun/").status_code == 302


def test_sesi_bersandi_tidak_ditawari_sso(client, sso):
    masuk(client, ani())
    request = permintaan(client)
    with time_machine.travel(timezone.now() + timezone.timedelta(minutes=16)):
        request.diterima_pada = timezone.now()
        assert FormulirKonfirmasi({}, request=request).sso == ""
    assert "SSO Contohkab" not in client.get("/akun/konfirmasi/").content.decode()
