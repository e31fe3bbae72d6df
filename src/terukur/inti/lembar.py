"""Every list of the site as XLSX or CSV: true numbers and dates, and no cell that runs as a formula."""

import csv
import datetime as dt
import hashlib
import io
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

import xlsxwriter
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone

from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.penangkal import jaga_teks, teks_aman

JenisKolom = Literal["teks", "kode", "angka", "rupiah", "persen", "tanggal", "waktu"]

_FORMAT: Final[dict[str, str]] = {
    "teks": "General",
    "kode": "@",
    "angka": "#,##0.##",
    "rupiah": "#,##0.00",
    "persen": "0.00",
    "tanggal": "dd/mm/yyyy",
    "waktu": "dd/mm/yyyy hh:mm",
}
_LEBAR: Final[dict[str, int]] = {"teks": 32, "kode": 22, "rupiah": 20, "angka": 14, "persen": 12}
BATAS_BARIS_XLSX: Final = 100_000
"""A workbook of more rows is of no use to anybody; the CSV has them all."""
_A4: Final = 9
CATATAN_TERPOTONG: Final = "Hanya 100.000 baris pertama; CSV memuat semuanya."
_KENDALI: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class Kolom:
    """One column of a table to write.

    ``nilai``: attribute or key of a row (``"opd.nama"`` follows dots), or a function of the row.
    ``jenis`` decides number format and alignment; ``persen`` holds 98.4 for 98,4 %.
    """

    judul: str
    nilai: str | Callable[[Any], object]
    jenis: JenisKolom = "teks"
    lebar: int = 0

    def ambil(self, baris: Any) -> object:
        """The value of this column in ``baris``."""
        if not isinstance(self.nilai, str):
            return self.nilai(baris)
        isi = baris
        for bagian in self.nilai.split("."):
            isi = isi[bagian] if isinstance(isi, dict) else getattr(isi, bagian)
        return isi


def _lokal(nilai: dt.datetime, zona: ZoneInfo | dt.tzinfo) -> dt.datetime:
    return nilai.astimezone(zona).replace(tzinfo=None) if nilai.tzinfo else nilai


def tabel_csv(
    kolom: Sequence[Kolom], baris: Iterable[Any], *, zona: ZoneInfo | dt.tzinfo = dt.UTC
) -> Iterator[bytes]:
    """The table as CSV in pieces of UTF-8 with BOM, ``;`` between fields, comma as decimal sign.

    This is what an Indonesian Excel opens by a double click; ``baris`` is read row by row.
    """
    wadah = io.StringIO()
    penulis = csv.writer(wadah, delimiter=";", lineterminator="\r\n")

    def sel(nilai: object) -> str:
        if nilai is None:
            return ""
        if isinstance(nilai, bool):
            return "Ya" if nilai else "Tidak"
        if isinstance(nilai, (int, float, Decimal)):
            return (f"{nilai:f}" if isinstance(nilai, Decimal) else str(nilai)).replace(".", ",")
        if isinstance(nilai, dt.datetime):
            return f"{_lokal(nilai, zona):%d/%m/%Y %H:%M}"
        if isinstance(nilai, dt.date):
            return f"{nilai:%d/%m/%Y}"
        return teks_aman(str(nilai))

    penulis.writerow([teks_aman(k.judul) for k in kolom])
    awal = "\ufeff"
    for satu in baris:
        penulis.writerow([sel(k.ambil(satu)) for k in kolom])
        if wadah.tell() > 32_768:
            yield (awal + wadah.getvalue()).encode()
            awal = ""
            wadah.seek(0)
            wadah.truncate()
    yield (awal + wadah.getvalue()).encode()


@dataclass(frozen=True, slots=True)
class Lembar:
    """One table of a workbook. Names of sheets must differ within their first 31 signs."""

    nama: str
    kolom: Sequence[Kolom]
    baris: Iterable[Any]


