"""Devices send: presses per second, and how long one of them waits for its OK."""

import os
from collections.abc import Callable
from pathlib import Path

from tests.bench.angka import tulis_angka
from tests.bench.lab import PERINTAH, cetak, kabupaten, koma

DETIK, LAJU, TUNGGU = 20, 5000, 50


def test_rekam_per_detik(folder_terisi: Callable[[], Path]) -> None:
    beban = os.getloadavg()[0]
    with kabupaten(folder_terisi()) as jalankan:
        h = jalankan("mesin", str(DETIK))
    baris = [
        ("Rekam yang diterima per detik, 12 mesin terus-menerus", koma(h["laju"], 0), f">= {LAJU}"),
        (
            "Kiriman 150 baris dijawab: tengah, 95 %",
            f"{koma(h['tengah'])} ms, {koma(h['p95'])} ms", f"95 % <= {TUNGGU} ms",
        ),
        (
            "Lantai: INSERT polos dari baris yang sama: tengah, 95 %",
            f"{koma(h['lantai_tengah'])} ms, {koma(h['lantai_p95'])} ms", "",
        ),
    ]  # fmt: skip
    judul = "Menerima rekam dari mesin absensi"
    cetak(judul, baris)
    tulis_angka(
        judul, perintah=PERINTAH, baris=baris,
        catatan="Lewat soket, dua proses pendengar, klaster dengan fsync; tiap PIN terpetakan, jadi "
        "setiap rekam juga meminta dua hari dihitung. Menurut jam: pekerjaan lain di mesin ikut terhitung "
        f"(beban sebelum mulai {koma(beban)}).",
    )  # fmt: skip
    assert h["laju"] >= LAJU
    assert h["p95"] <= TUNGGU
