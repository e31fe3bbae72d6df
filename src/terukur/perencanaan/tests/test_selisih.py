"""Differences of versions, of stages, and of money with a SIPD export."""

import random
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from terukur.perencanaan.rules.pohon import Daun, susun_pohon
from terukur.perencanaan.rules.selisih import (
    BarisNomenklatur,
    BarisUang,
    beda_nomenklatur,
    beda_tahapan,
    rekonsiliasi,
)


def test_each_kind_of_change_between_versions() -> None:
    lama = [
        BarisNomenklatur("1.01", "Sama", "Jumlah", "Orang"),
        BarisNomenklatur("1.02", "Nama lama"),
        BarisNomenklatur("1.03", "Pindah"),
        BarisNomenklatur("1.04", "Hilang"),
        BarisNomenklatur("1.05", "Satuan", "Jumlah", "Orang"),
    ]
    baru = [
        BarisNomenklatur("1.01", "  SAMA ", "Jumlah", "orang"),
        BarisNomenklatur("1.02", "Nama baru"),
        BarisNomenklatur("1.05", "Satuan", "Jumlah", "Dokumen"),
        BarisNomenklatur("1.07", "Baru"),
        BarisNomenklatur("1.08", "Pindah", kode_sebelumnya="1.03"),
        BarisNomenklatur("1.09", "Pecahan", kode_sebelumnya="1.03"),
        BarisNomenklatur("1.10", "Sudah lama pindah", kode_sebelumnya="1.01"),
    ]
    lama.append(BarisNomenklatur("1.10", "Sudah lama pindah"))
    assert [(d.jenis, d.kode) for d in beda_nomenklatur(lama, baru)] == [
        ("ganti_nama", "1.02"),
        ("hilang", "1.04"),
        ("ubah_indikator", "1.05"),
        ("baru", "1.07"),
        ("pindah_kode", "1.08"),
        ("pindah_kode", "1.09"),
    ]


NOMENKLATUR = st.lists(
    st.builds(BarisNomenklatur, st.integers(1, 9).map(str), st.sampled_from("ab")),
    unique_by=lambda b: b.kode,
)


@given(NOMENKLATUR, NOMENKLATUR)
def test_difference_of_versions_is_antisymmetric(
    a: list[BarisNomenklatur], b: list[BarisNomenklatur]
) -> None:
    assert beda_nomenklatur(a, a) == []
    maju = {d.kode: d.jenis for d in beda_nomenklatur(a, b)}
    mundur = {d.kode: d.jenis for d in beda_nomenklatur(b, a)}
    balik = {"baru": "hilang", "hilang": "baru", "ganti_nama": "ganti_nama"}
    assert mundur == {k: balik[j] for k, j in maju.items()}


def test_stages_differ_by_field_and_by_row() -> None:
    lama = {"k1": ("satu", {"target": Decimal(1), "catatan": ""}), "k2": ("dua", {"target": None})}
    baru = {"k1": ("satu", {"target": Decimal(2), "catatan": ""}), "k3": ("tiga", {"target": None})}
    assert [(d.kunci, d.kolom, d.lama, d.baru) for d in beda_tahapan(lama, baru)] == [
        ("k1", "target", Decimal(1), Decimal(2)),
        ("k2", "", "dua", None),
        ("k3", "", None, "tiga"),
    ]


TERUKUR = [
    BarisUang("1.02.02.2.02.0004", "2.01", Decimal(700), "Balita", "DAK", "puskesmas a"),
    BarisUang("1.02.02.2.02.0004", "2.01", Decimal(300), "Balita", "DAK", "puskesmas b"),
    BarisUang("1.02.02.2.02.0005", "1.01", Decimal(500), "Usia sekolah", "PAD"),
    BarisUang("1.02.02.2.02.0015", "1.01", Decimal(0), "Gizi", "PAD"),
]


def test_reconciliation_shows_exactly_the_planted_differences() -> None:
    sama = [
        BarisUang("1.02.02.2.02.0015", "1.01", Decimal("0.00")),
        BarisUang("1.02.02.2.02.0005", "1.01", Decimal("500.00")),
        BarisUang("1.02.02.2.02.0004", "2.01", Decimal(1000)),
    ]
    assert rekonsiliasi(TERUKUR, sama) == []
    beda = [
        BarisUang("1.02.02.2.02.0004", "2.01", Decimal(1001)),
        BarisUang("1.02.02.2.02.0005", "1.02", Decimal(500), nama_sumber="Lain"),
        BarisUang("1.02.02.2.02.0015", "1.01", Decimal(0)),
    ]
    assert [(s.kode, s.sumber, s.terukur, s.sipd, s.selisih) for s in rekonsiliasi(TERUKUR, beda)] == [
        ("1.02.02.2.02.0004", "2.01", Decimal(1000), Decimal(1001), Decimal(-1)),
        ("1.02.02.2.02.0005", "1.01", Decimal(500), None, Decimal(500)),
        ("1.02.02.2.02.0005", "1.02", None, Decimal(500), Decimal(-500)),
    ]


def test_an_export_without_sources_is_compared_by_total() -> None:
    sipd = [
        BarisUang("1.02.02.2.02.0004", "", Decimal(1000)),
        BarisUang("1.02.02.2.02.0005", "", Decimal(499)),
        BarisUang("1.02.02.2.02.0015", "", Decimal(0)),
    ]
    assert [(s.kode, s.sumber, s.selisih) for s in rekonsiliasi(TERUKUR, sipd)] == [
        ("1.02.02.2.02.0005", "", Decimal(1))
    ]


UANG = st.lists(
    st.builds(
        BarisUang, st.sampled_from(["k1", "k2", "k3"]), st.sampled_from(["s1", "s2"]),
        st.decimals(0, 10**12, places=2),
    ),
    max_size=12,
)  # fmt: skip


@given(UANG, UANG, st.randoms())
def test_reconciliation_ignores_order_and_explains_the_whole_difference(
    a: list[BarisUang], b: list[BarisUang], acak: random.Random
) -> None:
    hasil = rekonsiliasi(a, b)
    kocok = [*a]
    acak.shuffle(kocok)
    assert rekonsiliasi(kocok, b) == hasil
    assert rekonsiliasi(a, kocok) == []
    assert sum((s.selisih for s in hasil), Decimal(0)) == sum((x.jumlah for x in a), Decimal(0)) - sum(
        (x.jumlah for x in b), Decimal(0)
    )


def test_tree_sums_known_money_and_is_complete_only_when_all_below_is() -> None:
    daun = [
        Daun("b", "1.02.02.2.02.0005", "Lima", "", None, True),
        Daun("a", "1.02.02.2.02.0004", "Empat", "", Decimal(1250), False),
        Daun("c", "1.02.03.2.01.0001", "Satu", "", None, True),
    ]
    p1, p2 = susun_pohon(daun, {"1.02.02": "Program", "1.02.02.2.02": "Kegiatan"})
    assert (p1.kode, p1.nama, p1.jumlah, p1.lengkap) == ("1.02.02", "Program", Decimal(1250), False)
    assert [s.id for s in p1.anak[0].anak] == ["a", "b"]
    assert (p2.jumlah, p2.lengkap) == (None, True)
