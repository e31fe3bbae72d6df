"""The engine against the reference, and the properties of absensi.md 4."""

import datetime as dt
import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terukur.kehadiran.choices import CaraBaca, StatusHari
from terukur.kehadiran.rules.baca import menit_lambat, urutkan
from terukur.kehadiran.rules.hari import SEBUTAN_TANDA, Tanda
from terukur.kehadiran.rules.hitung import hitung
from terukur.kehadiran.rules.jendela import batas_jendela
from terukur.kehadiran.rules.sidik import VERSI, VERSI_MANUAL
from terukur.kehadiran.tests.acuan import Hari, Jadwal, pembuka
from terukur.kehadiran.tests.susun import (
    PERMENTAN,
    PITA,
    Orang,
    bahan,
    banding,
    detik,
    kabupaten,
    mesin,
    satu,
)

USAI = dt.datetime(2030, 1, 1)


@pytest.mark.parametrize("biji", [1, 2, 3])
def test_engine_and_reference_agree(biji: int) -> None:
    orang = kabupaten(biji, 40)
    pertengahan = dt.datetime.combine(orang[0][0][15].tanggal, dt.time(13, 17))
    assert banding(orang, pada=USAI if biji < 3 else pertengahan) == 40 * 31


def test_order_and_repetition_of_presses_change_nothing() -> None:
    orang = kabupaten(4, 30)
    acak = random.Random(0)
    kocok: list[Orang] = [(h, acak.sample(list(t) * 2, len(t) * 2)) for h, t in orang]
    a, b = mesin(orang, pada=USAI), mesin(kocok, pada=USAI)
    assert a.sidik == b.sidik
    for nama in ("status", "masuk", "pulang", "jumlah", "terlambat", "potongan", "tanda"):
        assert (getattr(a, nama) == getattr(b, nama)).all()


def test_every_press_lies_in_one_window() -> None:
    """The windows of a person follow each other without a gap: the counts add up to all presses."""
    orang = kabupaten(5, 8)
    b, aturan = bahan(orang)
    h = hitung(b, aturan, pada=detik(USAI))
    batas = batas_jendela(b.masuk, b.pulang, b.buka, b.awal - 1, b.zona)
    assert (np.diff(batas, axis=1) >= 0).all()
    for o, (hari, tekan) in enumerate(orang):
        dalam = {w for w, _ in tekan if batas[o, 0] <= detik(w) < batas[o, -1]}
        assert h.jumlah[o].sum() == len(dalam)
        for w in dalam:
            pemilik = [
                k for k in range(1, len(hari) - 1)
                if pembuka(hari[k - 1], hari[k]) <= w < pembuka(hari[k], hari[k + 1])
            ]  # fmt: skip
            assert len(pemilik) == 1


def _kantor(tekan: list[dt.datetime], cara: CaraBaca = CaraBaca.FILO) -> Orang:
    awal = dt.date(2026, 10, 5)
    hari = [Hari(awal + n * dt.timedelta(days=1), Jadwal(450, 960), aturan=replace(PERMENTAN, cara=cara))
            for n in range(-1, 2)]  # fmt: skip
    return hari, [(w, 255) for w in tekan]


SEHARI = st.integers(0, 86_399).map(lambda s: dt.datetime(2026, 10, 5) + dt.timedelta(seconds=s))


@given(st.lists(SEHARI, min_size=2, max_size=6), st.data())
@settings(max_examples=40)
def test_a_press_in_the_middle_never_changes_filo(tekan: list[dt.datetime], data: st.DataObject) -> None:
    """FILO looks at the ends only, also where all presses together are a single one."""
    dalam = [w for w in tekan if dt.datetime(2026, 10, 5) <= w < dt.datetime(2026, 10, 5, 23, 45)]
    if not dalam:
        return
    tengah = data.draw(
        st.integers(0, int((max(dalam) - min(dalam)).total_seconds())).map(
            lambda s: min(dalam) + dt.timedelta(seconds=s)
        )
    )
    h = mesin([_kantor(dalam), _kantor([*dalam, tengah])], pada=USAI)
    for nama in ("status", "masuk", "pulang", "terlambat", "pulang_cepat", "potongan", "tanda"):
        nilai = getattr(h, nama)
        assert nilai[0, 0] == nilai[1, 0], nama


