import io
import zipfile

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font

from terukur.impor import anotasi
from terukur.impor.anotasi import NAMA_DAFTAR, beri_catatan
from terukur.impor.anotasi_xlsx import TidakCocok
from terukur.impor.pembaca import Masalah, baca_buku
from terukur.impor.tests.buku_uji import berkas_uji, tulis_xlsx

MASALAH = [
    Masalah("galat", "a", "“x” bukan angka & harus <diisi>.", "RKA", 2, "B"),
    Masalah("peringatan", "b", "Kedua pada sel yang sama.", "RKA", 2, "B"),
    Masalah("peringatan", "c", "=1+1", "Dua", 1, ""),
    Masalah("peringatan", "d", "Sel kosong.", "Dua", 9, "AB"),
    Masalah("peringatan", "e", "Seluruh berkas."),
]


def buku_contoh(komentar=False):
    buku = openpyxl.Workbook()
    satu = buku.active
    satu.title = "RKA"
    satu.append(["Kode", "Pagu"])
    satu.append(["1.02", "=1+1"])
    satu["B2"].font = Font(bold=True)
    satu["B2"].number_format = "#,##0"
    satu.merge_cells("A3:B4")
    satu.conditional_formatting.add(
        "B2:B3", openpyxl.formatting.rule.DataBarRule("min", None, "max", None, "FF0000")
    )
    dua = buku.create_sheet("Dua")
    dua["A1"] = "x"
    dua.add_table(openpyxl.worksheet.table.Table(displayName="T", ref="C1:D3"))
    dua["C1"], dua["D1"] = "p", "q"
    buku.create_sheet("Sembunyi").sheet_state = "hidden"
    if komentar:
        satu["B2"].comment = Comment("Catatan lama", "Saya")
    keluar = io.BytesIO()
    buku.save(keluar)
    return keluar.getvalue()


@pytest.mark.parametrize("komentar", [False, True])
def test_catatan_pada_sel_dan_sisanya_tetap(komentar):
    asli = buku_contoh(komentar)
    nama, hasil = beri_catatan("Rencana.xlsx", asli, MASALAH)
    assert nama == "Rencana - catatan.xlsx"
    buku = openpyxl.load_workbook(io.BytesIO(hasil))
    assert buku.sheetnames == ["RKA", "Dua", "Sembunyi", NAMA_DAFTAR]
    sel = buku["RKA"]["B2"]
    assert sel.value == "=1+1"
    assert sel.font.bold
    assert sel.number_format == "#,##0"
    assert sel.fill.fgColor.rgb == "FFFDEBEA"
    assert "[GALAT] “x” bukan angka & harus <diisi>." in sel.comment.text
    assert "Kedua pada sel yang sama." in sel.comment.text
    assert ("Catatan lama" in sel.comment.text) is komentar
    assert buku["RKA"]["A2"].comment is None
    assert buku["Dua"]["A1"].comment.text == "[PERINGATAN] =1+1"
    assert buku["Dua"]["AB9"].comment.text == "[PERINGATAN] Sel kosong."
    assert buku["Dua"].tables["T"].ref == "C1:D3"
    assert buku["Sembunyi"].sheet_state == "hidden"
    daftar = list(buku[NAMA_DAFTAR].iter_rows(min_row=2, values_only=True))
    assert daftar[0] == ("RKA", 2, "B", "Galat", MASALAH[0].pesan)
    assert daftar[2][4] == "=1+1"
    assert buku[NAMA_DAFTAR]["E4"].data_type in {"s", "inlineStr"}
    assert len(daftar) == len(MASALAH)
    assert baca_buku("a.xlsx", hasil).lembar[0].baris == baca_buku("a.xlsx", asli).lembar[0].baris


