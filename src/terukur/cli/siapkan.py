"""``terukur siapkan``: bring database and static files to this version."""

import argparse
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from terukur.cli import lingkup

if TYPE_CHECKING:
    from terukur.cli.parser import Anak


def daftarkan(anak: "Anak") -> None:
    pengurai = anak.add_parser(
        "siapkan",
        help="siapkan basis data dan berkas statik untuk versi ini",
        description="Menjalankan migrasi, membuat tabel tembolok dan mengumpulkan berkas statik. "
        "Aman diulang; jalankan sekali setiap kali memasang versi baru, sebelum serve dan worker.",
    )
    pengurai.set_defaults(jalankan=jalankan)


def jalankan(opsi: argparse.Namespace) -> int:
    with lingkup.basisdata():
        siapkan()
    print("Siap. Jalankan: terukur serve, dan di samping itu: terukur worker")
    return 0


def siapkan() -> None:
    """Migrate, create the cache table, collect static files. Does only what is missing."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    _kumpulkan_statik()


def _kumpulkan_statik() -> None:
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    sidik = hashlib.sha256()
    for pencari in get_finders():
        for nama, penyimpanan in pencari.list([]):
            keadaan = Path(penyimpanan.path(nama)).stat()
            sidik.update(f"{nama}|{keadaan.st_size}|{keadaan.st_mtime_ns}\n".encode())
    tanda = settings.STATIC_ROOT / ".sidik"
    if tanda.exists() and tanda.read_text() == sidik.hexdigest():
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    tanda.write_text(sidik.hexdigest())
