"""Working papers: a prefilled XLSX to fill in offline, with locked cells and drop-downs.

What is locked is locked against slips, not against people: there is no password. A hidden sheet
carries who and what the paper is for, so that it may be uploaded anywhere.
"""

import datetime as dt
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from terukur.impor.pembaca.buku import LEMBAR_PENANDA

JenisIsian = Literal["teks", "kode", "angka", "rupiah", "bulat", "tanggal"]

_FORMAT: Final = {
    "teks": "@",
    "kode": "@",
    "angka": "#,##0.##",
    "rupiah": "#,##0.00",
    "bulat": "#,##0",
    "tanggal": "dd/mm/yyyy",
}
_LEMBAR_PILIHAN: Final = "Pilihan"


@dataclass(frozen=True, slots=True)
class KolomIsian:
    """One column. ``kunci``: key of a row. ``terkunci``: prefilled, not to be changed.

    ``pilihan``: the only values allowed, offered as a drop-down. ``bantuan``: shown beside the cell.
    """

    judul: str
    kunci: str
    jenis: JenisIsian = "teks"
    terkunci: bool = False
    pilihan: Sequence[str] = ()
    lebar: int = 18
    bantuan: str = ""


def buat_kertas_kerja(
    *,
    judul: Sequence[str],
    kolom: Sequence[KolomIsian],
    baris: Iterable[Mapping[str, Any]],
    penanda: Mapping[str, str],
    nama_lembar: str = "Isian",
    baris_kosong: int = 0,
) -> bytes:
    """The paper as XLSX. ``judul``: lines above the table; ``penanda``: comes back in ``Buku.penanda``.

    ``baris_kosong``: unlocked rows for additions below the prefilled ones. Yellow cells are to be
    filled in; numbers must be numbers, drop-downs must be kept.
    """
    keluar = io.BytesIO()
    buku = xlsxwriter.Workbook(
        keluar, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    lembar = buku.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", nama_lembar)[:31])
    tebal = buku.add_format({"bold": True, "font_size": 13})
    kepala = buku.add_format(
        {"bold": True, "bg_color": "#EFF5FD", "border": 1, "text_wrap": True, "valign": "top"}
    )
    rupa = {
        (j, kunci): buku.add_format(
            {"num_format": f, "locked": kunci, "valign": "top", "text_wrap": j == "teks", "border": 1,
             "border_color": "#DFE5EE", "bg_color": "#F5F7FB" if kunci else "#FFFBE6"}
        )
        for j, f in _FORMAT.items()
        for kunci in (True, False)
    }  # fmt: skip
    for r, teks in enumerate(judul):
        lembar.write_string(r, 0, teks, tebal)
    atas = len(judul) + 1
    for c, k in enumerate(kolom):
        lembar.set_column(c, c, k.lebar)
        lembar.write_string(atas, c, k.judul, kepala)
    akhir = atas
    for akhir, isi in enumerate(baris, start=atas + 1):
        for c, k in enumerate(kolom):
            _tulis(lembar, akhir, c, isi.get(k.kunci), rupa[k.jenis, k.terkunci])
    for tambahan in range(baris_kosong):
        for c, k in enumerate(kolom):
            lembar.write_blank(akhir + 1 + tambahan, c, None, rupa[k.jenis, False])
    akhir += baris_kosong
    pilihan = buku.add_worksheet(_LEMBAR_PILIHAN)
    for c, k in enumerate(kolom):
        if akhir > atas:
            _batasi(lembar, pilihan, atas + 1, akhir, c, k, bertambah=bool(baris_kosong))
    pilihan.hide()
    tanda = buku.add_worksheet(LEMBAR_PENANDA)
    for r, (kunci, nilai) in enumerate(penanda.items()):
        tanda.write_string(r, 0, kunci)
        tanda.write_string(r, 1, nilai)
    tanda.very_hidden()
    lembar.freeze_panes(atas + 1, sum(1 for k in kolom[:2] if k.terkunci))
    lembar.protect("", {"format_columns": True, "format_rows": True, "autofilter": True, "sort": True})
    pilihan.protect()
    tanda.protect()
    lembar.set_landscape()
    lembar.set_paper(9)
    lembar.repeat_rows(atas)
    lembar.fit_to_pages(1, 0)
    buku.close()
    return keluar.getvalue()


def _tulis(lembar: Any, r: int, c: int, nilai: Any, rupa: Any) -> None:
    if nilai is None or nilai == "":
        lembar.write_blank(r, c, None, rupa)
    elif isinstance(nilai, (int, float, Decimal)) and not isinstance(nilai, bool):
        lembar.write_number(r, c, nilai, rupa)
    elif isinstance(nilai, dt.datetime | dt.date):
        lembar.write_datetime(r, c, nilai, rupa)
    else:
        lembar.write_string(r, c, str(nilai), rupa)


def _batasi(
    lembar: Any, pilihan: Any, atas: int, akhir: int, c: int, k: KolomIsian, *, bertambah: bool
) -> None:
    """Data validation of one column: a list, a number, or only the help text."""
    if k.terkunci and not bertambah:
        return
    aturan: dict[str, Any] = {"ignore_blank": True}
    if k.bantuan:
        aturan |= {"input_title": k.judul[:32], "input_message": k.bantuan[:255]}
    if k.pilihan:
        for r, isi in enumerate(k.pilihan):
            pilihan.write_string(r, c, isi)
        huruf = xl_col_to_name(c, col_abs=True)
        aturan |= {
            "validate": "list",
            "source": f"={_LEMBAR_PILIHAN}!{huruf}$1:{huruf}${len(k.pilihan)}",
            "error_title": "Pilih dari daftar",
            "error_message": "Pilih salah satu dari daftar; jangan menulis sendiri.",
        }
    elif k.jenis in {"angka", "rupiah", "bulat"}:
        aturan |= {
            "validate": "integer" if k.jenis == "bulat" else "decimal",
            "criteria": ">=",
            "value": 0,
            "error_title": "Isi dengan angka",
            "error_message": "Isi dengan angka, tanpa huruf. Kosongkan bila belum ada.",
        }
    elif k.bantuan:
        aturan |= {"validate": "any"}
    else:
        return
    lembar.data_validation(atas, c, akhir, c, aturan)
