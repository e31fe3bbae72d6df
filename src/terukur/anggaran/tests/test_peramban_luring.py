"""Hours without a line, in a real browser: reload, a killed browser, a colleague, an ended session.

The line is a relay between browser and server that the test cuts, so that the browser's own
idea of being online does not help it; one test uses the browser's offline switch as well.
"""

from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from terukur.anggaran.models import Kebutuhan
from terukur.anggaran.tests.factories import sumber
from terukur.anggaran.tests.test_peramban import SANDI, dunia, masuk  # noqa: F401
from terukur.inti.pelaku import SISTEM
from terukur.organisasi.models import Unit
from terukur.perencanaan.actions.program import tambah_sub_kegiatan, ubah_sub_kegiatan
from terukur.perencanaan.models import SubKegiatanRencana
from terukur.perencanaan.tests.factories import buat_prioritas, buat_rekening
from terukur.tenggat.choices import StatusPengajuan
from terukur.tenggat.models import Pengajuan
from tests.peramban import lebar_isi, pelanggaran_axe, potret
from tests.saluran import Peramban, Saluran

pytestmark = [pytest.mark.peramban, pytest.mark.django_db(transaction=True)]
PUTUS = "Sambungan terputus. Isian Anda disimpan di perangkat ini"


@pytest.fixture(autouse=True)
def _cache_bersih():
    cache.clear()


@pytest.fixture
def saluran(live_server):
    u = urlsplit(live_server.url)
    s = Saluran((u.hostname, u.port))
    yield s
    s.tutup()


def duduk(peramban, saluran, dunia, *urutan):  # noqa: F811
    """The operator at the editor, behind the relay; these of the five sub kegiatan were opened once."""
    pengajuan, daftar, operator, _ = dunia
    rsud = Unit.objects.get(nama="RSUD Watu Ikat")
    daftar = [
        *daftar,
        tambah_sub_kegiatan(
            pengajuan=pengajuan,
            nomenklatur=daftar[0].nomenklatur,
            kode=daftar[0].kode,
            isi={"unit": rsud},
            oleh=SISTEM,
            pada=timezone.now(),
        ),
    ]
    buat_rekening()
    prioritas = buat_prioritas()
    assert prioritas
    isi = reverse("anggaran:isi", args=[pengajuan.pk])
    masuk(peramban.hal, saluran.alamat, operator.nama_pengguna, isi)
    alamat = [f"{saluran.alamat}{isi}?sub={s.pk}" for s in daftar]
    for n in urutan:
        peramban.hal.goto(alamat[n])
        peramban.hal.wait_for_function("async () => !!(await caches.match(location.href))")
    peramban.hal.goto(alamat[0])
    peramban.hal.wait_for_timeout(500)
    return peramban, saluran, daftar, alamat, operator


@contextmanager
def peramban(chromium, profil=None):
    p = Peramban(chromium, profil)
    yield p
    p.konteks.close()
    assert p.galat == []


@pytest.fixture
def meja(dunia, saluran, chromium):  # noqa: F811
    with peramban(chromium) as p:
        yield duduk(p, saluran, dunia, 2, 0)


@pytest.fixture
def meja_penuh(dunia, saluran, chromium, tmp_path):  # noqa: F811
    """All five were opened, and the browser can be killed."""
    with peramban(chromium, tmp_path / "profil") as p:
        yield duduk(p, saluran, dunia, *range(5))


TEKS = ("kelompok_sasaran", "lokasi_uraian", "prioritas_nasional", "catatan")
ANGKA = ("target", "target_maju", "pagu_maju", "target_akhir_renstra", "realisasi_lalu", "prakiraan_berjalan")


def buka_lipatan(hal) -> None:
    hal.evaluate("() => document.querySelectorAll('details.lipat').forEach(x => { x.open = true; })")


