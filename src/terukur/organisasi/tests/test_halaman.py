"""Pages as a reader meets them."""

import datetime as dt
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from terukur.akun.models import Pengguna
from terukur.akun.peran import Peran
from terukur.jejak.models import Catatan
from terukur.organisasi import queries
from terukur.organisasi.models import OPD, HariLibur, Pegawai, Penugasan, PeranPengguna, Unit, Wilayah
from terukur.organisasi.tests.factories import (
    buat_jabatan,
    buat_opd,
    buat_pegawai,
    buat_pengguna,
    buat_penugasan,
    buat_unit,
    buat_wilayah,
)
from terukur.organisasi.tests.halaman import alamat, masuk

pytestmark = pytest.mark.django_db

DAFTAR = (
    "menu", "opd_daftar", "unit_daftar", "jabatan_daftar", "pegawai_daftar", "penugasan_daftar", "penanda",
    "pengguna_daftar", "wilayah_daftar", "kalender", "batas",
)  # fmt: skip


@pytest.fixture
def admin() -> Client:
    return masuk(buat_pengguna(Peran.ADMIN_SISTEM))


def isi_contoh() -> dict[str, object]:
    opd = buat_opd("Dinas Contoh")
    unit = buat_unit(opd)
    p = buat_penugasan(jabatan=buat_jabatan(opd, kepala=True))
    operator = buat_pengguna(Peran.OPERATOR_OPD, opd=opd)
    desa = buat_wilayah()
    return {"opd": opd, "unit": unit, "tugas": p, "operator": operator, "desa": desa}


@pytest.mark.parametrize("nama", DAFTAR)
def test_daftar_terbuka_dan_dapat_diunduh(admin: Client, nama: str) -> None:
    isi_contoh()
    assert admin.get(alamat(nama)).status_code == 200
    if nama in ("menu", "batas"):
        return
    tanya = "?kata=&per=2026-03-01&diketahui=2026-03-02T10:00&urut=-nama"
    assert admin.get(alamat(nama) + tanya).status_code == 200
    unduhan = admin.get(alamat(nama) + "?unduh=csv")
    assert unduhan.headers["Content-Disposition"].endswith('.csv"')
    assert b"".join(unduhan.streaming_content).startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    "nama", ["opd_daftar", "jabatan_daftar", "pegawai_daftar", "penugasan_daftar", "pengguna_daftar"]
)
def test_jumlah_kueri_tidak_tumbuh(admin: Client, nama: str, django_assert_max_num_queries) -> None:

    def tambah() -> None:
        opd = buat_opd()
        buat_penugasan(
            jabatan=buat_jabatan(opd, kepala=True),
            jenis="plt",
            sejak=dt.date(2026, 11, 1),
            sampai=dt.date(2027, 1, 31),
        )
        buat_pengguna(Peran.OPERATOR_OPD, opd=opd)

    tambah()
    admin.get(alamat(nama))
    with CaptureQueriesContext(
        connection,
    ) as satu:
        admin.get(alamat(nama))
    for _ in range(4):
        tambah()
    with CaptureQueriesContext(connection) as lima:
        admin.get(alamat(nama))
    assert len(lima) == len(satu)


def test_rincian_opd_pegawai_pengguna(admin: Client) -> None:
    isi = isi_contoh()
    halaman = admin.get(alamat("opd", isi["opd"].pk)).content.decode()
    assert isi["tugas"].pegawai.nama in halaman
    assert isi["unit"].nama in halaman
    assert admin.get(alamat("opd", isi["opd"].pk) + "?per=2020-01-01").status_code == 200
    assert isi["tugas"].nomor_sk in admin.get(alamat("pegawai", isi["tugas"].pegawai_id)).content.decode()
    assert "Operator OPD" in admin.get(alamat("pengguna", isi["operator"].pk)).content.decode()


