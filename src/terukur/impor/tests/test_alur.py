import io
import uuid

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from terukur.akun import akses
from terukur.akun.akses import Akses, PeranAktif
from terukur.akun.peran import Peran
from terukur.berkas.queries import boleh_membaca, buka
from terukur.impor import actions, jobs, kemajuan, queries
from terukur.impor.choices import Status
from terukur.impor.jenis import ImporDibatalkan, daftar_impor
from terukur.impor.models import Impor, KemajuanImpor
from terukur.impor.perintah import terapkan_dari_perintah
from terukur.impor.tests.buku_uji import tulis_xlsx
from terukur.impor.tests.factories import JENIS_UJI, PADA, TERSIMPAN, buat_impor, buat_pengguna, tabel
from terukur.inti.kesalahan import AturanDilanggar, TidakDitemukan
from terukur.inti.registri import Registri
from terukur.jejak.models import Catatan

pytestmark = pytest.mark.django_db
OPD, OPD_LAIN = uuid.UUID(int=1), uuid.UUID(int=2)


@pytest.fixture(autouse=True)
def _uji(tmp_path, settings, monkeypatch):
    settings.DATA = tmp_path
    TERSIMPAN.clear()
    monkeypatch.setattr(daftar_impor, "_isi", {"uji": JENIS_UJI})


@pytest.fixture
def operator():
    return buat_pengguna(OPD)


def langkah(aksi, impor, operator):
    return aksi(impor_id=impor.pk, oleh=operator.pelaku(), pada=PADA)


def test_kecil_dibaca_dan_diterapkan_seketika_lalu_diurungkan(operator):
    impor = buat_impor(operator, OPD, tabel(5))
    assert (impor.status, impor.jumlah_baris, impor.jumlah_galat) == (Status.SIAP, 5, 0)
    assert impor.isi["ringkasan"]["total"]["anggaran"] == 15000
    assert impor.isi["baris"][0] == ["RKA", "3", "1.02.01.2.01.0001", "Sub kegiatan 1", "1.000"]
    assert len(impor.isi["selisih"]) == 3
    assert impor.catatan is None
    assert TERSIMPAN == {}
    impor = langkah(actions.terapkan_impor, impor, operator)
    assert (impor.status, impor.pesan, impor.tautan) == (Status.DITERAPKAN, "5 baris tersimpan.", "/hasil/")
    assert len(TERSIMPAN) == 5
    with pytest.raises(AturanDilanggar, match="berstatus “Diterapkan”"):
        langkah(actions.terapkan_impor, impor, operator)
    assert langkah(actions.urungkan_impor, impor, operator).status == Status.DIURUNGKAN
    assert TERSIMPAN == {}
    peristiwa = Catatan.objects.filter(objek="impor").order_by("nomor").values_list("peristiwa", flat=True)
    assert list(peristiwa) == ["impor.mulai", "impor.terapkan", "impor.urungkan"]


def test_galat_tidak_dapat_diterapkan_dan_kembali_sebagai_catatan(operator):
    impor = buat_impor(operator, OPD, tabel(4, b1_2="banyak", b2_0="1.02.01.2.1.99"))
    assert (impor.status, impor.jumlah_galat) == (Status.DIBACA, 2)
    with pytest.raises(AturanDilanggar):
        langkah(actions.terapkan_impor, impor, operator)
    with buka(impor.catatan) as isi:
        buku = openpyxl.load_workbook(io.BytesIO(isi.read()))
    assert buku.sheetnames == ["RKA", "Catatan Terukur"]
    assert "bukan angka" in buku["RKA"]["C4"].comment.text
    assert buku["RKA"]["C4"].value == "banyak"
    assert buku["RKA"]["C3"].comment is None
    assert [c.value for c in buku["Catatan Terukur"]["D"]][1:] == ["Galat"] * 2 + ["Peringatan"] * (
        impor.jumlah_peringatan
    )
    with buka(impor.berkas) as isi:
        assert openpyxl.load_workbook(io.BytesIO(isi.read())).sheetnames == ["RKA"]


