"""Workbooks in: other people's, our own kertas kerja, and a SIPD export to compare with."""

import io
import json
from decimal import Decimal

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from terukur.akun.peran import Peran
from terukur.impor.jenis import Konteks
from terukur.impor.pembaca import baca_buku
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.lembar import tabel_xlsx
from terukur.inti.pelaku import SISTEM
from terukur.jejak.models import Catatan
from terukur.organisasi.tests.factories import buat_opd, buat_pengguna, buat_unit, buat_wilayah
from terukur.perencanaan.actions.impor import terapkan_impor, urungkan_impor
from terukur.perencanaan.actions.program import ubah_sub_kegiatan
from terukur.perencanaan.exports import baris_uang, kertas_kerja_xlsx, kolom_sipd
from terukur.perencanaan.importers import NOMENKLATUR, REKENING, SUMBER_DANA, baca_program_kerja
from terukur.perencanaan.models import Rekening, SubKegiatanRencana, SumberDana, VersiNomenklatur
from terukur.perencanaan.pembaca_kode import baris_resmi, selisih
from terukur.perencanaan.pembaca_nomenklatur import baca_nomenklatur
from terukur.perencanaan.pembaca_program import baca_program
from terukur.perencanaan.queries import (
    daftar_sub_kegiatan,
    isi_pengajuan,
    susun_rencana,
    uang_dari_buku,
    uang_pengajuan,
    versi_pembanding,
)
from terukur.perencanaan.rules.selisih import rekonsiliasi
from terukur.perencanaan.tests.data_uji import berkas_uji, nomenklatur_2027
from terukur.perencanaan.tests.factories import (
    PADA,
    buat_pengajuan,
    buat_prioritas,
    buat_sub_kegiatan,
    buat_sumber_dana,
    buat_versi_nomenklatur,
)
from terukur.tenggat.choices import Tahapan

pytestmark = [pytest.mark.django_db, pytest.mark.lambat]


def rencana_dari(pengajuan, isi, nama="uji.xlsx"):
    return susun_rencana(pengajuan, baca_program(baca_buku(nama, isi), tahun=pengajuan.jendela.tahun))


def terapkan(rencana):
    return terapkan_impor(rencana=rencana, oleh=SISTEM, pada=PADA)


def buku(*baris, kepala=("Kode Sub Kegiatan", "Nama Sub Kegiatan", "Target Keluaran", "Satuan",
                         "Sumber Dana", "Pagu Indikatif", "Lokasi", "Kelompok Sasaran")):  # fmt: skip
    wb = openpyxl.Workbook()
    wb.active.append(list(kepala))
    for b in baris:
        wb.active.append(list(b))
    keluar = io.BytesIO()
    wb.save(keluar)
    return keluar.getvalue()


def test_the_real_renja_of_another_kabupaten(uang):
    asli = berkas_uji("nomenklatur/nomenklatur_900_kode_terpecah.xlsx")
    lama = baca_nomenklatur(baca_buku(asli.name, asli.read_bytes()))
    from terukur.perencanaan.rules.nomenklatur import IsianNomenklatur

    buat_versi_nomenklatur(
        "Nomenklatur lama", tahun_mulai=2022,
        baris=[
            IsianNomenklatur(b.jenis_pemda, b.kode, b.nama, indikator=b.indikator, satuan=b.satuan)
            for b in lama.baris
        ],
    )  # fmt: skip
    buat_versi_nomenklatur("Nomenklatur 2027", baris=nomenklatur_2027(), tahun=2027)
    pengajuan = buat_pengajuan(buat_opd(kode="1.03.0.00.0.00.01.0000"))
    berkas = berkas_uji("anggaran/pasangkayu_format_renja_dpa_dppa_2024.xlsx")
    rencana = rencana_dari(pengajuan, berkas.read_bytes(), berkas.name)
    assert len(rencana.baris) == 44
    assert rencana.total == Decimal(125_103_902_555)
    assert not rencana.hasil.galat
    terapkan(rencana)
    assert daftar_sub_kegiatan([pengajuan.pk]).count() == 44
    assert sum(sum(u.values()) for u in uang.disimpan.values()) == Decimal(125_103_902_555)
    lagi = rencana_dari(pengajuan, berkas.read_bytes(), berkas.name)
    assert {b.aksi for b in lagi.baris} == {"sama"}
    catatan = Catatan.objects.filter(peristiwa="program_kerja.impor").get()
    assert b"125103902555" in bytes(catatan.baku)


