"""Habits of workbooks that must never put a figure in another quarter, year, indicator or measure."""

import datetime as dt
import io
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from openpyxl import Workbook

from terukur.anggaran.queries import BukuOPD
from terukur.impor.pembaca import HasilBaca
from terukur.impor.tests.buku_uji import tulis_xlsx
from terukur.inti.kesalahan import AturanDilanggar
from terukur.realisasi.importers.rupiah import banding_rupiah
from terukur.realisasi.queries import BarisSetahun
from terukur.realisasi.tests.test_buku_evaluasi import baca

KEPALA = ["No", "Indikator", "Satuan"]


def sel(hasil: HasilBaca, ukuran: str = "k") -> dict[str, dict[int, str]]:
    """{indicator: {quarter: "F5 text"}}, what is not empty."""
    return {
        b.indikator: {
            q: f"{s.kolom}{s.baris} {s.bacaan.teks}"
            for (q, u), s in sorted(b.isi.items())
            if u == ukuran and s.bacaan.teks
        }
        for b in hasil.baris
    }


def kode(hasil: HasilBaca) -> list[tuple[str, str, int]]:
    return [(m.kode, m.kolom, m.baris) for m in hasil.masalah]


def satu(*baris: list[Any], **lain: Any) -> HasilBaca:
    return baca(tulis_xlsx(("X", [*baris])), **lain)


def lembar(*baris: list[Any], gabung: tuple[str, ...] = (), sembunyi: str = "") -> HasilBaca:
    buku = Workbook()
    isi = buku.active
    assert isi is not None
    for b in baris:
        isi.append(b)
    for tempat in gabung:
        isi.merge_cells(tempat)
    if sembunyi:
        isi.column_dimensions[sembunyi].hidden = True
    keluar = io.BytesIO()
    buku.save(keluar)
    return baca(keluar.getvalue())


def test_target_realisasi_dan_capaian_pada_baris_sendiri() -> None:
    hasil = satu(
        [*KEPALA, "T/R", "TW I", "TW II"],
        [1, "A", "dok", "Target", 5, 6],
        ["", "", "", "Realisasi", 4, 3],
        ["", "", "", "Capaian (%)", 80, 50],
        [2, "B", "dok", "K", 7, 8],
        ["", "", "", "Rp", 1_000_000, 2_000_000],
    )
    assert sel(hasil) == {"A": {1: "E3 4", 2: "F3 3"}, "B": {1: "E5 7", 2: "F5 8"}}
    assert sel(hasil, "target")["A"] == {1: "E2 5", 2: "F2 6"}
    assert sel(hasil, "persen")["A"] == {1: "E4 80", 2: "F4 50"}
    assert sel(hasil, "rp")["B"] == {1: "E6 1.000.000", 2: "F6 2.000.000"}
    assert hasil.masalah == []


def test_nama_triwulan_diketik_di_tengah_kolomnya() -> None:
    ukuran = ["K", "%", "Rp"]
    tengah = satu(
        [*KEPALA, "", "TW I", "", "", "TW II", ""], ["", "", "", *ukuran, *ukuran],
        [1, "A", "dok", 5, 100, 9, 6, 120, 10],
    )  # fmt: skip
    kiri = satu(
        [*KEPALA, "TW I", "", "", "TW II", "", ""], ["", "", "", *ukuran, *ukuran],
        [1, "A", "dok", 5, 100, 9, 6, 120, 10],
    )  # fmt: skip
    assert sel(tengah) == sel(kiri) == {"A": {1: "D3 5", 2: "G3 6"}}


def test_tabel_kedua_di_bawahnya_dibaca_menurut_kepalanya_sendiri() -> None:
    hasil = satu(
        ["A. IKU 2027"],
        [*KEPALA, "TW I", "TW II", "TW III", "TW IV"],
        [1, "A", "dok", 1, 2],
        [],
        ["B. PROGRAM"],
        [*KEPALA, "Target K", "Target Rp", "TW I", "TW II"],
        [1, "B", "dok", 50, 60, 3, 4],
        [*KEPALA, "Target K", "Target Rp", "TW I", "TW II"],
        [2, "C", "dok", 70, 80, 5, 6],
    )
    assert sel(hasil) == {
        "A": {1: "D3 1", 2: "E3 2"}, "B": {1: "F7 3", 2: "G7 4"}, "C": {1: "F9 5", 2: "G9 6"},
    }  # fmt: skip
    assert [*hasil.kolom] == ["X", "X, baris 6"]


def test_kolom_tahun_lain_tidak_dibaca() -> None:
    hasil = satu(
        ["EVALUASI RENSTRA 2026-2030"],
        [*KEPALA, "Realisasi 2026", "Realisasi TW I 2026", "Realisasi TW I 2027", "Realisasi 2027"],
        [1, "A", "dok", 90, 1, 2, 80],
    )
    assert sel(hasil) == {"A": {1: "F3 2"}}
    assert hasil.baris[0].setahun is not None
    assert hasil.baris[0].setahun.bacaan.angka == 80
    assert kode(hasil) == [("kolom_tahun_lain", "E", 2)]


def test_dua_kolom_untuk_satu_triwulan() -> None:
    isi = [[*KEPALA, "TW I", "TW I (revisi)", "TW II"], [1, "A", "dok", 1, 2, 3]]
    ganda = lembar(*isi)
    assert sel(ganda) == {"A": {2: "F2 3"}}
    assert kode(ganda) == [("kolom_ganda", "D", 1)]
    assert "(D, E), jadi tidak diimpor" in ganda.masalah[0].pesan
    sembunyi = lembar(*isi, sembunyi="D")
    assert sel(sembunyi) == {"A": {1: "E2 2", 2: "F2 3"}}
    assert "yang dibaca kolom E" in sembunyi.masalah[0].pesan


