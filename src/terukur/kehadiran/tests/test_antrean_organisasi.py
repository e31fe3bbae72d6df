"""Offices and holidays recorded otherwise: the days they touch are computed again."""

import datetime as dt

import pytest

from terukur.inti.pelaku import SISTEM
from terukur.kehadiran.models import AntreanHari
from terukur.kehadiran.tests.dunia_hari import AWAL_NOVEMBER, Dunia, tgl
from terukur.organisasi.actions import akhiri_jabatan, tetapkan_libur, tugaskan, ubah_jabatan
from terukur.organisasi.actions.urung import urungkan_biasa, urungkan_fakta
from terukur.organisasi.models import HariLibur, Penugasan
from terukur.organisasi.tests.factories import buat_jabatan, buat_unit

pytestmark = pytest.mark.django_db
KINI = {"oleh": SISTEM, "pada": AWAL_NOVEMBER}
SEJAM = dt.timedelta(hours=1)
NANTI = AWAL_NOVEMBER + SEJAM


def antrean(d: Dunia) -> list[int]:
    """Days of October that wait for the one person, and forgets them."""
    hari = AntreanHari.objects.filter(pegawai=d.orang, tanggal__month=10).order_by("tanggal")
    isi = [t.day for t in hari.values_list("tanggal", flat=True)]
    AntreanHari.objects.all().delete()
    return isi


@pytest.fixture
def d() -> Dunia:
    d = Dunia(range(0))
    d.hitung()
    assert antrean(d) == []
    return d


def test_an_office_that_moves_to_a_unit_or_ends(d: Dunia) -> None:
    jabatan = Penugasan.objects.get(pegawai=d.orang).jabatan
    versi = jabatan.riwayat.get()
    isi = {"jabatan": jabatan, "eselon": versi.eselon, "dasar": "SK"}
    ubah_jabatan(**isi, nama="Nama lain", sejak=tgl(20), **KINI)
    assert antrean(d) == []  # a name decides nothing
    ubah_jabatan(**isi, nama="Nama lain", unit=buat_unit(d.opd), sejak=tgl(25), oleh=SISTEM, pada=NANTI)
    assert antrean(d) == [24, 25, 26, 27, 28, 29, 30, 31]
    akhiri_jabatan(jabatan=jabatan, hari_terakhir=tgl(29), dasar="SK", oleh=SISTEM, pada=NANTI + SEJAM)
    assert antrean(d) == [29, 30, 31]


def test_an_import_of_penugasan_or_holidays_taken_back(d: Dunia) -> None:
    lain = buat_jabatan(d.opd, tunggal=False)
    tugaskan(
        pegawai=d.orang, jabatan=lain, jenis="plt", nomor_sk="1", tanggal_sk=tgl(1), sejak=tgl(20),
        sampai=tgl(21), **KINI,
    )  # fmt: skip
    assert antrean(d) == [19, 20, 21, 22]
    urungkan_fakta(jenis="penugasan", dicatat_pada=AWAL_NOVEMBER, oleh=SISTEM, pada=NANTI)
    assert antrean(d) == [19, 20, 21, 22]
    tetapkan_libur(tanggal=tgl(12), nama="Uji", jenis="libur_nasional", dasar="SKB", **KINI)
    assert antrean(d) == [11, 12, 13]
    urungkan_biasa(jenis="libur", baru=[str(HariLibur.objects.get().pk)], lama={}, oleh=SISTEM, pada=NANTI)
    assert antrean(d) == [11, 12, 13]