def test_numbers_beyond_the_column_and_rows_that_disagree_are_told(uang):
    """Instead of a server error while applying, and of a target dropped without a word."""
    buat_versi_nomenklatur()
    buat_sumber_dana()
    pengajuan = buat_pengajuan()
    kode = "1.02.02.2.02.0015"
    besar = rencana_dari(pengajuan, buku((kode, "x", "1" * 17, "Orang", "DAU", 1, "", "")))
    assert [m.kode for m in besar.hasil.galat] == ["terlalu_besar"]
    pas = rencana_dari(pengajuan, buku((kode, "x", "9" * 16, "Orang", "DAU", 1, "", "")))
    assert not pas.hasil.galat
    dua = rencana_dari(
        pengajuan,
        buku((kode, "x", 10, "Orang", "DAU", 1, "", ""), (kode, "x", 12, "Orang", "BOK", 2, "", "")),
    )
    (satu,) = [m for m in dua.hasil.peringatan if m.kode == "isian_ganda"]
    assert "yang dipakai 10, yang dilewati 12" in satu.pesan
    sama = rencana_dari(
        pengajuan,
        buku((kode, "x", 10, "Orang", "DAU", 1, "", ""), (kode, "x", 10, "Orang", "BOK", 2, "", "")),
    )
    assert "isian_ganda" not in {m.kode for m in sama.hasil.peringatan}
    with pytest.raises(AturanDilanggar, match="paling banyak 16 angka"):
        ubah_sub_kegiatan(
            sub_kegiatan_id=buat_sub_kegiatan(pengajuan, kode).pk, versi=1,
            isi={"target": Decimal(10) ** 16}, oleh=SISTEM, pada=PADA,
        )  # fmt: skip


def test_money_detailed_by_rekening_is_not_counted_twice(uang):
    buat_versi_nomenklatur()
    buat_sumber_dana()
    pengajuan = buat_pengajuan()
    kode = "1.02.02.2.02.0015"
    sub = buat_sub_kegiatan(pengajuan, kode)
    uang.isi = {sub.pk: {("1.2.01", "DAU"): Decimal(100), ("2.1", "BOK"): Decimal(7)}}
    uang.berekening = {"1.2.01"}
    rencana = rencana_dari(
        pengajuan,
        buku(
            (kode, "x", 120, "Dokumen", "1.2.01", 130, "", ""), (kode, "x", 120, "Dokumen", "2.1", 8, "", "")
        ),
    )
    assert rencana.baris[0].uang_ubah == {"2.1": Decimal(8)}
    (pesan,) = [m.pesan for m in rencana.hasil.peringatan if m.kode == "uang_berekening"]
    assert "Rp 100; Rp 130 dari berkas tidak dipakai" in pesan


