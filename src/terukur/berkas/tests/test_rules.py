import io
import os
import random
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from terukur.berkas import rules
from terukur.berkas.choices import LEMBAR_KERJA
from terukur.berkas.gambar import baca_lokasi, hapus_lokasi
from terukur.berkas.tests.factories import PDF, buat_foto, buat_zip
from terukur.inti.kesalahan import AturanDilanggar

DATA = Path(os.environ.get("TERUKUR_DATA_UJI", "../shared/data"))
XLSX = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}


def kode_tolak(nama: str, isi: bytes, jenis: tuple[str, ...]) -> str:
    with pytest.raises(AturanDilanggar) as tolak:
        rules.kenali_jenis(nama, io.BytesIO(isi), jenis)
    assert tolak.value.pesan.endswith(".")
    return tolak.value.kode


@pytest.mark.parametrize(
    ("nama", "isi", "kode"),
    [
        ("a.pdf", PDF, "pdf"),
        ("A.XLSX", buat_zip(XLSX).getvalue(), "xlsx"),
        ("a.docx", buat_zip({"[Content_Types].xml": b"", "word/document.xml": b"<w/>"}).getvalue(), "docx"),
        ("a.zip", buat_zip({"a.txt": b"a"}).getvalue(), "zip"),
        ("a.csv", "kode;nama\n1.02;Kesehatan é\n".encode(), "csv"),
        ("a.csv", "kode\tnama\n1\tPendidikan\n".encode("utf-16"), "csv"),
        ("a.jpg", buat_foto(), "jpg"),
        ("a.png", buat_foto("PNG"), "png"),
        ("a.json", b'{"data": []}', "json"),
    ],
)
def test_mengenali_jenis_dari_isi(nama, isi, kode):
    assert rules.kenali_jenis(nama, io.BytesIO(isi), tuple(rules.DAFTAR_JENIS)).kode == kode


def test_menolak_yang_tidak_sesuai():
    assert kode_tolak("a.pdf", b"", ("pdf",)) == "kosong"
    assert kode_tolak("a.exe", b"MZ\x90", ("pdf",)) == "jenis_berkas"
    assert kode_tolak("a", PDF, ("pdf",)) == "jenis_berkas"
    assert kode_tolak("a.xlsx", PDF, ("pdf",)) == "jenis_berkas"
    assert kode_tolak("a.pdf", buat_zip(XLSX).getvalue(), ("pdf",)) == "isi_tidak_cocok"
    assert kode_tolak("a.csv", b"<html><table></table></html>", ("csv",)) == "isi_tidak_cocok"
    assert kode_tolak("a.csv", b"\x00\x01\x02", ("csv",)) == "isi_tidak_cocok"
    assert kode_tolak("a.png", b"GIF89a" + b"\x00" * 30, ("png",)) == "isi_tidak_cocok"
    assert kode_tolak("a.xlsx", b"PK\x03\x04rusak", LEMBAR_KERJA) == "rusak"
    makro = buat_zip(XLSX | {"xl/vbaProject.bin": b"x"}).getvalue()
    assert kode_tolak("a.xlsx", makro, LEMBAR_KERJA) == "makro"


def test_halaman_web_bernama_xls_ditolak_dengan_kalimat():
    jalan = DATA / "negatif/tangsel_mhtml_berekstensi.xls"
    if not jalan.exists():
        pytest.skip(f"data uji tidak ada: {jalan}")
    with jalan.open("rb") as isi, pytest.raises(AturanDilanggar, match="halaman web yang disimpan") as tolak:
        rules.kenali_jenis(jalan.name, isi, LEMBAR_KERJA)
    assert tolak.value.kode == "isi_tidak_cocok"
    assert "Simpan sebagai" in tolak.value.pesan


def test_bom_zip_ditolak():
    bom = buat_zip(XLSX | {"xl/worksheets/sheet1.xml": b"\x00" * (rules.AMBANG_RASIO + 1)})
    assert kode_tolak("a.xlsx", bom.getvalue(), LEMBAR_KERJA) == "bom_zip"
    banyak = buat_zip({f"{i}": b"" for i in range(rules.BATAS_ISI_ARSIP + 1)})
    assert kode_tolak("a.zip", banyak.getvalue(), ("zip",)) == "bom_zip"


def test_ukuran_yang_dibohongkan_ketahuan():
    isi = bytearray(buat_zip(XLSX | {"xl/worksheets/sheet1.xml": b"7" * 1_000_000}).getvalue())
    for tanda, geser in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        i = isi.find(tanda, 0)
        while i >= 0:
            if struct.unpack("<I", isi[i + geser : i + geser + 4])[0] == 1_000_000:
                isi[i + geser : i + geser + 4] = struct.pack("<I", 10)
            i = isi.find(tanda, i + 4)
    with zipfile.ZipFile(io.BytesIO(bytes(isi))) as arsip:
        assert max(a.file_size for a in arsip.infolist()) < 1000
    assert kode_tolak("a.xlsx", bytes(isi), LEMBAR_KERJA) == "rusak"


