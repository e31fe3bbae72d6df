"""Which figure is an early warning: own rules (ADR 0016), so each stands here with the numbers by hand."""

import datetime as dt
import uuid
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terukur.inti.periode import JenisPeriode, Periode
from terukur.kinerja.choices import Agregasi
from terukur.kinerja.rules.capaian import Rumus, Target
from terukur.perencanaan.choices import Polaritas
from terukur.realisasi.choices import HasilCapaian, JenisDini, LangkahDini, StatusCapaian
from terukur.realisasi.rules.isian import Ketentuan, tenggat_periode
from terukur.realisasi.rules.nilai import Masukan, NilaiOPD, kedudukan, rata_rata_berbobot
from terukur.realisasi.rules.peringatan_dini import (
    Ambang,
    FaktaDini,
    Penilaian,
    PeringatanDini,
    Serapan,
    SerapanFisik,
    Terbuka,
    akhir_triwulan,
    nilai_dini,
    pilih_perhatian,
    tahun_dini,
    urutan,
    usul_langkah,
)

D = Decimal
J, L = JenisDini, LangkahDini
PER = dt.date(2026, 11, 27)
TW = ("2026-TW1", "2026-TW2", "2026-TW3")


def fakta(
    nilai: Any = 100,
    *,
    jumlah: int = 4,
    lengkap: int = 4,
    bukti: int = 4,
    realisasi: int = 4,
    serapan: Any = 70,
    jatuh: tuple[str, ...] = TW,
    lapor: tuple[str, ...] = TW,
    rencana: bool = True,
    nama: str = "Dinas A",
    tidak_sesuai: int = 0,
    fisik: tuple[Any, Any] | None = None,
) -> FaktaDini:
    hasil = {HasilCapaian.TERCAPAI.value: lengkap, HasilCapaian.BELUM_LENGKAP.value: jumlah - lengkap}
    return FaktaDini(
        uuid.uuid4(), nama, nama,
        NilaiOPD(None if nilai is None else D(str(nilai)), jumlah, hasil, bukti, realisasi),
        rencana, {p: tenggat_periode(Periode.baca(p), Ketentuan()) for p in jatuh}, frozenset(lapor),
        None if serapan is None else Serapan(D(str(serapan)), "SP2D", dt.date(2026, 9, 30)),
        tidak_sesuai=tidak_sesuai,
        fisik=None if fisik is None else SerapanFisik(D(str(fisik[0])), D(str(fisik[1])), 2, "2026-09"),
    )  # fmt: skip


def nilai(f: FaktaDini, *, per: dt.date = PER, ambang: Ambang | None = None) -> Penilaian:
    return nilai_dini(f, per=per, tahun=2026, ambang=ambang or Ambang())


def jenis(f: FaktaDini, **lain: Any) -> list[JenisDini]:
    return [w.jenis for w in nilai(f, **lain).peringatan]


@pytest.mark.parametrize(
    ("ganti", "harapan"),
    [
        ({}, []),
        ({"fisik": (70, 50)}, []),  # money ahead of what is built by the threshold itself
        ({"fisik": (70, "49.99")}, [J.SERAPAN]),  # though the targets were reached
        ({"fisik": (40, 90)}, []),
        ({"fisik": (90, 0), "serapan": None}, []),  # no book: nothing to compare
        ({"nilai": "45", "fisik": (70, 40)}, [J.TERTINGGAL, J.SERAPAN]),  # both causes, one warning
        ({"nilai": "80"}, []),  # the threshold itself is not below it
        ({"nilai": "79.9999"}, [J.TERTINGGAL]),
        ({"nilai": "0"}, [J.TERTINGGAL, J.SERAPAN]),
        ({"nilai": None}, []),  # nothing verified: not known, never zero
        ({"nilai": "85", "serapan": "105"}, []),  # exactly 20 points
        ({"nilai": "85", "serapan": "105.01"}, [J.SERAPAN]),
        ({"nilai": None, "serapan": "95"}, []),
        ({"nilai": "85", "serapan": None}, []),
        ({"tidak_sesuai": 1}, [J.LAPANGAN]),
        ({"bukti": 2}, []),  # exactly half
        ({"bukti": 1}, [J.TANPA_BUKTI]),
        ({"bukti": 0, "realisasi": 0}, []),  # no result, so none without evidence
        ({"lapor": TW[:2]}, [J.DIAM]),
        ({"lapor": TW[:2], "per": dt.date(2026, 10, 15)}, []),  # due 15 days after 30 September
        ({"lapor": TW[:2], "per": dt.date(2026, 10, 16)}, [J.DIAM]),
        ({"rencana": False, "nilai": None}, [J.TANPA_RENCANA]),
        ({"rencana": False, "nilai": None, "per": dt.date(2026, 3, 2)}, []),  # 60 days from 1 January
        ({"rencana": False, "nilai": None, "per": dt.date(2026, 3, 3)}, [J.TANPA_RENCANA]),
    ],
)
def test_each_threshold_by_hand(ganti: dict[str, Any], harapan: list[JenisDini]) -> None:
    per = ganti.pop("per", PER)
    assert jenis(fakta(**ganti), per=per) == harapan


