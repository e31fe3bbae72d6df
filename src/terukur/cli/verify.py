"""``terukur verify``: check an exported journal or the proof of a receipt, without server or database.

Without a file: check the journal and the register of papers in this machine's own database.
"""

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from terukur.cli.parser import Anak


def daftarkan(anak: "Anak") -> None:
    pengurai = anak.add_parser(
        "verify",
        help="periksa keutuhan ekspor jejak atau bukti tanda terima",
        description="Memeriksa bahwa tidak ada catatan resmi yang diubah, dihapus atau disisipkan, dan bahwa "
        "segelnya sah. Dengan berkas: tidak memerlukan server atau basis data. Tanpa berkas: memeriksa "
        "basis data mesin ini, termasuk register naskah. Selesai dengan 0 bila utuh, 1 bila tidak. "
        "Pemeriksa yang sama tersedia sebagai satu berkas Python yang berdiri sendiri: verifikasi.py.",
    )
    pengurai.add_argument(
        "berkas", nargs="?", help="ekspor jejak atau bukti tanda terima (.jsonl); kosong: basis data ini"
    )
    pengurai.add_argument(
        "--kunci", action="append", default=[], help="kunci publik segel yang dipercaya (hex); boleh diulang"
    )
    pengurai.add_argument("--segel", help="salinan segel yang disimpan saksi (.json)")
    pengurai.set_defaults(jalankan=jalankan)


def jalankan(opsi: argparse.Namespace) -> int:
    if opsi.berkas is None:
        return _periksa_basisdata()
    from terukur.jejak import verifikasi

    argv = [opsi.berkas]
    for kunci in opsi.kunci:
        argv += ["--kunci", kunci]
    if opsi.segel:
        argv += ["--segel", opsi.segel]
    return verifikasi.main(argv)


def _periksa_basisdata() -> int:
    from terukur.cli import lingkup

    with lingkup.basisdata():
        lingkup.pastikan_sudah_disiapkan()
        from django.utils import timezone

        from terukur.jejak.models import Catatan, Segel
        from terukur.jejak.pemeriksaan import periksa_tersimpan

        if not Segel.objects.exists():
            print("Belum ada segel: keutuhan dapat dibuktikan sesudah terukur worker berjalan satu menit.")
            return 1
        temuan = list(periksa_tersimpan(pada=timezone.now()))
        jumlah = Catatan.objects.count()
    print(f"Diperiksa: {jumlah} catatan dalam basis data ini.")
    for pesan in temuan[:100]:
        print(f"SALAH {pesan}")
    print(f"TIDAK UTUH: {len(temuan)} temuan." if temuan else "UTUH: tidak ada catatan yang berubah.")
    return 1 if temuan else 0
