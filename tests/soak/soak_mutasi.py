"""A hundred thousand spoilt requests of every role: no crash, no error of the server, no stored garbage.

Run by ``make soak``; SOAK_MUTASI requests, SOAK_BENIH repeats a run.
"""

import os
import random
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.beban.lab import Lab
from tests.bench.angka import tulis_angka

pytestmark = pytest.mark.lambat
JUMLAH = int(os.environ.get("SOAK_MUTASI", "100000"))
PROSES = 2
BENIH = int(os.environ.get("SOAK_BENIH", "0")) or random.SystemRandom().randrange(1, 10**6)


def gabungkan(bagian: list[dict[str, Any]]) -> dict[str, Any]:
    """The answers of all processes as one."""
    jawaban: Counter[str] = Counter()
    for b in bagian:
        jawaban.update(b["jawaban"])
    return {
        "jawaban": dict(sorted(jawaban.items())),
        "permintaan": sum(b["permintaan"] for b in bagian),
        "jumlah_galat": sum(b["jumlah_galat"] for b in bagian),
        "galat": [g for b in bagian for g in b["galat"]],
        "sampah": {k: n for b in bagian for k, n in b["sampah"].items()},
    }


def test_spoilt_requests_break_nothing() -> None:
    print(f"\nSOAK_BENIH={BENIH} SOAK_MUTASI={JUMLAH}")
    with tempfile.TemporaryDirectory(prefix="terukur-mutasi-", dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        tanpa_batas = {"TERUKUR_PERMINTAAN_PER_MENIT": "0", "TERUKUR_API_PER_MENIT": "10000000"}
        lab = Lab(Path(folder) / "data", **tanpa_batas).mulai()
        try:
            with ThreadPoolExecutor(PROSES) as serentak:
                bagian = [
                    serentak.submit(lab.jalankan, "mutasi", str(JUMLAH // PROSES), str(BENIH + n))
                    for n in range(PROSES)
                ]
                hasil = gabungkan([b.result() for b in bagian])
            jejak = lab.perintah("verify").stdout
        finally:
            lab.berhenti()
        tugas = [b for b in lab.keluaran.read_text().splitlines() if "Traceback" in b]
    baris = [
        ("Permintaan rusak", f"{hasil['permintaan']:,}".replace(",", "."), ""),
        ("Dijawab galat server", str(hasil["jumlah_galat"]), "0"),
        ("Pekerjaan latar yang jatuh", str(len(tugas)), "0"),
        ("Ragam baris sampah yang tersimpan", str(len(hasil["sampah"])), "0"),
    ]
    for b in baris:
        print(" | ".join(b))
    print(hasil["jawaban"], *hasil["galat"], hasil["sampah"], *tugas[:5], sep="\n")
    tulis_angka("Permintaan yang dirusak", perintah="make soak", baris=baris)
    assert not hasil["galat"]
    assert not hasil["sampah"]
    assert not tugas
    assert "UTUH" in jejak
