"""Single sign-on: allauth's OpenID Connect client, made stricter (ADR 0012).

The provider says who somebody is; who may enter is ours: nobody is registered here, nobody is found by
e-mail, and the first account of a person stays theirs.
"""

import hashlib
import logging
import secrets
import time
from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.account.adapter import get_adapter as get_adapter_akun
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import resume_request
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.deferred import jwt
from allauth.mfa.stages import AuthenticateStage
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base import AuthError, AuthProcess, ProviderException
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from requests import RequestException

from terukur.akun import actions, rules
from terukur.akun.akses import susun_akses
from terukur.akun.queries import cari_pengguna_persis, get_tautan_sso, periksa_tautan_sso
from terukur.antarmuka.galat import TeksGalat, halaman_galat
from terukur.inti.kesalahan import AturanDilanggar
from terukur.jejak.keamanan import catat_keamanan, nama_samaran

PENYEDIA, CALON = "sso", "akun_sso_calon"
ALGORITMA = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures with a key pair; never a shared secret, never none."""
MASA_PENEMUAN, MASA_PUTUS = 600, 30
"""Seconds for which the provider's addresses are kept, and for which one that is silent is left alone."""

SEBAB = {
    "batal": "Anda membatalkannya, atau penyedia menolaknya.",
    "putus": "Layanannya sedang tidak dapat dihubungi dari server ini.",
    "keadaan": "Percobaan ini sudah dipakai atau kedaluwarsa.",
    "tidak_sah": "Jawaban layanannya tidak dapat dipercaya, jadi ditolak.",
    "tanpa_pengenal": "Akun Anda di sana tidak memuat {pengenal} yang sudah diverifikasi.",
    "tidak_terdaftar": "Tidak ada pengguna Terukur dengan {pengenal} itu; akun tidak dibuat otomatis.",
    "bukan_anda": "Yang masuk di sana bukan akun yang ditautkan dengan Anda.",
    "tidak_segar": "Layanannya tidak menyatakan bahwa Anda baru saja memasukkan kata sandi di sana.",
}
LANGKAH = {
    "batal": "Coba lagi, atau masuk dengan kata sandi Terukur.",
    "putus": "Masuk dengan kata sandi Terukur, atau coba lagi beberapa menit lagi.",
    "keadaan": "Mulai lagi dari halaman masuk.",
    "tidak_sah": "Mulai lagi dari halaman masuk. Bila berulang, sampaikan jam kejadiannya kepada Diskominfo.",
    "bukan_anda": "Ulangi dengan akun Anda sendiri, atau pakai kata sandi atau kode Terukur.",
    "tidak_segar": "Pakai kata sandi Terukur atau kode dari aplikasi autentikator.",
}
LANGKAH_UMUM = "Hubungi admin OPD Anda; ia dapat memeriksa data akun Anda di Terukur."
PENGENAL = {"nip": "NIP", "nama_pengguna": "nama pengguna"}


def aktif() -> bool:
    return bool(settings.TERUKUR_OIDC_ALAMAT)


def tolak(request: HttpRequest, sebab: str, *, pesan: str = "", **rincian: Any) -> HttpResponse:
    """On record in the security log, and a page that says why and what to do."""
    catat_keamanan("masuk.sso_ditolak", sebab=sebab, alamat=_alamat(request), **rincian)
    pengenal = PENGENAL[settings.TERUKUR_OIDC_KLAIM_BERISI]
    teks = TeksGalat(
        f"Masuk lewat {settings.TERUKUR_OIDC_NAMA} tidak berhasil",
        pesan or SEBAB[sebab].format(pengenal=pengenal),
        LANGKAH.get(sebab, LANGKAH_UMUM),
    )
    return halaman_galat(request, 403, teks=teks)


def _alamat(request: HttpRequest) -> str:
    return str(get_adapter_akun(request).get_client_ip(request))


