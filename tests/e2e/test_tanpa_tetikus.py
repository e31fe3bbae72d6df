"""The way of a package with scripts switched off, and once more with the keyboard alone."""

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import FileChooser, Locator, Page, TimeoutError, expect

from terukur.contoh.akun import KATA_SANDI
from terukur.contoh.rules import tahapan_hari
from tests.e2e import langkah
from tests.e2e.surat_contoh import pdf_kecil

pytestmark = [pytest.mark.peramban, pytest.mark.xdist_group("demo")]
_TAHAPAN, _TAHUN = tahapan_hari(dt.datetime.now(ZoneInfo("Asia/Makassar")).date())
JUDUL = f"{_TAHAPAN.label} {_TAHUN}: program kerja dan kebutuhan anggaran"
KOSONG = "(Kelompok sasaran kosong|Isi catatan)"
YANG_FOKUS = """() => {
  const e = document.activeElement;
  const label = e.labels && e.labels.length ? e.labels[0].innerText : '';
  const teks = label || e.getAttribute('aria-label') || e.innerText || '';
  return [Boolean(e.closest('main')), [teks.trim().replace(/\\s+/g, ' '), e.title || '']];
}"""


class Tetikus:
    """A hand with a mouse, in a browser without scripts."""

    def __init__(self, halaman: Page) -> None:
        self.halaman = halaman

    def tekan(self, nama: str) -> None:
        cari = re.compile(f"^{nama}")
        main = langkah.utama(self.halaman)
        main.get_by_role("button", name=cari).or_(main.get_by_role("link", name=cari)).first.click()
        self.halaman.wait_for_load_state()

    def ketik(self, label: str, teks: str) -> None:
        langkah.utama(self.halaman).get_by_label(re.compile(f"^{label}")).first.fill(teks)

    def buka_lipatan(self, nama: str) -> None:
        lipatan = self.halaman.locator("main details", has_text=nama).first
        if lipatan.get_attribute("open") is None:
            lipatan.locator("summary").click()

    def pilih_berkas(self, berkas: Path) -> None:
        langkah.pilih_berkas(self.medan_berkas(), berkas)

    def medan_berkas(self) -> Locator:
        kartu = self.halaman.locator("section.kartu", has_text="Belum diunggah").first
        return kartu.locator("input[type=file]")


class PapanKetik(Tetikus):
    """Hands on a keyboard: Tab to go somewhere, Enter to follow or send, Space to open."""

    def ke(self, nama: str) -> None:
        """Tab until the focus stands on what is called so, inside the page's own content."""
        for _ in range(600):
            self.halaman.keyboard.press("Tab")
            di_isi, sebutan = self.halaman.evaluate(YANG_FOKUS)
            if di_isi and any(re.match(nama, teks) for teks in sebutan):
                return
        pytest.fail(f"the keyboard does not reach “{nama}” on {self.halaman.url}")

    def tekan(self, nama: str) -> None:
        self.ke(nama)
        alamat = self.halaman.url
        self.halaman.keyboard.press("Enter")
        yakin = self.halaman.locator("dialog[open]")
        if yakin.count():
            self.halaman.keyboard.press("Tab")
            self.halaman.keyboard.press("Enter")
        self.halaman.wait_for_timeout(300 if alamat == self.halaman.url else 0)
        self.halaman.wait_for_load_state()

    def buka_lipatan(self, nama: str) -> None:
        self.ke(nama)
        if not self.halaman.evaluate("() => document.activeElement.parentElement.open"):
            self.halaman.keyboard.press("Enter")

    def ketik(self, label: str, teks: str) -> None:
        self.ke(label)
        self.halaman.keyboard.press("Control+A")
        self.halaman.keyboard.type(teks)

    def _tekan_pemilih(self, batas: float) -> FileChooser:
        with self.halaman.expect_file_chooser(timeout=batas) as pemilih:
            self.halaman.keyboard.press("Space")
        return pemilih.value

    def _buka_pemilih(self) -> FileChooser:
        """Space; and once more, as a person would, where a busy machine let the first one go by."""
        try:
            return self._tekan_pemilih(10_000)
        except TimeoutError:
            return self._tekan_pemilih(30_000)

    def pilih_berkas(self, berkas: Path) -> None:
        nama = self.medan_berkas().evaluate("e => e.id")
        for _ in range(200):
            self.halaman.keyboard.press("Tab")
            if self.halaman.evaluate("() => document.activeElement.id") == nama:
                break
        self._buka_pemilih().set_files(berkas)
        self.halaman.keyboard.press("Tab")
        self.halaman.keyboard.press("Enter")


