"""What a person does in front of the screen, step by step: small functions over a page."""

import re
import subprocess
import sys
import zlib
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from terukur.contoh.akun import KATA_SANDI

AKAR = Path(__file__).resolve().parents[2]
LAMA = 120_000
"""Milliseconds for work of the worker on a machine that is busy with other tests."""


def utama(halaman: Page) -> Locator:
    return halaman.locator("main")


def masuk(halaman: Page, pengguna: str, sandi: str = KATA_SANDI) -> None:
    """Log in as a person would, and fail with the page's own words if it is refused."""
    halaman.goto("/akun/masuk/")
    halaman.get_by_label("NIP atau nama pengguna").fill(pengguna)
    halaman.get_by_label("Kata sandi", exact=True).fill(sandi)
    halaman.locator("main").get_by_role("button", name="Masuk").click()
    halaman.wait_for_url(lambda alamat: "/akun/masuk/" not in alamat)


def tekan(halaman: Page, label: str, *, di: Locator | None = None) -> None:
    """Press the button or follow the link that says ``label``, and wait for the page it leads to.

    Where the page asks whether one is sure, one is.
    """
    wadah = di or utama(halaman)
    sasaran = wadah.get_by_role("button", name=label, exact=True).or_(
        wadah.get_by_role("link", name=label, exact=True)
    )
    sasaran.first.click()
    yakin = halaman.locator("dialog[open] button").last
    if yakin.count():
        yakin.click()
    halaman.wait_for_load_state()


def isi(halaman: Page, **kolom: str) -> None:
    """Fill fields by their names; ``True``-like choices by value for selects."""
    for nama, nilai in kolom.items():
        medan = utama(halaman).locator(f"[name='{nama}']:visible").first
        if medan.evaluate("e => e.tagName") == "SELECT":
            medan.select_option(nilai)
        else:
            medan.fill(nilai)


def centang(halaman: Page, nama: str, *label: str) -> None:
    """Tick exactly these boxes of a group of boxes, all of them without ``label``."""
    kelompok = utama(halaman).locator(f"input[type=checkbox][name='{nama}']")
    for kotak in kelompok.all():
        teks = kotak.locator("xpath=ancestor::label").inner_text().strip()
        kotak.set_checked(not label or teks in label)


def pilih_berkas(medan: Locator, berkas: Path) -> None:
    """Choose a file as its bytes, read here so that the run notes which real inputs it used."""
    jenis = {".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
    medan.set_input_files(
        {
            "name": berkas.name,
            "mimeType": jenis.get(berkas.suffix, "application/octet-stream"),
            "buffer": berkas.read_bytes(),
        }
    )


def unggah_impor(halaman: Page, berkas: Path, **kolom: str) -> None:
    """On the page of one kind of import: choose the workbook and wait for its preview."""
    isi(halaman, **kolom)
    pilih_berkas(halaman.locator("#id_berkas"), berkas)
    tekan(halaman, "Unggah dan periksa")
    halaman.wait_for_url(re.compile(r"/impor/[0-9a-f-]{36}/"), timeout=LAMA)
    expect(halaman.get_by_text("Baris dibaca")).to_be_visible(timeout=LAMA)


def terapkan_impor(halaman: Page) -> None:
    """Apply the preview that stands open, and wait until the worker has done it."""
    tekan(halaman, "Terapkan semua baris")
    expect(halaman.get_by_role("heading", name=re.compile("^Diterapkan"))).to_be_visible(timeout=LAMA)


def angka_kartu(halaman: Page, nama: str) -> str:
    """The figure of the card ``nama``."""
    kartu = halaman.locator(".kartu-angka", has=halaman.locator(f".nama:text-is('{nama}')"))
    return kartu.locator(".nilai").inner_text().strip()


def sel_tabel(halaman: Page, tabel: str, baris: str) -> str:
    """The last cell of the row that begins with ``baris`` in the table called ``tabel``."""
    kepala = halaman.get_by_role("table", name=tabel).locator("th[scope=row]", has_text=baris)
    return kepala.first.locator("xpath=../td[last()]").inner_text().strip()


def unduh(halaman: Page, tautan: Locator, tujuan: Path) -> Path:
    """Follow a link or button that gives a file, and keep the file."""
    with halaman.expect_download(timeout=LAMA) as kiriman:
        tautan.click()
    kiriman.value.save_as(tujuan)
    return tujuan


def ambil_pdf(halaman: Page, tautan: Locator, tujuan: Path) -> Path:
    """Fetch a paper that browsers open in place, with the session of the page."""
    jawaban = halaman.request.get(tautan.get_attribute("href") or "")
    assert jawaban.ok, jawaban.status
    assert jawaban.body().startswith(b"%PDF-"), jawaban.headers
    tujuan.write_bytes(jawaban.body())
    return tujuan


def tautan_pdf(berkas: Path) -> list[str]:
    """Addresses to which a PDF links: the QR code's address is printed as a link as well."""
    mentah = berkas.read_bytes()
    bagian = [mentah]
    for aliran in re.findall(rb"stream\r?\n(.*?)\nendstream", mentah, re.DOTALL):
        try:
            bagian.append(zlib.decompress(aliran))
        except zlib.error:
            continue
    return sorted({t.decode() for b in bagian for t in re.findall(rb"/URI\s*\((.*?)\)", b)})


def periksa_luring(berkas: Path, *pilihan: str) -> subprocess.CompletedProcess[str]:
    """Run the auditor's verifier on a downloaded file: one file, nothing of Terukur around it."""
    salinan = berkas.parent / "verifikasi.py"
    salinan.write_bytes((AKAR / "src/terukur/jejak/verifikasi.py").read_bytes())
    perintah = [sys.executable, "-I", "-S", str(salinan), str(berkas), *pilihan]
    return subprocess.run(
        perintah,
        cwd=berkas.parent,
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )


def daftar_nama(lokasi: Locator) -> set[str]:
    return {t.strip() for t in lokasi.all_inner_texts()}
