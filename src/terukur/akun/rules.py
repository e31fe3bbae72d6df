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

POLA_NAMA = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}")


def wajib_totp(akses: Akses, *, mode_latihan: bool) -> bool:
    """A second factor is compulsory for some roles, but never in trial mode."""
    return not mode_latihan and any(DAFTAR_PERAN[p.peran].wajib_totp for p in akses.peran)


def baru_dikonfirmasi(catatan: Iterable[Mapping[str, Any]], *, pada: dt.datetime) -> bool:
    """Whether one of the session's authentications (``at``: epoch seconds) is recent enough."""
    batas = (pada - MASA_KONFIRMASI).timestamp()
    return any(float(c["at"]) >= batas for c in catatan if "at" in c)


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