def test_kendala_fisik_dan_capaian_k_bukan_hasil() -> None:
    hasil = lembar(
        [*KEPALA, "Triwulan I", None, None, None, None, None],
        [None] * 3 + ["Kendala", "Fisik (%)", "Realisasi", None, "Capaian", None],
        [None] * 5 + ["Rp", "K", "Rp", "K"],
        [1, "A", "dok", "hujan", 25, 1000, 4, 20, 80],
        gabung=("D1:I1", "F2:G2", "H2:I2", "A1:A3", "B1:B3", "C1:C3", "D2:D3", "E2:E3"),
    )
    assert sel(hasil) == {"A": {1: "G4 4"}}
    assert sel(hasil, "persen") == {"A": {1: "I4 80"}}
    assert hasil.masalah == []
    capaian = satu(
        [*KEPALA, "Realisasi Triwulan", "", "Capaian Triwulan", ""], ["", "", "", "I", "II", "I", "II"],
        [1, "A", "dok", 5, 6, 70, 80],
    )  # fmt: skip
    assert (sel(capaian), sel(capaian, "persen")) == (
        {"A": {1: "D3 5", 2: "E3 6"}},
        {"A": {1: "F3 70", 2: "G3 80"}},
    )
    fisik = satu([*KEPALA, "Fisik TW I", "Keuangan TW I"], [1, "A", "dok", 3, 4])
    assert sel(fisik) == {"A": {1: "D2 3"}}


def test_nama_pada_kolom_jenjangnya_dan_satuan_di_setiap_triwulan() -> None:
    kepala = ["Program", "Indikator Program", "Kegiatan", "Indikator Kegiatan"]
    hasil = satu(
        [*kepala, "TRIW. I", "", "TRIW. II", ""],
        ["", "", "", "", "K", "Satuan", "K", "Satuan"],
        ["P", "A", "", "", 1, "dok", 2, "dok"],
        ["", "", "Q", "B", 3, "dok", 4, "dok"],
    )
    assert sel(hasil) == {"A": {1: "E3 1", 2: "G3 2"}, "B": {1: "E4 3", 2: "G4 4"}}
    assert [(b.kolom_nama, b.konteks) for b in hasil.baris] == [("B", ("P",)), ("D", ("P", "Q"))]


def test_hasil_di_sel_gabungan_beberapa_indikator_ditahan() -> None:
    hasil = lembar(
        [*KEPALA, "TW I"], [1, "A", "dok", 5], [None, "B", "dok"], [2, "C", "dok", 6], gabung=("D2:D3",)
    )
    assert [b.isi[1, "k"].bacaan.galat[:31] for b in hasil.baris] == [
        "berada di sel gabungan D2:D3 un"
    ] * 2 + [""]


def test_strip_tetap_baris_dan_tanda_tangan_bukan() -> None:
    hasil = satu(
        ["No", "Indikator", "TW I", "TW II"], [1, "A", "-", ""], [2, "B", "", ""],
        ["", "Mengetahui", "", "Bupati"], ["", "NIP. 1970", "", "NIP. 1980"],
    )  # fmt: skip
    assert [b.indikator for b in hasil.baris] == ["A"]


@pytest.mark.parametrize(
    ("judul", "sebab"),
    [
        ("Realisasi s.d. TW II", "hanya sampai dengan triwulan"),
        ("Realisasi TW I 2025", "bukan dari tahun 2027"),
        ("Realisasi Semester I", "per semester"),
        ("Target TW I", "tidak ada kolom hasil"),
    ],
)
def test_yang_ditolak_berkata_sebabnya(judul: str, sebab: str) -> None:
    with pytest.raises(AturanDilanggar, match=sebab):
        satu([*KEPALA, judul], [1, "A", "dok", 5])


def test_rupiah_dibandingkan_dengan_yang_tercatat_dan_tidak_diambil() -> None:
    hasil = satu(
        [*KEPALA, "TW I", "", "TW II", ""],
        ["", "", "", "K", "Rp", "K", "Rp"],
        [1, "A", "dok", 1, "Rp 1.000.000,-", 2, 700_000],
        [2, "B", "dok", 1, 300_000],
        [3, "C", "dok", 1, 5],
        [4, "D", "dok", 1, 6],
    )
    for b, kunci in zip(hasil.baris, "abcc", strict=True):
        b.kunci = kunci
    milik = {k: BarisSetahun(uuid4(), k, {}, kode_sub=s) for k, s in zip("abc", ("1", "", "3"), strict=True)}
    sd: dict[str, list[Decimal | None]] = {
        "1": [Decimal(1_000_000), Decimal(1_600_000)],
        "3": [Decimal(5), None],
    }
    buku = BukuOPD("sp2d", dt.date(2027, 6, 30), (True, True, False, False), sd=sd)
    banding_rupiah(hasil, milik, buku)
    assert kode(hasil) == [("rp_beda", "G", 3), ("rp_tidak_diambil", "E", 3)]
    assert (
        "Rp 700.000 di berkas, Rp 600.000 tercatat menurut SP2D sampai 30 Juni 2027" in hasil.masalah[0].pesan
    )
    assert "Dari 5 jumlah: 1 sama, 1 berbeda, 3 tidak dapat dibandingkan" in hasil.masalah[1].pesan