def test_bagian_lain_tidak_tersentuh():
    berkas = berkas_uji("anggaran/sumenep_realisasi_belanja_dinkes_2024.xlsx")
    with open(berkas, "rb") as f:
        asli = f.read()
    _, hasil = beri_catatan("a.xlsx", asli, [Masalah("peringatan", "a", "Periksa.", "DPA", 1230, "F")])
    with zipfile.ZipFile(io.BytesIO(asli)) as a, zipfile.ZipFile(io.BytesIO(hasil)) as b:
        berubah = {n for n in a.namelist() if a.read(n) != b.read(n)}
        baru = set(b.namelist()) - set(a.namelist())
        assert b.testzip() is None
        lembar = next(n for n in berubah if n.startswith("xl/worksheets/sheet"))
        assert len(b.read(lembar)) - len(a.read(lembar)) < 200
    assert {n for n in berubah if "rels" not in n} == {
        "[Content_Types].xml", "xl/workbook.xml", "xl/styles.xml", lembar,
    }  # fmt: skip
    assert {"xl/commentsTerukur1.xml", "xl/drawings/vmlTerukur1.vml"} <= baru
    assert baca_buku("a.xlsx", hasil).tersembunyi == baca_buku("a.xlsx", asli).tersembunyi


def test_buku_yang_tidak_biasa_lewat_pustaka(monkeypatch):
    def menolak(*_):
        raise TidakCocok

    monkeypatch.setattr(anotasi, "tambahkan_catatan", menolak)
    _, hasil = beri_catatan("a.xlsx", buku_contoh(), MASALAH)
    assert "bukan angka" in openpyxl.load_workbook(io.BytesIO(hasil))["RKA"]["B2"].comment.text


def test_csv_kembali_sebagai_xlsx():
    nama, hasil = beri_catatan(
        "rka.csv", b"Kode;Pagu\n1.02;=1+1\n", [Masalah("galat", "a", "Salah.", "rka", 2, "B")]
    )
    buku = openpyxl.load_workbook(io.BytesIO(hasil))
    assert nama == "rka - catatan.xlsx"
    assert buku["rka"]["B2"].data_type == "s"
    assert buku["rka"]["B2"].comment.text == "[GALAT] Salah."


def test_tulisan_xlsxwriter_juga_dapat():
    isi = tulis_xlsx(("RKA", [["Kode", "Pagu"], ["1.02", 5.0]]))
    _, hasil = beri_catatan("a.xlsx", isi, MASALAH[:1])
    assert openpyxl.load_workbook(io.BytesIO(hasil))["RKA"]["B2"].fill.fgColor.rgb == "FFFDEBEA"


@pytest.mark.parametrize("nama", ["pegawai.csv", "pegawai.xlsx"])
def test_karakter_yang_tidak_dapat_ditulis_ditinggalkan(nama):
    kotor = "1.01.\x0c1.0152"
    isi = f"NIP;Nama\n{kotor};A\x0cB\n".encode() if nama.endswith("csv") else buku_contoh(komentar=True)
    lembar = baca_buku(nama, isi).lembar[0].nama
    masalah = [
        Masalah("galat", "a", f"“{kotor}” tidak dikenal.", lembar, 2, "A"),
        Masalah("galat", "b", f"“{kotor}” di seluruh berkas."),
    ]
    buku = openpyxl.load_workbook(io.BytesIO(beri_catatan(nama, isi, masalah)[1]))
    assert "“1.01.1.0152” tidak dikenal." in buku[lembar]["A2"].comment.text
    assert buku[NAMA_DAFTAR]["E3"].value == "“1.01.1.0152” di seluruh berkas."
    if nama.endswith("csv"):
        assert [s.value for s in buku[lembar][2]] == ["1.01.1.0152", "AB"]


@pytest.mark.parametrize("nama", ["2026-11-26T25:61.csv", "a*b?[c]\\d/e.csv", "\x0c.csv", "'.csv"])
def test_nama_berkas_yang_bukan_nama_lembar(nama):
    lembar = baca_buku(nama, b"NIP;Nama\n1;A\n").lembar[0].nama
    masalah = [Masalah("galat", "a", "NIP salah.", lembar, 2, "A")]
    buku = openpyxl.load_workbook(io.BytesIO(beri_catatan(nama, b"NIP;Nama\n1;A\n", masalah)[1]))
    assert "NIP salah." in buku.worksheets[0]["A2"].comment.text
