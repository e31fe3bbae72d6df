"""How allauth behaves here: limits per account, Indonesian sentences, secrets encrypted, no mail."""

import base64
import datetime as dt
import hashlib
import logging
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from terukur.akun import actions, sso
from terukur.akun.queries import cari_pengguna
from terukur.akun.rules import kunci_hitungan, lewat_sso, sandi_sendiri, wajib_totp
from terukur.inti.waktu import tulis_jam
from terukur.jejak.keamanan import catat_keamanan, nama_samaran

PESAN = {
    "account/messages/password_changed.txt": "Kata sandi Anda sudah diganti.",
    "account/messages/password_set.txt": "Kata sandi Anda sudah dibuat.",
    "account/messages/logged_out.txt": "Anda sudah keluar.",
    "mfa/messages/totp_activated.txt": "Verifikasi dua langkah aktif. Simpan kode pemulihan Anda.",
    "mfa/messages/totp_deactivated.txt": "Verifikasi dua langkah dimatikan.",
    "mfa/messages/recovery_codes_generated.txt": "Kode pemulihan baru dibuat; yang lama tidak berlaku lagi.",
    "usersessions/messages/sessions_logged_out.txt": "Semua sesi lain sudah diakhiri.",
}
"""allauth's flash messages by template name; those not listed are not shown."""


