"""Writes of realisasi."""

from terukur.realisasi.actions.alur import (
    ajukan,
    batalkan_siap,
    buka_ralat,
    kembalikan,
    tandai_siap,
    verifikasi,
)
from terukur.realisasi.actions.bukti import cabut_bukti, tambah_bukti
from terukur.realisasi.actions.capaian import susun_ulang
from terukur.realisasi.actions.edisi import catat_cetakan, perender, terbitkan_edisi
from terukur.realisasi.actions.fisik import KirimanFisik, sahkan_fisik, simpan_fisik
from terukur.realisasi.actions.isian import (
    hapus_di_luar_rencana,
    isi_tersimpan,
    simpan_banyak,
    simpan_realisasi,
    tambah_di_luar_rencana,
)
from terukur.realisasi.actions.ketentuan import tetapkan_ambang, tetapkan_ketentuan, tetapkan_laju
from terukur.realisasi.actions.lapangan import (
    alasan_bukan_pengelola,
    cabut_lapangan,
    ganti_tautan,
    ingatkan_lapangan,
    jawab_lapangan,
    minta_pemeriksaan,
    pelaku_lapangan,
)
from terukur.realisasi.actions.warisan import (
    teruskan_lapangan,
    teruskan_lapangan_sisa,
    teruskan_target,
    tetapkan_penerima,
    wariskan,
    wariskan_sisa,
)

__all__ = [
    "KirimanFisik",
    "ajukan",
    "alasan_bukan_pengelola",
    "batalkan_siap",
    "buka_ralat",
    "cabut_bukti",
    "cabut_lapangan",
    "catat_cetakan",
    "ganti_tautan",
    "hapus_di_luar_rencana",
    "ingatkan_lapangan",
    "isi_tersimpan",
    "jawab_lapangan",
    "kembalikan",
    "minta_pemeriksaan",
    "pelaku_lapangan",
    "perender",
    "sahkan_fisik",
    "simpan_banyak",
    "simpan_fisik",
    "simpan_realisasi",
    "susun_ulang",
    "tambah_bukti",
    "tambah_di_luar_rencana",
    "tandai_siap",
    "terbitkan_edisi",
    "teruskan_lapangan",
    "teruskan_lapangan_sisa",
    "teruskan_target",
    "tetapkan_ambang",
    "tetapkan_ketentuan",
    "tetapkan_laju",
    "tetapkan_penerima",
    "verifikasi",
    "wariskan",
    "wariskan_sisa",
]
