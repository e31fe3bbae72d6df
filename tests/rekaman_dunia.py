"""Worlds that many tests build are built once and laid down again row by row.

A pytest plugin. Most tests begin with the same few steps: an OPD, its window, its people. Each of them
is an official act with all its rules, and costs a hundred times what its rows do. So a factory marked
``@rekam`` runs once per worker for what stands in the database and what it is given; after that its
rows are copied in, and its result comes out of a pickle. The rows are the same to the last column, but
for what is random anyway: keys made anew each time are here made once.

A recording holds only where nothing else can have had a say: in a test's own transaction, begun empty
or with recorded steps alone (PostgreSQL counts what a transaction wrote), by the same room, at the same
travelled time, with no setting or function replaced. Everywhere else the factory simply runs.
"""

import dataclasses
import datetime as dt
import enum
import functools
import io
import pickle
from collections.abc import Callable
from decimal import Decimal
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

import pytest
import time_machine
from django.conf import UserSettingsHolder, settings
from django.db import connection
from django.db.models import Model
from django.utils import timezone

P = ParamSpec("P")
H = TypeVar("H")
Hitungan = dict[str, int]

_POLOS = (str, bytes, int, float, Decimal, dt.date, dt.timedelta, UUID, enum.Enum, type, type(None))
_MENGGANTI = frozenset({"monkeypatch", "settings"})
"""Fixtures that replace what a factory may use."""


@dataclasses.dataclass
class Keadaan:
    """What a test's transaction holds: nothing but the recorded steps that led here."""

    lanjutan: dict[Any, "Rekaman"] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass
class Rekaman:
    """One step: the tables it wrote as they stood afterwards, its result, the arguments it changed."""

    tabel: dict[str, bytes]
    hasil: bytes
    argumen: dict[int, bytes]
    sesudah: Keadaan


@dataclasses.dataclass
class _Uji:
    """Where the present test stands. ``keadaan`` None: anywhere; ``hitungan`` empty: at its beginning."""

    keadaan: Keadaan | None = None
    hitungan: Hitungan = dataclasses.field(default_factory=dict)
    di_dalam: bool = False


_AWAL: dict[Any, Keadaan] = {}
_uji = _Uji()


def mulai(boleh: bool = True, awal: Any = None) -> None:
    """A test begins; ``awal`` tells apart what must not share recordings."""
    _uji.keadaan = _AWAL.setdefault(awal, Keadaan()) if boleh else None
    _uji.hitungan = {}


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    mulai(not _MENGGANTI & _diminta(item), item.path.parent)


def _diminta(item: pytest.Item) -> set[str]:
    """What the test and its fixtures ask for, without what pytest-django asks for in every test."""
    info = getattr(item, "_fixtureinfo", None)
    if info is None:
        return set(_MENGGANTI)
    sendiri = (
        d for semua in info.name2fixturedefs.values() for d in semua
        if not d.func.__module__.startswith("pytest_django.")
    )  # fmt: skip
    return {*info.argnames, *(nama for d in sendiri for nama in d.argnames)}


def rekam(pabrik: Callable[P, H]) -> Callable[P, H]:
    """A factory that depends on the database and its arguments alone, and leaves nothing but rows."""

    @functools.wraps(pabrik)
    def fungsi(*args: P.args, **kwargs: P.kwargs) -> H:
        if _uji.di_dalam or _uji.keadaan is None:
            return pabrik(*args, **kwargs)
        _uji.di_dalam = True
        try:
            return _langkah(pabrik, args, kwargs)
        finally:
            _uji.di_dalam = False

    return fungsi


