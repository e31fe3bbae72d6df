"""A line that can be cut and a browser that can be killed, for tests of hours without a line."""

import os
import signal
import socket
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.peramban import PILIHAN, cari_chromium


class Saluran:
    """A relay to the server; ``putus()`` drops what runs and refuses what comes."""

    def __init__(self, tujuan: tuple[str, int]) -> None:
        self.tujuan, self.tersambung, self._hidup = tujuan, True, set()
        self._pintu = socket.create_server(("localhost", 0))
        self.alamat = f"http://localhost:{self._pintu.getsockname()[1]}"
        threading.Thread(target=self._terima, daemon=True).start()

    def _terima(self) -> None:
        while True:
            try:
                kiri, _ = self._pintu.accept()
            except OSError:
                return
            if not self.tersambung:
                kiri.close()
                continue
            kanan = socket.create_connection(self.tujuan)
            self._hidup |= {kiri, kanan}
            for a, b in ((kiri, kanan), (kanan, kiri)):
                threading.Thread(target=self._alirkan, args=(a, b), daemon=True).start()

    def _alirkan(self, a: socket.socket, b: socket.socket) -> None:
        with suppress(OSError):
            while isi := a.recv(65536):
                b.sendall(isi)
        for s in (a, b):
            with suppress(OSError):
                s.shutdown(socket.SHUT_RDWR)
            s.close()
            self._hidup.discard(s)

    def putus(self) -> None:
        self.tersambung = False
        for s in list(self._hidup):
            with suppress(OSError):
                s.shutdown(socket.SHUT_RDWR)

    def sambung(self) -> None:
        self.tersambung = True

    def tutup(self) -> None:
        self.putus()
        self._pintu.close()


class Peramban:
    """One person's browser. With ``profil`` a Chromium of its own, to be killed and started again."""

    def __init__(self, chromium: Any, profil: Path | None = None) -> None:
        self.chromium, self.profil = chromium, profil
        self.galat: list[str] = []
        self.mulai()

    def mulai(self):
        bentuk = {"locale": "id-ID", "viewport": {"width": 1280, "height": 800}}
        if self.profil:
            self.konteks = self.chromium.browser_type.launch_persistent_context(
                str(self.profil), executable_path=cari_chromium(), args=list(PILIHAN), **bentuk
            )
        else:
            self.konteks = self.chromium.new_context(**bentuk)
        self.hal = self.halaman(self.konteks.pages[0] if self.profil else None)
        return self.hal

    def halaman(self, hal=None):
        hal = hal or self.konteks.new_page()
        hal.set_default_timeout(10_000)
        hal.on("pageerror", lambda g: self.galat.append(str(g)))
        hal.on(
            "console",
            lambda m: self.galat.append(m.text) if "Content Security Policy" in m.text else None,
        )
        return hal

    def bunuh(self) -> None:
        """SIGKILL to the processes of this profile only."""
        for p in Path("/proc").iterdir():
            with suppress(OSError, ValueError):
                if f"--user-data-dir={self.profil}" in (p / "cmdline").read_text().split("\0"):
                    os.kill(int(p.name), signal.SIGKILL)
        with suppress(Exception):
            self.konteks.close()
        (self.profil / "SingletonLock").unlink(missing_ok=True)
