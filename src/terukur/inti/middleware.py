"""Stamp of receipt, measuring of pages, and the door that every request passes."""

import datetime as dt
import secrets
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from terukur.inti.izin import deklarasi
from terukur.inti.log import catat_permintaan, permintaan_kini
from terukur.inti.pengukuran import pencatat

GetResponse = Callable[[HttpRequest], HttpResponse]


def saat_diterima(request: HttpRequest) -> dt.datetime:
    """When the request was received: the trusted proxy's stamp, else the entry into the app.

    The proxy's header (``TERUKUR_TAJUK_DITERIMA``, seconds since the epoch with fraction) is
    read only where the operator has named it, since otherwise a client could set it.
    """
    sekarang = timezone.now()
    if tajuk := settings.TERUKUR_TAJUK_DITERIMA:
        try:
            cap = dt.datetime.fromtimestamp(float(request.headers[tajuk]), tz=dt.UTC)
        except (KeyError, ValueError, OverflowError, OSError):
            return sekarang
        return min(cap, sekarang)
    return sekarang


class PengukuranMiddleware:
    """Outermost: numbers the request, counts how long its page took, writes its line of the log.

    Asks the database nothing. A view is known by its name; what no view answers (static files,
    wrong addresses) is not counted.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        nomor = secrets.token_hex(8)
        tanda = permintaan_kini.set(nomor)
        mulai = time.perf_counter()
        try:
            response = self.get_response(request)
            if cocok := request.resolver_match:
                milidetik = (time.perf_counter() - mulai) * 1000
                pencatat.catat(cocok.view_name, milidetik, galat=response.status_code >= 500)
                # Whoever was looked up on the way; looking now would be a query.
                pengguna = getattr(request, "_cached_user", None)
                catat_permintaan(
                    rute=cocok.view_name,
                    metode=request.method or "",
                    status=response.status_code,
                    milidetik=milidetik,
                    pengguna=str(pengguna.pk or "") if pengguna is not None else "",
                )
        finally:
            permintaan_kini.reset(tanda)
        response.headers["X-Request-ID"] = nomor
        return response


class PenerimaanMiddleware:
    """First of all: ``request.diterima_pada``, before any lock or query."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.diterima_pada = saat_diterima(request)  # type: ignore[attr-defined]
        return self.get_response(request)


class AksesMiddleware:
    """Opens a view only by its declaration: ``@publik``, or ``@izin(...)`` held by the reader.

    An undeclared view is 403 for everyone: forgetting is refused, not allowed.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        publik, izin = deklarasi(view)
        if publik:
            return None
        if not izin:
            raise PermissionDenied("Halaman ini belum dibuka untuk siapa pun.")
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not any(request.user.akses.boleh(kode) for kode in izin):
            raise PermissionDenied("Peran Anda tidak mencakup halaman ini.")
        return None
