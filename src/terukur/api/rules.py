"""What a token is, and what it may read."""

import datetime as dt
import hashlib
import secrets
from uuid import UUID

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