def test_a_filled_kertas_kerja_goes_in_and_again_changes_nothing(uang):
    buat_sumber_dana()
    prioritas = buat_prioritas()
    kec = buat_wilayah("99.01.01", "Tanjung Ikat", tingkat="kecamatan")
    desa = buat_wilayah("99.01.01.2001", "Watu Ikat", induk=kec)
    pengajuan = buat_pengajuan()
    unit = buat_unit(pengajuan.opd)
    a = buat_sub_kegiatan(pengajuan, lokasi=[desa], lokasi_uraian="", prioritas=prioritas)
    b = buat_sub_kegiatan(pengajuan, "1.02.02.2.02.0015", unit=unit, lengkap=False)
    uang.isi = {a.pk: {("1.2.01", "DAU"): Decimal("100.50"), ("2.1", "BOK"): Decimal(7)}}
    isi = kertas_kerja_xlsx(pengajuan, pada=PADA)
    sama = rencana_dari(pengajuan, isi)
    assert not sama.hasil.galat
    assert {r.aksi for r in sama.baris} == {"sama"}
    assert next(r for r in sama.baris if r.kode == a.kode).uang == {"1.2.01": Decimal("100.5"), "2.1": 7}

    wb = openpyxl.load_workbook(io.BytesIO(isi))
    lembar = wb["Program kerja"]
    kepala = {c.value: c.column for c in lembar[5]}
    baris_b = next(r for r in range(6, 12) if lembar.cell(r, 1).value == b.kode)
    for judul, nilai in {
        "Target Keluaran": 12, "Kode Sumber Dana": "2.1", "Pagu Indikatif": 5_000_000,
        "Lokasi": "Watu Ikat, Tanjung Ikat; pesisir", "Kelompok Sasaran": "ibu hamil",
        "Prioritas Daerah": "Kesehatan", "Target Prakiraan Maju": 13, "Pagu Prakiraan Maju": 6_000_000,
        "Catatan": "baru",
    }.items():  # fmt: skip
        lembar.cell(baris_b, kepala[judul]).value = nilai
    kosong = next(r for r in range(6, 20) if not lembar.cell(r, 1).value)
    lembar.cell(kosong, 1).value = "1.02.02.2.02.0053"
    lembar.cell(kosong, kepala["Target Keluaran"]).value = 3
    keluar = io.BytesIO()
    wb.save(keluar)
    rencana = rencana_dari(pengajuan, keluar.getvalue())
    assert sorted(r.aksi for r in rencana.baris) == ["baru", "sama", "ubah"]
    (tambahan,) = [r for r in rencana.baris if r.aksi == "baru"]
    assert tambahan.unit is None, "the OPD itself, not the unit of the row above"
    terapkan(rencana)
    b.refresh_from_db()
    assert (b.target, b.kelompok_sasaran, b.lokasi_uraian, b.prioritas) == (
        12,
        "ibu hamil",
        "pesisir",
        prioritas,
    )
    assert list(b.lokasi.all()) == [desa]
    assert uang.disimpan[b.pk] == {"2.1": Decimal(5_000_000)}
    assert SubKegiatanRencana.objects.get(kode="1.02.02.2.02.0053").target == 3
    assert {r.aksi for r in rencana_dari(pengajuan, keluar.getvalue()).baris} == {"sama"}


def test_what_a_workbook_gets_wrong_is_said_by_row():
    buat_sumber_dana()
    pengajuan = buat_pengajuan()
    buat_versi_nomenklatur()
    isi = buku(
        ["1.02.02.2.02.0004", "Balita", 10, "Anak", "9.9.9", 1000, "Bulan", "balita"],
        ["9.99.99.2.01.0001", "Tidak ada", 1, "Unit", "1.1", 5, "", ""],
    )
    rencana = rencana_dari(pengajuan, isi)
    assert {m.kode for m in rencana.hasil.peringatan} >= {"satuan_beda", "sumber_asing"}
    assert [m.kode for m in rencana.hasil.galat] == ["kode_tak_dikenal"]
    with pytest.raises(AturanDilanggar, match="1 galat"):
        terapkan(rencana)
    assert not SubKegiatanRencana.objects.exists()


def test_a_row_saved_since_the_preview_is_not_overwritten():
    pengajuan = buat_pengajuan()
    a = buat_sub_kegiatan(pengajuan)
    isi = buku([a.kode, a.nama, 77, "Orang", "", None, "", "lansia"])
    rencana = rencana_dari(pengajuan, isi)
    ubah_sub_kegiatan(sub_kegiatan_id=a.pk, versi=1, isi={"target": Decimal(5)}, oleh=SISTEM, pada=PADA)
    with pytest.raises(AturanDilanggar, match="pratinjau"):
        terapkan(rencana)
    a.refresh_from_db()
    assert a.target == 5


