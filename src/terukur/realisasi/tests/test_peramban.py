"""The Morowali Utara case by hand in a real browser: operator, head, verifier, a reader of past days."""

import datetime as dt
from contextlib import contextmanager
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from terukur.akun.models import Pengguna
from terukur.kinerja.tests.factories import DITETAPKAN, buat_indikator
from terukur.organisasi.queries.waktu import zona_pemda
from terukur.realisasi.tests.factories import TW1, TW2, Regu, buat_regu, laporkan
from tests.peramban import potret, temuan_halaman

pytestmark = [pytest.mark.peramban, pytest.mark.django_db(transaction=True)]
SANDI = "sandi-contoh-2026"
ISI, PERIKSA = dt.datetime(2027, 7, 5, 1, tzinfo=dt.UTC), dt.datetime(2027, 7, 8, 1, tzinfo=dt.UTC)
KINI = dt.datetime(2027, 8, 10, 1, tzinfo=dt.UTC)
JAM = dt.timedelta(hours=1)


@contextmanager
def sebagai(buka: Any, live_server: Any, orang: Pengguna, pada: dt.datetime, alamat: str) -> Any:
    """A page of this person at this instant, logged in as a person does."""
    cache.clear()
    with time_machine.travel(pada):
        hal = buka(base_url=live_server.url)
        hal.goto(f"/akun/masuk/?next={alamat}")
        hal.fill("[name=login]", orang.nama_pengguna)
        hal.fill("[name=password]", SANDI)
        hal.click("main button[type=submit]")
        hal.wait_for_url(f"**{alamat}")
        yield hal
        hal.context.close()


def tekan(hal: Any, nama: str) -> None:
    hal.get_by_role("button", name=nama, exact=True).first.click()
    hal.wait_for_load_state()


def isi_hasil(hal: Any, alamat: str, kunci: object, nilai: str, **bagian: tuple[str, str]) -> None:
    hal.goto(f"{alamat}?baris={kunci}#isian")
    hal.fill("#isian [name=nilai]", nilai)
    for pihak, (persen, dasar) in bagian.items():
        hal.fill(f"#isian [name=bagian_{pihak}]", persen)
        hal.fill(f"#isian [name=dasar_{pihak}]", dasar)
    tekan(hal, "Simpan")


def rapor(hal: Any, diketahui: dt.datetime | None) -> str:
    """The report card of 31 July as known then, asked through its own form."""
    hal.fill("input[type=date][name=per]", "2027-07-31")
    if not hal.locator("input[name=diketahui]").is_visible():
        hal.locator("main summary").first.click()
    saat = diketahui.astimezone(zona_pemda()).strftime("%Y-%m-%dT%H:%M") if diketahui else ""
    hal.fill("input[name=diketahui]", saat)
    tekan(hal, "Terapkan")
    return " ".join(hal.inner_text("main").split())


def test_planned_result_of_others_and_unplanned_success(buka: Any, live_server: Any) -> None:
    investasi, ekspor = buat_indikator(nama="Nilai investasi"), buat_indikator(nama="Nilai ekspor")
    regu: Regu = buat_regu((investasi, 100), aksi="Mempermudah perizinan")
    laporkan(regu, 100, periode=TW1)
    laporan = reverse("realisasi:laporan", args=[regu.opd.pk, TW2])
    kartu = reverse("realisasi:rapor", args=[regu.opd.pk])

    with sebagai(buka, live_server, regu.operator, ISI, laporan) as hal:
        isi_hasil(hal, laporan, regu.kunci, "250")
        hal.goto(laporan)
        assert "tuliskan kontribusi" in hal.inner_text("main")
        isi_hasil(
            hal, laporan, regu.kunci, "250", opd=("40", "LKPM, izin lewat DPMPTSP"),
            swasta=("60", "LKPM, perluasan usaha sendiri"),
        )  # fmt: skip
        hal.goto(laporan)
        hal.get_by_role("link", name="Tambah di luar rencana").click()
        hal.locator(f"form[action$='/tambah/{ekspor.indikator_id}/'] button").click()
        hal.wait_for_load_state()
        hal.fill("#isian [name=nilai]", "500")
        tekan(hal, "Simpan")
        hal.locator("form[action$='/siap/'] button").click()
        hal.get_by_text("Siap ditandatangani").first.wait_for()
    ajukan = reverse("realisasi:ajukan", args=[regu.opd.pk, TW2])
    with sebagai(buka, live_server, regu.kepala, ISI + JAM, ajukan) as hal:
        tekan(hal, "Setujui dan ajukan")
        hal.get_by_text("Diajukan").first.wait_for()
    periksa = reverse("realisasi:periksa", args=[regu.opd.pk, TW2])
    with sebagai(buka, live_server, regu.verifikator, PERIKSA, periksa) as hal:
        tekan(hal, "Verifikasi semua")
        hal.get_by_text("Diverifikasi").first.wait_for()

    with sebagai(buka, live_server, regu.kepala, KINI, kartu) as hal:
        assert "Belum ada angka" in rapor(hal, DITETAPKAN - JAM)
        belum = rapor(hal, DITETAPKAN + JAM)
        assert "Belum mengisi: 1" in belum
        assert "Tidak direncanakan: 1" not in belum
        diajukan = rapor(hal, PERIKSA - JAM)
        assert "Belum diverifikasi: 1" in diajukan
        assert "belum ada yang dapat dinilai" not in diajukan  # the verified first quarter stands
        kini = rapor(hal, None)
        for kata in (
            "350 miliar rupiah", "175,00 %", "57,14 %", "100,00 %", "500 miliar rupiah",
            "Tidak direncanakan: 1", "Tercapai: 1",
        ):  # fmt: skip
            assert kata in kini, kata
        assert not temuan_halaman(hal)
        potret(hal, "morowali")
        geser = hal.get_by_role("slider", name="Yang diketahui pada")
        assert geser.get_attribute("aria-valuetext") == "Sekarang"
        geser.press("ArrowLeft")
        hal.wait_for_url("**diketahui=2027-*#waktu")
        hal.wait_for_function("document.activeElement.id === 'geser-waktu'")
        assert "menurut data tercatat s.d." in hal.inner_text("main")
        assert not temuan_halaman(hal)
        hal.get_by_role("link", name="175,00 %").click()
        hal.get_by_text("Dihitung ulang: sama").wait_for()
        sumber = " ".join(hal.inner_text("main").split())
        for kata in ("Swasta 60 %", "LKPM, perluasan usaha sendiri", regu.verifikator.nama, "catatan"):
            assert kata in sumber, kata
