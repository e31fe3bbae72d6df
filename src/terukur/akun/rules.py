"""Pure decisions about accounts."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any

from terukur.akun.akses import Akses
from terukur.akun.models import Pengguna
from terukur.akun.peran import DAFTAR_PERAN

MASA_KONFIRMASI = dt.timedelta(minutes=15)
"""How long a given password or code counts for signing (ARSITEKTUR, Growing past one machine)."""

MASA_DIAM = dt.timedelta(hours=2)
"""A session that nobody used for so long ends: a shared PC left open over the break."""
MASA_SESI = dt.timedelta(hours=12)
"""A session ends this long after the login however much it is used: one working day."""
SELA_CATAT = dt.timedelta(minutes=5)
"""How often at most the use of a session is written down."""

CARA_SSO = "socialaccount"
"""How allauth records that a session came by single sign-on."""
LONGGAR_JAM = dt.timedelta(minutes=1)
"""By how much the provider's clock may differ from ours."""

POLA_NAMA = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}")


def wajib_totp(akses: Akses, *, mode_latihan: bool) -> bool:
    """A second factor is compulsory for some roles, but never in trial mode."""
    return not mode_latihan and any(DAFTAR_PERAN[p.peran].wajib_totp for p in akses.peran)


def baru_dikonfirmasi(catatan: Iterable[Mapping[str, Any]], *, pada: dt.datetime) -> bool:
    """Whether one of the session's authentications (``at``: epoch seconds) is recent enough.

    To have come by single sign-on is none: the provider's session may be hours old. What counts is
    the instant at which the provider says it asked the person (recorded apart, as ``sso``).
    """
    batas = (pada - MASA_KONFIRMASI).timestamp()
    return any(float(c["at"]) >= batas for c in catatan if "at" in c and c.get("method") != CARA_SSO)


def lewat_sso(catatan: Iterable[Mapping[str, Any]]) -> bool:
    """Whether the session was begun by single sign-on."""
    return any(c.get("method") == CARA_SSO for c in catatan)


def sandi_sendiri(pengguna: Pengguna) -> bool:
    """Whether there is a password that only this person knows: none that an admin set, to be changed."""
    return pengguna.has_usable_password() and not pengguna.wajib_ganti_sandi


def dua_langkah_sso(klaim: Mapping[str, Any], *, dipercaya: Iterable[str]) -> bool:
    """Whether the provider states (``amr``, ``acr``) a second factor that this server trusts."""
    amr = klaim.get("amr")
    ujar = {str(a) for a in amr} if isinstance(amr, list) else set()
    return bool({*ujar, str(klaim.get("acr", ""))} & set(dipercaya))


def pengenal_sso(klaim: Mapping[str, Any], nama: str) -> str | None:
    """What the claim says; None when it is missing, no text, or not verified by the provider's own word."""
    nilai = klaim.get(nama)
    if not isinstance(nilai, str) or not nilai or klaim.get(f"{nama}_verified", True) is not True:
        return None
    return nilai


def sesi_berakhir(*, sejak: float, terakhir: float, pada: dt.datetime) -> bool:
    """Whether a session has ended; ``sejak`` its login, ``terakhir`` its last use, epoch seconds."""
    kini = pada.timestamp()
    return kini - sejak >= MASA_SESI.total_seconds() or kini - terakhir >= MASA_DIAM.total_seconds()


def kunci_hitungan(pengguna: Pengguna) -> str:
    """Under which the failed logins of an account are counted, whatever name was typed."""
    return f"akun:{pengguna.pk}"


def periksa_nama_pengguna(nama: str) -> str | None:
    """None if the login name is well formed, else the sentence that says how it should be."""
    if POLA_NAMA.fullmatch(nama):
        return None
    return (
        "Nama pengguna terdiri dari 3 sampai 60 huruf kecil, angka, titik, garis bawah atau "
        "tanda hubung. Contoh: operator.dinkes"
    )


def periksa_nip(nip: str) -> str | None:
    """None if empty or 18 digits; the meaning of the digits is organisasi's to check."""
    if not nip or (len(nip) == 18 and nip.isascii() and nip.isdigit()):
        return None
    return "NIP terdiri dari 18 angka tanpa spasi."