def test_formulir_terbuka(admin: Client) -> None:
    isi = isi_contoh()
    halaman = [
        alamat("opd_baru"), alamat("opd_gabung"), alamat("opd_ubah", isi["opd"].pk),
        alamat("opd_akhiri", isi["opd"].pk), alamat("opd_profil", isi["opd"].pk),
        alamat("opd_pecah", isi["opd"].pk),
        alamat("unit_baru"), alamat("unit_ubah", isi["unit"].pk), alamat("unit_akhiri", isi["unit"].pk),
        alamat("jabatan_baru", isi["opd"].pk), alamat("jabatan_ubah", isi["tugas"].jabatan_id),
        alamat("jabatan_akhiri", isi["tugas"].jabatan_id), alamat("pegawai_baru"),
        alamat("pegawai_ubah", isi["tugas"].pegawai_id), alamat("tugaskan"),
        alamat("tugaskan") + f"?pegawai={isi['tugas'].pegawai_id}&opd={isi['opd'].pk}&kata=x",
        alamat("penugasan_akhiri", isi["tugas"].pk), alamat("batas_ubah", "plt"), alamat("pengguna_baru"),
        alamat("pengguna_sandi", isi["operator"].pk), alamat("pengguna_tutup", isi["operator"].pk),
        alamat("pengguna_buka", isi["operator"].pk), alamat("peran_beri", isi["operator"].pk),
        alamat("peran_alihkan", isi["operator"].pk), alamat("wilayah_baru"), alamat("libur_baru"),
        alamat("peran_cabut", PeranPengguna.objects.get(pengguna=isi["operator"]).pk),
    ]  # fmt: skip
    catatan = Catatan.objects.count()
    for h in halaman:
        assert admin.get(h).status_code == 200, h
    assert Catatan.objects.count() == catatan, "GET writes nothing"


def test_tambah_opd_lalu_kirim_ulang(admin: Client) -> None:
    data = {
        "kode": "1.02.0.00.0.00.77.0000", "nama": "Dinas Baru", "singkatan": "Disbar", "jenis": "dinas",
        "induk": "", "sejak": "2026-01-01", "dasar": "Perda", "kunci_kirim": str(uuid.uuid4()),
    }  # fmt: skip
    satu = admin.post(alamat("opd_baru"), data)
    dua = admin.post(alamat("opd_baru"), data)
    assert satu.status_code == dua.status_code == 302
    assert satu.headers["Location"] == dua.headers["Location"]
    assert OPD.objects.filter(nama="Dinas Baru").count() == 1


def test_penolakan_berdiri_di_kolomnya_dan_tercatat(admin: Client) -> None:
    opd = buat_opd("Dinas Ada")
    data = {"kode": opd.kode, "nama": "X", "singkatan": "X", "jenis": "dinas", "sejak": "2026-01-01"}
    jawaban = admin.post(alamat("opd_baru"), data)
    assert jawaban.status_code == 422
    assert "Sudah dipakai Dinas Ada." in jawaban.content.decode()
    assert Catatan.objects.filter(peristiwa="opd.catat", ditolak=True).count() == 1


def test_gabung_dan_pecah_lewat_halaman(admin: Client) -> None:
    a, b = buat_opd(), buat_opd()
    data = {
        "pendahulu": [str(a.pk), str(b.pk)], "kode": "1.02.2.14.0.00.01.0000", "nama": "Dinas Gabungan",
        "singkatan": "DG", "jenis": "dinas", "tanggal": "2030-01-01", "dasar": "Perda 1",
    }  # fmt: skip
    assert admin.post(alamat("opd_gabung"), data).status_code == 302
    c = buat_opd()
    unit = buat_unit(c)
    data = {
        "tanggal": "2030-01-01", "dasar": "Perda 2", f"unit_{unit.pk}": "2",
        "kode_1": "2.11.0.00.0.00.01.0000", "nama_1": "Dinas A", "singkatan_1": "DA", "jenis_1": "dinas",
        "kode_2": "2.12.0.00.0.00.01.0000", "nama_2": "Dinas B", "singkatan_2": "DB", "jenis_2": "dinas",
    }  # fmt: skip
    assert admin.post(alamat("opd_pecah", c.pk), data).status_code == 302
    assert Unit.objects.get(pk=unit.pk).riwayat.filter(kode__startswith="2.12").exists()


