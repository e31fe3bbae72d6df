"""Numbers: whatever notation goes in, the same number comes out; nothing else is a number."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terukur.inti.angka import (
    BukanAngka,
    baca_angka,
    tulis_angka,
    tulis_persen,
    tulis_rupiah,
    tulis_rupiah_singkat,
)

UANG = st.decimals(-(10**18), 10**18, places=2, allow_nan=False, allow_infinity=False)
BEBAS = st.decimals(-(10**30), 10**30, places=7, allow_nan=False, allow_infinity=False)


@given(BEBAS)
def test_what_is_written_is_read_back(nilai: Decimal) -> None:
    assert baca_angka(tulis_angka(nilai)) == nilai


@given(UANG)
def test_every_notation_reads_the_same(nilai: Decimal) -> None:
    indonesia = tulis_angka(nilai, 2)
    inggris = f"{nilai:,.2f}"
    for teks in (
        indonesia,
        inggris,
        f"{nilai:.2f}",
        f"Rp {indonesia}",
        f" Rp{inggris}\u00a0",
        indonesia.replace(".", " "),
        tulis_rupiah(nilai),
    ):
        assert baca_angka(teks) == nilai, teks
    if nilai > 0:
        assert baca_angka(f"({indonesia})") == baca_angka(f"Rp ({inggris})") == -nilai


@given(st.integers(-(10**18), 10**18))
def test_whole_numbers(nilai: int) -> None:
    for bentuk in (nilai, str(nilai), f"{nilai:,}".replace(",", "."), f"{nilai},-", Decimal(nilai)):
        assert baca_angka(bentuk) == nilai


@given(st.floats(-1e15, 1e15, allow_nan=False))
def test_floats_keep_their_shortest_text(nilai: float) -> None:
    assert baca_angka(nilai) == Decimal(repr(nilai))


@given(st.text())
def test_any_other_text_is_refused_or_empty(teks: str) -> None:
    try:
        hasil = baca_angka(teks)
    except BukanAngka:
        return
    assert hasil is None or (hasil.is_finite() and any(huruf.isdigit() for huruf in teks))


@pytest.mark.parametrize("kosong", [None, "", "  ", "-", "–", "—", "Rp -", "Rp", "\u00a0"])
def test_empty_is_never_zero(kosong: object) -> None:
    assert baca_angka(kosong) is None


@pytest.mark.parametrize(
    ("teks", "nilai"),
    [
        ("1.234", "1234"),
        ("0.125", "0.125"),
        ("0,125", "0.125"),
        ("1,234", "1.234"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("12.5", "12.5"),
        ("1 250 000", "1250000"),
        ("Rp. 1.000,-", "1000"),
        ("-Rp 5", "-5"),
        ("007", "7"),
    ],
)
def test_doubtful_notations(teks: str, nilai: str) -> None:
    assert baca_angka(teks) == Decimal(nilai)


@pytest.mark.parametrize(
    "teks",
    ["2 3", "200 2", "12,34,5", "1.23.456", "(-5)", "--5", "1e5", "٣", "5%", "1.234,5,6", "=1+1", "5 m",
     True, float("nan"), float("inf"), Decimal("NaN")],
)  # fmt: skip
def test_not_a_number(teks: object) -> None:
    with pytest.raises(BukanAngka):
        baca_angka(teks)


@given(UANG, st.integers(0, 4))
def test_rounding_is_half_up_and_exact(nilai: Decimal, desimal: int) -> None:
    tertulis = baca_angka(tulis_angka(nilai, desimal))
    assert tertulis is not None
    assert abs(tertulis - nilai) <= Decimal(1).scaleb(-desimal) / 2
    assert tulis_angka(Decimal("2.5"), 0) == "3"
    assert tulis_angka(Decimal("-2.5"), 0) == "-3"


@pytest.mark.parametrize(
    ("nilai", "tertulis"),
    [
        (None, "–"),
        (0, "Rp 0"),
        (Decimal("-0.00"), "Rp 0"),
        (1250000, "Rp 1.250.000"),
        (Decimal("1250000.50"), "Rp 1.250.000,50"),
        (Decimal("1E+3"), "Rp 1.000"),
    ],
)
def test_rupiah(nilai: Decimal | None, tertulis: str) -> None:
    assert tulis_rupiah(nilai) == tertulis


@pytest.mark.parametrize(
    ("nilai", "tertulis"),
    [
        (None, "–"),
        (999_949, "Rp 999.949"),
        (999_999, "Rp 999.999"),
        (1_000_000, "Rp 1,0 jt"),
        (61_400_000_000, "Rp 61,4 M"),
        (999_960_000, "Rp 1,0 M"),
        (999_999_999_999, "Rp 1,0 T"),
        (-2_000_000, "Rp -2,0 jt"),
    ],
)
def test_short_rupiah_moves_to_the_next_unit(nilai: int | None, tertulis: str) -> None:
    assert tulis_rupiah_singkat(nilai) == tertulis


@given(st.one_of(st.none(), UANG))
def test_only_none_is_written_as_a_dash(nilai: Decimal | None) -> None:
    for tulis in (tulis_angka, tulis_rupiah, tulis_rupiah_singkat, tulis_persen):
        assert (tulis(nilai) == "–") is (nilai is None)
