"""What one cell of an evaluation workbook says, and what it refuses to guess."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terukur.impor.pembaca.sel import BELUM_DIHITUNG
from terukur.kinerja.rules.capaian import Rumus, Target
from terukur.perencanaan.choices import Polaritas
from terukur.realisasi.rules.sel_evaluasi import baca_sel, hasil_sel, is_persen_sama, is_satuan_sama

D = Decimal


def ukuran(satuan: str = "persen", polaritas: Polaritas = Polaritas.NAIK, **lain: Any) -> dict[str, Any]:
    return {"satuan": satuan, "rumus": Rumus(polaritas).isi(), "komponen": [], "tangga": [], **lain}


@pytest.mark.parametrize(
    ("isi", "persen", "angka"),
    [
        ("1.234,5", False, "1234.5"),
        ("85 %", False, "85"),
        ("85%", False, "85"),
        ("99,5 persen", False, "99.5"),
        (0.85, True, "85"),
        (2, True, "200"),
        (0.123456789, False, "0.1235"),
        (1234.5, False, "1234.5"),
        ("12 dokumen", False, "12"),
        ("Rp 1.000.000", False, "1000000"),
        ("(5)", False, "-5"),
        (0, False, "0"),
        ("0", False, "0"),
    ],
)
def test_angka_dalam_segala_rupa(isi: Any, persen: bool, angka: str) -> None:
    baca = baca_sel(isi, persen=persen)
    assert baca.angka == D(angka)
    assert not baca.is_kosong
    assert not baca.galat


@pytest.mark.parametrize(
    "isi", ["", None, "-", " – ", "n/a", "N/A", "tad", "Belum ada", "[null]", float("nan")]
)
def test_kosong_bukan_nol(isi: Any) -> None:
    baca = baca_sel(isi)
    assert baca.is_kosong
    assert baca.angka is None


@pytest.mark.parametrize(
    ("isi", "kata"),
    [
        ("#DIV/0!", "#DIV/0!"), ("#REF!", "#REF!"), ("#N/A", "#N/A"), ("#NAME?", "#NAME?"),
        (BELUM_DIHITUNG, "belum dihitung"),
    ],
)  # fmt: skip
def test_rumus_yang_gagal_disebut(isi: str, kata: str) -> None:
    baca = baca_sel(isi)
    assert kata in baca.galat
    assert hasil_sel(baca, ukuran(), Target(D(90))).kode == "rumus_galat"


@pytest.mark.parametrize(
    ("isi", "persen", "satuan", "target", "kode"),
    [
        (0.85, False, "persen", 90, "persen_keliru"),
        (0.13, False, "persen", 14, "persen_keliru"),
        (1, False, "%", 100, "persen_keliru"),
        (1, True, "dokumen", 1, "persen_keliru"),
        ("100 %", False, "dokumen", 1, "persen_keliru"),
        ("12 juta rupiah", False, "miliar rupiah", 12, "satuan_beda"),
        ("12 orang", False, "dokumen", 12, "satuan_beda"),
        ("tercapai", False, "dokumen", 1, "bukan_angka"),
        ("12/14", False, "dokumen", 1, "bukan_angka"),
        (1e20, False, "rupiah", 1, "terlalu_besar"),
    ],
)
def test_yang_bermakna_ganda_ditolak_dengan_alasannya(
    isi: Any, persen: bool, satuan: str, target: int, kode: str
) -> None:
    hasil = hasil_sel(baca_sel(isi, persen=persen), ukuran(satuan), Target(D(target)))
    assert (hasil.kode, hasil.nilai) == (kode, None)
    assert hasil.alasan


@pytest.mark.parametrize(
    ("isi", "persen", "satuan", "target", "nilai"),
    [
        (0.85, True, "persen", 90, "85"),
        ("200 %", False, "Persen", 90, "200"),
        (0.85, False, "persen", "0.9", "0.85"),
        (0.4, False, "miliar rupiah", 100, "0.4"),
        ("12 dok", False, "Dokumen", 12, "12"),
        ("5 jiwa", False, "orang", 5, "5"),
        ("12 (dua belas) dokumen", False, "dokumen", 12, "12"),
        (0, False, "persen", 90, "0"),
    ],
)
def test_yang_jelas_diterima(isi: Any, persen: bool, satuan: str, target: Any, nilai: str) -> None:
    hasil = hasil_sel(baca_sel(isi, persen=persen), ukuran(satuan), Target(D(target)))
    assert (hasil.nilai, hasil.alasan) == (D(nilai), "")


def test_kata_dan_komponen() -> None:
    predikat = ukuran(
        "predikat", Polaritas.PREDIKAT, tangga=[{"nama": "WTP", "nilai": "4"}, {"nama": "WDP", "nilai": "3"}]
    )
    assert hasil_sel(baca_sel("wtp"), predikat, Target(D(4))).nilai == 4
    assert hasil_sel(baca_sel(3), predikat, Target(D(4))).nilai == 3
    assert hasil_sel(baca_sel("Baik"), predikat, Target(D(4))).kode == "bukan_pilihan"
    assert hasil_sel(baca_sel("Ada"), ukuran("ada/tidak", Polaritas.YA_TIDAK), Target(D(1))).nilai == 1
    komponen = ukuran("persen", komponen=["yang hadir", "semua", "100"])
    hasil = hasil_sel(baca_sel("12 dari 14"), komponen, Target(D(90)))
    assert (hasil.pembilang, hasil.penyebut) == (12, 14)


@pytest.mark.parametrize(
    ("a", "b", "sama"),
    [
        ("%", "persen", True), ("Persentase", "%", True), ("Dok.", "dokumen", True), ("orang", "Jiwa", True),
        ("unit kerja", "unit", True), ("", "persen", True), ("milyar", "miliar rupiah", True),
        ("Nilai", "indeks", True),
        ("juta rupiah", "miliar rupiah", False), ("persen", "dokumen", False), ("kali", "orang", False),
    ],
)  # fmt: skip
def test_satuan(a: str, b: str, sama: bool) -> None:
    assert is_satuan_sama(a, b) is sama
    assert is_satuan_sama(b, a) is sama


@given(st.decimals(min_value=0, max_value=2000, places=4), st.integers(0, 2))
def test_persen_yang_dibulatkan_buku_tetap_sama(nilai: Decimal, desimal: int) -> None:
    buku = round(nilai, desimal)
    assert is_persen_sama(buku, nilai, desimal)
    assert not is_persen_sama(buku + 2, nilai, desimal)
