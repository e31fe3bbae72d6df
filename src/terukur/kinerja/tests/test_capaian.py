"""Formulas against rujukan/aturan.md §2, the worked results, and their properties."""

import itertools
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terukur.kinerja.choices import Agregasi, Metode
from terukur.kinerja.rules.capaian import (
    Keadaan,
    Rumus,
    Target,
    baca_rumus,
    batasi,
    gabungkan,
    hitung_capaian,
    sebut_peringkat,
)
from terukur.perencanaan.choices import Polaritas

D = Decimal
NAIK, TURUN, STABIL = Polaritas.NAIK, Polaritas.TURUN, Polaritas.STABIL
SELISIH, RASIO = Metode.SELISIH, Metode.RASIO


def _desimal(nilai: Any) -> Decimal | None:
    return None if nilai is None else D(str(nilai))


def _capaian(polaritas: Polaritas, metode: Metode, t: Any, r: Any, batas: Any = None) -> Any:
    rumus = Rumus(polaritas, metode, _desimal(batas))
    return hitung_capaian(rumus, None if t is None else Target(D(str(t))), _desimal(r))


@pytest.mark.parametrize(
    ("polaritas", "metode", "target", "realisasi", "mentah", "batas120", "batas100"),
    [
        # rujukan/aturan.md §2, table of formulas
        (NAIK, SELISIH, 80, 72, "90.00", "90.00", "90.00"),
        (NAIK, SELISIH, 80, 100, "125.00", "120", "100"),
        (TURUN, SELISIH, 20, 18, "110.00", "110.00", "100"),
        (TURUN, SELISIH, 20, 24, "80.00", "80.00", "80.00"),
        (TURUN, SELISIH, 20, 45, "-25.00", "0", "0"),
        (TURUN, RASIO, 20, 24, "83.33", "83.33", "83.33"),
        (TURUN, SELISIH, 0, 0, "100", "100", "100"),
        (TURUN, RASIO, 0, 3, "0", "0", "0"),
        (STABIL, SELISIH, 100, 95, "95", "95", "95"),
        (STABIL, SELISIH, 100, 110, "90", "90", "90"),
        # the rows in which peers disagree (rujukan/fitur-pembanding.md §2)
        (TURUN, SELISIH, 10, 8, "120", "120", "100"),
        (TURUN, RASIO, 10, 8, "125", "120", "100"),
        (TURUN, SELISIH, 10, 10, "100", "100", "100"),
        (TURUN, RASIO, 10, 10, "100", "100", "100"),
        (TURUN, SELISIH, 10, 0, "200", "120", "100"),
        (TURUN, RASIO, 10, 0, "100", "100", "100"),
        (TURUN, RASIO, 0, 0, "100", "100", "100"),
        (TURUN, SELISIH, 0, 2, "0", "0", "0"),
        (TURUN, SELISIH, 10, 25, "-50", "0", "0"),
        (TURUN, RASIO, 10, 25, "40", "40", "40"),
        (NAIK, SELISIH, 100, 250, "250", "120", "100"),
        (NAIK, SELISIH, 50, 0, "0", "0", "0"),
    ],
)
def test_oracles_of_the_rulebook(
    polaritas: Polaritas,
    metode: Metode,
    target: int,
    realisasi: int,
    mentah: str,
    batas120: str,
    batas100: str,
) -> None:
    for batas, harap in ((None, None), (120, batas120), (100, batas100)):
        hasil = _capaian(polaritas, metode, target, realisasi, batas)
        assert round(hasil.mentah, 2) == D(mentah)
        assert hasil.keadaan is Keadaan.DIHITUNG
        if harap:
            assert round(hasil.terbatas, 2) == D(harap)


