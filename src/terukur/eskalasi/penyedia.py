"""Where a cause comes from: upper rooms register it here, so that this room knows none of them."""

import datetime as dt
from collections.abc import Sequence
from typing import Protocol
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from terukur.akun.models import Pengguna
from terukur.eskalasi.rules.sebab import Sebab
from terukur.inti.registri import Registri


class PenyediaSebab(Protocol):
    def __call__(
        self, kode: str, opd_ids: Sequence[UUID], *, diketahui: dt.datetime, untuk: Pengguna
    ) -> Sebab | None:
        """The cause that ``kode`` names, about these OPD, as known at ``diketahui``.

        None where it does not hold then, or not for this reader. Asked again when the paper is issued, so
        that what is frozen was computed by the room itself and never came out of a form.
        """
        ...


daftar_penyedia_sebab: Registri[PenyediaSebab] = Registri("penyedia sebab")
"""Key: the first part of ``?sebab=<penyedia>:<kode>``."""


def cari_sebab(
    teks: str, opd_ids: Sequence[UUID], *, diketahui: dt.datetime, untuk: Pengguna
) -> Sebab | None:
    """The cause that an address names; None for any text that names none."""
    nama, _, kode = teks.partition(":")
    if nama not in daftar_penyedia_sebab or not opd_ids:
        return None
    return daftar_penyedia_sebab.ambil(nama)(kode, opd_ids, diketahui=diketahui, untuk=untuk)


def alamat_terbit(nama: str, opd_ids: Sequence[UUID], *, sebab: str, diketahui: dt.datetime) -> str:
    """The address that opens ``terbitkan`` or ``beri`` (a disposisi) with this cause."""
    isi = [("opd", str(i)) for i in opd_ids] + [("sebab", sebab), ("diketahui", diketahui.isoformat())]
    return f"{reverse(f'eskalasi:{nama}')}?{urlencode(isi)}"
