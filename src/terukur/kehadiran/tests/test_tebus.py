"""Lateness made up for on the same day, so many times a month: a rule of a dated rule set."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import SISTEM
from terukur.kehadiran.actions.antrean import tandai_hari
from terukur.kehadiran.actions.hitung import kuras_antrean
from terukur.kehadiran.actions.ketentuan import tetapkan_ketentuan
from terukur.kehadiran.actions.lingkup import SEMUA
from terukur.kehadiran.models import HariKehadiran, Ketentuan
from terukur.kehadiran.queries.hitungan import hari_orang
from terukur.kehadiran.rules.hari import Tanda
from terukur.kehadiran.rules.ketentuan import KETENTUAN_BAWAAN, IsiKetentuan
from terukur.kehadiran.rules.sidik import sidik_aturan
from terukur.kehadiran.tests.dunia_hari import AWAL_NOVEMBER, Dunia, tgl
from terukur.kehadiran.tests.isian import hitung_hari
from terukur.kehadiran.tests.susun import PANRB, PERMENTAN

pytestmark = pytest.mark.django_db


def potongan(d: Dunia) -> dict[int, int]:
    baris = HariKehadiran.objects.filter(pegawai=d.orang, tanggal__month=10, status=1)
    return {h.tanggal.day: h.potongan for h in baris.order_by("tanggal")}


def test_beyond_the_number_of_a_month_lateness_is_deducted_and_a_late_press_moves_it():
    d = Dunia(range(0))
    Ketentuan.objects.update(tebus_menit=30, tebus_kali=2)
    for hari in (6, 7, 8):
        d.tekan(tgl(hari), "07.45", "16.15")
    d.tekan(tgl(9), "07.45", "16.40")  # Friday until 16.30: only ten minutes of fifteen
    d.hitung()
    assert potongan(d) == {6: 0, 7: 0, 8: 500, 9: 500}
    # The device of the fifth sends late: one day is asked for, the month follows from it.
    d.tekan(tgl(5), "07.45", "16.15")
    assert hitung_hari(d.orang.pk, tgl(5), pada=AWAL_NOVEMBER) == 3
    assert potongan(d) == {5: 0, 6: 0, 7: 500, 8: 500, 9: 500}
    hari = {x.tanggal.day: x for x in hari_orang(d.orang.pk, tgl(6), tgl(8), pada=AWAL_NOVEMBER)}
    assert [x.sama for x in hari.values()] == [True, True, True]
    assert hari[6].baris is not None
    assert hari[6].baris.tanda & Tanda.DITEBUS
    assert [(b.kode, b.persen) for b in hari[6].butir] == [("TL", 0)]
    assert hari[6].butir[0].sebab == "terlambat 15 menit, ditebus dengan pulang lebih lambat"
    assert [(b.kode, b.persen) for b in hari[7].butir] == [("TL 1", 500)]
    assert [x.potongan for x in hari.values()] == [0, 500, 500]
    # Days before his records, and those after the one asked for, are not made by it.
    HariKehadiran.objects.filter(tanggal__lt=tgl(6)).delete()
    d.tekan(tgl(6), "07.46")
    assert hitung_hari(d.orang.pk, tgl(6), pada=AWAL_NOVEMBER) > 0
    assert not HariKehadiran.objects.filter(tanggal__lt=tgl(6)).exists()
    november = hari_orang(d.orang.pk, tgl(2, 11), tgl(2, 11), pada=AWAL_NOVEMBER)
    assert [x.tanggal for x in november] == [tgl(2, 11)]


def test_a_late_press_makes_no_other_day_of_the_month():
    d = Dunia(range(0))
    Ketentuan.objects.update(tebus_menit=30, tebus_kali=2)
    d.tekan(tgl(6), "07.45", "16.15")
    tandai_hari([d.orang.pk], sejak=tgl(6), sampai=tgl(6), pada=AWAL_NOVEMBER)
    kuras_antrean(pada=AWAL_NOVEMBER)
    assert potongan(d) == {6: 0}
    d.tekan(tgl(8), "07.45", "16.15")
    d.hitung_hari(d.orang, tgl(8))
    assert potongan(d) == {6: 0, 8: 0}


def test_without_the_rule_digests_stay_as_they_were():
    """A rule set that does not use it keeps the digest it had before the fields were there."""
    assert sidik_aturan(PERMENTAN) == (-1803695390235446914, -8339052236607844909)
    assert sidik_aturan(PANRB) != sidik_aturan(PERMENTAN)


def test_the_rule_says_both_minutes_and_times_or_neither():
    d = Dunia(range(0))
    isi = IsiKetentuan(KETENTUAN_BAWAAN.baris, "Perbup", tebus_menit=30)
    with pytest.raises(AturanDilanggar, match="berapa kali sebulan"):
        tetapkan_ketentuan(untuk=SEMUA, isi=isi, sejak=dt.date(2026, 12, 1), oleh=SISTEM, pada=AWAL_NOVEMBER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ketentuan.objects.filter(pk=d.ketentuan.pk).update(tebus_kali=5)
