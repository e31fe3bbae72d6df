"""The first login of a new server."""

import pytest
from django.test import Client
from django.utils import timezone

from terukur.akun.akses import susun_akses
from terukur.akun.models import Pengguna
from terukur.cli.admin import buat
from terukur.cli.lingkup import contoh_dalam_pemakaian
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import SISTEM
from terukur.jejak.models import Catatan
from terukur.organisasi.tests.factories import buat_pegawai

pytestmark = pytest.mark.django_db


def test_the_first_admin_logs_in_changes_the_password_and_may_make_others():
    sandi = buat("admin.kominfo", "Admin Contoh", "")
    klien = Client()
    assert klien.login(username="admin.kominfo", password=sandi)
    assert klien.get("/beranda/")["Location"].startswith("/akun/sandi/")
    pengguna = Pengguna.objects.get(nama_pengguna="admin.kominfo")
    assert susun_akses(pengguna, pada=timezone.now()).boleh(Izin.PENGGUNA_KELOLA)
    assert [c.pelaku_nama for c in Catatan.objects.order_by("nomor")] == [SISTEM.nama] * 2


def test_a_refusal_leaves_no_login_behind():
    with pytest.raises(AturanDilanggar):
        buat("admin.kominfo", "Admin Contoh", "123")
    assert not Pengguna.objects.exists()


def test_the_demo_never_goes_into_production(settings):
    """Its accounts share a password that everybody can read."""
    settings.MODE_LATIHAN = False
    assert not contoh_dalam_pemakaian()
    settings.MODE_LATIHAN = True
    buat_pegawai()  # with a NIP of the demo
    assert not contoh_dalam_pemakaian()
    settings.MODE_LATIHAN = False
    assert contoh_dalam_pemakaian()
