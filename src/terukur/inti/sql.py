"""Records read and stored without composing their SQL each time: for the few paths of ADR 13 only."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Field, Model

M = TypeVar("M", bound=Model)


def tanya(sql: str, nilai: Sequence[Any] | Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """All rows that one statement answers."""
    with connection.cursor() as kursor:
        kursor.execute(sql, nilai)
        hasil: list[tuple[Any, ...]] = kursor.fetchall()
        return hasil


@cache
def kolom(model: type[Model], alias: str) -> str:
    """Every column of ``model`` in its order, as ``rekaman`` takes them: ``p.id, p.jendela_id, …``."""
    bidang = model._meta.concrete_fields
    if any(hasattr(f, "from_db_value") for f in bidang):
        raise TypeError(f"{model.__name__} has columns that Django converts; read it as a queryset")
    return ", ".join(f"{alias}.{f.column}" for f in bidang)


@cache
def _nama(model: type[Model]) -> tuple[str, ...]:
    return tuple(f.attname for f in model._meta.concrete_fields)


def rekaman(model: type[M], nilai: Sequence[Any]) -> M:
    """A record of ``model`` from the values of ``kolom``."""
    return model.from_db("default", _nama(model), nilai)


def rekaman_berderet(nilai: Sequence[Any], *model: type[Model]) -> tuple[Any, ...]:
    """One record of each model from a row that holds their columns one after the other."""
    hasil, dari = [], 0
    for m in model:
        sampai = dari + len(_nama(m))
        hasil.append(rekaman(m, nilai[dari:sampai]))
        dari = sampai
    return tuple(hasil)


@cache
def _bentuk(model: type[Model]) -> tuple[str, str, str, "list[Field[Any, Any]]"]:
    bidang = [f for f in model._meta.concrete_fields if not f.get_internal_type().endswith("AutoField")]
    nama = ", ".join(str(f.column) for f in bidang)
    kunci = model._meta.pk.column
    depan = f"insert into {model._meta.db_table} ({nama}) values "  # noqa: S608 - names of our columns
    return depan, f"({', '.join(['%s'] * len(bidang))})", f" returning {kunci}", bidang


def sisipkan(baru: Sequence[Model]) -> None:
    """Insert new records of one model, in one statement; each knows its key afterwards."""
    if not baru:
        return
    depan, tempat, belakang, bidang = _bentuk(type(baru[0]))
    nilai = [f.get_db_prep_save(f.pre_save(b, True), connection) for b in baru for f in bidang]
    for b, (pk,) in zip(baru, tanya(depan + ", ".join([tempat] * len(baru)) + belakang, nilai), strict=True):
        b.pk, b._state.adding, b._state.db = pk, False, "default"


def salin(baru: Sequence[Model]) -> None:
    """Insert thousands of new records of one model by COPY; they do not learn keys that the database gives.

    Raises ``TypeError`` for a model with columns that Django converts (JSON).
    """
    if not baru:
        return
    model = type(baru[0])
    kolom(model, "x")
    *_, bidang = _bentuk(model)
    nama = ", ".join(str(f.column) for f in bidang)
    with (
        connection.cursor() as kursor,
        kursor.copy(f"copy {model._meta.db_table} ({nama}) from stdin") as masuk,
    ):
        for b in baru:
            masuk.write_row([getattr(b, f.attname) for f in bidang])


def perbarui(rekaman: Model, *nama: str) -> None:
    """Write these columns of a stored record; the caller holds its lock."""
    bidang = [f for f in rekaman._meta.concrete_fields if f.name in nama]
    isi = ", ".join(f"{f.column} = %s" for f in bidang)
    nilai = [f.get_db_prep_save(getattr(rekaman, f.attname), connection) for f in bidang]
    with connection.cursor() as kursor:
        kursor.execute(
            f"update {rekaman._meta.db_table} set {isi} where {rekaman._meta.pk.column} = %s",  # noqa: S608
            [*nilai, rekaman.pk],
        )
