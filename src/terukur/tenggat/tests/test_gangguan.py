"""Outages of the site: measured by its own beat or reported, attached to extensions."""

import datetime as dt

import pytest
import time_machine

from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import SISTEM
from terukur.jejak.models import Catatan
from terukur.tenggat import actions
from terukur.tenggat.jobs import berdenyut_situs, berdetak
from terukur.tenggat.models import GangguanLayanan
from terukur.tenggat.tests import factories as f

pytestmark = pytest.mark.django_db
JAM = dt.timedelta(hours=1)


@pytest.fixture
def contoh():
    return f.daftarkan_contoh()


def detak(pada):
    with time_machine.travel(pada, tick=False):
        berdetak()


def test_an_outage_reported_again_with_another_end_is_not_lost_silently():
    lapor = {"mulai_pada": f.SEKARANG, "keterangan": "Internet kantor putus", "oleh": SISTEM}
    actions.catat_gangguan(selesai_pada=f.SEKARANG + JAM, pada=f.TENGGAT, **lapor)
    with pytest.raises(AturanDilanggar, match="sudah tercatat") as tolak:
        actions.catat_gangguan(selesai_pada=f.SEKARANG + 2 * JAM, pada=f.TENGGAT, **lapor)
    assert "mulai_pada" in tolak.value.kolom
    for _ in range(2):  # two workers measure the same silence
        actions.catat_gangguan(selesai_pada=f.SEKARANG + JAM, pada=f.TENGGAT, diukur=True, **lapor)
    assert GangguanLayanan.objects.count() == 2
    assert Catatan.objects.filter(peristiwa="gangguan.catat").count() == 2


def test_a_silence_of_the_site_is_measured_and_attached(contoh):
    def situs(pada, **lain):
        with time_machine.travel(pada, tick=False):
            berdenyut_situs(**lain)

    p = f.buat_pengajuan()
    situs(f.SEKARANG)
    situs(f.SEKARANG + dt.timedelta(minutes=2))
    assert not GangguanLayanan.objects.exists()
    detak(f.SEKARANG + JAM)  # the worker is there, the site is not
    situs(f.SEKARANG + 3 * JAM)
    gangguan = GangguanLayanan.objects.get()
    assert gangguan.diukur
    assert "178 menit" in gangguan.keterangan
    situs(f.SEKARANG + 9 * JAM, menerus=True)
    assert GangguanLayanan.objects.count() == 1, "a clock put forward is no outage"
    x = actions.minta_perpanjangan(
        pengajuan_id=p.pk, alasan="Server padam", sampai=f.TUTUP, oleh=SISTEM, pada=f.SEKARANG + 4 * JAM
    )
    assert list(x.daftar_gangguan.all()) == [gangguan]


def test_a_dead_worker_is_no_outage_while_the_site_serves(contoh):
    """Everybody could fill in and submit; an extension must not claim otherwise."""
    f.buat_pengajuan()
    detak(f.SEKARANG)
    for menit in range(0, 120, 2):
        with time_machine.travel(f.SEKARANG + dt.timedelta(minutes=menit), tick=False):
            berdenyut_situs()
    detak(f.SEKARANG + 2 * JAM)
    assert not GangguanLayanan.objects.exists()
