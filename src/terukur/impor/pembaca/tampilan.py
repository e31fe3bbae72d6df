"""How a sheet shows its cells: what is merged, written as a percentage, or hidden. Values do not tell."""

import html
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

Kotak = tuple[tuple[int, int], tuple[int, int]]
"""First and last (row, column) of a merged range, from 0."""

_ATRIBUT = re.compile(rb'([\w:]+)="([^"]*)"')
_FORMAT = re.compile(rb"<numFmt\b([^>]*)>")
_BENTUK = re.compile(rb"<cellXfs\b.*?</cellXfs>", re.DOTALL)
_XF = re.compile(rb"<xf\b([^>]*)>")
_SEL = re.compile(rb"<c(?=\s)([^>]*)>")
_TERSEMBUNYI = re.compile(rb"<(row|col)\b([^>]*)>")
_DIKUTIP = re.compile(rb'"[^"]*"|\\.')
_PERSEN_BAWAAN: Final = {9, 10}
"""Numbers of the built-in formats ``0%`` and ``0.00%`` (ECMA-376 part 1, 18.8.30)."""


@dataclass(frozen=True, slots=True)
class Tampilan:
    """Rows and columns from 0. Only ``gabungan`` is known of xls; nothing of ods, csv and json."""

    gabungan: tuple[Kotak, ...] = ()
    persen: frozenset[tuple[int, int]] = frozenset()
    baris_sembunyi: tuple[int, ...] = ()
    kolom_sembunyi: tuple[int, ...] = ()


def lembar_xlsx(arsip: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """(name of a sheet, its part in the archive), those that are there."""
    ada = set(arsip.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= ada:
        return
    kaitan = [
        dict(_ATRIBUT.findall(m[1]))
        for m in re.finditer(rb"<Relationship\b([^>]*)", arsip.read("xl/_rels/workbook.xml.rels"))
    ]
    tujuan = {a.get(b"Id", b""): a.get(b"Target", b"").decode("utf-8", "replace") for a in kaitan}
    for m in re.finditer(rb"<(?:\w+:)?sheet\b([^>]*)", arsip.read("xl/workbook.xml")):
        atribut = dict(_ATRIBUT.findall(m[1]))
        jalur = tujuan.get(next((v for k, v in atribut.items() if k.endswith(b":id")), b""), "")
        jalur = jalur[1:] if jalur.startswith("/") else f"xl/{jalur}"
        if jalur in ada:
            yield html.unescape(atribut.get(b"name", b"").decode("utf-8", "replace")), jalur


def _bulat(teks: bytes | None, bawaan: int) -> int:
    """A number in an attribute; ``bawaan`` where there is none, or something else."""
    return int(teks) if teks and re.fullmatch(rb"\d{1,9}", teks) else bawaan


def baca_tampilan(isi: bytes, nama: str, gabungan: tuple[Kotak, ...]) -> Tampilan:
    """The appearance of one sheet of an xlsx."""
    with zipfile.ZipFile(io.BytesIO(isi)) as arsip:
        jalur = dict(lembar_xlsx(arsip)).get(nama)
        if jalur is None:
            return Tampilan(gabungan)
        xml = arsip.read(jalur)
        gaya = _gaya_persen(arsip.read("xl/styles.xml")) if "xl/styles.xml" in arsip.namelist() else set()
    sembunyi: dict[bytes, list[int]] = {b"row": [], b"col": []}
    for m in _TERSEMBUNYI.finditer(xml):
        a = dict(_ATRIBUT.findall(m[2]))
        if a.get(b"hidden") not in (b"1", b"true"):
            continue
        if m[1] == b"row":
            sembunyi[b"row"].append(_bulat(a.get(b"r"), 1) - 1)
        else:
            awal, akhir = _bulat(a.get(b"min"), 1), _bulat(a.get(b"max"), 1)
            sembunyi[b"col"] += range(awal - 1, min(akhir, awal + 200))
    return Tampilan(
        gabungan,
        frozenset(_sel_bergaya(xml, gaya)) if gaya else frozenset(),
        tuple(sembunyi[b"row"]),
        tuple(sembunyi[b"col"]),
    )


def _gaya_persen(xml: bytes) -> set[bytes]:
    """Numbers of the cell styles that show a percentage."""
    persen = set(_PERSEN_BAWAAN)
    for m in _FORMAT.finditer(xml):
        a = dict(_ATRIBUT.findall(m[1]))
        kode = html.unescape(a.get(b"formatCode", b"").decode("utf-8", "replace")).encode()
        if b"%" in _DIKUTIP.sub(b"", kode):
            persen.add(_bulat(a.get(b"numFmtId"), 0))
    bentuk = _BENTUK.search(xml)
    daftar = _XF.findall(bentuk[0]) if bentuk else []
    return {
        str(n).encode()
        for n, xf in enumerate(daftar)
        if _bulat(dict(_ATRIBUT.findall(xf)).get(b"numFmtId"), 0) in persen
    }


def _sel_bergaya(xml: bytes, gaya: set[bytes]) -> Iterator[tuple[int, int]]:
    for m in _SEL.finditer(xml):
        a = dict(_ATRIBUT.findall(m[1]))
        rujukan = re.fullmatch(rb"([A-Z]{1,3})(\d{1,7})", a.get(b"r", b""))
        if a.get(b"s") not in gaya or rujukan is None:
            continue
        kolom = 0
        for h in rujukan[1]:
            kolom = kolom * 26 + h - 64
        yield int(rujukan[2]) - 1, kolom - 1
