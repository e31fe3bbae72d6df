"""Who else may read a file: rooms that attach files say so here."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from terukur.inti.registri import Registri

if TYPE_CHECKING:
    from terukur.akun.models import Pengguna
    from terukur.berkas.models import Berkas

IzinBaca = Callable[["Pengguna", "Berkas"], bool]
izin_baca: Registri[IzinBaca] = Registri("izin baca berkas")
"""``(pengguna, berkas) -> bool``; one True is enough. Registered in ``AppConfig.ready``."""
