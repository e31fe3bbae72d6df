"""Pages that rarely change answer 304 after one cheap query."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import get_conditional_response

V = TypeVar("V", bound=Callable[..., HttpResponse])


def etag_halaman(request: HttpRequest, *bagian: object) -> str:
    """A strong tag of what the page depends on: ``bagian``, address, reader, roles, trial mode."""
    pengguna = request.user
    peran = sorted(str(p) for p in pengguna.akses.peran) if pengguna.is_authenticated else []
    # The session's key: after a new login the page's CSRF token would no longer fit.
    sesi = getattr(request.session, "session_key", "")
    isi = repr((bagian, request.get_full_path(), str(pengguna.pk), sesi, peran, settings.MODE_LATIHAN))
    return f'"{hashlib.blake2b(isi.encode(), digest_size=16).hexdigest()}"'


def bila_berubah(tanda: Callable[..., object]) -> Callable[[V], V]:
    """Decorate a GET view; ``tanda(request, *args, **kwargs)`` is the cheap query.

    It returns what changes when the page changes (a journal number, a latest time, a count), or
    None to render anew. Not for pages with a form that carries ``kunci_kirim``: its key must be
    fresh each time. Unread flash messages and HTMX requests always render. Compression makes
    the tag weak on the way; browsers send it back all the same.
    """

    def hias(view: V) -> V:
        @wraps(view)
        def bungkus(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            nilai = tanda(request, *args, **kwargs)
            # A message waiting in the session must be shown, never answered with 304.
            if nilai is None or _intip(request) or request.headers.get("HX-Request") == "true":
                return view(request, *args, **kwargs)
            etag = etag_halaman(request, nilai)
            jawaban = get_conditional_response(request, etag=etag)
            if isinstance(jawaban, HttpResponseNotModified):
                return jawaban
            jawaban = view(request, *args, **kwargs)
            jawaban.headers["ETag"] = etag
            return jawaban

        return bungkus  # type: ignore[return-value]

    return hias


def _intip(request: HttpRequest) -> list[Any]:
    """The waiting messages, left waiting."""
    gudang: Any = get_messages(request)
    pesan = list(gudang)
    gudang.used = False
    return pesan
