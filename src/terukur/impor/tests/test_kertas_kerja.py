import datetime as dt
import io
from decimal import Decimal

import openpyxl

from terukur.impor.kertas_kerja import KolomIsian, buat_kertas_kerja
from terukur.impor.pembaca import baca_buku

KOLOM = [
    KolomIsian("Kode", "kode", "kode", terkunci=True),
    KolomIsian("Nama sub kegiatan", "nama", terkunci=True),
    KolomIsian("Sumber dana", "sumber", pilihan=("DAU", "DAK, fisik", "=PAD")),
    KolomIsian("Pagu", "pagu", "rupiah", bantuan="Dalam rupiah."),
    KolomIsian("Mulai", "mulai", "tanggal"),
]
BARIS = [
    {"kode": "1.02.01.2.01.0001", "nama": "=Satu", "pagu": Decimal("1250.5"), "mulai": dt.date(2026, 1, 2)},
    {"kode": "1.02.01.2.01.0002", "nama": "Dua", "sumber": "DAU"},
]


def buat(**lain):
    return buat_kertas_kerja(
        judul=["RENJA DINAS CONTOH", "TAHUN 2026"],
        kolom=KOLOM,
        baris=BARIS,
        penanda={"pengajuan": "abc"},
        **lain,
    )


def test_terkunci_berpilihan_dan_bertanda():
    buku = openpyxl.load_workbook(io.BytesIO(buat(baris_kosong=2)))
    lembar = buku["Isian"]
    assert lembar.protection.sheet
    assert [lembar.cell(5, c).protection.locked for c in range(1, 6)] == [True, True, False, False, False]
    assert not lembar["A8"].protection.locked
    assert lembar["B5"].data_type == "s"
    aturan = {str(a.sqref): a for a in lembar.data_validations.dataValidation}
    assert aturan["C5:C8"].formula1 == "Pilihan!$C$1:$C$3"
    assert aturan["D5:D8"].type == "decimal"
    assert [buku[n].sheet_state for n in ("Pilihan", "_terukur")] == ["hidden", "veryHidden"]


def test_terbaca_kembali_oleh_pembaca():
    buku = baca_buku("kertas.xlsx", buat())
    assert buku.penanda == {"pengajuan": "abc"}
    assert buku.tersembunyi == ("Pilihan",)
    baris = buku.lembar[0].baris
    assert baris[3] == [k.judul for k in KOLOM]
    assert baris[4] == ["1.02.01.2.01.0001", "=Satu", "", 1250.5, dt.date(2026, 1, 2)]
    assert baris[5][2] == "DAU"
