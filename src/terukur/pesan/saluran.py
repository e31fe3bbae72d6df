"""The channels to the outside, as the operator configured them in ``TERUKUR_APPRISE``.

Each is an address of apprise with ``{email}`` where the recipient's address goes, e.g.
``mailtos://user:password@smtp.example.go.id?from=terukur@example.go.id&to={email}``. An address
without a place for the recipient would show everybody's messages to one reader: it is ignored,
and the system check says so.
"""

import re
from typing import Any
from urllib.parse import quote

import apprise
from django.conf import settings
from django.core.checks import CheckMessage, Warning, register

_TEMPAT = re.compile(r"\{(email)\}")


class GagalKirim(RuntimeError):
    """The service did not take the message; trying again later may help."""


def _nama(alamat: str) -> str:
    """The word by which a channel is known in the register: its scheme."""
    return alamat.split("://", 1)[0][:40]


def daftar_saluran() -> dict[str, str]:
    """{word: address template} of the usable channels; empty in trial mode."""
    if settings.MODE_LATIHAN:
        return {}
    return {_nama(a): a for a in settings.TERUKUR_APPRISE if _TEMPAT.search(a)}


def antar(saluran: str, *, email: str, judul: str, isi: str, tautan: str) -> None:
    """Hand one message to the outside service. Raises ``GagalKirim`` when it was not taken."""
    templat = daftar_saluran().get(saluran)
    if templat is None:
        raise GagalKirim("Saluran ini tidak lagi dibuka dalam pengaturan.")
    pengirim = apprise.Apprise()
    if not pengirim.add(_TEMPAT.sub(lambda _: quote(email, safe=""), templat)):
        raise GagalKirim("Alamat saluran dalam pengaturan tidak dikenal.")
    teks = isi if not tautan else f"{isi}\n\n{settings.TERUKUR_ALAMAT.rstrip('/')}{tautan}"
    if not pengirim.notify(body=teks, title=f"[Terukur] {judul}"):
        raise GagalKirim("Layanan pengirim menolak atau tidak terjangkau.")


@register()
def periksa_saluran(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Name channels that cannot be used."""
    return [
        Warning(
            f"TERUKUR_APPRISE: saluran {_nama(a)} diabaikan karena tidak memuat {{email}}.",
            id="pesan.W001",
        )
        for a in settings.TERUKUR_APPRISE
        if not _TEMPAT.search(a)
    ]
