"""``terukur backup``: a backup while in use, or the drill that restores the newest one aside."""

import argparse
import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from terukur.cli import lingkup
from terukur.cli.restore import tulis_detik
from terukur.config.lingkungan import PengaturanSalah

if TYPE_CHECKING:
    from terukur.cli.cadangan.gudang import Gudang
    from terukur.cli.parser import Anak
    from terukur.inti.models import Pencadangan

SIMPAN_KUNCI = """
Kunci rahasia ada di {berkas}. Tanpa berkas itu cadangan tidak dapat dibuka oleh siapa pun.

1. Salin berkas itu ke dua tempat di luar server ini (misalnya dua flashdisk di dua brankas), dan cetak.
2. Hapus berkas itu dari server: server hanya memerlukan kunci publiknya.
3. Isi pengaturan server dengan kunci publik ini:

TERUKUR_CADANGAN_PENERIMA={publik}
"""


def daftarkan(anak: "Anak") -> None:
    pengurai = anak.add_parser(
        "backup",
        help="cadangkan basis data, berkas bukti dan kunci",
        description="Mencadangkan basis data, berkas bukti dan kunci, tersandi, selagi Terukur dipakai. "
        "Berkas bukti yang sudah ada di gudang tidak dikirim lagi. Cadangan terlama di luar yang disimpan "
        "dihapus. Tujuan dan penerima diatur lewat TERUKUR_CADANGAN dan TERUKUR_CADANGAN_PENERIMA.",
    )
    pengurai.add_argument("--ke", metavar="TUJUAN", help="folder atau s3://… (bawaan: TERUKUR_CADANGAN)")
    pengurai.add_argument(
        "--simpan",
        type=int,
        metavar="N",
        help="jumlah cadangan yang disimpan (bawaan: TERUKUR_CADANGAN_SIMPAN)",
    )
    pengurai.add_argument("--penuh", action="store_true", help="kirim ulang semua berkas bukti")
    pengurai.add_argument(
        "--mulai-baru", action="store_true", help="tujuan memang kosong walaupun dahulu berisi cadangan"
    )
    cara = pengurai.add_mutually_exclusive_group()
    cara.add_argument(
        "--latihan",
        action="store_true",
        help="pulihkan cadangan terbaru di samping, periksa, lalu hapus salinannya",
    )
    cara.add_argument(
        "--buat-kunci",
        type=Path,
        metavar="BERKAS",
        help="buat pasangan kunci; yang rahasia ditulis ke BERKAS",
    )
    pengurai.set_defaults(jalankan=jalankan)


def jalankan(opsi: argparse.Namespace) -> int:
    if opsi.buat_kunci:
        from terukur.cli.cadangan.sandi import buat_kunci

        publik = buat_kunci(opsi.buat_kunci)
        print(SIMPAN_KUNCI.format(berkas=opsi.buat_kunci, publik=publik))
        return 0
    lingkup.berhenti_dengan_rapi()
    with lingkup.basisdata():
        from django.conf import settings

        from terukur.cli.cadangan.gudang import buka_gudang

        alamat = opsi.ke or settings.TERUKUR_CADANGAN
        if not alamat:
            raise PengaturanSalah(
                "Tujuan cadangan belum diisi: TERUKUR_CADANGAN atau --ke; lihat .env.contoh."
            )
        jenis, kerja = ("latihan", _latihan) if opsi.latihan else ("cadangan", _cadangan)
        with _tercatat(jenis, alamat) as catatan:
            gudang = buka_gudang(alamat)
            catatan.tujuan = gudang.alamat  # one spelling of a folder, so that its emptiness is noticed
            kerja(gudang, opsi, catatan)
    return 0


@contextlib.contextmanager
def _tercatat(jenis: str, alamat: str) -> Iterator["Pencadangan"]:
    """The attempt's row, saved when the block ends, well or not; not for one that found another at work."""
    from django.db import connection
    from django.utils import timezone

    from terukur.cli.cadangan.basisdata import SedangBerjalan
    from terukur.inti.models import Pencadangan

    catatan = Pencadangan(jenis=jenis, tujuan=alamat, dimulai_pada=timezone.now(), berhasil=True)
    try:
        yield catatan
    except SedangBerjalan:
        raise
    except Exception as galat:
        catatan.berhasil, catatan.galat = False, str(galat) or type(galat).__name__
        raise
    finally:
        tuntas = catatan.nama or catatan.galat
        # A backup before migrating to the version that has the table must not fail for want of it.
        if tuntas and Pencadangan._meta.db_table in connection.introspection.table_names():
            catatan.selesai_pada = max(timezone.now(), catatan.dimulai_pada)
            catatan.save()


