"""Fingerspot.io's ``get_attlog``: what is asked, and what is answered (absensi.md 2)."""

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

from terukur.kehadiran.protokol.lain import CARA_FINGERSPOT, objek
from terukur.kehadiran.protokol.rekam import (
    Muatan,
    Rekam,
    TidakTerbaca,
    baca_cara,
    baca_pin,
    baca_tombol,
    baca_waktu,
    kumpulkan,
)

JENDELA = 2
"""Days of one question, the most that the service allows."""


def jendela(sejak: dt.date, sampai: dt.date) -> Iterator[tuple[dt.date, dt.date]]:
    """(first day, last day) of the questions that cover ``sejak`` .. ``sampai``."""
    while sejak <= sampai:
        akhir = min(sejak + dt.timedelta(days=JENDELA - 1), sampai)
        yield sejak, akhir
        sejak = akhir + dt.timedelta(days=1)


def tulis_tanya(cloud_id: str, sejak: dt.date, sampai: dt.date, trans_id: str) -> bytes:
    isi = {"trans_id": trans_id, "cloud_id": cloud_id, "start_date": str(sejak), "end_date": str(sampai)}
    return json.dumps(isi).encode()


def baca_jawab(isi: bytes) -> Muatan:
    """Rows of an answer. Raises ``TidakTerbaca`` for one that says no."""
    pesan = objek(isi)
    data = pesan.get("data")
    if pesan.get("success") is not True or not isinstance(data, list):
        raise TidakTerbaca
    return kumpulkan(
        ((n, json.dumps(satu, sort_keys=True).encode()) for n, satu in enumerate(data, 1)), _baris
    )


def _baris(nomor: int, isi: bytes) -> Rekam:
    nilai = objek(isi)
    cara = baca_cara(_teks(nilai.get("verify")))
    return Rekam(
        nomor, baca_pin(_teks(nilai.get("pin"))), baca_waktu(_teks(nilai.get("scan_date"))),
        baca_tombol(_teks(nilai.get("status_scan"))), CARA_FINGERSPOT.get(cara, 200), isi,
    )  # fmt: skip


def _teks(nilai: Any) -> str:
    return "" if nilai is None or isinstance(nilai, bool) else str(nilai)
