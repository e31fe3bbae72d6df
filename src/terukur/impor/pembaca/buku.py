"""Bytes of a workbook -> its visible sheets as rows of cells."""

import csv
import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from terukur.berkas.choices import LEMBAR_KERJA
from terukur.berkas.rules import kenali_jenis
from terukur.impor.pembaca.rumus import sel_cacat
from terukur.impor.pembaca.tampilan import Tampilan, baca_tampilan
from terukur.inti.kesalahan import AturanDilanggar

BATAS_BARIS: Final = 200_000
"""Most rows of one sheet."""
BATAS_SEL: Final = 12_000_000
"""Most cells of one sheet's used area: a lone cell at the far corner would fill the memory."""
BATAS_LEMBAR: Final = 200
LEMBAR_PENANDA: Final = "_terukur"
"""Hidden sheet of our own working papers: keys and values that say what the paper is for."""

_RUJUKAN = re.compile(rb'<c\s[^>]*?r="([A-Z]{1,3})(\d{1,7})"')
_BARIS = re.compile(rb'<row\s[^>]*?r="(\d{1,7})"')
_SEP = re.compile(r'"?sep=([;,\t|])"?\r?\n', re.IGNORECASE)
_ULANG = re.compile(rb'number-(?:rows|columns)-repeated="(\d+)"')


@dataclass(frozen=True, slots=True)
class Lembar:
    """One sheet. ``baris[i][j]`` is the cell in row ``i + 1``, column ``j + 1`` of the workbook.

    Cells are str, float, int, bool, date, datetime, time or timedelta; empty is ``""``. ``tampilan``
    tells how they look, for the few readers that need it.
    """

    nama: str
    baris: list[list[Any]]
    tampilan: Callable[[], Tampilan] = field(default=Tampilan, compare=False)


@dataclass(frozen=True, slots=True)
class Buku:
    """A workbook: visible sheets in their order, the names of the hidden ones, our own marks."""

    nama: str
    jenis: str
    lembar: tuple[Lembar, ...]
    tersembunyi: tuple[str, ...] = ()
    penanda: Mapping[str, str] = field(default_factory=dict)


def _tak_terbaca(nama: str, saran: str) -> AturanDilanggar:
    return AturanDilanggar(f"Berkas “{nama}” tidak dapat dibaca. {saran}", kode="tak_terbaca")


def _terlalu_luas(lembar: str, luas: int) -> AturanDilanggar:
    return AturanDilanggar(
        f"Lembar “{lembar}” memakai {luas:,} sel".replace(",", ".")
        + ", terlalu luas untuk dibaca. Hapus baris dan kolom kosong di sekitar tabel, lalu coba lagi.",
        kode="terlalu_luas",
    )


def _nomor_kolom(huruf: bytes) -> int:
    n = 0
    for h in huruf:
        n = n * 26 + h - 64
    return n


def _periksa_luas_xlsx(isi: bytes) -> None:
    """Refuse a sheet whose used area is huge, before a reader lays it out in memory."""
    with zipfile.ZipFile(io.BytesIO(isi)) as arsip:
        for nama in arsip.namelist():
            if not re.match(r"xl/worksheets/[^/]+\.xml$", nama):
                continue
            xml = arsip.read(nama)
            baris = max((int(b) for b in _BARIS.findall(xml)), default=0)
            if baris <= BATAS_SEL // 702 and not re.search(rb'r="[A-Z]{3}\d', xml):
                continue
            kolom = tinggi = 0
            for rujukan in _RUJUKAN.finditer(xml):
                kolom = max(kolom, _nomor_kolom(rujukan[1]))
                tinggi = max(tinggi, int(rujukan[2]))
            if kolom * tinggi > BATAS_SEL or tinggi > BATAS_BARIS * 5:
                raise _terlalu_luas(Path(nama).stem, kolom * tinggi)


