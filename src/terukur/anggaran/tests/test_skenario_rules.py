"""Capacity scenarios: what holds for any rows, weights and gap."""

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from terukur.anggaran.rules.skenario import (
    BarisUsul,
    batas_potong,
    hitung_poin,
    jelaskan_poin,
    kekurangan_persen,
    susun_skenario,
)

KRITERIA = ("mandatori", "prioritas", "rpjmd", "publik", "kinerja")
rupiah = st.decimals(0, 10**13, places=2)
persen = st.decimals(0, 100, places=2)
bobot = st.fixed_dictionaries(dict.fromkeys(KRITERIA, persen))
nilai = st.fixed_dictionaries(dict.fromkeys(KRITERIA, st.none() | st.decimals(0, 1, places=2)))


@st.composite
def daftar(draw, ukuran=12):
    banyak = draw(st.integers(0, ukuran))
    return [BarisUsul(f"{n:03}", draw(rupiah), draw(nilai), draw(st.booleans())) for n in range(banyak)]


def satu(jumlah: int, nilai_: int, *, kunci: str = "a", wajib: bool = False) -> BarisUsul:
    return BarisUsul(kunci, Decimal(jumlah), {"prioritas": Decimal(nilai_)}, wajib)


BOBOT = {"prioritas": Decimal(100)}


@given(daftar(), rupiah, bobot, persen)
def test_the_cuts_are_the_gap_or_the_rest_is_told(baris, kekurangan, bobot_, lindung):
    hasil = susun_skenario(baris, kekurangan=kekurangan, bobot=bobot_, lindung=lindung)
    assert hasil.potong + hasil.kurang == kekurangan
    dapat = sum((b.paling_banyak for b in hasil.baris), Decimal(0))
    assert hasil.kurang == max(0, kekurangan - dapat)
    assert sorted(b.peringkat for b in hasil.baris) == list(range(1, len(baris) + 1))


@given(daftar(), rupiah, bobot, persen)
def test_no_cut_passes_its_row_and_the_protected_share_stays(baris, kekurangan, bobot_, lindung):
    asal = {b.kunci: b for b in baris}
    for h in susun_skenario(baris, kekurangan=kekurangan, bobot=bobot_, lindung=lindung).baris:
        b = asal[h.kunci]
        assert 0 <= h.potong <= h.paling_banyak <= b.jumlah
        if b.wajib:
            assert (b.jumlah - h.potong) * 100 >= b.jumlah * lindung


@given(daftar(), rupiah, bobot, persen, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(baris, kekurangan, bobot_, lindung, acak):
    isi = {"kekurangan": kekurangan, "bobot": bobot_, "lindung": lindung}
    assert susun_skenario(baris, **isi) == susun_skenario(acak.sample(baris, len(baris)), **isi)


@given(daftar(), rupiah, bobot, persen)
def test_the_lowest_are_cut_first(baris, kekurangan, bobot_, lindung):
    """A row is touched only when all below it have given what they may."""
    hasil = susun_skenario(baris, kekurangan=kekurangan, bobot=bobot_, lindung=lindung).baris
    for atas, bawah in pairwise(hasil):
        assert atas.poin >= bawah.poin
        assert not atas.potong or bawah.potong == bawah.paling_banyak


@given(nilai, bobot)
def test_points_are_the_sum_of_what_is_told(nilai_, bobot_):
    poin, rincian = hitung_poin(nilai_, bobot_)
    assert poin == sum(r for r in rincian.values() if r is not None)
    assert Decimal(0) <= poin <= Decimal("100.05")
    assert {k for k, r in rincian.items() if r is not None} <= {k for k, n in nilai_.items() if n is not None}


@given(nilai, bobot, st.sampled_from(KRITERIA), st.decimals(0, 1, places=2))
def test_a_better_row_never_has_fewer_points(nilai_, bobot_, kriteria, naik):
    if nilai_[kriteria] is None:
        return
    lebih = {**nilai_, kriteria: max(nilai_[kriteria], naik)}
    assert hitung_poin(lebih, bobot_)[0] >= hitung_poin(nilai_, bobot_)[0]


@given(daftar(), rupiah, st.data())
def test_what_was_moved_by_hand_stays_and_the_others_find_the_rest(baris, kekurangan, data):
    if not baris:
        return
    n = data.draw(st.integers(0, len(baris) - 1))
    tetap = min(baris[n].jumlah, data.draw(rupiah))
    baris[n] = replace(baris[n], wajib=False, tetap=tetap)
    hasil = susun_skenario(baris, kekurangan=kekurangan, bobot=BOBOT, lindung=Decimal(80))
    assert next(h.potong for h in hasil.baris if h.kunci == baris[n].kunci) == tetap
    assert hasil.potong + hasil.kurang == max(kekurangan, tetap)


def test_unknown_criteria_take_no_part():
    """No provider of results: two rows are compared by what is known of both."""
    poin, rincian = hitung_poin(
        {"prioritas": Decimal(1), "kinerja": None}, {"prioritas": Decimal(25), "kinerja": Decimal(75)}
    )
    assert (poin, rincian) == (100, {"prioritas": 100, "kinerja": None})
    nama = {"prioritas": "Prioritas daerah", "kinerja": "Kinerja"}
    teks = jelaskan_poin({"prioritas": "100.00", "kinerja": None}, nama)
    assert teks == "Prioritas daerah 100,00; belum dinilai: Kinerja"
    assert hitung_poin({"prioritas": None}, BOBOT) == (0, {"prioritas": None})


def test_a_small_example_by_hand():
    baris = [
        satu(100, 1, kunci="prioritas"), satu(60, 0, kunci="rutin"), satu(200, 0, kunci="gaji", wajib=True)
    ]  # fmt: skip
    hasil = susun_skenario(baris, kekurangan=Decimal(110), bobot=BOBOT, lindung=Decimal(80))
    assert {h.kunci: h.potong for h in hasil.baris} == {"gaji": 40, "rutin": 60, "prioritas": 10}
    assert hasil.kurang == 0


def test_the_protected_share_is_never_rounded_away():
    assert batas_potong(Decimal("0.01"), wajib=True, lindung=Decimal(80)) == 0
    assert kekurangan_persen(Decimal("100.01"), Decimal("10")) == Decimal("10.01")