class AdapterAkun(DefaultAccountAdapter):
    """Login by NIP or user name; five failures lock the account, never the office's address."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "Akun ini tidak aktif. Hubungi admin OPD Anda.",
        "enter_current_password": "Kata sandi saat ini tidak cocok. Periksa huruf besar dan kecilnya.",
        "incorrect_password": "Kata sandi tidak cocok. Periksa huruf besar dan kecilnya.",
        "incorrect_code": "Kode tidak cocok. Pakai kode 6 angka yang sedang tampil di aplikasi autentikator.",
        "username_password_mismatch": (
            "NIP atau nama pengguna dan kata sandi tidak cocok. Periksa keduanya, "
            "atau minta admin OPD Anda mengatur ulang kata sandi."
        ),
        "rate_limited": "Terlalu banyak percobaan untuk akun ini. Coba lagi setelah 5 menit.",
        "too_many_login_attempts": (
            "Terlalu banyak percobaan yang gagal untuk akun ini. Coba lagi setelah 5 menit, "
            "atau minta admin OPD Anda mengatur ulang kata sandi."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        try:
            return str(super().get_client_ip(request))
        except PermissionDenied:  # a server behind a socket knows no address
            return "0.0.0.0"  # noqa: S104

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("akun:saya")

    # -- lockout per account --

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """One counter per account, whether one types the NIP or the name."""
        nama = str(credentials.get("username", "")).strip()
        pengguna = cari_pengguna(nama)
        return kunci_hitungan(pengguna) if pengguna else f"nama:{nama.lower()}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse a locked account; count the attempt as running, which a failure makes a failed one.

        Counting it as failed from the start, as allauth does, locks an innocent account when the
        server is killed while it checks. Not counting it would let many be tried at once.
        """
        kunci = self._get_login_attempts_cache_key(request, **credentials)
        # allauth takes this one back when the password is right.
        self._login_failed_rl_usage = ratelimit.consume(
            request, app="allauth.account", action="login_berjalan", key=kunci
        )
        if sampai := self._terkunci_sampai(request, kunci):
            self._rollback_login_failed_rl_usage()
            catat_keamanan("masuk.terkunci", **self._asal(request, credentials))
            raise ValidationError(
                f"Terlalu banyak percobaan yang gagal; akun ini terkunci sampai pukul "
                f"{tulis_jam(sampai, timezone.get_default_timezone())}. "
                "Coba lagi sesudah itu, atau minta admin OPD Anda mengatur ulang kata sandi.",
                code="too_many_login_attempts",
            )
        if not self._login_failed_rl_usage:
            catat_keamanan("masuk.serentak", **self._asal(request, credentials))
            raise ValidationError(
                "Beberapa percobaan masuk ke akun ini masih diperiksa. Coba lagi setengah menit lagi.",
                code="too_many_login_attempts",
            )

    def _terkunci_sampai(self, request: HttpRequest, kunci: str) -> dt.datetime | None:
        kini = time.time()
        for rate in ratelimit.get_rates(app="allauth.account", action="login_failed"):
            nama = ratelimit.get_cache_key(
                request, app="allauth.account", action="login_failed", rate=rate, key=kunci
            )
            gagal = sorted(t for t in cache.get(nama, ()) if t > kini - rate.duration)
            if len(gagal) >= rate.amount:
                # Rounded up to the minute that is shown, so that the promise is kept.
                return dt.datetime.fromtimestamp(gagal[-rate.amount] + rate.duration + 59, tz=dt.UTC)
        return None

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        kunci = self._get_login_attempts_cache_key(request, **credentials)
        if ratelimit.consume(request, app="allauth.account", action="login_failed", key=kunci):
            self._rollback_login_failed_rl_usage()
        # else the failure could not be written down: as a running attempt it still counts for a while
        catat_keamanan("masuk.gagal", **self._asal(request, credentials))

    def get_login_stages(self) -> list[str]:
        tahap = "allauth.mfa.stages.AuthenticateStage"
        return ["terukur.akun.sso.TahapKode" if t == tahap else t for t in super().get_login_stages()]

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> Any:
        """Takes the provider's word out of what allauth would keep in the session while a code is asked."""
        if masuk := (kwargs.get("signal_kwargs") or {}).pop("sociallogin", None):
            sso.catat_cara(request, user, masuk.klaim)
        return super().pre_login(request, user, **kwargs)

    def login(self, request: HttpRequest, user: Any) -> None:
        sso.tautkan(request, user)
        super().login(request, user)

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> Any:
        catatan = get_authentication_records(request, user)
        cara = "+".join(str(c.get("method")) for c in catatan)
        catat_keamanan(
            "masuk.berhasil",
            tingkat=logging.INFO,
            pengguna=user.pk,
            cara=cara,
            alamat=self.get_client_ip(request),
        )
        # What was given this minute allauth need not ask for again on the next page.
        if not lewat_sso(catatan):
            record_authentication(request, user, method="password", reauthenticated=True)
        elif any(c.get("method") == "mfa" and c.get("type") != sso.PENYEDIA for c in catatan):
            record_authentication(request, user, method="mfa", reauthenticated=True)
        return super().post_login(request, user, **kwargs)

    def _asal(self, request: HttpRequest, isian: dict[str, Any]) -> dict[str, Any]:
        return {"akun": nama_samaran(isian.get("username", "")), "alamat": self.get_client_ip(request)}

    # -- passwords and messages --

    def set_password(self, user: Any, password: str) -> None:
        """A user's own change, journalled."""
        actions.ganti_sandi(
            pengguna=user,
            sandi=password,
            oleh=self.request.user.pelaku(),
            pada=self.request.diterima_pada,
        )

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        teks = message or PESAN.get(message_template or "")
        if message_template == "account/messages/logged_out.txt" and lewat_sso(
            get_authentication_records(request, request.user)
        ):
            teks = (
                f"Anda sudah keluar dari Terukur. Sesi Anda di {settings.TERUKUR_OIDC_NAMA} masih terbuka: "
                "di komputer bersama, keluarlah di sana juga."
            )
        if teks:
            messages.add_message(request, messages.SUCCESS, teks, extra_tags=extra_tags)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        uraian = {
            "reauthenticate": "Pakai kata sandi",
            "mfa_reauthenticate": "Pakai kode dari aplikasi autentikator",
        }
        cara: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        if sso.aktif() and lewat_sso(get_authentication_records(self.request, user)):
            if not sandi_sendiri(user):
                cara = [c for c in cara if c["id"] != "reauthenticate"]
            uraian["sso"] = f"Pakai {settings.TERUKUR_OIDC_NAMA}"
            cara.append({"id": "sso", "description": "", "url": reverse("akun:sso_konfirmasi")})
        return [{**c, "description": uraian.get(c["id"], c["description"])} for c in cara]

    def reauthenticate(self, user: Any, password: str) -> bool:
        """A one-time password, which an admin knows too, confirms nothing."""
        return sandi_sendiri(user) and bool(super().reauthenticate(user, password))


def _fernet() -> Fernet:
    kunci = hashlib.blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=b"terukur-totp")
    return Fernet(base64.urlsafe_b64encode(kunci.digest()))


class AdapterDuaLangkah(DefaultMFAAdapter):
    """TOTP secrets and recovery seeds rest encrypted under the server's secret key."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": (
            "Verifikasi dua langkah wajib untuk peran Anda, jadi tidak dapat dimatikan."
        ),
        "cannot_generate_recovery_codes": "Aktifkan dulu verifikasi dua langkah, lalu buat kode pemulihan.",
        "incorrect_code": AdapterAkun.error_messages["incorrect_code"],
    }

    def get_totp_label(self, user: Any) -> str:
        return str(user.nama_pengguna)

    def get_totp_issuer(self) -> str:
        return f"Terukur {settings.TERUKUR_PEMDA}"

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        return not wajib_totp(self.request.user.akses, mode_latihan=settings.MODE_LATIHAN)

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """No mail: the journal and the session list tell the user."""
