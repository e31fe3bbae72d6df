"""Official paper: PDF set by typst, tagged (PDF/UA-1), archival (PDF/A-2a), reproducible."""

import datetime as dt
import json
import logging
import re
from functools import cache
from pathlib import Path
from typing import Any

import qrcode
import typst
from django.conf import settings
from qrcode.image.svg import SvgPathImage

from terukur.inti.waktu import tulis_tanggal

AKAR = Path(__file__).resolve().parent.parent
"""Templates may read files below this folder only."""

STANDAR: "list[typst.PDFStandard]" = ["a-2a", "ua-1"]
_NAMA_TEMPLAT = re.compile(r"^[a-z_]+/[a-z0-9_]+$")
_log = logging.getLogger(__name__)


class SuratGagal(RuntimeError):
    """The template does not compile with this data; a mistake of ours, not of the user."""


@cache
def _huruf() -> typst.Fonts:
    """Only the fonts inside the typst wheel: the paper looks the same on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


def _jalur(templat: str) -> Path:
    if not _NAMA_TEMPLAT.match(templat):
        raise SuratGagal(f"template name must be <room>/<name>: {templat!r}")
    ruang, nama = templat.split("/")
    jalur = AKAR / ruang / "typst" / f"{nama}.typ"
    if not jalur.is_file():
        raise SuratGagal(f"no template {jalur.relative_to(AKAR)}")
    return jalur


def qr_svg(teks: str) -> str:
    """A QR code (level M) of ``teks`` as an SVG document, black on nothing, no quiet zone."""
    kode = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0)
    kode.add_data(teks)
    svg: str = kode.make_image(image_factory=SvgPathImage).to_string(encoding="unicode")
    return svg


def bingkai_surat(tanggal: dt.date) -> dict[str, Any]:
    """Letterhead of the pemda, with place and date as a letter of that day has them."""
    return {
        "kop": {
            "pemda": settings.TERUKUR_PEMDA,
            "instansi": "Sekretariat Daerah",
            "alamat": settings.TERUKUR_IBU_KOTA,
        },
        "tempat_tanggal": f"{settings.TERUKUR_IBU_KOTA}, {tulis_tanggal(tanggal)}",
        "ibu_kota": settings.TERUKUR_IBU_KOTA,
        "pemda_singkat": settings.TERUKUR_PEMDA.replace("Kabupaten ", ""),
    }


def cetak(templat: str, data: dict[str, Any], *, tanggal: dt.date) -> bytes:
    """Set ``src/terukur/<room>/typst/<name>.typ`` (``templat`` = ``<room>/<name>``) as a PDF.

    ``data`` must be plain JSON: text already formatted for the reader, numbers, lists, dicts.
    It reaches the template as a value (``data`` of ``/antarmuka/typst/kop.typ``), never as
    source, so no text in it can be read as markup. Where ``data["kertas"]["tautan"]`` exists
    (``jejak.kertas.keterangan_surat``), its QR code is added as ``data["kertas"]["qr"]``.

    Same template, data and ``tanggal`` (the document's date) give the same bytes. Raises
    ``SuratGagal`` when the template does not compile.
    """
    if kertas := data.get("kertas"):
        data = data | {"kertas": kertas | {"qr": qr_svg(kertas["tautan"])}}
    masukan = {"data": json.dumps(data, ensure_ascii=False), "tanggal": tanggal.isoformat()}
    jalur = _jalur(templat)
    try:
        pdf, peringatan = typst.Compiler(root=str(AKAR), font_paths=_huruf()).compile_with_warnings(
            input=str(jalur),
            format="pdf",
            sys_inputs=masukan,
            pdf_standards=STANDAR,
            timestamp=dt.datetime(tanggal.year, tanggal.month, tanggal.day, tzinfo=dt.UTC),
        )
    except typst.TypstError as e:
        raise SuratGagal(f"{templat}: {e.message}\n{e.diagnostic}") from e
    for p in peringatan:
        _log.warning("%s: %s", templat, p.message)
    if not isinstance(pdf, bytes):
        raise SuratGagal(f"{templat}: typst returned no document")
    return pdf
