"""The last minute before a deadline: everybody at once, over one narrow line.

260 operators of 40 OPD save a row and hand in 300 kB each, while 40 heads sign, 20 leaders look at
the grid again and again, and a backup is taken. The hour of every act is drawn beforehand (open
loop): a slow answer makes nobody wait with the next act, and the wait before a late start counts as
slowness. Afterwards the backup is restored on a bare machine. Run by ``make soak``; BADAI_KALI
multiplies operators and leaders (3.5: about a thousand users).
"""

import datetime as dt
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from typing import Any

import pytest

from terukur.cli.cadangan.gudang import GudangFolder
from terukur.cli.cadangan.manifes import baca, semua_nama
from terukur.cli.cadangan.sandi import buat_kunci
from terukur.cli.tests.bahan_cadangan import mesin_kosong, periksa_di, terukur
from tests.beban.klien import Klien, isi_formulir
from tests.beban.lab import AKAR, Lab
from tests.bench.angka import tulis_angka

pytestmark = pytest.mark.lambat
KALI = float(os.environ.get("BADAI_KALI", "1"))
OPERATOR, PEMIMPIN = round(260 * KALI), round(20 * KALI)
LEBAR = 50_000_000
BERKAS = 300_000
BENIH = int(os.environ.get("SOAK_BENIH", "7"))
MENIT = 60.0
BATAS = "<= 1 detik" if KALI == 1 else ""
HILANG = ("hilang", "simpan_hilang", "unggah_hilang")


@dataclass
class Badai:
    """What the clients saw. Times are seconds from the drawn start of an act to its answer."""

    tenggat: float
    lama: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    gagal: list[str] = field(default_factory=list)
    tersimpan: dict[str, str] = field(default_factory=dict)  # sub kegiatan -> acknowledged value
    terunggah: list[tuple[str, str]] = field(default_factory=list)  # (package, document)
    tanda: list[dict[str, Any]] = field(default_factory=list)

    def lakukan(self, jenis: str, mulai: float, perbuatan: Callable[[], Any]) -> Any:
        """One act, begun at ``mulai`` or as soon after it as this person is free."""
        time.sleep(max(0.0, mulai - time.time()))
        try:
            hasil = perbuatan()
        except Exception as galat:
            self.gagal.append(f"{jenis}: {type(galat).__name__} {galat}")
            raise
        self.lama[jenis].append(time.time() - mulai)
        return hasil


