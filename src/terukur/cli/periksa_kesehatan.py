"""``terukur periksa-kesehatan``: the checks of the health page, for systemd, cron or a monitoring server."""

import argparse
import datetime as dt
from typing import TYPE_CHECKING

from terukur.cli import lingkup
from terukur.config.lingkungan import PengaturanSalah

if TYPE_CHECKING:
    from terukur.cli.parser import Anak


def daftarkan(anak: "Anak") -> None:
    pengurai = anak.add_parser(
        "periksa-kesehatan",
        help="periksa kesehatan server tanpa membuka halamannya",
        description="Menjalankan pemeriksaan halaman Kesehatan server pada instalasi yang sedang berjalan. "
        "Tidak menyalakan apa pun. Selesai dengan 0 bila tidak ada gangguan, 1 bila ada, 2 bila basis data "
        "tidak menjawab.",
    )
    pengurai.add_argument(
        "--ketat", action="store_true", help="selesai dengan 1 juga bila ada yang perlu perhatian"
    )
    pengurai.add_argument("--semua", action="store_true", help="tampilkan juga yang baik")
    pengurai.set_defaults(jalankan=jalankan)


def jalankan(opsi: argparse.Namespace) -> int:
    if not lingkup.basisdata_menjawab():
        raise PengaturanSalah("Basis data tidak menjawab, atau server ini belum disiapkan.")
    from terukur.inti.kesehatan import Keadaan, periksa_semua

    lingkup.pastikan_sudah_disiapkan()
    hasil = periksa_semua(pada=dt.datetime.now(dt.UTC))
    for h in hasil:
        if opsi.semua or h.keadaan is not Keadaan.BAIK:
            print(f"{h.keadaan.value.upper()}  {h.judul}: {h.lengkap}")
            if h.keadaan is not Keadaan.BAIK:
                print(f"    batas: {h.batas}\n    {h.langkah}")
    gangguan = sum(h.keadaan in {Keadaan.GANGGUAN, Keadaan.TIDAK_TERUKUR} for h in hasil)
    perhatian = sum(h.keadaan is Keadaan.PERHATIAN for h in hasil)
    print(f"{len(hasil)} pemeriksaan: {gangguan} gangguan, {perhatian} perlu perhatian.")
    return 1 if gangguan or (opsi.ketat and perhatian) else 0
