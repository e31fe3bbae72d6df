"""The door every request passes, and the stamp of receipt."""

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.views.generic import View
from hypothesis import given
from hypothesis import strategies as st

from terukur.inti.izin import Izin, deklarasi, izin, publik
from terukur.inti.middleware import AksesMiddleware, PenerimaanMiddleware, saat_diterima
from terukur.inti.registri import Registri

KINI = dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC)


def halaman(request: HttpRequest) -> HttpResponse:
    return HttpResponse("isi")


class Kelas(View):
    izin = (Izin.SISTEM_KELOLA,)


def masuk(view: Callable[..., Any], *punya: Izin, anonim: bool = False) -> HttpResponse | None:
    request = RequestFactory().get("/tujuan/?a=1")
    akses = SimpleNamespace(boleh=lambda kode: kode in punya)
    request.user = AnonymousUser() if anonim else SimpleNamespace(is_authenticated=True, akses=akses)  # type: ignore[assignment]
    return AksesMiddleware(halaman).process_view(request, view, (), {})


def test_an_undeclared_view_is_closed_to_everyone() -> None:
    for anonim in (True, False):
        with pytest.raises(PermissionDenied):
            masuk(halaman, *Izin, anonim=anonim)


def test_anonymous_is_sent_to_login_and_back() -> None:
    jawaban = masuk(izin(Izin.BERKAS_LIHAT)(lambda r: HttpResponse()), anonim=True)
    assert jawaban is not None
    assert jawaban.status_code == 302
    assert "next=/tujuan/%3Fa%3D1" in jawaban["Location"]


@given(st.sets(st.sampled_from(list(Izin)), min_size=1), st.sets(st.sampled_from(list(Izin))))
def test_any_one_of_the_declared_permissions_opens(minta: set[Izin], punya: set[Izin]) -> None:
    view = izin(*minta)(lambda r: HttpResponse())
    if minta & punya:
        assert masuk(view, *punya) is None
    else:
        with pytest.raises(PermissionDenied):
            masuk(view, *punya)


def test_public_is_open() -> None:
    assert masuk(publik(lambda r: HttpResponse()), anonim=True) is None


def test_declaration_of_a_class_and_of_nothing() -> None:
    assert deklarasi(Kelas.as_view()) == (False, (Izin.SISTEM_KELOLA,))
    assert deklarasi(halaman) == (False, ())


@time_machine.travel(KINI, tick=False)
@pytest.mark.parametrize(
    ("tajuk", "harapan"),
    [
        (None, KINI),
        (f"{KINI.timestamp() - 12.5:.3f}", KINI - dt.timedelta(seconds=12.5)),
        (f"{KINI.timestamp() + 3600:.3f}", KINI),
        ("besok", KINI),
        ("nan", KINI),
        ("inf", KINI),
        ("1e40", KINI),
        ("", KINI),
    ],
)
def test_receipt_is_the_trusted_proxy_stamp_never_the_future(
    settings: Any, tajuk: str | None, harapan: dt.datetime
) -> None:
    settings.TERUKUR_TAJUK_DITERIMA = "X-Diterima"
    request = RequestFactory().get("/", **({} if tajuk is None else {"HTTP_X_DITERIMA": tajuk}))
    assert saat_diterima(request) == harapan


@time_machine.travel(KINI, tick=False)
def test_receipt_header_of_a_client_is_ignored_when_no_proxy_is_named(settings: Any) -> None:
    settings.TERUKUR_TAJUK_DITERIMA = ""
    request = RequestFactory().get("/", HTTP_X_DITERIMA="0")
    PenerimaanMiddleware(halaman)(request)
    assert request.diterima_pada == KINI  # type: ignore[attr-defined]


def test_registry_refuses_a_second_provider_and_names_what_it_has() -> None:
    daftar: Registri[list[int]] = Registri("penyedia")
    satu: list[int] = []
    daftar.daftarkan("b", satu)
    daftar.daftarkan("b", satu)
    daftar.daftarkan("a", [2])
    with pytest.raises(ValueError, match="already"):
        daftar.daftarkan("b", [])
    with pytest.raises(KeyError, match="'a', 'b'"):
        daftar.ambil("c")
    assert [kode for kode, _ in daftar] == ["a", "b"]
    assert "a" in daftar
    assert daftar.ambil("b") is satu
