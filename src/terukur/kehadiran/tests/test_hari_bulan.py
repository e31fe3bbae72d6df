"""Days computed from the tables: the right inputs reach the engine, and only what changed is written."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from terukur.kehadiran.actions.antrean import tandai_hari
from terukur.kehadiran.actions.hitung import hitung_bulan, kuras_antrean
from terukur.kehadiran.choices import BagianHari, JenisPermohonan, LingkupJadwal, StatusHari, StatusPermohonan
from terukur.kehadiran.jobs import hitung_malam, kuras
from terukur.kehadiran.models import (
    AntreanHari,
    HariKehadiran,
    HariPola,
    JadwalKhusus,
    KelompokMesin,
    MasaRamadan,
    Pengecualian,
    Permohonan,
    PinPegawai,
)
from terukur.kehadiran.queries.disiplin import penghitung
from terukur.kehadiran.queries.jendela import jendela_hari
from terukur.kehadiran.rules.hari import Tanda
from terukur.kehadiran.tests.acuan import Hari, Jadwal, acuan
from terukur.kehadiran.tests.isian import (
    OKTOBER,
    USAI,
    buat_ketentuan,
    buat_mesin,
    buat_pola,
    hitung_hari,
    isi_oktober,
    jalankan_pembuat,
    lima_hari,
    pakai,
    rekam,
    resmi,
    setempat,
    untuk,
)
from terukur.kehadiran.tests.susun import PERMENTAN
from terukur.organisasi.choices import JenisLibur
from terukur.organisasi.models import OPD, HariLibur, Pegawai
from terukur.organisasi.queries import zona_pemda
from terukur.organisasi.tests.factories import (
    buat_jabatan,
    buat_opd,
    buat_pegawai,
    buat_penugasan,
    buat_unit,
)
from tests.data_uji import FOLDER

pytestmark = pytest.mark.django_db
S, L, J = StatusHari, LingkupJadwal, JenisPermohonan
SEHARI = dt.timedelta(days=1)


def tgl(hari: int) -> dt.date:
    return dt.date(2026, 10, hari)


class Kantor:
    """One OPD with a five-day week, one device, one person with a PIN."""

    def __init__(self) -> None:
        self.opd = buat_opd()
        self.pola = buat_pola("kantor", lima_hari())
        pakai(self.pola)
        self.ketentuan = buat_ketentuan()
        self.kelompok = KelompokMesin.objects.create(nama="Kabupaten")
        self.mesin = buat_mesin(self.opd, self.kelompok)
        self.orang = self.pegawai("7")

    def pegawai(self, pin: str = "", opd: OPD | None = None, unit: Any = None) -> Pegawai:
        p = buat_pegawai()
        buat_penugasan(p, buat_jabatan(opd or self.opd, unit=unit, tunggal=False))
        if pin:
            self.pin(p, pin)
        return p

    def pin(self, p: Pegawai, pin: str, sejak: dt.date = dt.date(2025, 1, 1), sampai: Any = None) -> None:
        PinPegawai.objects.create(**resmi(sejak, sampai), kelompok=self.kelompok, pin=pin, pegawai=p)

    def tekan(self, hari: int, *jam: str, pin: str = "7") -> None:
        rekam(*((self.mesin, pin, setempat(tgl(hari), j)) for j in jam))

    def hari(self, hari: int, p: Pegawai | None = None, pada: dt.datetime = USAI) -> Any:
        p = p or self.orang
        hitung_hari(p.pk, tgl(hari), pada=pada)
        return HariKehadiran._default_manager.get(pegawai=p, tanggal=tgl(hari))


@pytest.fixture
def k() -> Kantor:
    return Kantor()


def tandai(p: Pegawai, hari: dt.date, pada: dt.datetime = USAI) -> None:
    tandai_hari([p.pk], sejak=hari, sampai=hari, pada=pada)


def mohon(p: Pegawai, hari: int, jenis: JenisPermohonan, **isi: Any) -> Permohonan:
    data = {"status": StatusPermohonan.DISETUJUI, "berlaku_pada": USAI} | isi
    return Permohonan.objects.create(
        pegawai=p, jenis=jenis, sejak=tgl(hari), sampai=tgl(hari), diajukan_pada=USAI, diajukan_oleh="uji",
        **data,
    )  # fmt: skip


def test_a_generated_month_agrees_with_the_reference(tmp_path: Path) -> None:
    """From the rows of the database to the rows of the database, each day; and again nothing changes."""
    alat = FOLDER.parent / "tools" / "absensi_gen.py"
    if not alat.is_file():
        pytest.skip(f"{alat} is not here")
    malam, pindai = jalankan_pembuat(alat, tmp_path, 60)
    orang = isi_oktober(malam, pindai, banyak_opd=2)
    assert hitung_bulan(OKTOBER, pada=USAI) == 60 * 31
    tekan: dict[int, list[tuple[dt.datetime, int]]] = {n: [] for n in range(60)}
    for n, detik, _ in pindai.tolist():
        tekan[n].append((dt.datetime(1970, 1, 1) + dt.timedelta(seconds=detik), 255))
    baris = {(h.pegawai_id, h.tanggal): h for h in HariKehadiran._default_manager.all()}

    def hari(n: int, tanggal: dt.date) -> Hari:
        akhir = 990 if tanggal.weekday() == 4 else 960
        jadwal = Jadwal(1200, 1890, 360) if malam[n] else Jadwal(450, akhir, 240)
        return Hari(tanggal, jadwal if tanggal.weekday() < 5 else Jadwal(), aturan=PERMENTAN)

    def setempat_polos(w: dt.datetime | None) -> dt.datetime | None:
        return w and w.astimezone(zona_pemda()).replace(tzinfo=None)

    for n, p in enumerate(orang):
        for d in range(31):
            t = OKTOBER + d * SEHARI
            a = acuan(
                hari(n, t - SEHARI), hari(n, t), hari(n, t + SEHARI), tekan[n], pada=dt.datetime(2027, 1, 1)
            )
            h = baris[p.pk, t]
            assert (
                h.status, setempat_polos(h.masuk), setempat_polos(h.pulang), h.jumlah_pindai, h.terlambat,
                h.pulang_cepat, h.pita_terlambat, h.pita_pulang_cepat, h.potongan, h.tanda,
            ) == (
                a.status, a.masuk, a.pulang, a.jumlah, a.terlambat, a.pulang_cepat, a.pita_terlambat,
                a.pita_pulang_cepat, a.potongan, a.tanda,
            ), (n, t)  # fmt: skip
    assert hitung_bulan(OKTOBER, pada=USAI + SEHARI) == 0
    lama = baris[orang[3].pk, tgl(14)]
    HariKehadiran._default_manager.filter(pegawai=orang[3], tanggal=tgl(14)).delete()
    assert hitung_hari(orang[3].pk, tgl(14), pada=USAI) == 1
    baru = HariKehadiran._default_manager.get(pegawai=orang[3], tanggal=tgl(14))
    kolom = [f.attname for f in HariKehadiran._meta.concrete_fields]
    assert [bytes(x) if isinstance(x, memoryview) else x for x in (getattr(lama, c) for c in kolom)] == [
        bytes(x) if isinstance(x, memoryview) else x for x in (getattr(baru, c) for c in kolom)
    ]


def test_one_late_press_is_a_few_statements_whatever_lies_in_the_past(k: Kantor) -> None:
    k.tekan(5, "07.25", "16.05")
    assert k.hari(5).status == S.HADIR
    jumlah = []
    for bulan in (0, 6):
        for n in range(bulan):
            rekam(*((k.mesin, "7", setempat(dt.date(2026, 1 + n, h), "07.25")) for h in range(1, 28)))
        k.tekan(5, f"07.2{bulan}")
        with CaptureQueriesContext(connection) as kueri:
            assert hitung_hari(k.orang.pk, tgl(5), pada=USAI) == 1
        jumlah.append(len(kueri))
    assert jumlah == [5, 5]


def test_a_transfer_in_mid_month_takes_its_rules_along(k: Kantor) -> None:
    lain = buat_opd()
    pakai(buat_pola("siang", lima_hari(540, 1020, 1020)), L.OPD, lain)
    ketat = buat_ketentuan(L.OPD, lain, toleransi_detik=0)
    p = buat_pegawai()
    buat_penugasan(p, buat_jabatan(k.opd, tunggal=False), sampai=tgl(14))
    buat_penugasan(p, buat_jabatan(lain, tunggal=False), sejak=tgl(15))
    k.pin(p, "9")
    for hari in (14, 15):
        k.tekan(hari, "08.30", "17.00", pin="9")
    lama, baru = k.hari(14, p), k.hari(15, p)
    assert (lama.opd_id, lama.ketentuan_id, lama.terlambat) == (k.opd.pk, k.ketentuan.pk, 60)
    assert (baru.opd_id, baru.ketentuan_id, baru.terlambat, baru.pulang_cepat) == (lain.pk, ketat.pk, 0, 0)


def test_a_pin_counts_for_whoever_had_it_that_day_also_afterwards(k: Kantor) -> None:
    """Retroactive mapping; a PIN that changed hands; ``007`` is not ``7``."""
    a, b = k.pegawai(), k.pegawai()
    for hari in (8, 9):
        k.tekan(hari, "07.25", "16.35", pin="007")
    assert (k.hari(8).status, k.hari(8, a).status) == (S.TANPA_KETERANGAN, S.TANPA_KETERANGAN)
    k.pin(a, "007", sampai=tgl(8))
    k.pin(b, "007", sejak=tgl(9))
    assert [k.hari(h, p).status for p in (a, b) for h in (8, 9)] == [
        S.HADIR, S.TANPA_KETERANGAN, S.TANPA_KETERANGAN, S.HADIR,
    ]  # fmt: skip


def test_leave_approved_afterwards_replaces_tk_and_a_withdrawn_one_does_not(k: Kantor) -> None:
    mohon(k.orang, 6, J.CUTI_TAHUNAN, status=StatusPermohonan.DITARIK, berlaku_pada=None)
    assert [k.hari(h).status for h in (5, 6)] == [S.TANPA_KETERANGAN, S.TANPA_KETERANGAN]
    mohon(k.orang, 5, J.CUTI_SAKIT)
    assert (k.hari(5).status, k.hari(5).potongan) == (S.CUTI, 0)
    mohon(k.orang, 7, J.DINAS_LUAR, bagian=BagianHari.SIANG)
    k.tekan(7, "07.45")
    h = k.hari(7)
    assert (h.status, h.terlambat, h.pita_pulang_cepat, bool(h.tanda & Tanda.SEPARUH)) == (
        S.HADIR,
        15,
        0,
        True,
    )


def test_stated_hours_fill_and_corrections_replace(k: Kantor) -> None:
    k.tekan(5, "07.45")
    k.tekan(6, "07.45", "16.05")
    mohon(k.orang, 5, J.LUPA_REKAM, masuk=450, pulang=960)
    mohon(k.orang, 6, J.KOREKSI, masuk=450)
    isi, ganti = k.hari(5), k.hari(6)
    assert (isi.terlambat, isi.pulang, bool(isi.tanda & Tanda.REKAM_MANUAL)) == (
        0,
        setempat(tgl(5), "16.00"),
        True,
    )
    assert (ganti.terlambat, ganti.masuk, bool(ganti.tanda & Tanda.KOREKSI)) == (
        0,
        setempat(tgl(6), "07.30"),
        True,
    )


def test_ramadan_by_one_switch(k: Kantor) -> None:
    for urutan in range(5):
        HariPola.objects.create(**resmi(), pola=k.pola, ramadan=True, urutan=urutan, masuk=480, pulang=900)
    k.tekan(5, "08.00", "15.00")
    assert (k.hari(5).terlambat, k.hari(5).pulang_cepat) == (30, 60)
    MasaRamadan.objects.create(**resmi(tgl(4), tgl(30)), tahun=2026, dasar="Sidang isbat")
    assert (k.hari(5).terlambat, k.hari(5).pulang_cepat) == (0, 0)


def test_holidays_free_offices_and_not_those_who_serve_every_day(k: Kantor) -> None:
    unit = buat_unit(k.opd)
    pakai(buat_pola("sif", dict.fromkeys(range(7), (420, 840)), ikut_libur=False), L.UNIT, unit)
    perawat = k.pegawai(unit=unit)
    for hari, jenis, perkiraan in (
        (5, JenisLibur.LIBUR_NASIONAL, False), (6, JenisLibur.CUTI_BERSAMA, False),
        (7, JenisLibur.LIBUR_NASIONAL, True),
    ):  # fmt: skip
        HariLibur.objects.create(tanggal=tgl(hari), nama="Uji", jenis=jenis, perkiraan=perkiraan, dasar="SKB")
    assert [k.hari(h).status for h in (5, 6, 7, 8)] == [S.LIBUR, S.LIBUR, S.BELUM, S.TANPA_KETERANGAN]
    assert {k.hari(h, perawat).status for h in (5, 6, 7, 8, 10)} == {S.TANPA_KETERANGAN}


def test_special_days_the_narrowest_wins(k: Kantor) -> None:
    unit = buat_unit(k.opd)
    pakai(buat_pola("sif", dict.fromkeys(range(7), (420, 840)), ikut_libur=False), L.UNIT, unit)
    perawat, lain = k.pegawai(unit=unit), k.pegawai()
    HariLibur.objects.create(tanggal=tgl(7), nama="Uji", jenis=JenisLibur.LIBUR_NASIONAL, dasar="SKB")

    def khusus(hari: int, *jam: int, lingkup: LingkupJadwal = L.SEMUA, milik: Any = None) -> None:
        masuk, pulang = jam or (None, None)
        JadwalKhusus.objects.create(
            **resmi(tgl(hari), tgl(hari)), **untuk(lingkup, milik), masuk=masuk, pulang=pulang, dasar="SE"
        )

    khusus(5)  # a flood: everyone is free, but not the puskesmas, nor this person
    khusus(5, 480, 720, lingkup=L.PEGAWAI, milik=lain)
    khusus(6, lingkup=L.UNIT, milik=unit)
    khusus(7, 420, 540)  # upacara on a holiday
    assert [k.hari(h).status for h in (5, 6, 7)] == [S.LEPAS, S.TANPA_KETERANGAN, S.TANPA_KETERANGAN]
    assert [k.hari(h, perawat).status for h in (5, 6)] == [S.TANPA_KETERANGAN, S.LEPAS]
    assert k.hari(5, lain).jadwal_pulang == setempat(tgl(5), "12.00")
    assert k.hari(7).jadwal_masuk == setempat(tgl(7), "07.00")


def test_a_cycle_of_shifts_counts_from_its_own_day(k: Kantor) -> None:
    """Morning, night, off, off: 5 October 2026 is day 9,774 after 1 January 2000."""
    pola = buat_pola("empat", {0: (420, 1140), 1: (1140, 1860), 2: None, 3: None}, siklus=4, ikut_libur=False)
    geser = (-(tgl(5) - dt.date(2000, 1, 1)).days) % 4
    pakai(pola, L.PEGAWAI, k.orang, geser=geser)
    hari = [k.hari(h) for h in (5, 6, 7, 8, 9)]
    assert [h.jadwal_masuk and h.jadwal_masuk.astimezone(zona_pemda()).hour for h in hari] == [
        7,
        19,
        None,
        None,
        7,
    ]
    k.tekan(6, "18.50")
    k.tekan(7, "07.05", "07.05.20")
    assert (k.hari(6).status, k.hari(6).pulang, k.hari(7).jumlah_pindai) == (
        S.HADIR, setempat(tgl(7), "07.05.20"), 0,
    )  # fmt: skip


def test_without_office_there_is_no_roster_but_a_personal_one(k: Kantor) -> None:
    p = buat_pegawai()
    pakai(buat_pola("opd", lima_hari()), L.OPD, k.opd)
    h = k.hari(5, p)
    assert (h.opd_id, h.status) == (None, S.TANPA_JADWAL)
    pakai(k.pola, L.PEGAWAI, p)
    assert k.hari(5, p).status == S.TANPA_KETERANGAN


def test_left_out_only_by_a_decree(k: Kantor) -> None:
    Pengecualian.objects.create(
        **resmi(tgl(5), tgl(6)), pegawai=k.orang, nomor_sk="SK 1", tanggal_sk=tgl(1), alasan="Ajudan"
    )
    assert [k.hari(h).status for h in (5, 6, 7)] == [S.DIKECUALIKAN, S.DIKECUALIKAN, S.TANPA_KETERANGAN]


def test_today_is_open_and_tomorrow_is_not_computed(k: Kantor) -> None:
    k.tekan(5, "07.45")
    h = k.hari(5, pada=setempat(tgl(5), "10.00"))
    assert (h.status, h.terlambat, h.potongan) == (S.BELUM, 15, 0)
    assert hitung_hari(k.orang.pk, tgl(6), pada=setempat(tgl(5), "10.00")) == 0
    assert HariKehadiran._default_manager.count() == 1


def test_the_queue_is_drained_and_makes_no_day_that_nobody_asked_for(k: Kantor) -> None:
    """Between two days of one pass nobody is absent; the day before is stored whose window a press is of."""
    k.tekan(5, "07.25", "16.05")
    k.tekan(10, "02.14")  # Saturday, still of Friday
    tandai(k.orang, tgl(5))
    tandai(k.orang, dt.date(2026, 9, 30))
    nanti = k.pegawai()
    tandai(nanti, tgl(5), USAI + SEHARI)  # asked for after ``pada``: the next tick
    tandai(k.orang, tgl(10))
    lain = k.pegawai()
    tandai(lain, tgl(29))
    assert kuras_antrean(pada=USAI) == 4
    assert [t for (t,) in AntreanHari._default_manager.values_list("tanggal")] == [tgl(5)]
    status = dict(HariKehadiran._default_manager.filter(pegawai=k.orang).values_list("tanggal", "status"))
    assert status == {
        dt.date(2026, 9, 30): S.TANPA_KETERANGAN, tgl(5): S.HADIR, tgl(9): S.HADIR, tgl(10): S.LEPAS,
    }  # fmt: skip
    assert HariKehadiran._default_manager.get(pegawai=lain).tanggal == tgl(29)
    assert kuras_antrean(pada=USAI) == 0


def test_a_neighbour_that_is_stored_is_computed_again(k: Kantor) -> None:
    assert [k.hari(h).status for h in (4, 6)] == [S.LEPAS, S.TANPA_KETERANGAN]
    k.tekan(6, "07.25", "16.05")
    tandai(k.orang, tgl(7))
    kuras_antrean(pada=USAI)
    status = dict(HariKehadiran._default_manager.values_list("tanggal", "status"))
    assert status == {tgl(4): S.LEPAS, tgl(6): S.HADIR, tgl(7): S.TANPA_KETERANGAN}


def test_what_is_asked_for_again_meanwhile_stays_in_the_queue(
    k: Kantor, monkeypatch: pytest.MonkeyPatch
) -> None:
    from terukur.kehadiran.actions import hitung as modul

    asli = modul.hitung_rentang

    def sambil_ditekan(**isi: Any) -> int:
        tandai(k.orang, tgl(5), USAI + SEHARI)
        return asli(**isi)

    monkeypatch.setattr(modul, "hitung_rentang", sambil_ditekan)
    tandai_hari([k.orang.pk], sejak=tgl(5), sampai=tgl(6), pada=USAI)
    kuras_antrean(pada=USAI)
    assert [(a.tanggal, a.diminta_pada) for a in AntreanHari._default_manager.all()] == [
        (tgl(5), USAI + SEHARI)
    ]


def test_nightly_work_finds_those_who_never_pressed(k: Kantor) -> None:
    with time_machine.travel(setempat(tgl(7), "00.30"), tick=False):
        hitung_malam(0)
        kuras(0)
    status = dict(HariKehadiran._default_manager.values_list("tanggal", "status"))
    assert status == {tgl(5): S.TANPA_KETERANGAN, tgl(6): S.TANPA_KETERANGAN, tgl(7): S.BELUM}


def test_pp94_counters_come_from_the_days(k: Kantor) -> None:
    k.tekan(7, "07.25", "16.05")
    for hari in range(1, 17):
        k.hari(hari)
    lain = buat_pegawai(status="pppk")
    pakai(k.pola, L.PEGAWAI, lain)
    k.hari(5, lain)
    (satu,) = penghitung(tgl(16))
    assert (satu.pegawai_id, satu.hari, satu.beruntun) == (k.orang.pk, 11, 7)
    assert satu.jenjang is not None
    assert satu.jenjang.tingkat == "sedang"
    assert [(p.hari, p.beruntun) for p in penghitung(tgl(8))] == [(5, 4)]


def test_the_window_of_a_day_and_what_lies_in_it(k: Kantor) -> None:
    """Friday's window lasts until Saturday 02.15: halfway between 16.30 and noon."""
    k.tekan(9, "07.25", "16.35")
    k.tekan(10, "02.14.59", "02.15")
    j = jendela_hari(k.orang.pk, tgl(9))
    assert (j.buka, j.tutup) == (setempat(tgl(8), "23.45"), setempat(tgl(10), "02.15"))
    assert [r.waktu for r in j.rekam] == [
        setempat(tgl(9), "07.25"), setempat(tgl(9), "16.35"), setempat(tgl(10), "02.14.59"),
    ]  # fmt: skip
    assert (k.hari(9).jumlah_pindai, k.hari(10).jumlah_pindai) == (3, 1)