class KlienSSO(OpenIDConnectOAuth2Adapter):
    """Where the provider is, and whether what it answers is its own word, for us, about this attempt."""

    @property
    def openid_config(self) -> dict[str, Any]:
        """The provider's addresses. When it does not answer, nobody waits for it again for half a minute:
        each waiting request would hold a worker."""
        kunci = f"akun.sso.{hashlib.sha256(settings.TERUKUR_OIDC_ALAMAT.encode()).hexdigest()[:32]}"
        ada: Any = cache.get(kunci)
        if ada is None:
            try:
                ada = super().openid_config
            except (RequestException, ValueError):
                ada = {}
            lengkap = isinstance(ada, dict) and all(
                _aman(ada.get(k)) for k in ("authorization_endpoint", "token_endpoint", "jwks_uri")
            )
            if not lengkap or str(ada.get("issuer", "")).rstrip("/") != settings.TERUKUR_OIDC_ALAMAT:
                ada = {}
            cache.set(kunci, ada, MASA_PENEMUAN if ada else MASA_PUTUS)
        if not ada:
            raise ProviderException("no usable configuration of the provider")
        return dict(ada)

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """The public address, whatever host the request named: the provider knows this one only."""
        return settings.TERUKUR_ALAMAT + reverse("akun:sso_balik")

    def complete_login(self, request: HttpRequest, app: SocialApp, token: Any, **kwargs: Any) -> Any:
        klaim = self._periksa_token(app, kwargs["response"].get("id_token"))
        if settings.TERUKUR_OIDC_KLAIM not in klaim and _aman(self.openid_config.get("userinfo_endpoint")):
            lain = self._fetch_user_info(token.token)
            if not isinstance(lain, dict) or lain.get("sub") != klaim["sub"]:
                raise OAuth2Error("userinfo speaks of somebody else")
            klaim = {**lain, **klaim}
        masuk = self.get_provider().sociallogin_from_response(request, klaim)
        masuk.klaim = klaim
        return masuk

    def _periksa_token(self, app: SocialApp, teks: Any) -> dict[str, Any]:
        """The claims of the ID token; signature, issuer, audience and times are checked in every case."""
        try:
            klaim: dict[str, Any] = jwt.decode(
                teks,
                self._kunci(jwt.get_unverified_header(teks).get("kid")),
                algorithms=list(ALGORITMA),
                issuer=self.openid_config["issuer"],
                audience=app.client_id,
                leeway=rules.LONGGAR_JAM,
                options={"require": ["iss", "sub", "aud", "exp", "iat", "nonce"]},
            )
        except (jwt.PyJWTError, KeyError, TypeError, ValueError) as galat:
            raise OAuth2Error("invalid id_token") from galat
        untuk = klaim["aud"] if isinstance(klaim["aud"], list) else [klaim["aud"]]
        if klaim.get("azp", app.client_id if len(untuk) == 1 else None) != app.client_id:
            raise OAuth2Error("id_token issued to another client")
        if not klaim["sub"] or len(klaim["sub"]) > 255:
            raise OAuth2Error("invalid subject")
        return klaim

    def _kunci(self, kid: str | None) -> Any:
        from allauth.socialaccount.adapter import get_adapter

        with get_adapter().get_requests_session() as sesi:
            jawaban = sesi.get(self.openid_config["jwks_uri"])
            jawaban.raise_for_status()
        kunci = [k for k in jwt.PyJWKSet.from_dict(jawaban.json()).keys if k.public_key_use in (None, "sig")]
        cocok = [k for k in kunci if kid is None or k.key_id == kid]
        if len(cocok) != 1:
            raise KeyError(kid)
        return cocok[0]


def _aman(alamat: Any) -> bool:
    """An address that may be asked: encrypted, or on this machine."""
    bagian = urlsplit(alamat) if isinstance(alamat, str) else urlsplit("")
    return bagian.scheme == "https" or (
        bagian.scheme == "http" and bagian.hostname in {"localhost", "127.0.0.1"}
    )