@pytest.mark.parametrize(
    ("polaritas", "target", "realisasi", "keadaan"),
    [
        (NAIK, 0, 5, Keadaan.TAK_TERHITUNG),
        (NAIK, 0, 0, Keadaan.TAK_TERHITUNG),
        (NAIK, -2, 1, Keadaan.TAK_TERHITUNG),
        (TURUN, -2, 1, Keadaan.TAK_TERHITUNG),
        (NAIK, 100, None, Keadaan.BELUM_MENGISI),
        (TURUN, 0, None, Keadaan.BELUM_MENGISI),
        (NAIK, None, 5, Keadaan.TANPA_TARGET),
    ],
)
def test_no_figure_says_why(polaritas: Polaritas, target: Any, realisasi: Any, keadaan: Keadaan) -> None:
    hasil = _capaian(polaritas, SELISIH, target, realisasi)
    assert (hasil.keadaan, hasil.mentah, hasil.terbatas) == (keadaan, None, None)
    assert hasil.hitungan.endswith(".")


def test_worked_results_of_the_reference_file(data_uji: Callable[[str], Path]) -> None:
    polaritas = {"max": NAIK, "min": TURUN, "stab": STABIL}
    oracle = json.loads(data_uji("instrumen/oracles.json").read_text())
    assert oracle["capaian"]
    for o in oracle["capaian"]:
        metode = Metode(o["metode"]) if o["metode"] else SELISIH
        for kunci, batas in (("raw", None), ("cap120", 120), ("cap100", 100)):
            hasil = _capaian(polaritas[o["pol"]], metode, o["target"], o["realisasi"], batas)
            nilai = hasil.mentah if batas is None else hasil.terbatas
            assert (nilai if nilai is None else round(nilai, 2)) == _desimal(o[kunci]), o


def test_worked_aggregations_of_the_reference_file(data_uji: Callable[[str], Path]) -> None:
    cara = {"rata2": "rata_rata"}
    oracle = json.loads(data_uji("instrumen/oracles.json").read_text())
    assert oracle["agregasi"]
    for nama, nilai, harap in oracle["agregasi"]:
        assert gabungkan([_desimal(n) for n in nilai], Agregasi(cara.get(nama, nama))) == D(str(harap))


def test_worked_steps_of_permendagri_86(data_uji: Callable[[str], Path]) -> None:
    oracle = json.loads(data_uji("instrumen/oracles.json").read_text())
    assert oracle["permendagri86"]
    for nilai, nama in oracle["permendagri86"]:
        assert sebut_peringkat(D(str(nilai))) == nama
    assert sebut_peringkat(None) == ""


@pytest.mark.parametrize(
    ("r", "mentah"),
    [("20", "100"), ("25", "100"), ("30", "100"), ("18", "90"), ("36", "80"), ("100", "-133.3333")],
)
def test_a_range_is_met_inside_and_falls_off_outside(r: str, mentah: str) -> None:
    hasil = hitung_capaian(Rumus(Polaritas.RENTANG), Target(D(20), D(30)), D(r))
    assert hasil.mentah == D(mentah)


@pytest.mark.parametrize(("t", "r", "mentah"), [(1, 1, 100), (1, 0, 0), (0, 0, 100), (0, 1, 0)])
def test_yes_or_no(t: int, r: int, mentah: int) -> None:
    assert _capaian(Polaritas.YA_TIDAK, SELISIH, t, r).mentah == mentah


def test_a_step_of_a_ladder_counts_by_its_value() -> None:
    assert _capaian(Polaritas.PREDIKAT, SELISIH, 4, 3).mentah == 75


# ---- properties ----

POSITIF = st.decimals("0.01", "1e9", places=2)
BUKAN_NEGATIF = st.decimals("0", "1e9", places=2)
RUMUS = st.builds(
    Rumus,
    st.sampled_from(Polaritas),
    st.sampled_from(Metode),
    st.one_of(st.none(), st.sampled_from([D(100), D(120), D(150)])),
)


@given(POSITIF, BUKAN_NEGATIF, BUKAN_NEGATIF)
def test_more_is_never_worse_where_higher_is_better(t: Decimal, a: Decimal, b: Decimal) -> None:
    kecil, besar = sorted((a, b))
    assert _capaian(NAIK, SELISIH, t, kecil).mentah <= _capaian(NAIK, SELISIH, t, besar).mentah


