"""The Renja matrix: what keeps a program kerja from being signed, what is only flagged."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from terukur.perencanaan.rules.matriks import (
    AsalBaris,
    BarisRencana,
    IndikatorBaris,
    kolom_berubah,
    kolom_kosong,
    periksa_baris,
    periksa_program_kerja,
    periksa_satuan,
)

LENGKAP = BarisRencana(
    id="a",
    kode="1.02.02.2.02.0004",
    nama="Pengelolaan Pelayanan Kesehatan Balita",
    indikator="Jumlah Balita yang Mendapatkan Pelayanan",
    satuan="Orang",
    target=Decimal(11850),
    target_maju=Decimal(12100),
    pagu_maju=Decimal(1_320_000_000),
    lokasi=("53.99.01.2001",),
    kelompok_sasaran="balita 0-59 bulan",
)

ASAL = AsalBaris(
    target=LENGKAP.target,
    target_maju=LENGKAP.target_maju,
    pagu_maju=LENGKAP.pagu_maju,
    lokasi=frozenset(LENGKAP.lokasi),
    kelompok_sasaran=LENGKAP.kelompok_sasaran,
)


def kode_temuan(baris: BarisRencana, **opsi: object) -> set[tuple[str, str]]:
    return {(t.jenis, t.kode) for t in periksa_baris(baris, **opsi)}  # type: ignore[arg-type]


def test_a_full_row_has_no_finding() -> None:
    assert periksa_baris(LENGKAP, bidang_opd=["1.02"]) == []


def test_a_program_outside_the_renstra_is_flagged_and_only_where_there_is_one() -> None:
    luar = {d: kode_temuan(replace(LENGKAP, dalam_renstra=d)) for d in (None, True, False)}
    assert luar == {None: set(), True: set(), False: {("peringatan", "di_luar_renstra")}}


def test_an_empty_program_kerja_counts_nothing() -> None:
    hasil = periksa_program_kerja([])
    assert (hasil.terpenuhi, hasil.jumlah) == (0, 1)
    assert [t.kode for t in hasil.galat] == ["tanpa_baris"]


def test_an_untouched_row_counts_nothing_and_names_each_field() -> None:
    kosong = BarisRencana(id="b", kode=LENGKAP.kode, nama=LENGKAP.nama, satuan="Orang")
    hasil = periksa_program_kerja([kosong])
    assert (hasil.terpenuhi, hasil.jumlah) == (0, 5)
    assert {t.kolom for t in hasil.galat} == {
        "target", "lokasi", "kelompok_sasaran", "target_maju", "pagu_maju",
    }  # fmt: skip
    assert all(t.baris == "b" for t in hasil.galat)


def test_zero_is_a_value_but_flagged() -> None:
    nol = replace(LENGKAP, target=Decimal(0), pagu_maju=Decimal(0))
    assert kolom_kosong(nol) == []
    assert kode_temuan(nol) == {("peringatan", "target_nol"), ("peringatan", "pagu_maju_nol")}


def test_a_described_location_is_enough() -> None:
    assert "lokasi" not in kolom_kosong(replace(LENGKAP, lokasi=(), lokasi_uraian="Semua kecamatan"))
    assert "lokasi" in kolom_kosong(replace(LENGKAP, lokasi=(), lokasi_uraian="   "))


def test_numbers_that_look_mistyped_are_flagged() -> None:
    assert kode_temuan(replace(LENGKAP, target=Decimal("11.85"))) == {("peringatan", "satuan_bulat")}
    persen = replace(LENGKAP, satuan="Persen", target=Decimal(110), target_maju=Decimal("99.5"))
    assert kode_temuan(persen) == {("peringatan", "persen_lewat")}


def test_code_of_an_older_version_names_its_successor() -> None:
    lama = replace(
        LENGKAP, versi_tahun=False, nama_versi="Nomenklatur 2024", pengganti="1.02.02.2.02.0053 Pengambilan"
    )
    (temuan,) = periksa_baris(lama)
    assert (temuan.jenis, temuan.kode) == ("peringatan", "kode_versi_lama")
    assert "Nomenklatur 2024" in temuan.pesan
    assert "1.02.02.2.02.0053 Pengambilan" in temuan.pesan


def test_bidang_of_another_opd_is_flagged() -> None:
    assert kode_temuan(LENGKAP, bidang_opd=["2.16"]) == {("peringatan", "bidang_lain")}


def test_a_code_twice_in_one_unit_is_refused_but_not_in_two_units() -> None:
    ganda = periksa_program_kerja([LENGKAP, replace(LENGKAP, id="c")])
    assert [(t.kode, t.baris) for t in ganda.galat] == [("kode_ganda", "a"), ("kode_ganda", "c")]
    assert not periksa_program_kerja([LENGKAP, replace(LENGKAP, id="c", unit="puskesmas")]).galat


def test_a_change_from_the_previous_stage_needs_a_note() -> None:
    berubah = replace(LENGKAP, target=Decimal(12000), lokasi=("53.99.01.2002",), asal=ASAL)
    assert kolom_berubah(berubah) == ["target", "lokasi"]
    hasil = periksa_program_kerja([berubah])
    assert [(t.kode, t.kolom) for t in hasil.galat] == [("catatan_kosong", "catatan")]
    assert (hasil.terpenuhi, hasil.jumlah) == (5, 6)
    dicatat = periksa_program_kerja([replace(berubah, catatan="menyesuaikan pagu")])
    assert not dicatat.galat
    assert (dicatat.terpenuhi, dicatat.jumlah) == (6, 6)
    assert not periksa_program_kerja([replace(LENGKAP, asal=ASAL)]).galat


def test_rows_gone_since_the_previous_stage_are_told() -> None:
    hasil = periksa_program_kerja([LENGKAP], hilang=[("1.02.03.2.01.0001", "Pengembangan")])
    assert [t.kode for t in hasil.peringatan] == ["baris_hilang"]


def test_additional_indicators() -> None:
    baris = replace(
        LENGKAP,
        indikator_tambahan=(
            IndikatorBaris("Persentase balita ditimbang", "Persen", None),
            IndikatorBaris("Jumlah Balita yang  Mendapatkan Pelayanan", "Anak", Decimal(1)),
        ),
    )
    assert kode_temuan(baris) == {("galat", "target_tambahan_kosong"), ("galat", "satuan_berbeda")}
    assert (periksa_program_kerja([baris]).terpenuhi, periksa_program_kerja([baris]).jumlah) == (6, 7)


def test_units_compare_without_spaces_and_case() -> None:
    assert periksa_satuan("Orang/Bulan", "orang / bulan") is None
    assert periksa_satuan("", "Orang") is None
    assert "“Anak”" in (periksa_satuan("Orang", "Anak") or "")


ANGKA = st.none() | st.decimals(0, 10**9, places=2)
BARIS = st.builds(
    BarisRencana,
    id=st.uuids().map(str),
    kode=st.sampled_from(["1.02.02.2.02.0004", "1.02.01.2.01.0001", "2.16.03.2.02.0037"]),
    nama=st.just("Nama"),
    unit=st.sampled_from(["", "u1", "u2"]),
    satuan=st.sampled_from(["Orang", "Persen", "Km"]),
    target=ANGKA,
    target_maju=ANGKA,
    pagu_maju=ANGKA,
    lokasi=st.lists(st.just("53.99"), max_size=1).map(tuple),
    kelompok_sasaran=st.sampled_from(["", " ", "ibu hamil"]),
)


@given(st.lists(BARIS, max_size=6))
def test_complete_means_no_empty_field_and_the_reverse(daftar: list[BarisRencana]) -> None:
    hasil = periksa_program_kerja(daftar)
    assert 0 <= hasil.terpenuhi <= hasil.jumlah
    kosong = [t for t in hasil.galat if t.kode.endswith("_kosong")]
    assert hasil.jumlah - hasil.terpenuhi == (len(kosong) if daftar else 1)
