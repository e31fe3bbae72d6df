"""One table in many dresses is read as one table; what is strange in it is named with its cell."""

import csv
import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terukur.impor.pembaca import HasilBaca, baca_buku
from terukur.impor.tests.buku_uji import tulis_xlsx
from terukur.inti.kesalahan import AturanDilanggar
from terukur.realisasi.importers.buku_evaluasi import baca_evaluasi
from terukur.realisasi.tests.buku_evaluasi import PERSEN, RP, Baris, K, Rupa, susun, tulis

ISI = (
    Baris("Persentase ibu hamil yang dilayani", "Program Kesehatan", "persen",
          {(1, K): 0.85, (1, PERSEN): 94.44, (1, RP): "1.250.000", (2, K): "200 %", (2, PERSEN): "222,22"},
          {(1, K): "0.0%"}),
    Baris("Jumlah dokumen", "Program Kesehatan", "dokumen", {(1, K): "1.234,5", (2, K): "-", (3, K): 4}),
    Baris("Jumlah puskesmas terakreditasi", "Program Penunjang", "unit",
          {(1, K): 3, (1, RP): 4, (4, PERSEN): 5}),
)  # fmt: skip
GRUP = Rupa().urutan
SINONIM = {
    "tw": ["Realisasi Kinerja Pada Triwulan", "Triwulan", "Realisasi Triwulan",
           "Capaian Kinerja Triwulan ke-"],
    "tri": ["", "TW ", "Triwulan ", "TW-"],
    K: ["K", "Kinerja", "Fisik", "Volume", "Realisasi"],
    PERSEN: ["%", "Capaian (%)", "Persentase", "Tingkat Capaian"],
    RP: ["Rp", "Keuangan", "Anggaran (Rp)", "Rp."],
    "indikator": ["Indikator", "Indikator Kinerja", "Indikator Program/Kegiatan", "Tolok Ukur Kinerja"],
    "program": ["Program/Kegiatan", "Urusan/ Bidang/ Program", "Sub Kegiatan", "Uraian"],
    "satuan": ["Satuan", "SATUAN", "Sat."],
    "unit": ["Unit PD Penanggung Jawab", "Penanggung jawab program", "PPTK"],
}  # fmt: skip


def ringkas(hasil: HasilBaca) -> list[Any]:
    return [
        (b.indikator, b.konteks, b.satuan, {k: s.bacaan.teks for k, s in b.isi.items() if s.bacaan.teks})
        for b in hasil.baris
    ]


def baca(isi: bytes, nama: str = "buku.xlsx", tahun: int = 2027) -> HasilBaca:
    return baca_evaluasi(baca_buku(nama, isi), tahun=tahun)


HARAP = [
    (
        "Persentase ibu hamil yang dilayani", ("Program Kesehatan",), "persen",
        {(1, K): "85 %", (1, PERSEN): "94,44", (1, RP): "1.250.000", (2, K): "200 %", (2, PERSEN): "222,22"},
    ),
    ("Jumlah dokumen", ("Program Kesehatan",), "dokumen", {(1, K): "1.234,5", (2, K): "-", (3, K): "4"}),
    (
        "Jumlah puskesmas terakreditasi", ("Program Penunjang",), "unit",
        {(1, K): "3", (1, RP): "4", (4, PERSEN): "5"},
    ),
]  # fmt: skip


rupa = st.builds(
    Rupa,
    tinggi=st.integers(1, 3),
    urutan=st.permutations(GRUP),
    judul=st.sampled_from(
        [(), ("EVALUASI TRIWULAN II TAHUN 2027",), ("Form E.81", "DINAS CONTOH", "TAHUN 2027", "")]
    ),
    kata=st.fixed_dictionaries({k: st.sampled_from(v) for k, v in SINONIM.items()}),
    gabung=st.booleans(),
    nomor=st.booleans(),
    kaki=st.booleans(),
)


@settings(max_examples=40, deadline=None)
@given(rupa)
def test_rupa_tidak_mengubah_bacaan(rupa: Rupa) -> None:
    hasil = baca(tulis(ISI, rupa, sampul=True))
    assert ringkas(hasil) == HARAP
    assert hasil.masalah == []


def test_csv_dibaca_sama_selain_format_persen() -> None:
    sel, _, _ = susun(ISI, Rupa())
    wadah = io.StringIO()
    csv.writer(wadah, delimiter=";").writerows(
        ["" if s is None else str(s).replace(".", ",") if isinstance(s, float) else s for s in b] for b in sel
    )
    bacaan = ringkas(baca(wadah.getvalue().encode(), "buku.csv"))
    assert bacaan[0][3].pop((1, K)) == "0,85"
    assert bacaan[1:] == HARAP[1:]
    assert bacaan[0][3] == {k: v for k, v in HARAP[0][3].items() if k != (1, K)}


def test_nomor_kolom_di_tengah_kepala_seperti_lampiran_peraturan() -> None:
    kosong = ""
    baris = [
        ["Formulir E.81"],
        ["Evaluasi Terhadap Hasil Renja PD Triwulan II Tahun 2027"],
        ["No", "Sasaran", "Program/Kegiatan", "Indikator Kinerja", "Target Renstra", kosong,
         "Target Renja", kosong, "Realisasi Kinerja Pada Triwulan", *[kosong] * 7,
         "Realisasi Renja yang dievaluasi", kosong, "Unit PD"],
        [kosong] * 8 + ["I", kosong, "II", kosong, "III", kosong, "IV"],
        ["1", "2", "3", "4", "5", kosong, "6", kosong, "7", kosong, "8", kosong, "9", kosong, "10", kosong,
         "11=7+8+9+10", kosong, "12"],
        [kosong] * 4 + ["K", "Rp"] * 7,
        [1, "Sasaran A", "Program B", "Indikator C", 90, 100, 85, 100, 20, 10, 40, 20, *[kosong] * 4, 60, 30],
    ]  # fmt: skip
    hasil = baca(tulis_xlsx(("E81", baris)))
    assert ringkas(hasil) == [
        ("Indikator C", ("Program B",), "", {(1, K): "20", (1, RP): "10", (2, K): "40", (2, RP): "20"})
    ]
    assert hasil.baris[0].setahun is not None
    assert hasil.baris[0].setahun.bacaan.angka == 60


