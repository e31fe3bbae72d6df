"""The reasons for which a record by phone is looked at: named cases, the honest first; properties."""

import datetime as dt
import json
import uuid
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terukur.inti.kesalahan import AturanDilanggar
from terukur.kehadiran.choices import AlasanRisiko as A
from terukur.kehadiran.rules.ponsel import (
    LANGKAH,
    LANGKAH_LALU,
    Sampel,
    Tempat,
    baca_sampel,
    di_dalam,
    jarak,
    kode_layar,
    kode_sah,
    sebut_jarak,
    tempat_terdekat,
    terbaik,
)
from terukur.kehadiran.rules.risiko import (
    BOBOT_BAWAAN,
    BahanRisiko,
    Hadir,
    Lalu,
    jumlahkan_nilai,
    temukan,
)

AMBANG = 50
SAYA, TEMAN = uuid.UUID(int=1), uuid.UUID(int=2)
PADA = dt.datetime(2026, 11, 27, 23, 20, tzinfo=dt.UTC)
HARI = dt.date(2026, 11, 28)
KANTOR = (-9.105_01, 124.892_07)
JAKARTA = (-6.2, 106.8)


def getar(n=6):
    """Readings of an honest phone: near each other, no two the same."""
    return [Sampel(KANTOR[0] + k * 3e-6, KANTOR[1] - k * 2e-6, 11.3 + k, 900 * k) for k in range(n)]


def bahan(**ganti):
    awal = {
        "pegawai": SAYA, "waktu": PADA, "tanggal": HARI, "titik": KANTOR, "akurasi": 11.3, "jauh": 12.0,
        "radius": 100, "sampel": getar(), "perangkat": "a" * 32, "lewat_layar": False,
        "lalu": lampau(), "orang_titik": frozenset({SAYA}), "orang_perangkat": frozenset({SAYA}),
    }  # fmt: skip
    return BahanRisiko(**awal | ganti)


def lampau(n=10, *, titik=None, akurasi=None, perangkat="a" * 32):
    """Former records, one a day: each a little elsewhere with another accuracy, unless told."""
    return [
        Lalu(
            PADA - dt.timedelta(days=k), HARI - dt.timedelta(days=k),
            titik or (KANTOR[0] + k * 1e-5, KANTOR[1] + k * 1e-5), akurasi or 9.0 + k, perangkat,
        )
        for k in range(1, n + 1)
    ]  # fmt: skip


def kode(b):
    return [t.kode for t in temukan(b)]


JUJUR = {
    "a first day": bahan(lalu=[]),
    "an ordinary day": bahan(),
    "office wifi: colleagues near, not identical": bahan(orang_titik=frozenset({SAYA})),
    "one reading only, in a cellar": bahan(sampel=getar(1)),
    "three identical readings within a second": bahan(
        sampel=[Sampel(*KANTOR, 20.0, n * 300) for n in range(3)]
    ),
    "the same chair once before": bahan(lalu=[*lampau(), *lampau(1, titik=KANTOR)]),
    "an accuracy that often is the same, not always": bahan(
        akurasi=9.5, lalu=lampau(9, akurasi=9.5) + lampau(2)
    ),
    "a press at the device of the office a minute before": bahan(
        hadir=[Hadir(PADA - dt.timedelta(minutes=1), (KANTOR[0] + 0.002, KANTOR[1]), 100, "Mesin lobi")]
    ),
    "40 km in an hour by car": bahan(
        hadir=[Hadir(PADA - dt.timedelta(hours=1), (KANTOR[0] + 0.36, KANTOR[1]), 100, "Mesin kota")]
    ),
    "another island the day before": bahan(
        hadir=[Hadir(PADA - dt.timedelta(hours=20), JAKARTA, 100, "Mesin Jakarta")]
    ),
    "a screen, in front of it": bahan(lewat_layar=True, jauh=40.0),
    "a browser without a mark": bahan(perangkat="", orang_perangkat=frozenset({TEMAN})),
}  # fmt: skip


@pytest.mark.parametrize("nama", JUJUR)
def test_the_honest_are_not_flagged(nama):
    assert kode(JUJUR[nama]) == []


DIPERIKSA = {
    "the same coordinates as a colleague": (
        bahan(orang_titik=frozenset({SAYA, TEMAN, uuid.UUID(int=3)})), [A.KOORDINAT_SAMA]
    ),
    "a fixed forged point, day by day": (
        bahan(lalu=lampau(titik=KANTOR), sampel=[Sampel(*KANTOR, 11.3, n * 900) for n in range(6)]),
        [A.KOORDINAT_TETAP, A.TANPA_GETAR],
    ),
    "a device 40 km away ten minutes before": (
        bahan(
            hadir=[Hadir(PADA - dt.timedelta(minutes=10), (KANTOR[0] + 0.36, KANTOR[1]), 100, "Mesin kota")]
        ),
        [A.KECEPATAN],
    ),
    "a code opened far away": (bahan(lewat_layar=True, jauh=5_000.0), [A.LAYAR_JAUH]),
}  # fmt: skip
NASIHAT = {
    "one phone handed between two people": (
        bahan(orang_perangkat=frozenset({SAYA, TEMAN})), [A.PERANGKAT_BERSAMA]
    ),
    "a new phone": (bahan(perangkat="b" * 32), [A.PERANGKAT_BARU]),
    "a phone that never trembles": (
        bahan(sampel=[Sampel(*KANTOR, 20.0, n * 900) for n in range(6)]), [A.TANPA_GETAR]
    ),
    "an accuracy that is always the same": (
        bahan(akurasi=9.5, lalu=lampau(akurasi=9.5)), [A.KETELITIAN_TETAP]
    ),
    "a code without a position": (
        bahan(lewat_layar=True, titik=None, jauh=None, sampel=[]), [A.LAYAR_TANPA_POSISI]
    ),
    "a new phone that somebody else used too": (
        bahan(perangkat="b" * 32, orang_perangkat=frozenset({TEMAN})), [A.PERANGKAT_BARU, A.PERANGKAT_BERSAMA]
    ),
}  # fmt: skip


