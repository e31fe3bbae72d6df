"""Official paper: reproducible, tagged, archival, and deaf to markup in its data."""

import copy
import datetime as dt
import re
import xml.etree.ElementTree as ET
import zlib

import pytest

from terukur.antarmuka.surat import SuratGagal, cetak, qr_svg
from terukur.antarmuka.tests.contoh_surat import DATA

TANGGAL = dt.date(2026, 11, 23)


def aliran(pdf: bytes) -> bytes:
    """All streams of a PDF, inflated."""
    hasil = []
    for isi in re.findall(rb"stream\r?\n(.*?)\nendstream", pdf, re.DOTALL):
        try:
            hasil.append(zlib.decompress(isi))
        except zlib.error:
            hasil.append(isi)
    return b"\n".join(hasil)


def test_dapat_diulang_bita_demi_bita():
    assert cetak("antarmuka/contoh", DATA, tanggal=TANGGAL) == cetak(
        "antarmuka/contoh", copy.deepcopy(DATA), tanggal=TANGGAL
    )
    assert cetak("antarmuka/contoh", DATA, tanggal=TANGGAL) != cetak(
        "antarmuka/contoh", DATA, tanggal=dt.date(2026, 11, 24)
    )


def test_bertag_dan_arsip(caplog):
    pdf = cetak("antarmuka/contoh", DATA, tanggal=TANGGAL)
    xmp = aliran(pdf)
    assert b"<pdfuaid:part>1<" in xmp
    assert b"<pdfaid:part>2<" in xmp
    assert b"<pdfaid:conformance>A<" in xmp
    assert b"Rancangan Awal Renja 2028" in xmp
    assert set(re.findall(rb"\+(LibertinusSerif-\w+)", pdf + xmp)) <= {
        b"LibertinusSerif-Regular", b"LibertinusSerif-Bold",
    }  # fmt: skip
    assert not caplog.records


@pytest.mark.parametrize(
    ("ukuran", "lanskap", "kotak"),
    [("f4", False, (609.45, 935.43)), ("a4", True, (841.89, 595.28)), ("a3", True, (1190.55, 841.89))],
)
def test_ukuran_kertas(ukuran, lanskap, kotak):
    pdf = cetak("antarmuka/contoh", DATA | {"ukuran": ukuran, "lanskap": lanskap}, tanggal=TANGGAL)
    lebar, tinggi = re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", pdf + aliran(pdf)).groups()
    assert (float(lebar), float(tinggi)) == pytest.approx(kotak, abs=0.1)


def test_data_tidak_pernah_menjadi_perintah():
    jahat = '#panic("x") $ * _ @ <a> \\ "kutip" #import "/config/settings.py" \u202e'
    pdf = cetak("antarmuka/contoh", DATA | {"pembuka": jahat, "kepada": jahat}, tanggal=TANGGAL)
    assert pdf.startswith(b"%PDF-1.7")


def test_data_bukan_json_ditolak():
    with pytest.raises(TypeError):
        cetak("antarmuka/contoh", DATA | {"pembuka": TANGGAL}, tanggal=TANGGAL)


@pytest.mark.parametrize(
    "templat", ["antarmuka/tiada", "../config/settings", "antarmuka/../typst/kop", "kop", "antarmuka/kop.typ"]
)
def test_templat_tidak_dikenal(templat):
    with pytest.raises(SuratGagal):
        cetak(templat, DATA, tanggal=TANGGAL)


def test_isian_yang_kurang_disebut():
    kurang = {k: v for k, v in DATA.items() if k != "pembuka"}
    with pytest.raises(SuratGagal, match="pembuka"):
        cetak("antarmuka/contoh", kurang, tanggal=TANGGAL)


def test_qr_berupa_svg():
    akar = ET.fromstring(qr_svg("https://contoh.go.id/periksa/abc/"))
    assert akar.tag == "{http://www.w3.org/2000/svg}svg"
    assert akar.findall("{http://www.w3.org/2000/svg}path")
    assert qr_svg("a") != qr_svg("b")
