"""``terukur mesin``: the listener to which attendance devices send."""

import argparse
import asyncio
import signal
import time
from typing import TYPE_CHECKING

from terukur.cli import lingkup
from terukur.cli.proses import Anak, Penghenti, hentikan_semua
from terukur.config.lingkungan import env_int, env_str

if TYPE_CHECKING:
    from terukur.cli.parser import Anak as AnakPerintah

NAMA = "pendengar mesin"


def daftarkan(anak: "AnakPerintah") -> None:
    pengurai = anak.add_parser(
        "mesin",
        help="terima rekam kehadiran dari mesin absensi",
        description="Mendengarkan mesin absensi (ZKTeco PUSH, Fingerspot, Hikvision) di port tersendiri. "
        "Setiap kiriman disimpan sebelum dijawab; selama basis data tidak menjawab, mesin diminta mengirim "
        "lagi. Boleh lebih dari satu proses pada port yang sama; berhenti dengan Ctrl-C.",
    )
    pengurai.add_argument(
        "--alamat",
        default=env_str("TERUKUR_MESIN_DENGAR", "127.0.0.1"),
        help="alamat yang didengarkan; 0.0.0.0 untuk seluruh jaringan (bawaan: %(default)s)",
    )
    pengurai.add_argument(
        "--port",
        type=int,
        default=env_int("TERUKUR_MESIN_PORT", 8081),
        help="nomor port yang diisikan pada mesin (bawaan: %(default)s)",
    )
    pengurai.add_argument(
        "--proses",
        type=int,
        default=env_int("TERUKUR_MESIN_PROSES", 1),
        help="jumlah proses yang berbagi port itu (bawaan: %(default)s)",
    )
    pengurai.add_argument("--serta", action="store_true", help=argparse.SUPPRESS)  # one of several
    pengurai.set_defaults(jalankan=jalankan)


def jalankan(opsi: argparse.Namespace) -> int:
    if not opsi.serta:
        lingkup.pastikan_bebas(opsi.alamat, opsi.port, "TERUKUR_MESIN_PORT={} terukur mesin")
    with lingkup.basisdata():
        lingkup.pastikan_sudah_disiapkan()
        lingkup.pastikan_bukan_contoh()
        if opsi.proses > 1 and not opsi.serta:
            return _banyak(opsi)
        asyncio.run(_dengar(opsi))
    return 0


async def _dengar(opsi: argparse.Namespace) -> None:
    from django.conf import settings

    from terukur.kehadiran.pendengar import Pendengar

    berhenti = asyncio.Event()
    for sinyal in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sinyal, berhenti.set)
    pendengar = Pendengar(alamat=opsi.alamat, port=opsi.port, proksi=settings.TERUKUR_MESIN_PROKSI)
    await pendengar.jalankan(berhenti)


def _banyak(opsi: argparse.Namespace) -> int:
    """Several processes; who dies is started again."""
    penghenti = Penghenti()
    penghenti.pasang()
    argumen = ("mesin", "--serta", "--alamat", opsi.alamat, "--port", str(opsi.port), "--proses", "1")
    daftar = [Anak(NAMA, *argumen) for _ in range(opsi.proses)]
    try:
        for anak in daftar:
            anak.mulai()
        while not penghenti.diminta:
            for anak in daftar:
                anak.jaga(pada=time.monotonic())
            time.sleep(0.2)
    finally:
        hentikan_semua(daftar)
    return 0