@pytest.mark.parametrize("nama", DIPERIKSA)
def test_what_a_human_looks_at(nama):
    b, sebab = DIPERIKSA[nama]
    assert kode(b) == sebab
    assert jumlahkan_nilai(temukan(b)) >= AMBANG


@pytest.mark.parametrize("nama", NASIHAT)
def test_what_is_said_but_sends_nobody_to_the_queue(nama):
    b, sebab = NASIHAT[nama]
    assert kode(b) == sebab
    assert 0 < jumlahkan_nilai(temukan(b)) < AMBANG


def test_evidence_is_read_without_coordinates():
    b = bahan(orang_titik=frozenset({SAYA, *(uuid.UUID(int=n) for n in range(10, 16))}))
    (satu,) = temukan(b)
    assert satu.bukti == "koordinat persis sama dengan 6 orang lain pada hari itu"
    jauh = DIPERIKSA["a device 40 km away ten minutes before"][0]
    assert temukan(jauh)[0].bukti == "39,9 km dalam 10 menit dari Mesin kota"
    for b in (*JUJUR.values(), *(x[0] for x in (*DIPERIKSA.values(), *NASIHAT.values()))):
        assert not any("124" in t.bukti or "-9" in t.bukti for t in temukan(b))


def test_points_are_data():
    b = DIPERIKSA["the same coordinates as a colleague"][0]
    assert kode(replace(b, bobot=BOBOT_BAWAAN | {A.KOORDINAT_SAMA: 0})) == []
    assert jumlahkan_nilai(temukan(replace(b, bobot=dict.fromkeys(BOBOT_BAWAAN, 7)))) == 7
    semua = replace(
        b, orang_perangkat=frozenset({TEMAN}), lalu=lampau(titik=KANTOR), lewat_layar=True, jauh=9e5
    )
    assert jumlahkan_nilai(temukan(semua)) == 100  # no more than that


titik_ = st.tuples(st.floats(-89, 89), st.floats(-180, 180))


@given(titik_, titik_, titik_)
def test_distance_is_a_distance(a, b, c):
    assert jarak(a, a) == 0
    assert jarak(a, b) == pytest.approx(jarak(b, a))
    assert jarak(a, c) <= jarak(a, b) + jarak(b, c) + 1e-3
    assert jarak(a, b) <= 20_016_000


def test_distance_of_known_places():
    assert jarak((0, 0), (0, 1)) == pytest.approx(111_195, abs=5)
    assert sebut_jarak(340.4) == "340 m"
    assert sebut_jarak(4_240) == "4,2 km"


@given(st.floats(0, 1e5), st.floats(10, 5e4), st.floats(0, 5e3), st.floats(0, 1e3))
def test_a_coarser_position_never_puts_anybody_outside(jauh, radius, akurasi, lebih):
    if di_dalam(jauh, radius, akurasi):
        assert di_dalam(jauh, radius, akurasi + lebih)
        assert di_dalam(jauh, radius + lebih, akurasi)
    assert di_dalam(jauh, radius, 0) == (jauh <= radius)


def test_the_nearest_place_that_holds_the_position():
    s = Sampel(*KANTOR, 10, 0)
    dekat = Tempat(1, "Dekat", (KANTOR[0] + 0.002, KANTOR[1]), 50)  # 222 m away, 50 m around
    luas = Tempat(2, "Desa", (KANTOR[0] + 0.02, KANTOR[1]), 3_000)
    assert tempat_terdekat(s, []) is None
    assert tempat_terdekat(s, [luas, dekat])[0].nama == "Desa"  # type: ignore[index]
    assert tempat_terdekat(s, [dekat])[0].nama == "Dekat"  # type: ignore[index]


@given(st.integers(0, 2**40), st.integers(-10, 10))
def test_a_code_is_taken_for_its_time_and_two_minutes_at_most(detik, geser):
    saat = dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=detik % 10**9)
    kini = int(saat.timestamp()) // LANGKAH
    sah = kode_sah("rahasia", kode_layar("rahasia", max(0, kini + geser)), saat)
    assert sah == (-LANGKAH_LALU <= geser <= 0)
    assert not kode_sah("lain", kode_layar("rahasia", kini), saat)
    assert LANGKAH * (LANGKAH_LALU + 1) == 120


@pytest.mark.parametrize(
    "teks",
    [
        "{", "{}", "[1]", "[[1,2,3]]", '[["a",2,3,4]]', "[[91,0,5,0]]", "[[0,181,5,0]]", "[[0,0,-1,0]]",
        "[[0,0,5,-1]]", "[[NaN,0,5,0]]", "[[0,0,Infinity,0]]", "[[true,0,5,0]]", "[[0,0,5,999999]]",
        json.dumps([[0, 0, 5, 0]] * 21), "[" * 50_000,
    ],
)  # fmt: skip
def test_samples_that_are_none_are_refused(teks):
    with pytest.raises(AturanDilanggar, match="tidak terbaca"):
        baca_sampel(teks)


def test_samples_are_read_and_the_best_chosen():
    isi = baca_sampel("[[-9.1, 124.8, 30, 900], [-9.2, 124.9, 12, 400], [-9.3, 124.7, 12, 100]]")
    assert terbaik(isi) == Sampel(-9.3, 124.7, 12.0, 100)
    assert baca_sampel(" ") == []
    assert terbaik([]) is None
