"""Mandatory spending and SPM: worked results of the sources, and what must hold for any amounts."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terukur.anggaran.choices import ArahBatas, CaraKomponen
from terukur.anggaran.rules.spm import KetentuanSPM, indeks_spm, kategori_spm
from terukur.anggaran.rules.wajib import (
    KelompokUang,
    Ketentuan,
    Komponen,
    Nilai,
    Putusan,
    RumusKeliru,
    baca_rumus,
    jumlah_komponen,
    periksa_ketentuan,
)

PEGAWAI = Ketentuan("pegawai", "Pegawai", ArahBatas.MAKS, Decimal(30), "pegawai - guru", "belanja")
INFRA = Ketentuan("infra", "Infrastruktur", ArahBatas.MIN, Decimal(40), "infra", "belanja - desa")
PENDIDIKAN = Ketentuan("pendidikan", "Pendidikan", ArahBatas.MIN, Decimal(20), "pendidikan", "belanja")
ADD = Ketentuan("add", "ADD", ArahBatas.MIN, Decimal(10), "add", "dau_dbh")
KETENTUAN = (PEGAWAI, INFRA, PENDIDIKAN, ADD)
KODE = ("pegawai", "guru", "belanja", "infra", "desa", "pendidikan", "add", "dau_dbh")

SPM = KetentuanSPM(
    Decimal("0.8"),
    Decimal("0.2"),
    [
        (Decimal(100), "Tuntas Paripurna"), (Decimal(90), "Tuntas Utama"), (Decimal(80), "Tuntas Madya"),
        (Decimal(70), "Tuntas Muda"), (Decimal(60), "Tuntas Pratama"), (Decimal(0), "Belum Tuntas"),
    ],
)  # fmt: skip

rupiah = st.decimals(0, 10**13, places=2)


def tahu(**jumlah: object) -> dict[str, Nilai]:
    return {k: Nilai(Decimal(str(n))) for k, n in jumlah.items()}


@pytest.mark.parametrize(
    ("ketentuan", "nilai", "persen", "putusan"),
    [
        # aturan.md §8: UU 1/2022 Ps 146
        (PEGAWAI, {"belanja": 1000, "pegawai": 390, "guru": 60}, "33.00", Putusan.TIDAK),
        (PEGAWAI, {"belanja": 1200, "pegawai": 420, "guru": 80}, "28.33", Putusan.TERPENUHI),
        # aturan.md §8: UU 1/2022 Ps 147
        (INFRA, {"belanja": 1000, "desa": 150, "infra": 320}, "37.65", Putusan.TIDAK),
        (INFRA, {"belanja": 1000, "desa": 150, "infra": 345}, "40.59", Putusan.TERPENUHI),
        # aturan.md §8: pendidikan
        (PENDIDIKAN, {"belanja": 1000, "pendidikan": 205}, "20.50", Putusan.TERPENUHI),
        # the limit itself is met, a sen beside it is not
        (PENDIDIKAN, {"belanja": 1000, "pendidikan": 200}, "20.00", Putusan.TERPENUHI),
        (PENDIDIKAN, {"belanja": 1000, "pendidikan": "199.99"}, "20.00", Putusan.TIDAK),
        (PEGAWAI, {"belanja": 1000, "pegawai": 300, "guru": 0}, "30.00", Putusan.TERPENUHI),
    ],
)
def test_worked_results_of_the_sources(ketentuan, nilai, persen, putusan):
    hasil = periksa_ketentuan(ketentuan, tahu(**nilai))
    assert hasil.putusan is putusan
    assert round(hasil.persen, 2) == Decimal(persen)


def test_worked_results_of_the_data_folder(data_uji):
    """instrumen/oracles.json, key mandatory."""
    nama = {
        "tunj_guru_tkd": "guru", "transfer_desa": "desa", "belanja": "belanja", "pegawai": "pegawai",
        "infra": "infra", "pendidikan": "pendidikan",
    }  # fmt: skip
    semua = json.loads(data_uji("instrumen/oracles.json").read_text())["mandatory"]
    assert semua
    for o in semua:
        nilai = tahu(**{nama[k]: n for k, n in o.items() if k in nama})
        ketentuan = next(k for k in KETENTUAN if k.pembilang.split()[0] in nilai)
        hasil = periksa_ketentuan(ketentuan, nilai)
        assert (hasil.putusan is Putusan.TERPENUHI) is o["ok"]
        assert round(hasil.persen, 2) == Decimal(str(o["pct"]))


def test_the_difference_is_told_in_rupiah():
    tinggi = periksa_ketentuan(PEGAWAI, tahu(belanja=1000, pegawai=390, guru=60))
    assert (tinggi.batas, tinggi.selisih) == (300, -30)
    rendah = periksa_ketentuan(INFRA, tahu(belanja=1000, desa=150, infra=345))
    assert (rendah.batas, rendah.selisih) == (340, 5)


@given(st.sampled_from(KETENTUAN), st.fixed_dictionaries(dict.fromkeys(KODE, rupiah)), st.data())
def test_a_missing_component_never_gives_a_percentage(ketentuan, isi, data):
    """Empty is not zero."""
    nilai = {k: Nilai(n) for k, n in isi.items()}
    dipakai = [kode for rumus in (ketentuan.pembilang, ketentuan.penyebut) for _, kode in baca_rumus(rumus)]
    hilang = data.draw(st.sampled_from(dipakai))
    for kurang in (
        {**nilai, hilang: Nilai(None, ("belum diisi",))},
        {k: n for k, n in nilai.items() if k != hilang},
    ):
        hasil = periksa_ketentuan(ketentuan, kurang)
        assert hasil.putusan is Putusan.BELUM
        assert hasil.persen is hasil.batas is hasil.selisih is None
        assert hasil.belum
    sebagian = periksa_ketentuan(
        ketentuan, {**nilai, hilang: Nilai(isi[hilang], ("2 baris belum berisi jumlah",))}
    )
    assert sebagian.putusan is Putusan.BELUM
    assert sebagian.persen is None


@given(st.sampled_from([INFRA, PENDIDIKAN, ADD]), st.fixed_dictionaries(dict.fromkeys(KODE, rupiah)), rupiah)
def test_more_of_what_must_be_spent_never_makes_it_worse(ketentuan, isi, tambah):
    nilai = {k: Nilai(n) for k, n in isi.items()}
    lama = periksa_ketentuan(ketentuan, nilai)
    kode = baca_rumus(ketentuan.pembilang)[0][1]
    baru = periksa_ketentuan(ketentuan, {**nilai, kode: Nilai(isi[kode] + tambah)})
    if lama.putusan is Putusan.BELUM:
        assert baru.belum == lama.belum == ("dasar perhitungan nol",)
        return
    assert baru.selisih == lama.selisih + tambah
    assert not (lama.putusan is Putusan.TERPENUHI and baru.putusan is Putusan.TIDAK)


@pytest.mark.parametrize(
    "rumus", ["", "pegawai guru", "pegawai -", "pegawai * 2", "5.1.01", "Pegawai", "a--b"]
)
def test_what_is_no_formula_is_refused_with_an_example(rumus):
    with pytest.raises(RumusKeliru, match="Contoh"):
        baca_rumus(rumus)


def test_a_formula_is_read_with_its_signs():
    assert baca_rumus(" belanja-desa + x1 ") == ((1, "belanja"), (-1, "desa"), (1, "x1"))


KELOMPOK = st.builds(
    KelompokUang,
    st.sampled_from(["1.03.10.2.01.0001", "1.02.01.2.02.0001", "1.02.02.2.02.0004", "1.010.02.2.02.0004"]),
    st.sampled_from(["5.1.01.01.01.0001", "5.1.010.01", "5.2.04.01", "5.1", ""]),
    rupiah,
    st.integers(0, 1),
)
REKENING = Komponen("pegawai", "Pegawai", CaraKomponen.REKENING, ("5.1.01",))
TAKSIR = Komponen("pegawai", "Pegawai", CaraKomponen.REKENING, ("5.1.01",), ("X.XX.01.2.02.0001",))
SUB = Komponen("pu", "PU", CaraKomponen.SUB_KEGIATAN, (), ("1.03",))
SEMUA = Komponen("belanja", "Belanja", CaraKomponen.SEMUA)


@given(st.lists(KELOMPOK, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(uang, acak):
    teracak = acak.sample(uang, len(uang))
    for komponen in (REKENING, TAKSIR, SUB, SEMUA):
        assert jumlah_komponen(komponen, uang) == jumlah_komponen(komponen, teracak)


@given(st.lists(KELOMPOK, min_size=1, max_size=8))
def test_a_sum_by_account_is_complete_only_when_every_account_tells(uang):
    hasil = jumlah_komponen(REKENING, uang)
    kabur = sum((u.jumlah for u in uang if u.rekening in ("", "5.1")), Decimal(0))
    assert any("belum dirinci per rekening" in b for b in hasil.belum) is (kabur > 0)
    assert hasil.jumlah == sum(u.jumlah for u in uang if u.rekening == "5.1.01.01.01.0001")
    taksir = jumlah_komponen(TAKSIR, uang)
    gaji = [u.jumlah for u in uang if u.kode == "1.02.01.2.02.0001" and u.rekening in ("", "5.1")]
    assert taksir.perkiraan == sum(gaji)
    assert taksir.jumlah == hasil.jumlah + taksir.perkiraan


def test_codes_begin_at_whole_segments():
    uang = [KelompokUang("1.03.10.2.01.0001", "", Decimal(5)), KelompokUang("1.030.1", "", Decimal(7))]
    assert jumlah_komponen(SUB, uang).jumlah == 5


def test_an_empty_amount_and_an_empty_stage_are_not_zero():
    assert jumlah_komponen(SEMUA, []) == Nilai(None, ("belum ada kebutuhan yang diisi",))
    kosong = jumlah_komponen(SEMUA, [KelompokUang("1.03.10.2.01.0001", "", Decimal(0), 3)])
    assert kosong.belum == ("3 baris belum berisi jumlah",)


@pytest.mark.parametrize(
    ("penerima", "mutu", "indeks", "kategori"),
    [
        # aturan.md §8: SPM (PP 2/2018, Permendagri 59/2021)
        (95, 80, "92.00", "Tuntas Utama"), (85, 90, "86.00", "Tuntas Madya"),
        (70, 60, "68.00", "Tuntas Pratama"), (50, 100, "60.00", "Tuntas Pratama"),
        (100, 100, "100.00", "Tuntas Paripurna"), (59, 59, "59.00", "Belum Tuntas"),
    ],
)  # fmt: skip
def test_spm_index_and_category(penerima, mutu, indeks, kategori):
    hasil = indeks_spm(Decimal(penerima), Decimal(mutu), SPM)
    assert hasil == Decimal(indeks)
    assert kategori_spm(hasil, SPM) == kategori


def test_spm_results_of_the_data_folder(data_uji):
    """instrumen/oracles.json, key spm."""
    for penerima, mutu, indeks, kategori in json.loads(data_uji("instrumen/oracles.json").read_text())["spm"]:
        hasil = indeks_spm(Decimal(penerima), Decimal(mutu), SPM)
        assert (hasil, kategori_spm(hasil, SPM)) == (Decimal(str(indeks)), kategori)


@given(st.decimals(0, 100, places=2), st.decimals(0, 100, places=2))
def test_spm_lies_between_its_parts(penerima, mutu):
    assert min(penerima, mutu) <= indeks_spm(penerima, mutu, SPM) <= max(penerima, mutu)


def test_spm_without_a_part_has_no_category_and_no_more_than_a_hundred():
    assert indeks_spm(None, Decimal(80), SPM) is indeks_spm(Decimal(80), None, SPM) is None
    assert kategori_spm(None, SPM) == "Data belum lengkap"
    with pytest.raises(ValueError, match="between 0 and 100"):
        indeks_spm(Decimal(101), Decimal(0), SPM)
