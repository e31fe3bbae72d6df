"""What the findings say about a submission, and that nothing above a ceiling stays unsaid."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terukur.anggaran.rules.kelengkapan import BarisSub, HasilUang, SubBerkebutuhan, periksa_kebutuhan
from terukur.anggaran.rules.ruang import Sel

D = Decimal
DAU, DAK = 1, 2
NAMA = {DAU: "DAU", DAK: "DAK Fisik"}


def sub(no: int, *baris: BarisSub, unit: str | None = None) -> SubBerkebutuhan:
    return SubBerkebutuhan(no, f"1.02.02.2.02.{no:04}", f"Sub {no}", unit, baris)


def periksa(daftar: list[SubBerkebutuhan], pagu: dict[Sel, Decimal] | None = None) -> HasilUang:
    return periksa_kebutuhan(
        daftar, pagu or {}, tahap="RKA 2027", nama_sumber=NAMA, nama_unit={"rsud": "RSUD Watu Ikat"}
    )


def kode(hasil: HasilUang) -> list[str]:
    return [t.kode for t in hasil.temuan]


def test_nothing_entered_is_zero_of_one() -> None:
    hasil = periksa([])
    assert (hasil.terpenuhi, hasil.jumlah) == (0, 1)
    assert kode(hasil) == ["tanpa_sub_kegiatan"]


def test_an_empty_sub_kegiatan_is_not_done_and_says_where() -> None:
    hasil = periksa([sub(4), sub(5, BarisSub(DAU, None, D(10)))], {Sel(None, DAU): D(10)})
    assert (hasil.terpenuhi, hasil.jumlah) == (1, 2)
    (galat,) = hasil.galat
    assert (galat.kode, galat.sub, galat.kolom) == ("tanpa_kebutuhan", 4, "jumlah_0")
    assert "1.02.02.2.02.0004" in galat.pesan


@pytest.mark.parametrize(
    ("baris", "harap"),
    [
        ([BarisSub(DAU, None, None)], "jumlah_kosong"),
        ([BarisSub(None, None, D(5))], "sumber_kosong"),
        ([BarisSub(DAU, None, D(5)), BarisSub(DAU, 77, D(5))], "rekening_campur"),
    ],
)
def test_incomplete_rows_are_galat(baris: list[BarisSub], harap: str) -> None:
    hasil = periksa([sub(1, *baris)], {Sel(None, None): D(1000)})
    assert [t.kode for t in hasil.galat] == [harap]
    assert hasil.terpenuhi == 0


def test_zero_is_an_answer_but_flagged() -> None:
    hasil = periksa([sub(1, BarisSub(DAU, None, D(0)))], {Sel(None, DAU): D(0)})
    assert (hasil.terpenuhi, hasil.galat) == (1, ())
    assert [t.kode for t in hasil.peringatan] == ["jumlah_nol"]


def test_excess_stands_at_the_first_row_that_no_longer_fits() -> None:
    daftar = [
        sub(1, BarisSub(DAU, None, D(60))),
        sub(2, BarisSub(DAK, None, D(5)), BarisSub(DAU, None, D(50))),
        sub(3, BarisSub(DAU, None, D(1))),
    ]
    hasil = periksa(daftar, {Sel(None, DAU): D(100), Sel(None, DAK): D(100)})
    (galat,) = hasil.galat
    assert (galat.kode, galat.sub, galat.sumber) == ("melampaui_pagu", 2, DAU)
    for bagian in ("DAU", "Rp 111", "pagu Rp 100", "RKA 2027", "sebesar Rp 11."):
        assert bagian in galat.pesan


def test_the_hospital_is_named_and_does_not_borrow_from_the_dinas() -> None:
    pagu = {Sel(None, DAU): D(1000), Sel("rsud", DAU): D(10)}
    hasil = periksa([sub(1, BarisSub(DAU, None, D(11)), unit="rsud")], pagu)
    (galat,) = hasil.galat
    assert "DAU RSUD Watu Ikat" in galat.pesan
    assert "sebesar Rp 1." in galat.pesan


def test_proposed_above_is_no_galat() -> None:
    daftar = [sub(1, BarisSub(DAU, None, D(100)), BarisSub(DAU, None, D(7), di_atas_pagu=True))]
    hasil = periksa(daftar, {Sel(None, DAU): D(100)})
    assert hasil.galat == ()
    assert [t.kode for t in hasil.peringatan] == ["usulan_di_atas_pagu"]
    assert hasil.terpenuhi == 1


def test_a_source_without_ceiling_is_a_galat_only_where_ceilings_exist() -> None:
    daftar = [sub(1, BarisSub(DAK, None, D(7)))]
    assert [t.kode for t in periksa(daftar, {Sel(None, DAU): D(9)}).galat] == ["tanpa_pagu"]
    hasil = periksa(daftar)
    assert hasil.galat == ()
    assert kode(hasil) == ["pagu_belum_ada"]


uang = st.integers(0, 300).map(D)
baris_sub = st.builds(
    BarisSub,
    sumber=st.sampled_from([DAU, DAK]),
    rekening=st.none(),
    jumlah=uang,
    di_atas_pagu=st.booleans(),
)
sel = st.builds(Sel, st.sampled_from([None, "rsud"]), st.sampled_from([None, DAU, DAK]))


@given(
    st.dictionaries(sel, uang, min_size=1),
    st.lists(
        st.tuples(st.sampled_from([None, "rsud"]), st.lists(baris_sub, min_size=1, max_size=3)), max_size=8
    ),
)
def test_excess_and_findings_are_the_same_thing(
    pagu: dict[Sel, Decimal], isi: list[tuple[str | None, list[BarisSub]]]
) -> None:
    daftar = [sub(n, *baris, unit=unit) for n, (unit, baris) in enumerate(isi)]
    hasil = periksa(daftar, pagu)
    tentang_pagu = [t for t in hasil.galat if t.kode in ("melampaui_pagu", "tanpa_pagu")]
    assert bool(tentang_pagu) == bool(hasil.ruang.kelebihan)
    assert all(t.sub is not None for t in tentang_pagu)