def _cadangan(gudang: "Gudang", opsi: argparse.Namespace, catatan: "Pencadangan") -> None:
    from django.conf import settings
    from django.utils import timezone

    from terukur.berkas.rules import tulis_ukuran
    from terukur.cli.cadangan.pencadangan import cadangkan
    from terukur.cli.cadangan.sandi import baca_penerima, identitas_latihan

    simpan = settings.TERUKUR_CADANGAN_SIMPAN if opsi.simpan is None else opsi.simpan
    if simpan < 1:
        raise PengaturanSalah("Jumlah cadangan yang disimpan sedikitnya 1.")
    penerima = baca_penerima(settings.TERUKUR_CADANGAN_PENERIMA)
    if not penerima:
        raise PengaturanSalah(
            "TERUKUR_CADANGAN_PENERIMA belum diisi. Buat kuncinya dengan: terukur backup --buat-kunci BERKAS"
        )
    penerima_kunci = baca_penerima(settings.TERUKUR_CADANGAN_PENERIMA_KUNCI)
    _periksa_tujuan(gudang, mulai_baru=opsi.mulai_baru)
    server = identitas_latihan(Path(settings.DATA) / "rahasia").to_public()
    hasil = cadangkan(
        gudang, penerima=[*penerima, server], penerima_kunci=[*penerima_kunci, server], simpan=simpan,
        penuh=opsi.penuh, pada=catatan.dimulai_pada, kabari=_kabari,
    )  # fmt: skip
    isi = hasil.manifes.isi
    catatan.nama = hasil.manifes.nama
    if isi["hilang"]:
        catatan.galat = (
            f"Isi {len(isi['hilang'])} berkas bukti tidak ada atau rusak di server ini, dan tidak dapat "
            f"dicadangkan: {', '.join(s[:12] for s in isi['hilang'][:5])}."
        )
    detik = (timezone.now() - catatan.dimulai_pada).total_seconds()
    catatan.rincian = {
        **isi["jumlah"],
        "berkas_baru": hasil.berkas_baru,
        "ukuran_baru": hasil.ukuran_baru,
        "ukuran_basisdata": isi["objek"]["basisdata.age"]["ukuran"],
        "detik": round(detik, 2),
    }
    print(
        f"Cadangan {catatan.nama} selesai dalam {tulis_detik(detik)} detik. {isi['jumlah']['catatan']} "
        f"catatan jejak (terakhir {isi['jejak']['nomor']}), {isi['jumlah']['kertas']} naskah, "
        f"{len(isi['berkas'])} berkas bukti ({hasil.berkas_baru} baru). "
        f"{tulis_ukuran(hasil.ukuran_baru)} dikirim ke {gudang.alamat}."
    )
    if hasil.dihapus:
        print(f"Cadangan lama dihapus: {', '.join(hasil.dihapus)}.")
    if catatan.galat:
        print(f"PERHATIAN: {catatan.galat}", file=sys.stderr)


def _periksa_tujuan(gudang: "Gudang", *, mulai_baru: bool) -> None:
    """Not beside the data itself, and not on an empty mount point."""
    from django.conf import settings
    from django.db import connection

    from terukur.cli.cadangan.gudang import GudangFolder
    from terukur.cli.cadangan.manifes import semua_nama
    from terukur.inti.models import Pencadangan

    if not isinstance(gudang, GudangFolder):
        return
    if gudang.akar.is_relative_to(settings.DATA):
        raise PengaturanSalah("Cadangan di dalam TERUKUR_DATA hilang bersama datanya; pilih cakram lain.")
    if mulai_baru or Pencadangan._meta.db_table not in connection.introspection.table_names():
        return
    pernah = Pencadangan.objects.filter(jenis="cadangan", berhasil=True, tujuan=gudang.alamat)
    if pernah.exists() and not semua_nama(gudang)[0]:
        raise PengaturanSalah(
            f"{gudang.alamat} kosong, padahal pernah berisi cadangan. Apakah cakramnya terpasang? "
            "Bila memang baru, jalankan dengan --mulai-baru."
        )


def _latihan(gudang: "Gudang", opsi: argparse.Namespace, catatan: "Pencadangan") -> None:
    from terukur.cli.cadangan.latihan import latih

    hasil = latih(gudang)
    catatan.nama = hasil["cadangan"]
    catatan.rincian = {**hasil["jumlah"], "tahap": hasil["tahap"], "detik": hasil["detik"]}
    print(
        f"Latihan: cadangan {catatan.nama} pulih utuh. {hasil['jumlah']['catatan']} catatan jejak, "
        f"{hasil['jumlah']['kertas']} naskah dan {hasil['jumlah']['berkas_isi']} berkas bukti diperiksa. "
        f"RTO {tulis_detik(hasil['detik'])} detik."
    )


def _kabari(teks: str) -> None:
    print(teks, flush=True)
