"""Attacks by files: what they claim to be, what they are called, what they grow into."""

import io
import struct
import zipfile
import zlib

import pytest
from django.urls import reverse

from terukur.berkas import gudang
from terukur.berkas.actions import simpan
from terukur.berkas.choices import DAFTAR_JENIS
from terukur.berkas.models import Berkas
from terukur.berkas.rules import kenali_jenis, periksa_arsip, rapikan_nama
from terukur.berkas.tests.factories import PADA, PDF, PELAKU, buat_foto, buat_zip, simpan_pdf
from terukur.berkas.tests.test_berkas import klien  # noqa: F401 - a fixture
from terukur.inti.kesalahan import AturanDilanggar

SEMUA = tuple(DAFTAR_JENIS)
HALAMAN = b"<!doctype html><script>fetch('//jahat.example')</script>"


@pytest.mark.parametrize(
    ("nama", "isi"),
    [
        ("gambar.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("halaman.html", HALAMAN),
        ("program.exe", b"MZ\x90\x00"),
        ("skrip.php", b"<?php system($_GET[0]); ?>"),
        ("foto.jpg", HALAMAN),
        ("foto.png", b"GIF89a" + HALAMAN),
        ("daftar.csv", HALAMAN),
        ("surat.pdf", HALAMAN),
        ("foto.jpg.html", buat_foto()),
        ("surat.pdf.exe", PDF),
        ("surat", PDF),
        ("buku.xlsx", b"PK\x03\x04 bukan arsip"),
        ("data.json", b"<?xml version='1.0'?><a/>"),
    ],
)
def test_isi_dan_akhiran_harus_sama_dan_dikenal(nama, isi):
    with pytest.raises(AturanDilanggar):
        kenali_jenis(nama, io.BytesIO(isi), SEMUA)


def test_makro_ditolak():
    buku = buat_zip({"[Content_Types].xml": b"<a/>", "xl/workbook.xml": b"<a/>", "xl/vbaProject.bin": b"x"})
    with pytest.raises(AturanDilanggar) as galat:
        kenali_jenis("buku.xlsx", buku, SEMUA)
    assert galat.value.kode == "makro"


@pytest.mark.parametrize(
    ("nama", "rapi"),
    [
        ("../../etc/cron.d/jahat.pdf", "jahat.pdf"),
        ("..\\..\\windows\\jahat.pdf", "jahat.pdf"),
        ("/etc/passwd", "passwd"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie: x=1.pdf"),
        ("laporan\u202efdp.exe", "laporanfdp.exe"),
        ("\x00.pdf", "pdf"),
        ("....", "berkas"),
    ],
)
def test_nama_hanya_keterangan(nama, rapi):
    assert rapikan_nama(nama) == rapi


@pytest.mark.django_db
def test_letak_di_cakram_tidak_mengikuti_nama():
    berkas = simpan(
        nama="../../../tmp/jahat.pdf", isi=io.BytesIO(PDF), jenis_diizinkan=("pdf",), batas_ukuran=1000,
        opd_id=None, oleh=PELAKU, pada=PADA,
    )  # fmt: skip
    jalan = gudang.jalan(berkas.sidik)
    assert berkas.nama == "jahat.pdf"
    assert jalan.name.endswith(berkas.sidik[4:]) or berkas.sidik in str(jalan).replace("/", "")
    assert jalan.stat().st_mode & 0o177 == 0  # not executable, not readable by others


def bom(jumlah: int, panjang: int) -> io.BytesIO:
    return buat_zip({f"xl/worksheets/sheet{i}.xml": b"0" * panjang for i in range(jumlah)})


@pytest.mark.parametrize(
    "arsip", [lambda: bom(60, 1 << 20), lambda: bom(5_001, 0)], ids=["melar", "terlalu-banyak-isi"]
)
def test_arsip_yang_melar_ditolak_sebelum_dibuka(arsip):
    with pytest.raises(AturanDilanggar) as galat:
        periksa_arsip(arsip())
    assert galat.value.kode == "bom_zip"


@pytest.mark.parametrize("kode", ["utf-8", "utf-16"])
def test_entitas_xml_ditolak(kode):
    xml = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode(kode)
    with pytest.raises(AturanDilanggar) as galat:
        periksa_arsip(buat_zip({"xl/workbook.xml": xml}))
    assert galat.value.kode == "entitas"
    jauh = b"<!--" + b"x" * ((1 << 20) - 7) + b"--><!DOCTYPE a [<!ENTITY b 'c'>]><a/>"  # across two pieces
    with pytest.raises(AturanDilanggar):
        periksa_arsip(buat_zip({"content.xml": jauh}))
    periksa_arsip(buat_zip({"META-INF/manifest.xml": b"<!DOCTYPE manifest PUBLIC 'x' 'Manifest.dtd'><a/>"}))


@pytest.mark.django_db
def test_gambar_raksasa_ditolak_sebelum_diurai():
    def potong(nama: bytes, isi: bytes) -> bytes:
        return struct.pack(">I", len(isi)) + nama + isi + struct.pack(">I", zlib.crc32(nama + isi))

    kepala = potong(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))
    png = b"\x89PNG\r\n\x1a\n" + kepala + potong(b"IDAT", zlib.compress(b"\0" * 100)) + potong(b"IEND", b"")
    with pytest.raises(AturanDilanggar):
        simpan(
            nama="besar.png", isi=io.BytesIO(png), jenis_diizinkan=("png",), batas_ukuran=10_000,
            opd_id=None, oleh=PELAKU, pada=PADA,
        )  # fmt: skip


@pytest.mark.django_db
def test_ekor_di_belakang_gambar_tidak_ikut_tersimpan():
    """A picture that is a web page, or an archive, as well: only the picture is kept."""
    ekor = io.BytesIO()
    with zipfile.ZipFile(ekor, "w") as arsip:
        arsip.writestr("jahat.html", HALAMAN)
    for nama, jenis in (("foto.jpg", "JPEG"), ("foto.png", "PNG")):
        berkas = simpan(
            nama=nama, isi=io.BytesIO(buat_foto(jenis) + HALAMAN + ekor.getvalue()),
            jenis_diizinkan=("jpg", "png"), batas_ukuran=100_000, opd_id=None, oleh=PELAKU, pada=PADA,
        )  # fmt: skip
        isi = gudang.jalan(berkas.sidik).read_bytes()
        assert b"<script" not in isi
        assert b"PK\x03\x04" not in isi


@pytest.mark.django_db
def test_yang_diunggah_tidak_pernah_menjadi_halaman(klien):  # noqa: F811
    """A PDF with a page in front is let in as a PDF; no browser runs it."""
    berkas = simpan(
        nama='a"; filename=b.html; x="c.pdf', isi=io.BytesIO(HALAMAN + PDF), jenis_diizinkan=("pdf",),
        batas_ukuran=1000, opd_id=klien.opd, oleh=PELAKU, pada=PADA,
    )  # fmt: skip
    jawaban = klien.get(reverse("berkas:unduh", args=[berkas.pk]))
    jawaban.close()
    assert jawaban["Content-Type"] == "application/pdf"
    assert jawaban["X-Content-Type-Options"] == "nosniff"
    assert jawaban["Content-Security-Policy"] == "sandbox; default-src 'none'; frame-ancestors 'none'"
    assert jawaban["Cache-Control"] == "private, no-store"
    letak = jawaban["Content-Disposition"]
    assert letak.startswith("attachment;")
    assert "filename=b.html" not in letak.replace('\\"', "").split('"')[0::2]
    assert "\n" not in letak


@pytest.mark.django_db
def test_alamat_berkas_tidak_dapat_ditebak_atau_ditelusuri(klien):  # noqa: F811
    berkas = simpan_pdf(opd_id=klien.opd)
    assert Berkas.objects.get().pk.version == 4
    for alamat in ("/berkas/", "/berkas/1/", f"/berkas/{berkas.sidik}/", "/berkas/../data/rahasia/secret_key",
                   "/statik/../rahasia/secret_key", "/statik/%2e%2e/%2e%2e/settings.py", "/data/",
                   "/.git/config",
                   "/.env", "/statik/"):  # fmt: skip
        assert klien.get(alamat).status_code == 404, alamat
