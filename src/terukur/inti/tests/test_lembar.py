"""No cell of an export runs as a formula, and no value is altered."""

import csv
import datetime as dt
import hashlib
import io
from decimal import Decimal
from types import SimpleNamespace

import openpyxl
import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from terukur.inti.lembar import BATAS_BARIS_XLSX, Kolom, nama_unduhan, respons_tabel, tabel_csv, tabel_xlsx
from terukur.inti.penangkal import AWALAN_RUMUS, buka_teks, jaga_teks, teks_aman
from terukur.inti.waktu import ZONA

KOLOM = [
    Kolom("Kode", "kode", "kode"),
    Kolom("OPD", "opd.nama"),
    Kolom("Pagu", lambda b: b["pagu"], "rupiah"),
    Kolom("Tanggal", "tanggal", "tanggal"),
    Kolom("Diajukan", "pada", "waktu"),
]
BARIS = [
    {
        "kode": "1.02",
        "opd": SimpleNamespace(nama="=HYPERLINK(1)"),
        "pagu": Decimal("1234567.89"),
        "tanggal": dt.date(2026, 11, 22),
        "pada": dt.datetime(2026, 11, 22, 2, 5, tzinfo=dt.UTC),
    },
    {
        "kode": "1.03",
        "opd": SimpleNamespace(nama="Dinas; “A”\nB"),
        "pagu": None,
        "tanggal": None,
        "pada": None,
    },
]


def test_xlsx_berisi_nilai_asli_dan_tanpa_rumus():
    buku = openpyxl.load_workbook(io.BytesIO(tabel_xlsx(KOLOM, BARIS, zona=ZONA["WITA"])))
    lembar = buku.active
    isi = list(lembar.iter_rows(values_only=True))
    assert isi[0] == ("Kode", "OPD", "Pagu", "Tanggal", "Diajukan")
    assert isi[1][0] == "1.02"
    assert (isi[1][2], isi[1][3]) == (1234567.89, dt.datetime(2026, 11, 22))
    assert isi[1][4] == dt.datetime(2026, 11, 22, 10, 5)
    assert lembar["B2"].data_type == "s"
    assert isi[2][2] is None


def test_angka_bulat_tanpa_tanda_desimal_dan_lembar_siap_dicetak():
    isi = tabel_xlsx([Kolom("n", lambda n: n, "angka")], [500, Decimal("62.5"), Decimal("3.0000")])
    lembar = openpyxl.load_workbook(io.BytesIO(isi)).active
    assert [lembar.cell(r, 1).number_format for r in (2, 3, 4)] == ["#,##0", "#,##0.##", "#,##0"]
    assert (lembar.page_setup.orientation, lembar.page_setup.fitToHeight) == ("landscape", 0)
    assert (lembar.sheet_properties.pageSetUpPr.fitToPage, lembar.print_title_rows) == (True, "$1:$1")


def test_buku_menyebut_keadaannya_dan_sidik_csv_yang_sama():
    def unduh(format):
        minta = RequestFactory().get("/", {"unduh": format})
        jawaban = respons_tabel(
            minta, "Rapor", KOLOM, iter(BARIS), keterangan=[("Keadaan per", "1 Mei 2026")]
        )
        return b"".join(jawaban.streaming_content) if jawaban.streaming else jawaban.content

    buku = openpyxl.load_workbook(io.BytesIO(unduh("xlsx")))
    assert buku["Rapor"].max_row == 1 + len(BARIS)
    assert list(buku["Keterangan"].iter_rows(values_only=True)) == [
        ("Keadaan per", "1 Mei 2026"),
        ("Sidik berkas CSV (SHA-256)", hashlib.sha256(unduh("csv")).hexdigest()),
    ]


def test_csv_seperti_dibuka_excel_indonesia():
    isi = b"".join(tabel_csv(KOLOM, BARIS, zona=ZONA["WIB"])).decode("utf-8-sig")
    baris = list(csv.reader(io.StringIO(isi, newline=""), delimiter=";"))
    assert baris[1] == ["1.02", "'=HYPERLINK(1)", "1234567,89", "22/11/2026", "22/11/2026 09:05"]
    assert baris[2] == ["1.03", "Dinas; “A”\nB", "", "", ""]


def test_csv_mengalir():
    potongan = list(tabel_csv([Kolom("n", lambda n: n, "angka")], range(20_000)))
    assert len(potongan) > 3
    assert b"".join(potongan).decode("utf-8-sig").split() == ["n", *map(str, range(20_000))]


@given(st.text(max_size=50))
def test_tidak_ada_teks_yang_menjadi_rumus(teks):
    assert not teks_aman(teks).startswith(AWALAN_RUMUS)


@given(st.text(st.sampled_from([*AWALAN_RUMUS, "'", "a"]), max_size=6))
def test_penangkal_terbuka_kembali(teks):
    assert buka_teks(teks_aman(teks)) == teks
    assert buka_teks(jaga_teks(teks)) == teks


def test_unduhan_dibaca_hanya_bila_diminta():
    def baris():
        raise AssertionError("read although nobody asked")
        yield

    assert respons_tabel(RequestFactory().get("/"), "a", KOLOM, baris()) is None


def test_csv_yang_ditolak_basis_data_tidak_menjadi_berkas_kosong():
    """A NUL in a filter shows only when the first row is asked for: then no answer may have begun."""

    def baris():
        raise ValueError("NUL")
        yield

    with pytest.raises(ValueError, match="NUL"):
        respons_tabel(RequestFactory().get("/", {"unduh": "csv"}), "a", KOLOM, baris())
    utuh = respons_tabel(RequestFactory().get("/", {"unduh": "csv"}), "a", KOLOM[:1], [])
    assert b"".join(utuh.streaming_content).decode("utf-8-sig").strip() == KOLOM[0].judul


def test_buku_kerja_terlalu_panjang_menyebut_csv():
    isi = tabel_xlsx([Kolom("n", lambda n: n, "angka")], range(BATAS_BARIS_XLSX + 5))
    sel = list(
        openpyxl.load_workbook(io.BytesIO(isi), read_only=True).active.iter_rows(
            min_row=BATAS_BARIS_XLSX + 1, values_only=True
        )
    )
    assert sel == [(BATAS_BARIS_XLSX - 1,), ("Hanya 100.000 baris pertama; CSV memuat semuanya.",)]


def test_angka_panjang_tidak_berubah():
    isi = tabel_xlsx([Kolom("n", lambda n: n, "rupiah")], [Decimal("123456789012345678.91"), 10**14])
    sel = [
        r[0] for r in openpyxl.load_workbook(io.BytesIO(isi)).active.iter_rows(min_row=2, values_only=True)
    ]
    assert sel == ["123456789012345678,91", 10**14]


@pytest.mark.parametrize(
    ("unduh", "jenis"), [("xlsx", "spreadsheetml"), ("csv", "text/csv"), ("", None), ("pdf", None)]
)
def test_respons_menurut_alamat(unduh, jenis):
    jawaban = respons_tabel(RequestFactory().get("/", {"unduh": unduh}), "Daftar OPD", KOLOM, BARIS)
    if jenis is None:
        assert jawaban is None
    else:
        assert jenis in jawaban["Content-Type"]
        assert f'filename="daftar-opd.{unduh}"' in jawaban["Content-Disposition"]


def test_nama_unduhan():
    assert nama_unduhan("Pagu / 2026 “Perubahan”", "csv") == "pagu-2026-perubahan.csv"
