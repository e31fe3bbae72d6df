"""Finds the table in a sheet: its header by content, several rows of it, and what each column means."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from terukur.impor.pembaca.buku import Lembar
from terukur.impor.pembaca.hasil import huruf_kolom
from terukur.impor.pembaca.kode import LEBAR_NOMENKLATUR, baca_kode, gabung_segmen, kenali_kode
from terukur.impor.pembaca.sel import BilanganSamar, RumusBelumDihitung, baca_bilangan, baca_tahun, baca_teks
from terukur.inti.angka import BukanAngka, baca_angka

CARI_SAMPAI: Final = 60
"""The header is looked for in so many first rows."""
TINGGI_KEPALA: Final = 4
"""Most rows of one header."""
CONTOH_ISI: Final = 500
"""So many rows below the header say what a column holds."""

_BUKAN_KODE: Final = {
    "sumber", "dana", "%", "persen", "sisa", "no", "tahun", "volume", "harga", "id", "target", "capaian",
}  # fmt: skip
_NOMOR = re.compile(r"^\(?\d{1,2}\)?([=:].{0,20})?$")
_HURUF: Final = re.compile(r"\(?[a-z]\)?", re.IGNORECASE)
_BUKAN_KATA = re.compile(r"[^a-z0-9%]+")


@dataclass(frozen=True, slots=True)
class KolomSasaran:
    """A field that a reader looks for.

    ``pola``: each is a line of words that must all stand in the header, in any order; ``a|b`` is
    either, ``-c`` must not occur: ``"anggaran|pagu operasi -realisasi"``. Earlier patterns win.
    ``isi``: what must stand below the header, whatever it says: ``uang`` (numbers, but no years),
    ``tahun`` (years), or anything.
    """

    kunci: str
    pola: tuple[str, ...]
    wajib: bool = False
    bobot: float = 1.0
    isi: Literal["", "uang", "tahun"] = ""


@dataclass(slots=True)
class Tabel:
    """A recognised table. ``kepala``: index of the first header row; ``mulai``: of the first data row.

    ``kolom``: field -> column index. ``label``: the combined header of every column.
    """

    lembar: Lembar
    kepala: int
    mulai: int
    label: list[str]
    kolom: dict[str, int] = field(default_factory=dict)
    nilai: float = 0.0

    def sel(self, baris: Sequence[Any], kunci: str) -> Any:
        """The cell of a field in a data row; ``""`` when the table has no such column."""
        c = self.kolom.get(kunci)
        return "" if c is None or c >= len(baris) else baris[c]

    def sebut(self, kunci: str) -> str:
        """``F (Operasi / Anggaran)``."""
        c = self.kolom[kunci]
        return f"{huruf_kolom(c)} ({self.label[c]})" if self.label[c] else huruf_kolom(c)

    def huruf(self, kunci: str) -> str:
        """Letters of a field's column; empty when there is none."""
        return huruf_kolom(self.kolom[kunci]) if kunci in self.kolom else ""

    def tak_dikenal(self, dikenal: Collection[int] = ()) -> list[str]:
        """Labelled columns that no field took, as ``O (PPTK)``; a label spread right counts once."""
        terpakai = {*self.kolom.values(), *dikenal}
        return [
            f"{huruf_kolom(c)} ({s})"
            for c, s in enumerate(self.label)
            if s and c not in terpakai and not (c and self.label[c - 1] == s)
        ]

    @property
    def judul(self) -> list[str]:
        """Texts of the rows above the header."""
        return [t for b in self.lembar.baris[: self.kepala] for s in b if (t := baca_teks(s))]

    @property
    def tahun_judul(self) -> int | None:
        """The year named above the header, when it names exactly one."""
        tahun = {int(t) for j in self.judul for t in re.findall(r"\b(20\d\d)\b", j)}
        return tahun.pop() if len(tahun) == 1 else None


def kata(teks: str) -> list[str]:
    """Words of a header in one spelling: ``% SISA`` -> [``%``, ``sisa``], ``TW2`` -> [``tw2``]."""
    return [k for k in _BUKAN_KATA.sub(" ", teks.lower().replace("%", " % ")).split() if k]


