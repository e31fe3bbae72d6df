"""The demo as a user lives it: start, use, kill, stop, start again. Real processes, own folder."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.kabupaten import Demo, lingkungan, port_bebas, proses_milik

pytestmark = pytest.mark.lambat


def perintah(pid: int) -> list[bytes]:
    """The command line of a process; empty when it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return []


def periksa_jejak(data: Path) -> str:
    """What ``terukur verify`` says of the journal in this folder."""
    hasil = subprocess.run(
        [sys.executable, "-m", "terukur.cli", "verify"],
        capture_output=True, text=True, check=False, env=lingkungan(data),
    )  # fmt: skip
    return hasil.stdout + hasil.stderr


def test_whole_life(folder_terisi: Callable[[], Path]) -> None:
    folder = folder_terisi()
    demo = Demo(folder)
    demo.tunggu()
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

    demo.hentikan()
    assert "UTUH: tidak ada" in periksa_jejak(folder), "the journal holds after two killed processes"

    lagi = Demo(folder)
    lagi.tunggu(batas=120)
    assert "Mengisi" not in lagi.keluaran.read_text(), "a second run keeps the data"
    lagi.proses.kill()
    lagi.proses.wait()
    akhir = time.monotonic() + 8
    while any(b"terukur.cli" in perintah(p) for p in proses_milik(folder)):
        assert time.monotonic() < akhir, "the children die with a killed parent"
        time.sleep(0.1)

    sesudah = Demo(folder)
    sesudah.tunggu(batas=120)
    sesudah.hentikan(signal.SIGTERM)


def test_stop_while_preparing(folder: Path) -> None:
    demo = Demo(folder)
    demo.tunggu("Menyiapkan basis data")
    demo.hentikan(signal.SIGTERM)


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
                # A shell's background job ignores SIGINT, and so would the make of a test run there.
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
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
