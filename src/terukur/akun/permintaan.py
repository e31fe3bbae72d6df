"""The request as views behind ``@izin`` get it."""

import datetime as dt

from django.http import HttpRequest

from terukur.akun.models import Pengguna


class Permintaan(HttpRequest):
    """Somebody is logged in, the roles are known, the time of receipt is stamped.

    For annotations only: ``def daftar(request: Permintaan) -> HttpResponse``.
    """

    user: Pengguna
    diterima_pada: dt.datetime
