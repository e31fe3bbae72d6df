"""Asks for pages with the session of a browser, but without it: most pages of the sweep are only read."""

from dataclasses import dataclass
from urllib.error import HTTPError
from urllib.parse import quote, urljoin
from urllib.request import ProxyHandler, Request, build_opener

from playwright.sync_api import Page

_BUKA = build_opener(ProxyHandler({}))
_TETAP = "%/:=&?~#+!$,;'@()*[]"
"""What stands in an address as it is."""


@dataclass(frozen=True)
class Jawaban:
    """``alamat``: where redirects led; ``teks``: empty for what is no page."""

    status: int
    alamat: str
    jenis: str
    teks: str


class Peminta:
    """Asks as whoever is logged in on ``halaman``."""

    def __init__(self, asal: str, halaman: Page) -> None:
        kue = "; ".join(f"{k['name']}={k['value']}" for k in halaman.context.cookies(asal))
        self.asal = asal
        self.tajuk = {
            "Accept-Language": "en-US",
            "User-Agent": str(halaman.evaluate("navigator.userAgent")),
            **({"Cookie": kue} if kue else {}),
        }

    def ambil(self, alamat: str) -> Jawaban:
        permintaan = Request(urljoin(self.asal, quote(alamat, safe=_TETAP)), headers=self.tajuk)
        try:
            jawaban = _BUKA.open(permintaan, timeout=60)
        except HTTPError as galat:
            jawaban = galat
        with jawaban:
            jenis = jawaban.headers.get("content-type", "")
            teks = jawaban.read().decode() if "text/html" in jenis else ""
            return Jawaban(jawaban.status, jawaban.url, jenis, teks)
