"""In a real browser: the operator's page and the ceilings, wide and narrow, with and without scripts."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from terukur.akun.peran import Peran
from terukur.anggaran.models import Kebutuhan, Pagu
from terukur.anggaran.rules.ruang import Tahap
from terukur.anggaran.tests.factories import DAK, buat_kebutuhan, buat_pagu, isian, sumber
from terukur.inti.pelaku import SISTEM
from terukur.organisasi.choices import JenisUnit
from terukur.organisasi.tests.factories import buat_opd, buat_pengguna, buat_unit
from terukur.perencanaan.actions.program import tambah_sub_kegiatan, ubah_sub_kegiatan
from terukur.perencanaan.models import Nomenklatur, SubKegiatanRencana
from terukur.perencanaan.rules.kode import lipat_kode
from terukur.perencanaan.tests.factories import buat_versi_nomenklatur, isian_lengkap
from terukur.tenggat.choices import Tahapan
from terukur.tenggat.tests import factories as tenggat
from tests.peramban import pelanggaran_axe, potret, temuan_halaman

pytestmark = [pytest.mark.peramban, pytest.mark.django_db(transaction=True)]
SANDI = "sandi-contoh-2026"


@pytest.fixture(autouse=True)
def _cache_bersih():
    cache.clear()


def masuk(hal, alamat, nama, tujuan):
    hal.goto(f"{alamat}/akun/masuk/?next={tujuan}")
    hal.fill("[name=login]", nama)
    hal.fill("[name=password]", SANDI)
    hal.click("main button[type=submit]")
    hal.wait_for_url(f"**{tujuan}")


@pytest.fixture
def dunia(transactional_db):
    """A package of Dinas Kesehatan in a window open now, with needs and ceilings."""
    kini = timezone.now().replace(microsecond=0)
    opd = buat_opd("Dinas Kesehatan Contoh", kode="1.02.0.00.0.00.01.0000", singkatan="Dinkes")
    rsud = buat_unit(opd, "RSUD Watu Ikat", jenis=JenisUnit.RSUD)
    buat_versi_nomenklatur(tahun_mulai=2020)
    pengajuan = tenggat.buat_pengajuan(
        opd,
        tahun=2028,
        tahapan=Tahapan.RANCANGAN_AWAL_RENJA,
        syarat=(("program_kerja", True), ("kebutuhan_anggaran", True)),
        tanggal_edaran=kini.date() - dt.timedelta(days=3),
        dibuka_pada=kini - dt.timedelta(days=2),
        tenggat_pada=kini + dt.timedelta(days=1, hours=4),
        ditutup_pada=kini + dt.timedelta(days=8),
        pada=kini - dt.timedelta(days=2),
    )
    tahap = Tahap(2028, Tahapan.RANCANGAN_AWAL_RENJA)
    pilihan = {"tahap": tahap, "sejak": kini.date() - dt.timedelta(days=2), "pada": kini}
    buat_pagu(opd, "61400000000", **pilihan)
    buat_pagu(opd, "900000000", kode=DAK, **pilihan)
    buat_pagu(opd, "4000000000", unit=rsud, **pilihan)
    daftar = [
        tambah_sub_kegiatan(
            pengajuan=pengajuan,
            nomenklatur=Nomenklatur.objects.get(kode=lipat_kode(kode)),
            kode=kode,
            isi=isian_lengkap() if lengkap else {},
            oleh=SISTEM,
            pada=kini,
        )
        for kode, lengkap in (
            ("1.02.02.2.02.0004", False),
            ("1.02.02.2.02.0015", True),
            ("1.02.02.2.02.0053", True),
            ("1.02.01.2.01.0001", False),
        )
    ]
    buat_kebutuhan(daftar[1], isian("2975000000"), isian("410000000", DAK), pada=kini)
    buat_kebutuhan(daftar[2], isian("640000000"), pada=kini)
    operator = buat_pengguna(Peran.OPERATOR_OPD, opd=opd, nama="Operator Dinas Kesehatan")
    return pengajuan, daftar, operator, buat_pengguna(Peran.TAPD, nama="Anggota TAPD")


def test_pages_have_no_findings_wide_and_narrow(buka, live_server, dunia):
    pengajuan, daftar, operator, tapd = dunia
    isi = reverse("anggaran:isi", args=[pengajuan.pk])
    hal = buka()
    masuk(hal, live_server.url, operator.nama_pengguna, isi)
    tahap = "?tahun=2028&tahapan=rancangan_awal_renja"
    temuan = {}
    for nama, alamat in (
        ("isi2", f"{isi}?sub={daftar[1].pk}"),
        ("usulan", reverse("anggaran:usulan") + tahap),
    ):
        hal.goto(live_server.url + alamat)
        temuan[nama] = temuan_halaman(hal)
        potret(hal, nama)
    hal = buka()
    masuk(hal, live_server.url, tapd.nama_pengguna, reverse("anggaran:pagu_ubah", args=[pengajuan.opd_id]))
    temuan["ubah"] = temuan_halaman(hal)
    potret(hal, "ubah")
    assert {k: v for k, v in temuan.items() if v} == {}


def test_entry_without_scripts_says_the_excess_and_takes_the_proposal(buka, live_server, dunia):
    pengajuan, daftar, operator, _ = dunia
    isi = f"{reverse('anggaran:isi', args=[pengajuan.pk])}"
    hal = buka(java_script=False)
    masuk(hal, live_server.url, operator.nama_pengguna, isi)
    hal.goto(f"{live_server.url}{isi}?sub={daftar[0].pk}")
    hal.fill("[name=jumlah_0]", "60.000.000.000")
    hal.fill("[name=sumber_0]", str(sumber()))
    hal.get_by_role("button", name="Simpan", exact=True).click()
    assert "sebesar Rp 2.215.000.000" in hal.inner_text("main")
    potret(hal, "lampau")
    hal.check("[name=usulkan_0]")
    hal.fill("[name=alasan_0]", "Pembangunan dua puskesmas pembantu")
    hal.get_by_role("button", name="Simpan", exact=True).click()
    assert "tersimpan" in hal.inner_text("main")
    assert Kebutuhan.objects.get(di_atas_pagu=True).jumlah == 2215000000


def test_a_change_is_kept_by_the_server_without_pressing_save(buka, live_server, dunia):
    pengajuan, daftar, operator, _ = dunia
    isi = reverse("anggaran:isi", args=[pengajuan.pk])
    hal = buka()
    masuk(hal, live_server.url, operator.nama_pengguna, isi)
    hal.goto(f"{live_server.url}{isi}?sub={daftar[2].pk}")
    for jumlah in ("650.000.000", "660.000.000"):
        with hal.expect_response(lambda r: "?sub=" in r.url and r.status == 200):
            hal.fill("[name=jumlah_0]", jumlah)
            hal.press("[name=jumlah_0]", "Tab")
        hal.wait_for_function(
            f"document.querySelector('#bilah-isi').innerText.includes('{jumlah[:3]}') || true"
        )
    hal.wait_for_timeout(300)
    assert Kebutuhan.objects.get(sub_kegiatan_rencana=daftar[2]).jumlah == 660000000
    assert "Rp 4.045.000.000" in hal.inner_text("#bilah-isi")


def test_what_is_said_of_a_field_follows_what_is_saved_while_typing(buka, live_server, dunia):
    pengajuan, daftar, operator, _ = dunia
    isi = reverse("anggaran:isi", args=[pengajuan.pk])
    hal = buka()
    masuk(hal, live_server.url, operator.nama_pengguna, isi)
    hal.goto(f"{live_server.url}{isi}?sub={daftar[0].pk}")
    kelompok = hal.locator(".kolom", has=hal.locator("[name=kelompok_sasaran]")).last
    belum = hal.locator("#aksi-ajukan").inner_text()
    assert "Kelompok sasaran kosong" in kelompok.inner_text()
    ketik(hal, "kelompok_sasaran", "Ibu hamil dan balita")
    expect(kelompok).not_to_contain_text("kosong")
    expect(hal.locator("#aksi-ajukan")).not_to_have_text(belum)
    hal.fill("[name=sumber_0]", str(sumber()))
    ketik(hal, "jumlah_0", "60.000.000.000")
    uang = hal.locator("#uang-0")
    expect(uang).to_contain_text("sebesar Rp 2.215.000.000")
    assert pelanggaran_axe(hal) == []
    hal.check("[name=usulkan_0]")
    ketik(hal, "alasan_0", "Pembangunan dua puskesmas pembantu")
    expect(hal.locator("#uang-1")).to_contain_text("Usulan di atas pagu")
    expect(hal.locator("#uang")).not_to_contain_text("melebihi pagu")
    assert Kebutuhan.objects.get(di_atas_pagu=True).jumlah == 2215000000
    assert hal.input_value("[name=jumlah_0]") == "57.785.000.000"
    ketik(hal, "kelompok_sasaran", "Ibu hamil")
    expect(hal.locator("#status-simpan")).to_contain_text("Tersimpan")
    assert Kebutuhan.objects.get(di_atas_pagu=True).jumlah == 2215000000, "saved again it stays as it is"


def buka_sub(buka, live_server, dunia, **pilihan):
    """The operator's page, opened at one sub kegiatan; its row, and how a colleague saves a field."""
    pengajuan, daftar, operator, _ = dunia
    isi = reverse("anggaran:isi", args=[pengajuan.pk])
    hal = buka(**pilihan)
    masuk(hal, live_server.url, operator.nama_pengguna, isi)
    hal.goto(f"{live_server.url}{isi}?sub={daftar[2].pk}")

    def rekan_menyimpan(**nilai):
        baris = SubKegiatanRencana.objects.get(pk=daftar[2].pk)
        ubah_sub_kegiatan(
            sub_kegiatan_id=baris.pk, versi=baris.versi, isi=nilai, oleh=SISTEM, pada=timezone.now()
        )

    return hal, daftar[2], rekan_menyimpan


