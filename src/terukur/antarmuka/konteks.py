"""What every page knows: the pemda, the mode, who reads, where one may go."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from terukur.antarmuka.navigasi import (
    daftar_lonceng,
    daftar_menu,
    daftar_menu_akun,
    daftar_menu_publik,
    susun_menu,
    susun_tab,
)


def umum(request: HttpRequest) -> dict[str, Any]:
    """Context of every template. Works for error pages too, where ``request.user`` may lack."""
    pengguna = getattr(request, "user", None)
    masuk = bool(pengguna is not None and pengguna.is_authenticated)
    # A page shown before the roles are known (an error early on) has no menu.
    lengkap = masuk and hasattr(pengguna, "akses")
    sekarang: dt.datetime = getattr(request, "diterima_pada", None) or timezone.now()
    return {
        "pemda": settings.TERUKUR_PEMDA,
        "pemda_singkat": settings.TERUKUR_PEMDA.replace("Kabupaten ", "Kab. "),
        "mode_latihan": settings.MODE_LATIHAN,
        "nama_sso": settings.TERUKUR_OIDC_NAMA if settings.TERUKUR_OIDC_ALAMAT else "",
        "pengguna": pengguna if masuk else None,
        "sebutan_pengguna": pengguna.akses.sebutan if lengkap and pengguna is not None else "",
        "sekarang": sekarang,
        "menu_utama": SimpleLazyObject(lambda: susun_menu(request, daftar_menu) if lengkap else []),
        "menu_akun": SimpleLazyObject(lambda: susun_menu(request, daftar_menu_akun) if lengkap else []),
        "tab": lambda bagian: susun_tab(request, bagian) if lengkap else [],
        "menu_publik": SimpleLazyObject(lambda: susun_menu(request, daftar_menu_publik)),
        "lonceng": SimpleLazyObject(
            lambda: [(a.nama_url, a.hitung(pengguna)) for _, a in daftar_lonceng] if lengkap else []
        ),
    }
