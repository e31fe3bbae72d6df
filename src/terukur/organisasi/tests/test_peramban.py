"""The room's pages in a real browser: no axe findings, nothing wider than the screen, no script needed."""

import datetime as dt

import pytest
from django.conf import settings
from django.core.cache import cache

from terukur.akun.models import Pengguna
from terukur.akun.peran import Peran
from terukur.inti.pelaku import SISTEM
from terukur.organisasi import actions
from terukur.organisasi.models import OPD, PeranPengguna
from terukur.organisasi.tests.factories import (
    buat_jabatan,
    buat_opd,
    buat_pegawai,
    buat_pengguna,
    buat_penugasan,
    buat_unit,
    buat_wilayah,
)
from tests.peramban import potret, temuan_halaman

pytestmark = [pytest.mark.peramban, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _cache_bersih() -> None:
    cache.clear()


def isi() -> tuple[Pengguna, OPD, list[str]]:
    """A small kabupaten with an admin, and pages of which the sweep of all links sees another state."""
    admin = buat_pengguna(Peran.ADMIN_SISTEM, nama="Admin Contoh")
    opd = buat_opd("Dinas Kesehatan Contoh", singkatan="Dinkes")
    for n in range(3):
        buat_unit(opd, f"Puskesmas Contoh {n}")
    kepala = buat_jabatan(opd, kepala=True)
    buat_penugasan(
        buat_pegawai("Pegawai Contoh Plt"), kepala, jenis="plt",
        sejak=dt.date(2026, 9, 1), sampai=dt.date(2026, 11, 30),
        pada=dt.datetime(2026, 9, 10, tzinfo=dt.UTC),
    )  # fmt: skip
    buat_penugasan(jabatan=buat_jabatan(buat_opd("Kecamatan Contoh", jenis="kecamatan"), kepala=True))
    operator = buat_pengguna(Peran.OPERATOR_OPD, opd=opd)
    buat_wilayah("99", "Provinsi Contoh", tingkat="provinsi")
    actions.tetapkan_libur(
        tanggal=dt.date(2026, 12, 25), nama="Hari Contoh", jenis="libur_nasional", dasar="SKB", oleh=SISTEM,
        pada=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
    )  # fmt: skip
    actions.tulis_profil(
        opd=opd, tugas="Membantu bupati di bidang kesehatan.", dasar="Perbup 1/2025",
        sejak=dt.date(2025, 1, 1),
        fungsi=[("Perumusan kebijakan", ["1.02.02"]), ("Pelaksanaan administrasi", [])],
        oleh=SISTEM, pada=dt.datetime(2025, 1, 1, tzinfo=dt.UTC),
    )  # fmt: skip
    peran = PeranPengguna.objects.get(pengguna=operator)
    akar = "/organisasi"
    halaman = [
        f"{akar}/opd/{opd.pk}/pecah/",
        f"{akar}/penugasan/baru/?opd={opd.pk}&kata=contoh",
        f"{akar}/peran/{peran.pk}/cabut/",
        f"{akar}/opd/?kata=tidak-ada",
    ]
    return admin, opd, halaman


def masuk(hal, alamat: str, pengguna: Pengguna) -> None:
    from django.test import Client

    peramban = Client()
    peramban.force_login(pengguna)
    sesi = peramban.cookies[settings.SESSION_COOKIE_NAME].value
    hal.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": sesi, "url": alamat}])


def test_halaman_yang_tak_dicapai_tautan_tanpa_temuan(buka, live_server) -> None:
    admin, _, halaman = isi()
    hal = buka()
    masuk(hal, live_server.url, admin)
    temuan = {}
    for alamat in halaman:
        hal.goto(f"{live_server.url}{alamat}")
        temuan[alamat] = temuan_halaman(hal)
        potret(hal, f"organisasi-{alamat.strip('/').replace('/', '-')}")
    assert {k: v for k, v in temuan.items() if v} == {}


def test_sk_dicatat_tanpa_skrip(buka, live_server) -> None:
    """The whole way from the list to a stored SK with scripts off."""
    admin, opd, _ = isi()
    buat_pegawai("Pegawai Contoh Tujuan")
    hal = buka(java_script=False)
    masuk(hal, live_server.url, admin)
    hal.goto(f"{live_server.url}/organisasi/penugasan/")
    hal.click("text=Catat SK penugasan")
    hal.select_option("[name=opd]", label=opd.nama)
    hal.fill("[name=kata]", "tujuan")
    hal.click("main button:has-text('Lanjut')")
    hal.select_option("[name=jabatan]", index=1)
    hal.select_option("[name=jenis]", "definitif")
    hal.fill("[name=nomor_sk]", "821/1/CONTOH")
    hal.fill("[name=tanggal_sk]", "2026-12-01")
    hal.fill("[name=sejak]", "2026-12-01")
    hal.click("main button:has-text('Simpan penugasan')")
    assert "Pegawai Contoh Tujuan" in hal.inner_text("h1")
    assert "821/1/CONTOH" in hal.inner_text("main")


def test_saring_mengganti_isi_tanpa_memuat_ulang(buka, live_server) -> None:
    """Choosing an OPD swaps the page's region: list, address and the button that depends on it."""
    admin, opd, _ = isi()
    hal = buka()
    masuk(hal, live_server.url, admin)
    hal.goto(f"{live_server.url}/organisasi/jabatan/")
    assert "Saring satu OPD lebih dahulu" in hal.inner_text("main")
    hal.evaluate("document.documentElement.dataset.tanda = 'tetap'")
    hal.select_option("[name=opd]", label="Dinkes")
    hal.wait_for_url(f"**opd={opd.pk}**")
    hal.wait_for_selector("a:has-text('Tambah jabatan')")
    assert hal.evaluate("document.documentElement.dataset.tanda") == "tetap", "no reload"
    tertukar = hal.inner_text("main table")
    hal.reload()
    assert hal.inner_text("main table") == tertukar
    assert "Kecamatan Contoh" not in tertukar
