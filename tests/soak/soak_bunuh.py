"""``kill -9`` at random moments, web, worker and postmaster in turn, while heads submit.

Of the receipts that clients hold none may be missing. Run by ``make soak``; ``SOAK_BUNUH`` kills
(default 200), one every ``SOAK_JEDA`` seconds on average.
"""

import json
import os
import random
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Queue

import pytest

from tests.beban.klien import Klien, ulangi
from tests.beban.lab import BAGIAN, Lab
from tests.bench.angka import tulis_angka

pytestmark = pytest.mark.lambat
JUMLAH = int(os.environ.get("SOAK_BUNUH", "200"))
JEDA = float(os.environ.get("SOAK_JEDA", "6.5"))
ORANG = 6


def kerja(
    alamat: str,
    antre: "Queue[dict[str, str]]",
    tanda: list[tuple[str, str]],
    gagal: list[str],
    habis: threading.Event,
) -> None:
    """One pair of operator and head: upload, mark ready, submit, keep the receipt; then the next package."""
    while not habis.is_set():
        try:
            paket = antre.get_nowait()
        except Empty:
            return
        try:
            operator = Klien(alamat).masuk(paket["operator"])
            isi = b"%PDF-1.4\n%" + os.urandom(60_000).hex().encode() + b"\n%%EOF\n"
            ulangi(lambda o=operator, p=paket, i=isi: o.unggah(p, i))  # type: ignore[misc]
            operator.tandai_siap(paket)
            kepala = Klien(alamat).masuk(paket["kepala"])
            tanda.append((kepala.ajukan(paket), paket["id"]))
        except Exception as galat:
            print(f"GAGAL {paket['opd']} {type(galat).__name__}: {galat}", flush=True)
            gagal.append(f"{paket['opd']} {type(galat).__name__}: {galat}")


@pytest.fixture
def lab() -> Iterator[Lab]:
    with tempfile.TemporaryDirectory(prefix="terukur-soak-", dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        lab = Lab(Path(folder) / "data").mulai()
        yield lab
        lab.berhenti()


def test_no_receipt_is_lost(lab: Lab) -> None:
    acak = random.Random()
    habis = threading.Event()
    try:
        antre: Queue[dict[str, str]] = Queue()
        for paket in lab.jalankan("siapkan_paket", str(max(3, JUMLAH * 3 // 4))):
            antre.put(paket)
        tanda: list[tuple[str, str]] = []
        gagal: list[str] = []
        orang = [
            threading.Thread(target=kerja, args=(lab.alamat, antre, tanda, gagal, habis), daemon=True)
            for _ in range(ORANG)
        ]
        for o in orang:
            o.start()
        terbunuh = dict.fromkeys(BAGIAN, 0)
        sunyi = 0
        for n in range(JUMLAH):
            time.sleep(acak.uniform(0.6, 1.4) * JEDA)
            sebelum = len(tanda)
            bagian = BAGIAN[n % len(BAGIAN)]
            terbunuh[bagian] += lab.bunuh(bagian) > 0
            sunyi += len(tanda) == sebelum and antre.empty()
            print(f"{n + 1} {bagian}: {len(tanda)} tanda terima, {len(gagal)} gagal", flush=True)
            assert lab.proses.poll() is None, lab.keluaran.read_text()[-3000:]
        habis.set()
        for o in orang:
            o.join(240)
        assert not any(o.is_alive() for o in orang)
    finally:
        habis.set()
    daftar = lab.data.parent / "tanda.json"
    daftar.write_text(json.dumps(tanda))
    lab.tunggu_pulih()  # the last kill may have been that of PostgreSQL
    hasil = lab.jalankan("periksa_tanda", str(daftar))
    jejak = lab.perintah("verify").stdout
    print(f"\n{sum(terbunuh.values())} kill -9 ({terbunuh}); {hasil}; gagal {len(gagal)}; {jejak.strip()}")
    rincian = ", ".join(f"{nama} {n}" for nama, n in terbunuh.items())
    tulis_angka(
        "Tanda terima sesudah kill -9",
        perintah="make soak",
        baris=[
            ("kill -9 yang mengenai", f"{sum(terbunuh.values())} ({rincian})", ""),
            ("Tanda terima di tangan OPD", str(len(tanda)), ""),
            ("Tanda terima yang hilang", str(len(hasil["hilang"])), "0"),
            ("Pengajuan yang tercatat ganda", str(hasil["ganda"]), "0"),
            ("Berkas unggahan yang rusak", str(hasil["berkas_rusak"]), "0"),
            ("Jejak resmi", "utuh" if "UTUH: tidak ada" in jejak else "tidak utuh", "utuh"),
            ("Orang yang gagal menyelesaikan pekerjaannya", str(len(gagal)), "0"),
        ],
    )
    assert hasil["hilang"] == []
    assert hasil["ganda"] == 0
    assert hasil["berkas_rusak"] == 0
    assert "UTUH: tidak ada" in jejak
    assert not gagal, gagal
    assert sum(terbunuh.values()) >= JUMLAH * 0.95
    assert sunyi < JUMLAH // 4, "the people ran out of packages: most kills hit nobody"
    assert len(tanda) >= JUMLAH / 2
