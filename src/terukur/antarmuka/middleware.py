"""Headers that keep pages honest, and domain refusals as pages."""

import logging
from collections.abc import Callable

from django.db import DataError, IntegrityError, OperationalError
from django.http import HttpRequest, HttpResponse

from terukur.antarmuka.galat import halaman_galat
from terukur.inti.kesalahan import AturanDilanggar, TidakBerhak, TidakDitemukan

GetResponse = Callable[[HttpRequest], HttpResponse]
catatan = logging.getLogger(__name__)

KEBIJAKAN_ISI = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",  # QR codes and previews drawn by ourselves
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
"""Nothing inline, nothing from another host. Django 5.2 has no policy of its own."""

TAJUK = {
    "Content-Security-Policy": KEBIJAKAN_ISI,
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(self), payment=(), usb=()",
    "X-Robots-Tag": "noindex",
}


class KebijakanIsiMiddleware:
    """Sets the security headers on every response that has none of its own."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for nama, nilai in TAJUK.items():
            response.headers.setdefault(nama, nilai)
        if getattr(request, "user", None) is not None and request.user.is_authenticated:
            # A shared PC: the back button after logout shows nothing. Revalidation (304) stays.
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


BENTROK = {
    "23505": "Data yang sama baru saja disimpan oleh orang lain.",
    "23P01": "Data yang sama baru saja disimpan oleh orang lain.",
    "40001": "Data ini sedang diubah oleh orang lain pada saat yang sama.",
    "40P01": "Data ini sedang diubah oleh orang lain pada saat yang sama.",
}
"""SQLSTATE of two people at the same thing: unique, exclusion, serialization, deadlock."""


class GalatMiddleware:
    """A refusal that no view turned into a form error becomes a page with its sentence.

    So does what only the database could refuse: two people saving the same at the same moment,
    and NUL characters, which no person types.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, galat: Exception) -> HttpResponse | None:
        if isinstance(galat, TidakDitemukan):
            return halaman_galat(request, 404, pesan=galat.pesan)
        if isinstance(galat, TidakBerhak):
            return halaman_galat(request, 403, pesan=galat.pesan)
        if isinstance(galat, AturanDilanggar):
            return halaman_galat(request, 409, pesan=galat.pesan)
        if isinstance(galat, (ValueError, DataError)) and "NUL" in str(galat):
            return halaman_galat(request, 400)
        if isinstance(galat, (IntegrityError, OperationalError)):
            sebab = galat.__cause__
            pesan = BENTROK.get(getattr(sebab, "sqlstate", None) or "")
            if pesan:
                batasan = getattr(getattr(sebab, "diag", None), "constraint_name", None)
                catatan.warning("%s %s", type(sebab).__name__, batasan or "")
                return halaman_galat(request, 409, pesan=pesan)
        return None
