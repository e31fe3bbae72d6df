"""Pure rules: codes, NIP, working days, limits of temporary offices."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terukur.inti.kesalahan import AturanDilanggar
from terukur.organisasi import rules

PLT = rules.Batas(bulan=3, jumlah_perpanjangan=1, hari_peringatan=14, dasar="SE Contoh")


@pytest.mark.parametrize(
    "nip",
    [
        "198002302005011001",
        "19800101200501100",
        "198001012005013001",
        "198001012005131001",
        "9999010100000000001",
    ],
)
def test_nip_salah_ditolak_dengan_kalimat(nip: str) -> None:
    with pytest.raises(AturanDilanggar, match=r"NIP .* tidak benar: ") as tolak:
        rules.periksa_nip(nip)
    assert "nip" in tolak.value.kolom


@pytest.mark.parametrize("nip", ["198002292005011001", "199512312023212005"])
def test_nip_benar_diterima(nip: str) -> None:
    rules.periksa_nip(nip)


def test_nip_tahun_pengangkatan_harus_sesuai_lahir() -> None:
    with pytest.raises(AturanDilanggar, match="tahun pengangkatan 1980"):
        rules.periksa_nip("198001011980011001")


def test_nip_fiktif_hanya_mode_latihan() -> None:
    rules.periksa_nip("999901000000000012", izinkan_fiktif=True)
    with pytest.raises(AturanDilanggar, match="mode latihan"):
        rules.periksa_nip("999901000000000012")


def test_bidang_urusan_dari_kode() -> None:
    assert rules.bidang_urusan("1.01.2.19.0.00.01.0000") == ("1.01", "2.19")
    assert rules.bidang_urusan("3.27.3.25.2.09.01.0000") == ("3.27", "3.25", "2.09")
    assert rules.kode_induk("1.02.0.00.0.00.01.0053") == "1.02.0.00.0.00.01.0000"


def test_hari_kerja_oracle_aturan_11() -> None:
    """rujukan/aturan.md §11: received Friday 2 January 2026."""
    terima = dt.date(2026, 1, 2)
    assert rules.geser_hari_kerja(terima, 10, set()) == dt.date(2026, 1, 16)
    assert rules.geser_hari_kerja(dt.date(2026, 1, 16), 7, set()) == dt.date(2026, 1, 27)
    libur = {dt.date(2026, 1, 16)}
    assert rules.geser_hari_kerja(terima, 10, libur) == dt.date(2026, 1, 19)
    assert rules.geser_hari_kerja(dt.date(2026, 1, 19), 7, libur) == dt.date(2026, 1, 28)


hari = st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31))


@given(mulai=hari, jumlah=st.integers(1, 60), libur=st.sets(hari, max_size=20))
def test_geser_dan_hitung_saling_membalik(mulai: dt.date, jumlah: int, libur: set[dt.date]) -> None:
    akhir = rules.geser_hari_kerja(mulai, jumlah, libur)
    assert rules.is_hari_kerja(akhir, libur)
    assert rules.hitung_hari_kerja(mulai, akhir, libur) == jumlah
    assert rules.hitung_hari_kerja(mulai, akhir - dt.timedelta(days=1), libur) == jumlah - 1


def test_tambah_bulan_ke_akhir_bulan() -> None:
    assert rules.tambah_bulan(dt.date(2026, 11, 30), 3) == dt.date(2027, 2, 28)
    assert rules.tambah_bulan(dt.date(2026, 9, 15), 3) == dt.date(2026, 12, 15)
    assert rules.tambah_bulan(dt.date(2026, 12, 31), 12) == dt.date(2027, 12, 31)


def _kode(masa: list[tuple[dt.date, dt.date | None]], hari: dt.date) -> set[str]:
    sampai = next(s for m, s in masa if m <= hari and (s is None or hari <= s))
    return {
        p.kode
        for p in rules.peringatan_penugasan(
            jenis="plt", masa=masa, berlaku_sampai=sampai, batas=PLT, hari=hari
        )
    }


def test_plt_diperingatkan_pada_kedua_batas() -> None:
    pertama = (dt.date(2026, 1, 10), dt.date(2026, 4, 9))
    kedua = (dt.date(2026, 4, 10), dt.date(2026, 7, 9))
    assert _kode([pertama], dt.date(2026, 2, 1)) == set()
    assert _kode([pertama], dt.date(2026, 3, 28)) == {"berakhir", "mendekati_batas"}
    assert _kode([pertama, kedua], dt.date(2026, 5, 1)) == {"perpanjangan"}
    assert _kode([pertama, kedua], dt.date(2026, 7, 1)) == {"perpanjangan", "berakhir", "mendekati_batas"}
    ketiga = (dt.date(2026, 7, 10), dt.date(2026, 9, 30))
    assert "lewat_batas" in _kode([pertama, kedua, ketiga], dt.date(2026, 7, 10))


def test_plt_dengan_sk_terlalu_panjang_diperingatkan_sejak_awal() -> None:
    assert _kode([(dt.date(2026, 1, 10), dt.date(2026, 12, 31))], dt.date(2026, 1, 11)) == {
        "sk_melewati_batas"
    }


def test_plt_yang_belum_mulai_sudah_diperingatkan_bila_sknya_terlalu_panjang() -> None:
    """The SK is recorded before the day: that is when it can still be mended."""
    mulai, sampai = dt.date(2026, 12, 5), dt.date(2027, 9, 4)
    (p,) = rules.peringatan_penugasan(
        jenis="plt", masa=[(mulai, sampai)], berlaku_sampai=sampai, batas=PLT, hari=dt.date(2026, 11, 27),
        mulai=mulai,
    )  # fmt: skip
    assert p.kode == "sk_melewati_batas"


def test_plt_baru_setelah_jeda_dihitung_dari_awal() -> None:
    masa = [(dt.date(2026, 1, 10), dt.date(2026, 4, 9)), (dt.date(2026, 6, 1), dt.date(2026, 8, 31))]
    assert rules.awal_rangkaian(masa, dt.date(2026, 7, 1)) == (dt.date(2026, 6, 1), 1)
    assert _kode(masa, dt.date(2026, 7, 1)) == set()


def test_kalimat_berakhir_menyebut_hari() -> None:
    (p, *_) = rules.peringatan_penugasan(
        jenis="plt",
        masa=[(dt.date(2026, 1, 10), dt.date(2026, 4, 9))],
        berlaku_sampai=dt.date(2026, 4, 9),
        batas=PLT,
        hari=dt.date(2026, 3, 28),
    )
    assert p.pesan == "Plt berakhir 12 hari lagi"


def test_sk_terlambat_dihitung_pada_hari_setempat() -> None:
    zona = ZoneInfo("Asia/Makassar")
    saat = dt.datetime(2026, 3, 9, 17, 0, tzinfo=dt.UTC)  # 10 March 01.00 WITA
    assert rules.hari_terlambat_dicatat(dt.date(2026, 3, 1), saat, zona) == 9
    assert rules.hari_terlambat_dicatat(dt.date(2026, 3, 20), saat, zona) == 0
