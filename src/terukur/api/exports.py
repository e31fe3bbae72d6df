"""The lists of tokens and of messages as tables to download."""

from typing import Final

from terukur.api.choices import Peristiwa, Sumber
from terukur.api.models import PemakaianToken, Token
from terukur.inti.lembar import Kolom


def _pakai(token: Token) -> PemakaianToken | None:
    return getattr(token, "pemakaian", None)


KOLOM_TOKEN: Final = (
    Kolom("Sistem", "nama"),
    Kolom("Awal token", "awalan"),
    Kolom("Data", lambda t: ", ".join(Sumber(s).label for s in t.sumber)),
    Kolom("OPD", lambda t: ", ".join(o.nama for o in t.opd.all()) or "Seluruh OPD"),
    Kolom("Dibuat", "dibuat_pada", "waktu"),
    Kolom("Oleh", "dibuat_oleh.nama"),
    Kolom("Berlaku sampai", "kedaluwarsa_pada", "waktu"),
    Kolom("Dicabut", "dicabut_pada", "waktu"),
    Kolom("Terakhir dipakai", lambda t: p.terakhir_pada if (p := _pakai(t)) else None, "waktu"),
    Kolom("Permintaan", lambda t: p.jumlah if (p := _pakai(t)) else None, "angka"),
)
KOLOM_KABAR: Final = (
    Kolom("Saat", "dibuat_pada", "waktu"),
    Kolom("Peristiwa", lambda k: Peristiwa(k.peristiwa).label),
    Kolom("Nomor jejak", "nomor", "angka"),
    Kolom("Sistem", "webhook.nama"),
    Kolom("Status", lambda k: k.get_status_display()),
    Kolom("Percobaan", "percobaan", "angka"),
    Kolom("Terakhir dicoba", "dicoba_pada", "waktu"),
    Kolom("Alasan", "alasan"),
)
