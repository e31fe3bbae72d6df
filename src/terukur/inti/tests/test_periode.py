import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terukur.inti.periode import JenisPeriode, Periode, periode_setahun

SEMUA = st.sampled_from(JenisPeriode).flatmap(
    lambda j: st.builds(Periode, st.integers(1900, 2100), st.just(j), st.integers(1, 12 // j.lama))
)


@given(SEMUA)
def test_its_code_reads_back_as_the_same_period(periode: Periode) -> None:
    assert Periode.baca(periode.kode) == periode


@given(st.integers(1900, 2100), st.sampled_from(JenisPeriode))
def test_the_periods_of_a_year_cover_it_without_gap_or_overlap(tahun: int, jenis: JenisPeriode) -> None:
    daftar = periode_setahun(tahun, jenis)
    assert daftar[0].sejak == dt.date(tahun, 1, 1)
    assert daftar[-1].sampai == dt.date(tahun, 12, 31)
    for lalu, kini in itertools.pairwise(daftar):
        assert kini.sejak - lalu.sampai == dt.timedelta(days=1)
    assert list(daftar) == sorted(daftar)


@pytest.mark.parametrize(
    ("kode", "label", "sejak", "sampai"),
    [
        ("2027-02", "Februari 2027", (2027, 2, 1), (2027, 2, 28)),
        ("2028-02", "Februari 2028", (2028, 2, 1), (2028, 2, 29)),
        ("2027-TW2", "Triwulan II 2027", (2027, 4, 1), (2027, 6, 30)),
        ("2027-S2", "Semester II 2027", (2027, 7, 1), (2027, 12, 31)),
        ("2027", "Tahun 2027", (2027, 1, 1), (2027, 12, 31)),
    ],
)
def test_code_label_and_days(
    kode: str, label: str, sejak: tuple[int, int, int], sampai: tuple[int, int, int]
) -> None:
    periode = Periode.baca(kode)
    assert (periode.label, periode.sejak, periode.sampai) == (label, dt.date(*sejak), dt.date(*sampai))


@pytest.mark.parametrize(
    "kode", ["", "27", "2027-", "2027-0", "2027-3", "2027-13", "2027-TW5", "2027-S3", "TW1"]
)
def test_other_text_is_no_period(kode: str) -> None:
    with pytest.raises(ValueError, match=r"period|in a year"):
        Periode.baca(kode)


def test_order_is_by_last_day_and_short_before_long() -> None:
    acak = ["2027", "2027-S1", "2027-12", "2027-TW2", "2027-06", "2027-TW1"]
    urut = [p.kode for p in sorted(map(Periode.baca, acak))]
    assert urut == ["2027-TW1", "2027-06", "2027-TW2", "2027-S1", "2027-12", "2027"]
