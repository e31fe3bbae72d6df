import random
from decimal import Decimal

import pytest

from terukur.impor.pembaca import HasilBaca
from terukur.impor.tests.buku_uji import baca_uji, baris_lembar, buku_xlsx
from terukur.inti.angka import BukanAngka
from terukur.inti.kesalahan import AturanDilanggar
from terukur.perencanaan.pembaca_kode import DaftarKode, baris_resmi, periksa_kode, selisih
from terukur.perencanaan.pembaca_nomenklatur import baca_nomenklatur, bentangkan
from terukur.perencanaan.pembaca_program import baca_program, pisah_target

SIPD = "nomenklatur/nomenklatur_sipd_2027_asli.xlsx"
LAMA = "nomenklatur/nomenklatur_900_kode_terpecah.xlsx"
RENJA = "anggaran/pasangkayu_format_renja_dpa_dppa_2024.xlsx"


def test_nomenklatur_sipd():
    hasil = baca_nomenklatur(baca_uji(SIPD))
    kab = hasil.jumlah["per_jenis_pemda"]["KABKOT"]
    assert kab == {"bidang": 45, "program": 189, "kegiatan": 713, "sub_kegiatan": 3550}
    assert hasil.jumlah["baris_sub_kegiatan"] == {"KABKOT": 3550, "PROV": 4031}
    assert hasil.jumlah["penunjang"]["KABKOT"] == 111
    assert hasil.jumlah["nama_berganti_baris"] == 106
    assert hasil.jumlah["satuan"]["berbeda"] == 215
    assert hasil.jumlah["satuan"]["setelah_dirapikan_dengan_kosong"] == 195
    assert hasil.masalah == []
    assert not any("\n" in b.nama or "  " in b.nama or "null" in b.tag for b in hasil.baris)
    lama = [b for b in hasil.baris if b.kode_sebelumnya]
    assert all(b.kode_sebelumnya.count(".") == 5 for b in lama)
    assert len([b for b in lama if b.jenis_pemda == "KABKOT"]) == 176
    lebar = bentangkan(hasil.baris, "KABKOT")
    sub = [b.kode for b in lebar if b.tingkat == "sub_kegiatan"]
    assert len(sub) == len(set(sub)) == 3550 - 111 + 111 * 44
    assert "1.02.01.2.01.0001" in sub
    assert not any(b.kode.startswith("X") for b in lebar)


def test_nomenklatur_kode_terpecah():
    hasil = baca_nomenklatur(baca_uji(LAMA))
    assert sum(hasil.baris_per_tingkat.values()) + len(hasil.masalah) >= 4367
    assert hasil.galat == []
    assert hasil.nama_kode["X.XX.01.2.01.0001"] == "Penyusunan Dokumen Perencanaan Perangkat Daerah"
    assert "1.03.03.2.01.0022" in hasil.nama_kode
    assert {b.jenis_pemda for b in hasil.baris} == {"KABKOT"}


def test_rekening_dan_sumber_dana():
    rekening = baca_nomenklatur(baca_uji("nomenklatur/akun_belanja_permendagri50_kode_terpecah.xlsx"))
    assert rekening.jenis == "rekening"
    assert len(rekening.baris) == 3413
    assert rekening.nama_kode["5.1.01.01.01.0001"] == "Belanja Gaji Pokok PNS"
    dana = baca_nomenklatur(baca_uji("nomenklatur/sumber_dana_kode_terpecah.xlsx"))
    assert dana.jenis == "sumber_dana"
    assert len(dana.baris) == 300
    assert dana.nama_kode["1.1.1.02"] == "Bea Balik Nama Kendaraan Bermotor (BBNKB)"


def test_nomenklatur_acak_dan_berganti_judul():
    baris = baris_lembar(SIPD)
    ganti = {
        "BIDANG": "Bidang Urusan",
        "SUBKEGIATAN": "Sub Kegiatan",
        "JENIS PEMDA": "Jenis Pemerintah Daerah",
        "SUBKEGIATAN SEBELUMNYA": "Kode Sub Kegiatan Lama",
    }
    kepala = [ganti.get(s, s.title()) for s in baris[0]]
    isi = baris[1:]
    random.Random(7).shuffle(isi)
    urut = list(range(len(kepala)))
    random.Random(8).shuffle(urut)
    tabel = [["DAFTAR NOMENKLATUR"], [], [kepala[c] for c in urut], *([b[c] for c in urut] for b in isi)]
    hasil = baca_nomenklatur(buku_xlsx(("Catatan", [["tidak penting"]]), ("Isi", tabel)))
    assert hasil.jumlah["baris_sub_kegiatan"] == {"KABKOT": 3550, "PROV": 4031}
    assert hasil.jumlah["penunjang"]["KABKOT"] == 111
    assert hasil.masalah == []
    assert hasil.lembar_dilewati == [("Catatan", "tidak ada tabel nomenklatur")]


