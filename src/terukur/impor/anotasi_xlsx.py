"""Puts notes into an xlsx by adding parts to its archive; every other part stays as it is, byte by byte.

Loading and saving a workbook through a library drops what the library does not know (charts, pictures,
slicers) and takes tens of seconds for a large one. Here a sheet gets a comments part, its drawing and
a fill for the marked cells; nothing else is touched (ECMA-376 part 1, 18.7 comments, 18.8 styles).
"""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from xml.etree import ElementTree
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from terukur.impor.pembaca.hasil import huruf_kolom

Sel = tuple[int, int]
"""Row and column, from 1."""

_UTAMA: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELASI: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_JENIS: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_SESUDAH: Final = {
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems",
    "tableParts", "extLst",
}  # fmt: skip
_SEL = re.compile(rb"<c(\s[^>]*?)?(/?)>")
_R = re.compile(rb'\sr="([A-Z]{1,3}\d{1,7})"')
_S = re.compile(rb'\ss="(\d+)"')
_XF = re.compile(rb"<xf\b(?:[^>]*/>|[^>]*[^/]>.*?</xf>)", re.DOTALL)
_KENDALI = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class TidakCocok(Exception):
    """The workbook is built in a way this module does not extend; use a library instead."""


@dataclass(frozen=True, slots=True)
class CatatanSel:
    """Text of one cell's note and the fill of the cell (``RRGGBB``)."""

    teks: str
    warna: str


def tanpa_kendali(teks: str) -> str:
    """``teks`` without the characters that XML cannot hold."""
    return _KENDALI.sub("", teks)


def _rapi(teks: str) -> str:
    return escape(tanpa_kendali(teks))


def _xml_catatan(catatan: Mapping[Sel, CatatanSel]) -> bytes:
    isi = "".join(
        f'<comment ref="{huruf_kolom(k - 1)}{b}" authorId="0"><text><r><t xml:space="preserve">'
        f"{_rapi(c.teks)}</t></r></text></comment>"
        for (b, k), c in sorted(catatan.items())
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<comments xmlns="{_UTAMA}"><authors>'
        f"<author>Terukur</author></authors><commentList>{isi}</commentList></comments>"
    ).encode()


def _vml(catatan: Mapping[Sel, CatatanSel]) -> bytes:
    bentuk = "".join(
        f'<v:shape id="_x0000_s{1025 + n}" type="#_x0000_t202" style="position:absolute;visibility:hidden" '
        'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:textbox/>'
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{k}, 15, {max(b - 2, 0)}, "
        f"2, {k + 4}, 15, {b + 4 + len(c.teks) // 120}, 4</x:Anchor><x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{b - 1}</x:Row><x:Column>{k - 1}</x:Column></x:ClientData></v:shape>"
        for n, ((b, k), c) in enumerate(sorted(catatan.items()))
    )
    return (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" '
        'data="1"/></o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
        'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" '
        f'o:connecttype="rect"/></v:shapetype>{bentuk}</xml>'
    ).encode()


class _Gaya:
    """Adds fills to styles.xml: each marked cell keeps its own format, with another background."""

    def __init__(self, xml: bytes) -> None:
        self.xml = xml
        isian = re.search(rb"<fills\b[^>]*>(.*?)</fills>", xml, re.DOTALL)
        format_sel = re.search(rb"<cellXfs\b[^>]*>(.*?)</cellXfs>", xml, re.DOTALL)
        if not isian or not format_sel:
            raise TidakCocok
        self.isian = isian
        self.format_sel = format_sel
        self.jumlah_isian = len(re.findall(rb"<fill\b", isian[1]))
        self.xf = _XF.findall(format_sel[1])
        self.warna: list[str] = []
        self.baru: dict[tuple[int, str], int] = {}

    def gaya(self, asal: int, warna: str) -> int:
        """Index of the format ``asal`` with this background."""
        if asal >= len(self.xf):
            raise TidakCocok
        if warna not in self.warna:
            self.warna.append(warna)
        return self.baru.setdefault((asal, warna), len(self.xf) + len(self.baru))

    def tulis(self) -> bytes:
        tambahan = [
            re.sub(
                rb"<xf\b", b'<xf fillId="%d" applyFill="1"' % (self.jumlah_isian + self.warna.index(warna)),
                re.sub(rb'\s(fillId|applyFill)="[^"]*"', b"", self.xf[asal]), count=1,
            )
            for asal, warna in self.baru
        ]  # fmt: skip
        fill = "".join(
            f'<fill><patternFill patternType="solid"><fgColor rgb="FF{w}"/><bgColor indexed="64"/>'
            "</patternFill></fill>"
            for w in self.warna
        ).encode()
        xf = b"".join([*self.xf, *tambahan])
        bagian = sorted([
            (self.isian, b'<fills count="%d">' % (self.jumlah_isian + len(self.warna)) + self.isian[1] + fill
             + b"</fills>"),
            (self.format_sel, b'<cellXfs count="%d">' % (len(self.xf) + len(tambahan)) + xf + b"</cellXfs>"),
        ], key=lambda p: -p[0].start())  # fmt: skip
        xml = self.xml
        for cocok, ganti in bagian:
            xml = xml[: cocok.start()] + ganti + xml[cocok.end() :]
        return xml


