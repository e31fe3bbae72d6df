"""The words of the grid: an untouched package is not an error, a half-filled one is."""

import datetime as dt

import pytest
import time_machine

from terukur.akun.peran import Peran
from terukur.tenggat import actions, queries
from terukur.tenggat.jobs import catat_kelengkapan
from terukur.tenggat.models import KegiatanTercatat
from terukur.tenggat.penyedia import Kelengkapan, Temuan
from terukur.tenggat.tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def contoh():
    return f.daftarkan_contoh()


@pytest.fixture
def p(contoh):
    return f.buat_pengajuan()


def baris(p):
    papan = queries.papan_jendela(p.jendela, untuk=f.buat_orang(Peran.PENYELENGGARA), pada=f.SEKARANG)
    return next(b for b in papan.baris if b.pengajuan.pk == p.pk), papan


def test_an_untouched_package_is_belum_mulai_even_where_the_provider_finds_it_empty(p, contoh, monkeypatch):
    actions.catat_kegiatan(pengajuan=p, kode="contoh", pada=f.SEKARANG)  # as copying at opening does
    kosong = Kelengkapan(0, 0, galat=(Temuan("Belum ada isian.", "/contoh/"),))
    monkeypatch.setattr(contoh, "kelengkapan", lambda jendela, paket: {p.opd_id: kosong for p in paket})
    b, papan = baris(p)
    assert [(s.kata, s.jenis) for s in b.sel] == [("Belum mulai", "")]
    assert b.status == "Belum mulai"
    assert (papan.jumlah["belum_mulai"], papan.jumlah["draf"]) == (1, 0)


def test_a_begun_package_names_what_is_wrong(p, contoh):
    contoh.lengkapi(p, a="1", b="salah")
    b, papan = baris(p)
    assert b.sel[0].persen == 99
    assert [(s.kata, s.jenis) for s in b.sel] == [("Kurang 1", "")]
    assert b.status == "Draf"
    assert (papan.jumlah["belum_mulai"], papan.jumlah["draf"]) == (0, 1)


def test_what_changes_outside_the_package_is_recorded_but_is_no_activity_of_the_opd(p, contoh, monkeypatch):
    contoh.lengkapi(p, a="1", b="2")
    kurang = Kelengkapan(1, 2, galat=(Temuan("Melampaui pagu.", "/contoh/"),))
    monkeypatch.setattr(contoh, "kelengkapan", lambda jendela, paket: {p.opd_id: kurang for p in paket})
    besok = f.SEKARANG + dt.timedelta(days=1)
    for _ in range(2):
        with time_machine.travel(besok, tick=False):
            catat_kelengkapan(0)
    b, _papan = baris(p)
    assert (b.sel[0].kata, b.sel[0].persen) == ("Kurang 1", 50)
    assert b.kegiatan_terakhir == f.SEKARANG
    assert KegiatanTercatat.objects.filter(pengajuan=p, pada=besok).count() == 1, "once, not every night"
    keadaan = queries.keadaan_jendela(p.jendela, saat=besok)
    assert (keadaan.baris[0].persen, keadaan.baris[0].kegiatan_terakhir) == (50, f.SEKARANG)


def test_the_grid_asks_no_provider(p, contoh):
    contoh.lengkapi(p)
    contoh.jumlah_panggilan = 0
    assert baris(p)[0].sel[0].kata == "Lengkap"
    assert contoh.jumlah_panggilan == 0
