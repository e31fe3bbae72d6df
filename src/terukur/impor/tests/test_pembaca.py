import datetime as dt
import io
import json
import zipfile
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from terukur.impor.pembaca import (
    KolomSasaran,
    baca_bilangan,
    baca_buku,
    baca_nama,
    baca_teks,
    gabung_segmen,
    huruf_kolom,
    kenali_kode,
    kenali_tabel,
    pisah_kode_nama,
)
from terukur.impor.pembaca.hasil import angka_json
from terukur.impor.pembaca.kode import LEBAR_NOMENKLATUR, LEBAR_REKENING
from terukur.impor.pembaca.sel import BilanganSamar
from terukur.impor.tests.buku_uji import baca_uji, buku_xlsx, tulis_xlsx
from terukur.inti.angka import BukanAngka
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.lembar import Kolom, tabel_csv, tabel_xlsx

UANG = st.decimals(min_value=Decimal("-1e12"), max_value=Decimal("1e12"), places=2)


@given(UANG)
def test_uang_dalam_setiap_tulisan_sama(nilai):
    indonesia = f"{nilai:,.2f}".translate(str.maketrans(",.", ".,"))
    for tulisan in (indonesia, f"{nilai:.2f}", f"{nilai:,.2f}", f"Rp {indonesia}", f"  {indonesia} ", nilai):
        assert baca_bilangan(tulisan) == nilai
    assert baca_bilangan(float(nilai)) == nilai


@given(st.integers(-(10**12), 10**12))
def test_bilangan_bulat(nilai):
    for tulisan in (nilai, float(nilai), str(nilai), f"{nilai:,}".replace(",", ".")):
        assert baca_bilangan(tulisan) == nilai


def test_bilangan_kosong_dan_rusak():
    assert [baca_bilangan(t) for t in ("", None, "-", "[null]", "  ")] == [None] * 5
    assert baca_bilangan(57456457922.650024) == Decimal("57456457922.65")
    for rusak in ("dua juta", "#REF!", ",", "1,2,3", dt.date(2026, 1, 1), True):
        with pytest.raises(BukanAngka):
            baca_bilangan(rusak)
    with pytest.raises(BilanganSamar):
        baca_bilangan("xxxxxxxxxxxx")


@given(
    st.integers(1, 8), st.integers(1, 99), st.integers(1, 99), st.integers(1, 9), st.integers(1, 99),
    st.integers(1, 9999), st.booleans(),
)  # fmt: skip
def test_kode_nomenklatur_dalam_segala_bentuk(u, b, p, j, k, s, sebagai_float):
    kode = f"{u}.{b:02}.{p:02}.{j}.{k:02}.{s:04}"
    assert kenali_kode(kode).kode == kode
    assert kenali_kode(f" {kode}. ").tingkat == "sub_kegiatan"
    if s < 100:
        assert kenali_kode(kode[:-4] + f"{s:02}").kode == kode
    sel = [float(n) if sebagai_float else str(n) for n in (u, b, p)]
    assert gabung_segmen([*sel, f"{j}.{k:02}", float(s)], LEBAR_NOMENKLATUR) == kode
    assert pisah_kode_nama(f"{kode}   Nama\n panjang") == (kode, "Nama panjang")


@pytest.mark.parametrize(
    ("isi", "jenis", "kode"),
    [
        (1.02, "nomenklatur", "1.02"),
        ("X.XX.01", "nomenklatur", "X.XX.01"),
        ("5.1", "rekening", "5.1"),
        (5.1, "rekening", "5.1"),
        ("5.01", "nomenklatur", "5.01"),
        ("5.1.02.01.01.024", "rekening", "5.1.02.01.01.0024"),
        ("1.02.2.14.0.00.01.0000", "skpd", "1.02.2.14.0.00.01.0000"),
        ("1", "nomenklatur", "1"),
    ],
)
def test_kode_menurut_bentuknya(isi, jenis, kode):
    assert (kenali_kode(isi).jenis, kenali_kode(isi).kode) == (jenis, kode)


@pytest.mark.parametrize(
    "isi", ["", "abc", "1.2.3", 1234567.0, "1.02.01.2.1", "12.34", None, "0.8975", "2024"]
)
def test_bukan_kode(isi):
    assert kenali_kode(isi) is None


