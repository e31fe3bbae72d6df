"""Requests from asking to decision: tiers, quotas, overlaps, appeals, and who reads what."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from terukur.akun.akses import susun_akses
from terukur.akun.peran import Peran
from terukur.berkas.models import Berkas
from terukur.berkas.queries import boleh_membaca
from terukur.inti.kesalahan import AlurMenolak, AturanDilanggar, TidakDitemukan
from terukur.inti.pelaku import SISTEM
from terukur.jejak.models import Catatan
from terukur.kehadiran.actions import permohonan as actions
from terukur.kehadiran.choices import BagianHari, JenisPermohonan, StatusPermohonan
from terukur.kehadiran.models import AntreanHari, KelompokMesin, Mesin, MesinPadam, Permohonan
from terukur.kehadiran.queries import permohonan as queries
from terukur.kehadiran.queries.kuota import batas_koreksi, kabar_mesin, sisa_lupa
from terukur.kehadiran.rules.permohonan import ATURAN
from terukur.kehadiran.tests.dunia_hari import masuk
from terukur.kehadiran.tests.factories import (
    HARI_INI,
    SEKARANG,
    buat_bawaan,
    buat_pejabat,
    buat_permohonan,
    buat_staf,
    isi_permohonan,
)
from terukur.organisasi.choices import Eselon, JenisOPD
from terukur.organisasi.tests.factories import buat_opd, buat_pengguna, buat_unit
from terukur.pesan.models import Pesan

pytestmark = pytest.mark.django_db
J, S = JenisPermohonan, StatusPermohonan
HARI = dt.timedelta(days=1)


@pytest.fixture
def opd():
    return buat_opd("Dinas Uji")


@pytest.fixture
def kadis(opd):
    return buat_pejabat(opd, "Kadis", eselon=Eselon.II_B, kepala=True)


@pytest.fixture
def sekda():
    setda = buat_opd("Sekretariat Daerah", jenis=JenisOPD.SEKRETARIAT_DAERAH)
    return buat_pejabat(setda, "Sekda", eselon=Eselon.II_A, kepala=True)


@pytest.fixture
def bkpsdm():
    pengguna = buat_pengguna(Peran.BKPSDM, nama="BKPSDM")
    pengguna.akses = susun_akses(pengguna, pada=SEKARANG)
    return pengguna


@pytest.fixture
def staf(opd, kadis):
    return buat_pejabat(opd, "Staf")


def langkah(nama, p, oleh, pada=SEKARANG, catatan=""):
    return getattr(actions, nama)(
        permohonan_id=p.pk, catatan=catatan, pengguna=oleh, oleh=oleh.pelaku(), pada=pada
    )


def berkas(oleh=""):
    return Berkas.objects.create(
        sidik="0" * 64, nama="surat dokter.pdf", jenis="pdf", jenis_mime="application/pdf", ukuran=9,
        diunggah_oleh=oleh, diunggah_pada=SEKARANG,
    )  # fmt: skip


def ajukan(pegawai, jenis, lampiran=None, pada=SEKARANG, **ganti):
    return actions.ajukan(
        pegawai_id=pegawai.pk, isi=isi_permohonan(jenis, **ganti), berkas=lampiran, oleh=SISTEM, pada=pada
    )


# ---- asking and deciding ----


def test_every_kind_has_its_rule():
    assert set(ATURAN) == set(J)


def test_izin_is_decided_by_the_superior_alone_and_its_days_are_computed_again(staf, kadis):
    p = buat_permohonan(staf.pegawai, sejak=HARI_INI - HARI, sampai=HARI_INI + HARI)
    assert Pesan.objects.filter(penerima=kadis).count() == 1
    assert not AntreanHari.objects.exists()
    langkah("setujui", p, kadis)
    p.refresh_from_db()
    assert (p.status, p.atasan_nama, p.putus_nama, p.berlaku_pada) == (
        S.DISETUJUI,
        "Kadis",
        "Kadis",
        SEKARANG,
    )
    hari = AntreanHari.objects.filter(pegawai=staf.pegawai).order_by("tanggal")
    assert [a.tanggal for a in hari] == [HARI_INI - HARI, HARI_INI], "tomorrow is computed when it comes"
    assert Pesan.objects.filter(penerima=staf, judul="Izin disetujui").exists()


def test_nobody_else_decides_and_nobody_for_himself(staf, kadis, sekda, bkpsdm):
    p = buat_permohonan(staf.pegawai)
    for orang in (staf, sekda, bkpsdm):
        with pytest.raises(AlurMenolak):
            langkah("setujui", p, orang)
    milik_kadis = buat_permohonan(kadis.pegawai)
    with pytest.raises(AlurMenolak, match="atasan Anda"):
        langkah("setujui", milik_kadis, kadis)
    langkah("setujui", milik_kadis, sekda)


def test_leave_of_staff_under_the_head_needs_one_hand(staf, kadis):
    p = buat_permohonan(staf.pegawai, J.CUTI_TAHUNAN, sejak=HARI_INI + HARI, sampai=HARI_INI + 2 * HARI)
    with pytest.raises(AlurMenolak, match="Cukup"):
        langkah("teruskan", p, kadis)
    assert langkah("setujui", p, kadis).status == S.DISETUJUI


def test_leave_inside_a_unit_goes_on_to_the_head_of_the_opd(opd, kadis):
    unit = buat_unit(opd)
    kapus = buat_pejabat(opd, "Kapus", unit=unit, jabatan="Kepala Puskesmas Uji")
    surat = berkas()
    p = ajukan(buat_staf(opd, unit=unit), J.CUTI_ALASAN_PENTING, surat)
    assert [d.p for d in queries.menunggu_keputusan(kadis, pada=SEKARANG)] == []
    langkah("teruskan", p, kapus)
    (milik,) = queries.menunggu_keputusan(kadis, pada=SEKARANG)
    assert (milik.p, milik.rincian, sorted(milik.tindakan)) == (p, True, ["setujui", "tolak"])
    with pytest.raises(AlurMenolak):
        langkah("setujui", p, kapus)
    assert langkah("setujui", p, kadis).status == S.DISETUJUI
    assert boleh_membaca(kapus, surat), "who decided it may read it later too"


def test_leave_of_echelon_two_goes_on_to_bkpsdm(kadis, sekda, bkpsdm):
    p = buat_permohonan(kadis.pegawai, J.CUTI_TAHUNAN, sejak=HARI_INI + HARI, sampai=HARI_INI + HARI)
    with pytest.raises(AlurMenolak, match="pejabat yang berwenang"):
        langkah("setujui", p, sekda)
    assert langkah("teruskan", p, sekda).status == S.DISETUJUI_ATASAN
    assert Pesan.objects.filter(penerima=bkpsdm).count() == 1
    with pytest.raises(AlurMenolak):
        langkah("setujui", p, sekda)
    assert langkah("setujui", p, bkpsdm).status == S.DISETUJUI


def test_withdrawn_before_and_cancelled_after_approval(staf, kadis):
    p = buat_permohonan(staf.pegawai)
    with pytest.raises(AlurMenolak, match="Hanya pemohon"):
        langkah("tarik", p, kadis)
    assert langkah("tarik", p, staf).status == S.DITARIK
    q = buat_permohonan(staf.pegawai)
    langkah("setujui", q, kadis)
    with pytest.raises(AlurMenolak):
        langkah("tarik", q, staf)
    AntreanHari.objects.all().delete()
    with pytest.raises(AturanDilanggar, match="alasan"):
        langkah("batalkan", q, kadis)
    assert langkah("batalkan", q, kadis, catatan="SPT dicabut").status == S.DIBATALKAN
    assert AntreanHari.objects.count() == 1


def test_refused_with_reason_then_appealed_once_in_time(staf, kadis, bkpsdm):
    p = buat_permohonan(staf.pegawai)
    with pytest.raises(AturanDilanggar, match="alasan"):
        langkah("tolak", p, kadis)
    langkah("tolak", p, kadis, catatan="Ada rapat")

    def banding(pada=SEKARANG, oleh=staf):
        return actions.banding(
            permohonan_id=p.pk, alasan="Surat terlampir", pengguna=oleh, oleh=oleh.pelaku(), pada=pada
        )

    with pytest.raises(AturanDilanggar, match="Anda"):
        banding(oleh=kadis)
    with pytest.raises(AturanDilanggar, match="lewat"):
        banding(pada=SEKARANG + 10 * HARI)
    b = banding()
    assert (b.status, b.banding_atas) == (S.DISETUJUI_ATASAN, p)
    with pytest.raises(AturanDilanggar, match="sudah diajukan"):
        banding()
    with pytest.raises(AlurMenolak):
        langkah("setujui", b, kadis)
    assert langkah("setujui", b, bkpsdm).status == S.DISETUJUI
    with pytest.raises(AlurMenolak, match="BKPSDM"):
        langkah("batalkan", b, kadis, catatan="Tetap tidak")
    assert langkah("batalkan", b, bkpsdm, catatan="Suratnya palsu").status == S.DIBATALKAN


def test_nobody_takes_back_what_was_granted_over_him(opd, kadis, sekda, bkpsdm):
    unit = buat_unit(opd)
    kapus = buat_pejabat(opd, "Kapus", unit=unit, jabatan="Kepala Puskesmas Uji")
    staf = buat_staf(opd, unit=unit)
    cuti = buat_permohonan(staf, J.CUTI_TAHUNAN, sejak=HARI_INI + HARI, sampai=HARI_INI + HARI)
    langkah("teruskan", cuti, kapus)
    langkah("setujui", cuti, kadis)
    besar = ajukan(staf, J.CUTI_SAKIT, berkas())
    langkah("teruskan", besar, kapus)
    langkah("setujui", besar, bkpsdm)
    for p, bukan in ((cuti, kapus), (besar, kapus), (besar, kadis)):
        with pytest.raises(AlurMenolak):
            langkah("batalkan", p, bukan, catatan="Tidak jadi")
    assert langkah("batalkan", cuti, kadis, catatan="Ada tugas").status == S.DIBATALKAN
    assert langkah("batalkan", besar, bkpsdm, catatan="Keliru").status == S.DIBATALKAN


# ---- what is asked for ----


@pytest.mark.parametrize(
    ("jenis", "ganti", "kolom"),
    [
        (J.DINAS_LUAR, {}, "nomor"),
        (J.IZIN, {"alasan": " "}, "alasan"),
        (J.SAKIT, {"sampai": HARI_INI + HARI}, "berkas"),
        (J.CUTI_SAKIT, {}, "berkas"),
        (J.IZIN, {"sampai": HARI_INI - HARI}, "sampai"),
        (J.IZIN, {"sampai": HARI_INI + 5 * HARI}, "sampai"),
        (J.SAKIT, {"bagian": BagianHari.PAGI}, "bagian"),
        (J.MESIN_RUSAK, {"masuk": 450}, "mesin"),
        (J.LUPA_REKAM, {}, "masuk"),
        (J.LUPA_REKAM, {"masuk": 450, "sejak": HARI_INI + HARI, "sampai": HARI_INI + HARI}, "sejak"),
        (J.KOREKSI, {"masuk": 960, "pulang": 450}, "pulang"),
        (J.CUTI_TAHUNAN, {"sejak": dt.date(2026, 11, 21), "sampai": dt.date(2026, 11, 22)}, "sejak"),
    ],
)
def test_what_is_missing_or_impossible_is_refused_at_its_field(staf, jenis, ganti, kolom):
    with pytest.raises(AturanDilanggar) as tolak:
        ajukan(staf.pegawai, jenis, **ganti)
    assert kolom in tolak.value.kolom
    assert not Permohonan.objects.exists()


def test_sick_for_a_day_needs_no_letter(staf):
    assert ajukan(staf.pegawai, J.SAKIT, alasan="").status == S.DIAJUKAN


def test_the_same_hours_are_not_asked_for_twice(staf, kadis):
    buat_permohonan(staf.pegawai, sejak=HARI_INI, sampai=HARI_INI + HARI)
    with pytest.raises(AturanDilanggar, match=r"18–19 November 2026 sudah tercakup izin yang masih menunggu"):
        ajukan(staf.pegawai, J.SAKIT, sejak=HARI_INI + HARI, sampai=HARI_INI + HARI)
    ajukan(staf.pegawai, J.SAKIT, sejak=HARI_INI + 2 * HARI, sampai=HARI_INI + 2 * HARI)


def test_two_halves_and_an_hour_beside_half_a_day_fit(staf):
    ajukan(staf.pegawai, J.IZIN, bagian=BagianHari.PAGI)
    ajukan(staf.pegawai, J.DINAS_LUAR, bagian=BagianHari.SIANG, nomor="1/SPT")
    ajukan(staf.pegawai, J.TIDAK_TERBACA, pulang=960)
    with pytest.raises(AturanDilanggar, match="sudah tercakup"):
        ajukan(staf.pegawai, J.DINAS_LUAR, bagian=BagianHari.SIANG, nomor="2/SPT")


def test_lupa_rekam_has_a_monthly_quota_and_a_last_day(staf, kadis):
    buat_bawaan()
    assert sisa_lupa(staf.pegawai.pk, HARI_INI, pada=SEKARANG) == (2, 2)
    for n in (1, 2):
        hari = HARI_INI - n * HARI
        p = ajukan(staf.pegawai, J.LUPA_REKAM, sejak=hari, sampai=hari, masuk=450)
        langkah("setujui", p, kadis)
    with pytest.raises(AturanDilanggar, match=r"Kuota lupa rekam bulan itu \(2 kali\) sudah habis"):
        ajukan(staf.pegawai, J.LUPA_REKAM, masuk=450)
    lalu = dt.date(2026, 10, 30)
    assert batas_koreksi(staf.pegawai.pk, lalu, pada=SEKARANG) == dt.date(2026, 11, 4)
    with pytest.raises(AturanDilanggar, match="4 November 2026 sudah lewat"):
        ajukan(staf.pegawai, J.LUPA_REKAM, sejak=lalu, sampai=lalu, masuk=450)


def test_a_broken_device_is_held_against_its_own_record(opd, staf):
    mesin = Mesin.objects.create(
        nomor_seri="UJI1",
        nama="Mesin Lobi",
        zona=8,
        opd=opd,
        kelompok=KelompokMesin.objects.create(nama="Uji"),
    )
    p = ajukan(staf.pegawai, J.MESIN_RUSAK, masuk=450, mesin_id=mesin.pk)
    assert kabar_mesin(p) == "Menurut catatan, Mesin Lobi hidup pada jam itu."
    pagi = dt.datetime(2026, 11, 17, 23, 10, tzinfo=dt.UTC)  # 07.10 WITA
    MesinPadam.objects.create(mesin=mesin, sejak=pagi, sampai=pagi + dt.timedelta(minutes=52))
    assert kabar_mesin(p) == "Mesin Lobi tidak terdengar 18-11-2026 07.10 sampai 08.02."


def test_one_letter_for_several_people_is_all_or_none(opd, kadis):
    orang = [buat_staf(opd) for _ in range(3)]
    isi = isi_permohonan(J.DINAS_LUAR, nomor="000.1/7/2026")

    def rombongan():
        return actions.ajukan_rombongan(
            pegawai_ids=[p.pk for p in orang], isi=isi, oleh=SISTEM, pada=SEKARANG
        )

    buat_permohonan(orang[1])
    with pytest.raises(AturanDilanggar, match=orang[1].nama):
        rombongan()
    assert Permohonan.objects.count() == 1
    orang[1] = buat_staf(opd)
    semua = rombongan()
    assert {p.nomor for p in semua} == {"000.1/7/2026"}
    actions.setujui_banyak(
        permohonan_ids=[p.pk for p in semua], pengguna=kadis, oleh=kadis.pelaku(), pada=SEKARANG
    )
    assert Permohonan.objects.filter(status=S.DISETUJUI).count() == 3


# ---- who reads what ----


def test_a_superior_sees_sick_for_two_days_never_the_diagnosis(staf, kadis, bkpsdm):
    surat = berkas()
    p = ajukan(staf.pegawai, J.SAKIT, surat, sampai=HARI_INI + HARI, alasan="Diagnosis rahasia")
    dibaca = {
        u.nama: queries.get_permohonan(p.pk, untuk=u, pada=SEKARANG).rincian for u in (staf, kadis, bkpsdm)
    }
    assert dibaca == {"Staf": True, "Kadis": False, "BKPSDM": True}
    langkah("tolak", p, kadis, catatan="Diagnosis rahasia tidak cocok")
    assert [boleh_membaca(u, surat) for u in (staf, kadis, bkpsdm)] == [True, False, True]
    assert not any("rahasia" in str(c.isi) for c in Catatan.objects.order_by("nomor"))
    assert not Pesan.objects.filter(isi__icontains="rahasia").exists()
    with time_machine.travel(SEKARANG, tick=False):
        halaman = [
            masuk(u).get(reverse("kehadiran:permohonan_satu", args=[p.pk])).content
            for u in (staf, kadis, bkpsdm)
        ]
    assert [b"rahasia" in isi for isi in halaman] == [True, False, True]


def test_another_opd_finds_nothing(staf, opd):
    surat = berkas()
    p = ajukan(staf.pegawai, J.IZIN, surat)
    lain = buat_pejabat(buat_opd(), "Kadis Lain", eselon=Eselon.II_B, kepala=True)
    admin_lain = buat_pengguna(Peran.ADMIN_OPD, opd=buat_opd())
    admin = buat_pengguna(Peran.ADMIN_OPD, opd=opd)
    for orang in (lain, admin_lain, buat_pengguna()):
        with pytest.raises(TidakDitemukan):
            queries.get_permohonan(p.pk, untuk=orang, pada=SEKARANG)
        assert not boleh_membaca(orang, surat)
    assert not queries.get_permohonan(p.pk, untuk=admin, pada=SEKARANG).rincian


def test_the_inbox_holds_what_is_mine_to_decide(staf, kadis, sekda, bkpsdm, opd):
    izin = buat_permohonan(staf.pegawai)
    cuti = buat_permohonan(kadis.pegawai, J.CUTI_TAHUNAN, sejak=HARI_INI + HARI, sampai=HARI_INI + HARI)

    def kotak(orang):
        return [d.p for d in queries.menunggu_keputusan(orang, pada=SEKARANG)]

    assert (kotak(kadis), kotak(sekda), kotak(bkpsdm), kotak(staf)) == ([izin], [cuti], [], [])
    langkah("teruskan", cuti, sekda)
    assert (kotak(sekda), kotak(bkpsdm)) == ([], [cuti])

    def hitung():
        with CaptureQueriesContext(connection) as kueri:
            kotak(kadis)
        return len(kueri)

    satu = hitung()
    for _ in range(3):
        buat_permohonan(buat_staf(opd))
    assert hitung() == satu
