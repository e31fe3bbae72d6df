"""Hours without a line, in a real browser: reload, a killed browser, a colleague, an ended session.

The line is a relay between browser and server that the test cuts, so that the browser's own
idea of being online does not help it; one test uses the browser's offline switch as well.
"""

import os
import signal
import socket
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from terukur.anggaran.models import Kebutuhan
from terukur.anggaran.tests.factories import sumber
from terukur.anggaran.tests.test_peramban import SANDI, dunia, masuk  # noqa: F401
from terukur.inti.pelaku import SISTEM
from terukur.perencanaan.actions.program import ubah_sub_kegiatan
from terukur.perencanaan.models import SubKegiatanRencana
from tests.peramban import PILIHAN, cari_chromium, lebar_isi, pelanggaran_axe

pytestmark = [pytest.mark.peramban, pytest.mark.django_db(transaction=True)]
FOTO = os.environ.get("TERUKUR_FOTO", "")
PUTUS = "Sambungan terputus. Isian Anda disimpan di perangkat ini"


@pytest.fixture(autouse=True)
def _cache_bersih():
    cache.clear()


class Saluran:
    """A relay to the server; ``putus()`` drops what runs and refuses what comes."""

    def __init__(self, tujuan: tuple[str, int]) -> None:
        self.tujuan, self.tersambung, self._hidup = tujuan, True, set()
        self._pintu = socket.create_server(("localhost", 0))
        self.alamat = f"http://localhost:{self._pintu.getsockname()[1]}"
        threading.Thread(target=self._terima, daemon=True).start()

    def _terima(self) -> None:
        while True:
            try:
                kiri, _ = self._pintu.accept()
            except OSError:
                return
            if not self.tersambung:
                kiri.close()
                continue
            kanan = socket.create_connection(self.tujuan)
            self._hidup |= {kiri, kanan}
            for a, b in ((kiri, kanan), (kanan, kiri)):
                threading.Thread(target=self._alirkan, args=(a, b), daemon=True).start()

    def _alirkan(self, a: socket.socket, b: socket.socket) -> None:
        with suppress(OSError):
            while isi := a.recv(65536):
                b.sendall(isi)
        for s in (a, b):
            with suppress(OSError):
                s.shutdown(socket.SHUT_RDWR)
            s.close()
            self._hidup.discard(s)

    def putus(self) -> None:
        self.tersambung = False
        for s in list(self._hidup):
            with suppress(OSError):
                s.shutdown(socket.SHUT_RDWR)

    def sambung(self) -> None:
        self.tersambung = True

    def tutup(self) -> None:
        self.putus()
        self._pintu.close()


@pytest.fixture
def saluran(live_server):
    u = urlsplit(live_server.url)
    s = Saluran((u.hostname, u.port))
    yield s
    s.tutup()


class Peramban:
    """A Chromium with a profile on disk that can be killed and started again."""

    def __init__(self, mesin: Any, profil: Path) -> None:
        self.mesin, self.profil = mesin, profil
        self.galat: list[str] = []
        self.mulai()

    def mulai(self):
        self.konteks = self.mesin.launch_persistent_context(
            str(self.profil),
            executable_path=cari_chromium(),
            args=list(PILIHAN),
            locale="id-ID",
            viewport={"width": 1280, "height": 800},
        )
        self.hal = self.halaman(self.konteks.pages[0])
        return self.hal

    def halaman(self, hal=None):
        hal = hal or self.konteks.new_page()
        hal.set_default_timeout(20_000)
        hal.on("pageerror", lambda g: self.galat.append(str(g)))
        hal.on(
            "console",
            lambda m: self.galat.append(m.text) if "Content Security Policy" in m.text else None,
        )
        return hal

    def bunuh(self) -> None:
        """SIGKILL to the processes of this profile only."""
        for p in Path("/proc").iterdir():
            with suppress(OSError, ValueError):
                if f"--user-data-dir={self.profil}" in (p / "cmdline").read_text().split("\0"):
                    os.kill(int(p.name), signal.SIGKILL)
        with suppress(Exception):
            self.konteks.close()
        (self.profil / "SingletonLock").unlink(missing_ok=True)


@pytest.fixture
def peramban(chromium, tmp_path):
    p = Peramban(chromium.browser_type, tmp_path / "profil")
    yield p
    p.konteks.close()
    assert p.galat == []


@pytest.fixture
def meja(dunia, saluran, peramban):  # noqa: F811
    """The operator at the editor, behind the relay, with five sub kegiatan opened once."""
    pengajuan, daftar, operator, _ = dunia
    isi = reverse("anggaran:isi", args=[pengajuan.pk])
    masuk(peramban.hal, saluran.alamat, operator.nama_pengguna, isi)
    alamat = [f"{saluran.alamat}{isi}?sub={s.pk}" for s in daftar]
    for a in alamat:
        peramban.hal.goto(a)
        peramban.hal.wait_for_function("navigator.serviceWorker.controller")
    peramban.hal.goto(alamat[0])
    peramban.hal.wait_for_timeout(500)
    return peramban, saluran, daftar, alamat, operator


