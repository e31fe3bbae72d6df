"""``terukur kelola``: Django's management commands, for developers and operators."""

import argparse
import sys
from typing import TYPE_CHECKING

from terukur.cli import lingkup

if TYPE_CHECKING:
    from terukur.cli.parser import Anak


def daftarkan(anak: "Anak") -> None:
    pengurai = anak.add_parser(
        "kelola",
        help="perintah pengelolaan Django (migrate, makemigrations, shell, ...)",
        description="Meneruskan perintah ke Django dengan basis data menyala. "
        "Daftar perintah: terukur kelola help",
        add_help=False,
    )
    pengurai.set_defaults(jalankan=jalankan, sisa=[])


def jalankan(opsi: argparse.Namespace) -> int:
    from django.core.management import execute_from_command_line

    with lingkup.basisdata():
        execute_from_command_line([f"{sys.argv[0]} kelola", *(opsi.sisa or ["help"])])
    return 0
