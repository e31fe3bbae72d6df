"""In a real browser: gallery without axe findings, drafts that survive, one submit, no script needed."""

import re

import pytest
from django.core.cache import cache

from terukur.akun.tests.factories import SANDI, buat
from tests.peramban import pelanggaran_axe, temuan_halaman

pytestmark = [pytest.mark.peramban, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _cache_bersih():
    cache.clear()


def masuk(hal, alamat, tujuan="/ui/"):
    hal.goto(f"{alamat}/akun/masuk/?next={tujuan}")
    hal.fill("[name=login]", "penguji")
    hal.fill("[name=password]", SANDI)
    hal.click("main button[type=submit]")
    hal.wait_for_url(f"**{tujuan}")


def test_galeri_dan_pintu_masuk_tanpa_temuan(buka, live_server):
    buat("penguji")
    hal = buka()
    hal.goto(f"{live_server.url}/akun/masuk/")
    assert temuan_halaman(hal) == []
    masuk(hal, live_server.url)
    hal.goto(f"{live_server.url}/ui/?pesan=1")  # every component once; the sweep opens the pages of akun
    assert temuan_halaman(hal) == []


def test_menu_dapat_dibuka_dengan_papan_ketik_saja(buka, live_server):
    buat("penguji")
    hal = buka()
    masuk(hal, live_server.url, "/akun/")
    hal.keyboard.press("Tab")
    assert hal.evaluate("document.activeElement.textContent") == "Langsung ke isi"
    hal.focus(".akun-lebar summary")
    hal.keyboard.press("Enter")
    hal.wait_for_selector(".akun-lebar[open]")
    hal.keyboard.press("Escape")
    assert not hal.locator(".akun-lebar[open]").count()


def test_masuk_dan_keluar_tanpa_skrip(buka, live_server):
    buat("penguji")
    hal = buka(java_script=False, lebar=360)
    masuk(hal, live_server.url)
    hal.click("summary:has-text('Menu')")
    hal.click(".nav-sempit button:has-text('Keluar')")
    assert "Terukur" in hal.title()
    hal.goto(f"{live_server.url}/ui/")
    assert "/akun/masuk/" in hal.url


def test_draf_dipulihkan_setelah_sesi_berakhir_dan_dapat_dibuang(buka, live_server):
    buat("penguji")
    hal = buka()
    masuk(hal, live_server.url)
    hal.fill("#formulir [name=kelompok_sasaran]", "balita 0–59 bulan")
    hal.check("#formulir [name=lokasi][value=wi]")
    hal.wait_for_timeout(600)
    hal.context.clear_cookies(name="sessionid")
    hal.goto(f"{live_server.url}/ui/")
    assert "/akun/masuk/" in hal.url
    masuk(hal, live_server.url)
    assert hal.input_value("#formulir [name=kelompok_sasaran]") == "balita 0–59 bulan"
    assert hal.is_checked("#formulir [name=lokasi][value=wi]")
    assert "dipulihkan" in hal.inner_text("#formulir .pesan")
    hal.click("text=Buang isian ini")
    assert hal.input_value("#formulir [name=kelompok_sasaran]") == ""
    hal.reload()
    assert hal.input_value("#formulir [name=kelompok_sasaran]") == ""


def test_draf_orang_lain_tidak_terlihat(buka, live_server):
    buat("penguji")
    buat("lain")
    hal = buka()
    masuk(hal, live_server.url)
    hal.fill("#formulir [name=kelompok_sasaran]", "rahasia saya")
    hal.wait_for_timeout(600)
    hal.context.clear_cookies()
    hal.goto(f"{live_server.url}/akun/masuk/?next=/ui/")
    hal.fill("[name=login]", "lain")
    hal.fill("[name=password]", SANDI)
    hal.click("main button[type=submit]")
    hal.wait_for_url("**/ui/")
    assert hal.input_value("#formulir [name=kelompok_sasaran]") == ""


def test_kirim_dua_kali_hanya_sekali_dan_bahaya_ditanya_dulu(buka, live_server):
    buat("penguji")
    hal = buka()
    masuk(hal, live_server.url)
    kiriman = []
    hal.route("**/akun/masuk/", lambda r: kiriman.append(r.request.method) or r.fulfill(status=204))
    hal.click("#formulir button:has-text('Hapus baris')")
    assert hal.locator("dialog").count() == 0, (
        "a form with an empty field is completed before it is confirmed"
    )
    hal.evaluate("document.querySelector('#formulir form').noValidate = true")
    hal.click("#formulir button:has-text('Hapus baris')")
    assert "tidak dapat dikembalikan" in hal.inner_text("dialog")
    assert pelanggaran_axe(hal) == []
    hal.click("dialog button:has-text('Batal')")
    assert kiriman == []
    hal.click("#formulir button:has-text('Simpan')")
    hal.click("#formulir button:has-text('Simpan')", force=True)
    hal.wait_for_timeout(300)
    assert kiriman == ["POST"]


def test_hitung_mundur_salin_dan_ribuan(buka, live_server):
    buat("penguji")
    hal = buka()
    masuk(hal, live_server.url)
    hal.fill("#formulir [name=target]", "1234567,5")
    hal.press("#formulir [name=target]", "Tab")
    assert hal.input_value("#formulir [name=target]") == "1.234.567,5"
    hal.fill("#formulir [name=tanggal]", "2026-11-23")
    hal.press("#formulir [name=tanggal]", "Tab")
    assert hal.inner_text("#formulir .tanggal-kata") == "Senin, 23 November 2026"
    hal.evaluate("document.querySelector('#formulir [name=tanggal]').type = 'datetime-local'")
    hal.fill("#formulir [name=tanggal]", "2026-11-23T16:05")
    hal.press("#formulir [name=tanggal]", "Tab")
    assert hal.inner_text("#formulir .tanggal-kata") == "Senin, 23 November 2026 pukul 16.05"
    assert re.fullmatch(r"1 hari 4 jam", hal.inner_text(".bilah [data-sisa]"))
    hal.click("button:has-text('Salin teks')")
    hal.wait_for_selector("text=Tersalin")