@given(st.lists(SEHARI, max_size=8), st.sampled_from(list(CaraBaca)))
@settings(max_examples=60)
def test_bands_hold_the_minutes(tekan: list[dt.datetime], cara: CaraBaca) -> None:
    """A band is that of its minutes; no minutes and no missing press: no band. Empty is not zero."""
    h = satu(mesin([_kantor(tekan, cara)], pada=USAI), 0, 0)
    for menit, pita, jam in (
        (h.terlambat, h.pita_terlambat, h.masuk), (h.pulang_cepat, h.pita_pulang_cepat, h.pulang),
    ):  # fmt: skip
        if h.status == StatusHari.TANPA_KETERANGAN:
            assert (menit, pita, jam) == (0, 0, None)
        elif jam is None:
            assert (menit, pita) == (0, 4)
        elif menit == 0:
            assert pita == 0
        else:
            p = PITA[pita - 1]
            assert p.dari <= menit <= (p.sampai or 1440)


@pytest.mark.parametrize(("detik_", "menit"), [(-1, 0), (0, 0), (59, 0), (60, 1), (119, 1), (120, 2)])
def test_late_minutes_are_completed_ones(detik_: int, menit: int) -> None:
    """ANRI 18/2016: late from 07.31.00, 07.30.59 is on time."""
    assert menit_lambat(np.array([detik_]), np.array([0]), np.array([59])) == [menit]


def test_the_same_inputs_give_the_same_digest_and_others_another() -> None:
    orang = kabupaten(6, 5)
    lama = mesin(orang, pada=USAI)
    assert mesin(orang, pada=USAI + dt.timedelta(days=300)).sidik == lama.sidik
    hari, tekan = orang[2]
    k = next(k for k in range(31) if lama.status[2, k] == StatusHari.HADIR)
    for ganti in (
        replace(hari[k + 1], luwes=hari[k + 1].luwes + 1),
        replace(hari[k + 1], koreksi=(1, None)),
        replace(hari[k + 1], dikecualikan=not hari[k + 1].dikecualikan),
        replace(hari[k + 1], aturan=replace(hari[k + 1].aturan, tanpa_keterangan=1)),
    ):
        baru = mesin([*orang[:2], ([*hari[: k + 1], ganti, *hari[k + 2 :]], tekan), *orang[3:]], pada=USAI)
        beda = [n for n, (x, y) in enumerate(zip(lama.sidik, baru.sidik, strict=True)) if x != y]
        assert beda == [2 * 31 + k]


@pytest.mark.parametrize("cara", list(CaraBaca))
def test_a_distance_of_no_seconds_reads_as_one(cara: CaraBaca) -> None:
    """One press is not an arrival and a departure, and reading comes to an end."""
    for tekan in ([dt.datetime(2026, 10, 5, 7, 20)], [dt.datetime(2026, 10, 5, 7, n) for n in (20, 25, 26)]):
        hari, rekam = _kantor(tekan, cara)
        nol, satu_ = ([replace(x, aturan=replace(x.aturan, jarak=j)) for x in hari] for j in (0, 1))
        assert banding([(nol, rekam)], pada=USAI) == 1
        a, b = mesin([(nol, rekam)], pada=USAI), mesin([(satu_, rekam)], pada=USAI)
        assert (a.masuk[0, 0], a.pulang[0, 0], a.sidik) == (b.masuk[0, 0], b.pulang[0, 0], b.sidik)


def test_a_stated_hour_gives_its_day_alone_another_digest_than_before() -> None:
    """Days without one keep the digest they have, also those of closed months."""
    assert (VERSI, VERSI_MANUAL) == (1, 2)
    hari, tekan = _kantor([dt.datetime(2026, 10, 5, 7, 20)])
    assert mesin([(hari, tekan)], pada=USAI).sidik[0].hex() == "ccd8245feafce8ae1bee4b0336a57914"


def test_presses_outside_the_days_do_not_enter() -> None:
    """A clock that jumped to 2000-01-01 or to the future must not move any other key."""
    b, _ = bahan([_kantor([dt.datetime(2026, 10, 5, 7), dt.datetime(2000, 1, 1), dt.datetime(2099, 1, 1)])])
    assert urutkan(b.rekam, detik(dt.datetime(2026, 10, 4)), detik(dt.datetime(2026, 10, 7))).kunci.size == 1


def test_every_sign_has_words() -> None:
    assert set(SEBUTAN_TANDA) == set(Tanda)