def isi_semua(hal, n: int) -> dict[str, str]:
    """Fill every field of the open sub kegiatan; what was typed."""
    buka_lipatan(hal)
    nilai = {k: f"{k} luring {n}" for k in TEKS}
    nilai |= {k: str(100 * (n + 1) + i) for i, k in enumerate(ANGKA)}
    nilai |= {"jumlah_0": f"{n + 1}00.000.000", "sumber_0": str(sumber()), "uraian_0": f"uraian luring {n}"}
    nilai |= {"rekening_0": "5.1.02.01.01.0024"}
    for k, v in nilai.items():
        hal.fill(f"[name={k}]", v)
    hal.check("[name=tag] >> nth=0")
    hal.select_option("[name=prioritas]", index=1)
    hal.wait_for_timeout(350)
    return nilai


def tersimpan(sub, nilai) -> None:
    baris = SubKegiatanRencana.objects.get(pk=sub.pk)
    for k in TEKS:
        assert getattr(baris, k) == nilai[k], (sub.kode, k)
    for k in ANGKA:
        assert getattr(baris, k) == int(nilai[k]), (sub.kode, k)
    assert len(baris.tag) == 1
    assert baris.prioritas.nama == "Kesehatan"
    uang = Kebutuhan.objects.get(sub_kegiatan_rencana=sub, uraian=nilai["uraian_0"])
    assert uang.jumlah == int(nilai["jumlah_0"].replace(".", ""))
    assert uang.rekening.kode == nilai["rekening_0"]


def tunggu_kosong(hal) -> None:
    hal.wait_for_function("() => !Object.keys(localStorage).some(k => k.startsWith('draf:'))", timeout=20_000)


def rekan_menyimpan(sub, **nilai) -> None:
    baris = SubKegiatanRencana.objects.get(pk=sub.pk)
    ubah_sub_kegiatan(
        sub_kegiatan_id=baris.pk, versi=baris.versi, isi=nilai, oleh=SISTEM, pada=timezone.now()
    )


def masuk_lagi(hal, operator) -> None:
    hal.evaluate("dispatchEvent(new Event('online'))")
    # an attempt under way must fail first; on a busy machine that alone takes seconds
    hal.click("#belum-terkirim a:has-text('Masuk untuk mengirimnya')", timeout=40_000)
    hal.fill("[name=login]", operator.nama_pengguna)
    hal.fill("[name=password]", SANDI)
    hal.click("main button[type=submit]")
    hal.wait_for_url("**/anggaran/isi/**")


def test_two_hours_without_a_line_a_reload_and_a_killed_browser_lose_no_field(meja_penuh):
    peramban, saluran, daftar, alamat, operator = meja_penuh
    saluran.putus()
    peramban.konteks.set_offline(True)
    peramban.hal.clock.install()
    mulai = peramban.hal.evaluate("() => Date.now()")
    nilai = []
    for n, a in enumerate(alamat):
        peramban.hal.goto(a)
        assert PUTUS in peramban.hal.inner_text("#belum-terkirim")
        nilai.append(isi_semua(peramban.hal, n))
        peramban.hal.reload()
        assert peramban.hal.input_value("[name=catatan]") == f"catatan luring {n}"
        peramban.hal.clock.fast_forward("24:00")  # every attempt to send falls due, and fails
    assert peramban.hal.evaluate("() => Date.now()") - mulai >= 2 * 3600 * 1000
    assert f"Belum terkirim: {len(daftar)} baris" in peramban.hal.inner_text("#belum-terkirim")
    potret(peramban.hal, "luring")
    assert pelanggaran_axe(peramban.hal) == []
    peramban.hal.set_viewport_size({"width": 360, "height": 800})
    assert lebar_isi(peramban.hal) <= 360
    peramban.hal.wait_for_timeout(300)  # typed and, a blink later, killed
    peramban.bunuh()
    hal = peramban.mulai()
    peramban.konteks.clear_cookies()  # whether Chromium wrote the session down before it died is chance
    hal.goto(alamat[2])
    hal.wait_for_function(
        "() => document.querySelector('[name=kelompok_sasaran]').value.includes('luring 2')"
    )
    hal.wait_for_selector(f"#belum-terkirim:has-text('Belum terkirim: {len(daftar)} baris')")
    assert not SubKegiatanRencana.objects.filter(catatan__contains="luring").exists()
    saluran.sambung()
    masuk_lagi(hal, operator)
    tunggu_kosong(hal)
    for s, n in zip(daftar, nilai, strict=True):
        tersimpan(s, n)


