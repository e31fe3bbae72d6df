"""The pages of devices, PIN and files of records, as people use them without a script."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from terukur.akun.peran import Peran
from terukur.impor.models import Impor
from terukur.jejak.models import Catatan
from terukur.kehadiran.actions.terima import layani
from terukur.kehadiran.choices import AsalPindai
from terukur.kehadiran.importers.rekam import baca_rekam
from terukur.kehadiran.models import (
    AntreanHari,
    BarisKarantina,
    BerkasPindai,
    Kiriman,
    Mesin,
    PerintahMesin,
    Pindai,
    PinPegawai,
)
from terukur.kehadiran.protokol.http import Permintaan, baca_kepala
from terukur.kehadiran.tests.dunia_mesin import PADA, buat_mesin, petakan, pos
from terukur.kehadiran.tests.factories import buat_staf
from terukur.organisasi.tests.factories import buat_opd, buat_pengguna
from terukur.tenggat.tests.factories import berkas_terkirim

pytestmark = pytest.mark.django_db
TERTOLAK = 409


@pytest.fixture(autouse=True)
def saat():
    with time_machine.travel(PADA, tick=False):
        yield


@pytest.fixture
def opd():
    return buat_opd("Dinas Uji")


@pytest.fixture
def admin(opd):
    return masuk(buat_pengguna(Peran.ADMIN_OPD, opd=opd))


def masuk(pengguna):
    klien = Client()
    klien.force_login(pengguna)
    return klien


def kirim(klien, nama, isi, *args, ke=302):
    alamat = reverse(f"kehadiran:{nama}", args=args)
    jawaban = klien.post(alamat, {**isi, "kunci_kirim": str(uuid.uuid4())})
    assert jawaban.status_code == ke, jawaban.content.decode()[-3000:]
    return jawaban


def teks(klien, nama, *args, **kueri):
    jawaban = klien.get(reverse(f"kehadiran:{nama}", args=args), kueri)
    assert jawaban.status_code == 200, jawaban.content.decode()[-2000:]
    return " ".join(jawaban.content.decode().split())


def push(seri, *baris, pada=PADA):
    isi = "".join(f"{pin}\t{waktu}\t0\t1\n" for pin, waktu in baris).encode()
    kepala, _, badan = pos(f"/iclock/cdata?SN={seri}&table=ATTLOG&Stamp=1", isi).partition(b"\r\n\r\n")
    p = baca_kepala(kepala.split(b"\r\n"))
    minta = Permintaan(**{n: getattr(p, n) for n in p.__slots__} | {"isi": badan})
    return layani(minta, alamat="10.1.0.7", pada=pada).status


def test_a_new_device_is_admitted_with_what_it_sent(opd):
    push("BARU1", ("7", "2026-11-27 07:20:00"))
    bkpsdm = masuk(buat_pengguna(Peran.BKPSDM))
    assert "Belum dikenal (1)" in teks(bkpsdm, "mesin")
    assert "BARU1" in teks(bkpsdm, "mesin_asing")
    assert "sudah mengirim 1 kiriman" in teks(bkpsdm, "mesin_baru", seri="BARU1")
    isi = {"nomor_seri": "BARU1", "nama": "Mesin lobi", "dialek": "adms", "opd": str(opd.pk), "zona": "8",
           "jaringan": "10.1.0.0/16", "ambil_alih": "on"}  # fmt: skip
    assert "bukan alamat jaringan" in kirim(
        bkpsdm, "mesin_baru", isi | {"jaringan": "x"}, ke=422
    ).content.decode()  # fmt: skip
    kirim(bkpsdm, "mesin_baru", isi)
    mesin = Mesin.objects.get()
    html = teks(bkpsdm, "mesin_satu", mesin.pk)
    assert "diambil alih saat mesin didaftarkan" in html
    assert "Belum pernah terlihat" in html
    assert Pindai.objects.count() == 1


def test_the_page_of_a_device_says_what_is_wrong_and_sends_only_listed_commands(opd, admin):
    mesin = buat_mesin("A1", opd=opd)
    push("A1", ("x y", "2026-11-27 10:00:00"), ("7", "2026-11-27 10:50:00"))
    html = teks(admin, "mesin_satu", mesin.pk)
    assert "Baris tidak terbaca" in html
    assert "x y" in html
    assert "terlambat 10 menit 0 detik" in html
    kirim(admin, "mesin_perintah", {"perintah": "ulang"}, mesin.pk)
    kirim(admin, "mesin_perintah", {"perintah": "CLEAR DATA"}, mesin.pk, ke=404)
    assert PerintahMesin.objects.get().isi == "CHECK"
    assert Catatan.objects.filter(peristiwa="mesin.perintahkan").count() == 1
    kirim(admin, "mesin_aktif", {"aktif": "0"}, mesin.pk)
    assert "Aktifkan lagi" in teks(admin, "mesin_satu", mesin.pk)
    assert "Nonaktif" in teks(admin, "mesin")


def test_an_admin_of_an_opd_keeps_to_it(opd, admin):
    lain = buat_mesin("L1", opd=buat_opd())
    buat_mesin("A1", opd=opd)
    push("ASING", ("7", "2026-11-27 07:20:00"))
    html = teks(admin, "mesin")
    assert "Mesin A1" in html
    assert "Mesin L1" not in html
    assert "Belum dikenal" not in html
    assert "ASING" not in teks(admin, "mesin_asing")
    assert admin.get(reverse("kehadiran:mesin_satu", args=[lain.pk])).status_code == 404
    orang = buat_staf(buat_opd(), "Orang Lain")
    isi = {"pin": "7", "kelompok": str(lain.kelompok_id), "pegawai": "Orang Lain", "sejak": "2026-11-01"}
    assert "Tidak ditemukan di OPD Anda" in kirim(admin, "pin_baru", isi, ke=422).content.decode()
    baris = petakan("7", orang)
    assert "Orang Lain" not in teks(admin, "pin")
    kirim(admin, "pin_akhiri", {"hari_terakhir": "2026-11-20"}, baris.pk, ke=404)


def test_a_change_keeps_the_key_that_was_not_typed_again(opd, admin):
    mesin = buat_mesin("A1", opd=opd, kunci="comm-12345")
    isi = {"nama": "Mesin lobi", "dialek": "adms", "opd": str(opd.pk), "zona": "7", "jaringan": "",
           "kelompok": str(mesin.kelompok_id)}  # fmt: skip
    assert "comm-12345" not in teks(admin, "mesin_ubah", mesin.pk)
    kirim(admin, "mesin_ubah", isi, mesin.pk)
    mesin.refresh_from_db()
    assert (mesin.nama, mesin.zona, mesin.kunci) == ("Mesin lobi", 7, "comm-12345")
    kirim(admin, "mesin_ubah", isi | {"hapus_rahasia": "on"}, mesin.pk)
    mesin.refresh_from_db()
    assert mesin.kunci == ""


def test_two_who_change_a_device_do_not_overwrite_each_other(opd, admin):
    mesin = buat_mesin("A1", opd=opd)
    isi = {"nama": "Mesin lobi", "dialek": "adms", "opd": str(opd.pk), "zona": "7", "jaringan": "",
           "dibaca": str(mesin.versi)}  # fmt: skip
    kirim(admin, "mesin_ubah", isi | {"tempat": "Lobi"}, mesin.pk)
    jawaban = kirim(admin, "mesin_ubah", isi | {"nama": "Mesin lain"}, mesin.pk, ke=409).content.decode()
    assert "sudah diubah orang lain" in jawaban
    assert f'name="dibaca" value="{mesin.versi + 1}"' in jawaban
    kirim(admin, "mesin_ubah", isi | {"nama": "Mesin lain", "dibaca": str(mesin.versi + 1)}, mesin.pk)


def test_a_serial_number_that_no_device_can_have_is_refused(opd, admin):
    isi = {"nama": "X", "dialek": "adms", "opd": str(opd.pk), "zona": "7", "jaringan": ""}
    jawaban = kirim(admin, "mesin_baru", isi | {"nomor_seri": "A 1'<b>"}, ke=422).content.decode()
    assert "tanpa spasi" in jawaban


def test_a_pin_of_nobody_is_mapped_and_its_days_are_asked_for(opd, admin):
    mesin = buat_mesin("A1", opd=opd)
    orang = buat_staf(opd, "Ani Contoh")
    push("A1", ("7", "2026-11-26 07:20:00"))
    assert "Mesin A1" in teks(admin, "pin_tanpa")
    isi = {"pin": "7", "kelompok": str(mesin.kelompok_id), "pegawai": "Ani Contoh", "sejak": "2026-11-26"}
    kirim(admin, "pin_baru", isi)
    assert "Semua rekam sejak tanggal itu ada pemiliknya" in teks(admin, "pin_tanpa")
    assert AntreanHari.objects.filter(pegawai=orang, tanggal=dt.date(2026, 11, 26)).exists()
    kirim(admin, "pin_baru", isi | {"pin": "8"})
    assert teks(admin, "pin", ganda="on").count("Ani Contoh") == 2
    kirim(admin, "pin_akhiri", {"hari_terakhir": "2026-11-25"}, PinPegawai.objects.get(pin="8").pk)
    assert teks(admin, "pin", ganda="on").count("Ani Contoh") == 0


def test_pin_are_imported_by_nip_with_a_preview(opd):
    orang = [buat_staf(opd, f"Orang {n}") for n in range(3)]
    mesin = buat_mesin("A1", opd=opd)
    petakan("9", buat_staf(opd, "Pemilik Lama"))
    push("A1", ("007", "2026-11-26 07:20:00"))
    bkpsdm = masuk(buat_pengguna(Peran.BKPSDM))
    judul = "PIN;NIP;Nama;Berlaku sejak\r\n"

    def unggah(isi):
        berkas = SimpleUploadedFile("pin.csv", (judul + isi).encode())
        jawaban = bkpsdm.post("/impor/baru/pin_pegawai/", {"sejak": "2026-11-01", "berkas": berkas})
        return Impor.objects.get(pk=jawaban["Location"].strip("/").split("/")[-1])

    salah = unggah(f"9;{orang[0].nip};;\r\n7 7;{orang[1].nip};;\r\n8;000;;\r\n8;;;\r\n")
    pesan = " ".join(m["pesan"] for m in salah.isi["ringkasan"]["masalah"])
    for kata in ("milik Pemilik Lama", "bukan PIN", "tidak ditemukan", "NIP kosong", "sama dengan baris"):
        assert kata in pesan, kata
    benar = unggah(f"007;{orang[0].nip};;\r\n7;{orang[1].nip};;01/10/2026\r\n8;;Orang 2;\r\n")
    assert benar.isi["ringkasan"]["masalah"] == []
    bkpsdm.post(f"/impor/{benar.pk}/terapkan/")
    assert set(PinPegawai.objects.exclude(pin="9").values_list("pin", "pegawai", "berlaku_sejak")) == {
        ("007", orang[0].pk, dt.date(2026, 11, 1)), ("7", orang[1].pk, dt.date(2026, 10, 1)),
        ("8", orang[2].pk, dt.date(2026, 11, 1)),
    }  # fmt: skip
    assert set(AntreanHari.objects.values_list("pegawai", flat=True)) == {orang[0].pk}
    assert mesin.kelompok_id == PinPegawai.objects.get(pin="7").kelompok_id


# ---- files ----


def unggah(klien, mesin, nama, isi, **lain):
    data = {"mesin": str(mesin.pk), "nomor": "BA/1", "alasan": "Jaringan putus", "tertua": "2020-01-01",
            "berkas": SimpleUploadedFile(nama, isi), **lain}  # fmt: skip
    jawaban = klien.post(reverse("kehadiran:berkas_rekam_baru"), data)
    if jawaban.status_code == 422:
        return jawaban.content.decode()
    assert jawaban.status_code == 302, jawaban.content.decode()[-2000:]
    return BerkasPindai.objects.latest("pk")


@pytest.mark.parametrize(
    ("nama", "baris", "tertua"),
    [
        ("attlog_zk_2022-11_384_baris.dat", 384, "2020-01-01"),
        ("attlog_zk_2026_2_baris.dat", 2, "2020-01-01"),
        ("fingerspot_att_log_contoh.xlsx", 110, "2018-01-01"),
        ("fingerspot_att_log_contoh.xml", 110, "2018-01-01"),
    ],
)
def test_real_files_import_once(opd, admin, data_uji, nama, baris, tertua):
    mesin = buat_mesin("A1", opd=opd)
    isi = data_uji(f"absensi/{nama}").read_bytes()
    satu = unggah(admin, mesin, nama, isi, tertua=tertua, berita_acara=berkas_terkirim("ba.pdf"))
    html = teks(admin, "berkas_rekam_satu", satu.pk)
    assert f'<span class="nama">Rekam baru</span><span class="nilai">{baris}</span>' in html
    assert not Pindai.objects.exists()
    kirim(admin, "berkas_rekam_langkah", {}, satu.pk, "terapkan")
    assert Pindai.objects.count() == baris
    kirim(admin, "berkas_rekam_langkah", {}, satu.pk, "terapkan", ke=TERTOLAK)
    dua = unggah(admin, mesin, nama, isi, tertua=tertua)
    assert "Tidak ada rekam baru" in teks(admin, "berkas_rekam_satu", dua.pk)
    kirim(admin, "berkas_rekam_langkah", {}, dua.pk, "terapkan")
    assert Pindai.objects.count() == baris
    assert list(Kiriman.objects.order_by("pk").values_list("jumlah_baru", flat=True)) == [baris, 0]
    assert set(Pindai.objects.values_list("asal", flat=True)) <= {AsalPindai.USB, AsalPindai.CSV}
    satu.refresh_from_db()
    assert bytes(satu.kiriman.isi) == isi
    assert satu.berkas.sidik == satu.kiriman.sidik
    unduhan = admin.get(reverse("kehadiran:berkas_rekam_unduh", args=[satu.pk, "rekam"]))
    assert b"".join(unduhan.streaming_content) == isi


def test_push_and_usb_of_the_same_days_add_nothing(opd, admin, data_uji):
    """The 384 real lines, pushed first, brought on a stick afterwards."""
    mesin = buat_mesin("A1", opd=opd)
    isi = data_uji("absensi/attlog_zk_2022-11_384_baris.dat").read_bytes()
    push("A1", *((r.pin, str(r.waktu)) for r in baca_rekam("1_attlog.dat", isi).muatan.rekam))
    assert Pindai.objects.count() == 384
    satu = unggah(admin, mesin, "1_attlog.dat", isi)
    kirim(admin, "berkas_rekam_langkah", {}, satu.pk, "terapkan")
    assert Pindai.objects.filter(asal=AsalPindai.PUSH).count() == Pindai.objects.count() == 384


def test_a_file_shows_its_problems_and_lines_of_other_devices(opd, admin):
    mesin = buat_mesin("A1", opd=opd)
    buat_mesin("A2", opd=opd)
    isi = (
        "sn;pin;scan_date;verifymode\r\nA1;7;2026-11-26 07:00:00;1\r\nA2;7;2026-11-26 07:00:05;1\r\n"
        "99;8;26/11/2026 07:01;4\r\n;9;kemarin;1\r\n;7;2026-11-26 07:00:00;1\r\n;7;2026-12-26 07:00:00;1\r\n"
    )
    satu = unggah(admin, mesin, "rekam.csv", isi.encode())
    html = teks(admin, "berkas_rekam_satu", satu.pk)
    assert "1 baris menyebut Mesin A2" in html
    assert "2 tak dikenal" in html
    assert "Baris tidak terbaca" in html
    assert "Jam mesin mendahului" in html
    kirim(admin, "berkas_rekam_langkah", {}, satu.pk, "terapkan")
    assert sorted(Pindai.objects.values_list("pin", "cara", "mesin")) == [
        ("7", 1, mesin.pk),
        ("8", 15, mesin.pk),
    ]
    assert BarisKarantina.objects.count() == 2


def test_what_is_no_file_of_records_is_refused_and_a_file_can_be_left(opd, admin):
    mesin = buat_mesin("A1", opd=opd)
    assert "tidak memuat rekam yang dikenal" in unggah(admin, mesin, "a.csv", b"nama;nip\r\nAni;1\r\n")
    assert "tidak memuat rekam yang dikenal" in unggah(admin, mesin, "a.xml", b"<?xml version='1.0'?><a/>")
    bom = b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a><att_log><pin>&b;</pin></att_log></a>"
    assert "tidak memuat rekam yang dikenal" in unggah(admin, mesin, "a.xml", bom)
    assert not BerkasPindai.objects.exists()
    satu = unggah(admin, mesin, "1_attlog.dat", b"        7\t2026-11-26 07:00:00\t1\t0\t1\t0\r\n")
    kirim(admin, "berkas_rekam_langkah", {}, satu.pk, "batalkan")
    assert "Dibatalkan" in teks(admin, "berkas_rekam")
    assert not Kiriman.objects.exists()


def test_the_old_form_of_attlog_has_a_serial_number_before_and_a_checksum_behind(opd, admin):
    mesin = buat_mesin("A1", opd=opd)
    buat_mesin("3066600012345", opd=opd)
    badan = b"        7\t2026-11-26 07:00:00\t1\t0\t1\t0\r\n"
    satu = unggah(admin, mesin, "attlog.dat", b"3066600012345\r\n" + badan + b"58213\r\n")
    assert "menyebut Mesin 3066600012345" in teks(admin, "berkas_rekam_satu", satu.pk)
    dua = unggah(admin, mesin, "attlog.dat", b"A1B2C3\r\n" + badan + b"58213\r\n")
    kirim(admin, "berkas_rekam_langkah", {}, dua.pk, "terapkan")
    assert "58213 (tidak diperiksa" in teks(admin, "berkas_rekam_satu", dua.pk)
    assert (Pindai.objects.count(), BarisKarantina.objects.count()) == (1, 0)
    tiga = unggah(admin, mesin, "3066600012345_attlog.dat", badan)
    assert "menyebut Mesin 3066600012345" in teks(admin, "berkas_rekam_satu", tiga.pk)
    assert "tidak diperiksa" not in teks(admin, "berkas_rekam_satu", tiga.pk)
