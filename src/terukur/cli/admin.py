"""``terukur admin``: a login for Diskominfo on this server, the first one above all."""

import argparse
import sys
from typing import TYPE_CHECKING

from terukur.cli import lingkup

if TYPE_CHECKING:
    from terukur.cli.parser import Anak


def daftarkan(anak: "Anak") -> None:
    pengurai = anak.add_parser(
        "admin",
        help="buat akun admin Diskominfo (yang pertama dibuat dengan cara ini)",
        description="Membuat akun berperan Admin Diskominfo dan mencetak kata sandi sekali pakainya. "
        "Pemiliknya diminta menggantinya saat pertama masuk, lalu memasang verifikasi dua langkah. "
        "Pembuatannya tercatat dalam jejak resmi. Admin itulah yang membuat akun dan peran lainnya.",
    )
    pengurai.add_argument("nama_pengguna", metavar="NAMA_PENGGUNA", help="nama pengguna atau NIP untuk masuk")
    pengurai.add_argument("--nama", required=True, help="nama lengkap orangnya")
    pengurai.add_argument("--nip", default="", help="NIP, bila pegawai")
    pengurai.set_defaults(jalankan=jalankan)


def jalankan(opsi: argparse.Namespace) -> int:
    from terukur.inti.kesalahan import AturanDilanggar

    with lingkup.basisdata():
        lingkup.pastikan_sudah_disiapkan()
        lingkup.pastikan_bukan_contoh()
        try:
            sandi = buat(opsi.nama_pengguna, opsi.nama, opsi.nip)
        except AturanDilanggar as tolak:
            pesan = " ".join(dict.fromkeys((tolak.pesan, *tolak.kolom.values())))
            print(f"terukur admin: {pesan}", file=sys.stderr)
            return 1
    print(f"Akun {opsi.nama_pengguna} dibuat. Kata sandi sekali pakai: {sandi}")
    return 0


def buat(nama_pengguna: str, nama: str, nip: str) -> str:
    """Create the login with its role, both or neither; the one-time password."""
    from django.db import transaction
    from django.utils import timezone

    from terukur.akun.actions import buat_pengguna
    from terukur.akun.peran import Peran
    from terukur.inti.pelaku import SISTEM
    from terukur.organisasi.actions.peran import beri_peran

    pada = timezone.now()
    with transaction.atomic():
        pengguna, sandi = buat_pengguna(
            nama_pengguna=nama_pengguna, nama=nama, nip=nip, oleh=SISTEM, pada=pada
        )
        beri_peran(pengguna=pengguna, peran=Peran.ADMIN_SISTEM, akses=None, oleh=SISTEM, pada=pada)
    return sandi
