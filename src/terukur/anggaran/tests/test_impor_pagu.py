"""Ceilings from a workbook: found by headers, refused by row, and export = import."""

import io
from decimal import Decimal

import pytest
import xlsxwriter

from terukur.akun.peran import Peran
from terukur.anggaran import exports, queries
from terukur.anggaran.actions import tetapkan_pagu
from terukur.anggaran.importers.susun_pagu import susun_pagu
from terukur.anggaran.models import Pagu
from terukur.anggaran.pembaca_pagu import baca_pagu
from terukur.anggaran.tests.factories import DAK, DAU, SEJAK, TAHAP, buat_pagu, sumber
from terukur.impor.pembaca import baca_buku
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.lembar import tabel_csv, tabel_xlsx
from terukur.inti.pelaku import SISTEM
from terukur.organisasi.tests.factories import buat_opd, buat_pengguna, buat_unit
from terukur.perencanaan.tests.factories import PADA


def buku(*baris, nama="pagu.xlsx"):
    isi = io.BytesIO()
    with xlsxwriter.Workbook(isi) as wb:
        lembar = wb.add_worksheet("Plafon")
        for n, b in enumerate(baris):
            lembar.write_row(n, 0, b)
    return baca_buku(nama, isi.getvalue())


KEPALA = ("Kode OPD", "Nama Perangkat Daerah", "Unit", "Sumber Dana", "Plafon (Rp)")


def test_a_list_of_tapd_is_read_by_its_headers_and_totals_are_left_out():
    hasil = baca_pagu(
        buku(
            ("PLAFON ANGGARAN SEMENTARA TAHUN 2027",),
            KEPALA,
            (1, 2, 3, 4, 5),
            ("1.02.0.00.0.00.01.0000", "Dinas Contoh", "", "PAD", "1.000.000,50"),
            ("1.02.0.00.0.00.01.0000", "Dinas Contoh", "RSUD", "BLUD", 2000000),
            ("", "Jumlah", "", "", 3000000.5),
            ("1.02.0.00.0.00.02.0000", "Dinas Kosong", "", "PAD", ""),
        ),
        tahun=2027,
    )
    assert hasil.total == {"pagu": Decimal("3000000.50")}
    assert [(b.nama_unit, b.nilai) for b in hasil.baris] == [
        ("", Decimal("1000000.50")),
        ("RSUD", Decimal(2000000)),
    ]
    assert [(m.kode, m.baris) for m in hasil.masalah] == [("tanpa_angka", 7)]


def test_what_is_no_list_of_ceilings_is_refused_in_words():
    with pytest.raises(AturanDilanggar, match="kolom pagu"):
        baca_pagu(buku(("Nama", "Alamat"), ("a", "b")))


@pytest.mark.django_db
def test_every_problem_row_is_named_and_nothing_else():
    opd = buat_opd("Dinas Contoh", kode="1.02.0.00.0.00.01.0000")
    buat_unit(opd, "RSUD Contoh")
    sumber()
    hasil = baca_pagu(
        buku(
            ("Kode OPD", "Nama OPD", "Unit", "Sumber Dana", "Pagu", "Tahun"),
            (opd.kode, "", "", "PENDAPATAN ASLI DAERAH", 5, 2027),
            ("", "dinas  contoh", "RSUD Contoh", "", "1.000", 2027),
            ("9.99.0.00.0.00.99.0000", "Dinas Gaib", "", "", 1, 2027),
            (opd.kode, "", "Unit Gaib", "", 1, 2027),
            (opd.kode, "", "", "Dana Gaib", 1, 2027),
            (opd.kode, "", "", "PENDAPATAN ASLI DAERAH", 6, 2027),
            (opd.kode, "", "", "", -1, 2027),
            (opd.kode, "", "", "", 1, 2026),
            (opd.kode, "", "", "", "seribu", 2027),
        ),
        tahun=2027,
    )
    susunan = susun_pagu(hasil, tahap=TAHAP)
    assert [b.nilai for b in susunan.baris] == [5, 1000]
    assert sorted((m.baris, m.kode) for m in hasil.galat) == [
        (4, "tidak_dikenal"),
        (5, "tidak_dikenal"),
        (6, "tidak_dikenal"),
        (7, "pagu_ganda"),
        (8, "tidak_dikenal"),
        (9, "tahun_lain"),
        (10, "bukan_angka"),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("bentuk", ["xlsx", "csv"])
def test_export_then_import_changes_nothing(bentuk):
    opd = buat_opd("=Dinas (contoh)", kode="1.02.0.00.0.00.01.0000")
    buat_pagu(opd, "12345678901234.56")
    buat_pagu(opd, "0", kode=DAK, unit=buat_unit(opd, "RSUD"))
    buat_pagu(opd, "7", kode=None)
    baris = queries.rincian_pagu(untuk=buat_pengguna(Peran.TAPD), tahap=TAHAP)
    isi = (
        tabel_xlsx(exports.KOLOM_PAGU, baris)
        if bentuk == "xlsx"
        else b"".join(tabel_csv(exports.KOLOM_PAGU, baris))
    )
    hasil = baca_pagu(baca_buku(f"pagu.{bentuk}", isi), tahun=2027)
    susunan = susun_pagu(hasil, tahap=TAHAP)
    assert hasil.masalah == []
    assert (susunan.beda, susunan.sama) == ([], 3)
    banyak = tetapkan_pagu(tahap=TAHAP, baris=susunan.baris, sejak=SEJAK, dasar="SE", oleh=SISTEM, pada=PADA)
    assert banyak == 0
    assert Pagu.objects.count() == 3


@pytest.mark.django_db
def test_preview_shows_old_and_new():
    opd = buat_opd("Dinas Contoh", kode="1.02.0.00.0.00.01.0000")
    buat_pagu(opd, 5)
    nama = sumber(DAU).nama
    hasil = baca_pagu(buku(KEPALA, (opd.kode, "", "", nama, 6), (opd.kode, "", "", "", 2)), tahun=2027)
    beda = susun_pagu(hasil, tahap=TAHAP).beda
    assert [(b.sumber, b.lama, b.baru) for b in beda] == [(nama, 5, 6), ("Semua sumber dana", None, 2)]