def test_a_warning_says_its_figures() -> None:
    [w] = nilai(fakta("62.5", lengkap=3, serapan=40)).peringatan
    assert "62,50 %" in w.teks
    assert "ambang 80 %" in w.teks
    assert "Data belum lengkap" in w.teks
    [w] = nilai(fakta("90", serapan="111.25")).peringatan
    assert "111,25 %" in w.teks
    assert "SP2D sampai 30 September 2026 (belum diaudit)" in w.teks
    assert ("Selisih", "21,25 poin") in w.angka
    [w] = nilai(fakta(lapor=TW[:1])).peringatan
    assert "Triwulan II 2026 dan 1 laporan lain" in w.teks
    assert "135 hari sesudah tenggat 15 Juli 2026" in w.teks
    assert w.periode == "2026-TW2"
    [w] = nilai(fakta(bukti=1)).peringatan
    assert "3 dari 4 realisasi terakhir" in w.teks


def test_the_thresholds_are_data() -> None:
    longgar = Ambang(D(50), D(60), D(90), 60, 365)
    assert jenis(fakta("55", serapan=110, bukti=1, lapor=TW[:2]), ambang=longgar) == []
    ketat = Ambang(D(100), D(0), D(0), 0, 0)
    assert jenis(fakta("99", serapan="99.5", bukti=3, lapor=TW[:2]), ambang=ketat) == [
        J.DIAM, J.TERTINGGAL, J.SERAPAN, J.TANPA_BUKTI,
    ]  # fmt: skip


PERSEN = st.one_of(st.none(), st.decimals("0", "150", places=4))
FAKTA = st.builds(
    fakta,
    PERSEN,
    jumlah=st.just(4),
    lengkap=st.integers(0, 4),
    bukti=st.integers(0, 4),
    realisasi=st.just(4),
    serapan=PERSEN,
    lapor=st.sets(st.sampled_from(TW)).map(tuple),
    rencana=st.booleans(),
    tidak_sesuai=st.integers(0, 5),
)


@given(FAKTA)
def test_incomplete_is_never_green(f: FaktaDini) -> None:
    p = nilai(f)
    if p.is_hijau:
        assert f.nilai.is_lengkap
        assert f.nilai.nilai is not None
        assert f.serapan is not None
        assert set(f.jatuh) <= set(f.sudah_lapor)
    assert all(0 <= w.berat <= 100 for w in p.peringatan)


@given(FAKTA)
def test_what_is_not_known_is_no_warning_but_said(f: FaktaDini) -> None:
    p = nilai(f)
    ada = {w.jenis for w in p.peringatan}
    if f.nilai.nilai is None:
        assert not ada & {J.TERTINGGAL, J.SERAPAN}
        assert p.belum_diketahui
    if f.serapan is None:
        assert J.SERAPAN not in ada
        assert p.belum_diketahui


ANGKA = st.decimals("0", "40", places=2)


@given(st.lists(ANGKA, min_size=1, max_size=3), st.integers(0, 2), st.decimals("0", "40", places=2))
def test_more_result_never_adds_a_falling_behind(hasil: list[D], ke: int, tambah: D) -> None:
    """From the results themselves: the higher one of them, the sooner the OPD is on its path."""

    def opd(daftar: list[D]) -> FaktaDini:
        m = [
            Masukan(
                Periode(2026, JenisPeriode.TRIWULAN, n), StatusCapaian.DIVERIFIKASI, Target(D(10)), True, r
            )
            for n, r in enumerate(daftar, 1)
        ]
        capaian = kedudukan(Rumus(Polaritas.NAIK), Agregasi.AKUMULATIF, m).capaian_sd
        return fakta(rata_rata_berbobot([(D(1), capaian)]), serapan=None)

    ke %= len(hasil)
    lebih = [r + tambah if n == ke else r for n, r in enumerate(hasil)]
    if J.TERTINGGAL in jenis(opd(lebih)):
        assert J.TERTINGGAL in jenis(opd(hasil))


@given(st.decimals("0", "150", places=2), st.decimals("0", "50", places=2), st.decimals("0", "120", places=2))
def test_more_result_never_adds_spending_without_output(capaian: D, tambah: D, serapan: D) -> None:
    if J.SERAPAN in jenis(fakta(capaian + tambah, serapan=serapan)):
        assert J.SERAPAN in jenis(fakta(capaian, serapan=serapan))


@given(st.integers(0, 9), st.integers(1, 9))
def test_more_evidence_never_adds_a_lack_of_it(bukti: int, realisasi: int) -> None:
    bukti = min(bukti, realisasi - 1)
    if J.TANPA_BUKTI in jenis(fakta(bukti=bukti + 1, realisasi=realisasi)):
        assert J.TANPA_BUKTI in jenis(fakta(bukti=bukti, realisasi=realisasi))


