"""One's own account: every page renders, sessions, second factor, confirmation before signing."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.utils import timezone

from terukur.akun import actions
from terukur.akun.konfirmasi import FormulirKonfirmasi, pastikan, perlu_konfirmasi
from terukur.akun.models import Pengguna
from terukur.akun.tests.factories import SANDI, buat, lupakan_konfirmasi, masuk
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import SISTEM
from terukur.jejak.models import Catatan

pytestmark = pytest.mark.django_db


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


def kode_kini(rahasia: str) -> str:
    penghitung = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(rahasia, penghitung)))


def aktifkan_totp(client) -> str:
    isi = client.get("/akun/verifikasi-dua-langkah/aktifkan/")
    rahasia = client.session["mfa.totp.secret"]
    assert isi.status_code == 200
    jawaban = client.post("/akun/verifikasi-dua-langkah/aktifkan/", {"code": kode_kini(rahasia)})
    assert jawaban.status_code == 302, jawaban.content.decode()
    return rahasia


@pytest.mark.parametrize(
    ("alamat", "judul"),
    [
        ("/akun/", "Akun saya"),
        ("/akun/sandi/", "Ganti kata sandi"),
        ("/akun/sesi/", "Sesi saya"),
        ("/akun/keluar/", "Keluar dari Terukur?"),
        ("/akun/konfirmasi/", "Pastikan ini Anda"),
        ("/akun/verifikasi-dua-langkah/", "Verifikasi dua langkah"),
        ("/akun/verifikasi-dua-langkah/aktifkan/", "Aktifkan verifikasi dua langkah"),
    ],
)
def test_halaman_akun(client, orang, alamat, judul):
    jawaban = client.get(alamat)
    assert jawaban.status_code == 200
    assert judul in jawaban.content.decode()


def test_halaman_setelah_totp_aktif(client, orang):
    rahasia = aktifkan_totp(client)
    for alamat in (
        "/akun/verifikasi-dua-langkah/", "/akun/verifikasi-dua-langkah/matikan/", "/akun/kode-pemulihan/",
        "/akun/kode-pemulihan/buat/", "/akun/kode-pemulihan/unduh/", "/akun/konfirmasi/kode/",
    ):  # fmt: skip
        assert client.get(alamat).status_code == 200, alamat
    simpanan = Authenticator.objects.get(user=orang, type="totp").data["secret"]
    assert rahasia not in simpanan  # at rest under the server's key
    assert Catatan.objects.filter(peristiwa="pengguna.aktifkan_dua_langkah").count() == 1


def test_masuk_dengan_totp_minta_kode(client, orang):
    rahasia = aktifkan_totp(client)
    cache.clear()  # a code counts once
    lain = Client()
    jawaban = lain.post("/akun/masuk/", {"login": "orang", "password": SANDI})
    assert jawaban.url.startswith("/akun/masuk/kode/")
    assert "Satu langkah lagi" in lain.get(jawaban.url).content.decode()
    assert "_auth_user_id" not in lain.session
    salah = lain.post("/akun/masuk/kode/", {"code": "000000"})
    assert "Kode tidak cocok" in salah.content.decode()
    assert lain.post("/akun/masuk/kode/", {"code": kode_kini(rahasia)}).status_code == 302
    assert lain.session["_auth_user_id"] == str(orang.pk)


def test_keluar_dengan_post(client, orang):
    assert client.post("/akun/keluar/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_akhiri_satu_sesi(client, orang):
    lain = Client()
    masuk(lain, orang)
    from allauth.usersessions.models import UserSession

    sesi = UserSession.objects.get(session_key=lain.session.session_key)
    assert client.post(f"/akun/sesi/{sesi.pk}/akhiri/").status_code == 302
    assert lain.get("/ui/").status_code == 302
    assert client.get("/ui/").status_code == 200


def test_sesi_orang_lain_tidak_dapat_diakhiri(client, orang):
    from allauth.usersessions.models import UserSession

    korban = Client()
    masuk(korban, buat("korban"))
    sesi = UserSession.objects.get(session_key=korban.session.session_key)
    client.post(f"/akun/sesi/{sesi.pk}/akhiri/")
    assert korban.get("/ui/").status_code == 200


def permintaan(client, data=None):
    request = RequestFactory().post("/x/", data or {})
    request.session = client.session
    request.user = Pengguna.objects.get(pk=client.session["_auth_user_id"])
    request.diterima_pada = timezone.now()
    return request


def test_konfirmasi_tidak_diminta_lima_belas_menit_sesudah_masuk(client, orang):
    request = permintaan(client)
    assert not perlu_konfirmasi(request)
    formulir = FormulirKonfirmasi(request.POST, request=request)
    assert list(formulir) == []
    assert pastikan(request, formulir)


def test_konfirmasi_diminta_sesudah_lima_belas_menit(client, orang, monkeypatch):
    from allauth.core import context

    lupakan_konfirmasi(client)
    request = permintaan(client, {"sandi": "keliru-sekali"})
    with context.request_context(request):
        assert perlu_konfirmasi(request)
        formulir = FormulirKonfirmasi(request.POST, request=request)
        assert not pastikan(request, formulir)
        assert "belum ada yang ditandatangani" in formulir.errors["sandi"][0]
        kosong = FormulirKonfirmasi({}, request=request)
        assert not pastikan(request, kosong)
        benar = FormulirKonfirmasi({"sandi": SANDI}, request=request)
        assert pastikan(request, benar)
        assert not perlu_konfirmasi(request)


def test_konfirmasi_dengan_kode(client, orang):
    from allauth.core import context

    rahasia = aktifkan_totp(client)
    cache.clear()
    lupakan_konfirmasi(client)
    request = permintaan(client)
    with context.request_context(request):
        formulir = FormulirKonfirmasi({"sandi": kode_kini(rahasia)}, request=request)
        assert "kode 6 angka" in str(formulir.fields["sandi"].label)
        assert pastikan(request, formulir)


def test_setel_ulang_memberi_sandi_sekali_pakai_dan_mengakhiri_sesi(client, orang):
    sandi = actions.setel_ulang_sandi(pengguna=orang, oleh=SISTEM, pada=timezone.now())
    assert client.get("/ui/").status_code == 302
    masuk(client, orang, sandi=sandi)
    assert client.get("/ui/").url == "/akun/sandi/"
    catatan = Catatan.objects.filter(peristiwa="pengguna.setel_ulang_sandi").values().get()
    assert "orang" in str({k: bytes(v) if isinstance(v, memoryview) else v for k, v in catatan.items()})
    assert sandi not in str({k: bytes(v) if isinstance(v, memoryview) else v for k, v in catatan.items()})


def test_tidak_dapat_menyetel_ulang_atau_menonaktifkan_diri(orang):
    with pytest.raises(AturanDilanggar, match="akun saya"):
        actions.setel_ulang_sandi(pengguna=orang, oleh=orang.pelaku(), pada=timezone.now())
    with pytest.raises(AturanDilanggar, match="akun sendiri"):
        actions.nonaktifkan(pengguna=orang, alasan="x", oleh=orang.pelaku(), pada=timezone.now())


def test_nonaktifkan_butuh_alasan_lalu_menutup_sesi(client, orang):
    with pytest.raises(AturanDilanggar, match="Isi alasan"):
        actions.nonaktifkan(pengguna=orang, alasan=" ", oleh=SISTEM, pada=timezone.now())
    actions.nonaktifkan(pengguna=orang, alasan="mutasi", oleh=SISTEM, pada=timezone.now())
    assert client.get("/ui/").status_code == 302
    actions.aktifkan(pengguna=orang, oleh=SISTEM, pada=timezone.now())
    masuk(client, orang)


@pytest.mark.parametrize(
    ("kolom", "isian"),
    [
        ("nama_pengguna", {"nama_pengguna": "A b"}),
        ("nama_pengguna", {"nama_pengguna": "orang"}),
        ("nip", {"nip": "123"}),
        ("nama", {"nama": "  "}),
        ("sandi", {"sandi": "1234567890"}),
    ],
)
def test_buat_pengguna_menyebut_kolom_yang_salah(orang, kolom, isian):
    dasar = {"nama_pengguna": "baru", "nama": "Baru", "oleh": SISTEM, "pada": timezone.now()}
    with pytest.raises(AturanDilanggar) as galat:
        actions.buat_pengguna(**dasar | isian)
    assert kolom in galat.value.kolom


def test_sandi_sekali_pakai_lolos_syarat_sandi(settings):
    from django.contrib.auth.password_validation import validate_password

    awal = time.monotonic()
    settings.TERUKUR_PEMDA = f"Kabupaten {' '.join(actions._KATA[:8])}"  # a fifth of the words
    contoh = {actions.sandi_sekali() for _ in range(50)}
    assert len(contoh) == 50
    for sandi in contoh:
        validate_password(sandi)
    assert time.monotonic() - awal < 5