def _tempat_gambar(xml: bytes) -> int:
    """Byte offset at which ``legacyDrawing`` belongs among the elements after ``sheetData``."""
    akhir = max(xml.rfind(b"</sheetData>") + 12, xml.rfind(b"<sheetData/>") + 12)
    buka = re.search(rb"<worksheet\b[^>]*>", xml)
    if akhir < 12 or not buka:
        raise TidakCocok
    dalam, tempat = 0, -1
    pengurai = expat.ParserCreate(namespace_separator=" ")

    def mulai(nama: str, _atribut: Any) -> None:
        nonlocal dalam, tempat
        dalam += 1
        lokal = nama.rsplit(" ", 1)[-1]
        if dalam == 2 and lokal == "legacyDrawing":
            raise TidakCocok  # it has comments of its own
        if dalam == 2 and tempat < 0 and lokal in _SESUDAH:
            tempat = pengurai.CurrentByteIndex

    def selesai(_nama: str) -> None:
        nonlocal dalam, tempat
        dalam -= 1
        if dalam == 0 and tempat < 0:
            tempat = pengurai.CurrentByteIndex

    pengurai.StartElementHandler, pengurai.EndElementHandler = mulai, selesai
    try:
        pengurai.Parse(buka[0] + xml[akhir:], True)
    except expat.ExpatError as e:
        raise TidakCocok from e
    return akhir + tempat - len(buka[0])


def _warnai(xml: bytes, catatan: Mapping[Sel, CatatanSel], gaya: _Gaya) -> bytes:
    warna = {f"{huruf_kolom(k - 1)}{b}".encode(): c.warna for (b, k), c in catatan.items()}

    def ganti(cocok: re.Match[bytes]) -> bytes:
        atribut = cocok[1] or b""
        rujukan = _R.search(atribut)
        if not rujukan or rujukan[1] not in warna:
            return cocok[0]
        asal = _S.search(atribut)
        nomor = gaya.gaya(int(asal[1]) if asal else 0, warna[rujukan[1]])
        return b"<c" + _S.sub(b"", atribut) + b' s="%d"' % nomor + cocok[2] + b">"

    return _SEL.sub(ganti, xml)


def _sisipkan(xml: bytes, sebelum: bytes, isi: str) -> bytes:
    i = xml.rfind(sebelum)
    if i < 0:
        raise TidakCocok
    return xml[:i] + isi.encode() + xml[i:]


def _relasi(xml: bytes | None, isi: str) -> bytes:
    kosong = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    xml = re.sub(rb"<Relationships\b([^>]*)/>", rb"<Relationships\1></Relationships>", xml or kosong)
    return _sisipkan(xml, b"</Relationships>", isi)