def tabel_xlsx(
    kolom: Sequence[Kolom],
    baris: Iterable[Any],
    *,
    nama_lembar: str = "Data",
    zona: ZoneInfo | dt.tzinfo = dt.UTC,
) -> bytes:
    """The table as an XLSX workbook of one sheet; see ``buku_xlsx``."""
    return buku_xlsx([Lembar(nama_lembar, kolom, baris)], zona=zona)


def buku_xlsx(
    daftar: Sequence[Lembar],
    *,
    zona: ZoneInfo | dt.tzinfo = dt.UTC,
    keterangan: Sequence[tuple[str, str]] = (),
    dibuat: dt.datetime | None = None,
) -> bytes:
    """Tables as an XLSX workbook: frozen header, filter, numbers as numbers, text always as text.

    ``keterangan``: what the workbook says of itself, on a last sheet. With ``dibuat``, its date of
    making, the same rows give the same bytes.
    """
    keluar = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder:
        buku = xlsxwriter.Workbook(
            keluar,
            {
                "constant_memory": True,
                "tmpdir": folder,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_date_format": _FORMAT["tanggal"],
            },
        )
        if dibuat is not None:
            buku.set_properties({"created": dibuat.astimezone(dt.UTC).replace(tzinfo=None)})
        kepala = buku.add_format(
            {"bold": True, "bg_color": "#EFF5FD", "bottom": 1, "text_wrap": True, "valign": "top"}
        )
        format_sel = {
            j: buku.add_format({"num_format": f, "valign": "top", "text_wrap": j == "teks"})
            for j, f in _FORMAT.items()
        }
        format_sel["bulat"] = buku.add_format({"num_format": "#,##0", "valign": "top"})
        for satu in daftar:
            _tulis_lembar(buku, satu, kepala, format_sel, zona)
        if keterangan:
            kedua = buku.add_worksheet("Keterangan")
            kedua.set_column(0, 0, 28)
            kedua.set_column(1, 1, 90)
            for r, (nama, isi) in enumerate(keterangan):
                kedua.write_string(r, 0, nama, kepala)
                _tulis_sel(kedua, r, 1, isi, format_sel["teks"], zona)
        buku.close()
    return keluar.getvalue()


def _tulis_lembar(
    buku: Any, isi: Lembar, kepala: Any, format_sel: dict[str, Any], zona: ZoneInfo | dt.tzinfo
) -> None:
    lembar = buku.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", isi.nama)[:31] or "Data")
    for c, k in enumerate(isi.kolom):
        lembar.set_column(c, c, k.lebar or _LEBAR.get(k.jenis, 16))
        lembar.write_string(0, c, k.judul, kepala)
    lembar.freeze_panes(1, 0)
    lembar.set_landscape()
    lembar.set_paper(_A4)
    lembar.fit_to_pages(1, 0)
    lembar.repeat_rows(0)
    r = 0
    for r, satu in enumerate(isi.baris, start=1):
        if r > BATAS_BARIS_XLSX:
            lembar.write_string(r, 0, CATATAN_TERPOTONG)
            break
        for c, k in enumerate(isi.kolom):
            nilai = k.ambil(satu)
            # Of a whole number "#,##0.##" would show the decimal sign too: "500,".
            jenis = "bulat" if k.jenis == "angka" and _is_bulat(nilai) else k.jenis
            _tulis_sel(lembar, r, c, nilai, format_sel[jenis], zona)
    if isi.kolom:
        lembar.autofilter(0, 0, max(r, 1), len(isi.kolom) - 1)


def _is_bulat(nilai: object) -> bool:
    return isinstance(nilai, (int, float, Decimal)) and Decimal(str(round(nilai, 2))) % 1 == 0


