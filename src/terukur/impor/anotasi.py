"""The user's own workbook back, with the problems as notes in the cells and a list of them behind."""

import io
from collections import defaultdict
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any, Final

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils import column_index_from_string, range_boundaries
from openpyxl.workbook.child import INVALID_TITLE_REGEX

from terukur.berkas.rules import ekstensi
from terukur.impor.anotasi_xlsx import CatatanSel, Sel, TidakCocok, tambahkan_catatan, tanpa_kendali
from terukur.impor.pembaca import Masalah, baca_buku

BATAS_CATATAN: Final = 5_000
"""Most problems marked in cells; the list is complete."""
NAMA_DAFTAR: Final = "Catatan Terukur"
_WARNA: Final = {"galat": "FDEBEA", "peringatan": "FDF3DD"}


def beri_catatan(nama: str, isi: bytes, masalah: Sequence[Masalah]) -> tuple[str, bytes]:
    """(name, bytes) of an xlsx with notes. Of an xlsx every other part stays as it was.

    xls, ods, csv and json come back as an xlsx of their visible sheets' values.
    """
    akhir = f"{PurePosixPath(nama).stem} - catatan.xlsx"
    catatan = _per_sel(masalah)
    kepala: list[Sequence[str | int]] = [("Lembar", "Baris", "Kolom", "Tingkat", "Catatan")]
    daftar = kepala + [(m.lembar, m.baris or "", m.kolom, m.parah.capitalize(), m.pesan) for m in masalah]
    if ekstensi(nama) == "xlsx":
        try:
            return akhir, tambahkan_catatan(isi, catatan, NAMA_DAFTAR, daftar)
        except TidakCocok:
            buku = load_workbook(io.BytesIO(isi))
    else:
        buku = _salin(nama, isi)
    for lembar, per_sel in catatan.items():
        if lembar in buku.sheetnames:
            _tandai(buku[lembar], per_sel)
    _daftar(buku, daftar)
    keluar = io.BytesIO()
    buku.save(keluar)
    return akhir, keluar.getvalue()


def _salin(nama: str, isi: bytes) -> Workbook:
    buku = Workbook()
    buku.remove(buku.worksheets[0])
    for lembar in baca_buku(nama, isi).lembar:
        baru = buku.create_sheet(_judul(lembar.nama))
        for r, baris in enumerate(lembar.baris, start=1):
            for c, nilai in enumerate(baris, start=1):
                if nilai != "":
                    _tulis(baru, r, c, nilai)
    return buku


def _judul(nama: str) -> str:
    """The name of a sheet as a workbook can hold it; a text file's sheet is named after the file."""
    return INVALID_TITLE_REGEX.sub("_", tanpa_kendali(nama))[:31] or "Lembar"


def _tulis(lembar: Any, baris: int, kolom: int, nilai: Any) -> None:
    """A value as it is: text is never a formula, and without what a workbook cannot hold."""
    if isinstance(nilai, str):
        lembar.cell(baris, kolom, tanpa_kendali(nilai)).data_type = "s"
    else:
        lembar.cell(baris, kolom, nilai)


def _per_sel(masalah: Sequence[Masalah]) -> dict[str, dict[Sel, CatatanSel]]:
    kumpulan: dict[str, dict[Sel, list[Masalah]]] = defaultdict(lambda: defaultdict(list))
    for m in masalah[:BATAS_CATATAN]:
        if m.lembar and m.baris:
            kolom = column_index_from_string(m.kolom) if m.kolom else 1
            kumpulan[_judul(m.lembar)][m.baris, kolom].append(m)
    return {
        lembar: {
            sel: CatatanSel(
                tanpa_kendali("\n".join(f"[{m.parah.upper()}] {m.pesan}" for m in isi))[:4000],
                _WARNA["galat" if any(m.parah == "galat" for m in isi) else "peringatan"],
            )
            for sel, isi in per_sel.items()
        }
        for lembar, per_sel in kumpulan.items()
    }


def _tandai(lembar: Any, per_sel: dict[Sel, CatatanSel]) -> None:
    gabungan = [range_boundaries(str(r)) for r in lembar.merged_cells.ranges]
    for (baris, kolom), catatan in per_sel.items():
        b, k = next(
            ((atas, kiri) for kiri, atas, kanan, bawah in gabungan
             if atas <= baris <= bawah and kiri <= kolom <= kanan),
            (baris, kolom),
        )  # fmt: skip
        sel = lembar.cell(b, k)
        lama = f"{sel.comment.text}\n" if sel.comment else ""
        sel.comment = Comment((lama + catatan.teks)[:4000], "Terukur", width=360, height=120)
        sel.fill = PatternFill("solid", fgColor=f"FF{catatan.warna}")


def _daftar(buku: Workbook, daftar: Sequence[Sequence[str | int]]) -> None:
    if NAMA_DAFTAR in buku.sheetnames:
        buku.remove(buku[NAMA_DAFTAR])
    lembar = buku.create_sheet(NAMA_DAFTAR)
    for r, baris in enumerate(daftar, start=1):
        for c, nilai in enumerate(baris, start=1):
            _tulis(lembar, r, c, nilai)
    lembar.column_dimensions["E"].width = 120
    lembar.freeze_panes = "A2"