def operator(badai: Badai, klien: Klien, tugas: dict[str, str], mulai: float) -> None:
    alamat = f"/anggaran/isi/{tugas['id']}/?sub={tugas['sub']}"
    aksi = f"/anggaran/sub/{tugas['sub']}/simpan/"
    isi = badai.lakukan("halaman isian", mulai, lambda: klien.formulir(alamat, aksi=aksi))

    def simpan() -> None:
        jawaban = klien.kirim(aksi, isi | {"kelompok_sasaran": tugas["nilai"]}, jenis="simpan")
        if tugas["nilai"] not in jawaban.text or jawaban.status_code != 200:
            raise AssertionError(f"not saved: {jawaban.status_code}")

    badai.lakukan("simpan", mulai + 2, simpan)
    badai.tersimpan[tugas["sub"]] = tugas["nilai"]
    isi_berkas = b"%PDF-1.4\n%" + os.urandom(BERKAS // 2).hex().encode() + b"\n%%EOF\n"
    badai.lakukan("unggah 300 kB", mulai + 4, lambda: klien.unggah(tugas, isi_berkas))
    badai.terunggah.append((tugas["id"], tugas["dokumen"]))


def kepala(badai: Badai, klien: Klien, tugas: dict[str, str], mulai: float) -> None:
    jalur = f"/tenggat/pengajuan/{tugas['id']}/ajukan/"
    html = badai.lakukan("halaman persetujuan", mulai, lambda: klien.minta("GET", jalur)).text
    mulai += 1.5
    time.sleep(max(0.0, mulai - time.time()))
    berangkat = time.time()
    nomor = badai.lakukan("ajukan", mulai, lambda: klien.setujui(jalur, isi_formulir(html)))
    badai.tanda.append({"nomor": nomor, "id": tugas["id"], "berangkat": berangkat, "dipegang": time.time()})


def pemimpin(badai: Badai, klien: Klien, mulai: float) -> None:
    while mulai < badai.tenggat:
        jawaban = badai.lakukan("kisi pimpinan", mulai, lambda: klien.minta("GET", "/beranda/"))
        assert jawaban.status_code == 200
        mulai += 3


@pytest.fixture
def lab() -> Iterator[Lab]:
    with tempfile.TemporaryDirectory(prefix="terukur-badai-", dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        penerima = buat_kunci(Path(folder) / "kunci")
        lab = Lab(
            Path(folder) / "data", TERUKUR_PERMINTAAN_PER_MENIT="0", TERUKUR_CADANGAN_PENERIMA=penerima
        ).mulai()
        yield lab
        lab.berhenti()


@pytest.fixture
def pipa(lab: Lab) -> Iterator[str]:
    """Address of the narrow line to the server."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.beban.pipa", str(lab.port), str(LEBAR)],
        cwd=AKAR, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as proses:  # fmt: skip
        assert proses.stdout
        yield f"http://localhost:{proses.stdout.readline().strip()}"
        assert proses.stdin
        proses.stdin.close()


def masuk_semua(alamat: str, nama: list[str]) -> tuple[dict[str, Klien], float]:
    """The morning wave: all log in, eight at a time; their sessions, and the seconds it took."""
    hasil: dict[str, Klien] = {}
    antre = list(nama)
    kunci = threading.Lock()

    def kerja() -> None:
        while True:
            with kunci:
                if not antre:
                    return
                satu = antre.pop()
            hasil[satu] = Klien(alamat, sabar=0).masuk(satu)

    mulai = time.monotonic()
    _bersama([kerja] * 8)
    assert set(hasil) == set(nama), "somebody could not log in"
    return hasil, time.monotonic() - mulai


def _bersama(kerja: list[Callable[[], None]]) -> None:
    def satu(k: Callable[[], None]) -> None:
        try:
            k()
        except Exception as galat:
            print(f"GAGAL {type(galat).__name__}: {galat}", flush=True)

    benang = [threading.Thread(target=satu, args=(k,), daemon=True) for k in kerja]
    for b in benang:
        b.start()
    for b in benang:
        b.join(300)
    assert not any(b.is_alive() for b in benang)


def test_the_last_minute(lab: Lab, pipa: str) -> None:
    acak = random.Random(BENIH)
    menit_siap = 2.5 + (OPERATOR + PEMIMPIN + 40) / 8 / 60
    rencana = lab.jalankan("siapkan_badai", str(OPERATOR), str(PEMIMPIN), str(menit_siap))
    tenggat = dt.datetime.fromisoformat(rencana["tenggat"]).timestamp()
    badai = Badai(tenggat)
    nama = {t["nama"] for t in (*rencana["operator"], *rencana["kepala"])} | {*rencana["pemimpin"]}
    klien, lama_masuk = masuk_semua(pipa, sorted(nama))
    assert time.time() < tenggat - MENIT, "the wave of logins reached into the last minute"
    semua: list[Callable[[], None]] = []
    for t in rencana["operator"]:
        mulai = tenggat - acak.uniform(8, MENIT - 2)
        semua.append(lambda t=t, m=mulai: operator(badai, klien[t["nama"]], t, m))  # type: ignore[misc]
    for n, t in enumerate(rencana["kepala"]):
        mulai = tenggat - (acak.uniform(1.7, 4) if n % 4 == 0 else acak.uniform(5, MENIT - 2))
        semua.append(lambda t=t, m=mulai: kepala(badai, klien[t["nama"]], t, m))  # type: ignore[misc]
    for p in rencana["pemimpin"]:
        mulai = tenggat - MENIT + acak.uniform(0, 3)
        semua.append(lambda p=p, m=mulai: pemimpin(badai, klien[p], m))  # type: ignore[misc]
    cadangan = Cadangan(lab)
    semua.append(lambda: cadangan.ambil(tenggat - 25))
    time.sleep(max(0.0, tenggat - MENIT - time.time()))
    _bersama(semua)
    time.sleep(max(0.0, tenggat + 45 - time.time()))
    hasil = periksa(lab, badai, rencana["jendela"])
    laporkan(badai, hasil, lama_masuk)
    cadangan.pulihkan([t["nomor"] for t in badai.tanda if t["dipegang"] < cadangan.mulai])
    assert not badai.gagal, badai.gagal[:10]
    assert hasil["hilang"] == hasil["simpan_hilang"] == hasil["unggah_hilang"] == []
    assert hasil["terkunci"] == 0
    assert hasil["terlambat_padahal_tiba"] == []
    assert hasil["laporan"] == 2, "each window has its late list"


class Cadangan:
    """A backup taken in the middle of it, and what a bare machine makes of it."""

    def __init__(self, lab: Lab) -> None:
        self.lab, self.akar, self.mulai, self.lama = lab, lab.data.parent / "cadangan", 0.0, 0.0
        self.akar.mkdir()

    def ambil(self, saat: float) -> None:
        time.sleep(max(0.0, saat - time.time()))
        self.mulai = time.time()
        hasil = self.lab.perintah("backup", "--ke", str(self.akar))
        self.lama = time.time() - self.mulai
        assert hasil.returncode == 0, hasil.stdout + hasil.stderr

    def pulihkan(self, nomor: list[str]) -> None:
        """Restore it; every receipt of ``nomor`` must verify there, offline verifier included."""
        gudang = GudangFolder(self.akar)
        [nama], _ = semua_nama(gudang)
        with mesin_kosong() as data, tempfile.TemporaryDirectory() as bukti:
            hasil = terukur(data, "restore", str(self.akar), "--kunci", str(self.lab.data.parent / "kunci"))
            assert hasil.returncode == 0, hasil.stdout + hasil.stderr
            rto = re.search(r"RTO (.+)", hasil.stdout)
            assert rto
            isi = periksa_di(data, baca(gudang, nama).isi["kunci_segel"], Path(bukti))
        assert isi["ekspor"] == 0
        cocok = [n for n in nomor if isi["kertas"].get(isi["nomor"].get(n), [0, False, 1])[1:] == [True, 0]]
        baris = [
            ("Cadangan selagi badai", f"{self.lama:.0f} detik", ""),
            ("Tanda terima dari sebelumnya yang cocok di sana", f"{len(cocok)} dari {len(nomor)}", "semua"),
            ("Pemulihan di mesin kosong", rto[1].rstrip("."), ""),
        ]  # fmt: skip
        for b in baris:
            print(" | ".join(b))
        tulis_angka("Memulihkan cadangan dari menit terakhir", perintah="make soak", baris=baris)
        assert cocok == nomor
        assert nomor, "no receipt was held before the backup"


def periksa(lab: Lab, badai: Badai, jendela: list[str]) -> dict[str, Any]:
    """What the server kept of that which it had acknowledged."""
    berkas = lab.data.parent / "badai.json"
    berkas.write_text(
        json.dumps(
            {
                "tersimpan": badai.tersimpan,
                "terunggah": badai.terunggah,
                "tanda": badai.tanda,
                "tenggat": badai.tenggat,
                "jendela": jendela,
            }
        )
    )
    hasil: dict[str, Any] = lab.jalankan("periksa_badai", str(berkas))
    return hasil | {"terkunci": lab.keluaran.read_text().count("masuk.terkunci")}


def persen95(nilai: list[float]) -> float:
    return quantiles(nilai, n=20)[-1] if len(nilai) > 1 else nilai[0]


def laporkan(badai: Badai, hasil: dict[str, Any], lama_masuk: float) -> None:
    def detik(n: float) -> str:
        return f"{n:.2f}".replace(".", ",") + " detik"

    cepat = {j: v for j, v in badai.lama.items() if not j.startswith("unggah")}
    gabung = [n for v in cepat.values() for n in v]
    orang = OPERATOR + PEMIMPIN + len(badai.tanda)
    baris = [
        ("Pengguna", str(orang), ""),
        ("Permintaan gagal", str(len(badai.gagal)), "0"),
        ("Yang sudah dijawab tetapi hilang", str(sum(len(hasil[k]) for k in HILANG)), "0"),
        ("Akun terkunci", str(hasil["terkunci"]), "0"),
        ("Berangkat sebelum tenggat tetapi terlambat", str(len(hasil["terlambat_padahal_tiba"])), "0"),
        ("95 % halaman dan perbuatan dijawab dalam", detik(persen95(gabung)), BATAS),
    ]
    baris += [
        (f"{j}: {len(v)} kali, 95 % / terlama", f"{detik(persen95(v))} / {detik(max(v))}", "")
        for j, v in sorted(badai.lama.items())
    ]
    baris.append(("Semua masuk pada pagi hari, delapan sekaligus", detik(lama_masuk), ""))
    for b in baris:
        print(" | ".join(b))
    tulis_angka(
        f"Menit terakhir sebelum tenggat, {orang} pengguna", perintah="make soak", baris=baris,
        catatan="Klien berjalan pada mesin yang sama, lewat satu jalur bersama 50 Mb/s.",
    )  # fmt: skip
