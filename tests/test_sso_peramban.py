"""In a real browser, against a real provider: button, login, consent, back where one was going; then signing.

The provider stands on another site (127.0.0.1, we on localhost), so cookies and our policy of contents
meet what they meet in an office.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from terukur.akun.models import Pengguna, TautanSSO
from terukur.akun.peran import Peran
from terukur.akun.tests.penyedia import KLIEN, RAHASIA, SANDI, Penyedia, jalankan
from terukur.inti.pelaku import SISTEM
from terukur.tenggat import actions
from terukur.tenggat.tests import factories as f
from terukur.tenggat.tests.test_peramban import buka_jadwal
from tests.e2e.penjelajah import Isi
from tests.kabupaten import port_bebas
from tests.peramban import lebar_isi, potret, temuan_halaman

pytestmark = [pytest.mark.peramban, pytest.mark.lambat, pytest.mark.django_db(transaction=True)]
NAMA, NIP = "SSO Contohkab", "198001012005011001"


@pytest.fixture
def penyedia(live_server: Any, settings: Any, tmp_path: Path) -> Iterator[Penyedia]:
    cache.clear()
    settings.TERUKUR_ALAMAT = live_server.url
    settings.TERUKUR_OIDC_NAMA = NAMA
    settings.TERUKUR_OIDC_KLIEN, settings.TERUKUR_OIDC_RAHASIA = KLIEN, RAHASIA
    settings.TERUKUR_OIDC_KLAIM = settings.TERUKUR_OIDC_KLAIM_BERISI = "nip"
    with jalankan(tmp_path, port_bebas(), f"{live_server.url}/akun/sso/balik/", ["ani", "budi"]) as p:
        settings.TERUKUR_OIDC_ALAMAT = p.alamat
        yield p
    cache.clear()


def periksa(hal: Page, nama: str, *, axe: bool = False) -> None:
    """Our own page: language, width on a phone; with ``axe`` at both widths what axe finds."""
    if axe:
        assert temuan_halaman(hal) == []
    hal.set_viewport_size({"width": 360, "height": 800})
    assert lebar_isi(hal) <= 360
    hal.set_viewport_size({"width": 1280, "height": 800})
    assert Isi(hal.content()).inggris() == []
    potret(hal, f"sso-{nama}")


def di_penyedia(hal: Page, penyedia: Penyedia, nama: str = "ani", *, masuk: bool = True) -> None:
    """Password and consent, on the provider's pages."""
    hal.wait_for_url(re.compile(re.escape(penyedia.alamat)))
    if masuk:
        if hal.locator("[name=login]").count():
            hal.fill("[name=login]", nama)
        hal.fill("[name=password]", SANDI)
        hal.click("form:has([name=password]) button[type=submit]")
    hal.click("[name=action][value=grant]")


def lupakan(hal: Page) -> None:
    """As if everything this session proved were an hour old."""
    (kuki,) = [k for k in hal.context.cookies() if k["name"] == "sessionid"]
    toko = Session.objects.get(pk=kuki["value"])
    isi = toko.get_decoded()
    for catatan in isi["account_authentication_methods"]:
        catatan["at"] -= 3600
    toko.session_data = Session.objects.encode(isi)
    toko.save()


def kepala_siap() -> tuple[Pengguna, Any]:
    """A head with a package that waits for the signature, who was never told a password of ours."""
    contoh = f.daftarkan_contoh()
    p, kini = buka_jadwal(), timezone.now()
    contoh.lengkapi(p)
    kepala = f.buat_orang(Peran.KEPALA_OPD, opd=p.opd, pada=kini)
    kepala.nip, kepala.wajib_ganti_sandi = NIP, True
    kepala.save()
    actions.tandai_siap(pengajuan_id=p.pk, oleh=SISTEM, pada=kini)
    return kepala, p


def test_masuk_menandatangani_dan_keluar(
    buka: Callable[..., Page], live_server: Any, penyedia: Penyedia
) -> None:
    kepala, p = kepala_siap()
    penyedia.kata(ani={"nip": NIP, "nip_verified": True}, budi={"nip": NIP})
    hal = buka(base_url=live_server.url, locale="en-US")
    ajukan = reverse("tenggat:ajukan", args=[p.pk])
    hal.goto(f"{ajukan}?dari=surat")
    periksa(hal, "masuk", axe=True)
    hal.get_by_role("button", name=f"Masuk lewat {NAMA}").click()
    di_penyedia(hal, penyedia)
    hal.wait_for_url(f"**{ajukan}?dari=surat")
    assert TautanSSO.objects.get().pengguna == kepala
    lupakan(hal)

    # asked again, at the provider
    hal.goto(ajukan)
    periksa(hal, "ajukan")
    hal.get_by_role("button", name="Setujui dan ajukan").click()
    hal.get_by_text(f"Konfirmasikan dulu lewat {NAMA}; belum ada yang ditandatangani.").wait_for()
    assert not p.daftar_tanda_terima.exists()
    hal.get_by_role("link", name=NAMA).click()
    periksa(hal, "konfirmasi", axe=True)
    hal.get_by_role("button", name=f"Lanjutkan ke {NAMA}").click()
    di_penyedia(hal, penyedia)
    hal.wait_for_url(f"**{ajukan}")
    hal.get_by_role("button", name="Setujui dan ajukan").click()
    hal.get_by_text("Diterima. Nomor register").wait_for()
    assert p.daftar_tanda_terima.count() == 1

    hal.goto("/akun/keluar/")
    periksa(hal, "keluar")
    hal.locator("main").get_by_role("button", name="Keluar").click()
    hal.get_by_text(f"Sesi Anda di {NAMA} masih terbuka").wait_for()

    # a second account of the provider is not the same person
    hal.context.clear_cookies(name="sso_sesi")
    hal.goto("/akun/masuk/")
    hal.get_by_role("button", name=f"Masuk lewat {NAMA}").click()
    di_penyedia(hal, penyedia, "budi")
    hal.get_by_text("sudah ditautkan dengan akun lain").wait_for()
    periksa(hal, "ditolak")
    assert TautanSSO.objects.count() == 1

    # on a phone, without scripts
    hp = buka(base_url=live_server.url, lebar=360, java_script=False)
    hp.goto("/akun/masuk/?next=/akun/sesi/")
    hp.get_by_role("button", name=f"Masuk lewat {NAMA}").click()
    di_penyedia(hp, penyedia)
    hp.wait_for_url("**/akun/sesi/")