def _langkah(pabrik: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    keadaan, _uji.keadaan = _uji.keadaan, None
    benda: list[Model] = []
    try:
        kunci = (pabrik, _sebutan((args, kwargs), benda), _saat())
    except TypeError:
        return pabrik(*args, **kwargs)
    sebelum = _hitungan()
    if keadaan is None or not _hanya_rekaman(sebelum):
        return pabrik(*args, **kwargs)
    if (ada := keadaan.lanjutan.get(kunci)) is not None:
        _tulis(ada.tabel)
        hasil = _baca(ada.hasil, benda)
        for n, isi in ada.argumen.items():
            benda[n].__dict__.update(_baca(isi, benda))
        _uji.keadaan, _uji.hitungan = ada.sesudah, _hitungan()
        return hasil
    tunda, semula = len(connection.run_on_commit), [_tuang(b.__dict__, benda) for b in benda]
    hasil = pabrik(*args, **kwargs)
    sesudah = _hitungan()
    if len(connection.run_on_commit) == tunda:
        rekaman = Rekaman(
            _ambil([t for t, n in sesudah.items() if t and n != sebelum.get(t)]),
            _tuang(hasil, benda),
            {n: isi for n, b in enumerate(benda) if (isi := _tuang(b.__dict__, benda)) != semula[n]},
            Keadaan(),
        )
        keadaan.lanjutan[kunci] = rekaman
        _uji.keadaan, _uji.hitungan = rekaman.sesudah, sesudah
    return hasil


def _hanya_rekaman(hitungan: Hitungan) -> bool:
    """Whether a test's own transaction holds nothing but recorded steps, and all settings are their own."""
    blok = connection.atomic_blocks
    if not (blok and blok[0]._from_testcase) or isinstance(settings._wrapped, UserSettingsHolder):
        return False
    return hitungan == _uji.hitungan if _uji.hitungan else _MENULIS not in hitungan


def _saat() -> Any:
    """What else a step may look at: the travelled time and the pemda's zone."""
    return (timezone.now() if time_machine.escape_hatch.is_travelling() else None), settings.TIME_ZONE


def _sebutan(nilai: Any, benda: list[Model]) -> Any:
    """A name for a value by what it says; the records in it are collected. ``TypeError``: it has none."""
    if isinstance(nilai, Model):
        if not any(b is nilai for b in benda):
            benda.append(nilai)
        return nilai._meta.label, *(repr(nilai.__dict__.get(f.attname)) for f in nilai._meta.concrete_fields)
    if isinstance(nilai, _POLOS):
        return type(nilai), nilai
    if isinstance(nilai, list | tuple):
        return type(nilai), *(_sebutan(n, benda) for n in nilai)
    if isinstance(nilai, dict):
        return dict, *((k, _sebutan(n, benda)) for k, n in nilai.items())
    if dataclasses.is_dataclass(nilai):
        return type(nilai), *(_sebutan(getattr(nilai, f.name), benda) for f in dataclasses.fields(nilai))
    raise TypeError(nilai)


# -- results: records that were given as arguments stay the caller's own --


class _Penuang(pickle.Pickler):
    def __init__(self, ke: io.BytesIO, benda: list[Model]) -> None:
        super().__init__(ke, pickle.HIGHEST_PROTOCOL)
        self.benda = {id(b): n for n, b in enumerate(benda)}

    def persistent_id(self, obj: Any) -> int | None:
        return self.benda.get(id(obj)) if isinstance(obj, Model) else None


class _Pembaca(pickle.Unpickler):
    def __init__(self, dari: io.BytesIO, benda: list[Model]) -> None:
        super().__init__(dari)
        self.benda = benda

    def persistent_load(self, pid: int) -> Model:
        return self.benda[pid]


def _tuang(nilai: Any, benda: list[Model]) -> bytes:
    ke = io.BytesIO()
    _Penuang(ke, benda).dump(nilai)
    return ke.getvalue()


def _baca(isi: bytes, benda: list[Model]) -> Any:
    return _Pembaca(io.BytesIO(isi), benda).load()


# -- rows --

_MENULIS = ""
_HITUNG = """
select relname, n from (
  select relname, pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)
    + pg_stat_get_xact_tuples_deleted(oid) as n
  from pg_class where relkind = 'r' and relnamespace = current_schema()::regnamespace
) t where n > 0
union all select '', 1 where pg_current_xact_id_if_assigned() is not null"""


def _hitungan() -> Hitungan:
    """{table: rows written} of the transaction so far, and ``_MENULIS`` once it wrote at all.

    Without that the numbers are a remainder of the transaction before.
    """
    with connection.cursor() as kursor:
        kursor.execute(_HITUNG)
        return dict(kursor.fetchall())


def _ambil(tabel: list[str]) -> dict[str, bytes]:
    hasil = {}
    with connection.cursor() as kursor:
        for t in tabel:
            with kursor.copy(f'copy "{t}" to stdout (format binary)') as salinan:
                hasil[t] = b"".join(salinan)
    return hasil


def _tulis(tabel: dict[str, bytes]) -> None:
    kosongkan = "".join(f'; delete from "{t}"' for t in tabel)
    with connection.cursor() as kursor:
        kursor.execute("set local session_replication_role = replica" + kosongkan)
        for t, isi in tabel.items():
            with kursor.copy(f'copy "{t}" from stdin (format binary)') as salinan:
                salinan.write(isi)
        kursor.execute("set local session_replication_role = origin")
