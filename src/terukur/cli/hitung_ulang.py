"""``terukur hitung-ulang``: every stored score computed again, its inputs held to their source."""

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from terukur.cli.parser import Anak


def daftarkan(anak: "Anak") -> None:
    pengurai = anak.add_parser(
        "hitung-ulang",
        help="hitung ulang semua capaian dari masukannya",
        description="Menghitung ulang setiap angka capaian yang tersimpan, termasuk yang sudah digantikan, "
        "dari target, realisasi dan kontribusi yang tersimpan bersamanya, mencocokkan masukan itu dengan "
        "penetapan, rencana aksi dan jejaknya, lalu menyebut setiap perbedaan. "
        "Tidak mengubah apa pun. Selesai dengan 0 bila semua sama, 1 bila ada yang berbeda.",
    )
    pengurai.set_defaults(jalankan=jalankan)


def jalankan(opsi: argparse.Namespace) -> int:
    from terukur.cli import lingkup

    with lingkup.basisdata():
        lingkup.pastikan_sudah_disiapkan()
        return periksa()


def periksa() -> int:
    """Print what differs; 0 when nothing does, else 1."""
    from terukur.anggaran.queries import beda_skenario
    from terukur.realisasi.queries.hitung_ulang import periksa_semua

    jumlah = berbeda = 0
    for _, beda in periksa_semua():
        jumlah += 1
        berbeda += bool(beda)
        for b in beda:
            print(f"BEDA {b}")
    skenario = list(beda_skenario())
    for kata in skenario:
        print(f"BEDA {kata}")
    berbeda += len(skenario)
    print(f"Dihitung ulang: {jumlah} angka.")
    print(f"BERBEDA: {berbeda} angka." if berbeda else "SAMA: semua angka sesuai masukannya.")
    return 1 if berbeda else 0
