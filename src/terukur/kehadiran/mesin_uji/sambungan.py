"""One request over a connection of its own, and the answer as firmware reads it."""

import asyncio
import re
from dataclasses import dataclass

SABAR = 20.0
"""Seconds until a device gives a request up."""


@dataclass(frozen=True, slots=True)
class Balasan:
    """``baris``: the lines that end with a newline; what follows the last one is never seen."""

    status: int
    kepala: bytes
    isi: bytes

    @property
    def baris(self) -> list[str]:
        utuh = self.isi.rpartition(b"\n")[0]
        return [b.strip("\r") for b in utuh.decode("utf-8", "replace").split("\n")] if utuh else []

    @property
    def lazim(self) -> bool:
        """Whether firmware takes it: text/plain, and a ``Date:`` in this very case."""
        return b"text/plain" in self.kepala and b"\r\nDate: " in self.kepala


async def minta(host: str, port: int, metode: str, jalur: str, isi: bytes | None = None) -> Balasan:
    """Raises ``OSError`` when the line breaks, the answer is cut short or takes too long."""
    kepala = f"{metode} {jalur} HTTP/1.0\r\nUser-Agent: iClock Proxy/1.09\r\nConnection: close\r\n"
    if isi is not None:
        kepala += f"Content-Length: {len(isi)}\r\n"
    async with asyncio.timeout(SABAR):
        masuk, keluar = await asyncio.open_connection(host, port)
        try:
            keluar.write(kepala.encode() + b"\r\n" + (isi or b""))
            await keluar.drain()
            semua = await masuk.read()
        finally:
            keluar.close()
    kepala_balasan, _, badan = semua.partition(b"\r\n\r\n")
    status = re.match(rb"HTTP/1\.[01] (\d{3}) ", kepala_balasan)
    panjang = re.search(rb"\r\nContent-Length: (\d+)", kepala_balasan)
    if not status or not panjang or len(badan) < int(panjang[1]):
        raise ConnectionResetError("jawaban terpotong")
    return Balasan(int(status[1]), kepala_balasan + b"\r\n", badan[: int(panjang[1])])
