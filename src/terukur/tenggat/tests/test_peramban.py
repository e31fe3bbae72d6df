"""In a real browser: what a verifier types outlives the session; a file too large is not sent in vain."""

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


def buat_akun(peran, **lain):
    pengguna = buat_pengguna(peran, **lain)
    pengguna.set_password(SANDI)
    pengguna.save()
    return pengguna.nama_pengguna


def isi_masuk(hal, nama):
    hal.fill("[name=login]", nama)
    hal.fill("[name=password]", SANDI)
    hal.click("main button[type=submit]")


def masuk(hal, live_server, nama, alamat):
    hal.goto(f"{live_server.url}/akun/masuk/?next={alamat}")
    isi_masuk(hal, nama)
    hal.wait_for_url(f"**{alamat}")


def buka_jadwal(**lain):
    """The package of one OPD in a window that is open now."""
    kini = timezone.now().replace(microsecond=0)
    return f.buat_pengajuan(
        tanggal_edaran=kini.date() - dt.timedelta(days=3),
        dibuka_pada=kini - dt.timedelta(days=2),
        tenggat_pada=kini + dt.timedelta(days=1),
        ditutup_pada=kini + dt.timedelta(days=8),
        pada=kini - dt.timedelta(days=2),
        **lain,
    )


def test_berkas_terlalu_besar_ditolak_sebelum_dikirim(buka, live_server, tmp_path):
    p = buka_jadwal(syarat=(("data_dukung", True),), dokumen=(f.dokumen("SK Tim", batas_mb=1),))
    berkas = tmp_path / "sk.pdf"
    berkas.write_bytes(f.berkas_pdf().read().ljust(1024 * 1024 + 1, b"\n"))
    hal = buka()
    alamat = reverse("tenggat:dokumen", args=[p.pk])
    masuk(hal, live_server, buat_akun(Peran.OPERATOR_OPD, opd=p.opd), alamat)
    dikirim: list[str] = []
    hal.on("request", lambda r: dikirim.append(r.url) if r.method == "POST" else None)
    hal.set_input_files("[name=berkas]", berkas)
    hal.click("form[action$='/unggah/'] button")
    hal.get_by_text("Berkas ini lebih besar dari batas 1 MB.").wait_for()
    assert not dikirim
    berkas.write_bytes(f.berkas_pdf().read())
    hal.set_input_files("[name=berkas]", berkas)  # and the next choice goes through
    hal.click("form[action$='/unggah/'] button")
    hal.get_by_text("“SK Tim” tersimpan.").wait_for()


def test_catatan_verifikator_kembali_sesudah_masuk_lagi(buka, live_server):
    contoh = f.daftarkan_contoh()
    p = buka_jadwal()
    kini = timezone.now()
    contoh.lengkapi(p)
    kepala = f.buat_orang(Peran.KEPALA_OPD, opd=p.opd, pada=kini)
    actions.tandai_siap(pengajuan_id=p.pk, oleh=SISTEM, pada=kini)
    actions.ajukan(pengajuan_id=p.pk, pengguna=kepala, oleh=kepala.pelaku(), pada=kini)
    nama = buat_akun(Peran.VERIFIKATOR)
    hal = buka()
    alamat = reverse("tenggat:periksa", args=[p.pk])
    masuk(hal, live_server, nama, alamat)
    isi = hal.locator("form[action$='/catat/'] [name=isi]")
    isi.fill(CATATAN)
    hal.context.clear_cookies(name="sessionid")
    hal.click("[name=simpan]")
    hal.wait_for_url("**/akun/masuk/**")
    isi_masuk(hal, nama)
    hal.wait_for_url(f"**{alamat}")
    assert isi.input_value() == CATATAN
    assert not p.daftar_catatan.exists()
    hal.click("[name=simpan]")
    hal.get_by_text("Catatan tersimpan").wait_for()
    assert isi.input_value() == ""
    assert p.daftar_catatan.get().isi == CATATAN
