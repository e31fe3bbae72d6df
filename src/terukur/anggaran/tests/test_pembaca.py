import copy
import io
import random
from decimal import Decimal

import openpyxl
import pytest

from terukur.anggaran.pembaca import baca_anggaran
from terukur.impor.pembaca import baca_bilangan, baca_buku
from terukur.impor.tests.buku_uji import baca_uji, baris_lembar, buku_xlsx
from terukur.inti.kesalahan import AturanDilanggar

DINKES = "anggaran/sumenep_realisasi_belanja_dinkes_2024.xlsx"
TOTAL_DINKES = {
    "anggaran_operasi": Decimal("524314732413"),
    "realisasi_operasi": Decimal("477700423083.83"),
    "anggaran_modal": Decimal("97699685584"),
    "realisasi_modal": Decimal("85669767763.52"),
}


def kode_masalah(hasil):
    return sorted({(m.parah, m.kode) for m in hasil.masalah})


def periksa_dinkes(hasil):
    assert {k: hasil.total[k] for k in TOTAL_DINKES} == TOTAL_DINKES
    assert len(hasil.unit) == 33
    assert hasil.jumlah["kode_unit_berbeda"] == 32
    assert hasil.galat == []
    (anomali,) = [m for m in hasil.peringatan if m.kode == "realisasi_melebihi"]
    assert "6.603.239" in anomali.pesan
    assert "7.637.841.538" in anomali.pesan
    assert "1.02.01.2.02.0001" in anomali.pesan


def test_buku_dinkes_apa_adanya():
    hasil = baca_anggaran(baca_uji(DINKES), tahun=2024)
    periksa_dinkes(hasil)
    assert hasil.lembar_dibaca == ["DPA"]
    assert len(hasil.lembar_tersembunyi) == 4
    assert hasil.baris_per_tingkat == {
        "urusan": 2, "bidang": 2, "skpd": 33, "program": 97, "kegiatan": 143, "sub_kegiatan": 609,
        "jenis": 728, "objek": 839, "rincian_objek": 896, "sub_rincian_objek": 1145, "jumlah": 1,
    }  # fmt: skip
    # Every level once more, and the total row: eleven times as much as there is.
    semua = sum((v for b in hasil.baris if (v := b.nilai["anggaran_operasi"]) is not None), Decimal(0))
    assert semua == 11 * TOTAL_DINKES["anggaran_operasi"]
    assert "RSUD" in next(m.pesan for m in hasil.peringatan)


def test_sama_dengan_berkas_csv_yang_sudah_dibersihkan():
    hasil = baca_anggaran(baca_uji("anggaran/sumenep_dinkes_2024_anggaran_realisasi_bersih.csv"))
    periksa_dinkes(hasil)


GANTI_JUDUL = {
    "Kode": "Kode Rekening",
    "Operasi": "Belanja Operasional",
    "Modal": "Belanja Modal",
    "Anggaran": "Pagu",
    "Realisasi": "Penyerapan",
    "TOTAL": "Jumlah",
}


def ragam_dinkes(acak: random.Random):
    baris = copy.deepcopy(baris_lembar(DINKES))
    kepala, isi = baris[:9], baris[9:]
    acak.shuffle(isi)
    for b in kepala[5:8]:
        b[:] = [GANTI_JUDUL.get(s, s) for s in b]
    for b in isi:
        for c in range(5, 9):
            nilai = baca_bilangan(b[c])
            if nilai is None:
                continue
            b[c] = acak.choice([
                b[c], float(nilai), f"{nilai:.2f}", f"Rp {b[c]}", f"{nilai:,.2f}",
            ])  # fmt: skip
        if acak.random() < 0.3 and b[0] not in ("", "1", "2"):
            b[0] = float(b[0])
        b[4] = b[4].replace(" ", "    ", 1) if acak.random() < 0.2 else b[4]
    isi.insert(acak.randrange(len(isi)), baris[8])  # somebody sorted the numbering row away
    return kepala[:8] + isi


