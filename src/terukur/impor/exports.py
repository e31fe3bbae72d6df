"""Tables of imports as XLSX and CSV."""

from typing import Final

from terukur.inti.lembar import Kolom

KOLOM_DAFTAR: Final = (
    Kolom("Dimulai", "dibuat_pada", "waktu"),
    Kolom("Jenis", "jenis"),
    Kolom("Untuk", "judul"),
    Kolom("Berkas", "berkas.nama"),
    Kolom("Status", lambda i: i.get_status_display()),
    Kolom("Baris", "jumlah_baris", "angka"),
    Kolom("Galat", "jumlah_galat", "angka"),
    Kolom("Peringatan", "jumlah_peringatan", "angka"),
    Kolom("Oleh", "oleh_nama"),
)

KOLOM_MASALAH: Final = (
    Kolom("Lembar", "lembar"),
    Kolom("Baris", "baris", "angka"),
    Kolom("Kolom", "kolom"),
    Kolom("Tingkat", "tingkat"),
    Kolom("Catatan", "pesan", lebar=100),
)