def _cocok(pola: str, kata_label: Sequence[str]) -> float:
    """How well a pattern fits: 0 not at all; fewer words left over is better."""
    ada = set(kata_label)
    wajib = terpakai = 0
    for bagian in pola.split():
        if bagian.startswith("-"):
            if ada & set(bagian[1:].split("|")):
                return 0.0
            continue
        wajib += 1
        kena = ada & set(bagian.split("|"))
        if not kena:
            return 0.0
        terpakai += len(kena)
    return wajib + min(1.0, terpakai / max(len(ada), 1))


def pasangkan(
    label: Sequence[str],
    sasaran: Sequence[KolomSasaran],
    sesuai: Callable[[int, str], bool] = lambda c, isi: True,
) -> dict[str, int]:
    """Give each field its best column, each column at most one field; best fits first.

    ``sesuai``: whether what stands in a column is what ``KolomSasaran.isi`` asks for.
    """
    calon = []
    for c, teks in enumerate(label):
        kata_label = kata(teks)
        if not kata_label or len(kata_label) > 20:
            continue
        for urut, s in enumerate(sasaran):
            for n, pola in enumerate(s.pola):
                if (nilai := _cocok(pola, kata_label)) and (not s.isi or sesuai(c, s.isi)):
                    calon.append((nilai - 0.05 * n, -urut, -c, s.kunci))
                    break
    hasil: dict[str, int] = {}
    terpakai: set[int] = set()
    for _nilai, _urut, c, kunci in sorted(calon, reverse=True):
        if kunci not in hasil and -c not in terpakai:
            hasil[kunci] = -c
            terpakai.add(-c)
    return hasil


def _label_gabungan(blok: Sequence[Sequence[str]]) -> list[str]:
    """Combine header rows: a label spreads right over empty cells, inside its own group only."""
    lebar = max(len(b) for b in blok)
    bagian: list[list[str]] = [[] for _ in range(lebar)]
    batas = [False] * lebar  # a new group of the rows above begins here
    for r, baris in enumerate(blok):
        sekarang = ""
        terakhir = r == len(blok) - 1
        for c in range(lebar):
            teks = baris[c] if c < len(baris) else ""
            if teks:
                sekarang = teks
            elif batas[c] or (terakhir and len(blok) > 1) or len(blok) == 1:
                sekarang = ""
            if teks:
                batas[c] = True
            if sekarang and sekarang not in bagian[c]:
                bagian[c].append(sekarang)
    return [" / ".join(b) for b in bagian]


def _menambah(kepala: Sequence[Sequence[str]], baris: Sequence[str]) -> bool:
    """Could ``baris`` belong to the header above it? Under labels that are complete and all different it
    is the first row of data, whatever words stand in it."""
    label = _label_gabungan(kepala)
    return any(
        t and (c >= len(label) or not any(c < len(b) and b[c] for b in kepala) or label.count(label[c]) > 1)
        for c, t in enumerate(baris)
    )


def _is_label(baris: Sequence[str]) -> bool:
    """Could this be a row of a header? Words, at least two, no codes and hardly any numbers."""
    isi = [t for t in baris if t]
    if not isi:
        return False
    angka = 0
    for t in isi:
        if len(t) > 160:
            return False
        if "." in t and kenali_kode(t):
            return False
        if _is_angka(t) and not baca_tahun(t):
            angka += 1
    return angka * 4 <= len(isi) and angka < len(isi)


def _is_angka(teks: str) -> bool:
    try:
        return baca_angka(teks) is not None
    except BukanAngka:
        return False


