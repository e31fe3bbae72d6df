"""The standing of an indicator and the score of an OPD: oracles of the Morowali case, and properties."""

import random
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terukur.inti.periode import JenisPeriode, periode_setahun
from terukur.kinerja.choices import Agregasi, Metode
from terukur.kinerja.rules.capaian import Keadaan, Rumus, Target, gabungkan
from terukur.perencanaan.choices import Polaritas
from terukur.realisasi.choices import HasilCapaian, StatusCapaian
from terukur.realisasi.rules.nilai import (
    Masukan,
    NilaiOPD,
    bagian_diakui,
    gabungkan_bagian,
    kedudukan,
    rata_rata_berbobot,
)

D = Decimal
TW = periode_setahun(2027, JenisPeriode.TRIWULAN)
NAIK = Rumus(Polaritas.NAIK)
S = StatusCapaian


def m(ke: int, target: Any, hasil: Any, *, status: S = S.DIVERIFIKASI, **lain: Any) -> Masukan:
    return Masukan(
        TW[ke - 1],
        S.BELUM if hasil is None else status,
        None if target is None else Target(D(str(target))),
        lain.get("direncanakan", target is not None),
        None if hasil is None else D(str(hasil)),
        D(str(lain.get("bagian", 1))),
        lain.get("berlaku", True),
    )


def test_the_morowali_case_counts_the_recognised_part_and_shows_the_whole() -> None:
    k = kedudukan(NAIK, Agregasi.AKUMULATIF, [m(1, 100, 250, bagian="0.4")])
    assert (k.mentah_sd, k.bagian_sd, k.capaian_sd, k.realisasi_sd) == (D(250), D("0.4"), D(100), D(250))
    assert k.hitungan == "250 ÷ 100 × 100 = 250; diakui 40 % = 100"
    assert k.hasil == HasilCapaian.TERCAPAI


def test_an_unplanned_success_is_shown_and_never_scored() -> None:
    k = kedudukan(NAIK, Agregasi.AKUMULATIF, [m(2, None, 500)])
    assert (k.realisasi_sd, k.capaian_sd, k.hasil) == (D(500), None, HasilCapaian.TIDAK_DIRENCANAKAN)
    assert k.keadaan == Keadaan.TANPA_TARGET
    terlambat = kedudukan(NAIK, Agregasi.AKUMULATIF, [m(2, 100, 500, direncanakan=False)])
    assert (terlambat.capaian_sd, terlambat.hasil) == (None, HasilCapaian.TIDAK_DIRENCANAKAN)


def test_a_late_target_leaves_its_period_out_and_scores_the_next() -> None:
    k = kedudukan(NAIK, Agregasi.AKUMULATIF, [m(1, 10, 100, direncanakan=False), m(2, 10, 8)])
    assert (k.mentah_sd, k.realisasi_sd, k.target_sd) == (D(80), D(108), D(20))


def dulu(ke: int, hasil: Any = None) -> Masukan:
    """A period that was over when its target of 10 was set."""
    return m(ke, 10, hasil, direncanakan=False, berlaku=False)


@pytest.mark.parametrize(
    ("daftar", "hasil", "hitung", "target", "capaian"),
    [
        ([dulu(1)], HasilCapaian.TANPA_TARGET, (0, 0), None, None),
        ([dulu(1), dulu(2)], HasilCapaian.TANPA_TARGET, (0, 0), None, None),
        # set in the third quarter: due, never scored
        ([dulu(1), dulu(2), m(3, 10, None, direncanakan=False)], HasilCapaian.TIDAK_DIRENCANAKAN, (0, 1), 10,
         None),
        ([dulu(1), dulu(2), m(3, 10, 9, direncanakan=False), m(4, 10, 10)], HasilCapaian.TERCAPAI, (2, 2), 20,
         100),
        ([dulu(1), m(2, 10, 8)], HasilCapaian.BELUM_TERCAPAI, (1, 1), 10, 80),
        ([dulu(1), m(2, 10, None)], HasilCapaian.BELUM_MENGISI, (0, 1), 10, None),
        ([dulu(1), m(2, 10, 8), m(3, 10, None)], HasilCapaian.BELUM_LENGKAP, (1, 2), 20, 80),
        # a result given all the same is shown and counts as one that was not planned
        ([dulu(1, 7)], HasilCapaian.TIDAK_DIRENCANAKAN, (1, 1), 10, None),
        ([dulu(1, 7), m(2, 10, 8)], HasilCapaian.BELUM_TERCAPAI, (2, 2), 20, 80),
    ],
)  # fmt: skip
def test_a_period_over_before_its_target_was_set_is_neither_missing_nor_reached(
    daftar: list[Masukan], hasil: HasilCapaian, hitung: tuple[int, int], target: Any, capaian: Any
) -> None:
    k = kedudukan(NAIK, Agregasi.AKUMULATIF, daftar)
    assert (k.hasil, (k.terisi, k.jatuh), k.target_sd, k.capaian_sd) == (hasil, hitung, target, capaian)


