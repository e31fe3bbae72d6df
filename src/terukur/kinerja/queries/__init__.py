"""Reads of kinerja."""

from terukur.kinerja.queries.indikator import (
    definisi_banyak,
    get_indikator,
    pilihan_indikator,
    tabel_indikator,
)
from terukur.kinerja.queries.rencana_aksi import (
    aksi_resmi,
    baca_aksi,
    daftar_aksi,
    get_aksi,
    kode_rencana_opd,
    nama_asal,
    nama_pemilik,
    periksa_banyak,
    rencana_milik,
    target_pertama,
    target_resmi,
)

__all__ = [
    "aksi_resmi",
    "baca_aksi",
    "daftar_aksi",
    "definisi_banyak",
    "get_aksi",
    "get_indikator",
    "kode_rencana_opd",
    "nama_asal",
    "nama_pemilik",
    "periksa_banyak",
    "pilihan_indikator",
    "rencana_milik",
    "tabel_indikator",
    "target_pertama",
    "target_resmi",
]
