"""In a real browser, against a real provider on another origin: button, login, consent, back where one was going."""

import re

import pytest
from django.core.cache import cache
from django.utils import timezone

from terukur.akun.models import TautanSSO
from terukur.akun.peran import Peran
from terukur.akun.tests.penyedia import KLIEN, RAHASIA, SANDI, jalankan
from terukur.organisasi.tests.factories import buat_pengguna
from terukur.tenggat.tests import factories as f
from terukur.tenggat.tests.test_peramban import buka_jadwal
from tests.kabupaten import port_bebas
from tests.peramban import potret, temuan_halaman

pytestmark = [pytest.mark.peramban, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def penyedia(live_server, settings, tmp_path):
    cache.clear()
    settings.TERUKUR_ALAMAT = live_server.url
    settings.TERUKUR_OIDC_NAMA = "SSO Contohkab"
    settings.TERUKUR_OIDC_KLIEN, settings.TERUKUR_OIDC_RAHASIA = KLIEN, RAHASIA
    settings.TERUKUR_OIDC_KLAIM, settings.TERUKUR_OIDC_KLAIM_BERISI = "nip", "nip"
    with jalankan(tmp_path, port_bebas(), f"{live_server.url}/akun/sso/balik/", ["ani", "budi"]) as p:
        settings.TERUKUR_OIDC_ALAMAT = p.alamat
        yield p


def di_penyedia(hal, penyedia, nama="ani", *, izin=True):
    hal.wait_for_url(re.compile(re.escape(penyedia.alamat)))
    hal.fill("[name=login]", nama)
    hal.fill("[name=password]", SANDI)
    hal.click("form[action*=login] button, form button[type=submit]")
    hal.wait_for_url("**/identity/o/authorize**")
    hal.click(f"[name=action][value={'grant' if izin else 'deny'}]")


def test_masuk(buka, live_server, penyedia):
    orang = buat_pengguna(Peran.OPERATOR_OPD)
    orang.nip = "198001012005011001"
    orang.save()
    penyedia.kata(ani={"nip": orang.nip})
    hal = buka()
    hal.goto(f"{live_server.url}/akun/sesi/?urut=1")
    assert temuan_halaman(hal) == []
    potret(hal, "sso-masuk")
    hal.get_by_role("button", name="Masuk lewat SSO Contohkab").click()
    di_penyedia(hal, penyedia)
    hal.wait_for_url("**/akun/sesi/?urut=1")
    print(hal.inner_text("main"))
