"""Headers that keep pages honest, and domain refusals as pages."""

import logging
from collections.abc import Callable
from typing import Final

from django.db import DataError, IntegrityError, OperationalError
from django.http import HttpRequest, HttpResponse

from terukur.antarmuka.galat import AWALAN_MESIN, gangguan_singkat, halaman_galat
from terukur.inti.izin import Izin, deklarasi
from terukur.inti.kesalahan import AturanDilanggar, TidakBerhak, TidakDitemukan

GetResponse = Callable[[HttpRequest], HttpResponse]
catatan = logging.getLogger(__name__)

KEBIJAKAN_ISI = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "script-src-attr 'none'",
        "style-src 'self'",
        "img-src 'self' data:",  # QR codes and previews drawn by ourselves
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "frame-src 'none'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
"""Nothing inline, nothing from another host, all else closed. Django 5.2 has no policy of its own.

No Trusted Types: htmx puts the server's own fragments in by innerHTML, so a policy would let everything by.
"""

TAJUK = {
    "Content-Security-Policy": KEBIJAKAN_ISI,
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(self), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",  # Django's own middleware stands inside static files
    "X-Robots-Tag": "noindex",
}


class KebijakanIsiMiddleware:
    """Sets the security headers on every response that has none of its own.

    First but for the stamp of receipt, so that redirects and static files carry them too.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for nama, nilai in TAJUK.items():
            response.headers.setdefault(nama, nilai)
        if getattr(request, "user", None) is not None and request.user.is_authenticated:
            # A shared PC: the back button after logout shows nothing. Revalidation (304) stays.
            simpan = "no-store" if _pribadi(request) and "ETag" not in response else "no-cache"
            response.headers.setdefault("Cache-Control", f"private, {simpan}")
        return response


def _pribadi(request: HttpRequest) -> bool:
    """One's own account and what a view declares sensitive: not even kept by the browser.

    Elsewhere ``no-store`` would cost whoever goes back in a form without script all that was typed.
    """
    if (cocok := request.resolver_match) is None:
        return False
    return hasattr(cocok.func, "sensitif") or Izin.AKUN_SENDIRI in deklarasi(cocok.func)[1]


METODE: Final = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
BATAS_KIRIMAN: Final = 104 * 1024 * 1024
"""Most bytes of one request: the largest file that a form may ask for (100 MB) and its fields."""


class BatasKirimanMiddleware:
    """Turns away what no form of ours sends, before a byte of its body is read."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in METODE:
            jawaban = gangguan_singkat(request, 405)
            jawaban["Allow"] = "GET" if request.path.startswith(AWALAN_MESIN) else ", ".join(sorted(METODE))
            return jawaban
        panjang = request.META.get("CONTENT_LENGTH") or "0"
        if not panjang.isdecimal() or int(panjang) > BATAS_KIRIMAN:
            return gangguan_singkat(request, 413)
        return self.get_response(request)


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