def _tulis_sel(lembar: Any, r: int, c: int, nilai: object, fmt: Any, zona: ZoneInfo | dt.tzinfo) -> None:
    if nilai is None or nilai == "":
        lembar.write_blank(r, c, None, fmt)
    elif isinstance(nilai, bool):
        lembar.write_string(r, c, "Ya" if nilai else "Tidak", fmt)
    elif isinstance(nilai, (int, float, Decimal)):
        # A spreadsheet keeps 15 digits; a longer number would be altered, so it goes as text.
        if len(Decimal(str(nilai)).normalize().as_tuple().digits) > 15:
            lembar.write_string(r, c, f"{nilai:f}".replace(".", ","), fmt)
        else:
            lembar.write_number(r, c, nilai, fmt)
    elif isinstance(nilai, dt.datetime):
        lembar.write_datetime(r, c, _lokal(nilai, zona), fmt)
    elif isinstance(nilai, dt.date):
        lembar.write_datetime(r, c, nilai, fmt)
    else:
        lembar.write_string(r, c, jaga_teks(_KENDALI.sub("", str(nilai)))[:32_767], fmt)


def nama_unduhan(nama: str, akhiran: str) -> str:
    """A plain file name: ``Daftar OPD / 2026`` -> ``daftar-opd-2026.xlsx``."""
    return (re.sub(r"[^a-z0-9]+", "-", nama.lower()).strip("-") or "data") + f".{akhiran}"


def _periksa_waktu(request: HttpRequest) -> None:
    """Refuse a file of a day or instant that cannot be read: a page says so at its field, a file says nothing
    and would pass for what was asked."""
    for nama, kolom in _WAKTU.items():
        teks = request.GET.get(nama, "")
        try:
            saat = kolom.to_python(teks)
        except ValidationError:
            saat = dt.date.min
        if saat is not None and not 1900 <= saat.year <= 2100:
            raise AturanDilanggar(
                f"“{teks[:40]}” pada alamat berkas ini tidak dapat dibaca sebagai waktu. "
                "Kembali ke halamannya, pilih tanggalnya, lalu unduh lagi."
            )


_WAKTU: Final[dict[str, forms.Field]] = {
    "per": forms.DateField(localize=True),
    "diketahui": forms.DateTimeField(localize=True),
}


def _sidik_csv(kolom: Sequence[Kolom], baris: Iterable[Any], zona: dt.tzinfo) -> str:
    sidik = hashlib.sha256()
    for potong in tabel_csv(kolom, baris, zona=zona):
        sidik.update(potong)
    return sidik.hexdigest()


def respons_tabel(
    request: HttpRequest,
    nama: str,
    kolom: Sequence[Kolom],
    baris: Iterable[Any],
    *,
    keterangan: Sequence[tuple[str, str]] = (),
) -> HttpResponseBase | None:
    """The download of a list when its address carries ``?unduh=xlsx|csv`` (or ``?format=``), else ``None``.

    In a list view, after filter and sort and before pagination::

        if unduhan := respons_tabel(request, "Daftar OPD", KOLOM, daftar):
            return unduhan

    ``keterangan``: what the workbook says of itself, followed by the digest of the same rows as CSV.
    """
    zona = timezone.get_current_timezone()
    jawaban: HttpResponseBase
    if request.GET.get("unduh") or request.GET.get("format"):
        _periksa_waktu(request)
    match request.GET.get("unduh") or request.GET.get("format"):
        case "xlsx":
            if keterangan:
                baris = list(baris)
                keterangan = [*keterangan, ("Sidik berkas CSV (SHA-256)", _sidik_csv(kolom, baris, zona))]
            jawaban = HttpResponse(
                buku_xlsx([Lembar(nama, kolom, baris)], zona=zona, keterangan=keterangan),
                content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            )
            akhiran = "xlsx"
        case "csv":
            potongan = tabel_csv(kolom, baris, zona=zona)
            # The first piece now: what the database refuses is still a page with its sentence, no torn file.
            jawaban = StreamingHttpResponse(
                chain([next(potongan)], potongan), content_type="text/csv; charset=utf-8"
            )
            akhiran = "csv"
        case _:
            return None
    jawaban["Content-Disposition"] = f'attachment; filename="{nama_unduhan(nama, akhiran)}"'
    return jawaban