def test_semua_atau_tidak_sama_sekali(operator):
    impor = buat_impor(operator, OPD, tabel(4, b2_1="TOLAK saya"))
    catatan = Catatan.objects.count()
    with pytest.raises(AturanDilanggar, match="Baris ini ditolak"):
        langkah(actions.terapkan_impor, impor, operator)
    impor.refresh_from_db()
    assert impor.status == Status.SIAP
    assert Catatan.objects.count() == catatan


def test_berkas_tak_terbaca_menjadi_gagal(operator):
    impor = buat_impor(operator, OPD, [["tidak", "ada"], ["tabel", "di sini"]])
    assert impor.status == Status.GAGAL
    assert "Tidak ada tabel anggaran" in impor.pesan


def test_besar_dikerjakan_oleh_pekerja(operator, monkeypatch):
    monkeypatch.setattr(actions, "LANGSUNG_UKURAN", 0)
    monkeypatch.setattr(actions, "LANGSUNG_BARIS", 0)
    impor = buat_impor(operator, OPD, tabel(6))
    assert impor.status == Status.DIUNGGAH
    tugas = ProcrastinateJob.objects.get(task_name="impor.baca")
    jobs.baca(**tugas.args)
    impor.refresh_from_db()
    assert impor.status == Status.SIAP
    jobs.baca(**tugas.args)  # a second delivery changes nothing
    langkah(actions.terapkan_impor, impor, operator)
    tugas = ProcrastinateJob.objects.get(task_name="impor.terapkan")
    assert tugas.args["oleh"]["id"] == str(operator.pk)
    jobs.terapkan(**tugas.args)
    impor.refresh_from_db()
    assert impor.status == Status.DITERAPKAN
    assert len(TERSIMPAN) == 6


def test_pekerja_yang_ditolak_mengembalikan_pratinjau(operator, monkeypatch):
    monkeypatch.setattr(actions, "LANGSUNG_BARIS", 0)
    impor = buat_impor(operator, OPD, tabel(3, b1_1="TOLAK"))
    langkah(actions.terapkan_impor, impor, operator)
    jobs.terapkan(**ProcrastinateJob.objects.get(task_name="impor.terapkan").args)
    impor.refresh_from_db()
    assert (impor.status, impor.pesan) == (Status.SIAP, "Baris ini ditolak.")


def test_dibatalkan_sebelum_diterapkan(operator):
    impor = langkah(actions.batalkan_impor, buat_impor(operator, OPD, tabel(2)), operator)
    assert impor.status == Status.DIBATALKAN
    with pytest.raises(AturanDilanggar):
        langkah(actions.terapkan_impor, impor, operator)


@pytest.mark.django_db(transaction=True)
def test_pekerja_berhenti_bila_diminta_dan_kemajuan_tampak(operator, monkeypatch):
    monkeypatch.setattr(actions, "LANGSUNG_BARIS", 0)
    monkeypatch.setattr(kemajuan, "JEDA", 0)
    impor = buat_impor(operator, OPD, tabel(10))
    langkah(actions.terapkan_impor, impor, operator)
    with kemajuan.Pelapor(impor.pk, jeda=0) as lapor, transaction.atomic():
        lapor(4, 10)
        assert KemajuanImpor.objects.get(pk=impor.pk).persen == 40
    langkah(actions.batalkan_impor, impor, operator)
    assert Impor.objects.get(pk=impor.pk).status == Status.MENERAPKAN
    with kemajuan.Pelapor(impor.pk, jeda=0) as lapor, pytest.raises(ImporDibatalkan):
        lapor(5, 10)
    jobs.terapkan(str(impor.pk), {"id": "x", "nama": "x", "peran": "", "penugasan": ""})
    impor.refresh_from_db()
    assert (impor.status, impor.pesan) == (Status.SIAP, "Impor dibatalkan; tidak ada yang disimpan.")


def test_cakupan(operator):
    impor = buat_impor(operator, OPD, tabel(2, b1_2="x"))
    rekan = buat_pengguna(OPD, "rekan")
    asing = buat_pengguna(OPD_LAIN, "asing")
    assert queries.get_impor(impor.pk, untuk=rekan) == impor
    assert boleh_membaca(rekan, impor.catatan)
    assert not boleh_membaca(asing, impor.catatan)
    with pytest.raises(TidakDitemukan):
        queries.get_impor(impor.pk, untuk=asing)
    with pytest.raises(TidakDitemukan):
        queries.get_jenis("tidak-ada", untuk=rekan)


