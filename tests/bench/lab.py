"""A filled kabupaten of its own for a measurement: the real settings, the real cluster with fsync."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from terukur.config.klaster import Klaster
from tests.kabupaten import AKAR, lingkungan

PERINTAH = "make bench"


@contextmanager
def kabupaten(data: Path) -> Iterator[Callable[..., Any]]:
    """``jalankan(nama, *argumen)``: the answer of ``tests.bench.<nama>.main`` in the database of ``data``."""
    with Klaster(data).pakai():

        def jalankan(nama: str, *argumen: str) -> Any:
            hasil = subprocess.run(
                [sys.executable, "-m", "tests.bench.jalankan", nama, *argumen], cwd=AKAR, text=True,
                env=lingkungan(data) | {"DJANGO_SETTINGS_MODULE": "tests.bench.pengaturan"},
                capture_output=True, check=False,
            )  # fmt: skip
            assert hasil.returncode == 0, hasil.stderr[-5000:]
            return json.loads(hasil.stdout)

        yield jalankan


def koma(nilai: float, desimal: int = 1) -> str:
    """``31,2``: as an office writes numbers."""
    return f"{nilai:.{desimal}f}".replace(".", ",")


def cetak(judul: str, baris: list[tuple[str, str, str]]) -> None:
    print(f"\n{judul}")
    for apa, hasil, batas in baris:
        print(f"  {apa}: {hasil}{f'  (batas {batas})' if batas else ''}")