def _periksa_luas_ods(isi: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(isi)) as arsip:
        xml = arsip.read("content.xml")
    # Empty rows and columns at the end are repeated up to the sheet's edge by every office program.
    for baris in re.finditer(rb"<table:table-row\b[^>]*?(?:/>|>.*?</table:table-row>)", xml, re.DOTALL):
        if b"office:value" not in baris[0] and b"<text:p" not in baris[0]:
            continue
        kepala, _, badan = baris[0].partition(b">")
        tinggi = max((int(n) for n in _ULANG.findall(kepala)), default=1)
        lebar = 0
        for sel in re.findall(rb"<table:(?:covered-)?table-cell\b[^>]*>", badan):
            if b"office:value" in sel:
                lebar += max((int(n) for n in _ULANG.findall(sel)), default=1)
        if tinggi * max(lebar, 1) > BATAS_SEL // 10:
            raise _terlalu_luas("ODS", tinggi * lebar)


def _baca_lembar_kerja(nama: str, isi: bytes, jenis: str) -> Buku:
    try:
        if jenis == "xlsx":
            _periksa_luas_xlsx(isi)
        elif jenis == "ods":
            _periksa_luas_ods(isi)
        buku = CalamineWorkbook.from_filelike(io.BytesIO(isi))
        if len(buku.sheets_metadata) > BATAS_LEMBAR:
            raise AturanDilanggar(
                f"Berkas “{nama}” berisi lebih dari {BATAS_LEMBAR} lembar.", kode="terlalu_luas"
            )
        cacat = sel_cacat(isi) if jenis == "xlsx" else {}
        lembar, tersembunyi = [], []
        penanda: dict[str, str] = {}
        for meta in buku.sheets_metadata:
            if meta.name == LEMBAR_PENANDA:
                isi_penanda = buku.get_sheet_by_name(meta.name).to_python(nrows=50)
                penanda = {str(b[0]): str(b[1]) for b in isi_penanda if len(b) > 1}
                continue
            if meta.visible != SheetVisibleEnum.Visible:
                tersembunyi.append(meta.name)
                continue
            if meta.typ != SheetTypeEnum.WorkSheet:
                continue
            satu = buku.get_sheet_by_name(meta.name)
            if satu.total_width * satu.total_height > BATAS_SEL or satu.total_height > BATAS_BARIS * 5:
                raise _terlalu_luas(meta.name, satu.total_width * satu.total_height)
            baris = satu.to_python(skip_empty_area=False)
            for (r, c), isi_cacat in cacat.get(meta.name, {}).items():
                if r < len(baris) and c < len(baris[r]):
                    baris[r][c] = isi_cacat
            gabungan = tuple(satu.merged_cell_ranges or ())
            tampilan = (
                partial(baca_tampilan, isi, meta.name, gabungan)
                if jenis == "xlsx"
                else partial(Tampilan, gabungan)
            )
            lembar.append(Lembar(meta.name, _pangkas(meta.name, baris), tampilan))
    except AturanDilanggar:
        raise
    except Exception as e:  # calamine's errors have no common class
        raise _tak_terbaca(
            nama, "Buka di aplikasi lembar kerja, pilih “Simpan sebagai” xlsx, lalu coba lagi."
        ) from e
    return Buku(nama, jenis, tuple(lembar), tuple(tersembunyi), penanda)


def _pangkas(nama: str, baris: list[list[Any]]) -> list[list[Any]]:
    """Drop the empty rows at the end; refuse more than ``BATAS_BARIS``."""
    while baris and all(s == "" or s is None for s in baris[-1]):
        baris.pop()
    if len(baris) > BATAS_BARIS:
        jumlah = f"{len(baris):,}".replace(",", ".")
        raise AturanDilanggar(
            f"Lembar “{nama}” berisi {jumlah} baris; paling banyak {BATAS_BARIS // 1000}.000. "
            "Bagi menjadi beberapa berkas.",
            kode="terlalu_luas",
        )
    return baris


def _urai_teks(isi: bytes) -> str:
    if isi.startswith((b"\xff\xfe", b"\xfe\xff")):
        return isi.decode("utf-16")
    try:
        return isi.decode("utf-8-sig")
    except UnicodeDecodeError:
        return isi.decode("cp1252", "replace")