@pytest.mark.parametrize("benih", [1, 2])
def test_baris_diacak_judul_diganti_lembar_ditukar(benih):
    tabel = ragam_dinkes(random.Random(benih))
    rekap = baris_lembar(DINKES, 1)
    buku = buku_xlsx(("Ringkas", rekap), ("Lama", tabel[:200]), ("Isi", tabel), sembunyi=["Lama"])
    hasil = baca_anggaran(buku)
    periksa_dinkes(hasil)
    assert hasil.lembar_dibaca == ["Isi"]
    assert hasil.lembar_tersembunyi == ["Lama"]


def test_baris_yang_hilang_dan_angka_rusak_ditunjuk():
    baris = baris_lembar(DINKES)
    hilang = next(i for i, b in enumerate(baris) if b[3].count(".") == 5)
    del baris[hilang]
    rusak = next(i for i, b in enumerate(baris) if i > 400 and b[3].count(".") == 5)
    baris[rusak][5] = "dua juta"
    hasil = baca_anggaran(buku_xlsx(("A", baris)))
    assert {m.kode for m in hasil.galat} == {"jumlah_beda", "bukan_angka"}
    (angka,) = [m for m in hasil.galat if m.kode == "bukan_angka"]
    assert (angka.lembar, angka.baris, angka.kolom) == ("A", rusak + 1, "F")
    assert {m.baris for m in hasil.galat if m.kode == "jumlah_beda"} >= {10, 11, 12}


def test_lembar_kembar_dibaca_sekali():
    baris = baris_lembar(DINKES)
    hasil = baca_anggaran(buku_xlsx(("Satu", baris[:-300]), ("Dua", baris)))
    assert {k: hasil.total[k] for k in TOTAL_DINKES} == TOTAL_DINKES
    assert hasil.lembar_dibaca == ["Dua"]
    assert ("peringatan", "lembar_kembar") in kode_masalah(hasil)


def test_renja_pupr():
    hasil = baca_anggaran(baca_uji("anggaran/pasangkayu_format_renja_dpa_dppa_2024.xlsx"))
    assert hasil.total["anggaran"] == Decimal("125103902555")
    assert hasil.baris_per_tingkat == {"sub_kegiatan": 44}
    assert {b.sumber_dana for b in hasil.baris} >= {"1.2.1.01.02"}


def test_rincian_dengan_volume_bertingkat():
    hasil = baca_anggaran(baca_uji("anggaran/pasangkayu_rincian_belanja_ssh.xlsx"))
    kopi = next(b for b in hasil.baris if b.tambahan["volume"] == "200;2")
    assert kopi.tambahan["satuan"] == "lembar;bulan"
    assert kopi.nilai["anggaran"] == 300 * 200 * 2
    assert hasil.total["anggaran"] == sum(b.nilai["anggaran"] for b in hasil.baris)
    assert hasil.galat == []


def test_rencana_kas_dengan_tahun_yang_berbeda():
    hasil = baca_anggaran(baca_uji("anggaran/sumenep_rak_kesling_2025.xlsx"))
    tahun = [m for m in hasil.peringatan if m.kode == "tahun_beda"]
    assert len(tahun) == len(hasil.lembar_dibaca) == 5
    assert "2025" in tahun[0].pesan
    assert "2023" in tahun[0].pesan
    assert hasil.galat == []
    assert hasil.baris[-1].kode_nomenklatur.endswith(".0001")
    assert hasil.total["anggaran"] == Decimal("220218200")


def test_bentuk_sipd_tersamar_menjadi_masalah():
    hasil = baca_anggaran(baca_uji("anggaran/sipd_wp_get_pembiayaan_sipd.json"))
    assert ("galat", "bukan_angka") in kode_masalah(hasil)
    hasil = baca_anggaran(baca_uji("anggaran/sipd_wp_get_rak_sipd.json"))
    assert hasil.total["anggaran"] == Decimal("110000000")


