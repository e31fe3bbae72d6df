"""The journal against an auditor who believes nothing: a thousand forgeries, and a million entries."""

import contextlib
import datetime as dt
import itertools
import json
import random
import resource
import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from terukur.jejak import verifikasi
from terukur.jejak.baku import SIDIK_AWAL, baku, sidik, sidik_sambung, waktu_baku
from terukur.jejak.tests.factories import SAAT
from terukur.jejak.tests.manipulasi import RAGAM, Kasus, ekspor_contoh, manipulasi, publik
from tests.bench.angka import tulis_angka

PERINTAH = "make soak"


@pytest.mark.django_db
def test_seribu_pemalsuan_ditemukan_di_tempatnya(settings, tmp_path):
    """1,000 forgeries of real exports: all found, the place named; none found in 100 untouched ones."""
    settings.DATA = tmp_path
    acak = random.Random(20261122)
    asli = ekspor_contoh(acak, 600)
    gagal, ragam, sudah = [], Counter[str](), set[str]()
    for ke in itertools.count():
        if len(sudah) == 1000:
            break
        kasus = manipulasi(acak, asli, ke)
        tanda = sidik(json.dumps([kasus.baris, kasus.kunci, kasus.saksi]).encode())
        if tanda in sudah:
            continue
        sudah.add(tanda)
        ragam[kasus.apa] += 1
        if keberatan := kasus.keberatan():
            gagal.append(keberatan)
    utuh = 0
    for ke in range(100):
        kunci = [[publik(asli.kunci)], []][ke % 2]
        saksi = [[], asli.segel[: 1 + ke % len(asli.segel)], [*asli.segel, asli.segel_kemudian]][ke % 3]
        utuh += not Kasus("utuh", asli.baris(), [], kunci, saksi).periksa().temuan
    assert gagal == []
    assert utuh == 100
    assert len(ragam) == RAGAM
    tulis_angka(
        "Jejak resmi: seribu pemalsuan ekspor",
        perintah=PERINTAH,
        baris=[
            ("Pemalsuan ditemukan, tempatnya disebut benar", f"1.000 dari 1.000 ({RAGAM} ragam)", "semua"),
            ("Ekspor utuh yang dituduh", f"0 dari {utuh}", "0"),
        ],
    )


def _sejuta(jumlah: int, setiap: int, kunci: Ed25519PrivateKey, berkas: Path) -> None:
    """Write an export as large as a kabupaten's after years: entries of usual size, a seal per ``setiap``."""
    umum, sebelum, ujung = publik(kunci), SIDIK_AWAL, dict[int, str]()
    acak = random.Random(1)
    tetap = {
        "v": 1, "peristiwa": "sub_kegiatan.simpan", "objek": "sub_kegiatan", "ditolak": False,
        "pelaku": {"id": "8d0f3a52-6c11-4f3e-9b5e-0d7e0c1b2a33", "nama": "Tenun Ikat (contoh)",
                   "peran": "operator_opd", "penugasan": "Operator Dinas Kesehatan"},
    }  # fmt: skip
    nama = "Penyediaan layanan kesehatan untuk UKM dan UKP rujukan tingkat daerah kabupaten/kota"
    isi_catatan = berkas.with_suffix(".catatan")
    with isi_catatan.open("wb") as f:
        for nomor in range(1, jumlah + 1):
            isi = {"pagu": f"{acak.randrange(10**12)}.00", "target": "12.50", "satuan": "orang", "nama": nama}
            unik = {"nomor": nomor, "pada": SAAT + dt.timedelta(seconds=nomor), "isi": isi}
            b = baku(
                tetap | unik | {"objek_id": f"{acak.getrandbits(128):032x}", "opd_id": f"{nomor % 40:032x}"}
            )
            s = sidik_sambung(sebelum, sidik(b))
            f.write(_baris({"c": nomor, "sebelum": sebelum, "baku": b.decode(), "sidik": s}))
            sebelum = s
            if nomor % setiap == 0:
                ujung[nomor] = s
    with berkas.open("wb") as f:
        kepala = {"jenis": "terukur-jejak", "v": 1, "pemda": "Kabupaten Contoh", "kunci": [umum], "dari": 1}
        dibuat = waktu_baku(SAAT + dt.timedelta(days=365))
        f.write(_baris(kepala | {"dibuat": dibuat, "jumlah_catatan": jumlah, "jumlah_segel": len(ujung)}))
        lalu = SIDIK_AWAL
        for urut, (nomor, s) in enumerate(ujung.items(), 1):
            pada = SAAT + dt.timedelta(minutes=urut)
            segel = {"v": 1, "segel": urut, "catatan": nomor, "sidik": s, "pada": pada, "sebelum": lalu}
            b = baku(segel | {"kunci": umum})
            f.write(_baris({"s": urut, "baku": b.decode(), "tanda": kunci.sign(b).hex()}))
            lalu = sidik(b)
        with isi_catatan.open("rb") as c:
            shutil.copyfileobj(c, f)
        f.write(_baris({"akhir": True}))
    isi_catatan.unlink()


def _baris(isi: dict[str, object]) -> bytes:
    return json.dumps(isi, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _puncak_memori(pid: int) -> int:
    """Highest memory in MB since the program began. getrusage would count its parent before the exec."""
    with contextlib.suppress(OSError, IndexError):
        return int(Path(f"/proc/{pid}/status").read_text().split("VmHWM:")[1].split()[0]) // 1024
    return 0


def test_sejuta_catatan_dalam_semenit(tmp_path):
    """1,000,000 entries under 20,000 seals, checked by the file that an auditor gets, in one process."""
    jumlah, segel = 1_000_000, 20_000
    kunci = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
    berkas = tmp_path / "jejak.jsonl"
    _sejuta(jumlah, jumlah // segel, kunci, berkas)
    mb = berkas.stat().st_size / 1e6
    mulai = time.perf_counter()
    sebelum = resource.getrusage(resource.RUSAGE_CHILDREN)
    anak = subprocess.Popen(
        [sys.executable, "-I", verifikasi.__file__, str(berkas), "--kunci", publik(kunci)],
        stdout=subprocess.PIPE, text=True, env={},
    )  # fmt: skip
    memori = 0
    while anak.poll() is None:
        memori = max(memori, _puncak_memori(anak.pid))
        time.sleep(0.1)
    lama = time.perf_counter() - mulai
    keluar = anak.communicate()[0]
    sesudah = resource.getrusage(resource.RUSAGE_CHILDREN)
    prosesor = sesudah.ru_utime + sesudah.ru_stime - sebelum.ru_utime - sebelum.ru_stime
    berkas.unlink()
    assert (anak.returncode, keluar.splitlines()) == (
        0,
        [
            f"Diperiksa: {jumlah} catatan, {segel} segel, pemda Kabupaten Contoh.",
            "UTUH: tidak ada catatan yang berubah.",
        ],
    )
    tulis_angka(
        "Jejak resmi: memeriksa 1.000.000 catatan",
        perintah=PERINTAH,
        baris=[
            ("Waktu, satu proses", f"{lama:.1f} detik".replace(".", ","), "<= 60 detik"),
            ("Waktu prosesor", f"{prosesor:.1f} detik".replace(".", ","), ""),
            ("Memori puncak", f"{memori} MB", "<= 200 MB"),
            ("Ukuran ekspor", f"{mb:.0f} MB, {segel // 1000}.000 segel", ""),
        ],
    )
    assert memori <= 200
    assert prosesor <= 60
