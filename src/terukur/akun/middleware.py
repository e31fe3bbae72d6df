"""The reader's roles at the instant of the request, the duties of a login, and its end."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils import timezone

from terukur.akun.akses import susun_akses
from terukur.akun.rules import SELA_CATAT, lewat_sso, sesi_berakhir, wajib_totp
from terukur.antarmuka.galat import halaman_galat
from terukur.jejak.keamanan import catat_keamanan

GetResponse = Callable[[HttpRequest], HttpResponse]


SEJAK, TERAKHIR = "akun_sejak", "akun_terakhir"


def tandai_awal_sesi(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    """At every login (Django's ``user_logged_in``): from now on the session's time runs."""
    pada: dt.datetime = getattr(request, "diterima_pada", None) or timezone.now()
    request.session[SEJAK] = request.session[TERAKHIR] = pada.timestamp()


BERPOTONG = frozenset({"berkas:unggahan"})


class BatasSesiMiddleware:
    """Ends a session that was left alone, or that is older than a working day.

    Django's cookie age alone would let every change of the session begin it anew. What was typed
    is no loss: the draft waits in the browser.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.session.session_key and request.user.is_authenticated:
            pada: dt.datetime = request.diterima_pada  # type: ignore[attr-defined]
            terakhir = request.session.get(TERAKHIR, 0.0)
            if sesi_berakhir(sejak=request.session.get(SEJAK, 0.0), terakhir=terakhir, pada=pada):
                logout(request)
            elif pada.timestamp() - terakhir >= SELA_CATAT.total_seconds():
                request.session[TERAKHIR] = pada.timestamp()
        return self.get_response(request)


class BatasLajuMiddleware:
    """One account asks no more than a person can: a runaway script never takes the server from an office.

    Counted per account, never per address, and by each process for itself, so it costs no query: the
    true limit is that of the setting times the processes. Pieces of an upload have limits of their own.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.menit = 0
        self.hitungan: Counter[str] = Counter()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        batas: int = settings.TERUKUR_PERMINTAAN_PER_MENIT
        cocok = request.resolver_match
        if not batas or cocok is None or cocok.view_name in BERPOTONG or not request.user.is_authenticated:
            return None
        menit = int(request.diterima_pada.timestamp() // 60)  # type: ignore[attr-defined]
        if menit != self.menit:
            self.menit, self.hitungan = menit, Counter()
        kunci = str(request.user.pk)
        self.hitungan[kunci] += 1
        if self.hitungan[kunci] <= batas:
            return None
        if self.hitungan[kunci] == batas + 1:
            catat_keamanan("laju.terlampaui", pengguna=kunci, halaman=cocok.view_name)
        jawaban = halaman_galat(
            request, 429, pesan="Akun ini mengirim terlalu banyak permintaan dalam satu menit."
        )
        jawaban.headers["Retry-After"] = "60"
        return jawaban


class AksesPenggunaMiddleware:
    """Gives each logged-in user the roles of the instant at which the request was received."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        if request.user.is_authenticated:
            request.user.akses = susun_akses(request.user, pada=request.diterima_pada)  # type: ignore[attr-defined]


SELALU_TERBUKA = frozenset(
    {
        "account_logout",
        "account_change_password",
        "account_reauthenticate",
        "mfa_reauthenticate",
        "sso_konfirmasi",
        "mfa_activate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
    }
)
"""Pages through which a duty of the login is met; they stay open while it is unmet."""


class KewajibanAkunMiddleware:
    """First the one-time password is changed, then the compulsory second factor is set up.

    Whoever came by single sign-on may never have been told the one-time password: it opens nothing but
    the page to change it, so it can wait. The second factor stays compulsory, unless the provider stated
    one that this server trusts.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        pengguna = request.user
        if not pengguna.is_authenticated or getattr(view, "publik", False) or hasattr(view, "bertoken"):
            return None
        if request.resolver_match is not None and request.resolver_match.url_name in SELALU_TERBUKA:
            return None
        catatan = get_authentication_records(request, pengguna)
        if pengguna.wajib_ganti_sandi and not lewat_sso(catatan):
            return redirect("account_change_password")
        if wajib_totp(pengguna.akses, mode_latihan=settings.MODE_LATIHAN) and not self._dua_langkah(
            pengguna, catatan
        ):
            return redirect("mfa_activate_totp")
        return None

    def _dua_langkah(self, pengguna: Any, catatan: list[dict[str, Any]]) -> bool:
        """Whether a second factor exists; a session that logged in with one needs no query."""
        return any(c.get("method") == "mfa" for c in catatan) or is_mfa_enabled(pengguna)


class SesiHabisMiddleware:
    """Where a form meets an ended session: back to the page of the form, whose draft is restored.

    A redirect to login after a POST would return to an address that only takes POST; and inside
    a region swapped by htmx the login page would appear in the middle of another page.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        jawaban = self.get_response(request)
        masuk = resolve_url(settings.LOGIN_URL)
        htmx = request.headers.get("HX-Request") == "true"
        if jawaban.status_code != 302 or not (htmx or request.method == "POST"):
            return jawaban
        if urlsplit(jawaban.headers.get("Location", "")).path != masuk or request.path == masuk:
            return jawaban
        if request.user.is_authenticated:
            return jawaban
        asal = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer", ""))
        kembali = asal.path if asal.netloc == request.get_host() else "/beranda/"
        if asal.netloc == request.get_host() and asal.query:
            kembali += f"?{asal.query}"
        tujuan = f"{masuk}?{urlencode({'next': kembali, 'sesi': 'habis'})}"
        if htmx:
            return HttpResponse(status=204, headers={"HX-Redirect": tujuan})
        return redirect(tujuan)