class PenyediaSSO(OpenIDConnectProvider):
    """The one provider. Of what it tells about a person nothing is kept but who it is."""

    oauth2_adapter_class = KlienSSO
    pkce_enabled_default = True

    def get_default_scope(self) -> list[str]:
        return ["openid", "profile"]

    def extract_uid(self, data: dict[str, Any]) -> str:
        return hashlib.sha256(f"{data['iss']}\0{data['sub']}".encode()).hexdigest()

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        return {}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        return {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        return []


class AdapterSSO(DefaultSocialAccountAdapter):
    """Who may enter by it."""

    def list_apps(self, request: Any, provider: Any = None, client_id: Any = None) -> list[SocialApp]:
        """From the environment only, never from the database."""
        if not aktif():
            return []
        return [
            SocialApp(
                provider="openid_connect",
                provider_id=PENYEDIA,
                name=settings.TERUKUR_OIDC_NAMA,
                client_id=settings.TERUKUR_OIDC_KLIEN,
                secret=settings.TERUKUR_OIDC_RAHASIA,
                settings={"server_url": settings.TERUKUR_OIDC_ALAMAT},
            )
        ]

    def get_provider(self, request: Any, provider: Any, client_id: Any = None) -> PenyediaSSO:
        return PenyediaSSO(request, app=self.get_app(request, provider, client_id))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def authenticate_by_email(self, login: Any) -> None:
        """Nobody is found by an e-mail address, which can pass to somebody else."""

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: Any) -> Any:
        return sociallogin.user

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        if error == AuthError.CANCELLED:
            sebab = "batal"
        elif isinstance(exception, RequestException):
            sebab = "putus"
        elif exception is None and "state_id" in (extra_context or {}):
            sebab = "keadaan"
        else:
            sebab = "tidak_sah"
        raise ImmediateHttpResponse(tolak(request, sebab, galat=type(exception).__name__))

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Everything the provider said holds; now: this attempt, whose account, may they enter."""
        klaim, keadaan = sociallogin.klaim, sociallogin.state
        if not constant_time_compare(str(klaim["nonce"]), str(keadaan.get("nonce", ""))):
            raise ImmediateHttpResponse(tolak(request, "tidak_sah", galat="nonce"))
        if keadaan.get("ulang"):
            raise ImmediateHttpResponse(_konfirmasi(request, klaim, keadaan))
        pengenal = rules.pengenal_sso(klaim, settings.TERUKUR_OIDC_KLAIM)
        if pengenal is None:
            raise ImmediateHttpResponse(tolak(request, "tanpa_pengenal"))
        akun = nama_samaran(pengenal)
        pengguna = cari_pengguna_persis(settings.TERUKUR_OIDC_KLAIM_BERISI, pengenal)
        if pengguna is None:
            raise ImmediateHttpResponse(tolak(request, "tidak_terdaftar", akun=akun))
        try:
            periksa_tautan_sso(pengguna, penerbit=klaim["iss"], subjek=klaim["sub"])
        except AturanDilanggar as galat:
            raise ImmediateHttpResponse(tolak(request, galat.kode, pesan=galat.pesan, akun=akun)) from None
        sociallogin.user = pengguna


def mulai(request: HttpRequest, *, tujuan: str, ulang: bool) -> str:
    """The provider's address for a new attempt, which this session remembers.

    ``ulang``: the person is logged in and shall show again who they are: the provider must ask.
    """
    from allauth.socialaccount.adapter import get_adapter

    nonce = secrets.token_urlsafe(24)
    parameter = {"nonce": nonce} | ({"prompt": "login", "max_age": "0"} if ulang else {})
    penyedia = get_adapter(request).get_provider(request, PENYEDIA)
    jawaban = penyedia.redirect(
        request,
        process=AuthProcess.LOGIN,
        next_url=tujuan,
        auth_params=parameter,
        nonce=nonce,
        ulang=str(request.user.pk) if ulang else "",
        mulai=time.time(),
    )
    return str(jawaban["Location"])


def _waktu_masuk(klaim: dict[str, Any]) -> float | None:
    """When the provider last asked the person, never later than now; None if it does not say."""
    waktu = klaim.get("auth_time")
    return min(float(waktu), time.time()) if isinstance(waktu, int) and waktu > 0 else None


def catat_cara(request: HttpRequest, pengguna: Any, klaim: dict[str, Any]) -> None:
    """What the provider's word is worth to this session, beside allauth's record that it came this way."""
    calon = {"pengguna": str(pengguna.pk), "penerbit": klaim["iss"], "subjek": klaim["sub"]}
    request.session[CALON] = calon
    waktu = _waktu_masuk(klaim)
    if waktu is not None:
        record_authentication(request, pengguna, method="sso", at=waktu, reauthenticated=True)
    if rules.dua_langkah_sso(klaim, dipercaya=settings.TERUKUR_OIDC_DUA_LANGKAH):
        record_authentication(request, pengguna, method="mfa", type=PENYEDIA, at=waktu or 0.0)


def tautkan(request: HttpRequest, pengguna: Any) -> None:
    """Links at the very end, when the second factor is passed too: who fails it takes nobody's place."""
    calon = request.session.pop(CALON, None)
    if not calon or calon.pop("pengguna") != str(pengguna.pk):
        return
    pada = request.diterima_pada  # type: ignore[attr-defined]
    pengguna.akses = susun_akses(pengguna, pada=pada)
    try:
        actions.tautkan_sso(pengguna=pengguna, **calon, oleh=pengguna.pelaku(), pada=pada)
    except AturanDilanggar as galat:
        raise ImmediateHttpResponse(tolak(request, galat.kode, pesan=galat.pesan)) from None


def _konfirmasi(request: HttpRequest, klaim: dict[str, Any], keadaan: dict[str, Any]) -> HttpResponse:
    """The logged-in person showed again who they are: as a password would, it counts for 15 minutes."""
    pengguna = request.user
    if not pengguna.is_authenticated or str(pengguna.pk) != keadaan["ulang"]:
        return tolak(request, "keadaan")
    tautan = get_tautan_sso(pengguna)
    if tautan is None or (tautan.penerbit, tautan.subjek) != (klaim["iss"], klaim["sub"]):
        return tolak(request, "bukan_anda", pengguna=pengguna.pk)
    waktu = _waktu_masuk(klaim)
    if waktu is None or waktu < keadaan["mulai"] - rules.LONGGAR_JAM.total_seconds():
        return tolak(request, "tidak_segar", pengguna=pengguna.pk)
    record_authentication(request, pengguna, method="sso", at=waktu, reauthenticated=True)
    catat_keamanan("konfirmasi.sso", tingkat=logging.INFO, pengguna=pengguna.pk, alamat=_alamat(request))
    tujuan = keadaan.get("next") or reverse("akun:saya")
    request.GET = QueryDict(urlencode({"next": tujuan}))  # where allauth looks for it
    return resume_request(request) or HttpResponseRedirect(tujuan)


class TahapKode(AuthenticateStage):
    """The code of the second factor, unless the provider stated one that this server trusts."""

    def _should_handle(self, request: HttpRequest) -> bool:
        from allauth.account.internal.flows.login import get_authentication_records

        catatan = get_authentication_records(request, self.login.user)
        if any(c.get("method") == "mfa" and c.get("type") == PENYEDIA for c in catatan):
            return False
        return bool(super()._should_handle(request))
