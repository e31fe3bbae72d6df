"""The ``terukur`` command: one small module per subcommand."""

import os
import sys
from collections.abc import Sequence

from terukur.cli import (
    admin,
    backup,
    demo,
    hitung_ulang,
    impor,
    kelola,
    mesin,
    mesin_uji,
    periksa_kesehatan,
    restore,
    routes,
    rujukan,
    saksi,
    serve,
    siapkan,
    verify,
    worker,
)
from terukur.cli.parser import PenguraiPerintah
from terukur.config.lingkungan import PengaturanSalah

SUBPERINTAH = (
    demo, serve, worker, mesin, siapkan, admin, backup, restore, verify, saksi, periksa_kesehatan, routes,
    rujukan, impor, kelola, hitung_ulang, mesin_uji,
)  # fmt: skip


def main(argv: Sequence[str] | None = None) -> int:
    """Run one subcommand and return its exit status; a wrong setting is one sentence, status 2."""
    argv = list(sys.argv[1:] if argv is None else argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "terukur.config.settings")
    try:
        pengurai = PenguraiPerintah(
            prog="terukur",
            description="Terukur: rencana, uang dan hasil kabupaten, tercatat resmi.",
            epilog="Bantuan tiap perintah: terukur PERINTAH --help",
        )
        anak = pengurai.add_subparsers(dest="perintah", metavar="PERINTAH", required=True)
        for modul in SUBPERINTAH:
            modul.daftarkan(anak)
        # What it accepts is decided elsewhere; argparse must not touch their options.
        if argv and argv[0] == "kelola":
            opsi = pengurai.parse_args(argv[:1])
            opsi.sisa = argv[1:]
        else:
            opsi = pengurai.parse_args(argv)
        return int(opsi.jalankan(opsi))
    except PengaturanSalah as salah:
        print(f"terukur: {salah}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("terukur: dihentikan.", file=sys.stderr)
        return 130
    except BrokenPipeError:  # terukur routes | head
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
