"""The real input files: where they are, and proof of which ones the tests opened.

A pytest plugin. Every file below ``TERUKUR_DATA_UJI`` that any test process opens through Python
is noted with its SHA-256; the list is printed and kept in ``hasil/data_dibuka.txt``.
"""

import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

AKAR = Path(__file__).resolve().parent.parent
FOLDER = Path(os.environ.get("TERUKUR_DATA_UJI") or AKAR.parent / "shared" / "data").resolve()
CATATAN = AKAR / "hasil" / "data_dibuka.txt"

_dibuka: set[str] = set()
_awalan = f"{FOLDER}{os.sep}"


def _dengar(peristiwa: str, argumen: tuple[Any, ...]) -> None:
    if peristiwa != "open" or not isinstance(argumen[0], str | bytes | os.PathLike):
        return
    jalur = os.path.abspath(os.fsdecode(argumen[0]))
    if jalur.startswith(_awalan):
        _dibuka.add(jalur)


@pytest.fixture(scope="session")
def data_uji() -> Callable[[str], Path]:
    """Path of a real input file; skips, and says so, on a machine that has none of them."""

    def cari(nama: str) -> Path:
        if not FOLDER.is_dir():
            pytest.skip(f"real input files are not here ({FOLDER}); set TERUKUR_DATA_UJI")
        jalur = FOLDER / nama
        assert jalur.is_file(), f"{jalur} is missing"
        return jalur

    return cari


def pytest_configure(config: pytest.Config) -> None:
    sys.addaudithook(_dengar)


def pytest_sessionfinish(session: pytest.Session) -> None:
    if (keluaran := getattr(session.config, "workeroutput", None)) is not None:
        keluaran["data_dibuka"] = sorted(_dibuka)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    _dibuka.update(getattr(node, "workeroutput", {}).get("data_dibuka", []))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    berkas = [Path(j) for j in sorted(_dibuka) if Path(j).is_file()]
    if hasattr(config, "workerinput") or not berkas:
        return
    baris = [f"{hashlib.sha256(b.read_bytes()).hexdigest()}  {b.relative_to(FOLDER)}" for b in berkas]
    CATATAN.parent.mkdir(exist_ok=True)
    CATATAN.write_text("\n".join(baris) + "\n", encoding="utf-8")
    terminalreporter.section("data nyata yang dibuka uji")
    for b in baris:
        terminalreporter.line(b)
