"""Child processes that live and die together with this one."""

import contextlib
import ctypes
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import FrameType

BATAS_SELESAI = 1.5
"""Seconds a child may take to stop before it is killed."""
MATI_MUDA = 10.0
JEDA_ULANG = (0.0, 0.0, 1.0, 2.0, 5.0)
"""A child that dies in its first seconds is started again at once; after many such deaths more slowly."""

_PR_SET_PDEATHSIG = 1


class Berhenti(Exception):
    """A stop was asked for (Ctrl-C, SIGTERM, or a closed terminal)."""


class Penghenti:
    """Turns the stop signals into ``diminta`` and, only within ``menyela``, into ``Berhenti``.

    So that a stop never tears apart the start of PostgreSQL, but does end a long preparation.
    """

    def __init__(self) -> None:
        self.diminta = False
        self.menyela = False

    def pasang(self) -> None:
        for sinyal in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(sinyal, self._terima)

    def _terima(self, sinyal: int, bingkai: FrameType | None) -> None:
        self.diminta = True
        if self.menyela:
            self.menyela = False
            raise Berhenti

    def __enter__(self) -> None:
        if self.diminta:
            raise Berhenti
        self.menyela = True

    def __exit__(self, *galat: object) -> None:
        self.menyela = False


def ikuti_make() -> None:
    """Stop when ``make``, our parent, was asked to stop but does not say so.

    GNU make expects a terminal to send Ctrl-C to its children too. When SIGINT reaches make alone
    (``kill -INT``, a supervisor), it blocks the signal and waits for us for ever; when make is
    killed, nobody waits. Both are seen from outside.
    """
    induk = os.getppid()
    if _nama_proses(induk) != "make":
        return

    def awasi() -> None:
        while os.getppid() == induk and not _menahan_sigint(induk):
            time.sleep(0.3)
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=awasi, daemon=True).start()


def _nama_proses(pid: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/comm").read_text().strip()
    return ""


def _menahan_sigint(pid: int) -> bool:
    with contextlib.suppress(OSError):
        ditahan = re.search(r"^SigBlk:\s*([0-9a-f]+)", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
        return ditahan is not None and bool(int(ditahan[1], 16) & 1 << (signal.SIGINT - 1))
    return False


def mati_bersama_induk() -> None:
    """In the child: be told to stop when the parent dies by whatever means (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


class Anak:
    """One ``terukur`` subcommand as a child, in a session of its own so that Ctrl-C is ours to pass on."""

    def __init__(self, nama: str, *argumen: str) -> None:
        self.nama = nama
        self.argumen = argumen
        self.mulai_pada = 0.0
        self.mati_muda = 0
        self.mulai_lagi_pada: float | None = None
        self.proses: subprocess.Popen[bytes] | None = None

    def mulai(self) -> None:
        self.mulai_pada, self.mulai_lagi_pada = time.monotonic(), None
        self.proses = subprocess.Popen(
            [sys.executable, "-m", "terukur.cli", *self.argumen],
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=mati_bersama_induk,
        )

    def hidup(self) -> bool:
        return self.proses is not None and self.proses.poll() is None

    def catat_mati(self, *, pada: float) -> float:
        """Note a death at the monotonic time ``pada``; seconds until it is started again.

        Never given up: what it died of (a database that is away, a full disk, a kill) may pass, and
        nobody sits at the server of a kabupaten at night.
        """
        self.mati_muda = self.mati_muda + 1 if pada - self.mulai_pada < MATI_MUDA else 0
        jeda = JEDA_ULANG[min(max(self.mati_muda - 1, 0), len(JEDA_ULANG) - 1)]
        self.mulai_lagi_pada = pada + jeda
        return jeda

    def jaga(self, *, pada: float) -> None:
        """Start it again if it died, after the pause that is due; to be called again and again."""
        if self.hidup():
            return
        if self.mulai_lagi_pada is None:
            self.tuntaskan(0)
            jeda = self.catat_mati(pada=pada)
            kapan = f" dalam {jeda:.0f} detik; lihat pesan di atas" if jeda else ""
            print(f"{self.nama.capitalize()} mati dan dijalankan lagi{kapan}.", flush=True)
        if self.mulai_lagi_pada is not None and time.monotonic() >= self.mulai_lagi_pada:
            self.mulai()

    def minta_selesai(self) -> None:
        if self.proses and self.hidup():
            self.proses.terminate()

    def tuntaskan(self, batas: float) -> None:
        """Wait until the monotonic time ``batas``, then kill whatever of the session is left."""
        if self.proses is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.proses.wait(max(0.0, batas - time.monotonic()))
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.proses.pid, signal.SIGKILL)
        self.proses.wait()


def hentikan_semua(daftar: list[Anak]) -> None:
    """Stop all children at once; returns when none is left."""
    for anak in daftar:
        anak.minta_selesai()
    batas = time.monotonic() + BATAS_SELESAI
    for anak in daftar:
        anak.tuntaskan(batas)
