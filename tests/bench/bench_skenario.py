"""``make bench``: a capacity scenario over 3,000 sub kegiatan, beside sorting and adding up the same rows."""

import random
import time
from collections.abc import Callable
from decimal import Decimal

from terukur.anggaran.rules.skenario import BarisUsul, susun_skenario
from tests.bench.angka import tulis_angka
from tests.bench.lab import PERINTAH, cetak, koma

BARIS, BATAS, ULANG = 3000, 1.0, 5
BOBOT = {
    k: Decimal(b)
    for k, b in {"mandatori": 40, "prioritas": 25, "rpjmd": 10, "publik": 15, "kinerja": 10}.items()
}


def _baris() -> list[BarisUsul]:
    acak = random.Random(20261127)
    return [
        BarisUsul(
            f"{n:05}",
            Decimal(acak.randint(1, 9_000_000_000_00)) / 100,
            {k: Decimal(acak.randint(0, 100)) / 100 for k in BOBOT},
            wajib=acak.random() < 0.1,
        )
        for n in range(BARIS)
    ]


def prosesor(kerja: Callable[[], object]) -> float:
    """Median processor seconds of some runs."""
    lama = []
    for _ in range(ULANG):
        mulai = time.process_time()
        kerja()
        lama.append(time.process_time() - mulai)
    return sorted(lama)[ULANG // 2]


def test_skenario_satu_kabupaten() -> None:
    baris = _baris()
    kekurangan = sum(b.jumlah for b in baris) / 10
    lantai = prosesor(lambda: sum(b.jumlah for b in sorted(baris, key=lambda b: (-b.jumlah, b.kunci))))
    lama = prosesor(lambda: susun_skenario(baris, kekurangan=kekurangan, bobot=BOBOT, lindung=Decimal(80)))
    isi = [
        (f"Skenario {BARIS} sub kegiatan", f"{koma(1000 * lama)} ms prosesor", f"<= {koma(BATAS)} detik"),
        ("Lantai: mengurutkan dan menjumlah baris yang sama", f"{koma(1000 * lantai)} ms prosesor", ""),
    ]
    judul = "Skenario kapasitas"
    cetak(judul, isi)
    tulis_angka(judul, perintah=PERINTAH, baris=isi, catatan=f"Nilai tengah dari {ULANG}, tanpa basis data.")
    assert lama <= BATAS
