"""Reminders: requests left lying, and thresholds of PP 94/2021, once each and without names."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from terukur.kehadiran.actions.ingatkan import ingatkan_disiplin, ingatkan_keputusan
from terukur.kehadiran.tests.dunia_hari import AWAL_NOVEMBER, Dunia, tgl
from terukur.kehadiran.tests.factories import buat_permohonan
from terukur.pesan.models import Pesan

pytestmark = pytest.mark.django_db
HARI = dt.timedelta(days=1)


def test_whose_turn_it_is_is_reminded_once_after_two_working_days():
    d = Dunia(range(0))
    kamis = AWAL_NOVEMBER + 3 * HARI
    for n in (3, 4):
        buat_permohonan(d.orang, pada=kamis, sejak=tgl(n, 12), sampai=tgl(n, 12))
    hasil = [ingatkan_keputusan(pada=kamis + n * HARI) for n in range(8)]
    assert hasil == [0, 0, 0, 0, 1, 0, 0, 0]  # Monday: Saturday and Sunday do not count
    assert ingatkan_keputusan(pada=kamis + 4 * HARI) == 0
    pesan = Pesan.objects.get(judul="Permohonan kehadiran menunggu Anda")
    assert (pesan.penerima, pesan.tautan) == (d.kadis, "/kehadiran/keputusan/")
    assert "Staf" not in pesan.isi


def test_each_threshold_reaches_the_superior_once():
    d = Dunia(range(3, 32))  # the first and second are days without reason of both
    d.hitung()
    assert ingatkan_disiplin(pada=AWAL_NOVEMBER) == 1  # nobody stands above the head here
    pesan = Pesan.objects.get()
    assert (pesan.penerima, pesan.tautan) == (d.kadis, "/kehadiran/tim/")
    assert "Staf" not in pesan.judul + pesan.isi
    assert ingatkan_disiplin(pada=AWAL_NOVEMBER + HARI) == 0
    with CaptureQueriesContext(connection) as q:
        ingatkan_disiplin(pada=AWAL_NOVEMBER)
    assert len(q) <= 7