TEKS = ("kelompok_sasaran", "lokasi_uraian", "prioritas_nasional", "catatan")
ANGKA = ("target", "target_maju", "pagu_maju", "target_akhir_renstra", "realisasi_lalu", "prakiraan_berjalan")


def isi_semua(hal, n: int) -> dict[str, str]:
    """Fill every field of the open sub kegiatan; what was typed."""
    hal.evaluate("document.querySelectorAll('details').forEach(x => { x.open = !x.matches('.lipat-menu'); })")
    nilai = {k: f"{k} luring {n}" for k in TEKS}
    nilai |= {k: str(100 * (n + 1) + i) for i, k in enumerate(ANGKA)}
    nilai |= {"jumlah_0": f"{n + 1}00.000.000", "sumber_0": str(sumber()), "uraian_0": f"uraian luring {n}"}
    for k, v in nilai.items():
        hal.fill(f"[name={k}]", v)
    hal.check("[name=tag] >> nth=0")
    hal.wait_for_timeout(350)
    return nilai


def tersimpan(sub, nilai) -> None:
    baris = SubKegiatanRencana.objects.get(pk=sub.pk)
    for k in TEKS:
        assert getattr(baris, k) == nilai[k], (sub.kode, k)
    for k in ANGKA:
        assert getattr(baris, k) == int(nilai[k]), (sub.kode, k)
    assert len(baris.tag) == 1
    uang = Kebutuhan.objects.filter(sub_kegiatan_rencana=sub).order_by("pk").first()
    assert uang.jumlah == int(nilai["jumlah_0"].replace(".", ""))
    assert uang.uraian == nilai["uraian_0"]


def tunggu_kosong(hal) -> None:
    hal.wait_for_function("!Object.keys(localStorage).some(k => k.startsWith('draf:'))", timeout=40_000)


def rekan_menyimpan(sub, **nilai) -> None:
    baris = SubKegiatanRencana.objects.get(pk=sub.pk)
    ubah_sub_kegiatan(
        sub_kegiatan_id=baris.pk, versi=baris.versi, isi=nilai, oleh=SISTEM, pada=timezone.now()
    )


def masuk_lagi(hal, operator) -> None:
    hal.evaluate("dispatchEvent(new Event('online'))")
    hal.click("#belum-terkirim a:has-text('Masuk untuk mengirimnya')")
    hal.fill("[name=login]", operator.nama_pengguna)
    hal.fill("[name=password]", SANDI)
    hal.click("main button[type=submit]")
    hal.wait_for_url("**/anggaran/isi/**")


def test_hours_without_a_line_a_reload_and_a_killed_browser_lose_no_field(meja):
    peramban, saluran, daftar, alamat, operator = meja
    saluran.putus()
    peramban.konteks.set_offline(True)
    nilai = []
    for n, a in enumerate(alamat):
        peramban.hal.goto(a)
        assert PUTUS in peramban.hal.inner_text("#belum-terkirim")
        nilai.append(isi_semua(peramban.hal, n))
        peramban.hal.reload()
        assert peramban.hal.input_value("[name=catatan]") == f"catatan luring {n}"
    assert f"Belum terkirim: {len(daftar)} baris" in peramban.hal.inner_text("#belum-terkirim")
    if FOTO:
        peramban.hal.screenshot(path=f"{FOTO}/luring-1280.png", full_page=True)
    assert pelanggaran_axe(peramban.hal) == []
    peramban.hal.set_viewport_size({"width": 360, "height": 800})
    assert lebar_isi(peramban.hal) <= 360
    if FOTO:
        peramban.hal.screenshot(path=f"{FOTO}/luring-360.png")
    peramban.hal.wait_for_timeout(4000)  # Chromium writes localStorage to disk within seconds
    peramban.bunuh()
    hal = peramban.mulai()
    hal.goto(alamat[2])
    assert hal.input_value("[name=kelompok_sasaran]") == nilai[2]["kelompok_sasaran"]
    assert f"Belum terkirim: {len(daftar)} baris" in hal.inner_text("#belum-terkirim")
    assert not SubKegiatanRencana.objects.filter(catatan__contains="luring").exists()
    saluran.sambung()
    masuk_lagi(hal, operator)  # a killed browser keeps no session
    tunggu_kosong(hal)
    for s, n in zip(daftar, nilai, strict=True):
        tersimpan(s, n)