def test_an_ended_session_asks_for_login_and_then_goes_on_by_itself(meja):
    peramban, saluran, daftar, _, operator = meja
    hal = peramban.hal
    saluran.putus()
    hal.fill("[name=kelompok_sasaran]", "balita di pustu")
    hal.press("[name=kelompok_sasaran]", "Tab")
    hal.wait_for_selector("#status-simpan:has-text('Sambungan terputus')")
    peramban.konteks.clear_cookies()
    saluran.sambung()
    masuk_lagi(hal, operator)
    hal.wait_for_selector("#belum-terkirim:has-text('1 baris yang tertunda sudah terkirim')")
    assert SubKegiatanRencana.objects.get(pk=daftar[0].pk).kelompok_sasaran == "balita di pustu"


def luring_lalu(meja, *, rekan, **nilai):
    """Type offline in the third sub kegiatan while a colleague saves; then the line returns elsewhere."""
    peramban, saluran, daftar, alamat, _ = meja
    hal = peramban.hal
    hal.goto(alamat[2])
    saluran.putus()
    buka_lipatan(hal)
    for k, v in nilai.items():
        hal.fill(f"[name={k}]", v)
    hal.wait_for_timeout(400)
    hal.goto(alamat[0])
    rekan_menyimpan(daftar[2], **rekan)
    saluran.sambung()
    hal.evaluate("dispatchEvent(new Event('online'))")
    return hal, daftar[2], alamat[2]


def test_different_fields_of_two_people_are_merged_without_asking(meja):
    hal, sub, _ = luring_lalu(meja, rekan={"catatan": "dari rekan"}, kelompok_sasaran="ibu hamil luring")
    tunggu_kosong(hal)
    baris = SubKegiatanRencana.objects.get(pk=sub.pk)
    assert (baris.kelompok_sasaran, baris.catatan) == ("ibu hamil luring", "dari rekan")


def test_the_same_field_is_shown_side_by_side_and_merged_by_choice(meja):
    hal, sub, _ = luring_lalu(
        meja,
        rekan={
            "kelompok_sasaran": "sasaran rekan",
            "catatan": "catatan rekan",
            "lokasi_uraian": "Desa Watu Ikat",
        },
        kelompok_sasaran="sasaran saya",
        catatan="catatan saya",
    )
    hal.click("#belum-terkirim li:has-text('bandingkan') a")
    tabel = hal.inner_text("form .pesan.draf table")
    for teks in ("sasaran rekan", "sasaran saya", "catatan rekan", "catatan saya"):
        assert teks in tabel
    assert "Desa Watu Ikat" not in tabel
    potret(hal, "bentrok")
    assert pelanggaran_axe(hal) == []
    baris = SubKegiatanRencana.objects.get(pk=sub.pk)
    assert baris.kelompok_sasaran == "sasaran rekan"  # nothing is overwritten before the choice
    hal.click("form .pesan.draf tr:has-text('catatan rekan') button:has-text('Pakai yang tersimpan')")
    hal.fill("[name=kelompok_sasaran]", "sasaran rekan dan saya")
    hal.press("[name=kelompok_sasaran]", "Tab")
    hal.wait_for_timeout(2000)
    baris.refresh_from_db()
    assert baris.kelompok_sasaran == "sasaran rekan"
    hal.get_by_role("button", name="Simpan", exact=True).click()
    hal.wait_for_selector(".pesan.selesai")
    baris.refresh_from_db()
    assert (baris.kelompok_sasaran, baris.catatan) == ("sasaran rekan dan saya", "catatan rekan")
    assert baris.lokasi_uraian == "Desa Watu Ikat"
    tunggu_kosong(hal)


