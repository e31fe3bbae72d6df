"""Evaluation workbooks as OPD keep them, built on the spot: E.81 in its many dresses."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

K, PERSEN, RP = "k", "persen", "rp"
ROMAWI = ("I", "II", "III", "IV")


@dataclass(frozen=True)
class Baris:
    """A row of the table. ``isi``: {(quarter, measure): cell}. ``format``: the same to a number format."""

    indikator: str
    program: str = ""
    satuan: str = "persen"
    isi: Mapping[tuple[int, str], Any] = field(default_factory=dict)
    format: Mapping[tuple[int, str], str] = field(default_factory=dict)
    setahun: Any = None
    tingkat: Any = None


@dataclass(frozen=True)
class Rupa:
    """How the workbook looks. ``tinggi``: header rows 1..3; ``urutan``: groups of columns, left to right."""

    tinggi: int = 3
    urutan: Sequence[str] = (
        "no", "sasaran", "program", "indikator", "satuan", "renstra", "lalu", "target", "tw", "setahun",
        "tingkat", "unit", "ket",
    )  # fmt: skip
    judul: Sequence[str] = ("EVALUASI TERHADAP HASIL RENJA PERANGKAT DAERAH", "DINAS CONTOH", "TAHUN 2027")
    kata: Mapping[str, str] = field(default_factory=dict)
    gabung: bool = True
    nomor: bool = True
    kaki: bool = True

    def sebut(self, kunci: str) -> str:
        return self.kata.get(kunci, KATA[kunci])


KATA = {
    "no": "No", "sasaran": "Sasaran", "program": "Urusan/Program/Kegiatan/Sub Kegiatan",
    "indikator": "Indikator Kinerja Program (outcome)/ Kegiatan (output)", "satuan": "Satuan",
    "renstra": "Target Renstra PD pada Tahun 2030 (akhir periode Renstra)",
    "lalu": "Realisasi Capaian Kinerja Renstra PD s/d Renja PD Tahun Lalu (n-2)",
    "target": "Target Kinerja dan Anggaran Renja PD Tahun Berjalan yang Dievaluasi (n-1)",
    "tw": "Realisasi Kinerja Pada Triwulan", "tri": "",
    "setahun": "Realisasi Capaian Kinerja Renja PD yang Dievaluasi",
    "tingkat": "Tingkat Capaian Kinerja Renstra PD (%)", "unit": "Unit PD Penanggung Jawab", "ket": "Ket",
    K: "K", PERSEN: "%", RP: "Rp",
}  # fmt: skip
_ANAK = {"renstra": (K, RP), "lalu": (K, RP), "target": (K, RP), "setahun": (K, RP), "tingkat": (K, RP)}


def _kolom(rupa: Rupa) -> list[tuple[tuple[str, ...], tuple[Any, ...]]]:
    """[(header path of ``tinggi`` texts, what stands below)] from left to right."""
    hasil: list[tuple[tuple[str, ...], tuple[Any, ...]]] = []
    for g in rupa.urutan:
        if g == "tw":
            for q in (1, 2, 3, 4):
                tri = f"{rupa.sebut('tri')}{ROMAWI[q - 1]}".strip()
                for u in (K, PERSEN, RP):
                    jalur: tuple[str, ...] = (rupa.sebut("tw"), tri, rupa.sebut(u))
                    hasil.append((jalur, (q, u)))
        elif g in _ANAK:
            hasil += [((rupa.sebut(g), rupa.sebut(u), ""), (g, u)) for u in _ANAK[g]]
        else:
            hasil.append(((rupa.sebut(g), "", ""), (g,)))
    if rupa.tinggi == 3:
        return hasil
    ringkas = []
    for jalur, milik in hasil:
        bagian = [j for j in jalur if j]
        if rupa.tinggi == 2 and len(bagian) == 3:
            bagian = [f"{bagian[0]} {bagian[1]}", bagian[2]]
        if rupa.tinggi == 1:
            bagian = [" ".join(bagian)]
        ringkas.append((tuple([*bagian, ""][: rupa.tinggi]), milik))
    return ringkas


def susun(
    baris: Sequence[Baris], rupa: Rupa
) -> tuple[list[list[Any]], list[str], list[tuple[int, int, str]]]:
    """(cells, merged ranges, [(row, column, number format)])."""
    kolom = _kolom(rupa)
    sel: list[list[Any]] = [[j] + [None] * (len(kolom) - 1) for j in rupa.judul]
    gabung = [f"A{n + 1}:{get_column_letter(len(kolom))}{n + 1}" for n in range(len(rupa.judul))]
    sel.append([None] * len(kolom))
    awal = len(sel)
    for r in range(rupa.tinggi):
        sel.append([j[r] or None for j, _ in kolom])
    for r in range(rupa.tinggi):
        c = 0
        while c < len(kolom):
            akhir = c
            while (
                akhir + 1 < len(kolom)
                and kolom[c][0][r]
                and kolom[akhir + 1][0][: r + 1] == kolom[c][0][: r + 1]
            ):
                akhir += 1
            bawah = r
            while akhir == c and bawah + 1 < rupa.tinggi and kolom[c][0][r] and not kolom[c][0][bawah + 1]:
                bawah += 1
            for x in range(c + 1, akhir + 1):
                sel[awal + r][x] = None
            if akhir > c or bawah > r:
                kiri, kanan = get_column_letter(c + 1), get_column_letter(akhir + 1)
                gabung.append(f"{kiri}{awal + r + 1}:{kanan}{awal + bawah + 1}")
            c = akhir + 1
    if rupa.nomor:
        sel.append([n + 1 for n in range(len(kolom))])
    bentuk: list[tuple[int, int, str]] = []
    mulai: dict[int, tuple[int, Any]] = {}
    for n, b in enumerate(baris):
        atas = baris[n - 1] if n else None
        isi: list[Any] = []
        for c, (_, milik) in enumerate(kolom):
            nilai: Any = None
            if milik == ("no",):
                nilai = n + 1
            elif milik == ("program",):
                nilai = b.program if not (atas and atas.program == b.program) else None
                if nilai is not None:
                    mulai[c] = (len(sel), nilai)
                elif n + 1 == len(baris) or baris[n + 1].program != b.program:
                    huruf = get_column_letter(c + 1)
                    gabung.append(f"{huruf}{mulai[c][0] + 1}:{huruf}{len(sel) + 1}")
            elif milik == ("indikator",):
                nilai = b.indikator
            elif milik == ("satuan",):
                nilai = b.satuan
            elif milik == ("setahun", K):
                nilai = b.setahun
            elif milik == ("tingkat", K):
                nilai = b.tingkat
            elif milik == ("target", RP):
                nilai = 125_000_000
            elif milik in b.isi:
                nilai = b.isi[milik]
            if milik in b.format:
                bentuk.append((len(sel), c, b.format[milik]))
            isi.append(nilai)
        sel.append(isi)
    if rupa.kaki:
        tempat = next(c for c, (_, m) in enumerate(kolom) if m == (4, K))
        for kata in (
            "Rata-rata capaian kinerja (%)",
            "Predikat kinerja",
            "Faktor pendorong keberhasilan kinerja: -",
        ):
            sel.append([kata] + [None] * (len(kolom) - 1))
            if tempat:
                sel[-1][tempat] = 88.5
        sel.append([None] * len(kolom))
        sel.append([None] * (len(kolom) - 1) + ["Kepala Dinas Contoh"])
    return sel, gabung if rupa.gabung else [], bentuk


def tulis(baris: Sequence[Baris], rupa: Rupa | None = None, *, sampul: bool = False) -> bytes:
    """The workbook as xlsx; formulas are written without a value, as programs do that do not calculate."""
    sel, gabung, bentuk = susun(baris, rupa or Rupa())
    buku = Workbook()
    lembar = buku.active
    assert lembar is not None
    lembar.title = "E.81"
    for isi in sel:
        lembar.append(isi)
    for tempat in gabung:
        lembar.merge_cells(tempat)
    for r, c, kode in bentuk:
        lembar.cell(r + 1, c + 1).number_format = kode
    if sampul:
        buku.create_sheet("Sampul", 0)["A1"] = "LAPORAN EVALUASI TRIWULAN II"
    keluar = io.BytesIO()
    buku.save(keluar)
    return keluar.getvalue()