def _letak_lembar(arsip: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name -> path of its part."""
    try:
        buku = ElementTree.fromstring(arsip.read("xl/workbook.xml"))  # noqa: S314
        relasi = ElementTree.fromstring(arsip.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    except (KeyError, ElementTree.ParseError) as e:
        raise TidakCocok from e
    sasaran = {r.get("Id"): r.get("Target", "") for r in relasi}
    hasil = {}
    for lembar in buku.iter(f"{{{_UTAMA}}}sheet"):
        letak = sasaran.get(lembar.get(f"{{{_RELASI}}}id"), "")
        hasil[lembar.get("name", "")] = letak.lstrip("/") if letak.startswith("/") else f"xl/{letak}"
    return hasil


def _lembar_daftar(baris: Sequence[Sequence[str | int]]) -> bytes:
    def sel(isi: str | int) -> str:
        if isinstance(isi, int):
            return f"<c><v>{isi}</v></c>"
        return f'<c t="inlineStr"><is><t xml:space="preserve">{_rapi(isi)}</t></is></c>'

    isi = "".join(f"<row>{''.join(map(sel, b))}</row>" for b in baris)
    lebar = "".join(
        f'<col min="{n}" max="{n}" width="{w}" customWidth="1"/>'
        for n, w in enumerate((24, 8, 8, 12, 120), start=1)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{_UTAMA}"><sheetViews>'
        '<sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" state="frozen"/></sheetView>'
        f"</sheetViews><cols>{lebar}</cols><sheetData>{isi}</sheetData></worksheet>"
    ).encode()


def tambahkan_catatan(
    isi: bytes,
    catatan: Mapping[str, Mapping[Sel, CatatanSel]],
    nama_daftar: str,
    daftar: Sequence[Sequence[str | int]],
) -> bytes:
    """The same xlsx with notes per sheet, and a sheet ``nama_daftar`` at the end that lists them.

    Raises ``TidakCocok`` when the workbook has comments already or an unusual make.
    """
    with zipfile.ZipFile(io.BytesIO(isi)) as arsip:
        letak = _letak_lembar(arsip)
        nama_bagian = set(arsip.namelist())
        if nama_daftar in letak or not {"xl/styles.xml", "[Content_Types].xml"} <= nama_bagian:
            raise TidakCocok
        ubah: dict[str, bytes] = {}
        gaya = _Gaya(arsip.read("xl/styles.xml"))
        jenis = [
            f'<Override PartName="/xl/worksheets/catatanTerukur.xml" ContentType="{_JENIS}.worksheet+xml"/>'
        ]
        for n, (nama, per_sel) in enumerate(catatan.items(), start=1):
            bagian = letak.get(nama, "")
            if bagian not in nama_bagian:
                continue
            xml = arsip.read(bagian)
            i = _tempat_gambar(xml)
            gambar = f'<legacyDrawing xmlns:r="{_RELASI}" r:id="rIdTerukurGambar"/>'.encode()
            ubah[bagian] = _warnai(xml[:i] + gambar + xml[i:], per_sel, gaya)
            ubah[f"xl/commentsTerukur{n}.xml"] = _xml_catatan(per_sel)
            ubah[f"xl/drawings/vmlTerukur{n}.vml"] = _vml(per_sel)
            folder, _, berkas = bagian.rpartition("/")
            rel = f"{folder}/_rels/{berkas}.rels"
            ubah[rel] = _relasi(
                arsip.read(rel) if rel in nama_bagian else None,
                f'<Relationship Id="rIdTerukurGambar" Type="{_RELASI}/vmlDrawing" '
                f'Target="/xl/drawings/vmlTerukur{n}.vml"/><Relationship Id="rIdTerukurCatatan" '
                f'Type="{_RELASI}/comments" Target="/xl/commentsTerukur{n}.xml"/>',
            )
            jenis.append(
                f'<Override PartName="/xl/commentsTerukur{n}.xml" ContentType="{_JENIS}.comments+xml"/>'
                f'<Override PartName="/xl/drawings/vmlTerukur{n}.vml" '
                'ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
            )
        ubah["xl/styles.xml"] = gaya.tulis()
        ubah["xl/worksheets/catatanTerukur.xml"] = _lembar_daftar(daftar)
        buku = arsip.read("xl/workbook.xml")
        nomor = max((int(x) for x in re.findall(rb'\bsheetId="(\d+)"', buku)), default=0) + 1
        ubah["xl/workbook.xml"] = _sisipkan(
            buku, b"</sheets>",
            f'<sheet xmlns:r="{_RELASI}" name={quoteattr(nama_daftar)} sheetId="{nomor}" r:id="rIdTerukur"/>',
        )  # fmt: skip
        ubah["xl/_rels/workbook.xml.rels"] = _relasi(
            arsip.read("xl/_rels/workbook.xml.rels"),
            f'<Relationship Id="rIdTerukur" Type="{_RELASI}/worksheet" '
            'Target="/xl/worksheets/catatanTerukur.xml"/>',
        )
        ubah["[Content_Types].xml"] = _sisipkan(
            arsip.read("[Content_Types].xml"), b"</Types>", "".join(jenis)
        )
        keluar = io.BytesIO()
        with zipfile.ZipFile(keluar, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as baru:
            for satu in arsip.infolist():
                baru.writestr(satu.filename, ubah.pop(satu.filename, b"") or arsip.read(satu))
            for nama, data in ubah.items():
                baru.writestr(nama, data)
    return keluar.getvalue()
