"""A visitor who opens one page of every kind that a role can reach by links.

The crawl itself asks for the HTML only; a page that no role showed before is opened in the
browser (``periksa_halaman``). So every link of every role is followed, and the slow checks run
once for every kind of page.
"""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

from tests.e2e.peminta import Peminta

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
ANGKA = re.compile(r"/\d+(-[A-Z]*\d+)?(?=/|$)")
"""A number or a period (``2026-11``, ``2026-TW3``) as a part of an address."""
_BUKAN_HALAMAN = re.compile(r"/(keluar|unduh)/|[?&](format|unduh)=")
KATA_INGGRIS = {
    kata
    for baris in (Path(__file__).parent / "kata_inggris.txt").read_text().splitlines()
    if not baris.startswith("#")
    for kata in baris.split()
}
_KATA = re.compile(r"(?<![0-9A-Za-z])[A-Za-z]+(?:-[A-Za-z]+)*(?![0-9A-Za-z])")  # no letters out of a digest
_HAMPA = {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "track",
    "wbr",
}
_DIBACAKAN = ("title", "placeholder", "aria-label", "alt")


def pola(alamat: str) -> str:
    """The kind of an address: ids and numbers taken out, query keys kept without values."""
    bagian = urlsplit(alamat)
    jalur = ANGKA.sub("/#", UUID.sub("*", bagian.path))
    kunci = sorted({b.split("=")[0] for b in bagian.query.split("&") if b})
    return jalur + ("?" + "&".join(kunci) if kunci else "")


class Isi(HTMLParser):
    """What a reader meets in a page: its words, links, forms and anchors.

    Words inside ``data-isi-pengguna`` were typed by a user and count for nothing here, nor do
    those under a ``lang`` other than Indonesian.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.teks: list[str] = []
        self.tautan: list[str] = []
        self.formulir: list[str] = []
        self.jangkar: set[str] = set()
        self.kembar: set[str] = set()
        self.jumlah_h1 = 0
        self._diam: list[bool] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        atribut = {k: v or "" for k, v in attrs}
        diam = (
            tag in {"script", "style"}
            or "data-isi-pengguna" in atribut
            or atribut.get("lang", "id") != "id"
            or bool(self._diam and self._diam[-1])
        )
        if tag not in _HAMPA:
            self._diam.append(diam)
        if not diam:
            self.teks += [atribut[a] for a in _DIBACAKAN if a in atribut]
        self.jumlah_h1 += tag == "h1"
        if "id" in atribut:
            (self.kembar if atribut["id"] in self.jangkar else self.jangkar).add(atribut["id"])
        if tag == "a" and "href" in atribut:
            self.tautan.append(atribut["href"])
        if tag == "form":
            self.formulir.append(atribut.get("method", "get").lower() + " " + atribut.get("action", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag not in _HAMPA and self._diam:
            self._diam.pop()

    def handle_data(self, data: str) -> None:
        if not (self._diam and self._diam[-1]):
            self.teks.append(data)

    def inggris(self) -> list[str]:
        """English words on the page."""
        return sorted({k for k in _KATA.findall("\n".join(self.teks)) if k.lower() in KATA_INGGRIS})


@dataclass
class Kunjungan:
    """One visited page. ``ciri`` tells apart pages of one address that offer other acts."""

    alamat: str
    status: int
    ciri: tuple[str, ...]
    galat: list[str] = field(default_factory=list)


def jelajahi(
    minta: Peminta, awal: list[str], *, pernah: set[str], paling_banyak: int = 250
) -> Iterator[Kunjungan]:
    """Ask breadth-first for one address of every kind, starting at ``awal``; downloads are skipped.

    ``pernah`` is shared by the roles of one sweep: sorting, filtering and paging (an address with a
    query) do not depend on the role, so a kind of those is asked for by the first role only.
    """
    antre, dikenal, jumlah = deque(awal), {pola(a) for a in awal}, 0
    asal = dict.fromkeys(awal, "")
    while antre and jumlah < paling_banyak:
        alamat = antre.popleft()
        jawaban = minta.ambil(alamat)
        if "text/html" not in jawaban.jenis:
            if jawaban.status != 200:
                yield Kunjungan(alamat, jawaban.status, (pola(alamat),), [f"status {jawaban.status}"])
            continue
        jumlah += 1
        isi = Isi(jawaban.teks)
        kunjungan = Kunjungan(
            alamat,
            jawaban.status,
            (pola(urlsplit(jawaban.alamat).path), *sorted({pola(f.split("?")[0]) for f in isi.formulir})),
        )
        if jawaban.status != 200:
            kunjungan.galat.append(f"status {jawaban.status}, dari {asal[alamat]}")
        if inggris := isi.inggris():
            kunjungan.galat.append(f"kata Inggris: {', '.join(inggris)}")
        if isi.jumlah_h1 != 1:
            kunjungan.galat.append(f"{isi.jumlah_h1} judul h1")
        if isi.kembar:
            kunjungan.galat.append(f"id kembar: {', '.join(sorted(isi.kembar))}")
        for tautan in isi.tautan:
            if tautan.startswith("#") and tautan[1:] not in isi.jangkar:
                kunjungan.galat.append(f"tautan mati {tautan}")
            if tautan.startswith("?"):
                tautan = urlsplit(jawaban.alamat).path + tautan
            if not tautan.startswith("/") or tautan.startswith("//") or _BUKAN_HALAMAN.search(tautan):
                continue
            bersih = tautan.split("#")[0]
            jenis = pola(bersih)
            if bersih and jenis not in dikenal and not ("?" in jenis and jenis in pernah):
                dikenal.add(jenis)
                pernah.add(jenis)
                asal[bersih] = alamat
                antre.append(bersih)
        yield kunjungan
