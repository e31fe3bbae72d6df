"""Cells and files that a spreadsheet program opens without running anything."""

import csv
import io
import itertools
import tempfile
from collections.abc import Iterable, Iterator, Sequence

import xlsxwriter
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

AWALAN_RUMUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What spreadsheet programs take for the beginning of a formula, full-width forms included."""

BATAS_BARIS_XLSX = 100_000
"""A workbook of more rows is of no use to anybody; the CSV has them all."""


def aman_lembar(nilai: object) -> str:
    """Text of a cell that is never taken for a formula: ``=1+1`` -> ``'=1+1``; None is empty."""
    teks = "" if nilai is None else str(nilai)
    return f"'{teks}" if teks.startswith(AWALAN_RUMUS) else teks


def csv_mengalir(judul: Sequence[str], baris: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """CSV in pieces as an Indonesian Excel opens it: UTF-8 with BOM, ``;``, one line per row.

    Every cell passes ``aman_lembar``; numbers must come as text already.
    """
    wadah = io.StringIO("\ufeff")
    wadah.seek(1)
    penulis = csv.writer(wadah, delimiter=";", lineterminator="\r\n")
    penulis.writerow(judul)
    for satu in baris:
        penulis.writerow([aman_lembar(sel) for sel in satu])
        if wadah.tell() > 32_768:
            yield wadah.getvalue().encode()
            wadah.seek(0)
            wadah.truncate()
    yield wadah.getvalue().encode()


def xlsx_teks(judul: Sequence[str], baris: Iterable[Sequence[object]]) -> bytes:
    """A workbook of one sheet: ints as numbers, everything else as text that never runs."""
    keluar = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder:
        buku = xlsxwriter.Workbook(keluar, {"constant_memory": True, "tmpdir": folder})
        lembar = buku.add_worksheet("Data")
        tebal = buku.add_format({"bold": True, "bottom": 1})
        lembar.set_column(0, len(judul) - 1, 22)
        lembar.freeze_panes(1, 0)
        for kolom, teks in enumerate(judul):
            lembar.write_string(0, kolom, teks, tebal)
        for nomor, satu in enumerate(itertools.islice(baris, BATAS_BARIS_XLSX), 1):
            for kolom, sel in enumerate(satu):
                if type(sel) is int:
                    lembar.write_number(nomor, kolom, sel)
                else:
                    lembar.write_string(nomor, kolom, "" if sel is None else str(sel)[:32_767])
        buku.close()
    return keluar.getvalue()


def unduhan_lembar(
    request: HttpRequest, nama: str, judul: Sequence[str], baris: Iterable[Sequence[object]]
) -> HttpResponseBase | None:
    """The download of a list whose address carries ``?unduh=csv`` or ``?unduh=xlsx``, else None.

    For rooms below impor; the others have ``impor.ekspor``. ``nama`` is a plain file name
    without ending. ``baris`` is read only when a download is asked for.
    """
    jawaban: HttpResponseBase
    akhiran = request.GET.get("unduh")
    if akhiran == "csv":
        jawaban = StreamingHttpResponse(csv_mengalir(judul, baris), content_type="text/csv; charset=utf-8")
    elif akhiran == "xlsx":
        jawaban = HttpResponse(
            xlsx_teks(judul, baris),
            content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        )
    else:
        return None
    jawaban["Content-Disposition"] = f'attachment; filename="{nama}.{akhiran}"'
    return jawaban
