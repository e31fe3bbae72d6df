"""Asking again who signs: password or code, unless given in the last 15 minutes.

The field stands in the signing form itself, so what was typed survives::

    konfirmasi = FormulirKonfirmasi(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid() and pastikan(request, konfirmasi):
        laksanakan(...)

and in the template, inside the same ``<form>``: ``{% for f in konfirmasi %}{{ k.kolom(f) }}{% endfor %}``
(the form has no field when nothing has to be asked), with ``{% include "akun/_konfirmasi_sso.html" %}`` for
whoever came by single sign-on: they may show at the provider who they are, and come back.
"""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.models import Authenticator
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from terukur.akun.kode import pakai_kode
from terukur.akun.rules import baru_dikonfirmasi, lewat_sso, sandi_sendiri
from terukur.antarmuka.formulir import Formulir


def perlu_konfirmasi(request: HttpRequest) -> bool:
    """Whether this session's last password or code is older than 15 minutes."""
    catatan = get_authentication_records(request, request.user)
    return not baru_dikonfirmasi(catatan, pada=request.diterima_pada)  # type: ignore[attr-defined]


class FormulirKonfirmasi(Formulir):
    """One field, ``sandi``: the password, or the six digits where a second factor is active."""

    sandi = forms.CharField(
        label="Kata sandi Anda",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, data: Any = None, *, request: HttpRequest) -> None:
        self.request = request
        self.perlu = perlu_konfirmasi(request)
        super().__init__(data)
        self.totp = (
            Authenticator.objects.filter(user_id=request.user.pk, type=Authenticator.Type.TOTP)
            .order_by("pk")
            .first()
            if self.perlu
            else None
        )
        self.sso = (
            settings.TERUKUR_OIDC_NAMA
            if settings.TERUKUR_OIDC_ALAMAT
            and self.perlu
            and lewat_sso(get_authentication_records(request, request.user))
            else ""
        )
        self.bersandi = sandi_sendiri(request.user)  # type: ignore[arg-type]
        if not self.perlu or (self.sso and not (self.totp or self.bersandi)):
            del self.fields["sandi"]
            return
        kolom = self.fields["sandi"]
        kolom.help_text = "Diminta sekali lagi sebelum menandatangani; berlaku 15 menit."
        if self.totp:
            kolom.label = (
                "Kata sandi, atau kode 6 angka dari aplikasi autentikator"
                if self.bersandi
                else "Kode 6 angka dari aplikasi autentikator"
            )

    def clean(self) -> dict[str, Any]:
        if self.perlu and not self.fields:
            raise ValidationError(
                f"Konfirmasikan dulu lewat {self.sso}; belum ada yang ditandatangani.", code="perlu_sso"
            )
        return super().clean() or {}

    def clean_sandi(self) -> str:
        isi = str(self.cleaned_data["sandi"])
        if self.totp and len(isi) == 6 and isi.isascii() and isi.isdigit():
            lega = check_rate_limit(self.request.user)
            if not self.totp.wrap().validate_code(isi):
                raise get_adapter().validation_error("incorrect_code")
            pakai_kode(self.request.user, isi)  # type: ignore[arg-type]
            lega()
            self.cara = "mfa"
        elif get_adapter().reauthenticate(self.request.user, isi):
            self.cara = "password"
        else:
            raise ValidationError(
                "Kata sandi tidak cocok, jadi belum ada yang ditandatangani. "
                "Periksa huruf besar dan kecilnya.",
                code="incorrect_password",
            )
        return isi


def pastikan(request: HttpRequest, formulir: FormulirKonfirmasi) -> bool:
    """True when nothing had to be asked or the answer is right; then it counts for 15 minutes.

    False leaves the reason on ``formulir`` for the page to show.
    """
    if not formulir.perlu:
        return True
    if not formulir.is_valid():
        return False
    record_authentication(request, request.user, method=formulir.cara, reauthenticated=True)
    return True
