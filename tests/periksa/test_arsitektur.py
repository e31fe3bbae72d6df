"""What import-linter cannot see: foreign keys and migrations point to the same or a lower room."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.db.migrations.loader import MigrationLoader

AKAR = Path(__file__).resolve().parents[2]
BESAR = 420  # "a file near 400 lines becomes a package"


def tingkat() -> dict[str, int]:
    """Room -> height, from the layers of the import contract (0 is the lowest)."""
    kontrak = tomllib.loads((AKAR / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
    return {
        ruang.strip(" ()"): n
        for n, lapis in enumerate(reversed(kontrak["layers"]))
        for ruang in lapis.split("|")
    }


def ruang_kita() -> list[Any]:
    return [a for a in apps.get_app_configs() if a.name.startswith("terukur.")]


def ruang(model: type[models.Model]) -> str | None:
    """The room a model belongs to; None for Django's and other packages' models."""
    bagian = model.__module__.split(".")
    return bagian[1] if bagian[0] == "terukur" else None


def kunci_asing() -> Iterator[tuple[Any, type[models.Model]]]:
    for app in ruang_kita():
        for model in app.get_models(include_auto_created=True):
            for kolom in model._meta.get_fields():
                if kolom.is_relation and kolom.concrete and kolom.related_model:
                    yield kolom, kolom.related_model


def test_contract_names_every_room_on_disk() -> None:
    ada = {p.name for p in (AKAR / "src" / "terukur").iterdir() if (p / "__init__.py").exists()}
    assert ada <= tingkat().keys()


def test_foreign_keys_point_down() -> None:
    susunan = tingkat()
    salah = [
        f"{kolom} -> {tujuan._meta.label}"
        for kolom, tujuan in kunci_asing()
        if (ke := ruang(tujuan)) and susunan[ke] > susunan[ruang(kolom.model) or "inti"]
    ]
    assert salah == []


def test_a_journal_entry_depends_on_no_table() -> None:
    assert [str(k) for k, _ in kunci_asing() if k.model._meta.label == "jejak.Catatan"] == []


def test_migrations_depend_downwards() -> None:
    susunan = tingkat()
    kita = {a.label: a.name.split(".")[1] for a in ruang_kita()}
    salah = []
    for (label, nama), migrasi in MigrationLoader(None).disk_migrations.items():
        if label not in kita:
            continue
        butuh = [*migrasi.dependencies, *(d for d in migrasi.run_before)]
        salah += [
            f"{label}.{nama} -> {d[0]}"
            for d in butuh
            if d[0] in kita and susunan[kita[d[0]]] > susunan[kita[label]]
        ]
    assert salah == []


def test_a_relation_upwards_would_be_found() -> None:
    susunan = tingkat()
    assert susunan["cli"] > susunan["anggaran"] > susunan["tenggat"] > susunan["akun"] > susunan["inti"]


@pytest.mark.parametrize("pola", ["src/**/*.py", "tests/**/*.py"])
def test_files_stay_small(pola: str) -> None:
    besar = {
        str(p.relative_to(AKAR)): n
        for p in AKAR.glob(pola)
        if "migrations" not in p.parts and (n := len(p.read_text().splitlines())) > BESAR
    }
    assert besar == {}
