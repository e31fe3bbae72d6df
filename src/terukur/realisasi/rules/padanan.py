"""Which planned action a row of an evaluation workbook speaks of, told by names: the books have no codes.

Only a name that is the same once spelling is set aside, and that one action alone can mean, is matched by
itself. Whatever is merely similar is proposed and waits for the user: two indicators often differ in a
single word ("umur 0-5 bulan", "umur 6-12 bulan").
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

CUKUP_MIRIP: Final = 60
"""Per cent of likeness from which an action is proposed."""
BANYAK_CALON: Final = 6
_AWALAN = re.compile(r"^\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-z]|[ivx]{1,4})[.)]\s+|^[-•*]\s+")
_EJAAN: Final = (
    ("prosentase", "persentase"),
    ("presentase", "persentase"),
    ("prosen", "persen"),
    ("&", " dan "),
)


@dataclass(frozen=True, slots=True)
class Calon:
    """An action on record. ``nama_lain``: of its sub kegiatan, kegiatan and program, as far as known."""

    kunci: str
    indikator: str
    aksi: str
    nama_lain: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Nama:
    """What a row says about itself. ``konteks``: the program, kegiatan or action it stands under."""

    indikator: str
    konteks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Padanan:
    """``tepat``: matched by itself. ``usulan``: proposed, to be confirmed. ``calon``: the likeliest first."""

    tepat: str = ""
    usulan: str = ""
    alasan: str = ""
    calon: tuple[str, ...] = ()


@lru_cache(maxsize=4096)
def bakukan(nama: str) -> str:
    """A name in one spelling: no numbering in front, no punctuation, ``%`` as a word."""
    teks = unicodedata.normalize("NFKC", nama).casefold()
    teks = _AWALAN.sub("", " ".join(teks.split()))
    for dari, ke in _EJAAN:
        teks = teks.replace(dari, ke)
    return " ".join(re.findall(r"\w+", teks.replace("%", " persen ")))


@lru_cache(maxsize=65_536)
def kemiripan(a: str, b: str) -> int:
    """Likeness of two names in per cent; 100 only for the same."""
    a, b = bakukan(a), bakukan(b)
    if a == b:
        return 100
    x, y = set(a.split()), set(b.split())
    kata = len(x & y) / max(len(x | y), 1)
    urut = SequenceMatcher(None, a, b, autojunk=False).ratio() if kata > 0.1 else 0.0
    return min(99, round(100 * max(kata, urut)))


def _persis(nama: str) -> str:
    return " ".join(nama.casefold().split())


def _tempat(konteks: Sequence[str], calon: Calon) -> int:
    """Whether a row stands where the action belongs: 2 named, 1 near enough or unknown, 0 elsewhere."""
    nama = [n for n in (calon.aksi, *calon.nama_lain) if n]
    if any(bakukan(k) == bakukan(n) for k in konteks for n in nama):
        return 2
    if not konteks or not calon.nama_lain:
        return 1
    return int(any(kemiripan(k, n) >= CUKUP_MIRIP for k in konteks for n in nama))


def _padankan(nama: Nama, daftar: Sequence[Calon]) -> Padanan:
    sama = [c for c in daftar if bakukan(c.indikator) == bakukan(nama.indikator)]
    if sama:
        letak = {c.kunci: _tempat(nama.konteks, c) for c in sama}
        terbaik = [c for c in sama if letak[c.kunci] == max(letak.values())]
        if len(terbaik) > 1:  # names that differ in punctuation alone
            terbaik = [c for c in terbaik if _persis(c.indikator) == _persis(nama.indikator)] or terbaik
            letak |= {c.kunci: letak[c.kunci] + 1 for c in terbaik}
        calon = tuple(c.kunci for c in sorted(sama, key=lambda c: -letak[c.kunci]))[:BANYAK_CALON]
        if len(terbaik) > 1:
            return Padanan(alasan=f"{len(terbaik)} rencana aksi memakai indikator ini", calon=calon)
        if not _tempat(nama.konteks, terbaik[0]):
            return Padanan("", calon[0], "Nama indikator sama, program atau kegiatannya lain", calon)
        return Padanan(calon[0], calon[0], "Nama indikator sama", calon)
    nilai = {
        c.kunci: (
            max(kemiripan(nama.indikator, c.indikator), kemiripan(nama.indikator, c.aksi)),
            _tempat(nama.konteks, c),
        )
        for c in daftar
    }
    urut = sorted((c.kunci for c in daftar), key=lambda k: (-nilai[k][0], -nilai[k][1], k))
    calon = tuple(k for k in urut if nilai[k][0] >= CUKUP_MIRIP // 2)[:BANYAK_CALON]
    if calon and nilai[calon[0]][0] >= CUKUP_MIRIP:
        return Padanan("", calon[0], f"Mirip {nilai[calon[0]][0]} %", calon)
    return Padanan(alasan="Tidak ada nama yang mirip", calon=calon)


def padankan(baris: Sequence[Nama], daftar: Sequence[Calon]) -> list[Padanan]:
    """The match of every row, in order.

    Rows of one indicator name in different places of the workbook that would all go to one action are
    told apart by their place; where that does not tell, none of them is matched by itself.
    """
    hasil = [_padankan(n, daftar) for n in baris]
    calon = {c.kunci: c for c in daftar}
    for kunci in {p.tepat for p in hasil if p.tepat}:
        milik = [i for i, p in enumerate(hasil) if p.tepat == kunci]
        letak = {i: _tempat(baris[i].konteks, calon[kunci]) for i in milik}
        if len({tuple(map(bakukan, baris[i].konteks)) for i in milik}) == 1:
            continue
        terbaik = [i for i in milik if letak[i] == max(letak.values())]
        satu = len({tuple(map(bakukan, baris[i].konteks)) for i in terbaik}) == 1
        for i in milik:
            if not (satu and i in terbaik):
                p = hasil[i]
                hasil[i] = Padanan(
                    "", p.usulan, "Indikator ini disebut di beberapa tempat dalam berkas", p.calon
                )
    return hasil