def test_an_opd_with_nothing_but_periods_without_target_is_not_complete() -> None:
    nilai = NilaiOPD(None, 3, {HasilCapaian.TANPA_TARGET: 2, HasilCapaian.TIDAK_DIRENCANAKAN: 1}, 0, 1)
    assert (nilai.direncanakan, nilai.tanpa_target, nilai.is_lengkap) == (0, 2, False)
    assert nilai.persen_tidak_direncanakan == 100, "of what had a target or a result"
    campur = NilaiOPD(D(90), 3, {HasilCapaian.TANPA_TARGET: 2, HasilCapaian.BELUM_TERCAPAI: 1}, 1, 1)
    assert (campur.direncanakan, campur.is_lengkap) == (1, True)


@pytest.mark.parametrize(
    ("agregasi", "hasil", "capaian"),
    [
        (Agregasi.AKUMULATIF, [10, 15, 20, 5], "125"),
        (Agregasi.AKUMULATIF, [10, None, 20, None], "150"),
        (Agregasi.POSISI_AKHIR, [10, 8, None, None], "80"),
        (Agregasi.RATA_RATA, [8, 10, 12, 6], "90"),
        (Agregasi.MAKSIMUM, [4, 9, None, 5], "90"),
    ],
)
def test_a_missing_quarter_is_not_zero(agregasi: Agregasi, hasil: list[Any], capaian: str) -> None:
    k = kedudukan(
        Rumus(Polaritas.NAIK, batas_atas=None), agregasi, [m(n, 10, r) for n, r in enumerate(hasil, 1)]
    )
    assert k.capaian_sd == D(capaian)
    lengkap = None not in hasil
    assert (k.terisi, k.jatuh) == (sum(r is not None for r in hasil), 4)
    assert (k.hasil == HasilCapaian.BELUM_LENGKAP) is not lengkap


@pytest.mark.parametrize(
    ("daftar", "hasil"),
    [
        ([m(1, 10, None)], HasilCapaian.BELUM_MENGISI),
        ([m(1, 10, 9, status=S.DIAJUKAN)], HasilCapaian.BELUM_DIVERIFIKASI),
        ([m(1, 10, 9)], HasilCapaian.BELUM_TERCAPAI),
        ([m(1, 10, 10)], HasilCapaian.TERCAPAI),
        ([m(1, 10, 10), m(2, 10, None)], HasilCapaian.BELUM_LENGKAP),
        ([m(1, 10, None), m(2, 10, 30)], HasilCapaian.BELUM_LENGKAP),
        ([m(1, 0, 5)], HasilCapaian.TAK_TERHITUNG),
    ],
)
def test_each_standing_has_its_word(daftar: list[Masukan], hasil: HasilCapaian) -> None:
    assert kedudukan(NAIK, Agregasi.AKUMULATIF, daftar).hasil == hasil


def test_what_is_unverified_counts_for_nothing_yet() -> None:
    k = kedudukan(NAIK, Agregasi.AKUMULATIF, [m(1, 10, 10), m(2, 10, 10, status=S.DIAJUKAN)])
    assert (k.terisi, k.jatuh, k.realisasi_sd, k.capaian_sd) == (1, 2, D(10), D(100))


def test_lower_is_better_and_floor() -> None:
    k = kedudukan(Rumus(Polaritas.TURUN, Metode.SELISIH), Agregasi.POSISI_AKHIR, [m(1, 20, 45)])
    assert (k.mentah_sd, k.capaian_sd) == (D(-25), D(0))


def test_a_range_keeps_both_bounds() -> None:
    t = Masukan(TW[0], S.DIVERIFIKASI, Target(D(20), D(30)), True, D(25))
    k = kedudukan(Rumus(Polaritas.RENTANG), Agregasi.POSISI_AKHIR, [t])
    assert (k.target_sd, k.target_atas_sd, k.capaian_sd) == (D(20), D(30), D(100))


