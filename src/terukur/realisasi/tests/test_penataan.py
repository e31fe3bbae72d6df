"""An OPD merged in the middle of the year: its history stays with it, what is still due moves on."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from terukur.akun.peran import Peran
from terukur.inti.pelaku import SISTEM
from terukur.organisasi.actions import gabung_opd
from terukur.organisasi.actions.penataan import BagianBaru
from terukur.organisasi.tests.factories import buat_opd
from terukur.realisasi import queries
from terukur.realisasi.tests.factories import TAHUN, TW1, TW2, buat_regu, laporkan
from terukur.tenggat.tests.factories import buat_orang

pytestmark = pytest.mark.django_db
GABUNG = dt.date(TAHUN, 7, 1)
KINI = dt.datetime(TAHUN, 10, 20, 1, tzinfo=dt.UTC)


def test_history_stays_with_the_old_one_and_obligations_end_with_it():
    lama = buat_regu(opd=buat_opd())
    laporkan(lama, 9)
    with time_machine.travel(dt.datetime(TAHUN, 7, 2, 1, tzinfo=dt.UTC), tick=False):
        baru = gabung_opd(
            pendahulu=[lama.opd, buat_opd()], tanggal=GABUNG, dasar="Perda 4/2027 (contoh)", oleh=SISTEM,
            baru=BagianBaru("3.27.2.09.0.00.99.0000", "Dinas Gabungan Contoh", "Dinas Gabungan", "dinas"),
            pada=dt.datetime(TAHUN, 7, 1, 1, tzinfo=dt.UTC),
        )  # fmt: skip
    with time_machine.travel(KINI, tick=False):
        bupati = buat_orang(Peran.PIMPINAN, pada=KINI)
        daftar = queries.daftar_laporan(bupati, tahun=TAHUN, hari=KINI.date())
        assert [(b.opd.pk, b.periode.kode) for b in daftar] == [(lama.opd.pk, TW1), (lama.opd.pk, TW2)]
        papan = {o.pk: n for o, n in queries.papan_kinerja(bupati, per=dt.date(TAHUN, 6, 30))}
        assert papan[lama.opd.pk].nilai == 90
        assert baru.pk not in papan
        kini = {o.pk for o, _ in queries.papan_kinerja(bupati, per=KINI.date())}
        assert baru.pk in kini
        assert lama.opd.pk not in kini
        klien = Client()
        klien.force_login(bupati)
        alamat = reverse("realisasi:rapor", args=[lama.opd.pk])
        assert "90,00" in klien.get(alamat, {"per": f"{TAHUN}-06-30"}).content.decode()
        dini = {p.fakta.opd_id: p for p in queries.daftar_dini(bupati, per=dt.date(TAHUN, 8, 20))}
        assert lama.opd.pk not in dini
        assert dini[baru.pk].peringatan == (), "its sixty days run from its first day"