@pytest.mark.parametrize(("jenis", "kode"), [("JPEG", "jpg"), ("PNG", "png")])
def test_lokasi_hilang_gambar_utuh(jenis, kode):
    asli = buat_foto(jenis)
    bersih = hapus_lokasi(asli, kode)
    with Image.open(io.BytesIO(asli)) as a, Image.open(io.BytesIO(bersih)) as b:
        assert a.getexif().get_ifd(0x8825)
        assert not b.getexif().get_ifd(0x8825)
        assert b.getexif().get(0x010F) is None
        assert b.getexif()[0x0112] == 6
        assert a.tobytes() == b.tobytes()
    assert b"Kamera" in asli
    assert b"Kamera" not in bersih


def gambar_besar(**pilihan):
    """Noise, so that the scan holds stuffed bytes and every restart."""
    acak = random.Random(7)
    gambar = Image.frombytes("RGB", (200, 150), bytes(acak.randrange(256) for _ in range(200 * 150 * 3)))
    keluar = io.BytesIO()
    gambar.save(keluar, "JPEG", quality=90, **pilihan)
    return keluar.getvalue()


@pytest.mark.parametrize("pilihan", [{}, {"progressive": True}, {"restart_marker_blocks": 4}])
def test_gambar_kedua_di_belakang_yang_pertama_dibuang(pilihan):
    """Cameras hang a preview with its own EXIF, and their makers a trailer, behind the picture."""
    asli = gambar_besar(**pilihan)
    bersih = hapus_lokasi(asli + buat_foto() + b"Kamera SEFT", "jpg")
    assert b"Kamera" not in bersih
    assert len(bersih) <= len(asli)
    with Image.open(io.BytesIO(asli)) as a, Image.open(io.BytesIO(bersih)) as b:
        assert a.tobytes() == b.tobytes()


def test_ekor_png_dibuang():
    asli = buat_foto("PNG")
    assert hapus_lokasi(asli + buat_foto("PNG"), "png") == hapus_lokasi(asli, "png")


def test_gambar_rusak_ditolak():
    with pytest.raises(AturanDilanggar):
        hapus_lokasi(buat_foto()[:200], "jpg")


@given(st.text(max_size=400))
def test_nama_selalu_aman(nama):
    rapi = rules.rapikan_nama(nama)
    assert rapi
    assert len(rapi) <= 180
    assert not set(rapi) & set("/\\\x00\n\r")
    assert rules.rapikan_nama(rapi) == rapi


def test_nama_dan_ukuran():
    assert rules.rapikan_nama("..\\..\\etc/pass\x00wd.pdf") == "passwd.pdf"
    assert rules.rapikan_nama("a" * 300 + ".xlsx").endswith(".xlsx")
    assert [rules.tulis_ukuran(n) for n in (10, 1536, 25 << 20)] == ["10 byte", "1,5 KB", "25 MB"]


def test_arsip_yang_dirusak_acak_ditolak_dengan_kalimat():
    """Bytes changed, cut out or put in anywhere: a sentence, never another error."""
    asal = io.BytesIO()
    with zipfile.ZipFile(asal, "w", zipfile.ZIP_DEFLATED) as arsip:
        arsip.writestr("[Content_Types].xml", "<a/>" * 20)
        arsip.writestr("xl/workbook.xml", "<b>x</b>")
        arsip.writestr("lama.bin", "x" * 50, zipfile.ZIP_LZMA)
    acak, kode = random.Random(20261127), set()
    for _ in range(4000):
        isi = bytearray(asal.getvalue())
        for _ in range(acak.randint(1, 4)):
            tempat = acak.randrange(len(isi))
            if acak.random() < 0.6:
                isi[tempat] = acak.randrange(256)
            else:
                del isi[tempat : tempat + acak.randint(1, 90)]
            isi = isi or bytearray(b"P")
        try:
            rules.periksa_arsip(io.BytesIO(bytes(isi)))
        except AturanDilanggar as tolak:
            kode.add(tolak.kode)
    assert "rusak" in kode


def _foto(**gps: object) -> bytes:
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({int(k[1:]): v for k, v in gps.items()})
    keluar = io.BytesIO()
    Image.new("RGB", (8, 8)).save(keluar, "JPEG", exif=exif)
    return keluar.getvalue()


@pytest.mark.parametrize(
    ("gps", "letak"),
    [
        (
            {"k1": "S", "k2": (8.0, 22.0, 12.0), "k3": "E", "k4": (123.0, 24.0, 36.0)},
            ("-8.370000", "123.410000"),
        ),
        ({"k1": "N", "k2": (0.0, 30.0, 0.0), "k3": "W", "k4": (1.5, 0.0, 0.0)}, ("0.500000", "-1.500000")),
        ({"k1": "S", "k2": (8.0, 22.0, 12.0), "k3": "E"}, None),
        ({"k1": "X", "k2": (8.0, 22.0, 12.0), "k3": "E", "k4": (123.0, 24.0, 36.0)}, None),
        ({"k1": "S", "k2": (98.0, 0.0, 0.0), "k3": "E", "k4": (123.0, 24.0, 36.0)}, None),
        ({"k1": "S", "k2": (0.0, 0.0, 0.0), "k3": "E", "k4": (0.0, 0.0, 0.0)}, None),
        ({}, None),
    ],
)
def test_the_place_of_a_photo_is_what_the_camera_wrote_or_none(gps: dict[str, object], letak: object) -> None:
    ada = baca_lokasi(_foto(**gps))
    assert (ada and tuple(map(str, ada))) == letak
