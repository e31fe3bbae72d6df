"""The sweep: all routes x all roles x {own OPD, other OPD, anonymous}."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from terukur.akun.peran import DAFTAR_PERAN, Peran
from terukur.antarmuka import galat
from terukur.api.choices import Sumber
from terukur.api.tests.factories import buat, tajuk
from terukur.cli.routes import Rute
from terukur.config import urls
from terukur.inti.izin import Izin
from tests.rute import Contoh, Dunia, bangun, daftar_rute, dikembalikan, klien, semua_contoh

pytestmark = pytest.mark.django_db
RUTE = [r for r in daftar_rute() if r.nama]
TERTUTUP = [r for r in RUTE if r.izin]
BERTOKEN = [r for r in RUTE if r.token]
BACA = ("GET", "HEAD", "OPTIONS")
BOLEH_TULIS = re.compile(
    r'"(django_session|terukur_cache|usersessions_usersession)"|^INSERT INTO "jejak_pembacaan" '
)
"""Session data, and a line in the log of sensitive reads (ADR 0008): added, never changed or removed."""


def nama(rute: Rute) -> str:
    return rute.nama


@pytest.fixture
def _django_db_helper() -> None:
    """Takes the place of pytest-django's transaction per test: ours is one per module, with savepoints."""


@pytest.fixture(scope="module")
def dunia(django_db_setup: None, django_db_blocker: object) -> Iterator[Dunia]:
    with django_db_blocker.unblock(), dikembalikan():  # type: ignore[attr-defined]
        yield bangun()


@pytest.fixture(scope="module")
def contoh(dunia: Dunia) -> dict[str, Contoh]:
    return semua_contoh(dunia)


@pytest.fixture(scope="module")
def klien_peran(dunia: Dunia, contoh: dict[str, Contoh]) -> dict[Peran, Client]:
    return {peran: klien(pengguna) for peran, pengguna in dunia.pengguna.items()}


@pytest.fixture(autouse=True)
def satu_uji(contoh: dict[str, Contoh]) -> Iterator[None]:
    with dikembalikan():
        yield


def alamat(rute: Rute, contoh: dict[str, Contoh], dunia: Dunia, peran: Peran = Peran.PEGAWAI) -> str:
    satu = contoh.get(rute.nama, Contoh())
    punya = satu.sendiri
    jalur = reverse(rute.nama, kwargs=dict(punya(dunia.pengguna[peran]) if callable(punya) else punya))
    return jalur + satu.kueri


def pemegang(rute: Rute) -> list[Peran]:
    return [p for p, d in DAFTAR_PERAN.items() if {Izin(i) for i in rute.izin} & d.izin]


def terbatas(rute: Rute) -> list[Peran]:
    """Roles that hold every permission of the route they hold only for their own OPD."""
    return [p for p in pemegang(rute) if not DAFTAR_PERAN[p].seluruh_opd and p is not Peran.PEGAWAI]


def panggil(klien: Client, metode: str, jalur: str, **isi: object) -> int:
    jawaban = getattr(klien, metode.lower())(jalur, **isi)
    if jawaban.streaming:
        b"".join(jawaban.streaming_content)
    return int(jawaban.status_code)


def test_every_route_has_a_name() -> None:
    assert [r.path for r in daftar_rute() if not r.nama] == []


def test_names_are_unique() -> None:
    daftar = [r.nama for r in RUTE]
    assert sorted(set(daftar)) == sorted(daftar)


@pytest.mark.parametrize("rute", RUTE, ids=nama)
def test_declared(rute: Rute) -> None:
    pembuka = [rute.publik, bool(rute.izin), bool(rute.token)]
    assert sum(pembuka) == 1, "declare exactly one of @publik, @izin(...) and @bertoken(...)"
    assert {Izin(i) for i in (*rute.izin, *rute.token)} <= set(Izin)
    assert not rute.izin or pemegang(rute), "no role holds any of these permissions"