@pytest.mark.parametrize(
    ("tangan", "singkatan", "nama"),
    [
        (Tetikus, "peternakan", "Dinas Peternakan"),
        (PapanKetik, "kesehatan", "Dinas Kesehatan, Pengendalian Penduduk dan Keluarga Berencana"),
    ],
    ids=["tanpa skrip", "papan ketik"],
)
def test_dari_masuk_sampai_daftar_terlambat(
    sebagai: Callable[..., Page], tmp_path: Path, tangan: type[Tetikus], singkatan: str, nama: str
) -> None:
    def buka(pengguna: str) -> Tetikus:
        t = tangan(sebagai(java_script=tangan is not Tetikus))
        masuk(t, pengguna)
        return t

    operator = buka(f"operator.{singkatan}")
    lengkapi_isian(operator, nama)
    unggah_dokumen(operator, nama, pdf_kecil(tmp_path, "dokumen.pdf"))
    ke_paket(operator, nama)
    operator.tekan("Ajukan ke Kepala OPD")
    expect(operator.halaman.get_by_text("Isian dikunci dan menunggu")).to_be_visible()
    pemaraf = buka(f"paraf.{singkatan}")
    ke_paket(pemaraf, nama)
    pemaraf.tekan("Paraf")
    kepala = buka(f"kepala.{singkatan}")
    ke_paket(kepala, nama)
    kepala.tekan("Setujui dan ajukan")
    kepala.tekan("Setujui dan ajukan")
    expect(kepala.halaman.get_by_text("Diterima. Nomor register")).to_be_visible()
    for pengguna in ("verifikator.rencana", "verifikator.anggaran"):
        verifikasi(buka(pengguna), nama)
    kepala.halaman.reload()
    expect(kepala.halaman.get_by_text("Diverifikasi").first).to_be_visible()
    baca_daftar_terlambat(buka("bupati"))


def masuk(t: Tetikus, pengguna: str) -> None:
    t.halaman.goto("/akun/masuk/")
    t.ketik("NIP atau nama pengguna", pengguna)
    t.ketik("Kata sandi", KATA_SANDI)
    t.tekan("Masuk")
    t.halaman.wait_for_url(re.compile("/beranda/"))


def ke_paket(t: Tetikus, nama: str) -> None:
    """By links alone: the list of windows, the window, the office."""
    t.halaman.goto("/tenggat/?status=dibuka")
    t.tekan(JUDUL)
    t.tekan(nama)


def lengkapi_isian(t: Tetikus, nama: str) -> None:
    """Follow each finding to its field and fill it in, with the reason for the change, until none is left."""
    for _ in range(20):
        ke_paket(t, nama)
        temuan = langkah.utama(t.halaman).get_by_role("link", name=re.compile(KOSONG))
        if not temuan.count():
            return
        t.tekan(f".*{KOSONG}")
        t.ketik("Kelompok sasaran", "keluarga di sembilan kecamatan")
        t.buka_lipatan("Unit, uraian lokasi")
        t.ketik("Catatan", "Disesuaikan dengan data terbaru.")
        t.tekan("Simpan$")
        expect(t.halaman.get_by_text("tersimpan.").first).to_be_visible()
    pytest.fail("the findings do not end")


def unggah_dokumen(t: Tetikus, nama: str, berkas: Path) -> None:
    ke_paket(t, nama)
    t.tekan("Data dukung")
    for _ in range(10):
        if not t.halaman.get_by_text("Belum diunggah").count():
            return
        sebelum = t.halaman.get_by_text("Belum diunggah").count()
        t.pilih_berkas(berkas)
        if type(t) is Tetikus:
            t.halaman.locator("section.kartu", has_text="Belum diunggah").first.get_by_role(
                "button", name="Unggah"
            ).click()
        expect(t.halaman.get_by_text("Belum diunggah")).to_have_count(sebelum - 1, timeout=langkah.LAMA)
    pytest.fail("the documents do not end")


def verifikasi(t: Tetikus, nama: str) -> None:
    ke_paket(t, nama)
    t.tekan("Periksa")
    while t.halaman.get_by_role("button", name=re.compile("^Verifikasi ")).count():
        t.tekan("Verifikasi ")
        expect(t.halaman.get_by_text("Syarat diverifikasi")).to_be_visible()


def baca_daftar_terlambat(t: Tetikus) -> None:
    t.halaman.goto("/tenggat/laporan/")
    t.tekan(".*program kerja dan kebutuhan anggaran")
    expect(t.halaman.get_by_text("Keadaan per OPD").first).to_be_visible()
    t.tekan("Belum mengajukan")
    expect(t.halaman.locator("main tbody th").first).to_be_visible()
