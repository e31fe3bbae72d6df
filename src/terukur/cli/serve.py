"""``terukur serve``: the web server."""

import argparse
from typing import TYPE_CHECKING

from terukur.cli import lingkup
from terukur.config.lingkungan import env_int, env_str

if TYPE_CHECKING:
    from terukur.cli.parser import Anak


def tambah_alamat(pengurai: argparse.ArgumentParser) -> None:
    """The options that ``serve`` and ``demo`` share."""
    pengurai.add_argument(
        "--alamat",
        default=env_str("TERUKUR_DENGAR", "127.0.0.1"),
        help="alamat yang didengarkan; 0.0.0.0 untuk seluruh jaringan (bawaan: %(default)s)",
    )
    pengurai.add_argument(
        "--port", type=int, default=env_int("TERUKUR_PORT", 8000), help="nomor port (bawaan: %(default)s)"
    )
    pengurai.add_argument(
        "--proses",
        type=int,
        default=env_int("TERUKUR_PROSES", 2),
        help="jumlah proses web; satu per inti prosesor (bawaan: %(default)s)",
    )


def daftarkan(anak: "Anak") -> None:
    pengurai = anak.add_parser(
        "serve",
        help="jalankan server web",
        description="Menjalankan server web (granian, WSGI). Basis data tertanam dinyalakan bila dipakai; "
        "berhenti dengan Ctrl-C. Jalankan “terukur siapkan” sebelumnya, dan “terukur worker” di samping.",
    )
    tambah_alamat(pengurai)
    pengurai.set_defaults(jalankan=jalankan)


def jalankan(opsi: argparse.Namespace) -> int:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    lingkup.pastikan_bebas(opsi.alamat, opsi.port)
    with lingkup.basisdata():
        lingkup.pastikan_sudah_disiapkan()
        lingkup.pastikan_bukan_contoh()
        # One blocking thread per process: more of them lengthened the tail.
        Granian(
            "terukur.config.wsgi:application",
            address=opsi.alamat,
            port=opsi.port,
            interface=Interfaces.WSGI,
            workers=opsi.proses,
            blocking_threads=1,
            websockets=False,
            respawn_failed_workers=True,
            workers_kill_timeout=1,
            log_level=LogLevels.warning,
        ).serve()
    return 0