def test_public_list_is_exact() -> None:
    daftar = (Path(__file__).parent / "rute_publik.txt").read_text().split()
    assert daftar == sorted(r.nama for r in RUTE if r.publik)


@pytest.mark.parametrize("rute", [r for r in RUTE if r.parameter], ids=nama)
def test_has_a_sample(rute: Rute, contoh: dict[str, Contoh]) -> None:
    assert rute.nama in contoh, "add it to the room's tests/contoh_rute.py"
    c = contoh[rute.nama]
    if not callable(c.sendiri):
        assert set(c.sendiri) == set(rute.parameter)
    assert rute.publik or c.lain is not None or c.umum, "say whose object it is, or why nobody's"


def test_samples_are_of_existing_routes(contoh: dict[str, Contoh]) -> None:
    assert set(contoh) <= {r.nama for r in RUTE}


@pytest.mark.parametrize("rute", TERTUTUP, ids=nama)
def test_anonymous_is_sent_to_login(rute: Rute, contoh: dict[str, Contoh], dunia: Dunia) -> None:
    jalur = alamat(rute, contoh, dunia)
    for metode in ("GET", "POST"):
        jawaban = getattr(klien(None), metode.lower())(jalur)
        assert jawaban.status_code == 302
        assert jawaban["Location"].startswith(f"{reverse('account_login')}?next=")


@pytest.fixture(scope="module")
def penolakan() -> Iterator[None]:
    """The page of a refusal is written once for every route and once for every role; else it is empty."""
    ditulis: set[object] = set()

    def tidak_berwenang(request: HttpRequest, exception: Exception) -> HttpResponse:
        kini = {request.path, request.user.pk} - ditulis
        ditulis.update(kini)
        return galat.tidak_berwenang(request, exception) if kini else HttpResponseForbidden()

    with pytest.MonkeyPatch.context() as ganti:
        ganti.setattr(urls, "handler403", tidak_berwenang)
        yield


@pytest.mark.parametrize("rute", TERTUTUP, ids=nama)
def test_without_permission_is_403(
    rute: Rute, contoh: dict[str, Contoh], dunia: Dunia, klien_peran: dict[Peran, Client], penolakan: None
) -> None:
    """The refusal does not look at the method: every role tries the route's own, one role the other."""
    jalur = alamat(rute, contoh, dunia)
    utama = "GET" if "GET" in rute.methods else "POST"
    tanpa = [p for p in Peran if p not in pemegang(rute)]
    for peran in tanpa:
        assert panggil(klien_peran[peran], utama, jalur) == 403, (peran, utama)
    for peran in tanpa[:1]:
        lain = "POST" if utama == "GET" else "GET"
        assert panggil(klien_peran[peran], lain, jalur) == 403, (peran, lain)


@pytest.mark.parametrize("rute", TERTUTUP, ids=nama)
def test_other_opd_is_404(
    rute: Rute, contoh: dict[str, Contoh], dunia: Dunia, klien_peran: dict[Peran, Client]
) -> None:
    c = contoh.get(rute.nama, Contoh())
    for peran in pemegang(rute) if c.pribadi else terbatas(rute):
        sendiri = alamat(rute, contoh, dunia, peran)
        for metode in rute.methods:
            if metode in ("GET", "POST") and c.lain is not None:
                lain = reverse(rute.nama, kwargs=dict(c.lain))
                assert panggil(klien_peran[peran], metode, lain) == 404, (peran, metode)
        if c.kueri_lain is not None and "GET" in rute.methods:
            assert panggil(klien_peran[peran], "GET", sendiri, data=dict(c.kueri_lain)) == 404, peran
        if c.isi_lain is not None:
            assert panggil(klien_peran[peran], "POST", sendiri, data=dict(c.isi_lain)) == 404, peran


