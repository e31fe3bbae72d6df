"""The pages of requests and rosters, as people use them without a script."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from terukur.akun.peran import Peran
from terukur.inti.pelaku import SISTEM
from terukur.kehadiran.actions.sif import tetapkan_sif
from terukur.kehadiran.choices import LingkupJadwal, StatusPermohonan
from terukur.kehadiran.models import (
    JadwalKhusus,
    KelompokMesin,
    Ketentuan,
    MasaRamadan,
    Mesin,
    Pengecualian,
    Permohonan,
    PolaBerlaku,
    PolaKerja,
)
from terukur.kehadiran.queries.jadwal import kode_sif
from terukur.kehadiran.tests.factories import (
    HARI_INI,
    SEKARANG,
    buat_bawaan,
    buat_pejabat,
    buat_permohonan,
    buat_staf,
)
from terukur.kehadiran.tests.isian import buat_mesin, resmi, untuk
from terukur.organisasi.choices import Eselon
from terukur.organisasi.tests.factories import buat_opd, buat_pengguna, buat_unit
from terukur.tenggat.tests.factories import berkas_terkirim

pytestmark = pytest.mark.django_db
S = StatusPermohonan
HARI = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def saat():
    with time_machine.travel(SEKARANG, tick=False):
        yield


@pytest.fixture
def opd():
    return buat_opd("Dinas Uji")


@pytest.fixture
def kadis(opd):
    return buat_pejabat(opd, "Kadis", eselon=Eselon.II_B, kepala=True)


@pytest.fixture
def staf(opd, kadis):
    return buat_pejabat(opd, "Staf")


def masuk(pengguna):
    klien = Client()
    klien.force_login(pengguna)
    return klien


def kirim(klien, nama, isi, *args, ke=302):
    jawaban = klien.post(nama if "/" in nama else reverse(f"kehadiran:{nama}", args=args),
                         {**isi, "kunci_kirim": str(uuid.uuid4())})  # fmt: skip
    assert jawaban.status_code == ke, jawaban.content.decode()[-3000:]
    return jawaban


def buka(klien, alamat):
    """Status of a download, read to its end."""
    jawaban = klien.get(alamat)
    if jawaban.streaming:
        assert b"".join(jawaban.streaming_content).startswith(b"%PDF")
    return jawaban.status_code


def teks(klien, nama, *args, **kueri):
    jawaban = klien.get(reverse(f"kehadiran:{nama}", args=args), kueri)
    assert jawaban.status_code == 200
    return jawaban.content.decode()


def test_asked_on_a_phone_and_approved_by_one_tap(staf, kadis):
    klien, atasan = masuk(staf), masuk(kadis)
    assert "Surat" not in teks(klien, "permohonan_baru")
    baru = reverse("kehadiran:permohonan_baru") + "?jenis=sakit"
    isi = {"sejak": "2026-11-18", "sampai": "2026-11-19", "alasan": "Diagnosis rahasia"}
    tanpa = kirim(klien, baru, isi, ke=422).content.decode()
    assert "2 hari atau lebih" in tanpa
    kirim(klien, baru, isi | {"berkas": berkas_terkirim("surat.pdf")})
    p = Permohonan.objects.get()
    milik = teks(klien, "permohonan_satu", p.pk)
    assert "Diagnosis rahasia" in milik
    assert "Menunggu Jabatan Kadis (Kadis)" in milik
    kotak = teks(atasan, "keputusan")
    assert "18–19 November 2026" in kotak
    assert "Diagnosis rahasia" not in kotak
    assert "Diagnosis rahasia" not in teks(atasan, "permohonan_satu", p.pk)
    unduh = reverse("kehadiran:permohonan_berkas", args=[p.pk])
    assert (buka(klien, unduh), buka(atasan, unduh)) == (200, 404)
    kirim(atasan, "permohonan_langkah", {"dari": "keputusan"}, p.pk, "setujui")
    assert "Tidak ada yang menunggu" in teks(atasan, "keputusan")
    izin = buat_permohonan(staf.pegawai, sejak=HARI_INI + 9 * HARI, sampai=HARI_INI + 9 * HARI)
    Permohonan.objects.filter(pk=izin.pk).update(berkas=p.berkas_id)
    assert buka(atasan, reverse("kehadiran:permohonan_berkas", args=[izin.pk])) == 200
    assert "Disetujui" in teks(klien, "permohonan")


def test_refused_with_a_reason_and_appealed(staf, kadis):
    p = buat_permohonan(staf.pegawai)
    atasan, klien = masuk(kadis), masuk(staf)
    kirim(atasan, "permohonan_langkah", {}, p.pk, "tolak", ke=422)
    kirim(atasan, "permohonan_langkah", {"catatan": "Ada rapat"}, p.pk, "tolak")
    halaman = teks(klien, "permohonan_satu", p.pk)
    assert "Ada rapat" in halaman
    assert "Banding dapat diajukan sampai" in halaman
    kirim(klien, "permohonan_banding", {"alasan": "Rapat dipindah"}, p.pk)
    b = Permohonan.objects.get(banding_atas=p)
    assert teks(masuk(buat_pengguna(Peran.BKPSDM)), "keputusan").count("Rapat dipindah") == 1
    assert "Menunggu BKPSDM" in teks(klien, "permohonan_satu", b.pk)


def test_an_account_without_a_person_is_told_so():
    klien = masuk(buat_pengguna())
    assert "belum terhubung dengan data pegawai" in teks(klien, "permohonan")


def test_one_letter_for_three_and_one_tap_for_all(opd, kadis):
    orang = [buat_staf(opd) for _ in range(3)]
    lain = buat_staf(buat_opd(), "Orang Lain")
    operator = masuk(buat_pengguna(Peran.OPERATOR_OPD, opd=opd))
    isi = {"jenis": "dinas_luar", "nomor": "000.1/9", "sejak": "2026-11-20", "sampai": "2026-11-20"}
    assert "SPT untuk beberapa pegawai" in teks(operator, "permohonan")
    kirim(operator, "rombongan", isi | {"pegawai": [str(lain.pk)]}, ke=404)
    kirim(operator, "rombongan", isi | {"pegawai": [str(p.pk) for p in orang]})
    assert teks(operator, "permohonan").count(f"untuk {orang[0].nama}") == 1
    p = Permohonan.objects.get(pegawai=orang[0])
    assert "Menunggu atasan" in teks(operator, "permohonan_satu", p.pk)
    kirim(operator, "permohonan_langkah", {}, p.pk, "setujui")
    p.refresh_from_db()
    assert p.status == S.DIAJUKAN
    atasan = masuk(kadis)
    kotak = teks(atasan, "keputusan")
    assert "Setujui semuanya (3 orang)" in kotak
    kirim(atasan, "setujui_banyak", {"permohonan": [str(p.pk) for p in Permohonan.objects.all()]})
    assert set(Permohonan.objects.values_list("status", flat=True)) == {S.DISETUJUI}


def test_the_list_of_an_opd_filters_downloads_and_costs_the_same(opd, staf):
    buat_permohonan(staf.pegawai)
    lain = buat_staf(buat_opd("Dinas Lain"), "Orang Lain")
    buat_permohonan(lain)
    klien = masuk(buat_pengguna(Peran.ADMIN_OPD, opd=opd))
    halaman = teks(klien, "permohonan_daftar")
    assert "Staf" in halaman
    assert "Orang Lain" not in halaman
    assert "Mengurus surat keluarga" not in halaman
    assert "Tidak ada data" in teks(klien, "permohonan_daftar", status="ditolak")
    unduh = klien.get(reverse("kehadiran:permohonan_daftar"), {"unduh": "csv"})
    csv = b"".join(unduh.streaming_content).decode()
    assert csv.count("Izin") == 1
    assert "Mengurus" not in csv

    def hitung():
        with CaptureQueriesContext(connection) as kueri:
            teks(klien, "permohonan_daftar")
        return len(kueri)

    satu = hitung()
    for _ in range(3):
        buat_permohonan(buat_staf(opd))
    assert hitung() == satu


def test_bkpsdm_begins_with_one_button_and_sets_what_differs(opd):
    orang = buat_staf(opd, "Ani Contoh")
    klien = masuk(buat_pengguna(Peran.BKPSDM))
    assert "Siapkan pola dan ketentuan bawaan" in teks(klien, "jadwal")
    kirim(klien, "bawaan", {})
    assert "Seluruh kabupaten" in teks(klien, "jadwal")
    enam = PolaKerja.objects.get(kode="KANTOR6")
    isi = {"pola": enam.pk, "opd": str(opd.pk), "sejak": "2026-11-19", "hari_ke": "1"}
    kirim(klien, "pola_berlaku_baru", isi)
    b = PolaBerlaku.objects.get(opd=opd)
    kirim(klien, "pola_berlaku_cabut", {"sejak": "2026-11-20"}, b.pk)
    kirim(
        klien, "khusus_baru",
        {"sejak": "2026-11-20", "sampai": "2026-11-20", "jam": "08.00-12.00", "pegawai": "ani contoh",
         "dasar": "SE Bupati"},
    )  # fmt: skip
    assert JadwalKhusus.objects.get().pegawai == orang
    jam = {f"jam_{n}": "08.00-16.00" if n < 5 else "" for n in range(7)}
    kirim(klien, "pola_satu", jam | {"sejak": "2026-12-01", "dasar": "Perbup 1/2026"}, enam.pk)
    assert "08.00-16.00" not in teks(klien, "pola"), "only from December on"
    kirim(klien, "ramadan", {"sejak": "2027-02-08", "sampai": "2027-03-09", "dasar": "Sidang isbat"})
    assert MasaRamadan.objects.get().tahun == 1448
    kirim(
        klien, "pengecualian_baru",
        {"pegawai": orang.nip, "nomor_sk": "800/1", "tanggal_sk": "2026-11-01", "alasan": "Ajudan",
         "sejak": "2026-11-18"},
    )  # fmt: skip
    assert "800/1" in teks(klien, "pengecualian")
    assert Pengecualian.objects.get().pegawai == orang


def test_a_rule_set_is_copied_changed_and_explained(opd):
    buat_bawaan()
    klien = masuk(buat_pengguna(Peran.BKPSDM))
    lama = Ketentuan.objects.get()
    assert "Permentan 68/2012" in teks(klien, "ketentuan_satu", lama.pk)
    assert 'value="30"' in teks(klien, "ketentuan_baru", dari=lama.pk)
    isi = {
        "dasar": "Perbup 12/2026", "sejak": "2026-12-01", "cara": "filo", "toleransi_detik": "0",
        "jarak_ganda_detik": "60", "batas_persen": "2,5", "kuota_lupa": "3", "hari_sanggah": "5",
        "tebus_menit": "30", "tebus_kali": "5",
        "terlambat_sampai_1": "60", "terlambat_persen_1": "0,5", "terlambat_persen_2": "1",
    }  # fmt: skip
    kirim(klien, "ketentuan_baru", isi | {"terlambat_sampai_1": ""}, ke=422)
    kirim(klien, "ketentuan_baru", isi | {"tebus_kali": "0"}, ke=422)
    kirim(klien, "ketentuan_baru", isi)
    baru = Ketentuan.objects.pada(dt.date(2026, 12, 1)).get()
    assert [(b.pita, b.dari, b.sampai) for b in baru.baris.order_by("pita")] == [(1, 1, 60), (2, 61, None)]
    assert "2,5 %" in teks(klien, "ketentuan_satu", baru.pk)
    assert "sampai 30 menit, 5 kali sebulan" in teks(klien, "ketentuan_satu", baru.pk)


def test_an_admin_of_an_opd_keeps_to_it(opd):
    buat_bawaan()
    buat_staf(opd, "Ani Contoh")
    buat_staf(buat_opd(), "Orang Lain")
    klien = masuk(buat_pengguna(Peran.ADMIN_OPD, opd=opd))
    isi = {"sejak": "2026-11-20", "sampai": "2026-11-20", "jam": "", "dasar": "SE"}
    assert "Pilih OPD, unit, atau pegawai" in kirim(klien, "khusus_baru", isi, ke=422).content.decode()
    kirim(klien, "khusus_baru", isi | {"pegawai": "Orang Lain"}, ke=422)
    kirim(klien, "khusus_baru", isi | {"opd": str(opd.pk)})
    kirim(klien, "ramadan", {"sejak": "2027-02-08", "sampai": "2027-03-09", "dasar": "X"}, ke=403)
    semua = PolaBerlaku.objects.get(kunci="semua")
    kirim(klien, "pola_berlaku_cabut", {"sejak": "2026-11-20"}, semua.pk, ke=404)


def test_an_admin_of_a_unit_keeps_to_it(opd):
    buat_bawaan()
    unit, lain = buat_unit(opd), buat_unit(opd)
    milik, kolega = buat_staf(opd, "Ani Contoh", unit=unit), buat_staf(opd, "Budi Contoh", unit=lain)
    kelompok = KelompokMesin.objects.create(nama="Uji")
    mesin = [buat_mesin(opd, kelompok, n) for n in range(3)]
    for satu, u in zip(mesin, (unit, lain, None), strict=True):
        Mesin.objects.filter(pk=satu.pk).update(unit=u)
    admin = buat_pengguna(Peran.ADMIN_OPD, opd=opd, unit=unit)
    klien = masuk(admin)
    daftar = teks(klien, "mesin")
    assert ["Mesin 0" in daftar, "Mesin 1" in daftar, "Mesin 2" in daftar] == [True, False, False]
    assert klien.get(reverse("kehadiran:mesin_satu", args=[mesin[1].pk])).status_code == 404
    isi = {"nomor_seri": "U9", "nama": "Baru", "dialek": "adms", "zona": "8", "opd": str(opd.pk)}
    assert "unit ini saja" in kirim(klien, "mesin_baru", isi, ke=422).content.decode()
    kirim(klien, "mesin_baru", isi | {"unit": str(lain.pk)}, ke=404)
    kirim(klien, "mesin_baru", isi | {"unit": str(unit.pk)})
    khusus = {"sejak": "2026-11-20", "sampai": "2026-11-20", "jam": "", "dasar": "SE"}
    kirim(klien, "khusus_baru", khusus | {"opd": str(opd.pk)}, ke=404)
    kirim(klien, "khusus_baru", khusus | {"pegawai": kolega.nama}, ke=422)
    kirim(klien, "khusus_baru", khusus | {"unit": str(unit.pk)})
    kirim(klien, "khusus_baru", khusus | {"pegawai": milik.nama})
    punya_opd = JadwalKhusus.objects.create(
        **resmi(HARI_INI, HARI_INI), **untuk(LingkupJadwal.OPD, opd), dasar="SE Dinas"
    )
    halaman = teks(klien, "khusus")  # what holds above his unit he sees and does not change
    assert "SE Dinas" in halaman
    assert halaman.count("Cabut") == 2
    kirim(klien, "khusus_cabut", {"sejak": "2026-11-20"}, punya_opd.pk, ke=404)
    pin = {"pin": "5", "kelompok": str(kelompok.pk), "sejak": "2026-11-18"}
    kirim(klien, "pin_baru", pin | {"pegawai": kolega.nama}, ke=422)
    kirim(klien, "pin_baru", pin | {"pegawai": milik.nama})


def test_the_month_of_shifts_shows_and_downloads_what_is_uploaded_again(opd):
    buat_bawaan()
    orang = buat_staf(opd, "Ani Contoh")
    klien = masuk(buat_pengguna(Peran.ADMIN_OPD, opd=opd))
    assert "Belum ada jadwal sif" in teks(klien, "sif")
    malam = kode_sif(HARI_INI)["M"]
    tetapkan_sif(pegawai=orang, hari={HARI_INI: malam}, dasar="Uji", oleh=SISTEM, pada=SEKARANG)
    assert "Ani Contoh" in teks(klien, "sif", bulan="2026-11")
    csv = klien.get(reverse("kehadiran:sif"), {"bulan": "2026-11", "unduh": "csv"})
    baris = b"".join(csv.streaming_content).decode().splitlines()
    assert baris[1].split(";")[19] == "M", "18 November"
