"""The real thing: ``terukur demo`` in processes of its own, and a real browser in front of it."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from terukur.contoh.akun import KATA_SANDI

AKAR = Path(__file__).resolve().parents[2]
OPSI_CHROMIUM = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of this folder share one demo: one xdist worker runs them."""
    for item in items:
        if "tests/e2e/" in item.nodeid:
            item.add_marker(pytest.mark.peramban)
            item.add_marker(pytest.mark.xdist_group("demo"))


def jalur_chromium() -> str:
    """The installed browser; ``TERUKUR_CHROMIUM`` names another one."""
    for nama in (os.environ.get("TERUKUR_CHROMIUM"), "chromium", "chromium-browser", "google-chrome"):
        if nama and (jalur := shutil.which(nama)):
            return jalur
    pytest.fail("Chromium tidak ditemukan; pasang dengan: sudo apt install chromium")


def _port_bebas() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a freshly filled demo with web server and worker; stopped by Ctrl-C afterwards."""
    data = tmp_path_factory.mktemp("demo")
    port = _port_bebas()
    lingkungan = {
        k: v for k, v in os.environ.items() if not k.startswith(("TERUKUR_", "DJANGO_", "DATABASE_"))
    }
    lingkungan |= {"TERUKUR_DATA": str(data), "PYTHONPATH": str(AKAR / "src"), "PYTHONUNBUFFERED": "1"}
    catatan = data / "demo.log"
    with catatan.open("w") as keluaran:
        proses = subprocess.Popen(
            [sys.executable, "-m", "terukur.cli", "demo", "--port", str(port)],
            cwd=AKAR, env=lingkungan, stdout=keluaran, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    batas = time.monotonic() + 240
    while "Ctrl-C" not in catatan.read_text():
        if proses.poll() is not None or time.monotonic() > batas:
            proses.kill()
            pytest.fail(f"terukur demo did not start:\n{catatan.read_text()[-4000:]}")
        time.sleep(0.2)
    yield f"http://localhost:{port}"
    proses.send_signal(signal.SIGINT)
    mulai = time.monotonic()
    proses.wait(timeout=20)
    lama = time.monotonic() - mulai
    sisa = subprocess.run(
        ["pgrep", "-f", str(data)], capture_output=True, text=True, check=False
    ).stdout.split()
    assert not sisa, f"processes left behind after Ctrl-C: {sisa}"
    assert lama <= 5, f"stopping took {lama:.1f} s"
    with pytest.raises(OSError):
        http.client.HTTPConnection("127.0.0.1", port, timeout=1).connect()


@pytest.fixture(scope="session")
def peramban() -> Iterator[Browser]:
    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path=jalur_chromium(), args=list(OPSI_CHROMIUM))
        yield browser
        browser.close()


BukaHalaman = Callable[..., Page]


@pytest.fixture
def buka(demo: str, peramban: Browser) -> Iterator[BukaHalaman]:
    """``buka("operator.kesehatan", lebar=360)`` -> a page of its own session, logged in."""
    konteks = []

    def fungsi(pengguna: str = "", *, lebar: int = 1280, tanpa_skrip: bool = False) -> Page:
        k = peramban.new_context(
            base_url=demo, viewport={"width": lebar, "height": 800}, locale="en-US",
            timezone_id="Asia/Makassar", java_script_enabled=not tanpa_skrip,
        )  # fmt: skip
        konteks.append(k)
        halaman = k.new_page()
        if pengguna:
            masuk(halaman, pengguna)
        return halaman

    yield fungsi
    for k in konteks:
        k.close()


def masuk(halaman: Page, pengguna: str, sandi: str = KATA_SANDI) -> None:
    """Log in as a person would, and fail with the page's own words if it is refused."""
    halaman.goto("/akun/masuk/")
    halaman.get_by_label("NIP atau nama pengguna").fill(pengguna)
    halaman.get_by_label("Kata sandi", exact=True).fill(sandi)
    halaman.locator("main").get_by_role("button", name="Masuk").click()
    halaman.wait_for_url(lambda alamat: "/akun/masuk/" not in alamat)
