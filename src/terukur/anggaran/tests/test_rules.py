"""Ceilings and rooms against worked examples and laws that hold for all inputs."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terukur.anggaran.choices import CaraLampaui, JenisBelanja
from terukur.anggaran.rules import ruang as rules
from terukur.anggaran.rules.ruang import BarisKebutuhan, Lampau, Sel

D = Decimal
DINAS, RSUD, PKM = None, "rsud", "puskesmas"
DAU, DAK, BLUD = "dau", "dak", "blud"
PAGU = {
    Sel(DINAS, DAU): D("60000000000.00"),
    Sel(DINAS, DAK): D("1400000000.00"),
    Sel(RSUD, BLUD): D("25000000000.00"),
}

uang = st.decimals(min_value=0, max_value=D("999999999999999.99"), places=2)
unit = st.sampled_from([DINAS, RSUD, PKM])
sumber = st.sampled_from([None, DAU, DAK, BLUD])
sel_acak = st.builds(Sel, unit, sumber)
baris = st.builds(
    BarisKebutuhan,
    unit=unit,
    sumber=sumber,
    jumlah=st.none() | uang,
    di_atas_pagu=st.booleans(),
    kode=st.sampled_from(["1.02.02.2.02.0004", "1.02.02.2.01.0001", "1.02.01.2.01.0001"]),
)


def test_room_of_the_sketch() -> None:
    ruang = rules.hitung_ruang(
        {Sel(None, DAU): D("61400000000")},
        [BarisKebutuhan(PKM, DAU, D("59872500000"), kode="1.02.02.2.02.0004")],
    )
    assert (ruang.pagu, ruang.diusulkan, ruang.sisa) == (
        D("61400000000"),
        D("59872500000"),
        D("1527500000"),
    )


def test_hospital_is_counted_in_its_dinas_but_keeps_its_own_ceiling() -> None:
    ruang = rules.hitung_ruang(PAGU, [BarisKebutuhan(RSUD, BLUD, D("25000000001"))])
    assert ruang.pagu == D("86400000000.00")
    assert ruang.sisa == D("61399999999.00")  # the OPD as a whole has room ...
    assert ruang.kelebihan == D("1")  # ... but not for the hospital's BLUD money
    assert rules.periksa_muat(ruang, unit=DINAS, sumber=BLUD, jumlah=D(1)) == Lampau(D(1), None)


def test_unit_without_own_ceiling_spends_from_the_opd() -> None:
    ruang = rules.hitung_ruang(PAGU, [BarisKebutuhan(PKM, DAU, D(10))])
    sel = ruang.cari(PKM, DAU)
    assert sel is not None
    assert sel.sel == Sel(None, DAU)
    assert sel.sisa == D("59999999990.00")


@pytest.mark.parametrize(
    ("ada", "harap"),
    [
        ({Sel("u", "s"), Sel("u", None), Sel(None, "s"), Sel(None, None)}, Sel("u", "s")),
        ({Sel("u", None), Sel(None, "s"), Sel(None, None)}, Sel("u", None)),
        ({Sel(None, "s"), Sel(None, None)}, Sel(None, "s")),
        ({Sel(None, None)}, Sel(None, None)),
        ({Sel("lain", "s"), Sel("u", "lain")}, None),
    ],
)
def test_most_specific_ceiling_wins(ada: set[Sel], harap: Sel | None) -> None:
    assert rules.cari_sel(ada, "u", "s") == harap


def test_without_any_ceiling_there_is_no_verdict() -> None:
    ruang = rules.hitung_ruang({}, [BarisKebutuhan(None, DAU, D(5))])
    assert (ruang.pagu, ruang.sisa, ruang.kelebihan) == (None, None, 0)
    assert rules.periksa_muat(ruang, unit=None, sumber=DAU, jumlah=D(9)) is None


def test_ceiling_of_zero_is_a_ceiling() -> None:
    ruang = rules.hitung_ruang({Sel(None, DAU): D("0.00")}, [])
    assert ruang.pagu == 0
    lampau = rules.periksa_muat(ruang, unit=None, sumber=DAU, jumlah=D("0.01"))
    assert lampau is not None
    assert lampau.kelebihan == D("0.01")


def test_excess_is_exact_to_the_sen() -> None:
    ruang = rules.hitung_ruang({Sel(None, DAU): D("12345678901234.56")}, [])
    assert rules.periksa_muat(ruang, unit=None, sumber=DAU, jumlah=D("12345678901234.56")) is None
    lampau = rules.periksa_muat(ruang, unit=None, sumber=DAU, jumlah=D("12345678901234.57"))
    assert lampau is not None
    assert lampau.kelebihan == D("0.01")


def test_sentence_names_excess_room_stage_and_way_out() -> None:
    lampau = Lampau(D(1250000000), D(1000000000))
    usulan = rules.kalimat_lampau(lampau, sumber="DAU", tahap="RKA 2027", cara=CaraLampaui.USULAN)
    for bagian in (
        "Rp 1.250.000.000",
        "sebesar Rp 250.000.000",
        "sisa pagu Rp 1.000.000.000",
        "RKA 2027",
        "usulan di atas pagu",
    ):
        assert bagian in usulan
    tolak = rules.kalimat_lampau(lampau, sumber="DAU", tahap="RKA 2027", cara=CaraLampaui.TOLAK)
    assert "usulan di atas pagu" not in tolak
    assert "TAPD" in tolak
    tanpa = rules.kalimat_lampau(Lampau(D(5), None), sumber="DAK", tahap="RKA 2027", cara=CaraLampaui.TOLAK)
    assert "Belum ada pagu DAK" in tanpa


def test_running_room_after_each_row() -> None:
    baris_ = [
        BarisKebutuhan(None, DAU, D("59000000000")),
        BarisKebutuhan(PKM, DAU, None),
        BarisKebutuhan(PKM, DAU, D("1000000000")),
        BarisKebutuhan(None, DAU, D("7"), di_atas_pagu=True),
        BarisKebutuhan(None, BLUD, D("7")),
        BarisKebutuhan(None, DAU, D("0.01")),
    ]
    assert rules.sisa_berjalan(PAGU, baris_) == [D("1000000000.00")] * 2 + [D(0), D(0), None, D("-0.01")]


def test_totals_per_level_add_leaves_only_and_empty_is_not_zero() -> None:
    total = rules.jumlahkan(
        [
            BarisKebutuhan(None, DAU, D("100.10"), kode="1.02.02.2.02.0004"),
            BarisKebutuhan(None, DAK, D("0.90"), kode="1.02.02.2.02.0004"),
            BarisKebutuhan(None, DAU, None, kode="1.02.02.2.02.0005"),
            BarisKebutuhan(None, DAU, D("0"), kode="1.02.02.2.01.0001"),
            BarisKebutuhan(None, DAU, D("50"), di_atas_pagu=True, kode="1.02.02.2.01.0001"),
        ]
    )
    assert {k: t.jumlah for k, t in total.items()} == {
        "1.02.02": D("101.00"),
        "1.02.02.2.01": D("0"),
        "1.02.02.2.01.0001": D("0"),
        "1.02.02.2.02": D("101.00"),
        "1.02.02.2.02.0004": D("101.00"),
        "1.02.02.2.02.0005": None,
    }
    assert total["1.02.02"].kosong == 1
    assert not total["1.02.02"].data_lengkap
    assert total["1.02.02"].di_atas_pagu == D("50")


@pytest.mark.parametrize(
    ("kode", "jenis"),
    [
        ("5.1.02.01.01.0024", JenisBelanja.OPERASI),
        ("5.2", JenisBelanja.MODAL),
        ("5.3.01", JenisBelanja.TAK_TERDUGA),
        ("5.4.01.01", JenisBelanja.TRANSFER),
        ("4.1.01", None),
        ("5", None),
        ("", None),
        ("51.02", None),
    ],
)
def test_kind_of_spending_follows_the_account(kode: str, jenis: JenisBelanja | None) -> None:
    assert rules.jenis_belanja(kode) == jenis


@pytest.mark.parametrize(
    ("jumlah", "boleh"),
    [
        (None, True),
        (D("0"), True),
        (D("12345678901234.56"), True),
        (D("-0.01"), False),
        (D("1.005"), False),
        (D(10) ** 18, False),
        (D(10) ** 18 - D("0.01"), True),
    ],
)
def test_amounts_that_can_be_stored(jumlah: D | None, boleh: bool) -> None:
    assert (rules.periksa_jumlah(jumlah) is None) is boleh


@given(st.dictionaries(sel_acak, uang, max_size=12), st.lists(baris, max_size=25))
def test_rooms_and_needs_make_the_ceiling(pagu: dict[Sel, D], kebutuhan: list[BarisKebutuhan]) -> None:
    ruang = rules.hitung_ruang(pagu, kebutuhan)
    assert sum(s.sisa + s.terpakai for s in ruang.sel) == sum(pagu.values())
    semua = sum((k.jumlah for k in kebutuhan if k.jumlah is not None), D(0))
    assert ruang.diusulkan + ruang.di_atas_pagu == semua
    if pagu:
        assert ruang.sisa is not None
        assert ruang.sisa + ruang.diusulkan == ruang.pagu
    # Order of the rows changes nothing.
    balik = rules.hitung_ruang(pagu, reversed(kebutuhan))
    assert (balik.sel, balik.kelebihan) == (ruang.sel, ruang.kelebihan)


@given(st.dictionaries(sel_acak, uang, min_size=1, max_size=12), st.lists(baris, max_size=25))
def test_rows_let_in_one_by_one_never_pass_a_ceiling(
    pagu: dict[Sel, D], kebutuhan: list[BarisKebutuhan]
) -> None:
    masuk: list[BarisKebutuhan] = []
    for k in kebutuhan:
        ruang = rules.hitung_ruang(pagu, masuk)
        lampau = rules.periksa_muat(ruang, unit=k.unit, sumber=k.sumber, jumlah=k.jumlah)
        if k.di_atas_pagu or lampau is None:
            masuk.append(k)
        else:
            assert lampau.muat + lampau.kelebihan == k.jumlah
            masuk.append(BarisKebutuhan(k.unit, k.sumber, lampau.muat, kode=k.kode))
            masuk.append(BarisKebutuhan(k.unit, k.sumber, lampau.kelebihan, di_atas_pagu=True, kode=k.kode))
    assert all(s.sisa >= 0 for s in rules.hitung_ruang(pagu, masuk).sel)


@given(st.dictionaries(sel_acak, uang, max_size=12), st.lists(baris, max_size=25))
def test_running_rooms_end_at_the_rooms(pagu: dict[Sel, D], kebutuhan: list[BarisKebutuhan]) -> None:
    akhir: dict[Sel, D] = dict(pagu)
    for k, sisa in zip(kebutuhan, rules.sisa_berjalan(pagu, kebutuhan), strict=True):
        sel = rules.cari_sel(pagu, k.unit, k.sumber)
        assert (sel is None) == (sisa is None)
        if sel is not None and sisa is not None:
            akhir[sel] = sisa
    assert akhir == {s.sel: s.sisa for s in rules.hitung_ruang(pagu, kebutuhan).sel}


@given(st.lists(baris, max_size=25))
def test_levels_agree(kebutuhan: list[BarisKebutuhan]) -> None:
    for t in ("program", "kegiatan", "sub_kegiatan"):
        total = rules.jumlahkan(kebutuhan, [t])
        terisi = sum((x.jumlah for x in total.values() if x.jumlah is not None), D(0))
        assert terisi == sum(
            (k.jumlah for k in kebutuhan if k.jumlah is not None and not k.di_atas_pagu), D(0)
        )
