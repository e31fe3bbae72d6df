"""A device of the acc dialect, PUSH 3.x: registers first, sends rtlog (absensi.md 1.8)."""

import datetime as dt
from collections.abc import Sequence

from terukur.kehadiran.mesin_uji.mesin import Luring, MesinUji


class MesinAcc(MesinUji):
    """``memori`` holds lines of rtlog."""

    kode = ""

    def tekan(self, pin: str, waktu: dt.datetime, *, tombol: int = 0, cara: int = 1) -> None:
        self.memori.append(
            f"time={waktu:%Y-%m-%d %H:%M:%S}\tpin={pin}\tcardno=0\teventaddr=1\tevent=3\tinoutstatus={tombol}"
            f"\tverifytype={cara}\tindex={len(self.memori)}"
        )

    def cap(self, sampai: int) -> str:
        return "0"

    async def jabat_tangan(self) -> None:
        """Handshake; unregistered: register, and once more. An endless loop of it is what must not be."""
        jalur = f"/iclock/cdata?SN={self.seri}&options=all&pushver=3.1.2&DeviceType=acc"
        try:
            b = await self._minta("GET", jalur)
            if b.status == 200 and b.isi == b"OK\n":
                isi = f"DeviceType=acc,~DeviceName=Mesin uji,~SerialNumber={self.seri}".encode()
                r = await self._minta("POST", f"/iclock/registry?SN={self.seri}", isi)
                if r.status != 200 or not r.isi.startswith(b"RegistryCode=") or len(r.isi) > 13 + 33:
                    raise Luring("pendaftaran ditolak")
                b = await self._minta("GET", jalur)
        except OSError as galat:
            raise Luring(str(galat)) from galat
        self.setelan = dict(baris.partition("=")[::2] for baris in b.baris if "=" in baris)
        if b.status != 200 or self.setelan.get("registry") != "ok":
            raise Luring(f"jabat tangan ditolak: {b.status}")
        self.kode = self.setelan["RegistryCode"]

    async def _kirim(self, baris: Sequence[str], cap: str) -> bool:
        isi = "".join(f"{b}\r\n" for b in baris).encode()
        try:
            b = await self._minta("POST", f"/iclock/cdata?SN={self.seri}&table=rtlog", isi)
        except OSError:
            return False
        return b.status == 200 and b"OK" in b.isi
