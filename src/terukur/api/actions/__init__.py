"""Writes of this room."""

from terukur.api.actions.token import buat_token, cabut_token, hitung_permintaan
from terukur.api.actions.webhook import (
    TUGAS_ANTAR,
    antar_kabar,
    buat_webhook,
    edarkan,
    hentikan_webhook,
    kirim_ulang,
)

__all__ = [
    "TUGAS_ANTAR",
    "antar_kabar",
    "buat_token",
    "buat_webhook",
    "cabut_token",
    "edarkan",
    "hentikan_webhook",
    "hitung_permintaan",
    "kirim_ulang",
]
