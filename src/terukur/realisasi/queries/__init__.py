"""Reads of realisasi."""

from terukur.realisasi.queries.capaian import (
    kartu_opd,
    nilai_kartu,
    nilai_opd,
    papan_kinerja,
    ringkas_kartu,
    riwayat_capaian,
)
from terukur.realisasi.queries.edisi import edisi_terlihat, susun_ulang_edisi
from terukur.realisasi.queries.ketentuan import ketentuan
from terukur.realisasi.queries.konteks import susun_konteks, tindakan
from terukur.realisasi.queries.laporan import (
    BarisLaporan,
    baris_laporan,
    daftar_laporan,
    get_laporan,
    kekurangan,
)
from terukur.realisasi.queries.perubahan import rincian_perubahan

__all__ = [
    "BarisLaporan",
    "baris_laporan",
    "daftar_laporan",
    "edisi_terlihat",
    "get_laporan",
    "kartu_opd",
    "kekurangan",
    "ketentuan",
    "nilai_kartu",
    "nilai_opd",
    "papan_kinerja",
    "rincian_perubahan",
    "ringkas_kartu",
    "riwayat_capaian",
    "susun_konteks",
    "susun_ulang_edisi",
    "tindakan",
]
