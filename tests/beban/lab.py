"""A demo of its own, started, killed in parts, and asked afterwards what it kept."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

from tests.kabupaten import lingkungan, port_bebas

AKAR = Path(__file__).resolve().parents[2]
BAGIAN = ("serve", "worker", "postgres")


class Lab:
    """``terukur demo`` in ``data``. ``tambahan`` adds to the environment of its processes."""

    def __init__(self, data: Path, **tambahan: str) -> None:
        self.data, self.port = data, port_bebas()
        self.alamat = f"http://localhost:{self.port}"
        self.lingkungan = lingkungan(data) | {"TERUKUR_ALAMAT": self.alamat} | tambahan
        self.keluaran = data.parent / f"{data.name}.log"

    def mulai(self) -> "Lab":
        self.data.mkdir(parents=True, exist_ok=True)
        with self.keluaran.open("a") as keluaran:
            self.proses = subprocess.Popen(
                [sys.executable, "-m", "terukur.cli", "demo", "--port", str(self.port)],
                cwd=AKAR, env=self.lingkungan, stdout=keluaran, stderr=subprocess.STDOUT,
                start_new_session=True,
            )  # fmt: skip
        batas = time.monotonic() + 300
        while "Ctrl-C" not in self.keluaran.read_text():
            assert self.proses.poll() is None, self.keluaran.read_text()[-3000:]
            assert time.monotonic() < batas, self.keluaran.read_text()[-3000:]
            time.sleep(0.2)
        return self

    def tunggu_pulih(self) -> None:
        """Wait until the site answers again: a killed PostgreSQL replays its log first."""
        batas = time.monotonic() + 60
        while True:
            try:
                with urllib.request.urlopen(self.alamat, timeout=20):
                    return
            except OSError:
                assert time.monotonic() < batas, self.keluaran.read_text()[-3000:]
                time.sleep(0.2)

    def berhenti(self) -> None:
        self.proses.send_signal(signal.SIGINT)
        self.proses.wait(60)

    def perintah(self, *argumen: str, **lain: Any) -> subprocess.CompletedProcess[str]:
        """A ``terukur`` subcommand beside the demo."""
        return subprocess.run(
            [sys.executable, "-m", "terukur.cli", *argumen],
            cwd=AKAR, env=self.lingkungan, capture_output=True, text=True, check=False, **lain,
        )  # fmt: skip

    def jalankan(self, modul: str, *argumen: str) -> Any:
        """Run ``tests.beban.<modul>`` inside the demo's database; its JSON answer."""
        hasil = subprocess.run(
            [sys.executable, "-m", f"tests.beban.{modul}", *argumen],
            cwd=AKAR, env=self.lingkungan | {"DJANGO_SETTINGS_MODULE": "terukur.config.settings"},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert hasil.returncode == 0, hasil.stderr[-3000:]
        return json.loads(hasil.stdout)

    def proses_bagian(self, bagian: str) -> list[int]:
        """Process ids of a part of the demo: all of ``serve``, all of ``worker``, the postmaster."""
        if bagian == "postgres":
            try:
                return [int((self.data / "postgres" / "postmaster.pid").read_text().split()[0])]
            except (OSError, ValueError, IndexError):
                return []
        hasil = []
        for p in Path("/proc").glob("[0-9]*"):
            try:
                milik = f"TERUKUR_DATA={self.data}".encode() in (p / "environ").read_bytes()
                argumen = (p / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if milik and b"terukur.cli" in argumen and bagian.encode() in argumen:
                hasil.append(int(p.name))
        return hasil

    def bunuh(self, bagian: str) -> int:
        """SIGKILL to a part; how many processes were hit."""
        jumlah = 0
        for pid in self.proses_bagian(bagian):
            try:
                os.kill(pid, signal.SIGKILL)
                jumlah += 1
            except ProcessLookupError:
                continue
        return jumlah
