"""One's own account: overview, second factor, sessions."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.providers.base import ProviderException
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from terukur.akun import actions, sso
from terukur.akun.peran import DAFTAR_PERAN
from terukur.akun.permintaan import Permintaan
from terukur.akun.rules import wajib_totp
from terukur.inti.izin import Izin, izin, publik
from terukur.inti.kesalahan import AturanDilanggar, TidakDitemukan
from terukur.jejak.tindakan import laksanakan


@izin(Izin.AKUN_SENDIRI)
@require_http_methods(["GET"])
def saya(request: Permintaan) -> HttpResponse:
    """Who I am here: name, roles with their ground, password, second factor, sessions."""
    pengguna = request.user
    return render(
        request,
        "akun/saya.html",
        {
            "peran": [(DAFTAR_PERAN[p.peran], p.dasar) for p in pengguna.akses.peran],
            "dua_langkah": is_mfa_enabled(pengguna),
            "wajib_dua_langkah": wajib_totp(pengguna.akses, mode_latihan=settings.MODE_LATIHAN),
            "jumlah_sesi": UserSession.objects.filter(user=pengguna).count(),
        },
    )


@izin(Izin.AKUN_SENDIRI)
@require_http_methods(["POST"])
@reauthentication_required  # type: ignore[untyped-decorator]
def akhiri_sesi(request: Permintaan, sesi_id: int) -> HttpResponse:
    """End one of my sessions on another device."""
    try:
        hasil = laksanakan(
            request,
            actions.akhiri_sesi,
            peristiwa="pengguna.akhiri_sesi",
            objek="pengguna",
            objek_id=request.user.pk,
            tujuan="/akun/sesi/",
            pengguna=request.user,
            sesi_id=sesi_id,
        )
    except AturanDilanggar as galat:
        messages.error(request, galat.pesan)
        return redirect("usersessions_list")
    messages.success(request, "Sesi itu sudah diakhiri.")
    return redirect(hasil.tujuan)


class AktifkanTotp(ActivateTOTPView):  # type: ignore[misc]
    """allauth's view, with the act on record in the same transaction."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        wajib = wajib_totp(self.request.user.akses, mode_latihan=settings.MODE_LATIHAN)
        return {**super().get_context_data(**kwargs), "wajib": wajib}

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        jawaban: HttpResponse = super().form_valid(form)
        _catat_dua_langkah(self.request, aktif=True)
        return jawaban


class MatikanTotp(DeactivateTOTPView):  # type: ignore[misc]
    """allauth's view, with the act on record in the same transaction."""

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        jawaban: HttpResponse = super().form_valid(form)
        _catat_dua_langkah(self.request, aktif=False)
        return jawaban


def _catat_dua_langkah(request: Permintaan, *, aktif: bool) -> None:
    actions.catat_dua_langkah(
        pengguna=request.user,
        aktif=aktif,
        oleh=request.user.pelaku(),
        pada=request.diterima_pada,
    )


# ---- single sign-on ----


def _perlu_sso() -> None:
    if not sso.aktif():
        raise TidakDitemukan("Masuk tunggal (SSO) tidak dipakai di server ini.")


def _tujuan(alamat: str) -> str:
    """An address of this server, or none."""
    return alamat if alamat.startswith("/") and url_has_allowed_host_and_scheme(alamat, None) else ""


@publik
@never_cache
@require_http_methods(["POST"])
def sso_mulai(request: HttpRequest) -> HttpResponse:
    """On to the provider, by a page of our own that leads there.

    Not by a redirect: browsers hold ``form-action 'self'`` against every redirect that follows a form,
    the provider's own too.
    """
    _perlu_sso()
    ulang = "ulang" in request.POST and request.user.is_authenticated
    try:
        alamat = sso.mulai(request, tujuan=_tujuan(request.POST.get("next", "")), ulang=ulang)
    except ProviderException:
        return sso.tolak(request, "putus")
    jawaban = render(request, "akun/sso_alihkan.html", {"alamat": alamat})
    jawaban.headers["Refresh"] = f"0; url={alamat}"
    return jawaban


@publik
@never_cache
@require_http_methods(["GET"])
def sso_balik(request: HttpRequest) -> HttpResponse:
    """Back from the provider."""
    _perlu_sso()
    jawaban: HttpResponse = OAuth2CallbackView.adapter_view(sso.KlienSSO(request, sso.PENYEDIA))(request)
    return jawaban


@izin(Izin.AKUN_SENDIRI)
@require_http_methods(["GET"])
def sso_konfirmasi(request: Permintaan) -> HttpResponse:
    """Before something that asks again who one is: shown at the provider."""
    _perlu_sso()
    return render(request, "akun/sso_konfirmasi.html", {"tujuan": _tujuan(request.GET.get("next", ""))})
