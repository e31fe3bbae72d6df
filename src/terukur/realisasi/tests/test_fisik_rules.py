"""Physical progress: limits of a row, and the figure weighted by pagu against sums by hand."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terukur.realisasi.choices import KeadaanFisik
from terukur.realisasi.rules.fisik import (
    IsiFisik,
    deviasi_fisik,
    gabung_fisik,
    keadaan_fisik,
    periksa_isi,
)

D = Decimal
PERSEN = st.decimals(0, 100, places=2)
PAGU = st.decimals(1, 10**12, places=2)


def test_weighted_by_pagu_by_hand() -> None:
    """60 x 50 % + 40 x 25 % = 40 of 100; plan 60 x 60 % + 40 x 50 % = 56 of 100; behind by 16 points."""
    g = gabung_fisik([(D(60), D(50), D(60)), (D(40), D(25), D(50))])
    assert (g.realisasi, g.rencana, g.deviasi) == (D(40), D(56), D(16))
    assert (g.dihitung, g.tanpa) == (2, 0)


def test_rows_without_a_figure_are_named_and_not_zero() -> None:
    g = gabung_fisik([(D(60), D(50), D(60)), (D(40), None, D(50)), (None, D(90), D(90)), (D(0), D(10), None)])
    assert (g.realisasi, g.rencana, g.dihitung, g.tanpa) == (D(50), D(60), 1, 3)
    sebagian = gabung_fisik([(D(1), D(10), D(20)), (D(1), D(30), None)])
    assert (sebagian.realisasi, sebagian.rencana, sebagian.deviasi) == (D(20), None, None)
    assert gabung_fisik([]).realisasi is None
    assert gabung_fisik([(D(1), D(0), None)]).realisasi == 0, "zero that was entered counts"


@given(st.lists(st.tuples(PAGU, PERSEN), min_size=1, max_size=8), st.decimals(1, 1000, places=2))
def test_between_the_least_and_the_most_whatever_the_unit(baris: list[tuple[D, D]], kali: D) -> None:
    g = gabung_fisik([(p, f, None) for p, f in baris]).realisasi
    assert g is not None
    semua = [f for _, f in baris]
    assert min(semua) <= g <= max(semua)
    ulang = gabung_fisik([(p * kali, f, None) for p, f in reversed(baris)]).realisasi
    assert ulang is not None
    assert abs(ulang - g) <= D("0.01"), "neither unit nor order matters, but for the last rounded digit"
    assert gabung_fisik([*((p, f, None) for p, f in baris), (D(9), None, None)]).realisasi == g


@pytest.mark.parametrize(
    ("isi", "lain", "pesan"),
    [
        (IsiFisik(realisasi=D("100.01")), {}, "0 sampai 100 %"),
        (IsiFisik(rencana=D(-1)), {}, "Rencana fisik diisi 0 sampai 100 %"),
        (IsiFisik(nilai_kontrak=D(5)), {}, "Isi nomor kontraknya"),
        (IsiFisik(nomor_kontrak="1", nilai_kontrak=D(0)), {}, "lebih dari nol"),
        (IsiFisik(realisasi=D(10)), {"sebelum": (3, D(20))}, "turun dari 20 % pada Maret"),
        (IsiFisik(realisasi=D(30)), {"sesudah": (5, D(20))}, "melebihi 20 % pada Mei"),
        (IsiFisik(realisasi=D(30)), {"disahkan": True}, "alasan perubahannya"),
        (IsiFisik(realisasi=D(10)), {"sebelum": (3, D(20)), "alasan": "Bongkar ulang"}, ""),
        (IsiFisik(realisasi=D(20)), {"sebelum": (3, D(20)), "sesudah": (5, D(20))}, ""),
        (IsiFisik(), {"sebelum": (3, D(20))}, ""),
        (IsiFisik(realisasi=D(101)), {"alasan": "Lebih"}, "0 sampai 100 %"),
    ],
)
def test_what_a_row_may_say(isi: IsiFisik, lain: dict[str, object], pesan: str) -> None:
    galat = periksa_isi(isi, **lain)  # type: ignore[arg-type]
    assert pesan in galat
    assert bool(galat) is bool(pesan)


def test_states_of_a_month_and_deviation() -> None:
    assert keadaan_fisik(banyak=3, terisi=0, belum_disahkan=0) == KeadaanFisik.KOSONG
    assert keadaan_fisik(banyak=3, terisi=2, belum_disahkan=0) == KeadaanFisik.SEBAGIAN
    assert keadaan_fisik(banyak=3, terisi=3, belum_disahkan=1) == KeadaanFisik.MENUNGGU
    assert keadaan_fisik(banyak=3, terisi=3, belum_disahkan=0) == KeadaanFisik.DISAHKAN
    assert keadaan_fisik(banyak=0, terisi=0, belum_disahkan=0) == KeadaanFisik.TIDAK_ADA
    assert deviasi_fisik(D(50), D(42)) == 8
    assert deviasi_fisik(None, D(42)) is None
