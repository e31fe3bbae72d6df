"""Every kind of page that each role reaches: accessible, Indonesian, light, and not broken."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from terukur.contoh.akun import AKUN_KABUPATEN, AKUN_PEGAWAI, akun_opd
from tests.e2e.penjelajah import Kunjungan, jelajahi
from tests.peramban import pelanggaran_axe

PERAN = [a.nama_pengguna for a in (*AKUN_KABUPATEN, *akun_opd("Dinas Kesehatan"), AKUN_PEGAWAI)]
KATA_INGGRIS = {
    kata
    for baris in (Path(__file__).parent / "kata_inggris.txt").read_text().splitlines()
    if not baris.startswith("#")
    for kata in baris.split()
}
_KATA = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*")
TEKS_HALAMAN = """() => {
  const teks = [document.title];
  const jalan = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (jalan.nextNode()) {
    const induk = jalan.currentNode.parentElement;
    if (induk && !induk.closest('script,style,[data-isi-pengguna],[lang]:not([lang=id])'))
      teks.push(jalan.currentNode.data);
  }
  for (const e of document.querySelectorAll('[title],[placeholder],[aria-label],[alt]'))
    for (const a of ['title', 'placeholder', 'aria-label', 'alt']) teks.push(e.getAttribute(a) || '');
  return teks.join('\\n');
}"""


def periksa_bahasa(halaman: Page) -> list[str]:
    teks = halaman.evaluate(TEKS_HALAMAN)
    return sorted({k for k in _KATA.findall(teks) if k.lower() in KATA_INGGRIS})


def temuan(halaman: Page, kunjungan: Kunjungan) -> list[str]:
    """What is wrong with the page that stands open."""
    galat = []
    if kunjungan.status != 200:
        galat.append(f"status {kunjungan.status}")
    galat += [f"konsol: {p}" for p in kunjungan.pesan_konsol]
    galat += [f"aksesibilitas {p}" for p in pelanggaran_axe(halaman)]
    if inggris := periksa_bahasa(halaman):
        galat.append(f"kata Inggris: {', '.join(inggris)}")
    if halaman.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        galat.append("lebih lebar daripada layar")
    if not halaman.locator("h1").count():
        galat.append("tanpa judul")
    return [f"{kunjungan.alamat}: {g}" for g in galat]


@pytest.mark.parametrize("lebar", [1280, 360])
@pytest.mark.parametrize("peran", ["", *PERAN])
def test_every_page_of_the_role(sebagai: Callable[..., Page], peran: str, lebar: int) -> None:
    halaman = sebagai(peran, lebar=lebar)
    galat: list[str] = []
    dikunjungi = 0
    for kunjungan in jelajahi(halaman, ["/beranda/" if peran else "/"]):
        dikunjungi += 1
        galat += temuan(halaman, kunjungan)
    assert not galat, "\n" + "\n".join(galat)
    assert dikunjungi >= 3
