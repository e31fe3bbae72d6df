"""The demo as a user lives it: start, use, kill, stop, start again. Real processes, own folder."""

import contextlib
import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from terukur.config.basisdata import direktori_soket

pytestmark = pytest.mark.lambat


@pytest.fixture
def folder() -> Iterator[Path]:
    akar = Path(tempfile.mkdtemp(prefix="terukur-demo-", dir="/tmp"))
    akar.chmod(0o755)
    yield akar / "data"
    for pid in proses_milik(akar / "data"):
        os.kill(pid, signal.SIGKILL)
    shutil.rmtree(direktori_soket(akar / "data"), ignore_errors=True)
    shutil.rmtree(akar)


def proses_milik(data: Path) -> list[int]:
    """Processes that work for this folder: ours by environment, PostgreSQL's by working folder."""
    hasil = []
    for p in Path("/proc").glob("[0-9]*"):
        try:
            milik = f"TERUKUR_DATA={data}".encode() in (p / "environ").read_bytes()
            if milik or data in (p / "cwd").readlink().parents:
                hasil.append(int(p.name))
        except OSError:
            continue
    return hasil


def perintah(pid: int) -> list[bytes]:
    """The command line of a process; empty when it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return []


def port_bebas() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def lingkungan(data: Path) -> dict[str, str]:
    """The environment of a command that works in this folder only."""
    bersih = {
        k: v
        for k, v in os.environ.items()
        if not k.startswith(("TERUKUR_", "DJANGO_", "PYTEST")) and k != "DATABASE_URL"
    }
    return bersih | {"TERUKUR_DATA": str(data), "PYTHONPATH": "src"}


def periksa_jejak(data: Path) -> str:
    """What ``terukur verify`` says of the journal in this folder."""
    hasil = subprocess.run(
        [sys.executable, "-m", "terukur.cli", "verify"],
        capture_output=True, text=True, check=False, env=lingkungan(data),
    )  # fmt: skip
    return hasil.stdout + hasil.stderr


class Demo:
    def __init__(self, data: Path) -> None:
        self.data, self.port, self.keluaran = data, port_bebas(), data.parent / "keluaran"
        with self.keluaran.open("w") as berkas:
            self.proses = subprocess.Popen(
                [sys.executable, "-m", "terukur.cli", "demo", "--port", str(self.port)],
                stdout=berkas, stderr=subprocess.STDOUT, start_new_session=True,
                env=lingkungan(data),
            )  # fmt: skip

    def tunggu(self, pola: str, batas: float = 300) -> None:
        akhir = time.monotonic() + batas
        while not re.search(pola, self.keluaran.read_text()):
            assert time.monotonic() < akhir, self.keluaran.read_text()
            assert self.proses.poll() is None, self.keluaran.read_text()
            time.sleep(0.1)

    def jawaban(self) -> int:
        sambungan = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        with contextlib.closing(sambungan):
            sambungan.request("GET", "/", headers={"Host": "localhost"})
            with sambungan.getresponse() as jawaban:
                return jawaban.status

    def hentikan(self, sinyal: int) -> None:
        self.proses.send_signal(sinyal)
        assert self.proses.wait(60) == 0, self.keluaran.read_text()


def test_whole_life(folder: Path) -> None:
    demo = Demo(folder)
    demo.tunggu("Ctrl-C untuk berhenti")
    assert demo.jawaban() < 500

    for nama in ("serve", "worker"):
        for pid in proses_milik(folder):
            if nama.encode() in perintah(pid):
                os.kill(pid, signal.SIGKILL)
    demo.tunggu("Server web mati dan dijalankan lagi", 30)
    demo.tunggu("latar belakang mati dan dijalankan lagi", 30)
    akhir = time.monotonic() + 30
    while True:
        try:
            assert demo.jawaban() < 500
            break
        except OSError:
            assert time.monotonic() < akhir
            time.sleep(0.2)

    postmaster = int((folder / "postgres" / "postmaster.pid").read_text().split()[0])
    os.kill(postmaster, signal.SIGKILL)
    demo.tunggu("PostgreSQL mati dan dijalankan lagi", 30)
    akhir = time.monotonic() + 30
    while demo.jawaban() >= 500:
        assert time.monotonic() < akhir
        time.sleep(0.2)

    demo.hentikan(signal.SIGINT)
    assert proses_milik(folder) == []
    assert "UTUH: tidak ada" in periksa_jejak(folder), "the journal holds after two killed processes"

    lagi = Demo(folder)
    lagi.tunggu("Ctrl-C untuk berhenti", 120)
    assert "Mengisi" not in lagi.keluaran.read_text(), "a second run keeps the data"
    lagi.proses.kill()
    lagi.proses.wait()
    akhir = time.monotonic() + 8
    while any(b"terukur.cli" in perintah(p) for p in proses_milik(folder)):
        assert time.monotonic() < akhir, "the children die with a killed parent"
        time.sleep(0.1)

    sesudah = Demo(folder)
    sesudah.tunggu("Ctrl-C untuk berhenti", 120)
    sesudah.hentikan(signal.SIGTERM)
    assert proses_milik(folder) == []


def test_stop_while_preparing(folder: Path) -> None:
    demo = Demo(folder)
    demo.tunggu("Menyiapkan basis data")
    demo.hentikan(signal.SIGTERM)
    assert proses_milik(folder) == []


def test_stop_that_reaches_only_make(folder: Path) -> None:
    folder.parent.joinpath("Makefile").write_text("run:\n\t@exec $(PROGRAM)\n")
    program = f"{sys.executable} -m terukur.cli demo --port {port_bebas()}"
    keluaran = folder.parent / "keluaran"
    lingkungan = {k: v for k, v in os.environ.items() if not k.startswith(("TERUKUR_", "DJANGO_", "MAKE"))}
    with keluaran.open("w") as berkas:
        make = subprocess.Popen(
            ["make", "-C", str(folder.parent), "run", f"PROGRAM={program}"],
            stdout=berkas, stderr=subprocess.STDOUT, start_new_session=True,
            env=lingkungan | {"TERUKUR_DATA": str(folder), "PYTHONPATH": str(Path("src").resolve())},
        )  # fmt: skip
    akhir = time.monotonic() + 120
    while "Menyiapkan basis data" not in keluaran.read_text():
        assert time.monotonic() < akhir, keluaran.read_text()
        time.sleep(0.1)
    make.send_signal(signal.SIGINT)
    make.wait(60)
    assert proses_milik(folder) == []


def test_busy_port_is_one_sentence(folder: Path) -> None:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        s.listen()
        port = str(s.getsockname()[1])
        hasil = subprocess.run(
            [sys.executable, "-m", "terukur.cli", "demo", "--port", port],
            capture_output=True, text=True, check=False,
            env=os.environ | {"TERUKUR_DATA": str(folder), "PYTHONPATH": "src"},
        )  # fmt: skip
    assert hasil.returncode == 2
    assert f"Port {port} sedang dipakai" in hasil.stderr
    assert "Traceback" not in hasil.stderr
