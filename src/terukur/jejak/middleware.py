"""Refusals at the door: a refused act goes to the journal, a refused look to the security log.

And who took or saw something sensitive.
"""

import re
from collections.abc import Callable
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse

from terukur.jejak.actions import catat_pembacaan, catat_penolakan
from terukur.jejak.keamanan import catat_keamanan

BACA = {"GET", "HEAD", "OPTIONS"}


class PenolakanMiddleware:
    """Stands outside the access check. What ``laksanakan`` has journalled is not repeated.

    A POST that ends in 403, or in 404 because the record belongs to another OPD, is an act that
    somebody attempted; it is journalled with the page's name, rate-limited like every refusal.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code in {403, 404}:
            self._catat(request, response.status_code)
        return response

    def _catat(self, request: HttpRequest, status: int) -> None:
        pengguna = getattr(request, "user", None)
        cocok = request.resolver_match
        if cocok is None or not hasattr(pengguna, "akses") or hasattr(request, "penolakan_dicatat"):
            return
        assert pengguna is not None
        if request.method in BACA:
            if status == 403:
                catat_keamanan("baca.ditolak", pelaku=pengguna.pk, halaman=cocok.view_name)
            return
        tercatat = catat_penolakan(
            peristiwa="halaman.kirim",
            objek="halaman",
            objek_id=cocok.view_name,
            opd_id=None,
            kode="tidak_berhak" if status == 403 else "tidak_ditemukan",
            pesan=f"Kiriman ke {request.path} tidak diterima.",
            oleh=pengguna.pelaku(),
            pada=request.diterima_pada,  # type: ignore[attr-defined]
        )
        if tercatat is None:
            catat_keamanan("kirim.ditolak", pelaku=pengguna.pk, halaman=cocok.view_name)


_NAMA_TERSANDI = re.compile(r"filename\*=utf-8''([^;]+)", re.IGNORECASE)
_NAMA_POLOS = re.compile(r'filename="((?:[^"\\]|\\.)*)"', re.IGNORECASE)


def nama_unduhan(letak: str) -> str:
    """The file name in a ``Content-Disposition``; ``berkas`` where it has none.

    Only the encoded form is decoded: a file may be called ``%00.pdf``.
    """
    if tersandi := _NAMA_TERSANDI.search(letak):
        return unquote(tersandi[1])
    polos = _NAMA_POLOS.search(letak)
    return re.sub(r"\\(.)", r"\1", polos[1]) if polos else "berkas"


class PembacaanMiddleware:
    """Writes down each GET by which somebody logged in took a file or saw what a view declares ``sensitif``.

    By the answer itself (an attachment), so that no new download can be forgotten. One INSERT,
    after the page is made; public pages and acts (POST, journalled already) stay out.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "GET" and response.status_code == 200:
            self._catat(request, response)
        return response

    def _catat(self, request: HttpRequest, response: HttpResponse) -> None:
        pengguna = getattr(request, "user", None)
        cocok = request.resolver_match
        if cocok is None or not hasattr(pengguna, "akses") or getattr(cocok.func, "publik", False):
            return
        assert pengguna is not None
        letak = response.get("Content-Disposition", "")
        perihal, izin = getattr(cocok.func, "sensitif", ("", None))
        if letak.startswith("attachment"):
            perihal = nama_unduhan(letak)
        elif izin is None or not pengguna.akses.boleh(izin):
            return
        catat_pembacaan(
            halaman=cocok.view_name,
            alamat=request.path,
            perihal=perihal,
            opd_id=getattr(request, "opd_dibaca", None),
            oleh=pengguna.pelaku(),
            pada=request.diterima_pada,  # type: ignore[attr-defined]
        )
