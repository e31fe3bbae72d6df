"""Finds the table of an evaluation workbook in a sheet: where its header stands and what its columns mean."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from terukur.impor.pembaca import Lembar, Tampilan, baca_teks
from terukur.realisasi.importers.kolom import Arti, artikan, cari_triwulan, is_kumulatif, lengkapi, rapikan

CARI_SAMPAI: Final = 60
"""The header is looked for in so many first rows."""
TINGGI: Final = 5
"""Most rows of words in one header; rows that number the columns do not count."""
_NOMOR = re.compile(r"\(?(\d{1,2})[a-z]?\)?(\s*[=:].*)?")
_ANGKA = re.compile(r"-?[\d.,]+ ?%?")


@dataclass(frozen=True, slots=True)
class Kepala:
    """``atas``: first row of the header, ``mulai``: first row below it, from 0. For each column: its meaning
    and its label."""

    atas: int
    mulai: int
    arti: tuple[Arti, ...]
    label: tuple[str, ...]
    kumulatif: tuple[int, ...]
    nilai: float

    def kolom(self, peran: str) -> list[int]:
        return [c for c, a in enumerate(self.arti) if a.peran == peran]

    @property
    def indikator(self) -> int:
        """The column of names: of several the last one left of the figures."""
        calon = self.kolom("indikator")
        angka = min(self.kolom("triwulan"))
        return max((c for c in calon if c < angka), default=calon[0])


def is_baris_nomor(teks: Sequence[str]) -> bool:
    """A row that numbers the columns: 1, 2, 3 ... also as ``(6)`` or ``7=5+6``."""
    isi = [t for t in teks if t]
    cocok = [_NOMOR.fullmatch(t) for t in isi]
    if len(isi) < 5 or not all(cocok):
        return False
    angka = [int(m[1]) for m in cocok if m]
    return angka[0] in (1, 2) and all(a <= b <= a + 2 for a, b in pairwise(angka))


def _is_kata(teks: Sequence[str]) -> bool:
    isi = [t for t in teks if t]
    angka = sum(1 for t in isi if _ANGKA.fullmatch(t) and t not in ("1", "2", "3", "4", "%"))
    return bool(isi) and angka * 4 <= len(isi) and all(len(t) <= 200 for t in isi)


def _sebar(blok: Sequence[int], teks: Sequence[Sequence[str]], tampilan: Tampilan) -> list[list[str]]:
    """The path of header texts above each column.

    A merged text covers exactly its columns. Where nothing is merged a text spreads right over empty
    cells, inside the group of the rows above, in every row but the last.
    """
    lebar = max(len(teks[r]) for r in blok)
    asal = {
        (r, c): (a, b, d)
        for (a, b), (e, d) in tampilan.gabungan
        for r in range(a, min(e, blok[-1]) + 1)
        if r in blok
        for c in range(b, d + 1)
    }
    bagian: list[list[str]] = [[] for _ in range(lebar)]
    batas = [False] * lebar
    for r in blok:
        sekarang, sampai, longgar = "", -1, sum(1 for t in teks[r] if t) >= 3 and r != blok[-1]
        for c in range(lebar):
            isi = teks[r][c] if c < len(teks[r]) else ""
            if (r, c) in asal:
                atas, kiri, kanan = asal[r, c]
                batas[c] = batas[c] or c == kiri
                # Of a text merged downwards only its first row speaks.
                sekarang, sampai = (teks[atas][kiri] if r == atas else ""), kanan
            elif isi:
                sekarang, sampai, batas[c] = isi, -1, True
            elif batas[c] or not longgar or 0 <= sampai < c:
                sekarang = ""
            rapi = rapikan(sekarang)
            if rapi and rapi not in bagian[c]:
                bagian[c].append(rapi)
    return bagian


def _nilai(arti: Sequence[Arti]) -> float:
    """How much of an evaluation table these columns are; 0 for none at all."""
    peran = {a.peran for a in arti}
    hasil = {a.triwulan for a in arti if a.peran == "triwulan" and a.ukuran == "k" and not a.target}
    if "indikator" not in peran or not hasil:
        return 0.0
    lain = {(a.triwulan, a.ukuran, a.target) for a in arti if a.peran == "triwulan"}
    return 3.0 * len(hasil) + len(lain) + 2 * len(peran & {"satuan", "konteks", "sasaran", "setahun"})


def _tunjuk_nama(arti: list[Arti]) -> None:
    """Without a column of indicators, what is described left of the figures names the row."""
    if any(a.peran == "indikator" for a in arti):
        return
    angka = [c for c, a in enumerate(arti) if a.peran == "triwulan"]
    calon = [c for c, a in enumerate(arti) if a.peran in ("konteks", "sasaran") and angka and c < angka[0]]
    if calon:
        arti[calon[-1]] = Arti("indikator")


def _beri_triwulan(arti: list[Arti], bagian: Sequence[Sequence[str]], triwulan: int) -> None:
    """Columns of a sheet that speaks of one quarter as a whole."""
    for c, b in enumerate(bagian):
        if arti[c].peran in ("setahun", "lain") and b and not is_kumulatif(b):
            ulang = artikan([f"triwulan {triwulan}", *b])
            if {"realisasi", "target", "capaian", "%"} & {k for t in b for k in t.split()} and not (
                {"renstra", "rpjmd", "lalu", "sd", "akhir"} & {k for t in b for k in t.split()}
            ):
                arti[c] = ulang


def cari_kepala(lembar: Lembar, teks: Sequence[Sequence[str]], tampilan: Tampilan) -> Kepala | None:
    """The header that explains most columns of the sheet; None where it holds no evaluation table."""
    terbaik: Kepala | None = None
    kata = [_is_kata(t) and not is_baris_nomor(t) for t in teks[: CARI_SAMPAI + 2 * TINGGI]]
    for atas in range(min(len(kata), CARI_SAMPAI)):
        if not kata[atas] or len(set(filter(None, teks[atas]))) < 2:
            continue
        blok: list[int] = []
        for r in range(atas, min(len(kata), atas + 2 * TINGGI)):
            if not any(teks[r]) or is_baris_nomor(teks[r]):
                continue
            if not kata[r] or len(blok) == TINGGI:
                break
            blok.append(r)
            kepala = _coba(lembar, blok, teks, tampilan)
            if kepala and (terbaik is None or kepala.nilai > terbaik.nilai):
                terbaik = kepala
    return terbaik


def _coba(
    lembar: Lembar, blok: Sequence[int], teks: Sequence[Sequence[str]], tampilan: Tampilan
) -> Kepala | None:
    bagian = _sebar(blok, teks, tampilan)
    if any(artikan(b[-1:]).peran in ("indikator", "satuan") and cari_triwulan(b) for b in bagian):
        return None  # a title above the table, spread over all of it
    arti = [artikan(b) for b in bagian]
    if not any(a.peran == "triwulan" for a in arti):
        judul = [rapikan(t) for r in range(blok[0]) for t in teks[r] if t]
        sebut = {n for t in (rapikan(lembar.nama), *judul) if (n := cari_triwulan([t]))}
        if len(sebut) == 1:
            _beri_triwulan(arti, bagian, sebut.pop())
    arti = lengkapi(arti)
    _tunjuk_nama(arti)
    nilai = _nilai(arti)
    if not nilai:
        return None
    mulai = blok[-1] + 1
    while mulai < len(teks) and (not any(teks[mulai]) or is_baris_nomor(teks[mulai])):
        mulai += 1
    return Kepala(
        blok[0],
        mulai,
        tuple(arti),
        tuple(" / ".join(b) for b in bagian),
        tuple(c for c, b in enumerate(bagian) if is_kumulatif(b)),
        nilai - 0.1 * len(blok),
    )


def teks_lembar(lembar: Lembar) -> list[list[str]]:
    """Every cell of the sheet as text."""
    return [[baca_teks(s) for s in b] for b in lembar.baris]


def sel_baris(baris: Sequence[Any], kolom: int) -> Any:
    """A cell, empty where the row is short."""
    return baris[kolom] if kolom < len(baris) else ""