def _sesuai(baris: Sequence[Sequence[Any]], mulai: int) -> Callable[[int, str], bool]:
    """Judges columns by their content; a nearly empty column gets the benefit of the doubt."""
    tahu: dict[int, tuple[int, int, int]] = {}

    def hitung(c: int) -> tuple[int, int, int]:
        if c not in tahu:
            isi = [b[c] for b in baris[mulai : mulai + CONTOH_ISI] if c < len(b) and baca_teks(b[c])]
            tahu[c] = (len(isi), sum(map(_is_bilangan, isi)), sum(1 for s in isi if baca_tahun(s)))
        return tahu[c]

    def cocok(c: int, isi: str) -> bool:
        ada, angka, tahun = hitung(c)
        sebagian_besar_tahun = tahun * 2 > ada
        if isi == "tahun":
            return not ada or sebagian_besar_tahun
        return not sebagian_besar_tahun and (ada < 3 or angka * 10 >= ada)

    return cocok


def _is_bilangan(sel: object) -> bool:
    try:
        return baca_bilangan(sel) is not None
    except (BilanganSamar, RumusBelumDihitung):
        return True
    except BukanAngka:
        return False


def is_baris_nomor(baris: Sequence[object]) -> bool:
    """A row that numbers the columns: 1, 2, 3 ... or (1), (2), or ``5=3+4``, in whatever order."""
    isi = []
    for s in baris:
        if t := baca_teks(s):
            if not (_NOMOR.match(t) or _HURUF.fullmatch(t)):
                return False
            isi.append(t)
    if len(isi) < 3:
        return False
    if all(_HURUF.fullmatch(t) for t in isi):
        return [t.strip("()").lower() for t in isi] == list("abcdefghijklmnopqrstuvwxyz"[: len(isi)])
    if not all(_NOMOR.match(t) for t in isi):
        return False
    angka = {int(m[0]) for t in isi if (m := re.search(r"\d+", t))}
    return max(angka) <= len(baris) + 5 and len(angka) >= 0.7 * len(isi) and bool(angka & {1, 2})


def kenali_tabel(
    lembar: Lembar,
    sasaran: Sequence[KolomSasaran],
    cukup: Callable[[Collection[str]], bool] = lambda kunci: True,
) -> Tabel | None:
    """The table of a sheet whose header names the most of ``sasaran``; ``None`` when a required field
    is missing or the fields found are not ``cukup``.

    Tries every block of up to four rows of words near the top; numbering rows under it are skipped.
    Where no column of money holds a number, the headers alone decide, so that each cell is complained of.
    """
    return _cari_tabel(lembar, sasaran, cukup, _sesuai) or _cari_tabel(
        lembar, sasaran, cukup, lambda baris, mulai: lambda c, isi: True
    )


def _cari_tabel(
    lembar: Lembar,
    sasaran: Sequence[KolomSasaran],
    cukup: Callable[[Collection[str]], bool],
    penilai: Callable[[Sequence[Sequence[Any]], int], Callable[[int, str], bool]],
) -> Tabel | None:
    teks = [[baca_teks(s) for s in b] for b in lembar.baris[: CARI_SAMPAI + TINGGI_KEPALA]]
    bobot = {s.kunci: s.bobot * (3.0 if s.wajib else 1.0) for s in sasaran}
    wajib = {s.kunci for s in sasaran if s.wajib}
    bisa = [_is_label(b) for b in teks]
    terbaik: Tabel | None = None
    for atas in range(min(len(teks), CARI_SAMPAI)):
        if not bisa[atas]:
            continue
        for tinggi in range(1, TINGGI_KEPALA + 1):
            if atas + tinggi > len(teks) or not bisa[atas + tinggi - 1]:
                break
            if tinggi > 1 and not _menambah(teks[atas : atas + tinggi - 1], teks[atas + tinggi - 1]):
                break
            label = _label_gabungan(teks[atas : atas + tinggi])
            kolom = pasangkan(label, sasaran, penilai(lembar.baris, atas + tinggi))
            if not wajib <= kolom.keys() or not cukup(kolom):
                continue
            nilai = sum(bobot[k] for k in kolom) - 0.1 * tinggi
            if len(set(kolom.values())) < 2 or (terbaik and nilai <= terbaik.nilai):
                continue
            terbaik = Tabel(lembar, atas, atas + tinggi, label, kolom, nilai)
    if terbaik is None:
        return None
    _perpanjang(terbaik, teks, bisa, sasaran, lambda kolom: wajib <= kolom.keys() and cukup(kolom), penilai)
    while terbaik.mulai < len(teks) and (not any(teks[terbaik.mulai]) or is_baris_nomor(teks[terbaik.mulai])):
        terbaik.mulai += 1
    return terbaik


