"""The pure reader: the bytes of a workbook in, a recognised table with its problems out.

Needs no settings, no database and no server, so that ``terukur import ... --periksa`` runs alone.
"""

from terukur.impor.pembaca.buku import Buku, Lembar, baca_buku, buka_buku
from terukur.impor.pembaca.hasil import HasilBaca, Masalah, huruf_kolom
from terukur.impor.pembaca.kode import Kode, baca_kode, gabung_segmen, kenali_kode, pisah_kode_nama
from terukur.impor.pembaca.sel import MIRIP_KOSONG, baca_bilangan, baca_nama, baca_teks, is_kosong
from terukur.impor.pembaca.tabel import KolomSasaran, Tabel, cari_kolom_kode, kenali_tabel, satukan_kode
from terukur.impor.pembaca.tampilan import Tampilan

__all__ = [
    "MIRIP_KOSONG",
    "Buku",
    "HasilBaca",
    "Kode",
    "KolomSasaran",
    "Lembar",
    "Masalah",
    "Tabel",
    "Tampilan",
    "baca_bilangan",
    "baca_buku",
    "baca_kode",
    "baca_nama",
    "baca_teks",
    "buka_buku",
    "cari_kolom_kode",
    "gabung_segmen",
    "huruf_kolom",
    "is_kosong",
    "kenali_kode",
    "kenali_tabel",
    "pisah_kode_nama",
    "satukan_kode",
]
