"""A file of records as bytes -> its lines, told apart by its name (absensi.md 2)."""

from terukur.berkas.rules import ekstensi
from terukur.impor.pembaca import baca_buku
from terukur.inti.kesalahan import AturanDilanggar
from terukur.kehadiran.choices import AsalPindai
from terukur.kehadiran.protokol.berkas import IsiBerkas, baca_tabel, baca_usb, baca_xml
from terukur.kehadiran.protokol.rekam import TidakTerbaca

JENIS_BERKAS = ("dat", "csv", "xlsx", "xls", "ods", "xml")
"""Kinds of files (``berkas.choices``) that hold records."""
PETUNJUK = (
    "attlog.dat dari USB; atau CSV, XLSX, XML dengan kolom PIN dan waktu (boleh ditambah cara, tombol "
    "dan nomor seri), juga ekspor Fingerspot apa adanya."
)


def baca_rekam(nama: str, isi: bytes) -> IsiBerkas:
    """Lines of a file. Raises ``AturanDilanggar`` where it holds no records in any known form."""
    try:
        hasil = _baca(nama, ekstensi(nama), isi)
        if not hasil.muatan.rekam and all(b.alasan == "tidak_terbaca" for b in hasil.muatan.buruk):
            raise TidakTerbaca
    except TidakTerbaca:
        raise AturanDilanggar(
            f"Berkas “{nama}” tidak memuat rekam yang dikenal. Yang dibaca: {PETUNJUK}", kode="tak_terbaca"
        ) from None
    return hasil


def _baca(nama: str, jenis: str, isi: bytes) -> IsiBerkas:
    if jenis == "dat":
        return baca_usb(nama, isi)
    if jenis == "xml":
        return baca_xml(isi)
    buku = baca_buku(nama, isi)
    return baca_tabel([lembar.baris for lembar in buku.lembar], jenis.upper())


def asal(nama: str) -> AsalPindai:
    """How its records are marked: both are weaker evidence than what a device sent."""
    return AsalPindai.USB if ekstensi(nama) == "dat" else AsalPindai.CSV
