"""``terukur worker``: background jobs."""

import argparse
import logging
from typing import TYPE_CHECKING

from terukur.cli import lingkup
from terukur.config.lingkungan import env_int

if TYPE_CHECKING:
    from terukur.cli.parser import Anak

_log = logging.getLogger(__name__)
BATAS_SELESAI = 1.0
"""Seconds that running jobs get to finish after a stop was asked for; the rest runs again later."""


def daftarkan(anak: "Anak") -> None:
    pengurai = anak.add_parser(
        "worker",
        help="jalankan tugas latar belakang",
        description="Menjalankan tugas latar belakang: pengingat, laporan keterlambatan, pengiriman pesan, "
        "segel jejak, impor. Boleh lebih dari satu; berhenti dengan Ctrl-C.",
    )
    pengurai.add_argument(
        "--serentak",
        type=int,
        default=env_int("TERUKUR_TUGAS_SERENTAK", 2),
        help="jumlah tugas yang berjalan serentak (bawaan: %(default)s)",
    )
    pengurai.set_defaults(jalankan=jalankan)


def _segelkan() -> None:
    """Seal what came while no worker ran; the tick of each minute goes on, and reports what is wrong."""
    from django.utils import timezone

    from terukur.jejak.segel import segelkan

    try:
        segelkan(pada=timezone.now())
    except Exception:
        _log.exception("nothing was sealed at the start; the next minute tries again")


def jalankan(opsi: argparse.Namespace) -> int:
    with lingkup.basisdata():
        lingkup.pastikan_sudah_disiapkan()
        lingkup.pastikan_bukan_contoh()
        from procrastinate.contrib.django import app

        _segelkan()
        penghubung = app.connector.get_worker_connector()  # type: ignore[attr-defined]
        with app.replace_connector(penghubung) as aplikasi:
            # Ticks alone are some 7,000 jobs a day: only what failed is kept, to be looked at.
            aplikasi.run_worker(
                concurrency=opsi.serentak,
                shutdown_graceful_timeout=BATAS_SELESAI,
                delete_jobs="successful",
            )
    return 0