def test_yang_pindah_opd_tidak_lagi_melihat_atau_mengurungkan_impornya(operator):
    impor = langkah(actions.terapkan_impor, buat_impor(operator, OPD, tabel(2)), operator)
    operator.akses = Akses([PeranAktif(Peran.OPERATOR_OPD, OPD_LAIN)])
    with pytest.raises(TidakDitemukan):
        queries.get_impor(impor.pk, untuk=operator)


@pytest.mark.parametrize(
    "peran",
    [
        [PeranAktif(Peran.OPERATOR_OPD, OPD, uuid.UUID(int=9))],
        # Reads the imports of every OPD, and is an operator of another one.
        [PeranAktif(Peran.TAPD), PeranAktif(Peran.OPERATOR_OPD, OPD_LAIN)],
    ],
)
@pytest.mark.parametrize("aksi", ["terapkan", "batalkan", "urungkan"])
def test_langkah_impor_seluruh_opd_hanya_oleh_pengisi_seluruh_opd(operator, klien, peran, aksi):
    impor = buat_impor(operator, OPD, tabel(2))
    if aksi == "urungkan":
        impor = langkah(actions.terapkan_impor, impor, operator)
    status, sah = impor.status, operator.akses
    operator.akses = Akses(peran)
    alamat = reverse(f"impor:{aksi}", args=[impor.pk])
    assert klien.post(alamat, {"kunci_kirim": uuid.uuid4()}).status_code == 403
    assert (
        "tidak mencakup seluruh OPD" in klien.get(reverse("impor:rincian", args=[impor.pk])).content.decode()
    )
    impor.refresh_from_db()
    assert impor.status == status
    operator.akses = sah
    assert klien.post(alamat, {"kunci_kirim": uuid.uuid4()}).status_code == 302
    impor.refresh_from_db()
    assert impor.status != status