def _perpanjang(
    tabel: Tabel,
    teks: Sequence[Sequence[str]],
    bisa: Sequence[bool],
    sasaran: Sequence[KolomSasaran],
    boleh: Callable[[dict[str, int]], bool],
    penilai: Callable[[Sequence[Sequence[Any]], int], Callable[[int, str], bool]],
) -> None:
    """Take in the words below a header that name columns it left empty (“Sebelum | Setelah”)."""
    while tabel.mulai - tabel.kepala < TINGGI_KEPALA and tabel.mulai < len(teks) and bisa[tabel.mulai]:
        atas, bawah = teks[tabel.kepala : tabel.mulai], teks[tabel.mulai]
        baru = [c for c, t in enumerate(bawah) if t and not any(c < len(b) and b[c] for b in atas)]
        if not baru or sum(1 for t in bawah if t) < 2:
            return
        label = _label_gabungan([*atas, bawah])
        kolom = pasangkan(label, sasaran, penilai(tabel.lembar.baris, tabel.mulai + 1))
        if not boleh(kolom):
            return
        tabel.label, tabel.kolom, tabel.mulai = label, kolom, tabel.mulai + 1


def satukan_kode(tabel: Tabel) -> None:
    """Write a code of sub kegiatan that is split over five or six columns into the first of them."""
    calon = [c for c, t in enumerate(tabel.label) if {"kode", "kd", "urusan", "rekening"} & set(kata(t))]
    if not calon:
        return
    teks = [[baca_teks(s) for s in b[calon[0] :]] for b in tabel.lembar.baris[tabel.mulai :]]
    for c in calon:
        for lebar in (6, 5):
            if not _is_terpecah([t[c - calon[0] : c - calon[0] + lebar] for t in teks], lebar):
                continue
            baris = [list(b) for b in tabel.lembar.baris]
            for b in baris[tabel.mulai :]:
                if gabung := gabung_segmen(b[c : c + lebar], LEBAR_NOMENKLATUR):
                    b[c : c + lebar] = [gabung, *[""] * (lebar - 1)]
            tabel.lembar = replace(tabel.lembar, baris=baris)
            tabel.kolom = {k: n for k, n in tabel.kolom.items() if not c < n < c + lebar}
            return


def _is_terpecah(isi: Sequence[Sequence[str]], lebar: int) -> bool:
    """Whether nearly all rows join to a code, at least one of them to a full one."""
    terisi = [i for i in isi if len(i) == lebar and i[0]]
    penuh = gagal = 0
    for i in terisi:
        if kode := gabung_segmen(i, LEBAR_NOMENKLATUR):
            penuh += kode.count(".") == 5 and kenali_kode(kode) is not None
            continue
        gagal += 1
        if len(terisi) - gagal < 0.8 * len(terisi):
            return False
    return penuh > 0


def cari_kolom_kode(tabel: Tabel, bukan: Collection[int] = ()) -> list[int]:
    """Indices of the columns that hold codes, by what stands in them, whatever they are called.

    ``bukan``: columns known to hold something else (money, years).
    """
    hasil = []
    data = tabel.lembar.baris[tabel.mulai :]
    lebar = max((len(b) for b in data), default=0)
    for c in range(lebar):
        label = kata(tabel.label[c]) if c < len(tabel.label) else []
        if c in bukan or (_BUKAN_KODE & set(label) and not {"rekening", "rek", "kode"} & set(label)):
            continue
        ada = kena = beruas = 0
        for b in data:
            if c < len(b) and baca_teks(b[c]):
                ada += 1
                if kode := baca_kode(b[c]):
                    kena += 1
                    beruas += "." in kode.kode
        if kena and kena >= 0.6 * ada and (beruas or {"kode", "urusan"} & set(label)):
            hasil.append(c)
    return hasil
