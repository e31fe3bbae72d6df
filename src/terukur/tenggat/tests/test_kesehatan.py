"""What the health page says of ticks, late lists and outages."""

import datetime as dt

import pytest
import time_machine

from terukur.inti.kesehatan import Keadaan
from terukur.inti.pelaku import SISTEM
from terukur.inti.tests.test_kesehatan import angka
from terukur.tenggat import actions
from terukur.tenggat.jobs import berdetak
from terukur.tenggat.models import GangguanLayanan
from terukur.tenggat.providers import periksa_tenggat
from terukur.tenggat.rules import JEDA_SIMPAN
from terukur.tenggat.tests import factories as f

pytestmark = pytest.mark.django_db
MENIT = dt.timedelta(minutes=1)


def periksa(kode, pada):
    [h] = [h for h in periksa_tenggat(pada) if h.kode == kode]
    return h


def test_the_tick_has_a_beat_of_its_own_and_is_no_outage():
    assert periksa("detak", f.SEKARANG).keadaan is Keadaan.GANGGUAN
    with time_machine.travel(f.SEKARANG, tick=False):
        berdetak()
    assert periksa("detak", f.SEKARANG + MENIT).keadaan is Keadaan.BAIK
    diam = periksa("detak", f.SEKARANG + 3 * MENIT)
    assert (diam.keadaan, diam.sejak, angka(diam)) == (
        Keadaan.PERHATIAN, f.SEKARANG, {"detak_umur_detik": 180},
    )  # fmt: skip
    assert periksa("detak", f.SEKARANG + 11 * MENIT).keadaan is Keadaan.GANGGUAN
    with time_machine.travel(f.SEKARANG + 60 * MENIT, tick=False):
        berdetak()
    assert not GangguanLayanan.objects.exists()


def test_a_late_list_that_lacks_is_counted_from_when_it_could_have_appeared():
    f.daftarkan_contoh()
    j = f.buat_pengajuan().jendela
    siap = f.TENGGAT + dt.timedelta(seconds=j.toleransi_detik) + JEDA_SIMPAN
    assert periksa("laporan_tertunda", f.TENGGAT).nilai == "tidak ada"
    assert periksa("laporan_tertunda", siap + MENIT).keadaan is Keadaan.BAIK
    lambat = periksa("laporan_tertunda", siap + 3 * MENIT)
    assert (lambat.keadaan, lambat.sejak) == (Keadaan.PERHATIAN, siap)
    assert angka(lambat) == {"laporan_tertunda": 1, "laporan_tertunda_umur_detik": 180}
    assert periksa("laporan_tertunda", siap + 11 * MENIT).keadaan is Keadaan.GANGGUAN
    with time_machine.travel(siap + 12 * MENIT, tick=False):
        berdetak()
    assert periksa("laporan_tertunda", siap + 12 * MENIT).nilai == "tidak ada"


def test_measured_outages_are_summed_up():
    for jam in (1, 5):
        actions.catat_gangguan(
            mulai_pada=f.SEKARANG + jam * 60 * MENIT, selesai_pada=f.SEKARANG + (jam * 60 + 10) * MENIT,
            keterangan="situs tidak berjalan", diukur=True, oleh=SISTEM, pada=f.TENGGAT,
        )  # fmt: skip
    hasil = periksa("gangguan", f.TENGGAT)
    assert hasil.nilai == "2 kali, seluruhnya 20 menit, dalam 30 hari"
    assert angka(hasil) == {"gangguan_30hari": 2, "gangguan_30hari_detik": 1200}
    assert periksa("gangguan", f.TENGGAT + dt.timedelta(days=60)).nilai == "tidak ada dalam 30 hari"