def ketik(hal, nama, teks):
    hal.fill(f"[name={nama}]", teks)
    hal.press(f"[name={nama}]", "Tab")


def test_what_was_saved_by_itself_never_returns_over_a_colleagues_work(buka, live_server, dunia):
    hal, _, rekan_menyimpan = buka_sub(buka, live_server, dunia)
    with hal.expect_response(lambda r: "?sub=" in r.url and r.status == 200):
        ketik(hal, "kelompok_sasaran", "balita")
    hal.wait_for_timeout(500)
    rekan_menyimpan(kelompok_sasaran="ibu hamil")
    hal.reload()
    assert hal.input_value("[name=kelompok_sasaran]") == "ibu hamil"
    assert not hal.locator("form .pesan.tunggu").count()


def test_a_draft_brings_back_only_what_was_typed_and_shows_both(buka, live_server, dunia):
    """The line fails while typing; a colleague saves two fields; then the draft is restored."""
    hal, _, rekan_menyimpan = buka_sub(buka, live_server, dunia, konsol=False)
    hal.route("**/simpan/", lambda r: r.abort())
    ketik(hal, "kelompok_sasaran", "balita di pustu")
    hal.wait_for_selector("#status-simpan:has-text('sambungan terputus')")
    rekan_menyimpan(kelompok_sasaran="ibu hamil", lokasi_uraian="Desa Watu Ikat")
    hal.unroute("**/simpan/")
    hal.reload()
    assert hal.input_value("[name=kelompok_sasaran]") == "balita di pustu"
    assert hal.input_value("[name=lokasi_uraian]") == "Desa Watu Ikat"
    pesan = hal.inner_text("form .pesan.tunggu")
    assert "orang lain sudah menyimpan isian yang sama" in pesan
    assert "ibu hamil" in pesan
    assert "balita di pustu" in pesan
    assert "Desa Watu Ikat" not in pesan


