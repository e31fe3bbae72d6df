"""One's own account: overview, second factor, sessions."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from terukur.akun import actions
from terukur.akun.peran import DAFTAR_PERAN
from terukur.akun.permintaan import Permintaan
from terukur.akun.rules import wajib_totp
from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar
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