@given(POSITIF, POSITIF, POSITIF, st.sampled_from(Metode))
def test_more_is_never_better_where_lower_is_better(
    t: Decimal, a: Decimal, b: Decimal, metode: Metode
) -> None:
    kecil, besar = sorted((a, b))
    assert _capaian(TURUN, metode, t, kecil).mentah >= _capaian(TURUN, metode, t, besar).mentah


@given(POSITIF, BUKAN_NEGATIF, BUKAN_NEGATIF)
def test_nearer_is_never_worse_where_it_must_stay(t: Decimal, a: Decimal, b: Decimal) -> None:
    dekat, jauh = sorted((a, b), key=lambda r: abs(r - t))
    assert _capaian(STABIL, SELISIH, t, dekat).mentah >= _capaian(STABIL, SELISIH, t, jauh).mentah


@given(
    POSITIF,
    st.sampled_from([NAIK, TURUN, STABIL, Polaritas.RENTANG, Polaritas.PREDIKAT]),
    st.sampled_from(Metode),
)
def test_exactly_the_target_is_a_hundred(t: Decimal, polaritas: Polaritas, metode: Metode) -> None:
    assert _capaian(polaritas, metode, t, t).mentah == 100


@given(RUMUS, st.decimals("-1e6", "1e6", places=2), st.decimals("-1e6", "1e6", places=2))
def test_bounds_hold_and_leave_what_lies_inside(rumus: Rumus, t: Decimal, r: Decimal) -> None:
    hasil = hitung_capaian(rumus, Target(t), r)
    if hasil.mentah is None:
        assert hasil.keadaan is Keadaan.TAK_TERHITUNG
        return
    assert hasil.terbatas is not None
    assert hasil.terbatas >= 0
    assert rumus.batas_atas is None or hasil.terbatas <= rumus.batas_atas
    if batasi(hasil.mentah, rumus) == hasil.mentah:
        assert hasil.terbatas == hasil.mentah


@given(RUMUS, st.decimals("-1e6", "1e6", places=2))
def test_empty_is_not_zero(rumus: Rumus, t: Decimal) -> None:
    assert hitung_capaian(rumus, Target(t), None).keadaan is Keadaan.BELUM_MENGISI
    assert hitung_capaian(rumus, Target(t), D(0)).keadaan is not Keadaan.BELUM_MENGISI


@given(RUMUS)
def test_a_stored_formula_reads_back(rumus: Rumus) -> None:
    assert baca_rumus(rumus.isi()) == rumus


def test_a_formula_of_another_version_is_not_guessed() -> None:
    with pytest.raises(ValueError, match="version 99"):
        baca_rumus(Rumus(NAIK).isi() | {"versi": 99})


NILAI = st.lists(st.one_of(st.none(), st.decimals("-1e6", "1e6", places=2)), max_size=6)


@given(NILAI, st.sampled_from(Agregasi))
def test_empty_periods_change_nothing(nilai: list[Decimal | None], cara: Agregasi) -> None:
    terisi = [n for n in nilai if n is not None]
    assert gabungkan(nilai, cara) == gabungkan(terisi, cara)
    if not terisi:
        assert gabungkan(nilai, cara) is None


@given(st.lists(st.decimals("-1e6", "1e6", places=2), min_size=1, max_size=4))
def test_order_matters_only_for_the_last_position(nilai: list[Decimal]) -> None:
    for urutan in itertools.permutations(nilai):
        for cara in (Agregasi.AKUMULATIF, Agregasi.RATA_RATA, Agregasi.MAKSIMUM):
            assert gabungkan(urutan, cara) == gabungkan(nilai, cara)
        assert gabungkan(urutan, Agregasi.POSISI_AKHIR) == urutan[-1]


@given(NILAI, NILAI)
def test_the_parts_of_a_year_sum_to_the_whole(a: list[Decimal | None], b: list[Decimal | None]) -> None:
    bagian = [gabungkan(a, Agregasi.AKUMULATIF), gabungkan(b, Agregasi.AKUMULATIF)]
    assert gabungkan(bagian, Agregasi.AKUMULATIF) == gabungkan([*a, *b], Agregasi.AKUMULATIF)
