"""Reads of realisasi."""

from terukur.realisasi.queries.baris_lampau import baris_lampau
from terukur.realisasi.queries.capaian import (
    kartu_opd,
    nilai_kartu,
    nilai_opd,
    papan_kinerja,
    ringkas_kartu,
    riwayat_capaian,
)
from terukur.realisasi.queries.dini_ulang import nilai_dini_ulang
from terukur.realisasi.queries.edisi import edisi_terlihat, rfk_seluruh, susun_data, susun_ulang_edisi
from terukur.realisasi.queries.fisik import bulan_fisik, daftar_fisik
from terukur.realisasi.queries.ketentuan import ambang_dini, ambang_laju, ketentuan
from terukur.realisasi.queries.konteks import susun_konteks, tindakan
from terukur.realisasi.queries.laju import daftar_laju, riwayat_triwulan, titik_ulang, triwulan_tempo
from terukur.realisasi.queries.lapangan import (
    get_dari_tautan,
    get_lapangan,
    jawaban_lapangan,
    lapangan_angka,
    lapangan_laporan,
    lapangan_pada,
    lapangan_terlambat,
    lapangan_terlihat,
    pemilik_saat,
    tidak_sesuai,
)
from terukur.realisasi.queries.laporan import (
    BarisLaporan,
    baris_laporan,
    daftar_laporan,
    get_laporan,
    kekurangan,
    laporan_menunggu,
)
from terukur.realisasi.queries.peringatan_dini import (
    daftar_dini,
    langkah_dini,
    penjelasan_dini,
    sebab_dini,
    sumber_dini,
    terbitan_dini,
    terbitan_terbuka_dini,
    usul_dini,
)
from terukur.realisasi.queries.perubahan import rincian_perubahan
from terukur.realisasi.queries.riwayat_laporan import get_laporan_saat
from terukur.realisasi.queries.setahun import BarisSetahun, baris_setahun, laporan_setahun, setahun_resmi
from terukur.realisasi.queries.titik_waktu import titik_kini, titik_waktu
from terukur.realisasi.queries.warisan import daftar_warisan, jumlah_tanpa_penerima

__all__ = [
    "BarisLaporan",
    "BarisSetahun",
    "ambang_dini",
    "ambang_laju",
    "baris_lampau",
    "baris_laporan",
    "baris_setahun",
    "bulan_fisik",
    "daftar_dini",
    "daftar_fisik",
    "daftar_laju",
    "daftar_laporan",
    "daftar_warisan",
    "edisi_terlihat",
    "get_dari_tautan",
    "get_lapangan",
    "get_laporan",
    "get_laporan_saat",
    "jawaban_lapangan",
    "jumlah_tanpa_penerima",
    "kartu_opd",
    "kekurangan",
    "ketentuan",
    "langkah_dini",
    "lapangan_angka",
    "lapangan_laporan",
    "lapangan_pada",
    "lapangan_terlambat",
    "lapangan_terlihat",
    "laporan_menunggu",
    "laporan_setahun",
    "nilai_dini_ulang",
    "nilai_kartu",
    "nilai_opd",
    "papan_kinerja",
    "pemilik_saat",
    "penjelasan_dini",
    "rfk_seluruh",
    "rincian_perubahan",
    "ringkas_kartu",
    "riwayat_capaian",
    "riwayat_triwulan",
    "sebab_dini",
    "setahun_resmi",
    "sumber_dini",
    "susun_data",
    "susun_konteks",
    "susun_ulang_edisi",
    "terbitan_dini",
    "terbitan_terbuka_dini",
    "tidak_sesuai",
    "tindakan",
    "titik_kini",
    "titik_ulang",
    "titik_waktu",
    "triwulan_tempo",
    "usul_dini",
]
