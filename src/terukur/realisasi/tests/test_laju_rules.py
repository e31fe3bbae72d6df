"""How an OPD moves against its own past: our own rule, so every kind stands here with figures by hand."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terukur.inti.periode import Periode
from terukur.realisasi.choices import ArahLaju, HasilCapaian
from terukur.realisasi.rules.isian import Ketentuan, tenggat_periode
from terukur.realisasi.rules.laju import (
    AmbangLaju,
    Laju,
    TitikLaju,
    arah_laju,
    calon_triwulan,
    deret_triwulan,
    sebut_tepat,
    triwulan_dinilai,
    urutan_laju,
)
from terukur.realisasi.rules.nilai import NilaiOPD

A, D = ArahLaju, Decimal
AMBANG = AmbangLaju(D(10), D(10))
DERET = deret_triwulan(Periode.baca("2027-TW2"), 4)


def titik(ke, nilai, *, jatuh=4, lapor=None, terverifikasi=None):
    lapor = jatuh if lapor is None else lapor
    return TitikLaju(
        DERET[ke],
        NilaiOPD(None if nilai is None else D(str(nilai)), jatuh, {HasilCapaian.TERCAPAI: jatuh}, 0, lapor),
        jatuh, lapor, lapor if terverifikasi is None else terverifikasi,
    )  # fmt: skip


def arah(*nilai):
    """Scores one after the other; a dict gives what else is to be said of a quarter."""
    daftar = [
        titik(n, **x) if isinstance(x, dict) else titik(n, x)
        for n, x in enumerate(nilai, start=4 - len(nilai))
    ]
    return arah_laju(daftar, AMBANG)


DIAM = {"nilai": 80, "lapor": 0}


@pytest.mark.parametrize(
    ("nilai", "kata", "selisih"),
    [
        ((90, 80), A.MELAMBAT, -10),  # the threshold itself counts
        ((90, "80.01"), A.TETAP, "-9.99"),
        ((80, 90), A.NAIK, 10),
        ((80, "89.99"), A.TETAP, "9.99"),
        ((90, 70, 85), A.PULIH, 15),
        ((90, 70, 75), A.TETAP, 5),
        ((90, 70, 70, 85), A.NAIK, 15),  # the fall was two quarters ago
        ((90, DIAM), A.BERHENTI, None),
        ((90, DIAM, DIAM), A.BERHENTI, None),
        ((90, DIAM, 80), A.PULIH, 0),
        ((90, DIAM, 60), A.PULIH, -20),  # it reports again; the fall is said by the figures
        ((DIAM, DIAM), A.BELUM, None),  # never reported: an early warning, not a stop
        ((DIAM, 80), A.TETAP, 0),
        ((90, {"nilai": 80, "terverifikasi": 0}), A.BELUM, None),
        ((90, {"nilai": None}), A.BELUM, None),
        (({"nilai": None}, 90), A.BELUM, None),
        ((90,), A.BELUM, None),
        ((90, {"nilai": 90, "jatuh": 0}), A.BELUM, None),
    ],
)
def test_every_kind_by_hand(nilai, kata, selisih):
    hasil = arah(*nilai)
    assert (hasil.arah, hasil.selisih) == (kata, None if selisih is None else D(str(selisih)))


def test_the_reason_names_both_figures_and_the_threshold():
    assert arah(95, "62.5").sebab == (
        "Nilai 95,00 % s.d. Triwulan I 2027 menjadi 62,50 % s.d. Triwulan II 2027: "
        "turun 32,50 poin, ambang 10."
    )
    assert "Terakhir melapor Triwulan IV 2026; dari 4 target Triwulan II 2027" in arah(95, DIAM, DIAM).sebab


persen = st.decimals(0, 150, places=2)
satu = st.one_of(
    persen,
    st.just(DIAM),
    st.builds(lambda n: {"nilai": n, "terverifikasi": 0}, persen),
    st.just({"nilai": None}),
    st.just({"nilai": 50, "jatuh": 0}),
)


@given(st.lists(satu, min_size=1, max_size=4), st.integers(2, 500))
def test_the_size_of_an_opd_changes_nothing(daftar, kali):
    """The same scores from so many times as many indicators: the same word and difference."""
    besar = [
        {"nilai": x} | {"jatuh": 4 * kali} if not isinstance(x, dict) else {"jatuh": 4 * kali} | x
        for x in daftar
    ]
    kecil, lain = arah(*daftar), arah(*besar)
    assert (kecil.arah, kecil.selisih) == (lain.arah, lain.selisih)


@given(st.lists(persen, min_size=2, max_size=4), persen)
def test_a_lower_score_is_never_judged_better_and_a_higher_one_never_worse(daftar, lain):
    """Of OPD that reported everything, only the last score moves the judgement, and in its direction."""
    tingkat = {A.MELAMBAT: 0, A.TETAP: 1, A.PULIH: 2, A.NAIK: 2}
    a, b = sorted((daftar[-1], lain))
    assert tingkat[arah(*daftar[:-1], a).arah] <= tingkat[arah(*daftar[:-1], b).arah]


@given(st.lists(satu, min_size=1, max_size=4))
def test_what_is_unknown_is_neither_a_fall_nor_a_rise(daftar):
    hasil = arah(*daftar)
    akhir = daftar[-1]
    if isinstance(akhir, dict) and akhir is not DIAM:
        assert hasil == Laju(A.BELUM, hasil.sebab)
    if hasil.arah in (A.MELAMBAT, A.NAIK, A.TETAP):
        assert hasil.selisih is not None
    assert hasil.sebab.endswith(".")


def test_judged_is_the_last_quarter_whose_reports_are_overdue():
    """Own rule: 15 days after the quarter; on the last day in time the quarter before is judged still."""

    def dinilai(per, hari=15):
        tenggat = {q: tenggat_periode(q, Ketentuan(hari)) for q in calon_triwulan(per)}
        return triwulan_dinilai(per, tenggat).kode

    assert dinilai(dt.date(2027, 7, 15)) == "2027-TW1"
    assert dinilai(dt.date(2027, 7, 16)) == "2027-TW2"
    assert dinilai(dt.date(2027, 1, 10)) == "2026-TW3"
    assert dinilai(dt.date(2027, 1, 16)) == "2026-TW4"
    assert dinilai(dt.date(2027, 1, 16), 120) == "2026-TW2"


def test_quarters_run_through_the_years():
    assert [q.kode for q in deret_triwulan(Periode.baca("2027-TW2"), 4)] == [
        "2026-TW3", "2026-TW4", "2027-TW1", "2027-TW2",
    ]  # fmt: skip


def test_order_and_words():
    urut = sorted(
        (
            arah(90, 70),
            arah(90, 40),
            arah(90, DIAM),
            arah(80, 95),
            arah(
                90,
            ),
        ),
        key=urutan_laju,
    )
    assert [(x.arah, x.selisih) for x in urut] == [
        (A.BERHENTI, None), (A.MELAMBAT, -50), (A.MELAMBAT, -20), (A.NAIK, 15), (A.BELUM, None),
    ]  # fmt: skip
    assert sebut_tepat(2, 3) == "2 dari 3"
    assert sebut_tepat(0, 0) == "–"
