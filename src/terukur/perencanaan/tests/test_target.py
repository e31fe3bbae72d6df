"""Targets as people write them; what is read and written again is the same."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terukur.perencanaan.choices import Polaritas
from terukur.perencanaan.rules.target import CONTOH_TARGET, BukanTarget, Target, baca_target, tulis_target

ANGKA = st.decimals(min_value=-(10**15), max_value=10**15, places=4, allow_nan=False)


@given(ANGKA, st.sampled_from([Polaritas.NAIK, Polaritas.TURUN, Polaritas.STABIL]))
def test_a_number_comes_back(nilai, polaritas):
    target = Target(nilai)
    assert baca_target(polaritas, tulis_target(polaritas, target)) == target


@given(ANGKA, ANGKA)
def test_a_range_comes_back(satu, dua):
    target = Target(min(satu, dua), max(satu, dua))
    assert baca_target(Polaritas.RENTANG, tulis_target(Polaritas.RENTANG, target)) == target


@given(st.sampled_from(Polaritas), st.sampled_from(["", "  ", "\t"]))
def test_empty_is_no_target_and_never_zero(polaritas, teks):
    assert baca_target(polaritas, teks) is None
    assert tulis_target(polaritas, None) == ""


@pytest.mark.parametrize("polaritas", Polaritas)
def test_the_example_of_every_polaritas_is_read(polaritas):
    contoh = CONTOH_TARGET[polaritas]
    assert tulis_target(polaritas, baca_target(polaritas, contoh)) == contoh


@pytest.mark.parametrize(
    ("polaritas", "teks", "hasil"),
    [
        ("naik", "1.250", Target(Decimal(1250))),
        ("turun", "0", Target(Decimal(0))),
        ("rentang", "3,5 - 4,5", Target(Decimal("3.5"), Decimal("4.5"))),
        ("rentang", "-1 s.d. 2", Target(Decimal(-1), Decimal(2))),
        ("rentang", "2 sampai 2", Target(Decimal(2), Decimal(2))),
        ("ya_tidak", "TIDAK", Target(Decimal(0))),
        ("predikat", " BB  ", Target(predikat="BB")),
        ("predikat", "12", Target(predikat="12")),
    ],
)
def test_is_read(polaritas, teks, hasil):
    assert baca_target(polaritas, teks) == hasil


@pytest.mark.parametrize(
    ("polaritas", "teks", "kata"),
    [
        ("naik", "banyak", "bukan angka"),
        ("naik", "-", "Isi angka"),
        ("naik", "1,23456", "4 angka"),
        ("naik", "10000000000000000", "16 angka"),
        ("rentang", "3,5", "batas bawah"),
        ("rentang", "5 – 4", "lebih kecil"),
        ("ya_tidak", "mungkin", "Ya atau Tidak"),
        ("predikat", "x" * 61, "60 huruf"),
    ],
)
def test_is_refused_with_a_sentence(polaritas, teks, kata):
    with pytest.raises(BukanTarget, match=kata):
        baca_target(polaritas, teks)
