"""The plugin that proves which real files the tests opened."""

import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import data_uji as plugin

DataUji = Callable[[str], Path]


def test_notes_what_is_opened(data_uji: DataUji) -> None:
    buku = data_uji("nomenklatur/sumber_dana_kode_terpecah.xlsx")
    plugin._dibuka.discard(str(buku))
    with zipfile.ZipFile(buku) as isi:
        assert isi.namelist()
    assert str(buku) in plugin._dibuka


def test_does_not_note_what_is_only_looked_at(data_uji: DataUji, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plugin, "_dibuka", set())  # another test of this process may have opened it
    berkas = data_uji("keamanan/asvs_5.0.csv")
    assert berkas.exists()
    assert os.stat(berkas).st_size
    assert str(berkas) not in plugin._dibuka


def test_every_compulsory_file_exists(data_uji: DataUji) -> None:
    for nama in (plugin.AKAR / "tests" / "data_wajib.txt").read_text().split():
        assert data_uji(nama).is_file()
