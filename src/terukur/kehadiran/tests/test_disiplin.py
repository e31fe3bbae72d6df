"""Steps of PP 94/2021 and the counters behind them (absensi.md 5.2)."""

import datetime as dt
import random

import numpy as np
import pytest

from terukur.kehadiran.choices import StatusHari
from terukur.kehadiran.models import HariKehadiran
from terukur.kehadiran.queries.pembinaan import binaan
from terukur.kehadiran.rules.disiplin import (
    AMBANG_BERUNTUN,
    AMBANG_HARI,
    NETRAL,
    TANGGA,
    hitung_disiplin,
    jenjang,
    peringatan,
)
from terukur.kehadiran.tests.factories import SEKARANG, buat_staf
from terukur.organisasi.tests.factories import buat_opd

S = StatusHari


@pytest.mark.parametrize(
    ("hari", "kata"),
    [
        (0, None), (2, None), (3, "Teguran lisan"), (4, "Teguran tertulis"), (6, "Teguran tertulis"),
        (7, "Pernyataan tidak puas"), (10, "Pernyataan tidak puas"), (11, "selama 6 bulan"),
        (13, "selama 6 bulan"), (14, "selama 9 bulan"), (16, "selama 9 bulan"),
        (17, "tunjangan 25% selama 12"), (20, "tunjangan 25% selama 12"), (21, "Penurunan jabatan"),
        (24, "Penurunan jabatan"), (25, "Pembebasan dari jabatan"), (27, "Pembebasan dari jabatan"),
        (28, "Pemberhentian"), (200, "Pemberhentian"),
    ],
)  # fmt: skip
def test_steps_of_the_law(hari: int, kata: str | None) -> None:
    j = jenjang(hari)
    assert (j and kata and kata in j.sebutan) if kata else j is None


def test_steps_leave_no_gap() -> None:
    assert TANGGA[0].dari == 3
    assert [j.dari for j in TANGGA[1:]] == [(j.sampai or 0) + 1 for j in TANGGA[:-1]]
    assert [j.tingkat for j in TANGGA] == ["ringan"] * 3 + ["sedang"] * 3 + ["berat"] * 3


def test_ten_working_days_in_a_row_stand_on_the_last_step() -> None:
    assert jenjang(9, 9) == TANGGA[2]
    assert jenjang(10, 10) == TANGGA[-1]


def test_warnings_come_at_each_threshold_once() -> None:
    dari_hari = [p.ambang for n in range(40) for p in peringatan((n, 0), (n + 1, 0))]
    dari_runtun = [p.ambang for n in range(40) for p in peringatan((0, n), (0, n + 1))]
    assert (tuple(dari_hari), tuple(dari_runtun)) == (AMBANG_HARI, AMBANG_BERUNTUN)
    assert [p.ambang for p in peringatan((1, 1), (7, 5))] == [2, 3, 6, 7, 5]
    menjelang = peringatan((1, 0), (2, 0))[0]
    assert (menjelang.kini, menjelang.berikut) == (None, TANGGA[0])
    sampai = peringatan((2, 0), (3, 0))[0]
    assert (sampai.kini, sampai.berikut) == (TANGGA[0], TANGGA[1])
    assert [p.kini for p in peringatan((9, 9), (10, 10)) if p.beruntun] == [TANGGA[-1]]
    assert peringatan((3, 1), (3, 1)) == []


@pytest.mark.django_db
def test_a_run_ends_on_days_of_which_nothing_was_recorded() -> None:
    orang = buat_staf(buat_opd())
    status = {2: 2, 3: 2, 9: 2, 10: 2, 11: S.LEPAS, 12: S.LIBUR, 13: 2}  # nothing of the 4th to the 8th
    for hari, s in status.items():
        HariKehadiran.objects.create(
            pegawai=orang, tanggal=dt.date(2026, 11, hari), status=s, jumlah_pindai=0, terlambat=0,
            pulang_cepat=0, pita_terlambat=0, pita_pulang_cepat=0, potongan=0, tanda=0, sidik=b"",
            dihitung_pada=SEKARANG,
        )  # fmt: skip
    satu = binaan(dt.date(2026, 11, 20), pada=SEKARANG)[0]
    assert (satu.hari, satu.beruntun) == (5, 3)
    assert satu.kata_periksa == "Belum mempunyai PIN; petakan dahulu"


def _polos(status: list[list[StatusHari]], awal: int) -> list[tuple[int, int]]:
    """Counters of each person, day by day."""
    hasil = []
    for baris in status:
        hari = beruntun = terpanjang = 0
        for n, s in enumerate(baris):
            if s == S.TANPA_KETERANGAN:
                beruntun += 1
                if n >= awal:
                    hari += 1
                    terpanjang = max(terpanjang, beruntun)
            elif s not in NETRAL:
                beruntun = 0
        hasil.append((hari, terpanjang))
    return hasil


def _masukan(status: list[list[StatusHari]]) -> tuple[list[int], list[int], list[bool]]:
    orang, hari, putus = [], [], []
    for o, baris in enumerate(status):
        ada = False
        for n, s in enumerate(baris):
            if s == S.TANPA_KETERANGAN:
                orang.append(o)
                hari.append(n)
                putus.append(ada)
                ada = False
            elif s not in NETRAL:
                ada = True
    return orang, hari, putus


def test_counters_agree_with_counting_day_by_day() -> None:
    acak = random.Random(0)
    pilihan = [S.TANPA_KETERANGAN] * 6 + [S.LEPAS, S.LEPAS, S.LIBUR, S.BELUM, S.HADIR, S.CUTI, S.TANPA_JADWAL]
    status = [[acak.choice(pilihan) for _ in range(120)] for _ in range(40)] + [[S.HADIR] * 120]
    o, h, p = (np.array(x) for x in _masukan(status))
    kocok = np.random.default_rng(0).permutation(o.size)
    hari, beruntun = hitung_disiplin(o[kocok], h[kocok], p[kocok], awal=30, banyak=41)
    assert list(zip(hari.tolist(), beruntun.tolist(), strict=True)) == _polos(status, 30)
    assert max(beruntun) >= 10


def test_a_weekend_does_not_end_a_run_and_a_presence_does() -> None:
    tk, l, h = S.TANPA_KETERANGAN, S.LEPAS, S.HADIR  # noqa: E741
    status = [[tk, tk, l, l, tk], [tk, tk, h, l, tk], [tk, tk, S.BELUM, l, tk]]
    o, n, p = (np.array(x) for x in _masukan(status))
    hari, beruntun = hitung_disiplin(o, n, p, awal=0, banyak=3)
    assert (hari.tolist(), beruntun.tolist()) == ([3, 3, 3], [3, 2, 3])


def test_nobody_absent() -> None:
    kosong = np.zeros(0, np.int64)
    hari, beruntun = hitung_disiplin(kosong, kosong, kosong.astype(bool), awal=0, banyak=2)
    assert (hari.tolist(), beruntun.tolist()) == ([0, 0], [0, 0])
