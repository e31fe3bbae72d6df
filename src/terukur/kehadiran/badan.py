"""Bodies of requests off a stream: what anybody may send at once, the rest of big ones a few at a time."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from weakref import WeakValueDictionary

from terukur.kehadiran.protokol.http import BATAS_BADAN, BATAS_KEPALA, Permintaan, PermintaanBuruk

BADAN_BESAR = 256 * 1024
"""Bytes of a body read at once; for what is above it waits its turn."""
BESAR_SERENTAK, BESAR_SEALAMAT = 8, 4
"""Big bodies read at once, and of these from one address."""
LAJU_BESAR = 8 * 1024
"""Bytes in a second, below which who has a turn loses it."""
BANYAK_POTONGAN, POTONGAN_SEJEDA = 10_000, 100
"""Parts of a chunked body, and after how many of them others are let through."""


class Pembaca:
    """``longgar``: seconds that who has a turn may be behind ``LAJU_BESAR``."""

    def __init__(self, longgar: float = 5.0) -> None:
        self.longgar = longgar
        self.serentak = asyncio.Semaphore(BESAR_SERENTAK)
        self.sealamat: WeakValueDictionary[str | None, asyncio.Semaphore] = WeakValueDictionary()

    async def baca(self, masuk: asyncio.StreamReader, permintaan: Permintaan, alamat: str | None) -> bytes:
        """The whole body. Raises ``PermintaanBuruk``, ``TimeoutError`` and what the stream raises."""
        isi, batas, mulai = bytearray(), None, 0.0
        keping = _potongan(masuk) if permintaan.berpotong else _utuh(masuk, permintaan.panjang)
        async with AsyncExitStack() as giliran:
            async for satu in keping:
                isi += satu
                if batas:
                    batas.reschedule(mulai + self.longgar + (len(isi) - BADAN_BESAR) / LAJU_BESAR)
                elif len(isi) >= BADAN_BESAR:
                    milik = self.sealamat.setdefault(alamat, asyncio.Semaphore(BESAR_SEALAMAT))
                    await giliran.enter_async_context(milik)
                    await giliran.enter_async_context(self.serentak)
                    mulai = asyncio.get_running_loop().time()
                    batas = await giliran.enter_async_context(asyncio.timeout(self.longgar))
        return bytes(isi)


async def _utuh(masuk: asyncio.StreamReader, panjang: int) -> AsyncIterator[bytes]:
    while panjang > 0:
        satu = await masuk.read(min(panjang, BATAS_KEPALA))
        if not satu:
            raise asyncio.IncompleteReadError(b"", panjang)
        panjang -= len(satu)
        yield satu


async def _potongan(masuk: asyncio.StreamReader) -> AsyncIterator[bytes]:
    """A chunked body (some Hikvision firmware)."""
    jumlah = 0
    for ke in range(BANYAK_POTONGAN):
        if ke % POTONGAN_SEJEDA == 0:
            await asyncio.sleep(0)
        kepala = (await baris(masuk)).split(b";")[0].strip()
        if not re.fullmatch(rb"[0-9A-Fa-f]{1,7}", kepala):
            raise PermintaanBuruk(400)
        jumlah += (ukuran := int(kepala, 16))
        if jumlah > BATAS_BADAN:
            raise PermintaanBuruk(413)
        async for satu in _utuh(masuk, ukuran):
            yield satu
        await baris(masuk)
        if ukuran == 0:
            return
    raise PermintaanBuruk(413)


async def baris(masuk: asyncio.StreamReader) -> bytes:
    """A line with its end; without one where the stream ends."""
    try:
        return await masuk.readline()
    except ValueError:  # longer than the limit of the reader
        raise PermintaanBuruk(431) from None
