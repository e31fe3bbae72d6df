"""What a token is and may read; how a webhook is signed, and which addresses it may have."""

import datetime as dt
import hashlib
import hmac
import ipaddress
import secrets
from collections.abc import Iterable
from uuid import UUID

from django.utils.crypto import salted_hmac

from terukur.akun.akses import Akses
from terukur.inti.izin import Izin

AWALAN = "trk_"
PANJANG_AWALAN = 10
"""So many characters of a token stay readable, to tell one from another."""
UMUR_TERLAMA = dt.timedelta(days=366)


def token_baru() -> str:
    """256 bits of chance: guessing is hopeless, so a plain SHA-256 is enough to store it."""
    return f"{AWALAN}{secrets.token_urlsafe(32)}"


def sidik_token(teks: str) -> str:
    return hashlib.sha256(teks.encode("utf-8", "replace")).hexdigest()


class AksesToken(Akses):
    """The maker's access of the moment, cut down to these permissions and OPD (None: all); never wider."""

    def __init__(self, pembuat: Akses, *, izin: frozenset[Izin], opd: frozenset[UUID] | None) -> None:
        self.peran = ()  # whoever asks for a role finds none
        self._pembuat, self._izin, self._opd = pembuat, izin, opd

    def cakupan(self, izin: Izin) -> frozenset[UUID] | None:
        if izin not in self._izin:
            return frozenset()
        milik = self._pembuat.cakupan(izin)
        if self._opd is None:
            return milik
        return self._opd if milik is None else self._opd & milik

    def boleh(self, izin: Izin, opd_id: UUID | None = None) -> bool:
        cakupan = self.cakupan(izin)
        if cakupan is None:
            return True
        return bool(cakupan) if opd_id is None else opd_id in cakupan


# ---- webhooks ----

IP = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def rahasia_webhook(webhook_id: UUID) -> str:
    """The secret shared with the receiver, out of the server's key: the database holds nothing of it."""
    return salted_hmac("terukur.api.webhook", str(webhook_id), algorithm="sha256").hexdigest()


def tanda_tangan(rahasia: str, waktu: int, isi: bytes) -> str:
    """``sha256=`` and the HMAC of ``<seconds>.<body>``: with the time, so that nothing old is replayed."""
    return f"sha256={hmac.new(rahasia.encode(), f'{waktu}.'.encode() + isi, hashlib.sha256).hexdigest()}"


def boleh_dihubungi(ip: IP, jaringan: Iterable[str], *, aman: bool) -> bool:
    """Public addresses by TLS (``aman``), and the networks that the operator named, by either.

    So that nobody who may type an address makes the server knock at what only it can reach: itself, the
    database, the office's devices, the cloud's metadata.
    """
    if isinstance(ip, ipaddress.IPv6Address):
        dalam = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None
        ip = ip.ipv4_mapped or ip.sixtofour or dalam or ip
    if any(ip in ipaddress.ip_network(j) for j in jaringan):
        return True
    return aman and ip.is_global and not ip.is_multicast
