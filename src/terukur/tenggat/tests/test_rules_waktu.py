"""Due instants, verdicts and instants of reports, against an independent oracle."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terukur.tenggat import rules
from terukur.tenggat.choices import JenisSaat
from terukur.tenggat.rules import MasaPerpanjangan

T = dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC)
detik = st.integers(-200_000, 200_000)


def saat(d: int) -> dt.datetime:
    return T + dt.timedelta(seconds=d)


masa = st.builds(lambda a, b: MasaPerpanjangan(saat(a), saat(a + b)), detik, st.integers(1, 200_000))


@pytest.mark.parametrize(
    ("terima", "toleransi", "tepat"),
    [(-1, 0, True), (0, 0, True), (1, 0, False), (10, 10, True), (11, 10, False)],
)
def test_it_judges_at_the_second(terima, toleransi, tepat):
    hasil = rules.putusan(saat(terima), T, [], dt.timedelta(seconds=toleransi))
    assert hasil.tepat_waktu is tepat
    assert hasil.selisih == dt.timedelta(seconds=terima)


def test_an_extension_granted_after_receipt_does_not_count():
    kemudian = MasaPerpanjangan(saat(7200), saat(90_000))
    assert not rules.putusan(saat(3600), T, [kemudian], dt.timedelta(0)).tepat_waktu
    assert rules.putusan(saat(7200), T, [kemudian], dt.timedelta(0)).tepat_waktu


@given(detik, st.lists(masa, max_size=5), st.integers(0, 60))
def test_verdict_oracle(terima, daftar, toleransi):
    """On time iff some due instant known at receipt is not passed by more than the tolerance."""
    hasil = rules.putusan(saat(terima), T, daftar, dt.timedelta(seconds=toleransi))
    kandidat = [T] + [m.sampai for m in daftar if m.diputus_pada <= saat(terima)]
    tepat = any((saat(terima) - k).total_seconds() <= toleransi for k in kandidat)
    assert hasil.tepat_waktu is tepat
    assert hasil.tenggat_berlaku in kandidat
    assert all(hasil.tenggat_berlaku >= k for k in kandidat)


@given(detik, st.lists(masa, max_size=4), masa)
def test_one_more_extension_never_makes_it_late(terima, daftar, tambahan):
    nol = dt.timedelta(0)
    if rules.putusan(saat(terima), T, daftar, nol).tepat_waktu:
        assert rules.putusan(saat(terima), T, [*daftar, tambahan], nol).tepat_waktu


@given(st.lists(st.lists(masa, max_size=3), max_size=4))
def test_every_instant_appears_once_and_in_order(perpanjangan):
    tutup = saat(500_000)
    daftar = rules.saat_laporan(T, tutup, perpanjangan)
    waktu = [s for s, _ in daftar]
    assert waktu == sorted(set(waktu))
    assert (T, JenisSaat.TENGGAT) in daftar
    assert (tutup, JenisSaat.TUTUP) in daftar
    for milik in perpanjangan:
        if milik:
            assert max(m.sampai for m in milik) in waktu


def test_an_extension_replaced_in_time_leaves_no_instant():
    lama = MasaPerpanjangan(saat(0), saat(100))
    baru = MasaPerpanjangan(saat(50), saat(200))
    assert rules.akhir_perpanjangan([lama, baru]) == {saat(200)}
    terlambat_diganti = MasaPerpanjangan(saat(150), saat(200))
    assert rules.akhir_perpanjangan([lama, terlambat_diganti]) == {saat(100), saat(200)}


def test_one_edition_when_due_and_close_coincide():
    assert rules.saat_laporan(T, T, []) == [(T, JenisSaat.TENGGAT)]


@pytest.mark.parametrize(
    ("jam_lagi", "umum_jam_lalu", "hasil"),
    [
        (73, 200, None), (72, 200, 72), (30, 200, 72), (24, 200, 24), (5, 200, 24), (4, 200, 4),
        (0, 200, None), (48, 3, None), (23, 30, 24),
    ],
)  # fmt: skip
def test_only_the_most_urgent_reminder_is_due(jam_lagi, umum_jam_lalu, hasil):
    pada = T - dt.timedelta(hours=jam_lagi)
    assert (
        rules.pengingat_jatuh(T, diumumkan_pada=pada - dt.timedelta(hours=umum_jam_lalu), pada=pada) == hasil
    )


@pytest.mark.parametrize(
    ("tepat", "selisih", "kata"),
    [
        (True, -5, "Tepat waktu"), (True, 3, "Tepat waktu"), (False, 1, "Terlambat 1 menit"),
        (False, 3600, "Terlambat 1 jam"), (False, 86_400, "Terlambat 1 hari"),
        (False, 86_401, "Terlambat 2 hari"), (None, None, ""),
    ],
)  # fmt: skip
def test_words_of_the_verdict(tepat, selisih, kata):
    assert rules.tulis_putusan(tepat, selisih) == kata
