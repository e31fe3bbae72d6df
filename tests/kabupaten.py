"""``terukur demo`` in processes of its own, and the demo kabupaten filled once for all tests.

A pytest plugin. Filling takes half a minute: the first test that needs a running Terukur fills a
folder, every further one begins with a copy of it.
"""

import contextlib
import fcntl
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
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from terukur.config.basisdata import direktori_soket

AKAR = Path(__file__).resolve().parent.parent
SIAP = "Ctrl-C untuk berhenti"
_FOLDER = "_TERUKUR_UJI_FOLDER"
"""Names, to all workers of a run, the folder that holds the filled kabupaten and its copies."""


def port_bebas() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def lingkungan(data: Path) -> dict[str, str]:
    """The environment of a command that works in this folder only."""
    asing = ("TERUKUR_", "DJANGO_", "DATABASE_", "PYTEST", "_TERUKUR_")
    bersih = {k: v for k, v in os.environ.items() if not k.startswith(asing)}
    return bersih | {"TERUKUR_DATA": str(data), "PYTHONPATH": str(AKAR / "src"), "PYTHONUNBUFFERED": "1"}


def proses_milik(data: Path) -> list[int]:
    """Processes that work for this folder: ours by environment, PostgreSQL's by working folder."""
    hasil = []
    for p in Path("/proc").glob("[0-9]*"):
        try:
            milik = f"TERUKUR_DATA={data}".encode() in (p / "environ").read_bytes().split(b"\0")
            if milik or data in (p / "cwd").readlink().parents:
                hasil.append(int(p.name))
        except OSError:
            continue
    return hasil


class Demo:
    """``terukur demo`` in the folder ``data``, beginning now."""

    def __init__(self, data: Path) -> None:
        self.data, self.port, self.keluaran = data, port_bebas(), data.parent / f"{data.name}.log"
        with self.keluaran.open("w") as berkas:
            self.proses = subprocess.Popen(
                [sys.executable, "-m", "terukur.cli", "demo", "--port", str(self.port)],
                cwd=AKAR, env=lingkungan(data), stdout=berkas, stderr=subprocess.STDOUT,
                start_new_session=True,
            )  # fmt: skip

    def tunggu(self, pola: str = SIAP, batas: float = 300) -> None:
        """Wait until it prints ``pola``."""
        akhir = time.monotonic() + batas
        while not re.search(pola, self.keluaran.read_text()):
            assert time.monotonic() < akhir, self.keluaran.read_text()
            assert self.proses.poll() is None, self.keluaran.read_text()
            time.sleep(0.1)

    def jawaban(self) -> int:
        """Status of the front page."""
        sambungan = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        with contextlib.closing(sambungan):
            sambungan.request("GET", "/", headers={"Host": "localhost"})
            with sambungan.getresponse() as jawaban:
                return jawaban.status

    def hentikan(self, sinyal: int = signal.SIGINT) -> None:
        """Ask it to stop; nothing of it may be left."""
        self.proses.send_signal(sinyal)
        assert self.proses.wait(60) == 0, self.keluaran.read_text()
        assert (sisa := proses_milik(self.data)) == [], f"processes left behind: {sisa}"


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        # Not below a closed folder: an OS user of PostgreSQL can reach it, as on a real machine.
        folder = tempfile.mkdtemp(prefix="terukur-uji-", dir="/tmp")
        Path(folder).chmod(0o755)
        os.environ[_FOLDER] = folder


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop(_FOLDER), ignore_errors=True)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A data folder that does not exist yet; whatever still works in it afterwards is killed."""
    with _folder_sementara() as data:
        yield data


@contextlib.contextmanager
def _folder_sementara() -> Iterator[Path]:
    akar = Path(tempfile.mkdtemp(dir=os.environ[_FOLDER]))
    akar.chmod(0o755)
    try:
        yield akar / "data"
    finally:
        for pid in proses_milik(akar / "data"):
            os.kill(pid, signal.SIGKILL)
        shutil.rmtree(direktori_soket(akar / "data"), ignore_errors=True)
        shutil.rmtree(akar)


@pytest.fixture(scope="session")
def folder_terisi() -> Iterator[Callable[[], Path]]:
    """``folder_terisi()`` gives a data folder of its own with the demo kabupaten; nothing runs in it."""
    with contextlib.ExitStack() as susunan:

        def salin() -> Path:
            data = susunan.enter_context(_folder_sementara())
            subprocess.run(["cp", "-a", str(_induk()), str(data)], check=True)
            return data

        yield salin


def _induk() -> Path:
    """The folder that is copied, filled by whoever comes first."""
    akar = Path(os.environ[_FOLDER])
    data = akar / "kabupaten"
    with (akar / "kunci").open("w") as kunci:
        fcntl.flock(kunci, fcntl.LOCK_EX)
        if not (akar / "terisi").exists():
            demo = Demo(data)
            demo.tunggu()
            demo.hentikan()
            assert (data / "postgres").is_dir(), "the cluster lies elsewhere and cannot be copied"
            (akar / "terisi").touch()
    return data