@pytest.mark.parametrize("rute", [r for r in RUTE if "GET" in r.methods and not r.token], ids=nama)
def test_own_opens_and_get_writes_nothing(
    rute: Rute, contoh: dict[str, Contoh], dunia: Dunia, klien_peran: dict[Peran, Client]
) -> None:
    berhasil = []
    for peran in Peran if rute.publik else pemegang(rute):
        jalur = alamat(rute, contoh, dunia, peran)
        with CaptureQueriesContext(connection) as kueri:
            status = panggil(klien_peran[peran], "GET", jalur)
        assert status < 500, peran
        assert rute.publik or status != 403, peran
        berhasil.append(status < 400)
        tulis = [
            q["sql"]
            for q in kueri.captured_queries
            if re.match(r"\s*(insert|update|delete|truncate|create|alter|drop)\b", q["sql"], re.IGNORECASE)
            and not BOLEH_TULIS.search(q["sql"])
        ]
        assert tulis == [], peran
    terbuka = not contoh.get(rute.nama, Contoh()).belum_terbuka
    assert any(berhasil) is terbuka, "no role can open it" if terbuka else "it opens after all"


@pytest.mark.parametrize("rute", [r for r in RUTE if r.publik], ids=nama)
def test_public_needs_no_login(rute: Rute, contoh: dict[str, Contoh], dunia: Dunia) -> None:
    terbuka = not contoh.get(rute.nama, Contoh()).belum_terbuka
    for metode in rute.methods:
        if metode in BACA:
            assert (panggil(klien(None), metode, alamat(rute, contoh, dunia)) < 400) is terbuka


# ---- programs with a token ----


@pytest.mark.parametrize("rute", BERTOKEN, ids=nama)
def test_programs_read_and_never_write(rute: Rute) -> None:
    assert rute.methods == ("GET",)


@pytest.mark.parametrize("rute", BERTOKEN, ids=nama)
def test_without_token_is_401_whoever_is_logged_in(
    rute: Rute, contoh: dict[str, Contoh], dunia: Dunia, klien_peran: dict[Peran, Client]
) -> None:
    jalur = alamat(rute, contoh, dunia)
    for k in (klien(None), klien_peran[Peran.ADMIN_SISTEM]):
        for isi in ({}, {"headers": {"Authorization": "Basic eDp5"}}, {"headers": tajuk("trk_x")}):
            assert panggil(k, "GET", jalur, **isi) == 401


@pytest.mark.parametrize("rute", BERTOKEN, ids=nama)
def test_a_token_opens_what_it_covers_and_writes_only_its_count(
    rute: Rute, contoh: dict[str, Contoh], dunia: Dunia
) -> None:
    jalur = alamat(rute, contoh, dunia)
    c = contoh.get(rute.nama, Contoh())
    milik = {s for s in Sumber if str(s.izin) in rute.token}
    _, penuh = buat(*milik, opd=[dunia.sendiri], pada=timezone.now())
    _, salah = buat(*(set(Sumber) - milik), pada=timezone.now())
    assert panggil(klien(None), "GET", jalur, headers=tajuk(salah)) == 403
    with CaptureQueriesContext(connection) as kueri:
        assert panggil(klien(None), "GET", jalur, headers=tajuk(penuh)) == 200
    tulis = [
        q["sql"] for q in kueri.captured_queries if not re.match(r"\s*select\b", q["sql"], re.IGNORECASE)
    ]
    assert [q for q in tulis if not q.startswith("insert into api_pemakaiantoken ")] == []
    if c.lain is not None:
        lain = reverse(rute.nama, kwargs=dict(c.lain))
        assert panggil(klien(None), "GET", lain, headers=tajuk(penuh)) == 404
    if c.kueri_lain is not None:
        assert panggil(klien(None), "GET", jalur, headers=tajuk(penuh), data=dict(c.kueri_lain)) == 404
    assert c.lain is not None or c.kueri_lain is not None or rute.nama == "api:jadwal_daftar"