TUMPUK = [
    ["RENCANA KERJA 2026", "", ""],
    ["Kode Rekening", "Uraian", "Jumlah (Rp)"],
    ["1", "2", "3"],
    ["1", "URUSAN WAJIB", "300"],
    ["1.02", "KESEHATAN", "300"],
    ["1.02.0.00.0.00.01.0000", "Dinas Kesehatan", "300"],
    ["1.02.01", "PROGRAM", "300"],
    ["1.02.01.2.01", "Kegiatan", "300"],
    ["1.02.01.2.01.01", "Sub kegiatan satu", "100"],
    ["5", "BELANJA DAERAH", "100"],
    ["5.1", "BELANJA OPERASI", "100"],
    ["5.1.02", "Belanja barang", "100"],
    ["5.1.02.01.01.0024", "ATK", "40,5"],
    ["5.1.02.01.01.025", "Kertas", "59,5"],
    ["1.02.01.2.01.02", "Sub kegiatan dua", "200"],
    ["5.2.02", "Belanja modal", "200"],
    ["", "JUMLAH", "300"],
]


def test_satu_kolom_kode_untuk_semua_tingkat():
    hasil = baca_anggaran(buku_xlsx(("RKA", TUMPUK)), tahun=2026)
    assert hasil.masalah == []
    assert hasil.total == {
        "anggaran": 300, "anggaran_operasi": 100, "anggaran_modal": 200,
    }  # fmt: skip
    assert hasil.baris_per_tingkat["akun"] == 1
    kertas = next(b for b in hasil.baris if b.uraian == "Kertas")
    assert kertas.kode_rekening == "5.1.02.01.01.0025"
    assert kertas.kode_nomenklatur == "1.02.01.2.01.0001"
    assert kertas.kode_unit == "1.02.0.00.0.00.01.0000"


def test_jumlah_yang_salah_dan_kode_yang_salah():
    baris = copy.deepcopy(TUMPUK)
    baris[8][2] = "101"
    baris[13][0] = "5.1.2.1.999999"
    hasil = baca_anggaran(buku_xlsx(("RKA", baris)))
    assert {m.kode for m in hasil.galat} >= {"jumlah_beda", "kode_salah"}
    assert any("tertulis Rp 101" in m.pesan for m in hasil.galat)


def test_tahun_yang_diminta_dibandingkan():
    hasil = baca_anggaran(buku_xlsx(("RKA", TUMPUK)), tahun=2027)
    assert kode_masalah(hasil) == [("peringatan", "tahun_lain")]


@pytest.mark.parametrize(
    "baris",
    [[["a", "b"], ["c", "d"]], [["Uraian", "Anggaran"], ["Pegawai", "100"]], [["Kode", "Anggaran"]]],
)
def test_tanpa_tabel_ditolak_dengan_kalimat(baris):
    with pytest.raises(AturanDilanggar, match="Tidak ada tabel anggaran"):
        baca_anggaran(buku_xlsx(("A", baris)))


def test_csv_dengan_titik_koma():
    teks = "\r\n".join(";".join(b) for b in TUMPUK)
    hasil = baca_anggaran(baca_buku("rka.csv", teks.encode("cp1252")))
    assert hasil.total["anggaran"] == 300


def test_baris_kembar_dan_tanpa_angka():
    baris = [*TUMPUK[:-1], ["1.02.01.2.01.03", "Sub tiga", ""], ["1.02.01.2.01.04", "Sub empat", "0"],
             ["1.02.01.2.01.04", "Sub empat", "0"]]  # fmt: skip
    hasil = baca_anggaran(buku_xlsx(("RKA", baris)))
    assert kode_masalah(hasil) == [("peringatan", "baris_kembar"), ("peringatan", "tanpa_angka")]
    assert "baris 18" in next(m.pesan for m in hasil.masalah if m.kode == "baris_kembar")


def _pilih(urutan):
    return lambda baris: [[b[c] for c in urutan] for b in baris]


def _satu_kepala(baris):
    judul = ["Kode Urusan", "Kode SKPD", "Kode Program/Kegiatan", "No. Rek", "Uraian"]
    judul += [f"{a} Belanja {j}" for j in ("Operasi", "Modal") for a in ("Pagu", "Capaian")]
    return [judul, *(b[:9] for b in baris[9:])]


