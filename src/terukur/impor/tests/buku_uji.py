"""Real workbooks, and variants of them written on the spot."""

import io
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from terukur.impor.pembaca import Buku, baca_buku

DATA = Path(os.environ.get("TERUKUR_DATA_UJI", Path(__file__).parents[4].parent / "shared" / "data"))


def berkas_uji(jalur: str) -> Path:
    """A real input; the test is skipped, saying so, where the folder is absent."""
    berkas = DATA / jalur
    if not berkas.exists():
        pytest.skip(f"data uji tidak ada: {berkas}")
    return berkas


def baca_uji(jalur: str) -> Buku:
    berkas = berkas_uji(jalur)
    with open(berkas, "rb") as f:
        return baca_buku(berkas.name, f.read())


def baris_lembar(jalur: str, nomor: int = 0) -> list[list[Any]]:
    with open(berkas_uji(jalur), "rb") as f:
        buku = CalamineWorkbook.from_filelike(io.BytesIO(f.read()))
    return buku.get_sheet_by_index(nomor).to_python(skip_empty_area=False)


def tulis_xlsx(*lembar: tuple[str, Sequence[Sequence[Any]]], sembunyi: Sequence[str] = ()) -> bytes:
    keluar = io.BytesIO()
    buku = xlsxwriter.Workbook(keluar, {"strings_to_numbers": False})
    for nama, baris in lembar:
        satu = buku.add_worksheet(nama)
        for r, isi in enumerate(baris):
            for c, nilai in enumerate(isi):
                if nilai != "" and nilai is not None:
                    satu.write_string(r, c, nilai) if isinstance(nilai, str) else satu.write(r, c, nilai)
        if nama in sembunyi:
            satu.hide()
    buku.close()
    return keluar.getvalue()


def buku_xlsx(*lembar: tuple[str, Sequence[Sequence[Any]]], sembunyi: Sequence[str] = ()) -> Buku:
    return baca_buku("uji.xlsx", tulis_xlsx(*lembar, sembunyi=sembunyi))
