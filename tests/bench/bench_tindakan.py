"""``make bench``: official acts per second, each with its journal entry, committed to disk."""

import json
import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests.bench.angka import tulis_angka
from tests.bench.lab import PERINTAH, cetak, kabupaten, koma
from tests.bench.tindakan import PEKERJA

LAJU, DETIK, BERSIAP = 150, 15, 12
SEBUTAN = {
    "ringan": "Satu baris dan satu catatan jejak (menetapkan masa simpan)",
    "siap": "Menandai siap dan membatalkannya, dengan pemberitahuan",
    "ajukan": "Mengajukan paket data dukung: beku, tanda terima, dua catatan jejak",
}


def laju(jalankan: Callable[..., Any], jenis: str, paket: Path) -> dict[str, float]:
    """Acts per second of all workers together, and processor milliseconds of one act."""
    bersiap = BERSIAP if jenis != "ajukan" else 4 * BERSIAP
    mulai = time.time() + bersiap
    with ThreadPoolExecutor(PEKERJA) as kolam:
        hasil = list(
            kolam.map(
                lambda n: jalankan("tindakan", jenis, str(n), str(mulai), str(DETIK), str(paket)),
                range(PEKERJA),
            )
        )
    jumlah = sum(h["jumlah"] for h in hasil)
    return {
        "laju": jumlah / max(h["lama"] for h in hasil),
        "aplikasi": 1000 * sum(h["aplikasi"] for h in hasil) / jumlah,
        "basisdata": 1000 * sum(h["basisdata"] for h in hasil) / jumlah,
    }


def test_tindakan_per_detik(folder_terisi: Callable[[], Path], tmp_path: Path) -> None:
    paket, beban = tmp_path / "paket.json", os.getloadavg()[0]
    with kabupaten(folder_terisi()) as jalankan:
        paket.write_text(json.dumps(jalankan("paket", "12")))
        hasil = {jenis: laju(jalankan, jenis, paket) for jenis in ("ringan", "siap", "ajukan")}
    baris = [
        (
            SEBUTAN[jenis],
            f"{koma(h['laju'], 0)} per detik ({koma(h['aplikasi'])} + {koma(h['basisdata'])} ms prosesor)",
            f">= {LAJU} per detik" if jenis == "ringan" else "",
        )
        for jenis, h in hasil.items()
    ]
    judul = "Tindakan resmi per detik"
    cetak(judul, baris)
    tulis_angka(
        judul,
        perintah=PERINTAH,
        baris=baris,
        catatan=f"{PEKERJA} proses dengan sambungan masing-masing selama {DETIK} detik, satu transaksi per "
        "tindakan, klaster sungguhan dengan fsync. Menurut jam, jadi pekerjaan lain di mesin "
        f"ikut terhitung: beban sebelum mulai {koma(beban)}.",
    )
    assert hasil["ringan"]["laju"] >= LAJU
