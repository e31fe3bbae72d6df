"""What every answer carries, so that a browser can be turned against nobody."""

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from terukur.akun.models import Pengguna
from terukur.antarmuka.middleware import BATAS_KIRIMAN, KEBIJAKAN_ISI


@pytest.fixture
def klien(db):
    pengguna = Pengguna.objects.create(nama_pengguna="uji", nama="Penguji", dibuat_pada=timezone.now())
    klien = Client(raise_request_exception=False)
    klien.force_login(pengguna)
    return klien


ALAMAT = [
    "/",
    "/ui/",
    "/akun/",
    "/akun/masuk/",
    "/tidak-ada/",
    "/statik/antarmuka/terukur.css",
    "/ui/tidak/../x",
]


@pytest.mark.parametrize("alamat", ALAMAT)
def test_setiap_jawaban_membawa_tajuk(klien, alamat):
    jawaban = klien.get(alamat)
    jawaban.close()
    assert jawaban["Content-Security-Policy"] == KEBIJAKAN_ISI
    assert jawaban["X-Content-Type-Options"] == "nosniff"
    assert jawaban["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "geolocation=(self)" in jawaban["Permissions-Policy"]
    assert "camera=()" in jawaban["Permissions-Policy"]
    if not alamat.startswith("/statik/"):
        assert jawaban["Referrer-Policy"] == "same-origin"
        assert jawaban["Cross-Origin-Opener-Policy"] == "same-origin"
        assert jawaban["X-Frame-Options"] == "DENY"


def test_pengalihan_ke_https_pun_membawanya(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 31536000, True
    jawaban = client.get("/ui/")
    assert jawaban.status_code == 301
    assert jawaban["Content-Security-Policy"] == KEBIJAKAN_ISI
    aman = client.get("/akun/masuk/", secure=True)
    assert aman["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_kebijakan_isi_hanya_membuka_yang_sendiri():
    aturan = dict(b.split(" ", 1) for b in KEBIJAKAN_ISI.split("; "))
    assert aturan.pop("img-src") == "'self' data:"
    assert set(aturan.values()) == {"'self'", "'none'"}
    for nama in ("default-src", "object-src", "base-uri", "frame-ancestors", "frame-src", "script-src-attr"):
        assert aturan[nama] == "'none'"
    assert aturan["script-src"] == aturan["form-action"] == "'self'"


def test_halaman_lain_tidak_boleh_membaca_jawaban(klien):
    for alamat in ("/ui/", "/segel.json", "/"):
        jawaban = klien.get(alamat, headers={"origin": "https://jahat.example"})
        assert not [n for n in jawaban.headers if n.lower().startswith("access-control-")]


def test_jawaban_berisi_menyebut_jenis_dan_aksaranya(klien):
    for alamat in ALAMAT:
        jawaban = klien.get(alamat)
        jawaban.close()
        assert "charset=utf-8" in jawaban["Content-Type"], alamat


def test_akun_sendiri_tidak_disimpan_peramban(klien):
    for alamat in ("/akun/", "/akun/sandi/", "/akun/sesi/", "/pesan/"):
        assert "no-store" in klien.get(alamat)["Cache-Control"]
    assert klien.get("/tidak-ada/")["Cache-Control"] == "private, no-cache"


def test_kuki_tidak_terbaca_skrip_dan_tidak_ikut_dari_situs_lain(client, db):
    from terukur.akun.tests.factories import buat, masuk

    masuk(client, buat())
    for nama in ("sessionid", "csrftoken"):
        kuki = client.cookies[nama]
        assert kuki["httponly"], nama
        assert kuki["samesite"] == "Lax", nama
        assert kuki["path"] == "/"
        assert not kuki["domain"]


def test_masuk_dengan_kuki_berawalan_host(settings, db):
    """As with HTTPS: what browsers demand of ``__Host-``, and a login that works with it."""
    from terukur.akun.tests.factories import SANDI, buat

    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "__Host-terukur-sesi", "__Host-terukur-csrf"
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    buat("orang")
    klien = Client(enforce_csrf_checks=True)
    isi = klien.get("/akun/masuk/", secure=True).content.decode()
    token = isi.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    data = {"login": "orang", "password": SANDI, "csrfmiddlewaretoken": token}
    jawaban = klien.post(
        "/akun/masuk/", data, secure=True, headers={"referer": "https://testserver/akun/masuk/"}
    )
    assert jawaban.url == "/beranda/"
    for nama in ("__Host-terukur-sesi", "__Host-terukur-csrf"):
        kuki = klien.cookies[nama]
        assert kuki["secure"]
        assert kuki["httponly"]
        assert kuki["path"] == "/"
        assert not kuki["domain"]
    assert klien.get("/ui/", secure=True).status_code == 200


def test_kuki_kilas_mengikuti_https(settings):
    from django.contrib.messages import add_message, constants

    from terukur.antarmuka.kilas import Kilas

    for https, nama in ((False, "messages"), (True, "__Host-terukur-kilas")):
        settings.SESSION_COOKIE_SECURE = https
        request = RequestFactory().get("/")
        request.session = {}
        request._messages = Kilas(request)
        add_message(request, constants.INFO, "Tersimpan.")
        jawaban = HttpResponse()
        request._messages.update(jawaban)
        kuki = jawaban.cookies[nama]
        assert bool(kuki["secure"]) is https
        assert kuki["httponly"]
        assert kuki["path"] == "/"
        assert not kuki["domain"]


@pytest.mark.parametrize("panjang", [str(BATAS_KIRIMAN + 1), "9" * 40, "-1", "sepuluh", "1e3"])
def test_kiriman_raksasa_ditolak_sebelum_dibaca(client, panjang):
    jawaban = client.post("/akun/masuk/", {"login": "a"}, CONTENT_LENGTH=panjang)
    assert jawaban.status_code == 413
    assert "Kiriman terlalu besar" in jawaban.content.decode()
    assert jawaban["Content-Security-Policy"] == KEBIJAKAN_ISI


def test_isian_yang_terlalu_banyak_atau_besar_ditolak(client, db):
    banyak = "&".join(f"a{i}=1" for i in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1))
    besar = "a=" + "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    for isi in (banyak, besar):
        jawaban = Client(raise_request_exception=False).post(
            "/akun/masuk/", isi, content_type="application/x-www-form-urlencoded"
        )
        assert jawaban.status_code == 400


def test_gangguan_tidak_membocorkan_isi_server(klien, monkeypatch):
    def rusak(*args, **kwargs):
        raise RuntimeError("sandi basis data: rahasia-sekali")

    monkeypatch.setattr("terukur.antarmuka.views.render", rusak)
    jawaban = klien.get("/ui/")
    isi = jawaban.content.decode()
    assert jawaban.status_code == 500
    assert "Ada gangguan di sisi kami" in isi
    for bocor in ("rahasia-sekali", "Traceback", "RuntimeError", "settings", ".py", "Django", "PostgreSQL"):
        assert bocor not in isi
    assert not {"Server", "X-Powered-By"} & set(jawaban.headers)


def test_teks_pengguna_tidak_pernah_menjadi_markah(client, db):
    jahat = "<img src=x onerror=alert(1)>\"'><script>alert(1)</script>"
    pengguna = Pengguna.objects.create(nama_pengguna="uji", nama=jahat, dibuat_pada=timezone.now())
    client.force_login(pengguna)
    for alamat in ("/ui/", "/akun/", "/tidak-ada/"):
        isi = client.get(alamat).content.decode()
        assert "<script>alert" not in isi
        assert "<img src=x" not in isi
        assert "&lt;script&gt;alert" in isi
    isi = client.get('/akun/masuk/?next="><script>alert(1)</script>').content.decode()
    assert "<script>alert" not in isi