def test_a_sipd_export_with_three_planted_differences_shows_exactly_those(uang):
    buat_sumber_dana()
    pengajuan = buat_pengajuan()
    a = buat_sub_kegiatan(pengajuan)
    b = buat_sub_kegiatan(pengajuan, "1.02.02.2.02.0015")
    c = buat_sub_kegiatan(pengajuan, "1.02.01.2.01.0001")
    uang.isi = {
        a.pk: {("1.2.01", "DAU"): Decimal(100), ("2.1", "BOK"): Decimal(7)},
        b.pk: {("1.1", "PAD"): Decimal("250.25")},
        c.pk: {("1.1", "PAD"): Decimal(9)},
    }
    bidang = ["1.02"]

    def cocok(isi):
        return rekonsiliasi(
            uang_pengajuan(pengajuan), uang_dari_buku(baca_program(baca_buku("s.xlsx", isi)), bidang)
        )

    sama = tabel_xlsx(kolom_sipd(pengajuan), list(baris_uang(pengajuan)))
    assert cocok(sama) == []
    wb = openpyxl.load_workbook(io.BytesIO(sama))
    lembar = wb.active
    kepala = {s.value: s.column for s in lembar[1]}
    for r in range(2, lembar.max_row + 1):
        kode = lembar.cell(r, kepala["Kode Sub Kegiatan"]).value
        sumber = lembar.cell(r, kepala["Kode Sumber Dana"]).value
        if (kode, sumber) == (a.kode, "2.1"):
            lembar.cell(r, kepala["Pagu"]).value = 8
        if kode == b.kode:
            lembar.cell(r, kepala["Kode Sumber Dana"]).value = "1.2.02"
            lembar.cell(r, kepala["Sumber Dana"]).value = "DAU kesehatan"
    keluar = io.BytesIO()
    wb.save(keluar)
    assert [(s.kode, s.sumber, s.selisih) for s in cocok(keluar.getvalue())] == [
        (a.kode, "2.1", Decimal(-1)),
        (b.kode, "1.1", Decimal("250.25")),
        (b.kode, "1.2.02", Decimal("-250.25")),
    ]


def test_import_leaves_what_the_workbook_does_not_name():
    pengajuan = buat_pengajuan()
    a = buat_sub_kegiatan(pengajuan, catatan="tetap")
    lain = buat_sub_kegiatan(pengajuan, "1.02.02.2.02.0015")
    semula = isi_pengajuan(pengajuan)
    terapkan(rencana_dari(pengajuan, buku([a.kode, a.nama, "", "Orang", "", None, "", ""])))
    assert isi_pengajuan(pengajuan) == semula
    assert lain.kunci in semula


def test_an_import_is_taken_back_unless_somebody_built_on_it(uang):
    buat_sumber_dana()
    pengajuan = buat_pengajuan()
    prioritas = buat_prioritas()
    a = buat_sub_kegiatan(pengajuan, prioritas=prioritas, lokasi=[buat_wilayah()])
    semula = isi_pengajuan(pengajuan)
    isi = buku(
        [a.kode, a.nama, 77, "Orang", "2.1", 500, "Pasar; terminal", "lansia"],
        ["1.02.02.2.02.0015", "Gizi", 3, "Dokumen", "", None, "", ""],
    )
    urung = json.loads(json.dumps(terapkan(rencana_dari(pengajuan, isi))))
    assert len(isi_pengajuan(pengajuan)) == 2
    urungkan_impor(urung=urung, oleh=SISTEM, pada=PADA)
    assert isi_pengajuan(pengajuan) == semula
    assert not uang.disimpan
    urung = terapkan(rencana_dari(pengajuan, isi))
    a.refresh_from_db()
    ubah_sub_kegiatan(sub_kegiatan_id=a.pk, versi=a.versi, isi={"target": Decimal(5)}, oleh=SISTEM, pada=PADA)
    with pytest.raises(AturanDilanggar, match=f"{a.kode} sudah diubah"):
        urungkan_impor(urung=urung, oleh=SISTEM, pada=PADA)


