"""The menus: rooms register their entries in ``AppConfig.ready``; this room knows none of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from terukur.inti.izin import Izin
from terukur.inti.registri import Registri


@dataclass(frozen=True, slots=True)
class Menu:
    """One entry. ``izin``: any one of them shows it (empty: everybody who is logged in).

    ``nama_url`` is a url name without arguments; ``urutan`` sorts, small first. ``awalan`` is
    the path under which the entry counts as the present one (empty: the entry's own address).
    ``bagian``: of a tab, the part of the site in whose tab bar it stands; ``kelompok``: the tabs it
    stands with when there are many.
    """

    label: str
    nama_url: str
    izin: tuple[Izin, ...] = ()
    urutan: int = 50
    awalan: str = ""
    bagian: str = ""
    kelompok: str = ""


@dataclass(frozen=True, slots=True)
class ButirMenu:
    """An entry as the page prints it."""

    label: str
    alamat: str
    aktif: bool
    kelompok: str = ""


@dataclass(frozen=True, slots=True)
class Lonceng:
    """The counter of unread messages: where it leads and how it counts for a user."""

    nama_url: str
    hitung: Callable[[Any], int]


daftar_menu: Registri[Menu] = Registri("menu utama")
daftar_menu_akun: Registri[Menu] = Registri("menu akun")
daftar_menu_publik: Registri[Menu] = Registri("menu publik")
daftar_tab: Registri[Menu] = Registri("tab")
"""Lists that belong together, whichever rooms they are of; each names its ``bagian``."""
daftar_lonceng: Registri[Lonceng] = Registri("lonceng")
"""Filled by pesan with one entry; a second one would stand beside it."""


def susun_tab(request: HttpRequest, bagian: str) -> list[list[ButirMenu]]:
    """The tab bars of a part of the site: of many tabs first their groups, then the present group."""
    butir = susun_menu(request, [(k, m) for k, m in daftar_tab if m.bagian == bagian])
    kelompok: dict[str, list[ButirMenu]] = {}
    for b in butir:
        kelompok.setdefault(b.kelompok or b.label, []).append(b)
    if len(kelompok) in (1, len(butir)):
        baris = [butir]
    else:
        atas = [ButirMenu(n, isi[0].alamat, any(b.aktif for b in isi)) for n, isi in kelompok.items()]
        baris = [atas, *(isi for isi in kelompok.values() if any(b.aktif for b in isi))]
    return [b for b in baris if len(b) > 1]


def susun_menu(request: HttpRequest, registri: Iterable[tuple[str, Menu]]) -> list[ButirMenu]:
    """The entries this reader may open, in order; the one whose address is longest is current."""
    pengguna = getattr(request, "user", None)
    akses = getattr(pengguna, "akses", None)
    boleh = [
        menu
        for _, menu in registri
        if not menu.izin or (akses is not None and any(akses.boleh(kode) for kode in menu.izin))
    ]
    boleh.sort(key=lambda m: (m.urutan, m.label))
    alamat = [reverse(m.nama_url) for m in boleh]
    cocok = [
        (len(m.awalan or a), i)
        for i, (m, a) in enumerate(zip(boleh, alamat, strict=True))
        if request.path == a or ((m.awalan or a) != "/" and request.path.startswith(m.awalan or a))
    ]
    aktif = max(cocok)[1] if cocok else -1
    return [
        ButirMenu(m.label, a, i == aktif, m.kelompok)
        for i, (m, a) in enumerate(zip(boleh, alamat, strict=True))
    ]
