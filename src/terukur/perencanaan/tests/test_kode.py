"""Codes: one spelling, expansion per bidang, levels."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terukur.perencanaan.choices import Tingkat
from terukur.perencanaan.rules.kode import (
    KodeKeliru,
    bentangkan_kode,
    bidang_dari_kode_opd,
    bidang_kode,
    induk_kode,
    lipat_kode,
    rapikan_kode,
    tingkat_kode,
)


@pytest.mark.parametrize(
    ("tulisan", "kode"),
    [
        ("1.2.2.2.1.1", "1.02.02.2.01.0001"),
        ("1.02.02.2.01.01", "1.02.02.2.01.0001"),
        (" 2.16.03.2.02.0037 ", "2.16.03.2.02.0037"),
        ("x.xx.1.2.01", "X.XX.01.2.01"),
        ("X.XX.01.2.01.0001", "X.XX.01.2.01.0001"),
        ("1.02.02.", "1.02.02"),
        ("X", "X"),
        ("7", "7"),
    ],
)
def test_one_spelling(tulisan: str, kode: str) -> None:
    assert rapikan_kode(tulisan) == kode


@pytest.mark.parametrize(
    "tulisan",
    ["", "gizi", "1.02.02.2.01.00012", "1.02.02.2", "X.02.01", "1.XX", "1.02.03.2.01.0001.1", "1,02", "-1"],
)
def test_what_is_no_code(tulisan: str) -> None:
    with pytest.raises(KodeKeliru, match="bukan kode nomenklatur"):
        rapikan_kode(tulisan)


def test_levels_and_parents() -> None:
    rantai = ["1.02.02.2.01.0001"]
    while induk := induk_kode(rantai[-1]):
        rantai.append(induk)
    assert rantai == ["1.02.02.2.01.0001", "1.02.02.2.01", "1.02.02", "1.02", "1"]
    assert [tingkat_kode(k) for k in rantai] == [
        Tingkat.SUB_KEGIATAN, Tingkat.KEGIATAN, Tingkat.PROGRAM, Tingkat.BIDANG, Tingkat.URUSAN,
    ]  # fmt: skip
    with pytest.raises(KodeKeliru):
        tingkat_kode("1.02.02.2")


def test_expansion_takes_the_bidang_of_the_opd() -> None:
    assert bentangkan_kode("X.XX.01.2.01.0001", "1.02") == "1.02.01.2.01.0001"
    assert bentangkan_kode("X.XX.01", "4.01") == "4.01.01"
    assert bentangkan_kode("1.02.02.2.01.0001", "2.16") == "1.02.02.2.01.0001"
    with pytest.raises(KodeKeliru, match="bidang"):
        bentangkan_kode("X.XX.01", "kesehatan")


BIDANG = st.tuples(st.integers(1, 9), st.integers(1, 99)).map(lambda b: f"{b[0]}.{b[1]:02d}")


@given(BIDANG, st.integers(1, 8), st.integers(1, 99), st.integers(1, 9999))
def test_expanding_and_folding_return_the_official_code(bidang: str, a: int, b: int, c: int) -> None:
    resmi = f"X.XX.01.{a}.{b:02d}.{c:04d}"
    terbentang = bentangkan_kode(resmi, bidang)
    assert bidang_kode(terbentang) == bidang
    assert lipat_kode(terbentang) == resmi
    assert lipat_kode(resmi) == resmi
    assert tingkat_kode(terbentang) == tingkat_kode(resmi)


@given(
    st.tuples(
        st.integers(1, 9),
        *[st.integers(1, 99)] * 2,
        st.integers(1, 9),
        st.integers(1, 99),
        st.integers(1, 99),
    )
)
def test_short_and_padded_spellings_are_one_code(bagian: tuple[int, ...]) -> None:
    pendek = ".".join(map(str, bagian))
    dua = ".".join(
        [
            str(bagian[0]),
            *(f"{b:02d}" for b in bagian[1:3]),
            str(bagian[3]),
            *(f"{b:02d}" for b in bagian[4:]),
        ]
    )
    assert rapikan_kode(pendek) == rapikan_kode(dua) == rapikan_kode(rapikan_kode(pendek))


def test_bidang_of_an_opd_code() -> None:
    assert bidang_dari_kode_opd("1.02.0.00.0.00.01.0000") == ["1.02"]
    assert bidang_dari_kode_opd("2.07.0.00.3.32.01.0000") == ["2.07", "3.32"]
    assert bidang_dari_kode_opd("2.16.2.20.2.21.01.0000") == ["2.16", "2.20", "2.21"]
    assert bidang_dari_kode_opd("") == []