def test_sk_terlambat_dan_plt_terlihat_di_daftar(admin: Client) -> None:
    buat_penugasan(
        jabatan=buat_jabatan(kepala=True), jenis="plt", sejak=dt.date(2026, 3, 1),
        sampai=dt.date(2026, 5, 31), pada=dt.datetime(2026, 3, 10, 2, tzinfo=dt.UTC),
    )  # fmt: skip
    halaman = admin.get(alamat("penugasan_daftar") + "?per=2026-05-19").content.decode()
    assert "Plt berakhir 12 hari lagi" in halaman
    assert "SK dicatat 9 hari setelah berlaku" in halaman
    penanda = admin.get(alamat("penanda") + "?per=2026-05-19").content.decode()
    assert "Plt berakhir 12 hari lagi" in penanda


def test_tugaskan_dua_langkah(admin: Client) -> None:
    opd = buat_opd()
    jabatan = buat_jabatan(opd, kepala=True)
    pegawai = buat_pegawai("Pegawai Contoh Dicari")
    cari = alamat("tugaskan") + f"?opd={opd.pk}&kata=dicari"
    assert "Pegawai Contoh Dicari" in admin.get(cari).content.decode()
    data = {
        "pegawai": str(pegawai.pk), "jabatan": str(jabatan.pk), "jenis": "definitif", "nomor_sk": "821/1",
        "tanggal_sk": "2026-02-01", "sejak": "2026-02-01", "sampai": "",
    }  # fmt: skip
    assert admin.post(cari, data).status_code == 302
    assert Penugasan.objects.filter(pegawai=pegawai, jabatan=jabatan).count() == 1
    assert "Tidak ada pegawai" in admin.get(alamat("tugaskan") + f"?opd={opd.pk}&kata=zzz").content.decode()


def test_nip_disamarkan_bagi_yang_tidak_mengelola() -> None:
    opd = buat_opd()
    p = buat_penugasan(jabatan=buat_jabatan(opd))
    operator = masuk(buat_pengguna(Peran.OPERATOR_OPD, opd=opd))
    bkpsdm = masuk(buat_pengguna(Peran.BKPSDM))
    for halaman in (alamat("pegawai_daftar"), alamat("pegawai", p.pegawai_id)):
        assert p.pegawai.nip not in operator.get(halaman).content.decode()
        assert p.pegawai.nip in bkpsdm.get(halaman).content.decode()
    for tanya in ("?unduh=csv", f"?kata={p.pegawai.nip}&unduh=csv"):
        isi = b"".join(operator.get(alamat("pegawai_daftar") + tanya).streaming_content).decode()
        assert p.pegawai.nip not in isi
    assert p.pegawai.nama not in isi, "the NIP cannot be probed by searching"
    isi = b"".join(operator.get(alamat("penugasan_daftar") + "?unduh=csv").streaming_content).decode()
    assert p.pegawai.nama in isi
    assert p.pegawai.nip not in isi


def test_opd_lain_tidak_ditemukan() -> None:
    isi = isi_contoh()
    admin_opd = masuk(buat_pengguna(Peran.ADMIN_OPD))
    peran = PeranPengguna.objects.get(pengguna=isi["operator"])
    for h in (
        alamat("opd", isi["opd"].pk), alamat("pegawai", isi["tugas"].pegawai_id),
        alamat("pengguna", isi["operator"].pk), alamat("pengguna_sandi", isi["operator"].pk),
        alamat("peran_beri", isi["operator"].pk), alamat("peran_cabut", peran.pk),
        alamat("peran_alihkan", isi["operator"].pk), alamat("pengguna_tutup", isi["operator"].pk),
    ):  # fmt: skip
        assert admin_opd.get(h).status_code == 404, h
        assert (
            admin_opd.post(h).status_code == (405 if h.endswith(f"{isi['opd'].pk}/") else 404)
            or h.endswith(f"{isi['tugas'].pegawai_id}/")
            or h.endswith(f"{isi['operator'].pk}/")
        )


def test_hubungkan_akun_yang_ada(admin: Client) -> None:
    pegawai, akun = buat_penugasan().pegawai, buat_pengguna(nama_pengguna="kepala.contoh.x")
    halaman = alamat("pegawai_akun", pegawai.pk)
    assert "Tidak ada pengguna" in admin.post(halaman, {"nama_pengguna": "entah"}).content.decode()
    assert admin.post(halaman, {"nama_pengguna": "Kepala.Contoh.X"}).status_code == 302
    assert Pegawai.objects.get(pk=pegawai.pk).pengguna == akun
    kedua = alamat("pegawai_akun", buat_penugasan().pegawai_id)
    jawaban = admin.post(kedua, {"nama_pengguna": "kepala.contoh.x"})
    assert jawaban.status_code == 422
    assert "sudah milik" in jawaban.content.decode()


