"""``terukur routes``: every address, its methods, and who may open it."""

import argparse
import inspect
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.urls import URLPattern, URLResolver

    from terukur.cli.parser import Anak

SEMUA_METODE = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


@dataclass(frozen=True, slots=True)
class Rute:
    """One address. ``izin``: any one of these opens it; ``token``: a program's token must cover it.

    None of ``izin``, ``token`` and ``publik``: 403 for all.
    """

    path: str
    nama: str
    methods: tuple[str, ...]
    izin: tuple[str, ...]
    publik: bool
    parameter: tuple[str, ...]
    token: tuple[str, ...] = ()

    @property
    def pembuka(self) -> str:
        """What opens it, in one line."""
        token = [f"token: {i}" for i in self.token]
        return "publik" if self.publik else " | ".join([*self.izin, *token])

    def json(self) -> dict[str, Any]:
        """``path``, ``name``, ``methods`` and one of ``izin``, ``token`` and ``publik: true``."""
        isi: dict[str, Any] = {"path": self.path, "name": self.nama, "methods": list(self.methods)}
        if self.token:
            return isi | {"token": list(self.token)}
        return isi | ({"publik": True} if self.publik else {"izin": list(self.izin)})


def daftarkan(anak: "Anak") -> None:
    pengurai = anak.add_parser(
        "routes",
        help="daftar semua alamat beserta izinnya",
        description="Menampilkan semua alamat (termasuk milik allauth), metode yang diterima, dan izin yang "
        "membukanya. Tidak memerlukan basis data.",
    )
    pengurai.add_argument("--json", action="store_true", help="keluarkan sebagai JSON")
    pengurai.set_defaults(jalankan=jalankan)


def jalankan(opsi: argparse.Namespace) -> int:
    import django

    django.setup()
    rute = semua_rute()
    if opsi.json:
        print(json.dumps([r.json() for r in rute], ensure_ascii=False, indent=1))
    else:
        for r in rute:
            print(f"{r.path:70} {','.join(r.methods):20} {r.pembuka}")
    return 0


def semua_rute() -> list[Rute]:
    """Every route of the root URLconf, in the order in which addresses are tried."""
    from django.urls import get_resolver

    return list(_telusuri(get_resolver().url_patterns, "/", ""))


def _telusuri(pola: "list[URLPattern | URLResolver]", awalan: str, ruang: str) -> Iterator[Rute]:
    from django.urls import URLPattern

    from terukur.inti.izin import deklarasi

    for p in pola:
        jalur = awalan + str(p.pattern)
        if isinstance(p, URLPattern):
            publik, izin = deklarasi(p.callback)
            yield Rute(
                path=jalur,
                nama=f"{ruang}{p.name or ''}",
                methods=metode(p.callback),
                izin=tuple(str(i) for i in izin),
                publik=publik,
                parameter=tuple(p.pattern.converters) or tuple(p.pattern.regex.groupindex),
                token=tuple(str(i) for i in getattr(p.callback, "bertoken", ())),
            )
        else:
            anak = f"{ruang}{p.namespace}:" if p.namespace else ruang
            yield from _telusuri(p.url_patterns, jalur, anak)


def metode(view: Callable[..., Any]) -> tuple[str, ...]:
    """The methods a view answers: a class's handlers, or the list given to ``require_http_methods``.

    A function without that decorator answers all of them.
    """
    kelas = getattr(view, "view_class", None)
    lapis: Callable[..., Any] | None = view
    while lapis is not None:
        if inspect.isfunction(lapis):
            daftar = inspect.getclosurevars(lapis).nonlocals.get("request_method_list")
            if daftar is not None:
                return tuple(daftar)
        lapis = getattr(lapis, "__wrapped__", None)
    if kelas is None:
        return SEMUA_METODE
    punya = [m for m in kelas.http_method_names if hasattr(kelas, m)]
    if "get" in punya and "head" not in punya:
        punya.append("head")
    return tuple(m.upper() for m in punya)
