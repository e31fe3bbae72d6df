"""Every kind of page that a role reaches: accessible, Indonesian, light, and not broken.

All roles follow all kinds of links; a page is opened in the browser when no role before showed
one of its kind, or it holds a form that none before held (a form without an address is its page's
own). So the sweep takes minutes, not hours.
"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from terukur.contoh.akun import AKUN_KABUPATEN, AKUN_PEGAWAI, akun_opd
from tests.e2e.langkah import masuk
from tests.e2e.peminta import Peminta
from tests.e2e.penjelajah import jelajahi, pola
from tests.e2e.periksa_halaman import Pemeriksa

pytestmark = [pytest.mark.peramban, pytest.mark.xdist_group("demo")]
PERAN = ["", *(a.nama_pengguna for a in (*AKUN_KABUPATEN, *akun_opd("Dinas Kesehatan"), AKUN_PEGAWAI))]
BERANDA = "/beranda/"
RIWAYAT = re.compile(r"(/jejak/riwayat/)[a-z_]+/.*")
"""The history of a record is one page, whatever the record; each is asked for, one is looked at."""
JENIS_PALING_SEDIKIT = 60


def test_every_kind_of_page_of_every_role(demo: str, sebagai: Callable[..., Page]) -> None:
    galat: list[str] = []
    dilihat: set[str] = set()
    jumlah = 0
    pernah: set[str] = set()
    halaman = sebagai()  # one browser for all, as at a counter: a new one costs as much as ten pages
    pemeriksa = Pemeriksa(halaman)
    for peran in PERAN:
        halaman.context.clear_cookies()
        if peran:
            masuk(halaman, peran)
        dikunjungi = 0
        for k in jelajahi(Peminta(demo, halaman), [BERANDA if peran else "/"], pernah=pernah):
            dikunjungi += 1
            temuan = list(k.galat)
            halaman_ini, *formulir = (*k.ciri, peran) if pola(k.alamat) == BERANDA else k.ciri
            halaman_ini = RIWAYAT.sub(r"\1#/", halaman_ini)
            ciri = {halaman_ini, *(f if f.endswith("/") else f"{halaman_ini} {f}" for f in formulir)}
            if k.status == 200 and not ciri <= dilihat:
                baru = halaman_ini not in dilihat
                dilihat |= ciri
                jumlah += 1
                temuan += pemeriksa.periksa(k.alamat, baru=baru)
            galat += [f"{peran or 'umum'} {k.alamat}: {g}" for g in temuan]
        assert dikunjungi >= 3, f"{peran or 'umum'} reaches {dikunjungi} pages"
    assert not galat, "\n" + "\n".join(galat)
    assert jumlah >= JENIS_PALING_SEDIKIT
