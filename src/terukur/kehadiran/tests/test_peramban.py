"""In a real browser: a correction from a phone to the day it changes, and a month closed and adjusted."""

import datetime as dt

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import expect

from terukur.akun.peran import Peran
from terukur.kehadiran.actions.hitung import kuras_antrean
from terukur.kehadiran.models import RekamPonsel
from terukur.kehadiran.tests.dunia_hari import AWAL_NOVEMBER, Dunia, tgl
from terukur.kehadiran.tests.dunia_ponsel import TITIK, buat_ketentuan_ponsel, buat_tempat, izinkan
from terukur.organisasi.tests.factories import buat_pengguna
from tests.peramban import potret, temuan_halaman

pytestmark = [pytest.mark.peramban, pytest.mark.django_db(transaction=True)]
SANDI = "sandi-contoh-2026"
SESUDAH_SANGGAH = AWAL_NOVEMBER + dt.timedelta(days=4)


@pytest.fixture(autouse=True)
def _cache_bersih():
    cache.clear()


def test_a_correction_a_closing_and_an_adjustment(buka, live_server, transactional_db):
    d = Dunia(range(1, 29))
    d.hitung()
    bkpsdm = buat_pengguna(Peran.BKPSDM, nama="Petugas BKPSDM")
    saya, kotak, tutup = (reverse(f"kehadiran:{n}") for n in ("saya", "keputusan", "tutup"))

    def masuk(pengguna, tujuan, lebar=360):
        hal = buka(lebar=lebar)
        hal.goto(f"{live_server.url}/akun/masuk/?next={tujuan}")
        hal.fill("[name=login]", pengguna.nama_pengguna)
        hal.fill("[name=password]", SANDI)
        hal.click("main button[type=submit]")
        hal.wait_for_url(f"**{tujuan}*")
        return hal

    def setujui():
        atasan = masuk(d.kadis, kotak)
        atasan.get_by_role("button", name="Setujui", exact=True).click()
        expect(atasan.locator("main")).to_contain_text("Tidak ada yang menunggu")
        return atasan

    def ponsel(hal, d):
        """Record by phone: refused far away, taken inside the fence, once."""
        buat_ketentuan_ponsel()
        buat_tempat(d.opd)
        izinkan(d.orang)
        hal.context.grant_permissions(["geolocation"])
        hal.context.set_geolocation({"latitude": TITIK[0] + 1, "longitude": TITIK[1], "accuracy": 20})
        hal.goto(f"{live_server.url}{saya}")
        hal.get_by_role("link", name="Rekam kehadiran").click()
        assert temuan_halaman(hal) == []
        hal.get_by_role("button", name="Rekam sekarang").click()
        expect(hal.locator("main")).to_contain_text("Anda di luar pagar: 111,2 km", timeout=15_000)
        hal.context.set_geolocation({"latitude": TITIK[0], "longitude": TITIK[1], "accuracy": 20})
        hal.get_by_role("button", name="Rekam sekarang").dblclick()
        expect(hal.locator("main")).to_contain_text("Rekam tersimpan dan dihitung", timeout=15_000)
        assert temuan_halaman(hal) == []
        assert RekamPonsel.objects.count() == 1

    with time_machine.travel(AWAL_NOVEMBER):
        hal = masuk(d.staf, saya)
        hal.goto(f"{live_server.url}{saya}?bulan=2026-10")
        hal.get_by_role("link", name="30 Tanpa keterangan").click()
        expect(hal.locator("#hari")).to_contain_text("Tanpa keterangan")
        assert temuan_halaman(hal) == []
        potret(hal, "saya")
        hal.set_viewport_size({"width": 360, "height": 800})
        hal.get_by_role("link", name="Ajukan koreksi").click()
        assert hal.input_value("[name=sejak]") == "2026-10-30"
        hal.fill("[name=masuk]", "07:25")
        hal.fill("[name=pulang]", "16:35")
        hal.fill("[name=alasan]", "Mesin tidak membaca jari saya")
        hal.get_by_role("button", name="Ajukan").click()
        expect(hal.locator("main")).to_contain_text("Permohonan diajukan")
        atasan = setujui()
        atasan.goto(f"{live_server.url}{reverse('kehadiran:tim')}?tanggal=2026-10-30")
        assert temuan_halaman(atasan) == []
        kuras_antrean(pada=AWAL_NOVEMBER + dt.timedelta(hours=1))
        hal.goto(f"{live_server.url}{saya}?bulan=2026-10&hari=2026-10-30")
        expect(hal.locator("#hari")).to_contain_text("07.25 · menurut permohonan yang disetujui")
        hal.get_by_role("link", name="Dasar").click()
        expect(hal.locator("main")).to_contain_text("Koreksi hari, 30 Oktober 2026")
        assert temuan_halaman(hal) == []
        ponsel(hal, d)
        petugas = masuk(bkpsdm, tutup, lebar=1280)
        petugas.get_by_role("button", name="Siapkan Oktober 2026").click()
        petugas.get_by_role("dialog").get_by_role("button").last.click()
        expect(petugas.locator("main")).to_contain_text("dapat ditutup sesudahnya")
    with time_machine.travel(SESUDAH_SANGGAH):
        petugas = masuk(bkpsdm, tutup, lebar=1280)
        petugas.get_by_role("link", name="Oktober 2026").click()
        petugas.get_by_role("button", name="Tutup bulan").click()
        petugas.get_by_role("dialog").get_by_role("button").last.click()
        expect(petugas.locator("main")).to_contain_text("Isi cocok dengan sidiknya")
        assert temuan_halaman(petugas) == []
        hal = masuk(d.staf, saya)
        hal.goto(
            f"{live_server.url}{reverse('kehadiran:permohonan_baru')}?jenis=sakit&tanggal={tgl(29).isoformat()}"
        )
        hal.get_by_role("button", name="Ajukan").click()
        expect(hal.locator("main")).to_contain_text("Permohonan diajukan")
        setujui()
        kuras_antrean(pada=SESUDAH_SANGGAH + dt.timedelta(hours=1))
        petugas.goto(live_server.url + tutup)
        expect(petugas.locator("main")).to_contain_text("Sakit, disetujui 6 November 2026")
        assert temuan_halaman(petugas) == []
        potret(petugas, "tutup")
        for nama in ("rekap", "rekap_orang", "disiplin", "berhenti", "pimpinan"):
            petugas.goto(f"{live_server.url}{reverse(f'kehadiran:{nama}')}")
            assert temuan_halaman(petugas) == [], nama
            potret(petugas, nama)