def test_through_the_engine_from_upload_to_undo(client):
    pengajuan = buat_pengajuan()
    a = buat_sub_kegiatan(pengajuan)
    client.force_login(buat_pengguna(Peran.OPERATOR_OPD, opd=pengajuan.opd))
    isi = buku([a.kode, a.nama, 77, "Orang", "", None, "", "lansia"])
    with time_machine.travel(PADA, tick=True):
        alamat = reverse("impor:unggah", args=["program_kerja"])
        assert pengajuan.opd.nama in client.get(f"{alamat}?pengajuan={pengajuan.pk}").content.decode()
        berkas = SimpleUploadedFile("renja.xlsx", isi)
        jawaban = client.post(f"{alamat}?pengajuan={pengajuan.pk}", {"berkas": berkas})
        rincian = jawaban["Location"]
        html = client.get(rincian, {"bagian": "selisih"}).content.decode()
        assert "lansia" in html
        client.post(f"{rincian}terapkan/")
        a.refresh_from_db()
        assert (a.target, a.kelompok_sasaran) == (77, "lansia")
        client.post(f"{rincian}urungkan/")
        a.refresh_from_db()
        assert (a.target, a.kelompok_sasaran) == (120, "balita 0-59 bulan")
        client.force_login(buat_pengguna(Peran.OPERATOR_OPD, opd=buat_opd()))
        assert client.get(f"{alamat}?pengajuan={pengajuan.pk}").status_code == 404


def test_a_kertas_kerja_of_another_stage_is_refused():
    pengajuan = buat_pengajuan()
    buat_sub_kegiatan(pengajuan)
    lain = buat_pengajuan(pengajuan.opd, tahapan=Tahapan.RKA)
    isi = kertas_kerja_xlsx(pengajuan, pada=PADA)
    konteks = Konteks("RKA", {"pengajuan": str(lain.pk)})
    hasil = baca_program_kerja(baca_buku("k.xlsx", isi), konteks)
    assert [m.kode for m in hasil.galat] == ["kertas_lain"]
    konteks = Konteks("Renja", {"pengajuan": str(pengajuan.pk)})
    assert not baca_program_kerja(baca_buku("k.xlsx", isi), konteks).galat


def test_the_real_sipd_export_goes_in_through_its_kind(django_assert_max_num_queries):
    berkas = berkas_uji("nomenklatur/nomenklatur_sipd_2027_asli.xlsx")
    konteks = Konteks("", {"nama": "Nomenklatur 2027", "dasar": "Kepmendagri", "tahun_mulai": "2027"})
    hasil = NOMENKLATUR.baca(baca_buku(berkas.name, berkas.read_bytes()), konteks)
    NOMENKLATUR.periksa(hasil, konteks)
    assert not hasil.galat
    terapan = NOMENKLATUR.terapkan(hasil, konteks, lapor=lambda a, b: None, oleh=SISTEM, pada=PADA)
    versi = VersiNomenklatur.objects.get()
    sub = versi.daftar_nomenklatur.filter(tingkat="sub_kegiatan")
    assert (sub.filter(jenis_pemda="KABKOT").count(), sub.filter(jenis_pemda="PROV").count()) == (3550, 4031)
    assert versi.nama in terapan.pesan
    assert NOMENKLATUR.bandingkan(hasil, konteks) == []
    ((nama, tersimpan),) = versi_pembanding(2027).items()
    assert nama == versi.nama
    beda = selisih(tersimpan, baris_resmi(hasil))
    assert (beda["baru"], beda["hilang"], beda["berganti_nama"]) == (0, 0, 0)


@pytest.mark.parametrize(
    ("jenis", "berkas", "jumlah", "daun"),
    [
        (SUMBER_DANA, "nomenklatur/sumber_dana_kode_terpecah.xlsx", 300, "2.2.1.01.03.0015"),
        (REKENING, "nomenklatur/akun_belanja_permendagri50_kode_terpecah.xlsx", 3413, "5.1.02.01.01.0024"),
    ],
)
def test_the_real_lists_go_in_through_their_kinds(jenis, berkas, jumlah, daun):
    asli = berkas_uji(berkas)
    konteks = Konteks("")
    hasil = jenis.baca(baca_buku(asli.name, asli.read_bytes()), konteks)
    terapan = jenis.terapkan(hasil, konteks, lapor=lambda a, b: None, oleh=SISTEM, pada=PADA)
    model = SumberDana if jenis is SUMBER_DANA else Rekening
    assert str(model.objects.count()) in terapan.pesan
    assert abs(model.objects.count() - jumlah) <= 3
    assert model.objects.get(kode=daun).daun
    lain = REKENING if jenis is SUMBER_DANA else SUMBER_DANA
    with pytest.raises(AturanDilanggar, match="bukan daftar"):
        lain.baca(baca_buku(asli.name, asli.read_bytes()), konteks)