def test_buat_pengguna_menampilkan_sandi_sekali() -> None:
    opd = buat_opd()
    admin_opd = masuk(buat_pengguna(Peran.ADMIN_OPD, opd=opd))
    data = {
        "nama": "Operator Contoh", "nama_pengguna": "operator.contoh.x", "nip": "", "peran": "operator_opd",
        "opd": str(opd.pk), "kunci_kirim": str(uuid.uuid4()),
    }  # fmt: skip
    satu = admin_opd.post(alamat("pengguna_baru"), data).content.decode()
    assert "Kata sandi sekali pakai" in satu
    assert "sudah diproses" in admin_opd.post(alamat("pengguna_baru"), data).content.decode()
    baru = Pengguna.objects.get(nama_pengguna="operator.contoh.x")
    assert baru.wajib_ganti_sandi
    assert PeranPengguna.objects.get(pengguna=baru).opd == opd


def test_alihkan_tugas() -> None:
    opd = buat_opd()
    admin_opd = masuk(buat_pengguna(Peran.ADMIN_OPD, opd=opd))
    lama, baru = buat_pengguna(Peran.OPERATOR_OPD, opd=opd), buat_pengguna(Peran.PEMARAF, opd=opd)
    data = {"kepada": str(baru.pk), "alasan": "mutasi"}
    assert admin_opd.post(alamat("peran_alihkan", lama.pk), data).status_code == 302
    kini = PeranPengguna.objects.filter(digantikan_pada=None)
    assert kini.filter(pengguna=baru, peran="operator_opd", opd=opd).exists()
    assert not kini.filter(pengguna=lama, berlaku_sampai=None).exists()


def test_wilayah_dan_kalender(admin: Client) -> None:
    data = {"kode": "99.01", "nama": "Kabupaten Contoh", "tingkat": "kabkota"}
    assert admin.post(alamat("wilayah_baru"), data).status_code == 302
    data = {"kode": "99.01.01", "nama": "Kecamatan Contoh", "tingkat": "kecamatan"}
    assert admin.post(alamat("wilayah_baru") + "?induk=99.01", data).status_code == 302
    assert "Kecamatan Contoh" in admin.get(alamat("wilayah_anak", "99.01")).content.decode()
    salah = admin.post(alamat("wilayah_baru") + "?induk=99.01", data | {"kode": "98.01.01"})
    assert "Harus diawali 99.01." in salah.content.decode()
    assert Wilayah.objects.count() == 2
    libur = {"tanggal": "2027-01-01", "nama": "Tahun Baru", "jenis": "libur_nasional", "dasar": ""}
    assert "Wajib diisi kecuali" in admin.post(alamat("libur_baru"), libur).content.decode()
    assert admin.post(alamat("libur_baru"), libur | {"perkiraan": "on"}).status_code == 302
    assert "Perkiraan" in admin.get(alamat("kalender") + "?tahun=2027").content.decode()
    hapus = alamat("libur_hapus", HariLibur.objects.get().pk)
    assert admin.post(hapus, {"alasan": "keliru"}).status_code == 302
    assert not HariLibur.objects.exists()


def test_pegawai_lewat_halaman(admin: Client) -> None:
    salah = admin.post(alamat("pegawai_baru"), {"nama": "A", "status": "pns", "nip": "123"})
    assert "harus 18 angka" in salah.content.decode().lower()
    benar = {"nama": "Pegawai Contoh Z", "status": "pppk", "nip": "99990101 000000 0 123"}
    assert admin.post(alamat("pegawai_baru"), benar).status_code == 302
    assert Pegawai.objects.get(nama="Pegawai Contoh Z").nip == "999901010000000123"


def test_akhiri_penugasan_lewat_halaman(admin: Client) -> None:
    p = buat_penugasan()
    data = {"hari_terakhir": "2026-06-30", "alasan": "pensiun"}
    assert admin.post(alamat("penugasan_akhiri", p.pk), data).status_code == 302
    kini = Penugasan.objects.get(pegawai=p.pegawai, digantikan_pada=None)
    assert kini.berlaku_sampai == dt.date(2026, 6, 30)
    assert admin.post(alamat("penugasan_akhiri", p.pk), data).status_code == 404, "no longer what is known"


