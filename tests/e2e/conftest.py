"""The real thing: ``terukur demo`` in processes of its own, and a real browser in front of it."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from terukur.contoh.akun import KATA_SANDI

AKAR = Path(__file__).resolve().parents[2]


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """What takes longest begins first, whatever order other plugins gave: no worker waits for it alone."""
    yield
    items.sort(key=lambda i: ("tests/e2e/" not in i.nodeid, i.get_closest_marker("lambat") is None))


def _port_bebas() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a freshly filled demo with web server and worker; stopped by Ctrl-C afterwards.

    ``TERUKUR_UJI_DEMO`` names a demo that runs already, for writing tests without the wait.
    """
    if jalan := os.environ.get("TERUKUR_UJI_DEMO"):
        yield jalan
        return
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
    proses.wait(timeout=60)
    sisa = subprocess.run(
        ["pgrep", "-f", str(data)], capture_output=True, text=True, check=False
    ).stdout.split()
    assert not sisa, f"processes left behind after Ctrl-C: {sisa}"
    with pytest.raises(ConnectionRefusedError):
        http.client.HTTPConnection("127.0.0.1", port, timeout=1).connect()


@pytest.fixture
def sebagai(demo: str, buka: Callable[..., Page]) -> Callable[..., Page]:
    """``sebagai("operator.kesehatan", lebar=360)`` -> a page of its own session, logged in.

    The browser speaks English, as many office PCs do: the pages must not.
    """

    def fungsi(pengguna: str = "", **pilihan: Any) -> Page:
        halaman = buka(base_url=demo, locale="en-US", timezone_id="Asia/Makassar", **pilihan)
        if pengguna:
            masuk(halaman, pengguna)
        return halaman

    return fungsi


def masuk(halaman: Page, pengguna: str, sandi: str = KATA_SANDI) -> None:
    """Log in as a person would, and fail with the page's own words if it is refused."""
    halaman.goto("/akun/masuk/")
    halaman.get_by_label("NIP atau nama pengguna").fill(pengguna)
    halaman.get_by_label("Kata sandi", exact=True).fill(sandi)
    halaman.locator("main").get_by_role("button", name="Masuk").click()
    halaman.wait_for_url(lambda alamat: "/akun/masuk/" not in alamat)
