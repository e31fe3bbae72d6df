"""The pictures in README and manuals are made here, from the demo as it is.

``TERUKUR_GAMBAR=1 make test`` (or this file alone) renews those that are committed.
"""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

pytestmark = [pytest.mark.peramban, pytest.mark.xdist_group("demo")]
AKAR = Path(__file__).resolve().parents[2]
TERSIMPAN = AKAR / "docs" / "gambar"


def test_pictures(sebagai: Callable[..., Page]) -> None:
    tujuan = TERSIMPAN if os.environ.get("TERUKUR_GAMBAR") else AKAR / "hasil" / "gambar"
    tujuan.mkdir(parents=True, exist_ok=True)
    pimpinan = sebagai("bupati")
    pimpinan.screenshot(path=tujuan / "pimpinan.png")
    operator = sebagai("operator.kesehatan")
    operator.get_by_role("link", name="Kelompok sasaran kosong").first.click()
    operator.evaluate("scrollTo(0, 0)")
    operator.screenshot(path=tujuan / "operator.png")
    dipakai = set()
    for berkas in (AKAR / "README.md", AKAR / "README.id.md"):
        dipakai |= set(re.findall(r"docs/gambar/([a-z]+\.png)", berkas.read_text(encoding="utf-8")))
    assert dipakai == {"pimpinan.png", "operator.png"}
    assert {b.name for b in TERSIMPAN.iterdir()} == dipakai, "a picture is missing or no longer used"
