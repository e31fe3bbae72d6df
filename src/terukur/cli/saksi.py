"""``terukur saksi``: keep a copy of another server's seals, without server or database of one's own."""

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from terukur.cli.parser import Anak


def daftarkan(anak: "Anak") -> None:
    pengurai = anak.add_parser(
        "saksi",
        help="simpan salinan segel jejak resmi dari server lain",
        description="Mengambil segel yang diumumkan, memeriksa tanda tangan dan sambungannya, lalu "
        "menambahkannya pada salinan Anda. Selesai dengan 0 bila baik, 1 bila server tidak terjangkau, "
        "2 bila sejarah berubah. Program yang sama tersedia sebagai satu berkas Python: saksi.py.",
    )
    pengurai.add_argument("alamat", help="alamat Terukur pemda, misalnya https://terukur.contoh.go.id")
    pengurai.add_argument("--simpan", required=True, help="berkas salinan (.jsonl); hanya ditambah")
    pengurai.add_argument(
        "--kunci", action="append", default=[], help="kunci publik segel yang dipercaya (hex); boleh diulang"
    )
    pengurai.set_defaults(jalankan=jalankan)


def jalankan(opsi: argparse.Namespace) -> int:
    from terukur.jejak import saksi

    kunci = [bagian for satu in opsi.kunci for bagian in ("--kunci", satu)]
    return saksi.main([opsi.alamat, "--simpan", opsi.simpan, *kunci])
