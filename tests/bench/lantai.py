"""The floor: the least that an official act and a page of rows can cost on this machine.

Two bare Django views, in the same process and behind the same middleware as our own pages, and once
more behind nothing but Django's own session, login and CSRF check (``POLOS``).
"""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from terukur.config.urls import handler400, handler403, handler404, handler500
from terukur.config.urls import urlpatterns as urlpatterns_terukur
from terukur.inti.izin import Izin, izin
from terukur.inti.pelaku import Pelaku
from terukur.jejak.actions import catat, catat_pembacaan
from terukur.jejak.models import Catatan

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

POLOS = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "terukur.inti.middleware.PenerimaanMiddleware",
]
HALAMAN = """<!doctype html><html lang="id"><head><meta charset="utf-8"><title>Lantai</title></head><body>
<table><thead><tr><th>Nomor</th><th>Pada</th><th>Peristiwa</th><th>Pelaku</th><th>Objek</th></tr></thead><tbody>
{% for c in baris %}<tr><th>{{ c.nomor }}</th><td>{{ c.pada }}</td><td>{{ c.peristiwa }}</td><td>{{ c.pelaku_nama }}</td><td>{{ c.objek }} {{ c.objek_id }}</td></tr>
{% endfor %}</tbody></table></body></html>"""  # noqa: E501
BARIS = 50


@izin(Izin.AKUN_SENDIRI)
def tulis(request: HttpRequest) -> HttpResponse:
    """One INSERT and one row of the journal, in one transaction."""
    oleh = Pelaku(id=str(request.user.pk), nama=str(request.user), peran="")
    pada = request.diterima_pada  # type: ignore[attr-defined]
    with transaction.atomic():
        catat_pembacaan(halaman="lantai", alamat="/lantai/", perihal="", opd_id=None, oleh=oleh, pada=pada)
        catat(peristiwa="lantai.tulis", objek="lantai", objek_id="", isi={"nilai": 1}, oleh=oleh, pada=pada)
    return HttpResponse(status=302, headers={"Location": "/lantai/"})


@izin(Izin.AKUN_SENDIRI)
def halaman(request: HttpRequest) -> HttpResponse:
    """Fifty rows out of one query, in a page without anything around them."""
    baris = Catatan.objects.order_by("-nomor")[:BARIS]
    return HttpResponse(templat().render({"baris": baris}, request))


def templat():  # type: ignore[no-untyped-def]
    if not hasattr(templat, "isi"):
        templat.isi = engines["jinja2"].from_string(HALAMAN)  # type: ignore[attr-defined]
    return templat.isi  # type: ignore[attr-defined]


urlpatterns = [
    path("lantai/tulis/", tulis, name="lantai_tulis"),
    path("lantai/", halaman, name="lantai_halaman"),
    *urlpatterns_terukur,
]
