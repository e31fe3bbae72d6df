"""A device of the att dialect: memory, cursor, retries, batches that shrink and grow (absensi.md 1.4)."""

import asyncio
import datetime as dt
import re
from collections.abc import Sequence

from terukur.kehadiran.mesin_uji.sambungan import Balasan, minta

BANYAK_PALING, BANYAK_SEDIKIT, SUSUT, TUMBUH = 150, 30, 30, 10
JEDA_ULANG = (0.3, 0.6, 0.9)
"""Seconds before the second, third and fourth try; then the device is offline for ``ErrorDelay``."""


class Luring(Exception):
    """The device gave up for now; what it holds stays in its memory."""


class MesinUji:
    """``memori``: lines of ATTLOG as they were pressed; ``kursor``: how many of them were acknowledged.

    ``percepat`` divides every pause, for tests.
    """

    def __init__(
        self, seri: str, *, host: str = "127.0.0.1", port: int = 8081, percepat: float = 1.0
    ) -> None:
        self.seri, self.host, self.port, self.percepat = seri, host, port, percepat
        self.memori: list[str] = []
        self.kursor = 0
        self.banyak = BANYAK_PALING
        self.setelan: dict[str, str] = {}
        self.tunda_galat = 60.0
        self.kiriman_gagal = 0

    def tekan(self, pin: str, waktu: dt.datetime, *, tombol: int = 0, cara: int = 1) -> None:
        """Somebody presses at ``waktu`` of the device's clock."""
        self.memori.append(f"{pin}\t{waktu:%Y-%m-%d %H:%M:%S}\t{tombol}\t{cara}\t0\t0\t0")

    async def _minta(self, metode: str, jalur: str, isi: bytes | None = None) -> Balasan:
        return await minta(self.host, self.port, metode, jalur, isi)

    async def jabat_tangan(self) -> None:
        """Ask for the settings. Raises ``Luring`` unless they come as firmware wants them."""
        try:
            b = await self._minta(
                "GET", f"/iclock/cdata?SN={self.seri}&options=all&pushver=2.4.1&language=73&DeviceType=att"
            )
        except OSError as galat:
            raise Luring(str(galat)) from galat
        kata = dict(baris.partition("=")[::2] for baris in b.baris if "=" in baris)
        if b.status != 200 or not b.lazim or not {"Stamp", "ServerVer"} & kata.keys():
            raise Luring(f"jabat tangan ditolak: {b.status}")
        self.setelan = kata
        self.tunda_galat = float(kata.get("ErrorDelay", 60))

    def cap(self, sampai: int) -> str:
        """The encoded time of the last record sent, as ``Stamp``."""
        angka = re.sub(r"[^0-9]", "", self.memori[sampai - 1].split("\t")[1])
        return angka.lstrip("0") or "0"

    async def unggah(self) -> int:
        """Send what is not acknowledged yet, batch by batch; how many records were. Raises ``Luring``."""
        awal = self.kursor
        while self.kursor < len(self.memori):
            await self._satu_kelompok()
        return self.kursor - awal

    async def _satu_kelompok(self) -> None:
        for jeda in (*JEDA_ULANG, None):
            sampai = min(self.kursor + self.banyak, len(self.memori))
            if await self._kirim(self.memori[self.kursor : sampai], self.cap(sampai)):
                self.kursor, self.banyak = sampai, min(BANYAK_PALING, self.banyak + TUMBUH)
                return
            self.kiriman_gagal += 1
            self.banyak = max(BANYAK_SEDIKIT, self.banyak - SUSUT)
            if jeda is not None:
                await asyncio.sleep(jeda / self.percepat)
        raise Luring("empat kali mencoba gagal")

    async def _kirim(self, baris: Sequence[str], cap: str) -> bool:
        """Firmware looks for status 200 and ``OK`` in the body; the number behind it is not checked."""
        isi = "".join(f"{b}\n" for b in baris).encode()
        try:
            b = await self._minta("POST", f"/iclock/cdata?SN={self.seri}&table=ATTLOG&Stamp={cap}", isi)
        except OSError:
            return False
        return b.status == 200 and b"OK" in b.isi

    async def kirim_lagi(self, banyak: int) -> bool:
        """Send the last acknowledged records once more, as after an answer that got lost."""
        awal = max(0, self.kursor - banyak)
        if awal == self.kursor:
            return True
        return await self._kirim(self.memori[awal : self.kursor], self.cap(self.kursor))

    async def lapor(self, kode: int, waktu: dt.datetime) -> bool:
        """What was done at the device, as OPERLOG."""
        isi = f"OPLOG {kode}\t0\t{waktu:%Y-%m-%d %H:%M:%S}\t0\t0\t0\t0\n".encode()
        b = await self._minta("POST", f"/iclock/cdata?SN={self.seri}&table=OPERLOG&Stamp=9999", isi)
        return b.status == 200 and b"OK" in b.isi

    async def ambil_perintah(self) -> list[str]:
        """Poll once, do what is asked, answer; the commands."""
        try:
            info = f"Ver 8.0.4.7-20230116,3,5,{len(self.memori)},127.0.0.1"
            b = await self._minta("GET", f"/iclock/getrequest?SN={self.seri}&INFO={info}")
        except OSError as galat:
            raise Luring(str(galat)) from galat
        if b.status != 200:
            raise Luring(f"pertanyaan ditolak: {b.status}")
        perintah = [m.groups() for baris in b.baris if (m := re.fullmatch(r"C:([^:]{1,20}):(.+)", baris))]
        hasil = [await self._jalankan(nomor, isi) for nomor, isi in perintah]
        if hasil:
            await self._minta("POST", f"/iclock/devicecmd?SN={self.seri}", "\n".join(hasil).encode() + b"\n")
        return [isi for _, isi in perintah]

    async def _jalankan(self, nomor: str, isi: str) -> str:
        rentang = re.search(r"StartTime=(.{19})\tEndTime=(.{19})", isi)
        kembali, tambahan = 0, ""
        if isi.startswith("VERIFY SUM ATTLOG") and rentang:
            tambahan = f"&AttlogCount={len(self._antara(*rentang.groups()))}"
        elif isi.startswith("DATA QUERY ATTLOG") and rentang:
            baris = self._antara(*rentang.groups())
            for n in range(0, len(baris), BANYAK_PALING):
                await self._kirim(baris[n : n + BANYAK_PALING], "0")
        elif isi == "CHECK":
            self.kursor = 0
            await self.unggah()
        elif isi == "LOG":
            await self.unggah()
        elif not isi.startswith(
            ("INFO", "REBOOT", "RELOAD OPTIONS", "SET OPTION", "DATA UPDATE", "DATA DELETE")
        ):
            kembali = -1004
        return f"ID={nomor}&Return={kembali}&CMD={' '.join(isi.split()[:2])}{tambahan}"

    def _antara(self, awal: str, akhir: str) -> list[str]:
        return [b for b in self.memori if awal <= b.split("\t")[1] <= akhir]
