"""The sweep's world and the samples that each room gives for its routes.

A room offers ``src/terukur/<room>/tests/contoh_rute.py`` with ``contoh(dunia) -> dict[str, Contoh]``:
route name -> sample. Every route with a parameter in its address needs one.
"""

import importlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.test import Client

from terukur.akun.akses import susun_akses
from terukur.akun.models import Pengguna
from terukur.akun.peran import Peran
from terukur.cli.routes import Rute, semua_rute
from terukur.organisasi.models import OPD
from terukur.organisasi.tests.factories import AWAL_PADA, buat_opd, buat_pengguna

Parameter = Mapping[str, Any] | Callable[[Pengguna], Mapping[str, Any]]
SUMBER = Path(__file__).resolve().parent.parent / "src" / "terukur"


@dataclass(frozen=True)
class Contoh:
    """Samples for one route.

    ``sendiri``: path parameters of an object of the own OPD (or a function of the user, for what
    belongs to a person). ``lain``: the same of another OPD; ``kueri_lain`` and ``isi_lain``: query
    and POST body naming another OPD's object. Each of these must be answered 404 to whoever holds
    the permission only for the own OPD. ``umum``: why the object belongs to no OPD (then no
    ``lain`` is needed). ``pribadi``: it belongs to one person, so 404 for all others. ``belum_terbuka``:
    why no role can open it in the state of this world (its own room tests it then). ``kueri``: with
    what a GET asks for the list in which the sample stands, where the page alone would choose another.
    """

    sendiri: Parameter = field(default_factory=dict)
    lain: Mapping[str, Any] | None = None
    kueri_lain: Mapping[str, Any] | None = None
    isi_lain: Mapping[str, Any] | None = None
    umum: str = ""
    pribadi: bool = False
    belum_terbuka: str = ""
    kueri: str = ""


@dataclass(frozen=True)
class Dunia:
    """Two OPD, and one user of every role; roles bound to an OPD are of ``sendiri``."""

    sendiri: OPD
    lain: OPD
    pengguna: Mapping[Peran, Pengguna]
    pengguna_lain: Pengguna  # head of the other OPD
    pada: Any = AWAL_PADA


def bangun() -> Dunia:
    """Make the world. Everything in it is known since 1 January 2025."""
    sendiri, lain = buat_opd("Dinas Sendiri"), buat_opd("Dinas Lain")
    pengguna = {p: buat_pengguna(p, opd=sendiri) for p in Peran}
    return Dunia(sendiri, lain, pengguna, buat_pengguna(Peran.KEPALA_OPD, opd=lain))


def semua_contoh(dunia: Dunia) -> dict[str, Contoh]:
    """The samples of all rooms, by route name."""
    hasil: dict[str, Contoh] = {}
    for berkas in sorted(SUMBER.glob("*/tests/contoh_rute.py")):
        modul = importlib.import_module(f"terukur.{berkas.parts[-3]}.tests.contoh_rute")
        milik = modul.contoh(dunia)
        assert not hasil.keys() & milik.keys()
        hasil |= milik
    return hasil


def daftar_rute() -> list[Rute]:
    return semua_rute()


@contextmanager
def dikembalikan() -> Iterator[None]:
    """Whatever is written within is rolled back afterwards; may be nested."""
    with ExitStack() as susunan:
        blok = transaction.atomic()
        blok._from_testcase = True  # type: ignore[attr-defined]  # as TestCase does, for durable blocks
        susunan.enter_context(blok)
        yield
        transaction.set_rollback(True)


def klien(pengguna: Pengguna | None) -> Client:
    """A browser, logged in as ``pengguna``; errors become responses, as for a user."""
    k = Client(raise_request_exception=False)
    if pengguna is not None:
        k.force_login(pengguna)
        pengguna.akses = susun_akses(pengguna, pada=AWAL_PADA)
    return k
