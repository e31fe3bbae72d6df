"""Finds the table of an evaluation workbook in a sheet: where its header stands and what its columns mean."""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from terukur.impor.pembaca import Lembar, Tampilan, baca_teks, huruf_kolom
from terukur.realisasi.importers.kolom import (
    ROMAWI,
    Arti,
    artikan,
    cari_triwulan,
    is_hasil,
    is_kumulatif,
    is_tahun_lain,
    lengkapi,
    rapikan,
)

CARI_SAMPAI: Final = 60
"""The first header is looked for in so many first rows."""
TINGGI: Final = 5
"""Most rows of words in one header; rows that number the columns do not count."""
_NOMOR = re.compile(r"\(?(\d{1,2})[a-z]?\)?(\s*[=:].*)?")
_ANGKA = re.compile(r"-?[\d.,]+ ?%?")


@dataclass(frozen=True, slots=True)
class Kepala:
    """``atas``: first row of the header, ``mulai``: first row below it, from 0. For each column: its meaning
    and its label. ``masalah``: (column, code, sentence) of columns that are not read."""

    atas: int
    mulai: int
    arti: tuple[Arti, ...]
    label: tuple[str, ...]
    masalah: tuple[tuple[int, str, str], ...]
    nilai: float

    def kolom(self, peran: str) -> list[int]:
        return [c for c, a in enumerate(self.arti) if a.peran == peran]

    @property
    def angka(self) -> int:
        """The first column of quarters."""
        return min(self.kolom("triwulan"))

    @property
    def indikator(self) -> list[int]:
        """The columns of names, from the deepest: those left of the figures, else the first there is."""
        calon = self.kolom("indikator")
        return [c for c in reversed(calon) if c < self.angka] or calon[:1]


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
    teks = _geser_label(blok, teks, asal)
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


def _geseran(label: Sequence[int], bawah: Sequence[str]) -> int:
    """How far left of their labels groups begin, where the row below repeats as whole groups only so."""
    lebar = label[1] - label[0]
    for geser in range(lebar):
        pola = bawah[label[0] - geser :][:lebar]
        if label[0] >= geser and all(pola) and all(bawah[c - geser :][:lebar] == pola for c in label):
            return geser
    return 0


def _geser_label(
    blok: Sequence[int], teks: Sequence[Sequence[str]], gabung: Container[tuple[int, int]]
) -> Any:
    """The texts, with quarters typed in the middle of their columns, not merged, moved to the first."""
    for r, bawah in pairwise(blok):
        label = [c for c, t in enumerate(teks[r]) if cari_triwulan([rapikan(t)]) and (r, c) not in gabung]
        if len({b - a for a, b in pairwise(label)}) != 1:
            continue
        geser = _geseran(label, [*teks[bawah]])
        if geser and not any(teks[r][label[0] - geser : label[0]]):
            baris = [*teks[r]]
            for c in label:
                baris[c - geser], baris[c] = baris[c], ""
            teks = [*teks[:r], baris, *teks[r + 1 :]]
    return teks


def _nilai(arti: Sequence[Arti]) -> float:
    """How much of an evaluation table these columns are; 0 for none at all."""
    peran = {a.peran for a in arti}
    hasil = {a.triwulan for a in arti if a.peran == "triwulan" and a.ukuran == "k" and not a.target}
    if "indikator" not in peran or not hasil:
        return 0.0
    semua = [(a.triwulan, a.ukuran, a.target) for a in arti if a.peran == "triwulan"]
    ganda = sum(semua.count((q, "k", False)) - 1 for q in hasil)
    return (
        3.0 * len(hasil)
        + len({*semua})
        - ganda
        + 2 * len(peran & {"satuan", "konteks", "sasaran", "setahun"})
    )


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


