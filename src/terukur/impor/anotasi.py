"""The user's own workbook back, with the problems as notes in the cells and a list of them in front."""

import io
from collections import defaultdict
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any, Final

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import column_index_from_string, range_boundaries
from openpyxl.utils.cell import get_column_letter

from terukur.berkas.rules import ekstensi
from terukur.impor.pembaca import Masalah, baca_buku

BATAS_CATATAN: Final = 5_000
"""Most cells marked; the list in front is complete."""
_WARNA: Final = {"galat": "FFFDEBEA", "peringatan": "FFFDF3DD"}
_PENULIS: Final = "Terukur"


def beri_catatan(nama: str, isi: bytes, masalah: Sequence[Masalah]) -> tuple[str, bytes]:
    """(name, bytes) of an xlsx with notes. Formulas, widths and hidden sheets of an xlsx stay.

    xls, ods, csv and json come back as an xlsx of their visible sheets' values.
    """
    buku = load_workbook(io.BytesIO(isi)) if ekstensi(nama) == "xlsx" else _salin(nama, isi)
    for lembar, per_sel in _per_sel(masalah).items():
        if lembar in buku.sheetnames:
            _tandai(buku[lembar], per_sel)
    _daftar(buku, masalah)
    keluar = io.BytesIO()
    buku.save(keluar)
    return f"{PurePosixPath(nama).stem} - catatan.xlsx", keluar.getvalue()


def _salin(nama: str, isi: bytes) -> Workbook:
    buku = Workbook()
    buku.remove(buku.worksheets[0])
    for lembar in baca_buku(nama, isi).lembar:
        baru = buku.create_sheet(lembar.nama[:31])
        for r, baris in enumerate(lembar.baris, start=1):
            for c, nilai in enumerate(baris, start=1):
                if nilai != "":
                    sel = baru.cell(r, c, nilai)
                    if isinstance(nilai, str):
                        sel.data_type = "s"  # never a formula
    return buku


def _per_sel(masalah: Sequence[Masalah]) -> dict[str, dict[tuple[int, int], list[Masalah]]]:
    hasil: dict[str, dict[tuple[int, int], list[Masalah]]] = defaultdict(lambda: defaultdict(list))
    for m in masalah[:BATAS_CATATAN]:
        if m.lembar and m.baris:
            hasil[m.lembar[:31]][m.baris, column_index_from_string(m.kolom) if m.kolom else 1].append(m)
    return hasil


def _tandai(lembar: Any, per_sel: dict[tuple[int, int], list[Masalah]]) -> None:
    gabungan = [range_boundaries(str(r)) for r in lembar.merged_cells.ranges]
    for (baris, kolom), daftar in per_sel.items():
        for kiri, atas, kanan, bawah in gabungan:
            if atas <= baris <= bawah and kiri <= kolom <= kanan:
                baris, kolom = atas, kiri
                break
        sel = lembar.cell(baris, kolom)
        lama = f"{sel.comment.text}\n" if sel.comment else ""
        teks = lama + "\n".join(f"[{m.parah.upper()}] {m.pesan}" for m in daftar)
        sel.comment = Comment(teks[:4000], _PENULIS, width=360, height=60 + 40 * min(len(daftar), 6))
        parah = "galat" if any(m.parah == "galat" for m in daftar) else "peringatan"
        sel.fill = PatternFill("solid", fgColor=_WARNA[parah])


def _daftar(buku: Workbook, masalah: Sequence[Masalah]) -> None:
    nama = "Catatan Terukur"
    if nama in buku.sheetnames:
        buku.remove(buku[nama])
    lembar = buku.create_sheet(nama, 0)
    kepala = ("Lembar", "Baris", "Kolom", "Tingkat", "Catatan")
    lembar.append(kepala)
    for c, lebar in enumerate((24, 8, 8, 12, 110), start=1):
        lembar.cell(1, c).font = Font(bold=True)
        lembar.column_dimensions[get_column_letter(c)].width = lebar
    for r, m in enumerate(masalah, start=2):
        isi = (m.lembar, m.baris or None, m.kolom, m.parah.capitalize(), m.pesan)
        for c, nilai in enumerate(isi, start=1):
            sel = lembar.cell(r, c, nilai)
            if isinstance(nilai, str):
                sel.data_type = "s"
        lembar.cell(r, 5).alignment = Alignment(wrap_text=True, vertical="top")
        lembar.cell(r, 4).fill = PatternFill("solid", fgColor=_WARNA[m.parah])
    lembar.freeze_panes = "A2"
    buku.active = 0
    for satu in buku.worksheets:
        satu.sheet_view.tabSelected = satu is lembar