# ---- what is proposed ----

HARI = dt.date(2026, 11, 27)


@pytest.mark.parametrize(
    ("terbuka", "harapan"),
    [
        (None, L.PENJELASAN),
        (Terbuka("terbit", False, True, False, dt.date(2026, 11, 27)), L.TUNGGU),
        (Terbuka("terbit", False, True, False, dt.date(2026, 11, 26)), L.TINGKATKAN),
        (Terbuka("terbit", False, True, True, dt.date(2026, 11, 26)), L.PUTUSKAN),
        (Terbuka("ditanggapi", False, False, False, dt.date(2026, 11, 20)), L.PUTUSKAN),
        (Terbuka("tidak_diterima", False, False, False, dt.date(2026, 11, 20)), L.TINGKATKAN),
        (Terbuka("tidak_diterima", False, False, True, dt.date(2026, 11, 20)), L.PUTUSKAN),
        (Terbuka("diterima", True, True, False, dt.date(2026, 12, 1)), L.TUNGGU),
        (Terbuka("diterima", True, True, False, dt.date(2026, 11, 1)), L.PENJELASAN),
        (Terbuka("dilaporkan", True, False, False, dt.date(2026, 11, 1)), L.PUTUSKAN),
    ],
)
def test_the_step_follows_from_what_is_open(terbuka: Terbuka | None, harapan: LangkahDini) -> None:
    assert usul_langkah(J.TERTINGGAL, terbuka, hari=HARI) == harapan
    if terbuka is None:
        assert usul_langkah(J.TANPA_BUKTI, None, hari=HARI) == L.DISPOSISI


def _pilih(
    daftar: list[PeringatanDini], tunggu: tuple[PeringatanDini, ...] = ()
) -> list[tuple[PeringatanDini, int]]:
    langkah = {
        (w.opd_id, w.jenis): L.TUNGGU if w in tunggu else usul_langkah(w.jenis, None, hari=HARI)
        for w in daftar
    }
    return [(w, len(opd)) for w, opd in pilih_perhatian(daftar, langkah)]


def test_five_points_one_for_each_opd_and_those_without_a_plan_together() -> None:
    tanpa = [w for n in range(9) for w in nilai(fakta(None, rencana=False, nama=f"Kec {n}")).peringatan]
    parah = list(nilai(fakta("10", bukti=0, nama="Parah")).peringatan)
    ringan = [w for n in range(7) for w in nilai(fakta(79 - n, serapan=None, nama=f"Dinas {n}")).peringatan]
    hasil = _pilih([*tanpa, *ringan, *parah])
    assert len(hasil) == 5
    assert [n for w, n in hasil if w.jenis == J.TANPA_RENCANA] == [9]
    assert len({w.nama for w, _ in hasil}) == 5
    assert [w for w, _ in hasil] == sorted((w for w, _ in hasil), key=urutan)
    tertangani = _pilih(ringan, tunggu=tuple(ringan[-2:]))
    assert {w.nama for w, _ in tertangani} == {f"Dinas {n}" for n in range(5)}


@pytest.mark.parametrize(
    ("per", "tahun", "sampai", "uang"),
    [
        (dt.date(2026, 11, 27), 2026, dt.date(2026, 11, 27), dt.date(2026, 9, 30)),
        (dt.date(2026, 9, 30), 2026, dt.date(2026, 9, 30), dt.date(2026, 9, 30)),
        (dt.date(2027, 1, 20), 2026, dt.date(2026, 12, 31), dt.date(2026, 12, 31)),
        (dt.date(2027, 3, 31), 2026, dt.date(2026, 12, 31), dt.date(2026, 12, 31)),
        (dt.date(2027, 4, 1), 2027, dt.date(2027, 4, 1), dt.date(2027, 3, 31)),
    ],
)
def test_the_year_before_is_judged_until_march(
    per: dt.date, tahun: int, sampai: dt.date, uang: dt.date
) -> None:
    assert tahun_dini(per) == (tahun, sampai)
    assert akhir_triwulan(sampai) == uang


def test_an_opd_that_began_within_the_year_has_its_own_time_for_a_plan():
    """Merged on 1 July, 60 days: 30 August; the year's own limit was 2 March."""
    baru = replace(fakta(rencana=False), ada_sejak=dt.date(2026, 7, 1))

    def jenis(per, f=baru):
        hasil = nilai_dini(f, per=per, tahun=2026, ambang=Ambang())
        return [w.jenis for w in hasil.peringatan]

    assert jenis(dt.date(2026, 8, 30)) == []
    assert jenis(dt.date(2026, 8, 31)) == [J.TANPA_RENCANA]
    assert jenis(dt.date(2026, 8, 30), replace(baru, ada_sejak=dt.date(2020, 1, 1))) == [J.TANPA_RENCANA]