def _tebak_pemisah(teks: str) -> str:
    """The separator that cuts the first lines into the most columns, equally many in each."""
    contoh = "\n".join(teks.splitlines()[:80])
    terbaik, nilai_terbaik = ",", (0.0, 0)
    for pemisah in (";", ",", "\t", "|"):
        try:
            lebar = [len(b) for b in csv.reader(io.StringIO(contoh, newline=""), delimiter=pemisah) if b]
        except csv.Error:
            continue
        if not lebar:
            continue
        umum, kali = Counter(lebar).most_common(1)[0]
        nilai = (kali / len(lebar), umum) if umum > 1 else (0.0, umum)
        if nilai > nilai_terbaik:
            terbaik, nilai_terbaik = pemisah, nilai
    return terbaik


def _baca_csv(nama: str, isi: bytes) -> Buku:
    try:
        teks = _urai_teks(isi)
        # Excel's own note on the separator is no row of the table, but keeps its number.
        catatan = _SEP.match(teks)
        pemisah = catatan[1] if catatan else _tebak_pemisah(teks)
        csv.field_size_limit(1 << 20)
        baris: list[list[Any]] = [
            list(b) for b in csv.reader(io.StringIO(teks, newline=""), delimiter=pemisah)
        ]
        if catatan:
            baris[0] = [""]
    except (UnicodeDecodeError, csv.Error) as e:
        raise _tak_terbaca(nama, "Simpan sebagai CSV UTF-8 atau xlsx, lalu coba lagi.") from e
    lebar = max((len(b) for b in baris), default=0)
    for b in baris:
        b.extend([""] * (lebar - len(b)))
    lembar = Path(nama).stem
    return Buku(nama, "csv", (Lembar(lembar, _pangkas(lembar, baris)),))


def _baca_json(nama: str, isi: bytes) -> Buku:
    """SIPD's shape: an object whose ``data`` is a list of records, or the bare list."""
    try:
        data = json.loads(_urai_teks(isi))
        if isinstance(data, dict):
            data = data.get("data")
        if not isinstance(data, list) or not all(isinstance(r, dict) for r in data):
            raise ValueError
    except (ValueError, RecursionError) as e:
        raise _tak_terbaca(nama, "Isinya harus daftar rekaman pada “data”, seperti keluaran SIPD.") from e
    kolom = list(dict.fromkeys(k for r in data for k in r))

    def sel(nilai: object) -> Any:
        if nilai is None:
            return ""
        return nilai if isinstance(nilai, (str, int, float)) else json.dumps(nilai, ensure_ascii=False)

    baris: list[list[Any]] = [list(kolom), *([sel(r.get(k)) for k in kolom] for r in data)]
    lembar = Path(nama).stem
    return Buku(nama, "json", (Lembar(lembar, _pangkas(lembar, baris)),))


def baca_buku(nama: str, isi: bytes) -> Buku:
    """Read xlsx, xls, ods, csv (encoding and separator guessed) or SIPD's json.

    ``nama`` decides the expected type, which the content must bear out. Raises ``AturanDilanggar``
    with one Indonesian sentence for anything that cannot or must not be read.
    """
    jenis = kenali_jenis(nama, io.BytesIO(isi), (*LEMBAR_KERJA, "json")).kode
    if jenis == "csv":
        return _baca_csv(nama, isi)
    if jenis == "json":
        return _baca_json(nama, isi)
    return _baca_lembar_kerja(nama, isi, jenis)


def buka_buku(jalan: Path) -> Buku:
    """``baca_buku`` of a file on disk; a missing file is an ``AturanDilanggar`` too."""
    try:
        with open(jalan, "rb") as berkas:
            isi = berkas.read()
    except OSError as e:
        sebab = {
            FileNotFoundError: "berkasnya tidak ada; periksa nama dan letaknya",
            IsADirectoryError: "itu folder, bukan berkas",
            PermissionError: "Anda tidak berhak membacanya; periksa izin berkasnya",
        }.get(type(e), "periksa nama dan letaknya")
        raise AturanDilanggar(f"Berkas “{jalan}” tidak dapat dibuka: {sebab}.") from e
    return baca_buku(jalan.name, isi)
