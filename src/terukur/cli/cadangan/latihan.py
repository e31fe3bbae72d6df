"""The drill: the newest backup restored aside, by the restore command itself, and everything checked."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from terukur.cli.cadangan import basisdata
from terukur.cli.cadangan.gudang import Gudang
from terukur.cli.cadangan.manifes import semua_nama
from terukur.cli.cadangan.sandi import KUNCI_LATIHAN
from terukur.cli.proses import mati_bersama_induk
from terukur.config.lingkungan import PengaturanSalah

AWALAN = "latihan-"
_TIDAK_DIWARISKAN = ("DATABASE_URL", "TERUKUR_SECRET_KEY")
"""The copy must live on what the backup holds alone."""


class LatihanGagal(PengaturanSalah):
    """The newest backup cannot be relied on."""


def latih(gudang: Gudang) -> dict[str, Any]:
    """Restore the newest backup to a folder aside, check it, remove it; what ``restore`` reports.

    Raises ``LatihanGagal`` when it did not come back whole. Files are opened and checked one by
    one without being kept, so the drill needs room for the database only.
    """
    from django.conf import settings
    from django.db import connection

    from terukur.jejak.kunci import kunci_publik

    data = Path(settings.DATA)
    parameter = connection.get_connection_params()
    with basisdata.sendirian(parameter, basisdata.KUNCI_LATIHAN):
        utuh, _ = semua_nama(gudang)
        if not utuh:
            raise LatihanGagal(f"Belum ada cadangan di {gudang.alamat}.")
        with _folder_latihan(data) as folder:
            hasil = subprocess.run(
                [
                    sys.executable, "-m", "terukur.cli", "restore", gudang.alamat, "--ke", str(folder),
                    "--cadangan", utuh[-1], "--kunci", str(data / "rahasia" / KUNCI_LATIHAN),
                    "--kunci-segel", kunci_publik(), "--latihan",
                ],
                stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
                env=_lingkungan(), preexec_fn=mati_bersama_induk,
            )  # fmt: skip
    try:
        isi: dict[str, Any] = json.loads(hasil.stdout)
    except ValueError:
        sebab = hasil.stderr.strip().removeprefix("terukur: ")[-1500:]
        raise LatihanGagal(f"Cadangan {utuh[-1]} tidak dapat dipulihkan. {sebab}") from None
    if isi["temuan"]:
        raise LatihanGagal(
            f"Cadangan {utuh[-1]} pulih dengan {len(isi['temuan'])} temuan: {isi['temuan'][0]}"
        )
    return isi


def _lingkungan() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if k.removesuffix("_FILE") not in _TIDAK_DIWARISKAN}


@contextlib.contextmanager
def _folder_latihan(data: Path) -> Iterator[Path]:
    for sisa in data.glob(f"{AWALAN}*"):  # of a drill that was killed
        _hapus(sisa)
    folder = Path(tempfile.mkdtemp(prefix=AWALAN, dir=data))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        _hapus(folder)


def _hapus(folder: Path) -> None:
    from terukur.config.klaster import Klaster

    Klaster(folder).hapus()
    shutil.rmtree(folder)
