"""``python -m tests.beban.pipa PORT BIT_PER_DETIK``: a relay to PORT over a line of that width.

All connections share the width, each direction for itself, as an office's line does. Prints its own
port, and ends when its input is closed.
"""

import asyncio
import sys

POTONG = 16_384


class Lebar:
    """Bytes per second that all who ask share, first come first served."""

    def __init__(self, per_detik: float) -> None:
        self.per_detik, self.bebas = per_detik, 0.0

    async def lewat(self, banyak: int) -> None:
        kini = asyncio.get_running_loop().time()
        self.bebas = max(self.bebas, kini) + banyak / self.per_detik
        if (tunggu := self.bebas - kini) > 0.002:
            await asyncio.sleep(tunggu)


async def alirkan(dari: asyncio.StreamReader, ke: asyncio.StreamWriter, lebar: Lebar) -> None:
    try:
        while isi := await dari.read(POTONG):
            await lebar.lewat(len(isi))
            ke.write(isi)
            await ke.drain()
    except OSError:
        pass
    finally:
        ke.close()


async def main(port: int, bit: float) -> None:
    naik, turun = Lebar(bit / 8), Lebar(bit / 8)

    async def sambung(baca: asyncio.StreamReader, tulis: asyncio.StreamWriter) -> None:
        balik, maju = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(alirkan(baca, maju, naik), alirkan(balik, tulis, turun))

    pintu = await asyncio.start_server(sambung, "127.0.0.1", 0, backlog=1024)
    print(pintu.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), float(sys.argv[2])))