def test_target_realisasi_capaian_di_bawah_triwulan_dan_tingkat_nama() -> None:
    baris = [
        ["Periode", ": Triwulan II 2027"],
        [
            "No.",
            "Program",
            "Kegiatan",
            "Sub Kegiatan",
            "Indikator",
            "Sat.",
            "TW I",
            "",
            "",
            "TW II",
            "",
            "",
            "Ket.",
        ],
        [""] * 6 + ["Target", "Realisasi", "Capaian"] * 2,
        [1, "Program 1", "Kegiatan 1", "Sub 1", "Indikator 1", "Dok", 5, 5, "100%", 5, 6, "120%", "x"],
        [2, "", "", "Sub 2", "Indikator 2", "Orang", 5, "5 orang", "100%"],
        [3, "Program 2", "", "", "Indikator 3", "Orang", "", 0],
    ]
    hasil = baca(tulis_xlsx(("Monev", baris)))
    assert ringkas(hasil) == [
        ("Indikator 1", ("Program 1", "Kegiatan 1", "Sub 1"), "Dok",
         {(1, "target"): "5", (1, K): "5", (1, PERSEN): "100%",
          (2, "target"): "5", (2, K): "6", (2, PERSEN): "120%"}),
        ("Indikator 2", ("Program 1", "Kegiatan 1", "Sub 2"), "Orang",
         {(1, "target"): "5", (1, K): "5 orang", (1, PERSEN): "100%"}),
        ("Indikator 3", ("Program 2",), "Orang", {(1, K): "0"}),
    ]  # fmt: skip


def test_satu_lembar_per_triwulan() -> None:
    def lembar(nama: str, nilai: int) -> tuple[str, list[list[Any]]]:
        return nama, [
            ["Evaluasi"],
            ["Indikator", "Satuan", "Target", "Realisasi", "Capaian (%)"],
            ["A", "dok", 5, nilai, 9],
        ]

    hasil = baca(tulis_xlsx(lembar("TW I", 3), lembar("TW II", 4), ("Daftar", [["No", "Nama"], [1, "x"]])))
    assert [{k: s.bacaan.teks for k, s in b.isi.items() if k[1] == K} for b in hasil.baris] == [
        {(1, K): "3"},
        {(2, K): "4"},
    ]
    assert hasil.lembar_dilewati == [("Daftar", "bukan tabel evaluasi per triwulan")]


def test_bukan_hasil_triwulan_tidak_dibaca() -> None:
    baris = [["Indikator", "Realisasi TW I", "Realisasi s.d. TW II", "Keuangan TW II (%)"], ["A", 1, 2, 3]]
    hasil = baca(tulis_xlsx(("X", baris)))
    assert {k for b in hasil.baris for k in b.isi} == {(1, K), (2, "persen_rp")}
    assert [(m.kode, m.baris, m.kolom) for m in hasil.masalah] == [("kolom_kumulatif", 1, "C")]


def test_yang_tersembunyi_dan_tahun_lain_disebut() -> None:
    from openpyxl import load_workbook

    buku = load_workbook(io.BytesIO(tulis(ISI)))
    lembar = buku["E.81"]
    lembar.row_dimensions[10].hidden = True
    lembar.column_dimensions["L"].hidden = True
    keluar = io.BytesIO()
    buku.save(keluar)
    hasil = baca(keluar.getvalue(), tahun=2026)
    assert {m.kode: m.pesan for m in hasil.masalah}.keys() == {"tersembunyi", "tahun_beda"}
    assert "baris 10 dan kolom L" in hasil.masalah[0].pesan
    assert ringkas(hasil) == HARAP


def test_rumus_galat_dan_angka_tanpa_nama() -> None:
    isi = (
        Baris("A", isi={(1, K): "=1/0", (1, PERSEN): "#DIV/0!"}, tingkat="#REF!"),
        Baris("", isi={(1, K): 5}),
        Baris("B", isi={(1, K): 6}),
    )
    hasil = baca(tulis(isi))
    assert "belum dihitung" in hasil.baris[0].isi[1, K].bacaan.galat
    assert hasil.baris[0].isi[1, PERSEN].bacaan.is_galat_rumus
    assert [s.bacaan.teks for s in hasil.baris[0].lain] == ["#REF!"]
    assert [(m.kode, m.kolom, m.baris) for m in hasil.masalah] == [("tanpa_nama", "L", 10)]
    assert [b.indikator for b in hasil.baris] == ["A", "B"]


@pytest.mark.parametrize(
    "baris",
    [
        [["Indikator", "Satuan", "Target"], ["A", "dok", 1]],
        [["No", "Nama"], [1, "x"]],
        [["Indikator", "Realisasi s.d. Triwulan I"], ["A", 1]],
        [[]],
    ],
)
def test_tanpa_tabel_berkata_apa_yang_dicari(baris: list[list[Any]]) -> None:
    with pytest.raises(AturanDilanggar, match="Tidak ada tabel evaluasi"):
        baca(tulis_xlsx(("X", baris)))
