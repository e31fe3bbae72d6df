"""The real thing: ``terukur demo`` in processes of its own, and a real browser in front of it."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.langkah import masuk
from tests.kabupaten import Demo


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """What takes longest begins first, whatever order other plugins gave: no worker waits for it alone."""
    yield
    items.sort(key=lambda i: ("tests/e2e/" not in i.nodeid, i.get_closest_marker("lambat") is None))


@pytest.fixture(scope="session")
def demo(folder_terisi: Callable[[], Path]) -> Iterator[str]:
    """Address of a demo with web server and worker; stopped by Ctrl-C afterwards.

    ``TERUKUR_UJI_DEMO`` names a demo that runs already, for writing tests without the wait.
    """
    if jalan := os.environ.get("TERUKUR_UJI_DEMO"):
        yield jalan
        return
    demo = Demo(folder_terisi())
    demo.tunggu()
    yield f"http://localhost:{demo.port}"
    demo.hentikan()
    with pytest.raises(ConnectionRefusedError):
        demo.jawaban()


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