def test_basis_data_menjaga_status(operator):
    impor = buat_impor(operator, OPD, tabel(2, b1_2="x"))
    for ubah in ({"status": "siap"}, {"status": "diterapkan"}, {"status": "dibatalkan"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Impor.objects.filter(pk=impor.pk).update(**ubah)


@pytest.fixture
def klien(operator, monkeypatch):
    peran = Registri("uji")
    peran.daftarkan("uji", lambda p, pada: operator.akses.peran if p == operator else [])
    monkeypatch.setattr(akses, "sumber_peran", peran)
    klien = Client()
    klien.force_login(operator)
    return klien


def unggah(klien, baris, nama="rka.xlsx", opd=OPD, **lain):
    isi = baris if isinstance(baris, bytes) else tulis_xlsx(("RKA", baris))
    berkas = SimpleUploadedFile(nama, isi)
    alamat = reverse("impor:unggah", args=["uji"]) + f"?opd={opd}"
    return klien.post(alamat, {"berkas": berkas, "kunci_kirim": uuid.uuid4(), **lain})


def test_lewat_halaman_tanpa_skrip(klien):
    assert klien.get(reverse("impor:unggah", args=["uji"]) + f"?opd={OPD}").status_code == 200
    jawaban = unggah(klien, tabel(120))
    assert jawaban.status_code == 302
    halaman = klien.get(jawaban["Location"])
    isi = halaman.content.decode()
    assert "Siap diterapkan" in isi
    assert "7.260.000" in isi
    assert "Terapkan semua baris" in isi
    for bagian in ("masalah", "selisih", "baris", "kolom"):
        satu = klien.get(jawaban["Location"], {"bagian": bagian, "hal": 2})
        assert satu.status_code == 200
    unduhan = klien.get(jawaban["Location"], {"bagian": "baris", "unduh": "csv"})
    assert b"1.02.01.2.01.0120" in b"".join(unduhan.streaming_content)
    terap = jawaban["Location"] + "terapkan/"
    assert klien.post(terap).status_code == 302
    assert len(TERSIMPAN) == 120
    assert "Urungkan impor" in klien.get(jawaban["Location"]).content.decode()
    assert klien.post(jawaban["Location"] + "urungkan/").status_code == 302
    assert TERSIMPAN == {}
    assert "Diurungkan" in klien.get(reverse("impor:daftar")).content.decode()


def test_kiriman_ganda_satu_impor(klien):
    kunci = uuid.uuid4()
    isi = tulis_xlsx(("RKA", tabel(2)))  # a workbook made twice can name two seconds, and so differ
    satu, dua = unggah(klien, isi, kunci_kirim=kunci), unggah(klien, isi, kunci_kirim=kunci)
    assert satu["Location"] == dua["Location"]
    assert Impor.objects.count() == 1


def test_penolakan_menjadi_kalimat_pada_formulir(klien):
    jawaban = unggah(klien, tabel(1), nama="rka.xls")
    assert jawaban.status_code == 422
    assert "bukan buku kerja Excel lama" in jawaban.content.decode()
    assert unggah(klien, tabel(1), opd=OPD_LAIN).status_code == 404
    assert klien.post(reverse("impor:unggah", args=["uji"]) + f"?opd={OPD}").status_code == 422
    assert not Impor.objects.exists()


def test_galat_tampak_dan_tombol_berkata_mengapa(klien):
    jawaban = unggah(klien, tabel(3, b1_2="seribu"))
    isi = klien.get(jawaban["Location"]).content.decode()
    assert "1 galat harus diperbaiki dahulu" in isi
    assert "RKA, baris 4, kolom C" in isi
    assert "Unduh berkas bercatatan" in isi
    assert klien.post(jawaban["Location"] + "terapkan/").status_code == 409


def test_sedang_dikerjakan_menyegarkan_diri(klien, monkeypatch):
    monkeypatch.setattr(actions, "LANGSUNG_UKURAN", 0)
    isi = klien.get(unggah(klien, tabel(3))["Location"]).content.decode()
    assert 'hx-trigger="every 2s"' in isi
    assert "Muat ulang" in isi
    assert "Menunggu giliran" in isi


def test_jumlah_kueri_tetap(klien, operator, django_assert_max_num_queries):
    for n in range(6):
        buat_impor(operator, OPD, tabel(n + 1))
    with django_assert_max_num_queries(12):
        klien.get(reverse("impor:daftar"))
    with django_assert_max_num_queries(12):
        klien.get(reverse("impor:rincian", args=[Impor.objects.order_by("pk").first().pk]))


def test_impor_milik_opd_lain_tidak_tampak(klien):
    asing = buat_impor(buat_pengguna(OPD_LAIN, "asing"), OPD_LAIN, tabel(1))
    assert klien.get(reverse("impor:rincian", args=[asing.pk])).status_code == 404
    for aksi in ("terapkan", "batalkan", "urungkan"):
        assert klien.post(reverse(f"impor:{aksi}", args=[asing.pk])).status_code == 404
    assert str(asing.pk) not in klien.get(reverse("impor:daftar")).content.decode()


def test_dari_perintah(operator, monkeypatch, tmp_path):
    peran = Registri("uji")
    peran.daftarkan("uji", lambda p, pada: operator.akses.peran if p == operator else [])
    monkeypatch.setattr(akses, "sumber_peran", peran)
    monkeypatch.setattr(actions, "LANGSUNG_UKURAN", 0)
    berkas = tmp_path / "rka.xlsx"

    def jalankan(baris, nama="operator.uji"):
        berkas.write_bytes(tulis_xlsx(("RKA", baris)))
        return terapkan_dari_perintah(
            kode="uji", berkas=berkas, data={"opd": str(OPD)}, nama_pengguna=nama, pada=PADA
        )

    with pytest.raises(AturanDilanggar, match="tidak ada atau tidak aktif"):
        jalankan(tabel(2), "siapa")
    with pytest.raises(AturanDilanggar, match="1 galat"):
        jalankan(tabel(2, b1_2="banyak"))
    assert not Impor.objects.exists()
    assert jalankan(tabel(400)).status == Status.DITERAPKAN
    assert len(TERSIMPAN) == 400
