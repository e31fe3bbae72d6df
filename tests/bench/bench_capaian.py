"""``make bench``: grid and card of any past instant over a million facts, sixteen readers in open loop.

A reader asks at his instants whether or not the answer before came, as people do; what waits, counts.
Beside it the bare SQL aggregate on the same rows and instants, in the same run.
"""

import datetime as dt
import random
import statistics
import tempfile
import threading
import time
from pathlib import Path

from tests.beban.klien import Klien
from tests.beban.lab import Lab
from tests.bench.angka import tulis_angka
from tests.bench.lab import PERINTAH, cetak, koma

PEMBACA, JARAK, LAMA = 16, 5.0, 120.0
BATAS_PAPAN, BATAS_KARTU, KALI = 0.5, 0.15, 3
ULANG = 15


def _kapan(acak: random.Random) -> str:
    """Any day of the five years, as known at any later instant within them."""
    per = dt.date(2022, 1, 31) + dt.timedelta(days=acak.randrange(1700))
    diketahui = dt.datetime.combine(per, dt.time(8)) + dt.timedelta(days=acak.randrange(60))
    return f"?per={per.isoformat()}&diketahui={diketahui:%Y-%m-%dT%H:%M}"


def _baca(klien: Klien, ke: int, opd: list[str], hasil: dict[str, list[float]], gagal: list[str]) -> None:
    """One reader: grid and card in turn, one every ``JARAK`` seconds."""
    acak = random.Random(ke)
    mulai = time.monotonic() + JARAK * ke / PEMBACA
    utas = []

    def minta(jenis: str, jalur: str, saat: float) -> None:
        jawaban = klien.get(klien.alamat + jalur, timeout=60)
        if jawaban.status_code != 200:
            gagal.append(f"{jawaban.status_code} {jalur}")
        hasil[jenis].append(time.monotonic() - saat)

    for n in range(int(LAMA / JARAK)):
        saat = mulai + n * JARAK
        time.sleep(max(0.0, saat - time.monotonic()))
        jenis = ("papan", "kartu")[(n + ke) % 2]
        jalur = "papan/" if jenis == "papan" else f"rapor/{acak.choice(opd)}/"
        utas.append(
            threading.Thread(target=minta, args=(jenis, f"/kinerja/realisasi/{jalur}{_kapan(acak)}", saat))
        )
        utas[-1].start()
    for u in utas:
        u.join()


def persen95(nilai: list[float]) -> float:
    return sorted(nilai)[max(0, -(-len(nilai) * 95 // 100) - 1)]


def test_sejuta_fakta() -> None:
    with tempfile.TemporaryDirectory(prefix="terukur-fakta-", dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        lab = Lab(Path(folder) / "data", TERUKUR_PERMINTAAN_PER_MENIT="0").mulai()
        try:
            isi = lab.jalankan("siapkan_fakta", str(PEMBACA))
            klien = [Klien(lab.alamat).masuk(nama) for nama in isi["pemimpin"]]
            hasil: dict[str, list[float]] = {"papan": [], "kartu": []}
            gagal: list[str] = []
            pembaca = [
                threading.Thread(target=_baca, args=(k, n, isi["opd"], hasil, gagal))
                for n, k in enumerate(klien)
            ]
            for p in pembaca:
                p.start()
            for p in pembaca:
                p.join()
            acak = random.Random(0)
            sendiri = []
            for _ in range(ULANG):
                mulai = time.perf_counter()
                klien[0].get(f"{lab.alamat}/kinerja/realisasi/papan/{_kapan(acak)}").raise_for_status()
                sendiri.append(time.perf_counter() - mulai)
            polos = lab.jalankan("ukur_agregat", str(ULANG))
        finally:
            lab.berhenti()
    papan, kartu = persen95(hasil["papan"]), persen95(hasil["kartu"])
    satu = statistics.median(sendiri)
    kali = satu / polos["papan"]
    baris = [
        ("Fakta capaian", f"{isi['fakta']:,}".replace(",", "."), ""),
        ("Catatan jejak", f"{isi['catatan']:,}".replace(",", "."), ""),
        ("Permintaan, papan dan rapor", f"{len(hasil['papan'])} dan {len(hasil['kartu'])}", ""),
        ("Gagal", f"{len(gagal)}", "0"),
        ("Papan 40 OPD, p95", f"{koma(1000 * papan)} ms", f"<= {koma(1000 * BATAS_PAPAN, 0)} ms"),
        ("Rapor satu OPD, p95", f"{koma(1000 * kartu)} ms", f"<= {koma(1000 * BATAS_KARTU, 0)} ms"),
        ("Papan, satu pembaca, nilai tengah", f"{koma(1000 * satu)} ms", ""),
        ("Agregat SQL polos atas baris yang sama", f"{koma(1000 * polos['papan'])} ms", ""),
        ("Papan terhadap agregat polos", f"{koma(kali)} kali", f"<= {KALI} kali"),
    ]
    judul = "Capaian: satu juta fakta, saat lampau mana pun"
    cetak(judul, baris)
    tulis_angka(
        judul,
        perintah=PERINTAH,
        baris=baris,
        catatan=(
            f"{PEMBACA} pembaca selama {koma(LAMA, 0)} detik, masing-masing satu permintaan tiap "
            f"{koma(JARAK, 0)} detik tanpa menunggu jawaban sebelumnya; diukur dari saat seharusnya dikirim."
        ),
    )
    assert not gagal, gagal[:5]
    assert papan <= BATAS_PAPAN
    assert kartu <= BATAS_KARTU
    assert kali <= KALI
