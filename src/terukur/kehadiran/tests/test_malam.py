"""The night: it begins where the last one ended, and before nobody's records."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from terukur.kehadiran.actions.hitung import hitung_malam
from terukur.kehadiran.models import HariKehadiran
from terukur.kehadiran.tests.dunia_hari import Dunia, tgl
from terukur.kehadiran.tests.isian import setempat
from terukur.organisasi.models import Pegawai, Penugasan

pytestmark = pytest.mark.django_db


def malam(hari: int) -> None:
    hitung_malam(pada=setempat(tgl(hari), "00.30"))


def tersimpan(orang: Pegawai) -> list[int]:
    hari = HariKehadiran.objects.filter(pegawai=orang).order_by("tanggal")
    return [t.day for t in hari.values_list("tanggal", flat=True)]


def test_nights_that_were_missed_are_made_good_since_each_one_was_recorded() -> None:
    d = Dunia(range(0))
    malam(13)
    assert tersimpan(d.orang) == [11, 12, 13]
    d.hitung_hari(d.orang, tgl(18))  # a press meanwhile
    baru = d.staf_lain("8")
    Penugasan.objects.filter(pegawai=baru).update(dicatat_pada=setempat(tgl(18), "08.00"))
    malam(21)
    assert tersimpan(d.orang) == tersimpan(d.kadis.pegawai) == [*range(11, 22)]
    assert tersimpan(baru) == [19, 20, 21]  # nobody is absent before his records began
    with CaptureQueriesContext(connection) as kueri:
        malam(22)
    assert tersimpan(d.orang) == [*range(11, 23)]
    assert len(kueri) <= 14


def test_a_press_of_a_clock_that_ran_wrong_begins_nobody_s_records() -> None:
    d = Dunia(range(0))
    d.hitung_hari(d.orang, tgl(1))
    malam(20)
    assert tersimpan(d.orang) == [1, 18, 19, 20]
    assert tersimpan(d.kadis.pegawai) == [18, 19, 20]
