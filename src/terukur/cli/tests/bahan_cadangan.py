"""Acts, files and commands for the tests of backup and restore."""

import contextlib
import hashlib
import io
import json
import logging
import secrets
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from terukur.berkas.actions import simpan
from terukur.cli.cadangan.gudang import GudangS3, buka_gudang
from terukur.config.klaster import Klaster
from terukur.inti.pelaku import Pelaku
from terukur.jejak.actions import catat
from terukur.jejak.kertas import daftarkan_kertas
from terukur.jejak.models import Kertas
from terukur.jejak.tests.factories import OPERATOR, SAAT
from tests.kabupaten import lingkungan

TABEL = (
    "inti_pencadangan",
    "jejak_salinankertas",
    "jejak_kertas",
    "jejak_segel",
    "jejak_catatan",
    "berkas_berkas",
)


def tanda_terima(n: int) -> Kertas:
    """A submission with its receipt, committed."""
    with transaction.atomic():
        catatan = catat(
            peristiwa="pengajuan.ajukan",
            objek="pengajuan",
            objek_id=n,
            isi={"n": n},
            oleh=OPERATOR,
            pada=SAAT,
        )
        return daftarkan_kertas(
            jenis="TT", nama_jenis="Tanda Terima Pengajuan", judul=f"Program kerja {n}", isi={"n": n},
            catatan=catatan, oleh=OPERATOR, pada=SAAT,
        )  # fmt: skip


def bukti(n: int, panjang: int = 0, oleh: Pelaku = OPERATOR) -> str:
    """An evidence file of its own content, kept; its SHA-256."""
    isi = b"%PDF-1.7\n% berkas contoh " + str(n).encode() + b"\n" + b"x" * panjang + b"\n%%EOF\n"
    berkas = simpan(
        nama=f"bukti-{n}.pdf", isi=io.BytesIO(isi), jenis_diizinkan=("pdf",), batas_ukuran=1 << 20,
        opd_id=None, oleh=oleh, pada=SAAT,
    )  # fmt: skip
    assert berkas.sidik == hashlib.sha256(isi).hexdigest()
    return berkas.sidik


def kosongkan() -> None:
    """Remove what was committed to the test database."""
    assert str(connection.settings_dict["NAME"]).startswith("test_")
    with connection.cursor() as kursor:
        kursor.execute("set session_replication_role = replica")
        for tabel in TABEL:
            kursor.execute(f"delete from {tabel}")
        kursor.execute("set session_replication_role = origin")


def terukur(data: Path, *argumen: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "terukur.cli", *argumen],
        capture_output=True, text=True, check=False, env=lingkungan(data),
    )  # fmt: skip


def bunuh_saat(data: Path, kata: str, *argumen: str) -> None:
    """Run the command and kill -9 it when it has printed a line with ``kata``."""
    with subprocess.Popen(
        [sys.executable, "-m", "terukur.cli", *argumen],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=lingkungan(data),
    ) as proses:  # fmt: skip
        assert proses.stdout is not None
        for baris in proses.stdout:
            if kata in baris:
                proses.send_signal(signal.SIGKILL)
                break
    assert proses.returncode == -signal.SIGKILL


@contextlib.contextmanager
def server_s3(ganti: pytest.MonkeyPatch) -> Iterator[str]:
    """An empty bucket on loopback; its address for ``TERUKUR_CADANGAN``."""
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    ganti.setenv("TERUKUR_CADANGAN_S3_KUNCI", "uji")
    ganti.setenv("TERUKUR_CADANGAN_S3_RAHASIA", "rahasia-uji")
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        bucket = f"cadangan-{secrets.token_hex(4)}"  # the server's memory outlives it
        alamat = f"s3+http://{host}:{port}/{bucket}/kabupaten"
        gudang = buka_gudang(alamat)
        assert isinstance(gudang, GudangS3)
        gudang.klien.make_bucket(bucket)
        yield alamat
    finally:
        server.stop()


@contextlib.contextmanager
def mesin_kosong() -> Iterator[Path]:
    """A folder for data that PostgreSQL's user can reach too; its cluster is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="terukur-pulih-", dir="/tmp") as akar:
        Path(akar).chmod(0o755)
        data = Path(akar, "data")
        yield data
        if data.exists():
            Klaster(data).hapus()


PERIKSA = """
import json, sys, tempfile
from pathlib import Path
import django
django.setup()
from django.utils import timezone
from terukur.berkas.gudang import jalan, hitung_sidik
from terukur.berkas.models import Berkas
from terukur.cli import lingkup
from terukur.jejak import verifikasi
from terukur.jejak.ekspor import bukti, ekspor_jejak
from terukur.jejak.kertas import kertas_cocok
from terukur.jejak.models import Catatan, Kertas
kunci, folder = sys.argv[1], Path(sys.argv[2])
with lingkup.basisdata():
    (folder / "jejak.jsonl").write_bytes(b"".join(ekspor_jejak(pada=timezone.now())))
    hasil = {"ekspor": verifikasi.main([str(folder / "jejak.jsonl"), "--kunci", kunci])}
    hasil |= {"kertas": {}, "nomor": {}}
    for k in Kertas.objects.all():
        (folder / k.kode).write_bytes(bukti(k.catatan_nomor, pada=timezone.now()))
        luar = verifikasi.main([str(folder / k.kode), "--kunci", kunci])
        hasil["kertas"][k.kode] = [k.sidik, kertas_cocok(k), luar]
        hasil["nomor"][k.nomor] = k.kode
    semua = list(Berkas.objects.values_list("sidik", flat=True))
    hasil["berkas"] = [s for s in semua if hitung_sidik(jalan(s).open("rb"))[0] == s]
    hasil["akhir"] = Catatan.objects.latest("nomor").uraian
print(json.dumps(hasil))
"""


def periksa_di(data: Path, kunci: str, folder: Path) -> dict[str, Any]:
    """What a restored machine says of its journal, receipts (offline verifier included) and files."""
    hasil = subprocess.run(
        [sys.executable, "-c", PERIKSA, kunci, str(folder)],
        capture_output=True, text=True, check=True,
        env=lingkungan(data) | {"DJANGO_SETTINGS_MODULE": "terukur.config.settings"},
    )  # fmt: skip
    isi: dict[str, Any] = json.loads(hasil.stdout.splitlines()[-1])
    return isi
