"""In a real browser: what a verifier types outlives the session."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from terukur.akun.peran import Peran
from terukur.inti.pelaku import SISTEM
from terukur.organisasi.tests.factories import buat_pengguna
from terukur.tenggat import actions
from terukur.tenggat.tests import factories as f

pytestmark = [pytest.mark.peramban, pytest.mark.django_db(transaction=True)]
SANDI = "sandi-contoh-2026"
CATATAN = "Target 2027 lebih kecil dari capaian 2026; jelaskan dasarnya."


@pytest.fixture(autouse=True)
def _cache_bersih():
    cache.clear()


def masuk(hal, nama):
    hal.fill("[name=login]", nama)
    hal.fill("[name=password]", SANDI)
    hal.click("main button[type=submit]")


def test_catatan_verifikator_kembali_sesudah_masuk_lagi(buka, live_server, transactional_db):
    kini = timezone.now().replace(microsecond=0)
    contoh = f.daftarkan_contoh()
    p = f.buat_pengajuan(
        tanggal_edaran=kini.date() - dt.timedelta(days=3),
        dibuka_pada=kini - dt.timedelta(days=2),
        tenggat_pada=kini + dt.timedelta(days=1),
        ditutup_pada=kini + dt.timedelta(days=8),
        pada=kini - dt.timedelta(days=2),
    )
    contoh.lengkapi(p)
    kepala = f.buat_orang(Peran.KEPALA_OPD, opd=p.opd, pada=kini)
    actions.tandai_siap(pengajuan_id=p.pk, oleh=SISTEM, pada=kini)
    actions.ajukan(pengajuan_id=p.pk, pengguna=kepala, oleh=kepala.pelaku(), pada=kini)
    verifikator = buat_pengguna(Peran.VERIFIKATOR, nama_pengguna="verifikator.uji")
    verifikator.set_password(SANDI)
    verifikator.save()
    hal = buka()
    alamat = reverse("tenggat:periksa", args=[p.pk])
    hal.goto(f"{live_server.url}/akun/masuk/?next={alamat}")
    masuk(hal, "verifikator.uji")
    isi = hal.locator("form[action$='/catat/'] [name=isi]")
    isi.fill(CATATAN)
    hal.context.clear_cookies(name="sessionid")
    hal.click("[name=simpan]")
    hal.wait_for_url("**/akun/masuk/**")
    masuk(hal, "verifikator.uji")
    hal.wait_for_url(f"**{alamat}")
    assert isi.input_value() == CATATAN
    assert not p.daftar_catatan.exists()
    hal.click("[name=simpan]")
    hal.get_by_text("Catatan tersimpan").wait_for()
    assert isi.input_value() == ""
    assert p.daftar_catatan.get().isi == CATATAN