def test_selisih_dan_kode_dari_versi_lama():
    baru, lama = baca_nomenklatur(baca_uji(SIPD)), baca_nomenklatur(baca_uji(LAMA))
    beda = selisih(baris_resmi(lama), baris_resmi(baru))
    assert beda["tetap"] > 3000
    assert beda["hilang"] + beda["tetap"] + beda["berganti_nama"] == len(lama.baris)
    sama = selisih(baris_resmi(baru), baris_resmi(baru))
    assert sama["baru"] == sama["hilang"] == sama["berganti_nama"] == 0
    versi = [DaftarKode("Versi 2027", baru.nama_kode), DaftarKode("Versi 900", lama.nama_kode)]
    hasil = HasilBaca("anggaran", "uji")
    pakai = [("1.02.01.2.01.0001", "A", 1), ("1.02.02.2.02.0016", "A", 2), ("9.99.99.2.99.9999", "A", 3)]
    assert periksa_kode(hasil, [*pakai, *pakai], versi) == {
        "Versi 2027": 1, "Versi 900": 1, "tidak_ditemukan": 1,
    }  # fmt: skip
    assert [(m.parah, m.baris) for m in hasil.masalah] == [("peringatan", 2), ("galat", 3)]


def test_kode_rusak_dan_ganda_pada_nomenklatur():
    kepala = ["Kode", "Nomenklatur", "Indikator", "Satuan"]
    isi = [["1.02.02.2.01.0001", "Satu", "i", "Unit"], ["1.02.02.2.01.01", "satu", "i", "Unit"],
           ["1.02.02.2.1", "Rusak", "", ""]]  # fmt: skip
    hasil = baca_nomenklatur(buku_xlsx(("A", [kepala, *isi])))
    assert [(m.parah, m.kode, m.baris) for m in hasil.masalah] == [
        ("galat", "kode_salah", 4), ("peringatan", "kode_ganda", 3),
    ]  # fmt: skip


def test_renja_pupr():
    hasil = baca_program(baca_uji(RENJA), tahun=2024)
    assert hasil.baris_per_tingkat == {"sub_kegiatan": 44}
    assert hasil.total == {"pagu": Decimal("125103902555")}
    assert hasil.galat == []
    satu = next(b for b in hasil.baris if b.kode == "1.03.01.2.01.0007")
    assert (satu.target, satu.satuan, satu.awal.isoformat()) == (1, "Laporan", "2024-01-01")
    assert satu.isian["lokasi"].startswith("Kab.")
    assert any(m.kode == "kosong" and "36 sub kegiatan" in m.pesan for m in hasil.peringatan)


def test_renja_acak_dengan_kepala_bertingkat_dan_jumlah():
    baris = baris_lembar(RENJA)
    isi = baris[1:]
    random.Random(3).shuffle(isi)
    atas = ["KODE", "URAIAN", "CAPAIAN PROGRAM", "", "KELUARAN", "", "HASIL", "", "SUMBER PENDANAAN",
            "LOKASI", "", "WAKTU PELAKSANAAN", "", "PAGU INDIKATIF (RP)", "CATATAN"]  # fmt: skip
    bawah = ["", "", "Tolok Ukur", "Target", "Tolok Ukur", "Target", "Tolok Ukur", "Target", "", "", "",
             "Awal", "Akhir", "", ""]  # fmt: skip
    nomor = [str(n) for n in range(1, 16)]
    total = ["", "JUMLAH", *[""] * 11, "125.103.902.555,00", ""]
    tabel = [["RENJA PERANGKAT DAERAH TAHUN 2024"], [], atas, bawah, nomor, *isi, total]
    hasil = baca_program(buku_xlsx(("B", tabel)), tahun=2025)
    assert hasil.total["pagu"] == Decimal("125103902555")
    assert hasil.galat == []
    assert {m.kode for m in hasil.peringatan} == {"kosong", "tahun_lain"}
    tabel[-1][13] = "125.103.902.556,00"
    assert [m.kode for m in baca_program(buku_xlsx(("B", tabel))).galat] == ["jumlah_beda"]


def test_program_dari_buku_anggaran():
    hasil = baca_program(baca_uji("anggaran/sumenep_realisasi_belanja_dinkes_2024.xlsx"))
    assert hasil.total["pagu"] == Decimal("622014417997")
    assert hasil.galat == []


