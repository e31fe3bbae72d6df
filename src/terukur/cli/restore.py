"""``terukur restore``: a backup onto a bare machine."""

import argparse
import datetime as dt
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from terukur.cli import lingkup
from terukur.config.lingkungan import PengaturanSalah, env_str

if TYPE_CHECKING:
    from terukur.cli.cadangan.pemulihan import Hasil
    from terukur.cli.parser import Anak


def daftarkan(anak: "Anak") -> None:
    pengurai = anak.add_parser(
        "restore",
        help="pulihkan cadangan ke mesin kosong",
        description="Memulihkan cadangan ke folder data yang masih kosong: memeriksa sidik setiap isinya, "
        "memuat basis data, membarui ke versi ini, lalu memeriksa jejak, register naskah dan berkas bukti. "
        "Data yang ada tidak pernah ditimpa. Bila terhenti, jalankan lagi perintah yang sama. Selesai dengan "
        "0 bila pulih utuh, 1 bila ada temuan.",
    )
    pengurai.add_argument("dari", metavar="DARI", help="folder atau s3://… tempat cadangan")
    pengurai.add_argument("--ke", type=Path, metavar="FOLDER", help="folder data (bawaan: TERUKUR_DATA)")
    pengurai.add_argument(
        "--kunci", type=Path, action="append", default=[], metavar="BERKAS",
        help="berkas kunci rahasia; boleh diulang",
    )  # fmt: skip
    pengurai.add_argument("--cadangan", metavar="NAMA", help="cadangan yang mana (bawaan: yang terbaru)")
    pengurai.add_argument("--daftar", action="store_true", help="sebutkan cadangan yang ada, lalu selesai")
    pengurai.add_argument(
        "--kunci-segel", default="", metavar="HEX", help="kunci publik segel yang harus menandatanganinya"
    )
    pengurai.add_argument(
        "--abaikan-berkas-rusak",
        action="store_true",
        help="teruskan tanpa berkas bukti yang hilang atau rusak",
    )
    pengurai.add_argument(
        "--latihan", action="store_true",
        help="berkas bukti diperiksa tanpa disimpan, hasilnya dicetak sebagai JSON (dipakai terukur backup)",
    )  # fmt: skip
    pengurai.set_defaults(jalankan=jalankan)


def jalankan(opsi: argparse.Namespace) -> int:
    from terukur.cli.cadangan.gudang import buka_gudang
    from terukur.cli.cadangan.manifes import semua_nama
    from terukur.cli.cadangan.pemulihan import pulihkan
    from terukur.cli.cadangan.sandi import baca_identitas

    gudang = buka_gudang(opsi.dari)
    nama, _ = semua_nama(gudang)
    if not nama:
        raise PengaturanSalah(f"Tidak ada cadangan yang utuh di {gudang.alamat}.")
    if opsi.daftar:
        print("\n".join(nama))
        return 0
    if not opsi.kunci:
        raise PengaturanSalah("Berkas kunci rahasia belum disebut: --kunci BERKAS")
    if opsi.cadangan and opsi.cadangan not in nama:
        raise PengaturanSalah(f"Cadangan {opsi.cadangan} tidak ada. Yang ada: {', '.join(nama)}")
    lingkup.berhenti_dengan_rapi()
    hasil = pulihkan(
        gudang, opsi.cadangan or nama[-1], baca_identitas(opsi.kunci),
        (opsi.ke or Path(env_str("TERUKUR_DATA", "data"))).resolve(),
        kunci_dipercaya=opsi.kunci_segel, latihan=opsi.latihan, abaikan_rusak=opsi.abaikan_berkas_rusak,
        pada=dt.datetime.now(dt.UTC), kabari=_kabari_galat if opsi.latihan else _kabari,
    )  # fmt: skip
    print(_json(hasil) if opsi.latihan else _kalimat(hasil))
    return 1 if hasil.temuan else 0


def _json(hasil: "Hasil") -> str:
    return json.dumps(
        {
            "cadangan": hasil.manifes.nama,
            "jumlah": hasil.jumlah,
            "temuan": hasil.temuan,
            "tahap": {k: round(v, 2) for k, v in hasil.tahap.items()},
            "detik": round(hasil.detik, 2),
        }
    )


def _kalimat(hasil: "Hasil") -> str:
    isi, jumlah = hasil.manifes.isi, hasil.jumlah
    tahap = ", ".join(f"{nama} {tulis_detik(detik)}" for nama, detik in hasil.tahap.items())
    baris = [
        f"Cadangan {hasil.manifes.nama} ({isi['pemda']}, dibuat {isi['dibuat']}) dipulihkan.",
        f"Diperiksa: {jumlah['catatan']} catatan jejak sampai nomor {isi['jejak']['nomor']}, "
        f"{jumlah['segel']} segel, {jumlah['kertas']} naskah dalam register, "
        f"{jumlah['berkas_isi']} isi berkas bukti.",
        f"Kunci publik segel: {isi['kunci_segel']}",
        "Cocokkan dengan yang disimpan saksi atau yang tercetak di halaman segel.",
        f"RTO {tulis_detik(hasil.detik)} detik ({tahap}).",
        *(f"SALAH {t}" for t in hasil.temuan[:100]),
        f"TIDAK UTUH: {len(hasil.temuan)} temuan."
        if hasil.temuan
        else "UTUH: tidak ada catatan yang berubah.",
        "Berikutnya: terukur serve, dan di samping itu: terukur worker",
    ]
    return "\n".join(baris)


def tulis_detik(detik: float) -> str:
    return f"{detik:.1f}".replace(".", ",")


def _kabari(teks: str) -> None:
    print(teks, flush=True)


def _kabari_galat(teks: str) -> None:
    print(teks, file=sys.stderr, flush=True)