def test_a_row_changed_by_somebody_else_is_said_while_typing(buka, live_server, dunia):
    hal, baris, rekan_menyimpan = buka_sub(buka, live_server, dunia, konsol=False)
    rekan_menyimpan(kelompok_sasaran="ibu hamil")
    ketik(hal, "kelompok_sasaran", "balita")
    hal.wait_for_selector("#status-simpan:has-text('orang lain baru saja mengubah')")
    assert SubKegiatanRencana.objects.get(pk=baris.pk).kelompok_sasaran == "ibu hamil"


def test_tapd_sets_a_ceiling_by_keyboard_with_one_confirmation(buka, live_server, dunia):
    pengajuan, _, _, tapd = dunia
    ubah = reverse("anggaran:pagu_ubah", args=[pengajuan.opd_id])
    hal = buka()
    masuk(hal, live_server.url, tapd.nama_pengguna, ubah)
    hal.fill("[name=dasar]", "SE TAPD 900/3/CONTOH")
    hal.fill("[name=nilai_0]", "62.000.000.000")
    hal.focus("text=Tetapkan pagu")
    hal.keyboard.press("Enter")
    hal.get_by_role("dialog").get_by_role("button", name="Tetapkan pagu").press("Enter")
    hal.wait_for_url("**/pagu/*/?tahun=*")
    assert Pagu.objects.diketahui(None).filter(nilai=62000000000).exists()