def test_sub_kegiatan_ganda_dan_pagu_rusak():
    baris = baris_lembar(RENJA)
    baris += [list(baris[1]), [*baris[2][:8], "2.1", *baris[2][9:13], "seribu", ""]]
    hasil = baca_program(buku_xlsx(("A", baris)))
    assert [(m.kode, m.baris) for m in hasil.galat] == [("kode_ganda", 46), ("bukan_angka", 47)]


@pytest.mark.parametrize(
    ("isi", "harap"),
    [("1 Laporan", (1, "Laporan")), (0.96, (Decimal("0.96"), "")), ("", (None, "")), ("-", (None, "")),
     ("1.250,5 Km", (Decimal("1250.5"), "Km")), ("12", (12, ""))],
)  # fmt: skip
def test_pisah_target(isi, harap):
    assert pisah_target(isi) == harap


def test_target_tanpa_angka_dan_buku_tanpa_tabel():
    with pytest.raises(BukanAngka):
        pisah_target("beberapa dokumen")
    for baca in (baca_program, baca_nomenklatur):
        with pytest.raises(AturanDilanggar, match="Tidak ada tabel"):
            baca(buku_xlsx(("A", [["a", "b", "c"], [1, 2, 3]])))


def test_pagu_dari_jenis_belanja_dijumlahkan():
    hasil = baca_program(baca_uji("anggaran/sumenep_dinkes_2024_anggaran_realisasi_bersih.csv"))
    assert hasil.total["pagu"] == Decimal(524314732413 + 97699685584)
    assert hasil.galat == []


@pytest.mark.parametrize(
    "judul", ["Alokasi", "Nilai", "Total", "Pagu Tahun 2024", "Biaya (Rp)", "Plafon", "Dana", "Jumlah (Rp)"]
)
def test_pagu_dengan_sebutan_lain(judul):
    baris = baris_lembar(RENJA)
    baris[0][0], baris[0][1], baris[0][13] = "No. Rek", "Rincian", judul
    hasil = baca_program(buku_xlsx(("A", baris)))
    assert hasil.total["pagu"] == Decimal("125103902555")
    assert hasil.baris_per_tingkat == {"sub_kegiatan": 44}


def test_jumlah_yang_salah_disebut_sekali():
    baris = baris_lembar(RENJA)
    baris.append(["", "JUMLAH", *[""] * 11, 1000, ""])
    (m,) = baca_program(buku_xlsx(("A", baris))).galat
    assert m.pesan.startswith("Baris JUMLAH tertulis Rp 1.000, sedangkan sub kegiatannya")


def test_pagu_negatif_adalah_galat():
    baris = baris_lembar(RENJA)
    baris[4][13] = "(1.000)"
    (m,) = baca_program(buku_xlsx(("A", baris))).galat
    assert (m.kode, m.baris, m.kolom) == ("negatif", 5, "N")


@pytest.mark.parametrize(
    "pisah", [lambda r: [*r[:3], ".".join(r[3:5]), r[5]], lambda r: [float(x) for x in r]]
)
def test_kode_terpecah_dalam_kolom(pisah):
    baris = baris_lembar(RENJA)
    isi = [[*pisah(b[0].split(".")), *b[1:]] for b in baris[1:]]
    kepala = ["Kode", *[""] * (len(isi[0]) - len(baris[0])), *baris[0][1:]]
    hasil = baca_program(buku_xlsx(("A", [kepala, *isi])))
    assert (hasil.total["pagu"], hasil.galat) == (Decimal("125103902555"), [])
    assert [b.kode for b in hasil.baris] == [b[0] for b in baris[1:]]


@pytest.mark.parametrize(
    "berkas", ["anggaran/sipd_wp_get_sub_keg_sipd.json", "anggaran/sumenep_rak_kesling_2025.xlsx"]
)
def test_rencana_dan_anggaran_opd_bukan_nomenklatur(berkas):
    """They have codes and names too, beside columns of an OPD and its money."""
    with pytest.raises(AturanDilanggar, match="bukan nomenklatur, melainkan rencana atau anggaran OPD") as e:
        baca_nomenklatur(baca_uji(berkas))
    assert e.value.kode == "bukan_nomenklatur"


def test_nomenklatur_dengan_satu_kolom_opd_tetap_terbaca():
    kepala = ["Kode", "Nomenklatur", "Indikator", "Satuan", "OPD"]
    isi = ["1.02.02.2.02.0004", "Pelayanan Balita", "Jumlah Balita", "Orang", "Dinas Kesehatan"]
    (baris,) = baca_nomenklatur(buku_xlsx(("Lembar", [kepala, isi]))).baris
    assert (baris.kode, baris.nama) == ("1.02.02.2.02.0004", "Pelayanan Balita")
