"""``python -m tests.beban.pendengar_longgar PORT``: the listener without limits of rate."""

import asyncio
import signal
import sys

import django


async def main(port: int) -> None:
    from terukur.kehadiran.pendengar import Pembatas, Pendengar
    from terukur.kehadiran.rules.laju import Laju

    berhenti = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, berhenti.set)
    longgar = Pembatas(Laju(1e9, 1e9), Laju(1e9, 1e9))
    await Pendengar(port=port, pembatas=longgar).jalankan(berhenti, lambda p: print(p, flush=True))


if __name__ == "__main__":
    django.setup()
    asyncio.run(main(int(sys.argv[1])))
