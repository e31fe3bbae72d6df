"""A visitor who opens one page of every kind that a role can reach by links."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Page, Response

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
ANGKA = re.compile(r"/\d+(?=/|$)")
_BUKAN_HALAMAN = re.compile(r"/(keluar|unduh)/|[?&](format|unduh)=")


def pola(alamat: str) -> str:
    """The kind of an address: ids and numbers taken out, query keys kept without values."""
    bagian = urlsplit(alamat)
    jalur = ANGKA.sub("/#", UUID.sub("*", bagian.path))
    kunci = sorted({b.split("=")[0] for b in bagian.query.split("&") if b})
    return jalur + ("?" + "&".join(kunci) if kunci else "")


@dataclass
class Kunjungan:
    """One visited page: what a check needs to know about it."""

    alamat: str
    status: int
    pesan_konsol: list[str] = field(default_factory=list)


def jelajahi(halaman: Page, awal: list[str], *, paling_banyak: int = 80) -> Iterator[Kunjungan]:
    """Visit breadth-first one address of every kind, starting at ``awal``.

    Yields while the page still stands open, so that the caller can look at it.
    """
    antre, dikenal, jumlah = deque(awal), {pola(a) for a in awal}, 0
    konsol: list[str] = []
    halaman.on("console", lambda m: konsol.append(m.text) if m.type == "error" else None)
    halaman.on("pageerror", lambda e: konsol.append(str(e)))
    while antre and jumlah < paling_banyak:
        alamat = antre.popleft()
        konsol.clear()
        jawaban: Response | None = None
        try:
            jawaban = halaman.goto(alamat)
        except Exception as galat:
            if "Download is starting" in str(galat):
                continue
            raise
        assert jawaban is not None
        if "text/html" not in jawaban.headers.get("content-type", ""):
            continue
        jumlah += 1
        for tautan in halaman.eval_on_selector_all("a[href]", "a => a.map(x => x.getAttribute('href'))"):
            if not tautan.startswith("/") or tautan.startswith("//") or _BUKAN_HALAMAN.search(tautan):
                continue
            bersih = tautan.split("#")[0]
            if bersih and pola(bersih) not in dikenal:
                dikenal.add(pola(bersih))
                antre.append(bersih)
        yield Kunjungan(alamat, jawaban.status, list(konsol))