def _kelompok_ditukar(baris):
    hasil = _pilih([4, 0, 1, 2, 3, 14, 7, 8, 5, 6])(baris)
    hasil[5] = ["Uraian", "Kode", "", "", "", "PPTK", "Kelompok Belanja", "", "", ""]
    hasil[6] = ["", "", "", "", "", "", "Modal", "", "Operasi", ""]
    return hasil


def _anggaran_di_atas_jenis(baris):
    hasil = _pilih([0, 1, 2, 3, 4, 5, 7, 6, 8])(baris)
    hasil[6] = ["", "", "", "", "", "Anggaran", "", "Realisasi", ""]
    hasil[7] = ["", "", "", "", "", "Operasi", "Modal", "Operasi", "Modal"]
    return hasil


def _sub_dua_angka(baris):
    for b in baris[9:]:
        ruas = b[2].split(".")
        if len(ruas) == 6 and int(ruas[5]) < 100:
            b[2] = ".".join([*ruas[:5], ruas[5][-2:]])
    return baris


@pytest.mark.parametrize(
    "bentuk",
    [
        _satu_kepala, _kelompok_ditukar, _anggaran_di_atas_jenis, _sub_dua_angka,
        lambda b: b[5:-1],
        lambda b: [[], [], *(["", "", *r] for r in b)],
    ],
)  # fmt: skip
def test_susunan_lain_dari_tabel_yang_sama(bentuk):
    periksa_dinkes(baca_anggaran(buku_xlsx(("A", bentuk(copy.deepcopy(baris_lembar(DINKES)))))))


SUB = ("1.02.01.2.01.0001", "1.02.01.2.01.0002", "2.14.02.2.01.0001")


def tabel_kecil(*kepala, uang=lambda n: n):
    return [*kepala, *([k, f"Sub kegiatan {k}", uang(n)] for n, k in enumerate(SUB, start=1000))]


@pytest.mark.parametrize(
    "judul",
    [
        "Jumlah (Rp)", "Pagu Indikatif", "Pagu Tahun 2024", "Anggaran 2024", "Anggaran Murni", "Biaya",
        "Kebutuhan Dana", "Usulan", "Besaran (Rp)", "Rupiah", "Belanja", "Setelah Perubahan",
    ],
)  # fmt: skip
def test_kolom_uang_dengan_sebutan_lain(judul):
    hasil = baca_anggaran(buku_xlsx(("A", tabel_kecil(["Kode", "Uraian", judul]))))
    assert (hasil.total["anggaran"], hasil.masalah) == (3003, [])


@pytest.mark.parametrize(
    "kepala", [["Kd Rek", "Rincian"], ["Kode", "Rincian"], ["Rekening", "Nama Sub Kegiatan"]]
)
def test_kolom_kode_dan_uraian_dengan_sebutan_lain(kepala):
    hasil = baca_anggaran(buku_xlsx(("A", tabel_kecil([*kepala, "Pagu"]))))
    assert (hasil.total["anggaran"], hasil.masalah) == (3003, [])
    assert [b.uraian for b in hasil.baris] == [f"Sub kegiatan {k}" for k in SUB]


def test_dua_kolom_anggaran_yang_berlaku_yang_setelah_perubahan():
    kepala = ["Kode", "Uraian", "Anggaran", ""], ["", "", "Sebelum Perubahan", "Setelah Perubahan"]
    baris = [*kepala, *([k, "Sub", 1, 1000] for k in SUB)]
    hasil = baca_anggaran(buku_xlsx(("A", baris)))
    assert (hasil.total["anggaran"], hasil.masalah) == (3000, [])


def test_baris_huruf_kolom_bukan_data():
    hasil = baca_anggaran(buku_xlsx(("A", tabel_kecil(["Kode", "Uraian", "Pagu"], ["a", "b", "c"]))))
    assert (hasil.total["anggaran"], hasil.masalah) == (3003, [])


