"""Attendance devices: a flood of damaged requests, and half past seven in the morning.

Run by ``make soak``. KABUT_JUMLAH sets the number of damaged requests.
"""

import asyncio
import datetime as dt
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles
from typing import Any

import pytest

from terukur.kehadiran.mesin_uji import Luring, MesinUji
from tests.beban.kabut import kabut, sah_menurut_pembaca_ketat
from tests.beban.klien import Klien
from tests.beban.lab import AKAR, Lab
from tests.bench.angka import tulis_angka
from tests.kabupaten import port_bebas

pytestmark = pytest.mark.lambat
BENIH = int(os.environ.get("SOAK_BENIH", "7"))
KABUT = int(os.environ.get("KABUT_JUMLAH", "100000"))
MESIN, PINDAI, DETIK, PERCEPAT = 150, 10_000, 60.0, 10.0
PENDENGAR = 4
HALAMAN = ("/beranda/", "/tenggat/", "/kinerja/realisasi/")


@pytest.fixture
def lab() -> Iterator[Lab]:
    with tempfile.TemporaryDirectory(prefix="terukur-mesin-", dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        lab = Lab(Path(folder) / "data", TERUKUR_PERMINTAAN_PER_MENIT="0").mulai()
        yield lab
        lab.berhenti()


def luncurkan(lab: Lab, *argumen: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", *argumen], cwd=AKAR, text=True, stdout=subprocess.PIPE,
        env=lab.lingkungan | {"DJANGO_SETTINGS_MODULE": "terukur.config.settings"}, start_new_session=True,
    )  # fmt: skip


def rss(pid: int) -> float:
    """Resident memory in MB."""
    halaman = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return halaman * os.sysconf("SC_PAGE_SIZE") / 1e6


def persen95(nilai: list[float]) -> float:
    return quantiles(nilai, n=20)[-1]


def lapor(judul: str, baris: list[tuple[str, str, str]], catatan: str = "") -> None:
    print(f"\n{judul}")
    for b in baris:
        print("  " + " | ".join(b))
    tulis_angka(judul, perintah="make soak", baris=baris, catatan=catatan)


def test_damaged_requests(lab: Lab) -> None:
    lab.jalankan("siapkan_mesin", "3")
    acak, sah, hasil, berat = random.Random(BENIH), set(), Counter(), []
    with luncurkan(lab, "tests.beban.pendengar_longgar", "0") as proses:
        assert proses.stdout
        port = int(proses.stdout.readline())
        antre: list[bytes] = []
        mulai = time.monotonic()
        while sum(hasil.values()) < KABUT:
            antre = [kabut(acak, f"BEBAN{acak.randrange(4):03d}") for _ in range(min(2000, KABUT))]
            for satu in antre:
                sah |= sah_menurut_pembaca_ketat(satu)
            hasil.update(asyncio.run(_kirim(port, antre)))
            assert proses.poll() is None, "the listener died"
            berat.append(rss(proses.pid))
        lama = time.monotonic() - mulai
        proses.terminate()
        assert proses.wait(20) == 0
    isi = lab.jalankan("periksa_mesin")
    dibuat_buat = [p for p in isi["pindai"] if (p[1], p[2]) not in sah]
    hangat = berat[min(len(berat) - 1, len(berat) // 5)]
    galat = sum(n for s, n in hasil.items() if s.startswith("5"))
    lapor(
        f"{KABUT:,} permintaan mesin yang rusak".replace(",", "."),
        [
            ("Jawaban menurut status", ", ".join(f"{s} {n}" for s, n in sorted(hasil.items())), ""),
            ("Jawaban 5xx", str(galat), "0"),
            ("Rekam yang disimpan", str(len(isi["pindai"])), ""),
            ("Di antaranya yang ditolak pembaca ketat", str(len(dibuat_buat)), "0"),
            ("Baris dikarantina", str(isi["karantina"]), ""),
            ("Memori: sesudah seperlima, di akhir (MB)", f"{hangat:.0f}, {berat[-1]:.0f}", "+ 20 MB"),
            ("Permintaan per detik", f"{KABUT / lama:.0f}", ""),
        ],
    )
    assert dibuat_buat == []
    assert galat == 0
    assert isi["pindai"]
    assert berat[-1] < hangat + 20


async def _kirim(port: int, daftar: list[bytes]) -> Counter[str]:
    """Each over a connection of its own, sixteen at once; statuses, ``-`` where none came."""
    hasil: Counter[str] = Counter()
    antre = list(daftar)

    async def kerja() -> None:
        while antre:
            satu = antre.pop()
            masuk, keluar = await asyncio.open_connection("127.0.0.1", port)
            try:
                keluar.write(satu)
                keluar.write_eof()
                awal = await asyncio.wait_for(masuk.read(), 30)
            except ConnectionError:
                awal = b""
            finally:
                keluar.close()
            assert not awal or awal.startswith(b"HTTP/1.1 "), awal[:100]
            hasil[awal[9:12].decode() or "-"] += 1

    await asyncio.gather(*(kerja() for _ in range(16)))
    return hasil


class Pendengar4:
    """``terukur mesin`` with several processes at one port, of which half are killed in the middle."""

    def __init__(self, lab: Lab) -> None:
        self.lab, self.port, self.dibunuh = lab, port_bebas(), 0
        self.induk = luncurkan(
            lab, "terukur.cli", "mesin", "--port", str(self.port), "--proses", str(PENDENGAR)
        )

    def anak(self) -> list[int]:
        return sorted(p for p in self.lab.proses_bagian("mesin") if b"--serta" in _argumen(p))

    def bunuh_separuh(self) -> None:
        semua = self.anak()
        assert len(semua) == PENDENGAR, semua
        for pid in semua[::2]:
            os.kill(pid, signal.SIGKILL)
            self.dibunuh += 1

    def berhenti(self) -> None:
        assert len(self.anak()) == PENDENGAR, "the killed ones were not started again"
        self.induk.terminate()
        assert self.induk.wait(20) == 0, "the listeners did not end in order"
        assert self.induk.stdout
        self.induk.stdout.close()
        assert self.anak() == []


def _argumen(pid: int) -> list[bytes]:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return []


async def _pegawai(
    mesin: MesinUji, jadwal: list[tuple[float, str]], awal: float, acak: random.Random
) -> None:
    """One device through the morning: a press is sent at once, polls between, some answers get lost."""
    dasar = dt.datetime.now() - dt.timedelta(minutes=10)

    async def coba(perbuatan: Any) -> None:
        try:
            await perbuatan
        except Luring:
            await asyncio.sleep(mesin.tunda_galat / PERCEPAT / 6)

    poll = awal + acak.uniform(0, 3)
    for saat, pin in jadwal:
        while (sisa := awal + saat - time.time()) > 0:
            if time.time() >= poll:
                poll = time.time() + 3
                await coba(mesin.ambil_perintah())
            await asyncio.sleep(min(0.2, max(0, sisa)))
        mesin.tekan(pin, dasar + dt.timedelta(seconds=saat * PERCEPAT))
        await coba(mesin.unggah())
        if acak.random() < 0.2:
            await mesin.kirim_lagi(acak.randint(1, 40))
    batas = time.time() + 60
    while mesin.kursor < len(mesin.memori) and time.time() < batas:
        await coba(mesin.unggah())


def _halaman(lab: Lab, selesai: threading.Event, lama: list[float], gagal: list[str]) -> None:
    klien = Klien(lab.alamat, sabar=0).masuk("bupati")
    n = 0
    while not selesai.is_set():
        mulai = time.perf_counter()
        jawaban = klien.minta("GET", HALAMAN[n % len(HALAMAN)])
        lama.append(time.perf_counter() - mulai)
        if jawaban.status_code != 200:
            gagal.append(f"{jawaban.status_code} {jawaban.url}")
        n += 1
        time.sleep(0.5)


@contextmanager
def pembaca(lab: Lab, lama: list[float], gagal: list[str]) -> Iterator[None]:
    """Four people look at pages within the block."""
    selesai = threading.Event()
    benang = [threading.Thread(target=_halaman, args=(lab, selesai, lama, gagal)) for _ in range(4)]
    for b in benang:
        b.start()
    try:
        yield
    finally:
        selesai.set()
        for b in benang:
            b.join()


def test_half_past_seven(lab: Lab) -> None:
    rencana = lab.jalankan("siapkan_mesin", str(MESIN))
    acak = random.Random(BENIH)
    pendengar = Pendengar4(lab)
    mesin = [MesinUji(s, port=pendengar.port, percepat=PERCEPAT) for s in rencana["seri"]]
    jadwal: dict[str, list[tuple[float, str]]] = {m.seri: [] for m in mesin}
    for n in range(PINDAI):
        # Most come in the last minutes before half past seven.
        jadwal[acak.choice(mesin).seri].append((DETIK * acak.betavariate(4, 2), str(n + 1)))
    lama: list[float] = []
    gagal: list[str] = []

    async def pagi() -> None:
        await _tunggu_siap(mesin[0])
        for m in mesin:
            await m.jabat_tangan()
        awal = time.time() + 1
        pembunuh = threading.Timer(DETIK * 0.6, pendengar.bunuh_separuh)
        pembunuh.start()
        tugas = [_pegawai(m, sorted(jadwal[m.seri]), awal, random.Random(m.seri)) for m in mesin]
        await asyncio.gather(*tugas)
        pembunuh.join()

    with pembaca(lab, lama, gagal):
        mulai = time.time()
        asyncio.run(pagi())
        selesai = time.time() - mulai
    pendengar.berhenti()
    isi = lab.jalankan("periksa_mesin")
    harus = Counter((m.seri, *_kunci(b)) for m in mesin for b in m.memori)
    ada = Counter((s, p, w) for s, p, w in isi["pindai"])
    beda_cap = [m.seri for m in mesin if m.memori and isi["cap"].get(m.seri) != m.cap(len(m.memori))]
    lapor(
        "Pukul setengah delapan: 150 mesin, 10.000 rekam dalam satu menit",
        [
            ("Rekam yang ditekan", str(sum(harus.values())), "10000"),
            ("Hilang", str(sum((harus - ada).values())), "0"),
            ("Ganda atau tanpa penekan", str(sum((ada - harus).values())), "0"),
            ("Mesin yang kursornya berbeda", str(len(beda_cap)), "0"),
            ("Mesin yang belum selesai mengirim", str(sum(m.kursor < len(m.memori) for m in mesin)), "0"),
            ("Proses pendengar yang dibunuh (kill -9)", f"{pendengar.dibunuh} dari {PENDENGAR}", ""),
            ("Kiriman yang disimpan, dan kiriman yang gagal lalu diulang",
             f"{isi['kiriman']}, {sum(m.kiriman_gagal for m in mesin)}", ""),
            ("Semua rekam diterima dalam (detik)", f"{selesai:.0f}", ""),
            ("Hari yang menunggu dihitung", str(isi["antrean"]), ""),
            (f"95 % halaman sementara itu ({len(lama)} kali)", f"{persen95(lama) * 1000:.0f} ms", "< 500 ms"),
        ],
        catatan="Sepuluh menit waktu mesin dipadatkan menjadi 60 detik; 20 % kiriman diulang. Mesin uji, "
        "peramban dan server berjalan pada mesin yang sama.",
    )  # fmt: skip
    assert harus == ada
    assert sum(harus.values()) == PINDAI
    assert beda_cap == []
    assert gagal == []
    assert persen95(lama) < 0.5


async def _tunggu_siap(mesin: MesinUji) -> None:
    batas = time.time() + 60
    while True:
        try:
            await mesin.jabat_tangan()
            return
        except Luring:
            assert time.time() < batas, "no listener"
            await asyncio.sleep(0.2)


def _kunci(baris: str) -> tuple[str, str]:
    kolom = baris.split("\t")
    return kolom[0], kolom[1]
