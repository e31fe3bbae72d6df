"""The words of the grid: an untouched package is not an error, a half-filled one is."""

import pytest

from terukur.akun.peran import Peran
from terukur.tenggat import actions, queries
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
    monkeypatch.setattr(contoh, "kelengkapan", lambda jendela, opd_ids: dict.fromkeys(opd_ids, kosong))
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
