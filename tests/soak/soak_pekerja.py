"""The late list from real workers that race and are killed, and from one that was away for three hours.

Two worker processes publish the same windows while ``kill -9`` hits now one, now the other. Run by
``make soak``; SOAK_TENGGAT windows fall due meanwhile (default 100), a fifth of that fell due before.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.beban.lab import AKAR, Lab
from tests.bench.angka import tulis_angka

pytestmark = pytest.mark.lambat
JUMLAH = int(os.environ.get("SOAK_TENGGAT", "100"))
DETIK = max(60.0, JUMLAH * 1.5)


@pytest.fixture
def lab() -> Iterator[Lab]:
    with tempfile.TemporaryDirectory(prefix="terukur-pekerja-", dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        lab = Lab(Path(folder) / "data").mulai()
        yield lab
        lab.berhenti()


def pekerja(lab: Lab) -> subprocess.Popen[bytes]:
    """A second worker beside the demo's own."""
    return subprocess.Popen(
        [sys.executable, "-m", "terukur.cli", "worker"],
        cwd=AKAR, env=lab.lingkungan, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def test_no_instant_is_missed_or_told_twice(lab: Lab) -> None:
    acak = random.Random()
    rencana = lab.jalankan("siapkan_tenggat", str(JUMLAH // 5), str(JUMLAH), str(DETIK))
    akhir = time.monotonic() + 60 + DETIK + 30
    kedua, terbunuh, giliran = pekerja(lab), 0, 0
    try:
        while time.monotonic() < akhir:
            time.sleep(acak.uniform(6, 12))
            giliran += 1
            if giliran % 3 == 0:
                terbunuh += lab.bunuh("worker") > 0  # its own and ours
                kedua.wait()
            else:
                kedua.kill()
                kedua.wait()
                terbunuh += 1
            kedua = pekerja(lab)
        time.sleep(90)
    finally:
        kedua.kill()
        kedua.wait()
    berkas = lab.data.parent / "tenggat.json"
    berkas.write_text(json.dumps(rencana))
    hasil = lab.jalankan("periksa_tenggat", str(berkas))
    jeda = sorted(hasil["jeda"])
    baris = [
        ("Jadwal, yang lewat tiga jam lalu termasuk", str(len(rencana)), ""),
        ("Pekerja dibunuh (kill -9), dua berlomba", str(terbunuh), ""),
        ("Edisi daftar terlambat", str(hasil["edisi"]), str(2 * len(rencana))),
        ("Terlewat", str(len(hasil["terlewat"])), "0"),
        ("Ganda", str(len(hasil["ganda"])), "0"),
        ("Isi yang bukan keadaan saat itu", str(len(hasil["salah"])), "0"),
        ("Terbit sesudah toleransi, tengah", f"{jeda[len(jeda) // 2]:.0f} detik", ""),
        ("Terbit sesudah toleransi, terlama", f"{jeda[-1]:.0f} detik", ""),
    ]  # fmt: skip
    for b in baris:
        print(" | ".join(b))
    tulis_angka("Daftar terlambat dari pekerja yang dibunuh", perintah="make soak", baris=baris)
    assert (hasil["terlewat"], hasil["ganda"], hasil["salah"]) == ([], [], [])
    assert hasil["edisi"] == 2 * len(rencana)
    assert terbunuh >= DETIK / 12
