"""Fixtures for tests in a real browser: Chromium from the system, no download, no other host."""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

PILIHAN = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
ATURAN_SEMPIT = (
    "target-size", "scrollable-region-focusable", "label", "button-name", "link-name", "aria-hidden-focus",
)  # fmt: skip
"""What another width can change: sizes, scrolling, and what only a narrow screen shows."""
ATURAN_AXE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""In this order: Debian's chromium without its own windows opens a page for half the processor time."""


def cari_chromium() -> str:
    """Path of an installed Chromium or Chrome; the test is skipped where there is none."""
    for nama in (os.environ.get("TERUKUR_CHROMIUM", ""), *CHROMIUM):
        if nama and (jalur := shutil.which(nama)):
            return jalur
    pytest.skip("Chromium tidak terpasang (apt install chromium).")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One browser for the whole run."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as pw:
        peramban = pw.chromium.launch(executable_path=cari_chromium(), args=list(PILIHAN))
        yield peramban
        peramban.close()


@pytest.fixture
def buka(chromium: Any) -> Iterator[Callable[..., Any]]:
    """``buka(lebar=360, skema="dark", javaScriptEnabled=False)`` gives a fresh page of its own context.

    Console errors (unless ``konsol=False``) and requests to another host fail the test at its end.
    """
    konteks: list[Any] = []
    masalah: list[str] = []

    def _buka(
        *, lebar: int = 1280, skema: str = "light", java_script: bool = True, konsol: bool = True, **lain: Any
    ) -> Any:
        k = chromium.new_context(
            viewport={"width": lebar, "height": 800},
            color_scheme=skema,
            java_script_enabled=java_script,
            **({"locale": "id-ID"} | lain),
        )
        konteks.append(k)
        hal = k.new_page()
        hal.set_default_timeout(30_000)
        if konsol:
            hal.on("console", lambda m: masalah.append(m.text) if m.type == "error" else None)
        hal.on("pageerror", lambda g: masalah.append(str(g)))
        hal.on(
            "request",
            lambda r: None if "localhost" in r.url or "127.0.0.1" in r.url or r.url.startswith("data:")
            else masalah.append(f"host lain: {r.url}"),
        )  # fmt: skip
        return hal

    yield _buka
    for k in konteks:
        k.close()
    assert not [m for m in masalah if "status of 4" not in m]


def potret(hal: Any, nama: str) -> None:
    """Pictures of the page as it stands, wide and on a phone, in the folder that TERUKUR_FOTO names.

    Without it none: they are for people, no test reads them, and they cost a tenth of the suite.
    """
    if not (folder := os.environ.get("TERUKUR_FOTO")):
        return
    Path(folder).mkdir(parents=True, exist_ok=True)
    semula = hal.viewport_size
    for lebar in (1280, 360):
        hal.set_viewport_size({"width": lebar, "height": 800})
        hal.screenshot(path=Path(folder) / f"{nama}-{lebar}.png", full_page=True)
    hal.set_viewport_size(semula)


def pelanggaran_axe(
    hal: Any, *, aturan: Sequence[str] = ATURAN_AXE, kontras: bool = True, lingkup: str = ":root"
) -> list[str]:
    """What axe finds on the page as it stands, one line per rule and node.

    ``aturan``: tags or rules of axe. ``kontras=False`` leaves out the contrast of colours, which costs as
    much as all other rules together. ``lingkup``: selector of the parts to look at.
    """
    hal.wait_for_load_state()  # a click may still be leading here
    if hal.evaluate("typeof axe === 'undefined'"):
        hal.evaluate(naskah_axe())
    saring = {"color-contrast": {"enabled": False}} if not kontras else {}
    pilihan = {"runOnly": list(aturan), "resultTypes": ["violations"], "rules": saring}
    periksa = "async ([lingkup, pilihan]) => (await axe.run(lingkup, pilihan)).violations"
    hasil = hal.evaluate(periksa, [lingkup, pilihan])
    return [f"{v['id']}: {n['html'][:160]}" for v in hasil for n in v["nodes"]]


def naskah_axe() -> str:
    from axe_playwright_python.sync_playwright import Axe

    return str(Axe().axe_script)


def temuan_halaman(hal: Any) -> list[str]:
    """What is wrong with the open page, narrow in dark colours and wide in light ones; it stays wide."""
    temuan = []
    for lebar, skema in ((360, "dark"), (1280, "light")):
        hal.set_viewport_size({"width": lebar, "height": 800})
        hal.emulate_media(color_scheme=skema)
        temuan += [f"{lebar} {skema} {p}" for p in pelanggaran_axe(hal)]
        if (isi := lebar_isi(hal)) > lebar:
            temuan.append(f"{isi} px on a screen of {lebar}")
    return temuan


def lebar_isi(hal: Any) -> int:
    """Width in px that the page needs."""
    hal.wait_for_load_state()  # a click may still be leading here
    return int(hal.locator("html").evaluate("e => e.scrollWidth"))