def test_angka_berawalan_idr_dan_angka_yang_semuanya_rusak():
    baris = tabel_kecil(["Kode", "Uraian", "Pagu"], uang=lambda n: f"IDR {n},50")
    assert baca_anggaran(buku_xlsx(("A", baris))).total["anggaran"] == Decimal("3004.50")
    baris = tabel_kecil(["Kode", "Uraian", "Pagu"], uang=lambda n: f"{n} ribu")
    rusak = baca_anggaran(buku_xlsx(("A", baris)))
    assert [(m.kode, m.baris, m.kolom) for m in rusak.galat] == [("bukan_angka", n, "C") for n in (2, 3, 4)]


def test_csv_dengan_catatan_pemisah_dari_excel():
    isi = "sep=;\nKode;Uraian;Pagu\n1.02.01.2.01.0001;Rapat, konsumsi;1.000\n1.02.01.2.01.0002;B;x\n"
    hasil = baca_anggaran(baca_buku("a.csv", isi.encode()))
    assert hasil.total["anggaran"] == 1000
    assert [(m.kode, m.baris) for m in hasil.galat] == [("bukan_angka", 4)]


def test_satu_kolom_kode_unit_di_bawah_bidang_programnya():
    """Units of the first bidang follow those of the second; only the programmes say where they belong."""
    baris = baris_lembar(DINKES)
    isi = [[next((k for k in reversed(b[:4]) if k), ""), *b[4:9]] for b in baris[9:]]
    kepala = ["Kode", "Uraian", "Anggaran Operasi", "Realisasi Operasi", "Anggaran Modal", "Realisasi Modal"]
    periksa_dinkes(baca_anggaran(buku_xlsx(("A", [kepala, *isi]))))


def test_target_bukan_kode():
    hasil = baca_anggaran(baca_uji("anggaran/pasangkayu_format_renja_dpa_dppa_2024.xlsx"))
    assert {b.bidang for b in hasil.baris} == {"1.03"}


def _tanpa_nilai(baris):
    """The workbook as a program writes it that does not calculate: formulas have no value."""
    buku = openpyxl.Workbook()
    for b in baris:
        buku.active.append(b)
    isi = io.BytesIO()
    buku.save(isi)
    return baca_buku("a.xlsx", isi.getvalue())


def test_rumus_tanpa_nilai_dan_rumus_keliru_bukan_kosong():
    kepala = ["Kode", "Uraian", "Pagu"]
    isi = [[SUB[0], "A", "=500*2"], [SUB[1], "B", "#REF!"], [SUB[2], "C", 1], ["", "Jumlah", "=SUM(C2:C4)"]]
    hasil = baca_anggaran(_tanpa_nilai([kepala, *isi]))
    assert [(m.kode, m.baris, m.kolom) for m in hasil.galat] == [
        ("belum_dihitung", 2, "C"),
        ("bukan_angka", 3, "C"),
    ]
    assert "#REF!" in hasil.galat[1].pesan


def test_total_yang_belum_dihitung_tidak_diperlukan():
    kepala = ["Kode", "Uraian", "Anggaran Operasi", "Anggaran Modal", "Total Anggaran"]
    isi = [[k, k, 10, 5, f"=C{n}+D{n}"] for n, k in enumerate(SUB, start=2)]
    hasil = baca_anggaran(_tanpa_nilai([kepala, *isi]))
    assert (hasil.total["anggaran"], hasil.masalah) == (45, [])


def test_sub_kegiatan_yang_sama_dengan_angka_lain_ditandai():
    baris = [["Kode", "Uraian", "Pagu"], [SUB[0], "A", 1], [SUB[0], "A", 2]]
    hasil = baca_anggaran(buku_xlsx(("A", baris)))
    assert hasil.total["anggaran"] == 3
    assert [(m.kode, m.baris) for m in hasil.masalah] == [("baris_kembar", 3)]


def test_kode_terpecah_dalam_kolom():
    isi = [[*k.split("."), "Sub", 5] for k in SUB]
    hasil = baca_anggaran(buku_xlsx(("A", [["Kode", "", "", "", "", "", "Uraian", "Pagu"], *isi])))
    assert (hasil.total["anggaran"], hasil.masalah) == (15, [])
    assert [b.kode_nomenklatur for b in hasil.baris] == list(SUB)
