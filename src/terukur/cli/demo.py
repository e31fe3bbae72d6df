"""``terukur demo``: database, demo kabupaten, web and worker with one command; Ctrl-C ends it all."""

import argparse
import http.client
import os
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from terukur.cli import lingkup
from terukur.cli.mesin import NAMA as NAMA_PENDENGAR
from terukur.cli.proses import Anak, Berhenti, Penghenti, hentikan_semua, ikuti_make
from terukur.cli.serve import tambah_alamat
from terukur.cli.siapkan import siapkan
from terukur.config.lingkungan import PengaturanSalah, env_int

if TYPE_CHECKING:
    from terukur.cli.parser import Anak as AnakPerintah

BATAS_MENJAWAB = 60.0
"""Seconds the web server may take until its first answer."""
SELISIH_PORT = 81
"""Between the ports of web server and listener, so that several demos never share one."""


def daftarkan(anak: "AnakPerintah") -> None:
    pengurai = anak.add_parser(
        "demo",
        help="jalankan semuanya dengan kabupaten contoh (yang dijalankan make run)",
        description="Menyalakan PostgreSQL tertanam (kecuali DATABASE_URL diisi), menyiapkan basis data, "
        "mengisi kabupaten contoh bila masih kosong, lalu menjalankan server web, tugas latar belakang dan "
        "pendengar mesin absensi. "
        "Ctrl-C menghentikan semuanya; data tetap ada untuk kali berikutnya.",
    )
    tambah_alamat(pengurai)
    pengurai.add_argument(
        "--port-mesin",
        type=int,
        default=env_int("TERUKUR_MESIN_PORT", 0),
        help=f"port bagi mesin absensi (bawaan: port web ditambah {SELISIH_PORT})",
    )
    pengurai.set_defaults(jalankan=jalankan)


def jalankan(opsi: argparse.Namespace) -> int:
    penghenti = Penghenti()
    penghenti.pasang()
    ikuti_make()
    anak: list[Anak] = []
    os.environ.setdefault("TERUKUR_ALAMAT", f"http://localhost:{opsi.port}")
    try:
        lingkup.pastikan_bebas(opsi.alamat, opsi.port)
        port_mesin = opsi.port_mesin or opsi.port + SELISIH_PORT
        lingkup.pastikan_bebas(opsi.alamat, port_mesin, "TERUKUR_MESIN_PORT={} make run")
        _kabari("Menyalakan basis data ...")
        with lingkup.basisdata():
            try:
                with penghenti:
                    _isi()
                    anak = _mulai(opsi)
                    _tunggu_jawaban(opsi, anak)
                    _sambut(opsi)
                return _jaga(anak, penghenti)
            finally:
                hentikan_semua(anak)
    except Berhenti:
        pass
    _kabari("Terukur berhenti; data tersimpan.")
    return 0


def _kabari(teks: str) -> None:
    print(teks, flush=True)


def _isi() -> None:
    from django.conf import settings
    from django.db import connection, transaction
    from django.utils import timezone

    from terukur.akun.models import Pengguna
    from terukur.contoh.actions import isi

    if not settings.MODE_LATIHAN:
        raise PengaturanSalah(
            "terukur demo hanya untuk mode latihan (TERUKUR_MODE_LATIHAN=ya). "
            "Untuk pemakaian sebenarnya jalankan: terukur siapkan, terukur serve, terukur worker, "
            "terukur mesin."
        )
    _kabari("Menyiapkan basis data ...")
    siapkan()
    if not Pengguna.objects.exists():
        _kabari("Mengisi kabupaten contoh ...")
        with transaction.atomic():
            isi(pada=timezone.now())
    connection.close()


def _mulai(opsi: argparse.Namespace) -> list[Anak]:
    _kabari("Menjalankan server web, tugas latar belakang dan pendengar mesin absensi ...")
    alamat = ("--alamat", opsi.alamat, "--port", str(opsi.port), "--proses", str(opsi.proses))
    mesin = ("--alamat", opsi.alamat, "--port", str(opsi.port_mesin or opsi.port + SELISIH_PORT))
    daftar = [
        Anak("server web", "serve", *alamat),
        Anak("tugas latar belakang", "worker"),
        Anak(NAMA_PENDENGAR, "mesin", *mesin, "--proses", "1"),
    ]
    for anak in daftar:
        anak.mulai()
    return daftar


def _tunggu_jawaban(opsi: argparse.Namespace, anak: Sequence[Anak]) -> None:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(opsi.alamat, opsi.alamat)  # noqa: S104
    batas = time.monotonic() + BATAS_MENJAWAB
    while time.monotonic() < batas:
        if mati := [a.nama for a in anak if not a.hidup()]:
            raise PengaturanSalah(f"{' dan '.join(mati)} gagal mulai; lihat pesan di atas.".capitalize())
        sambungan = http.client.HTTPConnection(host, opsi.port, timeout=5)
        try:
            sambungan.request("GET", "/", headers={"Host": "localhost"})
            sambungan.getresponse()
            return
        except OSError:
            time.sleep(0.1)
        finally:
            sambungan.close()
    raise PengaturanSalah(f"Server web tidak menjawab dalam {BATAS_MENJAWAB:.0f} detik.")


def _sambut(opsi: argparse.Namespace) -> None:
    from terukur.contoh.akun import tabel_akun

    _kabari(f"\nTerukur siap:  http://localhost:{opsi.port}\n")
    _kabari(tabel(tabel_akun()))
    _kabari(f"\nMesin absensi: port {opsi.port_mesin or opsi.port + SELISIH_PORT}")
    _kabari("\nCtrl-C untuk berhenti.")


def tabel(baris: Sequence[Sequence[str]]) -> str:
    """Rows of text as aligned columns; the first row is the heading."""
    lebar = [max(len(b[i]) for b in baris) for i in range(len(baris[0]))]
    rata = ["  ".join(sel.ljust(n) for sel, n in zip(b, lebar, strict=True)).rstrip() for b in baris]
    return "\n".join([rata[0], "  ".join("-" * n for n in lebar), *rata[1:]])


def _jaga(daftar: Sequence[Anak], penghenti: Penghenti) -> int:
    """Watch the children until a stop is asked for; restart the dead."""
    while not penghenti.diminta:
        for anak in daftar:
            if not penghenti.diminta:
                anak.jaga(pada=time.monotonic())
        time.sleep(0.2)
    _kabari("\nMenghentikan ...")
    raise Berhenti