def test_two_tabs_of_the_same_row_lose_nothing_and_send_one_content(meja):
    peramban, saluran, daftar, alamat, _ = meja
    hal, lain = peramban.hal, peramban.halaman()
    lain.goto(alamat[0])
    saluran.putus()
    hal.fill("[name=kelompok_sasaran]", "dari tab satu")
    hal.wait_for_timeout(400)
    buka_lipatan(lain)
    lain.fill("[name=catatan]", "dari tab dua")
    lain.wait_for_timeout(400)
    assert lain.input_value("[name=kelompok_sasaran]") == "dari tab satu"
    lain.close()
    saluran.sambung()
    hal.evaluate("dispatchEvent(new Event('online'))")
    tunggu_kosong(hal)
    baris = SubKegiatanRencana.objects.get(pk=daftar[0].pk)
    assert (baris.kelompok_sasaran, baris.catatan) == ("dari tab satu", "dari tab dua")
    versi = baris.versi
    hal.evaluate("dispatchEvent(new Event('online'))")
    hal.wait_for_timeout(1000)
    baris.refresh_from_db()
    assert baris.versi == versi


def test_an_answer_lost_on_the_way_neither_doubles_nor_swallows(meja):
    """The server stores, the line falls before its answer; what is typed since is another content."""
    peramban, _, daftar, _, _ = meja
    hal = peramban.hal

    def telan(rute):
        rute.fetch()
        rute.abort()

    hal.route("**/simpan/", telan)
    hal.fill("[name=kelompok_sasaran]", "pertama")
    hal.press("[name=kelompok_sasaran]", "Tab")
    hal.wait_for_selector("#status-simpan:has-text('Sambungan terputus')")
    baris = SubKegiatanRencana.objects.get(pk=daftar[0].pk)
    assert baris.kelompok_sasaran == "pertama"
    hal.fill("[name=kelompok_sasaran]", "kedua")
    hal.wait_for_timeout(400)
    hal.unroute("**/simpan/")
    hal.evaluate("dispatchEvent(new Event('online'))")
    tunggu_kosong(hal)
    baris.refresh_from_db()
    assert baris.kelompok_sasaran == "kedua"


def test_a_package_locked_meanwhile_keeps_the_entries_readable(meja):
    peramban, saluran, daftar, alamat, _ = meja
    hal = peramban.hal
    hal.goto(alamat[2])
    saluran.putus()
    buka_lipatan(hal)
    hal.fill("[name=catatan]", "catatan yang terlambat")
    hal.wait_for_timeout(400)
    Pengajuan.objects.filter(pk=daftar[2].pengajuan_id).update(
        status=StatusPengajuan.SIAP_DITANDATANGANI, siap_pada=timezone.now(), siap_oleh="1"
    )
    saluran.sambung()
    hal.evaluate("dispatchEvent(new Event('online'))")
    hal.click("#belum-terkirim li:has-text('sudah tidak dapat diisi') a")
    assert "Catatan: catatan yang terlambat" in hal.inner_text("form .pesan.draf pre")
    potret(hal, "terkunci")
    assert pelanggaran_axe(hal) == []
    with hal.expect_download() as unduhan:
        hal.click("form .pesan.draf button:has-text('Unduh')")
    assert "catatan yang terlambat" in Path(unduhan.value.path()).read_text()
    hal.click("form .pesan.draf button:has-text('Buang')")
    tunggu_kosong(hal)


def test_after_logout_no_page_opens_without_a_line(meja):
    peramban, saluran, _, alamat, _ = meja
    hal = peramban.hal
    assert hal.evaluate("async () => (await (await caches.open('isi')).keys()).length") >= 2
    hal.click(".akun-lebar summary")
    hal.click(".akun-lebar button:has-text('Keluar')")
    hal.wait_for_function("() => !document.body.dataset.pengguna")
    saluran.putus()
    hal.goto(alamat[0])
    assert "belum pernah dibuka di perangkat ini" in hal.inner_text("main")
    assert hal.evaluate("() => Object.keys(localStorage).filter(k => k.startsWith('dasar:')).length") == 0