def test_the_share_is_that_of_whom_the_pemda_recognises() -> None:
    baris = [("opd", D(40)), ("swasta", D(35)), ("opd_lain", D(25))]
    assert bagian_diakui(baris, ()) == D("0.4")
    assert bagian_diakui(baris, ("opd", "opd_lain")) == D("0.65")
    assert bagian_diakui((), ()) == 1


def test_shares_of_a_sum_weigh_by_size_and_alike_when_all_is_zero() -> None:
    pasangan = [(D(30), D(1)), (D(10), D("0.2"))]
    assert gabungkan_bagian(pasangan, Agregasi.AKUMULATIF) == D("0.8")
    assert gabungkan_bagian(pasangan, Agregasi.POSISI_AKHIR) == D("0.2")
    assert gabungkan_bagian(pasangan, Agregasi.MAKSIMUM) == 1
    assert gabungkan_bagian([(D(0), D(1)), (D(0), D("0.5"))], Agregasi.RATA_RATA) == D("0.75")
    assert gabungkan_bagian([], Agregasi.AKUMULATIF) is None


def test_the_score_weighs_and_leaves_out_what_is_not_scored() -> None:
    assert rata_rata_berbobot([(D(1), D(100)), (D(3), D(60)), (D(5), None)]) == D(70)
    assert rata_rata_berbobot([(D(1), None)]) is None


angka = st.decimals(min_value=0, max_value=10**9, places=4)
satu_periode = st.tuples(
    st.one_of(st.none(), angka), st.one_of(st.none(), angka), st.booleans(), st.sampled_from([0, 25, 40, 100])
)
setahun = st.lists(satu_periode, min_size=1, max_size=4)
AGREGASI = st.sampled_from(list(Agregasi))


def _daftar(isi: list[Any]) -> list[Masukan]:
    return [
        m(n, t, r, direncanakan=t is not None and d, bagian=D(b) / 100)
        for n, (t, r, d, b) in enumerate(isi, 1)
    ]


@given(setahun, AGREGASI, st.randoms(use_true_random=False))
def test_the_order_of_entry_does_not_matter(isi: list[Any], agregasi: Agregasi, acak: random.Random) -> None:
    daftar = _daftar(isi)
    kocok = acak.sample(daftar, len(daftar))
    assert kedudukan(NAIK, agregasi, daftar) == kedudukan(NAIK, agregasi, kocok)


@given(setahun, AGREGASI)
def test_bounds_hold_and_incomplete_is_never_reached(isi: list[Any], agregasi: Agregasi) -> None:
    k = kedudukan(NAIK, agregasi, _daftar(isi))
    if k.capaian_sd is not None:
        assert 0 <= k.capaian_sd <= 120
        assert k.mentah_sd is not None
        assert k.capaian_sd <= k.mentah_sd
        assert k.bagian_sd is not None
        assert 0 <= k.bagian_sd <= 1
    if k.hasil in (HasilCapaian.TERCAPAI, HasilCapaian.BELUM_TERCAPAI):
        assert k.terisi == k.jatuh
        assert k.capaian_sd is not None
    if not any(x.is_dinilai for x in _daftar(isi)):
        assert k.capaian_sd is None


@given(setahun, AGREGASI)
def test_unplanned_results_change_the_full_figure_only(isi: list[Any], agregasi: Agregasi) -> None:
    daftar = _daftar(isi)
    tanpa = [x if x.is_dinilai or not x.is_terisi else m(x.periode.ke, None, None) for x in daftar]
    dengan, bersih = kedudukan(NAIK, agregasi, daftar), kedudukan(NAIK, agregasi, tanpa)
    assert (dengan.mentah_sd, dengan.bagian_sd, dengan.capaian_sd) == (
        bersih.mentah_sd, bersih.bagian_sd, bersih.capaian_sd,
    )  # fmt: skip
    assert dengan.realisasi_sd == gabungkan([x.realisasi for x in daftar], agregasi)


@given(
    st.lists(st.tuples(angka, st.decimals(min_value=0, max_value=1, places=6)), min_size=1, max_size=12),
    AGREGASI,
)
def test_a_share_of_the_whole_lies_between_its_parts(pasangan: list[Any], agregasi: Agregasi) -> None:
    bagian = gabungkan_bagian(pasangan, agregasi)
    assert bagian is not None
    assert min(s for _, s in pasangan) <= bagian <= max(s for _, s in pasangan)
