"""Where each node of a pohon kinerja stands in the drawing: one column per level, one band per branch.

Pixels at 100 %. Each branch owns a band of height that no other branch enters, and a parent stands in the
middle of the band of its children; therefore no two boxes overlap, whatever the tree.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from terukur.kinerja.choices import TingkatKinerja
from terukur.kinerja.rules.pohon import Cabang, Simpul

LEBAR_KOTAK = 208
JARAK_KOLOM = 26
JARAK_BARIS = 12
TEPI = 10
LEBAR_TEKS = LEBAR_KOTAK - 20
TINGGI_BARIS = 15
RUANG_ATAS = 8
TINGGI_JUDUL = 26
"""Room for the names of the levels above the columns."""
HURUF = 12
LEBAR_HURUF = {**dict.fromkeys("iljtfrI.,:;'()[]|!- ", 0.36), **dict.fromkeys("mwMWQO@%—", 0.95)}
"""Widths as parts of the size of type, rather too wide than too narrow."""


@dataclass(frozen=True, slots=True)
class Baris:
    """A line of text in a box. ``jenis``: ``kepala``, ``isi``, ``ukuran``, ``kaitan`` or ``kurang``."""

    teks: str
    jenis: str


@dataclass(frozen=True, slots=True)
class Kotak:
    """A box. ``tersembunyi``: nodes below it that are not drawn."""

    simpul: Simpul
    x: int
    y: int
    tinggi: int
    baris: tuple[Baris, ...]
    tersembunyi: int = 0
    lebar: int = LEBAR_KOTAK


@dataclass(frozen=True, slots=True)
class Garis:
    """From the right side of a box to the left side of one below it, turning at ``belok``."""

    x1: int
    y1: int
    belok: int
    x2: int
    y2: int


@dataclass(slots=True)
class Gambar:
    lebar: int = 2 * TEPI
    tinggi: int = 2 * TEPI
    kolom: list[tuple[int, TingkatKinerja]] = field(default_factory=list)
    kotak: list[Kotak] = field(default_factory=list)
    garis: list[Garis] = field(default_factory=list)


def lebar_teks(teks: str) -> float:
    """Width of a line in pixels, estimated from its letters."""
    return sum(LEBAR_HURUF.get(h, 0.75 if h.isupper() or ord(h) > 0x2000 else 0.58) * HURUF for h in teks)


@lru_cache(maxsize=8192)
def bungkus(teks: str, lebar: float = LEBAR_TEKS) -> tuple[str, ...]:
    """Lines no wider than ``lebar``; a word that is wider alone is cut."""
    hasil = [""]
    for kata in teks.split():
        for bagian in _penggal(kata, lebar):
            calon = f"{hasil[-1]} {bagian}".strip()
            if lebar_teks(calon) <= lebar:
                hasil[-1] = calon
            else:
                hasil.append(bagian)
    return tuple(hasil if hasil[0] else hasil[1:])


def _penggal(kata: str, lebar: float) -> Iterator[str]:
    mulai = 0
    for n in range(1, len(kata) + 1):
        if lebar_teks(kata[mulai:n]) > lebar and n - 1 > mulai:
            yield kata[mulai : n - 1]
            mulai = n - 1
    yield kata[mulai:]


def baris_kotak(c: Cabang) -> tuple[Baris, ...]:
    """What a box says: whose it is, the statement, its indicators, its crosscutting."""
    s = c.simpul
    bagian = [(s.pemilik, "kepala"), (s.pernyataan, "isi")]
    bagian += [(f"• {u.nama}", "ukuran") for u in s.ukuran] or [("Belum ada indikator", "kurang")]
    bagian += [(f"Crosscutting {k.sebut}", "kaitan") for k in s.kaitan]
    if c.tersembunyi:
        bagian.append((f"+ {c.tersembunyi} simpul di bawahnya", "ukuran"))
    return tuple(Baris(t, jenis) for teks, jenis in bagian for t in bungkus(teks))


def tinggi_kotak(c: Cabang) -> int:
    return RUANG_ATAS + TINGGI_BARIS * len(baris_kotak(c)) + RUANG_ATAS


def tinggi_cabang(c: Cabang) -> int:
    """Height of the band of a branch."""
    return max(tinggi_kotak(c), tinggi_deret(c.anak))


def tinggi_deret(deret: Sequence[Cabang]) -> int:
    """Height of branches one below the other."""
    return sum(tinggi_cabang(c) for c in deret) + JARAK_BARIS * max(len(deret) - 1, 0)


def gambar(akar: Sequence[Cabang]) -> Gambar:
    """Boxes and lines of these trees, one below the other; columns only for levels that occur."""
    hasil = Gambar()
    dipakai = sorted({c.simpul.tingkat for a in akar for c in a.semua()})
    letak = {t: TEPI + n * (LEBAR_KOTAK + JARAK_KOLOM) for n, t in enumerate(dipakai)}
    if not dipakai:
        return hasil
    hasil.kolom = [(x, TingkatKinerja(t)) for t, x in letak.items()]
    hasil.lebar = max(letak.values()) + LEBAR_KOTAK + TEPI
    hasil.tinggi = TEPI + TINGGI_JUDUL + tinggi_deret(akar) + TEPI
    y = TEPI + TINGGI_JUDUL
    for c in akar:
        _letakkan(c, y, letak, hasil)
        y += tinggi_cabang(c) + JARAK_BARIS
    return hasil


def _letakkan(c: Cabang, atas: int, letak: dict[TingkatKinerja, int], hasil: Gambar) -> Kotak:
    """Put a branch into its band that begins at ``atas``."""
    pita, tinggi = tinggi_cabang(c), tinggi_kotak(c)
    s = c.simpul
    kotak = Kotak(s, letak[s.tingkat], atas + (pita - tinggi) // 2, tinggi, baris_kotak(c), c.tersembunyi)
    hasil.kotak.append(kotak)
    y = atas + (pita - tinggi_deret(c.anak)) // 2
    for a in c.anak:
        bawah = _letakkan(a, y, letak, hasil)
        hasil.garis.append(
            Garis(
                kotak.x + LEBAR_KOTAK, kotak.y + tinggi // 2, bawah.x - JARAK_KOLOM // 2,
                bawah.x, bawah.y + bawah.tinggi // 2,
            )
        )  # fmt: skip
        y += tinggi_cabang(a) + JARAK_BARIS
    return kotak


# -- sheets of paper --------------------------------------------------------------------------


def bagi_lembar(akar: Sequence[Cabang], tinggi: int) -> list[list[Cabang]]:
    """The trees cut into sheets no higher than ``tinggi``; what stands above a cut is repeated.

    A box that is higher than a sheet alone gets a sheet of its own.
    """
    ruang = tinggi - 2 * TEPI - TINGGI_JUDUL
    return _kelompok([p for c in akar for p in _potong(c, ruang)], ruang)


def _potong(c: Cabang, ruang: int) -> list[Cabang]:
    if not c.anak or tinggi_cabang(c) <= ruang:
        return [c]
    potongan = [p for a in c.anak for p in _potong(a, ruang)]
    return [Cabang(c.simpul, bagian, c.tersembunyi) for bagian in _kelompok(potongan, ruang)]


def _kelompok(potongan: Sequence[Cabang], ruang: int) -> list[list[Cabang]]:
    """As many in a row as fit."""
    hasil: list[list[Cabang]] = []
    for p in potongan:
        if hasil and tinggi_deret([*hasil[-1], p]) <= ruang:
            hasil[-1].append(p)
        else:
            hasil.append([p])
    return hasil
