"""Rosters, Ramadan, exceptions, rules and the monthly workbook of shifts."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from terukur.akun.peran import Peran
from terukur.impor.jenis import Konteks
from terukur.impor.pembaca import Buku, Lembar
from terukur.inti.kesalahan import AturanDilanggar, TidakDitemukan
from terukur.inti.pelaku import SISTEM
from terukur.kehadiran.actions import jadwal as actions
from terukur.kehadiran.actions.antrean import tandai_hari
from terukur.kehadiran.actions.ketentuan import siapkan_bawaan, tetapkan_ketentuan
from terukur.kehadiran.actions.lingkup import SEMUA, untuk
from terukur.kehadiran.choices import StatusHari
from terukur.kehadiran.importers.sif import JADWAL_SIF
from terukur.kehadiran.models import (
    AntreanHari,
    HariKehadiran,
    HariPola,
    JadwalKhusus,
    Ketentuan,
    MasaRamadan,
    Pengecualian,
    PolaBerlaku,
    PolaKerja,
)
from terukur.kehadiran.queries import jadwal as queries
from terukur.kehadiran.queries.lingkup import ketentuan_orang
from terukur.kehadiran.rules.jadwal import (
    POLA_BAWAAN,
    Jam,
    baca_jam,
    hari_siklus,
    hitung_geser,
    tahun_hijriah,
    tulis_jam,
)
from terukur.kehadiran.rules.ketentuan import KETENTUAN_BAWAAN, IsiKetentuan, susun_baris
from terukur.kehadiran.tests.factories import HARI_INI, SEKARANG, buat_bawaan, buat_staf
from terukur.organisasi.actions import tetapkan_libur, tugaskan
from terukur.organisasi.tests.factories import AWAL, buat_jabatan, buat_opd, buat_pengguna, buat_unit

HARI = dt.timedelta(days=1)
KINI = {"oleh": SISTEM, "pada": SEKARANG}


# ---- rules ----


@pytest.mark.parametrize(
    ("teks", "jam"),
    [
        ("07.30-16.00", Jam(450, 960)),
        ("07:30 – 16:00", Jam(450, 960)),
        ("21.00-07.00", Jam(1260, 1860)),
        ("08.00-08.00", Jam(480, 1920)),
        ("L", Jam()),
        ("", Jam()),
    ],
)
def test_hours_are_read_as_people_write_them(teks, jam):
    assert baca_jam(teks) == jam
    assert baca_jam(tulis_jam(jam.masuk, jam.pulang)) == jam


@pytest.mark.parametrize("teks", ["25.00-07.00", "07.30", "pagi", "07.30-16.75"])
def test_what_is_no_hour_is_refused(teks):
    with pytest.raises(ValueError, match="bukan jam"):
        baca_jam(teks)


def test_office_weeks_have_the_hours_of_the_perpres():
    for p in POLA_BAWAAN[:3]:
        assert sum(j.lama for j in p.hari) == 37.5 * 60, p.kode
        assert sum(j.lama for j in p.ramadan) == 32.5 * 60, p.kode


def test_a_cycle_continues_from_the_day_it_was_begun_on():
    mulai = dt.date(2026, 11, 18)
    for hari_ke in (1, 2, 4):
        geser = hitung_geser(4, sejak=mulai, hari_ke=hari_ke)
        assert [hari_siklus(4, geser, mulai + n * HARI) for n in range(5)] == [
            (hari_ke - 1 + n) % 4 for n in range(5)
        ]
    assert hari_siklus(7, 3, mulai) == 2, "weeks go by the weekday"


@pytest.mark.parametrize(
    ("hari", "tahun"),
    [((2026, 2, 18), 1447), ((2027, 2, 8), 1448), ((2030, 1, 6), 1451), ((2030, 12, 26), 1452)],
)
def test_each_ramadan_has_its_islamic_year(hari, tahun):
    assert tahun_hijriah(dt.date(*hari)) == tahun
    assert tahun_hijriah(dt.date(*hari) + 29 * HARI) == tahun


def test_bands_follow_each_other_and_the_last_is_open():
    baris = [(b.peristiwa, b.pita, b.dari, b.sampai) for b in KETENTUAN_BAWAAN.baris[:4]]
    assert baris == [
        ("terlambat", 1, 1, 30), ("terlambat", 2, 31, 60), ("terlambat", 3, 61, 90),
        ("terlambat", 4, 91, None),
    ]  # fmt: skip
    isi = {"terlambat_sampai_1": 60, "terlambat_persen_1": Decimal("0.5"), "terlambat_persen_2": Decimal(1)}
    assert [(b.pita, b.dari, b.sampai) for b in susun_baris(isi)] == [(1, 1, 60), (2, 61, None)]
    with pytest.raises(AturanDilanggar, match="lebih besar"):
        susun_baris(isi | {"terlambat_sampai_1": None})


# ---- actions ----

pytestmark = pytest.mark.django_db


def antrean(pegawai):
    return list(
        AntreanHari.objects.filter(pegawai=pegawai).order_by("tanggal").values_list("tanggal", flat=True)
    )


def catat_hari(tanggal, *orang):
    """His attendance was recorded here on that day."""
    for p in orang:
        HariKehadiran.objects.create(
            pegawai=p, tanggal=tanggal, status=StatusHari.TANPA_KETERANGAN, jumlah_pindai=0,
            terlambat=0, pulang_cepat=0, pita_terlambat=0, pita_pulang_cepat=0, potongan=0, tanda=0,
            sidik=b"", dihitung_pada=SEKARANG,
        )  # fmt: skip


def test_the_data_to_begin_with_are_written_once():
    assert siapkan_bawaan(sejak=AWAL, **KINI)
    assert not siapkan_bawaan(sejak=AWAL, **KINI)
    assert PolaKerja.objects.count() == len(POLA_BAWAAN)
    assert PolaBerlaku.objects.get().pola.kode == "KANTOR5"
    jumat = HariPola.objects.get(pola__kode="KANTOR5", urutan=4, ramadan=True)
    assert (jumat.masuk, jumat.pulang, jumat.istirahat) == (480, 930, 60)
    assert Ketentuan.objects.get().baris.count() == 9


def test_the_queue_takes_each_day_once_and_none_of_the_future():
    orang = buat_staf(buat_opd())
    assert tandai_hari([orang.pk], sejak=HARI_INI - HARI, sampai=HARI_INI + 9 * HARI, pada=SEKARANG) == 2
    nanti = SEKARANG + dt.timedelta(hours=1)
    tandai_hari([orang.pk], sejak=HARI_INI, sampai=HARI_INI, pada=nanti)
    semua = dict(AntreanHari.objects.values_list("tanggal", "diminta_pada"))
    assert semua == {HARI_INI - HARI: SEKARANG, HARI_INI: nanti}


def test_only_whom_a_change_touches_is_computed_again():
    opd, lain = buat_opd(), buat_opd()
    unit = buat_unit(opd)
    staf, perawat, orang_lain = buat_staf(opd), buat_staf(opd, unit=unit), buat_staf(lain)
    buat_bawaan()
    AntreanHari.objects.all().delete()
    kemarin = HARI_INI - HARI
    catat_hari(kemarin - 9 * HARI, staf, perawat, orang_lain)
    actions.tetapkan_khusus(
        untuk=untuk(unit), sejak=kemarin, sampai=kemarin, jam=Jam(), dasar="Banjir", **KINI
    )
    assert [antrean(p) for p in (staf, perawat, orang_lain)] == [[], [kemarin - HARI, kemarin, HARI_INI], []]
    AntreanHari.objects.all().delete()
    enam = PolaKerja.objects.get(kode="KANTOR6")
    actions.tetapkan_pola(untuk=untuk(opd), pola=enam, sejak=kemarin, **KINI)
    assert (len(antrean(staf)), len(antrean(perawat)), antrean(orang_lain)) == (3, 3, [])
    AntreanHari.objects.all().delete()
    actions.tetapkan_jam(pola_id=enam.pk, jam=[Jam(480, 960)] * 7, sejak=HARI_INI, dasar="Perbup", **KINI)
    assert (len(antrean(staf)), antrean(orang_lain)) == (2, [])
    actions.cabut_pola(untuk=untuk(opd), sejak=HARI_INI, **KINI)
    assert PolaBerlaku.objects.pada(HARI_INI).get().kunci == "semua"


def test_a_roster_that_reaches_back_makes_nobody_absent_before_his_attendance_was_recorded():
    opd = buat_opd()
    ani, budi = buat_staf(opd), buat_staf(opd)
    buat_bawaan()
    AntreanHari.objects.all().delete()
    catat_hari(HARI_INI - 2 * HARI, ani)
    enam = PolaKerja.objects.get(kode="KANTOR6")
    for jauh in ({"sejak": dt.date(1926, 1, 1)}, {"sejak": HARI_INI, "sampai": dt.date(9999, 12, 31)}):
        with pytest.raises(AturanDilanggar, match="terlalu jauh"):
            actions.tetapkan_pola(untuk=untuk(opd), pola=enam, **jauh, **KINI)
    actions.tetapkan_pola(untuk=untuk(opd), pola=enam, sejak=dt.date(2000, 1, 1), **KINI)
    isi = {"nomor_sk": "1", "tanggal_sk": HARI_INI, "alasan": "Ajudan", "sejak": dt.date(2000, 1, 1)}
    actions.kecualikan(pegawai=budi, **isi, **KINI)
    assert antrean(ani) == [HARI_INI - 2 * HARI, HARI_INI - HARI, HARI_INI]
    assert antrean(budi) == [HARI_INI]


def test_a_rule_set_with_no_distance_between_presses_is_refused():
    isi = replace(KETENTUAN_BAWAAN, jarak_ganda_detik=0)
    with pytest.raises(AturanDilanggar, match="paling sedikit 1 detik"):
        tetapkan_ketentuan(untuk=SEMUA, isi=isi, sejak=HARI_INI, **KINI)


def test_a_holiday_or_an_office_asks_only_for_days_that_were_computed():
    opd = buat_opd()
    ani, budi = buat_staf(opd), buat_staf(opd)
    kemarin = HARI_INI - HARI
    catat_hari(kemarin, ani, budi)
    tugaskan(
        pegawai=ani, jabatan=buat_jabatan(buat_opd()), jenis="definitif", nomor_sk="1", tanggal_sk=HARI_INI,
        sejak=dt.date(2026, 11, 1), jabatan_lama="rangkap", **KINI,
    )  # fmt: skip
    assert (antrean(ani), antrean(budi)) == ([kemarin], [])
    tetapkan_libur(tanggal=kemarin, nama="Libur lokal", jenis="lokal", dasar="Keputusan bupati", **KINI)
    assert (antrean(ani), antrean(budi)) == ([kemarin], [kemarin])
    AntreanHari.objects.all().delete()
    tetapkan_libur(tanggal=kemarin - 9 * HARI, nama="X", jenis="lokal", dasar="Keputusan bupati", **KINI)
    assert not AntreanHari.objects.exists()


def test_marking_an_opd_costs_the_same_for_more_people():
    opd = buat_opd()
    buat_staf(opd)

    def hitung(hari):
        with CaptureQueriesContext(connection) as kueri:
            actions.tetapkan_khusus(untuk=untuk(opd), sejak=hari, sampai=hari, jam=Jam(), dasar="X", **KINI)
        return len(kueri)

    satu = hitung(HARI_INI)
    for _ in range(4):
        buat_staf(opd)
    assert hitung(HARI_INI - 3 * HARI) == satu


def test_ramadan_moves_and_both_its_days_are_computed_again():
    orang = buat_staf(buat_opd())
    mulai = dt.date(2026, 2, 18)
    catat_hari(mulai - 9 * HARI, orang)
    pada = dt.datetime(2026, 2, 20, 1, tzinfo=dt.UTC)
    actions.tetapkan_ramadan(sejak=mulai, sampai=mulai + 29 * HARI, dasar="Kalender", oleh=SISTEM, pada=pada)
    AntreanHari.objects.all().delete()
    kemudian = pada + dt.timedelta(hours=1)
    actions.tetapkan_ramadan(
        sejak=mulai + HARI, sampai=mulai + 29 * HARI, dasar="Sidang isbat", oleh=SISTEM, pada=kemudian
    )
    assert MasaRamadan.objects.diketahui(None).get().berlaku_sejak == mulai + HARI
    assert antrean(orang) == [mulai - HARI, mulai, mulai + HARI, mulai + 2 * HARI]
    with pytest.raises(AturanDilanggar, match="29 atau 30"):
        actions.tetapkan_ramadan(sejak=mulai, sampai=mulai + 40 * HARI, dasar="X", **KINI)


def test_left_out_only_by_an_sk():
    orang = buat_staf(buat_opd())
    catat_hari(HARI_INI - HARI, orang)
    with pytest.raises(AturanDilanggar, match="SK"):
        actions.kecualikan(
            pegawai=orang, nomor_sk=" ", tanggal_sk=HARI_INI, alasan="X", sejak=HARI_INI, **KINI
        )
    actions.kecualikan(
        pegawai=orang, nomor_sk="800/1", tanggal_sk=HARI_INI, alasan="Ajudan", sejak=HARI_INI - HARI, **KINI
    )
    nanti = {"oleh": SISTEM, "pada": SEKARANG + dt.timedelta(hours=1)}
    actions.akhiri_pengecualian(pegawai=orang, hari_terakhir=HARI_INI - HARI, **nanti)
    assert Pengecualian.objects.diketahui(None).get().berlaku_sampai == HARI_INI - HARI
    assert antrean(orang) == [HARI_INI - HARI, HARI_INI]
    with pytest.raises(AturanDilanggar):
        actions.akhiri_pengecualian(pegawai=orang, hari_terakhir=HARI_INI, **nanti)


def test_a_new_rule_set_leaves_the_bands_of_the_old_days():
    opd = buat_opd()
    orang = buat_staf(opd)
    buat_bawaan()
    baru = IsiKetentuan(susun_baris({"tanpa_keterangan_persen": Decimal(3)}), "Perbup 12/2026", kuota_lupa=1)
    tetapkan_ketentuan(untuk=SEMUA, isi=baru, sejak=HARI_INI, **KINI)
    lama, kini = (ketentuan_orang(orang.pk, hari=h, pada=SEKARANG) for h in (HARI_INI - HARI, HARI_INI))
    assert (lama.baris.count(), lama.kuota_lupa, kini.baris.count(), kini.kuota_lupa) == (9, 2, 1, 1)
    tetapkan_ketentuan(untuk=untuk(opd), isi=KETENTUAN_BAWAAN, sejak=HARI_INI, **KINI)
    assert ketentuan_orang(orang.pk, hari=HARI_INI, pada=SEKARANG).lingkup == "opd"


def test_another_opd_is_neither_seen_nor_changed():
    opd, lain = buat_opd(), buat_opd()
    buat_bawaan()
    admin = buat_pengguna(Peran.ADMIN_OPD, opd=opd)
    milik, asing = (
        actions.tetapkan_khusus(untuk=untuk(o), sejak=HARI_INI, sampai=HARI_INI, jam=Jam(), dasar="X", **KINI)
        for o in (opd, lain)
    )
    terlihat = queries.jadwal_khusus(admin, sejak=None, pada=SEKARANG)
    assert [j.pk for j in terlihat] == [milik.pk]
    with pytest.raises(TidakDitemukan):
        queries.get_berlingkup(JadwalKhusus, asing.pk, untuk=admin, pada=SEKARANG)
    semua = PolaBerlaku.objects.get()
    assert queries.get_berlingkup(PolaBerlaku, semua.pk, untuk=admin, pada=SEKARANG) == semua
    with pytest.raises(TidakDitemukan):
        queries.get_berlingkup(PolaBerlaku, semua.pk, untuk=admin, pada=SEKARANG, ubah=True)


# ---- the workbook of shifts ----


def buku(*baris):
    kepala = ["No", "Nama Pegawai", "NIP", *(str(n) for n in range(1, 31))]
    return Buku("sif.xlsx", "xlsx", (Lembar("November", [["JADWAL SIF"], kepala, *map(list, baris)]),))


def baca(admin, isi):
    data = JADWAL_SIF.siapkan({"bulan": "2026-11"}, untuk=admin).data
    konteks = Konteks("", data, pada=SEKARANG)
    hasil = JADWAL_SIF.baca(isi, konteks)
    JADWAL_SIF.periksa(hasil, konteks)
    return hasil, konteks


def test_a_month_of_shifts_is_read_applied_and_then_unchanged():
    opd = buat_opd()
    ani, budi = buat_staf(opd, "Ani Contoh"), buat_staf(opd, "Budi Contoh")
    admin = buat_pengguna(Peran.ADMIN_OPD, opd=opd)
    buat_bawaan()
    isi = buku([1, "Ani Contoh", ani.nip, "P", "S", "M", "L"], [2, "budi contoh", "", "", "08.00-12.00"])
    hasil, konteks = baca(admin, isi)
    assert (hasil.galat, hasil.jumlah) == ([], {"Berubah": 2, "Tidak berubah": 0})
    JADWAL_SIF.terapkan(hasil, konteks, lapor=lambda a, b: None, **KINI)
    malam = JadwalKhusus.objects.get(pegawai=ani, berlaku_sejak=dt.date(2026, 11, 3))
    assert (malam.masuk, malam.pulang, malam.dasar) == (1260, 1860, "Jadwal sif November 2026")
    kode = queries.kode_sif(HARI_INI)
    tersimpan = queries.sif_bulan([ani.pk, budi.pk], HARI_INI, kode)
    assert [tersimpan[ani.pk][dt.date(2026, 11, n)] for n in (1, 2, 3, 4)] == ["P", "S", "M", "L"]
    assert tersimpan[budi.pk] == {dt.date(2026, 11, 2): "08.00-12.00"}
    lagi, _ = baca(admin, isi)
    assert lagi.jumlah == {"Berubah": 0, "Tidak berubah": 2}


def test_the_page_of_shifts_names_nobody_who_has_none():
    opd = buat_opd()
    ani, budi = buat_staf(opd, "Ani Contoh"), buat_staf(opd, "Budi Contoh")
    admin = buat_pengguna(Peran.ADMIN_OPD, opd=opd)
    buat_bawaan()
    actions.tetapkan_khusus(
        untuk=untuk(ani), sejak=HARI_INI, sampai=HARI_INI, jam=Jam(480, 720), dasar="Sif", **KINI
    )
    klien = Client()
    klien.force_login(admin)
    with time_machine.travel(SEKARANG, tick=False), CaptureQueriesContext(connection) as kueri:
        isi = klien.get(reverse("kehadiran:sif")).content.decode()
    assert "Ani Contoh" in isi
    assert "Budi Contoh" not in isi
    assert not [q for q in kueri if str(budi.pk) in q["sql"] or budi.pk.hex in q["sql"]]


def test_a_shift_is_cleared_and_an_import_taken_back():
    opd = buat_opd()
    ani = buat_staf(opd, "Ani Contoh")
    catat_hari(dt.date(2026, 10, 31), ani)
    admin = buat_pengguna(Peran.ADMIN_OPD, opd=opd)
    buat_bawaan()

    def terapkan(*sel, menit):
        hasil, konteks = baca(admin, buku([1, "Ani Contoh", "", *sel]))
        assert not hasil.galat
        pada = SEKARANG + dt.timedelta(minutes=menit)
        hasil = JADWAL_SIF.terapkan(hasil, konteks, lapor=lambda a, b: None, oleh=SISTEM, pada=pada)
        return hasil.urung, konteks

    def kode():
        sif = queries.sif_bulan([ani.pk], HARI_INI, queries.kode_sif(HARI_INI)).get(ani.pk, {})
        return {t.day: k for t, k in sif.items()}

    def urungkan(urung, konteks, menit):
        JADWAL_SIF.urungkan(urung, konteks, oleh=SISTEM, pada=SEKARANG + dt.timedelta(minutes=menit))

    pertama = terapkan("P", "S", menit=1)
    kedua = terapkan("=", "M", "L", "=", menit=2)
    assert kode() == {2: "M", 3: "L"}
    with pytest.raises(AturanDilanggar, match="sudah diubah sesudahnya"):
        urungkan(*pertama, 3)
    AntreanHari.objects.all().delete()
    urungkan(*kedua, 4)
    assert kode() == {1: "P", 2: "S"}
    hari = AntreanHari.objects.filter(pegawai=ani).order_by("tanggal").values_list("tanggal__day", flat=True)
    assert list(hari) == [31, 1, 2, 3, 4]


def test_unknown_people_codes_and_days_stop_the_workbook():
    opd = buat_opd()
    buat_staf(opd, "Ani Contoh")
    buat_staf(buat_opd(), "Orang Lain")
    admin = buat_pengguna(Peran.ADMIN_OPD, opd=opd)
    buat_bawaan()
    hasil, _ = baca(
        admin,
        Buku(
            "a.xlsx", "xlsx",
            (Lembar("x", [["Nama", *(float(n) for n in range(1, 32))],
                          ["Ani Contoh", "Q", *[""] * 29, "P"], ["Orang Lain", "P"]]),),
        ),
    )  # fmt: skip
    pesan = [m.pesan for m in hasil.galat]
    assert any("November 2026 tidak mempunyai tanggal 31" in p for p in pesan)
    assert any("“Q” bukan kode sif" in p for p in pesan)
    assert any("Orang Lain tidak ditemukan" in p for p in pesan)