def test_gabung_segmen():
    assert gabung_segmen([5.0, 1.0, 2.0, "", "", ""], LEBAR_REKENING) == "5.1.02"
    assert gabung_segmen(["X", "XX", 1.0, "2.01", 7.0], LEBAR_NOMENKLATUR) == "X.XX.01.2.01.0007"
    assert gabung_segmen([5.0, "", 2.0], LEBAR_REKENING) is None
    assert gabung_segmen([5.0, 123.0], LEBAR_REKENING) is None
    assert gabung_segmen(["", ""], LEBAR_REKENING) == ""


def test_teks_dirapikan():
    assert baca_teks("  Pe\n nyu   sunan\u00a0") == "Pe nyu sunan"
    assert [baca_teks(t) for t in (1.02, 5.0, None, "[null]", "'=1+1", "'biasa")] == [
        "1.02", "5", "", "", "=1+1", "'biasa",
    ]  # fmt: skip
    assert baca_teks(dt.datetime(2026, 1, 2)) == "2026-01-02"


def test_huruf_kolom():
    assert [huruf_kolom(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


@given(st.decimals(min_value=Decimal("-1e20"), max_value=Decimal("1e20"), places=2))
def test_json_tidak_mengubah_angka(nilai):
    isi = json.loads(json.dumps({"n": angka_json(nilai)}), parse_float=Decimal)["n"]
    assert Decimal(isi) == nilai


SASARAN = (KolomSasaran("kode", ("kode",), wajib=True), KolomSasaran("pagu", ("pagu -maju",), wajib=True),
           KolomSasaran("pagu_maju", ("pagu maju",)))  # fmt: skip


@pytest.mark.parametrize(
    ("baris", "mulai", "kolom"),
    [
        ([["Kode", "Pagu"], ["1.02", 5]], 1, {"kode": 0, "pagu": 1}),
        ([["JUDUL 2026"], [], ["Pagu Maju", "Kode", "Pagu"], ["1", "2", "3"], [1, "1.02", 5]], 4,
         {"kode": 1, "pagu": 2, "pagu_maju": 0}),
        ([["Kode", "Dana", ""], ["", "Pagu", "Pagu Maju"], [], ["(1)", "(2)", "(3)"], ["1.02", 5, 6]], 4,
         {"kode": 0, "pagu": 1, "pagu_maju": 2}),
    ],
)  # fmt: skip
def test_kepala_dicari_menurut_isi(baris, mulai, kolom):
    tabel = kenali_tabel(buku_xlsx(("A", baris)).lembar[0], SASARAN)
    assert (tabel.mulai, tabel.kolom) == (mulai, kolom)


def test_tanpa_kolom_wajib_bukan_tabel():
    assert kenali_tabel(buku_xlsx(("A", [["Kode", "Nama"], ["1.02", "x"]])).lembar[0], SASARAN) is None


def test_lembar_tersembunyi_disebut():
    buku = buku_xlsx(("A", [["x"]]), ("B", [["y"]]), ("C", [["z"]]), sembunyi=["B"])
    assert [s.nama for s in buku.lembar] == ["A", "C"]
    assert buku.tersembunyi == ("B",)


@pytest.mark.parametrize("sandi", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("pemisah", [";", ",", "\t", "|"])
def test_csv_ditebak(sandi, pemisah):
    baris = [["kode", "nama", "pagu"], ["1.02", "Kafé", "1.234"], ["1.03", f"a{pemisah}b", ""]]
    teks = "\r\n".join(pemisah.join(f'"{s}"' for s in b) for b in baris)
    assert baca_buku("a.csv", teks.encode(sandi)).lembar[0].baris == baris


def test_sel_di_ujung_lembar_ditolak():
    buku = Workbook()
    buku.active["A1"] = "Kode"
    buku.active["XFD1048576"] = 1
    keluar = io.BytesIO()
    buku.save(keluar)
    with pytest.raises(AturanDilanggar) as tolak:
        baca_buku("a.xlsx", keluar.getvalue())
    assert tolak.value.kode == "terlalu_luas"


def test_sipd_tanpa_data_ditolak():
    for isi in (b'{"status": "error"}', b"[1, 2]", b"{rusak"):
        with pytest.raises(AturanDilanggar, match="tidak dapat dibaca"):
            baca_buku("a.json", isi)


def test_buku_rusak_ditolak_dengan_kalimat():
    isi = bytearray(tulis_xlsx(("A", [["x"]])))
    with pytest.raises(AturanDilanggar, match="rusak"):
        baca_buku("a.xlsx", bytes(isi[: len(isi) // 2]))
    with pytest.raises(AturanDilanggar, match="halaman web"):
        baca_uji("negatif/tangsel_mhtml_berekstensi.xls")


@settings(deadline=None, max_examples=40)  # writes two workbooks each time
@given(
    st.lists(
        st.tuples(
            st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=20), UANG
        ),
        max_size=8,
    )
)
def test_ekspor_lalu_impor_tidak_mengubah(isi):
    kolom = [Kolom("Nama", lambda b: b[0]), Kolom("Pagu", lambda b: b[1], "rupiah")]
    harap = [(baca_teks(nama), nilai) for nama, nilai in isi]
    for buku in (
        baca_buku("a.csv", b"".join(tabel_csv(kolom, isi))),
        baca_buku("a.xlsx", tabel_xlsx(kolom, isi)),
    ):
        baris = buku.lembar[0].baris[1:]
        assert [(baca_teks(b[0]), baca_bilangan(b[1])) for b in baris] == harap


def ods(*baris: str) -> bytes:
    isi = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="A">{"".join(baris)}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    manifes = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    keluar = io.BytesIO()
    with zipfile.ZipFile(keluar, "w") as arsip:
        arsip.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        arsip.writestr("content.xml", isi)
        arsip.writestr("META-INF/manifest.xml", manifes)
    return keluar.getvalue()


def sel_ods(nilai, ulang=1):
    if isinstance(nilai, str):
        return f'<table:table-cell office:value-type="string"><text:p>{nilai}</text:p></table:table-cell>'
    tambah = f' table:number-columns-repeated="{ulang}"' if ulang > 1 else ""
    return f'<table:table-cell{tambah} office:value-type="float" office:value="{nilai}"/>'


def baris_ods(*sel, ulang=1):
    tambah = f' table:number-rows-repeated="{ulang}"' if ulang > 1 else ""
    return f"<table:table-row{tambah}>{''.join(sel)}</table:table-row>"


def test_ods_dibaca():
    isi = ods(
        baris_ods(sel_ods("Kode"), sel_ods("Pagu")),
        baris_ods(sel_ods("1.02"), sel_ods(1250.5)),
        baris_ods('<table:table-cell table:number-columns-repeated="1024"/>', ulang=1_048_574),
    )
    lembar = baca_buku("a.ods", isi).lembar[0]
    assert [b[:2] for b in lembar.baris[:2]] == [["Kode", "Pagu"], ["1.02", 1250.5]]


@pytest.mark.parametrize(
    "bom", [baris_ods(sel_ods(1.0, 10_000), ulang=1_000_000), baris_ods(sel_ods(1.0, 10**9))]
)
def test_ods_yang_mengulang_tanpa_batas_ditolak(bom):
    with pytest.raises(AturanDilanggar) as tolak:
        baca_buku("a.ods", ods(bom))
    assert tolak.value.kode == "terlalu_luas"


def test_kepala_tidak_menelan_baris_data():
    """A title row, a header of one row, and text data below it: the data must stay data."""
    baris = [["Daftar", "", ""], ["Kode", "Pagu", "Uraian"], ["1.02", "", "Kesehatan"], ["1.03", "5", "PU"]]
    tabel = kenali_tabel(buku_xlsx(("A", baris)).lembar[0], SASARAN)
    assert (tabel.kepala, tabel.mulai) == (1, 2)
    assert tabel.judul == ["Daftar"]


@pytest.mark.parametrize(
    ("sel", "teks", "nama"),
    [
        ("NULL", "", "NULL"), (" Nan ", "", "Nan"), ("none", "", "none"), ("[null]", "", ""),
        ("#N/A", "", ""), ("", "", ""), (None, "", ""), ("Siti  Nan", "Siti Nan", "Siti Nan"),
        (float("nan"), "", ""), (5.0, "5", "5"),
    ],
)  # fmt: skip
def test_words_for_nothing_are_names_in_a_column_of_names(sel, teks, nama):
    assert (baca_teks(sel), baca_nama(sel)) == (teks, nama)


def test_cells_are_read_without_what_nobody_sees():
    assert baca_teks("a\x1b[31mb\x02 \u202ec") == "a[31mb c"
    assert baca_nama("Ani\x02\x0bBudi") == "Ani Budi"
