"""Dates and times in words."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terukur.inti.waktu import (
    HARI,
    ZONA,
    baca_tanggal,
    singkatan_zona,
    tulis_sisa,
    tulis_tanggal,
    tulis_tanggal_singkat,
    tulis_waktu,
)


@given(st.dates())
def test_a_date_can_be_read_back(tanggal: dt.date) -> None:
    assert baca_tanggal(tulis_tanggal(tanggal)) == baca_tanggal(tulis_tanggal(tanggal, hari=True)) == tanggal
    hari, sisa = tulis_tanggal(tanggal, hari=True).split(", ")
    h, bulan, tahun = sisa.split()
    assert HARI.index(hari) == tanggal.weekday()
    assert tulis_tanggal_singkat(tanggal) == f"{h} {bulan[:3]} {tahun}"


@given(st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2100, 1, 1)), st.sampled_from(sorted(ZONA)))
def test_an_instant_in_the_zone_of_the_reader(saat: dt.datetime, zona: str) -> None:
    jam = {"WIB": 7, "WITA": 8, "WIT": 9}[zona]
    setempat = saat + dt.timedelta(hours=jam)
    teks = tulis_waktu(saat.replace(tzinfo=dt.UTC), ZONA[zona])
    assert teks == f"{tulis_tanggal(setempat.date())} pukul {setempat:%H.%M} {zona}"


def test_a_zone_outside_indonesia_has_no_name() -> None:
    with pytest.raises(ValueError, match="Singapore"):
        singkatan_zona(ZoneInfo("Asia/Singapore"))


@pytest.mark.parametrize(
    ("detik", "teks"),
    [
        (0, "kurang dari 1 menit"),
        (59, "kurang dari 1 menit"),
        (60, "1 menit"),
        (3 * 3600 + 20 * 60 + 59, "3 jam 20 menit"),
        (86400 + 4 * 3600 + 59 * 60, "1 hari 4 jam"),
        (2 * 86400, "2 hari"),
        (-2 * 86400, "lewat 2 hari"),
        (-30, "lewat kurang dari 1 menit"),
    ],
)
def test_countdown(detik: int, teks: str) -> None:
    assert tulis_sisa(dt.timedelta(seconds=detik)) == teks


@given(st.timedeltas(dt.timedelta(seconds=1), dt.timedelta(days=3000)))
def test_countdown_never_promises_more_time_than_is_left(selisih: dt.timedelta) -> None:
    satuan = {"hari": 86400, "jam": 3600, "menit": 60}
    kata = tulis_sisa(selisih).replace("kurang dari 1 menit", "0 menit").split()
    ditulis = sum(int(n) * satuan[u] for n, u in zip(kata[::2], kata[1::2], strict=True))
    assert 0 <= selisih.total_seconds() - ditulis < (3600 if ditulis >= 86400 else 60)
    assert len(kata) <= 4
