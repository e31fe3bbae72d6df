"""Names to actions: only the same name is matched by itself, and never two ways."""

from hypothesis import given
from hypothesis import strategies as st

from terukur.realisasi.rules.padanan import Calon, Nama, bakukan, kemiripan, padankan

GIZI = ("Pengelolaan Pelayanan Kesehatan Gizi Masyarakat", "Penyediaan Layanan Kesehatan")
DAFTAR = [
    Calon("a", "Persentase bayi 0-5 bulan mendapat ASI eksklusif", "Penyuluhan ASI", GIZI),
    Calon("b", "Persentase bayi 6-12 bulan mendapat ASI eksklusif", "Penyuluhan ASI lanjutan", GIZI),
    Calon("c", "Jumlah dokumen", "Menyusun rencana", ("Penyusunan Dokumen Perencanaan",)),
    Calon("d", "Jumlah dokumen", "Menyusun laporan", ("Evaluasi Kinerja Perangkat Daerah",)),
    Calon("e", "Prevalensi stunting", "Menurunkan stunting", GIZI),
]


def satu(indikator: str, *konteks: str):
    return padankan([Nama(indikator, konteks)], DAFTAR)[0]


def test_ejaan_nomor_dan_tanda_baca_tidak_membedakan() -> None:
    assert satu("1. PREVALENSI  Stunting").tepat == "e"
    assert satu("a) Prosentase bayi 0–5 bulan mendapat A.S.I eksklusif").tepat == ""
    assert satu("Prosentase bayi (0 - 5 bulan) mendapat ASI eksklusif").tepat == "a"


def test_mirip_hanya_diusulkan() -> None:
    p = satu("Persentase bayi umur 0-6 bulan mendapat ASI eksklusif")
    assert p.tepat == ""
    assert p.usulan in {"a", "b"}
    assert {"a", "b"} <= set(p.calon)
    assert "Mirip" in p.alasan
    assert satu("Panjang jalan kondisi mantap").usulan == ""


def test_nama_sama_di_dua_tempat_dibedakan_oleh_tempatnya() -> None:
    assert satu("Jumlah dokumen").tepat == ""
    assert satu("Jumlah dokumen", "Penyusunan dokumen perencanaan").tepat == "c"
    assert satu("Jumlah Dokumen", "Menyusun laporan").tepat == "d"
    p = satu("Jumlah dokumen", "Pengadaan Barang Milik Daerah")
    assert (p.tepat, set(p.calon)) == ("", {"c", "d"})


def test_nama_yang_hanya_berbeda_tanda_baca() -> None:
    daftar = [Calon("x", "Jumlah (dokumen)", "A"), Calon("y", "Jumlah; dokumen", "B")]
    cari = ["jumlah  (dokumen)", "Jumlah; dokumen", "Jumlah dokumen"]
    assert [p.tepat for p in padankan([Nama(n) for n in cari], daftar)] == ["x", "y", ""]


def test_nama_sama_di_program_lain_menunggu_pilihan() -> None:
    p = satu("Prevalensi stunting", "Program Penataan Bangunan Gedung")
    assert (p.tepat, p.usulan) == ("", "e")
    assert "program" in p.alasan


def test_satu_indikator_di_beberapa_tempat_dalam_berkas() -> None:
    baris = [Nama("Prevalensi stunting", ("Menurunkan stunting",)), Nama("Prevalensi stunting", GIZI[:1])]
    assert [p.tepat for p in padankan(baris, DAFTAR)] == ["", ""]
    baris[1] = Nama("Prevalensi stunting", ("Penyediaan Layanan Kesehatan Ibu",))
    assert [p.tepat for p in padankan(baris, DAFTAR)] == ["e", ""]
    # The same row in two sheets, one for each quarter.
    assert [p.tepat for p in padankan([baris[0], baris[0]], DAFTAR)] == ["e", "e"]


kata = st.sampled_from(
    ["Jumlah", "Persentase", "bayi", "dokumen", "0-5", "6-12", "bulan", "1.", "(%)", "jalan"]
)
nama = st.lists(kata, min_size=1, max_size=5).map(" ".join)


@given(st.lists(nama, min_size=1, max_size=6), st.lists(st.tuples(nama, nama), max_size=6))
def test_yang_tepat_selalu_bernama_sama(baris: list[str], calon: list[tuple[str, str]]) -> None:
    daftar = [Calon(str(n), i, a) for n, (i, a) in enumerate(calon)]
    for b, p in zip(baris, padankan([Nama(b) for b in baris], daftar), strict=True):
        sama = [c.kunci for c in daftar if bakukan(c.indikator) == bakukan(b)]
        assert p.tepat in ("", *sama)
        persis = [c.kunci for c in daftar if c.indikator == b]
        if p.tepat:
            assert [p.tepat] in (sama, persis)
        assert set(p.calon) <= {c.kunci for c in daftar}
        assert len(p.calon) <= 6


@given(nama, nama)
def test_seratus_hanya_bagi_yang_sama(a: str, b: str) -> None:
    assert (kemiripan(a, b) == 100) == (bakukan(a) == bakukan(b))
    assert 0 <= kemiripan(a, b) <= 100