def cari_kepala(
    lembar: Lembar, teks: Sequence[Sequence[str]], tampilan: Tampilan, *, tahun: int
) -> list[Kepala]:
    """The headers of the sheet from top to bottom; of those that overlap the one that explains most.

    Below the first rows only another table is looked for, and a header repeated on every printed page
    is none.
    """
    calon: list[Kepala] = []
    kata = [_is_kata(t) and not is_baris_nomor(t) for t in teks]
    for atas in range(len(teks)):
        if atas >= CARI_SAMPAI and not calon:
            break
        if not kata[atas] or len(set(filter(None, teks[atas]))) < 2:
            continue
        if atas >= CARI_SAMPAI and not any(len(t) <= 80 and "indikator" in t.lower() for t in teks[atas]):
            continue
        blok: list[int] = []
        for r in range(atas, min(len(kata), atas + 2 * TINGGI)):
            if not any(teks[r]) or is_baris_nomor(teks[r]):
                continue
            if not kata[r] or len(blok) == TINGGI:
                break
            blok.append(r)
            if kepala := _coba(lembar, blok, teks, tampilan, tahun):
                calon.append(kepala)
    hasil: list[Kepala] = []
    for kepala in sorted(calon, key=lambda k: (-k.nilai, k.atas)):
        if all(kepala.atas >= k.mulai or kepala.mulai <= k.atas for k in hasil):
            hasil.append(kepala)
    hasil.sort(key=lambda k: k.atas)
    return [k for n, k in enumerate(hasil) if not n or k.arti != hasil[n - 1].arti]


def _coba(
    lembar: Lembar, blok: Sequence[int], teks: Sequence[Sequence[str]], tampilan: Tampilan, tahun: int
) -> Kepala | None:
    bagian = _sebar(blok, teks, tampilan)
    if any(artikan(b[-1:]).peran == "indikator" and cari_triwulan(b) for b in bagian):
        return None  # a title above the table, spread over all of it
    lain = [c for c, b in enumerate(bagian) if is_tahun_lain(b, tahun)]
    arti = [Arti("lain") if c in lain else artikan(b) for c, b in enumerate(bagian)]
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
    masalah = [
        (c, "kolom_kumulatif", "Kolom ini sampai dengan suatu triwulan, jadi bukan hasil triwulan itu "
         "sendiri; tidak dibaca.")
        for c in [c for c, b in enumerate(bagian) if is_kumulatif(b)][:1]
    ]  # fmt: skip
    masalah += [
        (c, "kolom_tahun_lain", f"Kolom ini tentang tahun lain, bukan {tahun}; tidak dibaca.")
        for c in [c for c in lain if cari_triwulan(bagian[c])][:1]
    ]
    masalah += _pilih_ganda(arti, bagian, tampilan.kolom_sembunyi)
    label = tuple(" / ".join(b) for b in bagian)
    return Kepala(blok[0], mulai, tuple(arti), label, tuple(masalah), nilai - 0.1 * len(blok))


def _pilih_ganda(
    arti: list[Arti], bagian: Sequence[Sequence[str]], sembunyi: Container[int]
) -> Iterator[tuple[int, str, str]]:
    """Of several columns that could be the result of one quarter the only visible one, or the only one
    that says so; else none of them is read."""
    for q, romawi in enumerate(ROMAWI, 1):
        milik = [c for c, a in enumerate(arti) if (a.peran, a.triwulan, a.ukuran) == ("triwulan", q, "k")]
        milik = [c for c in milik if not arti[c].target]
        if len(milik) < 2:
            continue
        tampak = [c for c in milik if c not in sembunyi] or milik
        hasil = [c for c in tampak if is_hasil(bagian[c])] or tampak
        for c in milik:
            if len(hasil) > 1 or c != hasil[0]:
                arti[c] = Arti("lain")
        sebut = ", ".join(huruf_kolom(c) for c in milik)
        if len(hasil) > 1:
            yield (
                milik[0], "kolom_ganda",
                f"Hasil Triwulan {romawi} dapat dibaca dari beberapa kolom ({sebut}), jadi tidak diimpor. "
                "Sembunyikan atau hapus yang tidak berlaku, lalu unggah kembali.",
            )  # fmt: skip
        elif len(tampak) < len(milik):
            yield (
                hasil[0], "kolom_ganda",
                f"Hasil Triwulan {romawi} ada pada beberapa kolom ({sebut}); yang dibaca kolom "
                f"{huruf_kolom(hasil[0])}, yang tersembunyi tidak.",
            )  # fmt: skip


def teks_lembar(lembar: Lembar) -> list[list[str]]:
    """Every cell of the sheet as text."""
    return [[baca_teks(s) for s in b] for b in lembar.baris]


def sel_baris(baris: Sequence[Any], kolom: int) -> Any:
    """A cell, empty where the row is short."""
    return baris[kolom] if kolom < len(baris) else ""
