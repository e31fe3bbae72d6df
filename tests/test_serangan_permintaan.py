"""Attacks by requests that no page of ours makes: other methods, other hosts, other sites' forms."""

import itertools
import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from terukur.akun.peran import Peran
from terukur.cli.routes import Rute
from tests.rute import Contoh, Dunia, bangun, daftar_rute, dikembalikan, klien, semua_contoh

pytestmark = pytest.mark.django_db
RUTE = [r for r in daftar_rute() if r.nama]
ANEH = ("PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "GETX")


@pytest.fixture
def _django_db_helper() -> None:
    """Ours is one transaction per module, as in test_rute."""


@pytest.fixture(scope="module")
def dunia(django_db_setup: None, django_db_blocker: object) -> Iterator[Dunia]:
    with django_db_blocker.unblock(), dikembalikan():  # type: ignore[attr-defined]
        yield bangun()


@pytest.fixture(scope="module")
def contoh(dunia: Dunia) -> dict[str, Contoh]:
    return semua_contoh(dunia)


@pytest.fixture(autouse=True)
def satu_uji(contoh: dict[str, Contoh]) -> Iterator[None]:
    with dikembalikan():
        yield


def alamat(rute: Rute, contoh: dict[str, Contoh], dunia: Dunia) -> str:
    punya = contoh.get(rute.nama, Contoh()).sendiri
    return reverse(
        rute.nama, kwargs=dict(punya(dunia.pengguna[Peran.OPERATOR_OPD]) if callable(punya) else punya)
    )


def pemegang(rute: Rute, dunia: Dunia) -> Client:
    from terukur.akun.peran import DAFTAR_PERAN

    peran = next((p for p, d in DAFTAR_PERAN.items() if set(rute.izin) & {str(i) for i in d.izin}), None)
    k = klien(dunia.pengguna[peran] if peran else None)
    k.handler.enforce_csrf_checks = True
    return k


def test_another_sites_form_is_refused_everywhere(contoh: dict[str, Contoh], dunia: Dunia) -> None:
    """Every address that takes a POST, by somebody who may: without our token it is 403."""
    kiriman = [r for r in RUTE if "POST" in r.methods]
    assert len(kiriman) > 30
    ragam = itertools.cycle([{}, {"origin": "https://jahat.example"}, {"hx-request": "true"}])
    for rute, tajuk in zip(kiriman, ragam, strict=False):
        jawaban = pemegang(rute, dunia).post(alamat(rute, contoh, dunia), {"a": "1"}, headers=tajuk)
        assert jawaban.status_code == 403, (rute.nama, tajuk)


def test_methods_that_no_page_uses_do_nothing(contoh: dict[str, Contoh], dunia: Dunia) -> None:
    for rute, metode in zip(RUTE, itertools.cycle(ANEH), strict=False):
        k = pemegang(rute, dunia)
        k.handler.enforce_csrf_checks = False
        jawaban = k.generic(metode, alamat(rute, contoh, dunia), headers={"x-uji": "gema-rahasia"})
        assert jawaban.status_code == 405, (rute.nama, metode)
        assert b"gema-rahasia" not in jawaban.content


def test_the_method_cannot_be_overridden(dunia: Dunia) -> None:
    k = klien(dunia.pengguna[Peran.OPERATOR_OPD])
    k.get("/akun/keluar/", {"_method": "POST"}, headers={"x-http-method-override": "POST"})
    assert k.get("/akun/").status_code == 200
    k.post("/akun/", {"_method": "DELETE"}, headers={"x-http-method-override": "DELETE"})
    assert k.get("/akun/").status_code == 200


@pytest.mark.parametrize(
    "tuan", ["jahat.example", "terukur.contohkab.go.id.jahat.example", "localhost@jahat.example"]
)
def test_a_foreign_host_is_refused(settings: object, tuan: str) -> None:
    settings.ALLOWED_HOSTS = ["terukur.contohkab.go.id", "localhost"]  # type: ignore[attr-defined]
    for tajuk in ({"host": tuan}, {"host": "localhost", "x-forwarded-host": tuan}):
        jawaban = Client(raise_request_exception=False).get("/akun/masuk/", headers=tajuk)
        assert "jahat.example" not in jawaban.content.decode()
        assert jawaban.status_code == (400 if tajuk["host"] == tuan else 200)


def test_a_client_cannot_claim_https_or_a_time(settings: object) -> None:
    """Headers of a proxy count only where the operator has named them."""
    settings.SECURE_SSL_REDIRECT = True  # type: ignore[attr-defined]
    palsu = {"x-forwarded-proto": "https", "x-forwarded-ssl": "on", "x-diterima": "1"}
    assert Client().get("/akun/masuk/", headers=palsu).status_code == 301


@pytest.mark.parametrize(
    "jalan",
    ["/ui/%00", "/ui/?a=%00", "/%c0%ae%c0%ae/etc/passwd", "/%2e%2e/%2e%2e/etc/passwd",
     "/ui/%0d%0aSet-Cookie:x=1", "//jahat.example/ui", "/ui/;/akun", "/ui/?" + "a=1&" * 900,
     "/" + "x" * 5000],
    ids=range(9),
)  # fmt: skip
def test_odd_addresses_are_answered_calmly(dunia: Dunia, jalan: str) -> None:
    k = klien(dunia.pengguna[Peran.OPERATOR_OPD])
    jawaban = k.generic("GET", jalan)
    assert jawaban.status_code in (200, 301, 302, 400, 404)
    assert "Set-Cookie" not in jawaban.headers
    assert "jahat.example" not in jawaban.headers.get("Location", "")


def test_fields_nobody_offered_are_ignored(dunia: Dunia) -> None:
    """Mass assignment and doubled parameters: only what the form names, and only once."""
    k = klien(dunia.pengguna[Peran.ADMIN_OPD])
    orang = dunia.pengguna[Peran.ADMIN_OPD]
    baru = "tenun-ikat-2027-biru"
    k.post(
        "/akun/sandi/",
        {"oldpassword": "x", "password1": [baru, "lain"], "password2": baru, "is_active": "0",
         "nip": "9" * 18, "is_staff": "1", "nama_pengguna": "bupati", "peran": "admin_sistem"},
    )  # fmt: skip
    sebelum = (orang.nama_pengguna, orang.nip, orang.is_active)
    orang.refresh_from_db()
    assert (orang.nama_pengguna, orang.nip, orang.is_active) == sebelum


def test_security_txt_says_whom_to_tell(settings: object) -> None:
    isi = Client().get("/.well-known/security.txt")
    assert isi["Content-Type"] == "text/plain; charset=utf-8"
    baris = dict(b.split(": ", 1) for b in isi.content.decode().splitlines())
    assert baris["Contact"] == "mailto:csirt@contohkab.go.id"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", baris["Expires"])
    assert baris["Canonical"].endswith("/.well-known/security.txt")
    settings.TERUKUR_KONTAK_KEAMANAN = []  # type: ignore[attr-defined]
    assert Client().get("/.well-known/security.txt").status_code == 404
