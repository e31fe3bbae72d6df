"""``terukur verify``: check an exported journal or the proof of a receipt, without server or database."""

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from terukur.cli.parser import Anak


def daftarkan(anak: "Anak") -> None:
    pengurai = anak.add_parser(
        "verify",
        help="periksa keutuhan ekspor jejak atau bukti tanda terima",
        description="Memeriksa bahwa tidak ada catatan resmi yang diubah, dihapus atau disisipkan, dan bahwa "
        "segelnya sah. Tidak memerlukan server atau basis data. Selesai dengan 0 bila utuh, 1 bila tidak. "
        "Pemeriksa yang sama tersedia sebagai satu berkas Python yang berdiri sendiri: verifikasi.py.",
    )
    pengurai.add_argument("berkas", help="ekspor jejak atau bukti tanda terima (.jsonl)")
    pengurai.add_argument(
        "--kunci", action="append", default=[], help="kunci publik segel yang dipercaya (hex); boleh diulang"
    )
    pengurai.add_argument("--segel", help="salinan segel yang disimpan saksi (.json)")
    pengurai.set_defaults(jalankan=jalankan)


def jalankan(opsi: argparse.Namespace) -> int:
    from terukur.jejak import verifikasi

    argv = [opsi.berkas]
    for kunci in opsi.kunci:
        argv += ["--kunci", kunci]
    if opsi.segel:
        argv += ["--segel", opsi.segel]
    return verifikasi.main(argv)
