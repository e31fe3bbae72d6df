"""Conventions of models that no linter knows."""

import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models


def model_kita() -> Iterator[type[models.Model]]:
    for app in apps.get_app_configs():
        if app.name.startswith("terukur."):
            yield from app.get_models()


@pytest.mark.django_db
def test_models_and_migrations_agree() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_no_default_ordering() -> None:
    assert [m.__name__ for m in model_kita() if m._meta.ordering] == []


def test_verbose_names_begin_in_lower_case() -> None:
    """``nama OPD`` and ``NIP`` are fine, ``Nama OPD`` is not: sentences are built from them."""
    salah = []
    for model in model_kita():
        nama = [str(model._meta.verbose_name), *(str(k.verbose_name) for k in model._meta.fields)]
        salah += [f"{model.__name__}: {n}" for n in nama if n[:1].isupper() and not n.split()[0].isupper()]
    assert salah == []


def test_evidence_cannot_be_deleted_from_under_its_users() -> None:
    salah = [
        str(k)
        for m in model_kita()
        for k in m._meta.get_fields()
        if isinstance(k, models.ForeignKey)
        and k.related_model._meta.label == "berkas.Berkas"
        and k.remote_field.on_delete is not models.PROTECT
    ]
    assert salah == []


def test_instants_carry_a_zone_and_money_is_exact() -> None:
    salah = [str(k) for m in model_kita() for k in m._meta.fields if isinstance(k, models.FloatField)]
    assert salah == []


def test_names_tell_what_a_field_holds() -> None:
    """``_pada`` is an instant, ``tanggal_`` a day, ``jumlah_`` a count or a sum."""
    arti = (
        (r"_pada$", models.DateTimeField),
        (r"^tanggal(_|$)", models.DateField),
        (r"^jumlah(_|$)", (models.IntegerField, models.DecimalField)),
    )
    salah = [
        f"{kolom} is a {type(kolom).__name__}"
        for model in model_kita()
        for kolom in model._meta.fields
        for pola, jenis in arti
        if re.search(pola, kolom.name)
        and (
            not isinstance(kolom, jenis)
            or (jenis is models.DateField and isinstance(kolom, models.DateTimeField))
        )
    ]
    assert salah == []