def test_impor_lewat_halaman(admin: Client) -> None:
    """From the list's button to the stored OPD, and back."""
    assert alamat("opd_daftar") in admin.get(alamat("menu")).content.decode()
    unggah = reverse("impor:unggah", args=["opd"])
    assert unggah in admin.get(alamat("opd_daftar")).content.decode()
    berkas = SimpleUploadedFile("opd.csv", b"kode,nama\n1.02.0.00.0.00.91.0000,Dinas Impor\n")
    jawaban = admin.post(unggah, {"sejak": "2026-01-01", "berkas": berkas})
    assert jawaban.status_code == 302
    rincian = jawaban.headers["Location"]
    assert "Dinas Impor" in admin.get(rincian).content.decode()
    assert admin.post(f"{rincian}terapkan/").status_code == 302
    assert OPD.objects.get(nama="Dinas Impor").aktif
    assert admin.post(f"{rincian}urungkan/").status_code == 302
    assert not OPD.objects.get(nama="Dinas Impor").aktif


def test_batas_dapat_diubah(admin: Client) -> None:
    data = {
        "bulan": "6",
        "jumlah_perpanjangan": "0",
        "hari_peringatan": "30",
        "dasar": "Perpres",
        "sejak": "2026-11-01",
    }
    assert admin.post(alamat("batas_ubah", "pj"), data).status_code == 302
    assert "6 bulan" in admin.get(alamat("batas")).content.decode()
    assert admin.get(alamat("batas_ubah", "definitif")).status_code == 404


def test_akun_kepala_opd_dari_halaman_pegawai(admin: Client) -> None:
    """A head gets a login without any granted role: the SK alone makes it sign."""
    opd = buat_opd()
    p = buat_penugasan(buat_pegawai(nip="", status="non_asn_blud"), buat_jabatan(opd, kepala=True))
    tautan = alamat("pengguna_baru") + f"?pegawai={p.pegawai_id}"
    assert tautan in admin.get(alamat("pegawai", p.pegawai_id)).content.decode()
    data = {"nama": p.pegawai.nama, "nama_pengguna": "kepala.contoh", "nip": "", "peran": "", "opd": ""}
    assert "Kata sandi sekali pakai" in admin.post(tautan, data).content.decode()
    baru = Pengguna.objects.get(nama_pengguna="kepala.contoh")
    penanda = queries.dasar_penanda(baru, opd.pk, pada=dt.datetime(2026, 5, 1, tzinfo=dt.UTC))
    assert penanda.endswith(f", SK {p.nomor_sk}")
    admin_opd = masuk(buat_pengguna(Peran.ADMIN_OPD, opd=opd))
    assert admin_opd.post(alamat("pengguna_baru"), data | {"nama_pengguna": "lain.contoh"}).status_code == 422


def test_riwayat_jejak_dari_halaman(admin: Client) -> None:
    isi = isi_contoh()
    for objek, kunci in (
        ("opd", isi["opd"].pk), ("pegawai", isi["tugas"].pegawai_id), ("pengguna", isi["operator"].pk),
    ):  # fmt: skip
        jejak = reverse("jejak:riwayat", args=[objek, kunci])
        assert jejak in admin.get(alamat(objek, kunci)).content.decode()
        assert admin.get(jejak).status_code == 200


def test_verifikator_dibatasi_pada_syarat_terdaftar(admin: Client) -> None:
    """The requirement codes to choose from come from the rooms that register them."""
    calon = buat_pengguna()
    beri = alamat("peran_beri", calon.pk)
    assert "Data dukung" in admin.get(beri).content.decode()
    data = {"peran": "verifikator", "opd": "", "syarat": ["data_dukung"], "sejak": "2026-01-01"}
    assert admin.post(beri, data).status_code == 302
    saat = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)
    cari = queries.pengguna_berperan
    assert cari(Peran.VERIFIKATOR, pada=saat, syarat=("data_dukung",)) == [calon]
    assert cari(Peran.VERIFIKATOR, pada=saat, syarat=("program_kerja",)) == []
    assert admin.post(beri, data | {"syarat": ["tidak_ada"]}).status_code == 422
