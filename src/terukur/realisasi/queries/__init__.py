"""Reads of realisasi."""

from terukur.realisasi.queries.capaian import (
    kartu_opd,
    nilai_kartu,
    papan_kinerja,
    ringkas_kartu,
    riwayat_capaian,
)
from terukur.realisasi.queries.ketentuan import ketentuan
from terukur.realisasi.queries.konteks import susun_konteks, tindakan
from terukur.realisasi.queries.laporan import (
    BarisLaporan,
    baris_laporan,
    daftar_laporan,
    get_laporan,
    kekurangan,
)
from terukur.realisasi.queries.setahun import BarisSetahun, baris_setahun, laporan_setahun

__all__ = [
    "BarisLaporan",
    "BarisSetahun",
    "baris_laporan",
    "baris_setahun",
    "daftar_laporan",
    "get_laporan",
    "kartu_opd",
    "kekurangan",
    "ketentuan",
    "laporan_setahun",
    "nilai_kartu",
    "papan_kinerja",
    "ringkas_kartu",
    "riwayat_capaian",
    "susun_konteks",
    "tindakan",
]
