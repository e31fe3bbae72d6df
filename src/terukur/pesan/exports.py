"""The lists of this room as tables to download."""

from typing import Final

from terukur.inti.lembar import Kolom

KOLOM_PESAN: Final = (
    Kolom("Dikirim", "dikirim_pada", "waktu"),
    Kolom("Judul", "judul"),
    Kolom("Isi", "isi", lebar=80),
    Kolom("Dibaca", "dibaca_pada", "waktu"),
)
KOLOM_KIRIMAN: Final = (
    Kolom("Dikirim", "pesan.dikirim_pada", "waktu"),
    Kolom("Pesan", "pesan.judul"),
    Kolom("Penerima", "pesan.penerima.nama"),
    Kolom("Saluran", "saluran"),
    Kolom("Status", lambda k: k.get_status_display()),
    Kolom("Percobaan", "percobaan", "angka"),
    Kolom("Terakhir dicoba", "dicoba_pada", "waktu"),
    Kolom("Alasan", "alasan"),
)
