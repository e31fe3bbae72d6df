"""Writes of this room: the only place where its state changes."""

from terukur.anggaran.actions.beku import bekukan, salin
from terukur.anggaran.actions.impor import RencanaImpor, batalkan_impor, terapkan_impor
from terukur.anggaran.actions.kebutuhan import IsianKebutuhan, isi_kebutuhan
from terukur.anggaran.actions.massal import cadangkan, kembalikan, simpan_banyak
from terukur.anggaran.actions.pagu import IsianPagu, id_jejak, tetapkan_kebijakan, tetapkan_pagu
from terukur.anggaran.actions.rutin import lepas_tanda, tandai_rutin
from terukur.anggaran.actions.serapan import batalkan_realisasi, catat_realisasi
from terukur.anggaran.actions.simpan import simpan_sub_kegiatan
from terukur.anggaran.actions.skenario import (
    hapus_skenario,
    sesuaikan,
    simpan_skenario,
    tetapkan_bobot,
    ubah_baris,
)
from terukur.anggaran.actions.wajib import (
    IsiKetentuan,
    IsiKomponen,
    cabut_ketentuan,
    isi_nilai,
    tetapkan_ketentuan,
    tetapkan_komponen,
)

__all__ = [
    "IsiKetentuan",
    "IsiKomponen",
    "IsianKebutuhan",
    "IsianPagu",
    "RencanaImpor",
    "batalkan_impor",
    "batalkan_realisasi",
    "bekukan",
    "cabut_ketentuan",
    "cadangkan",
    "catat_realisasi",
    "hapus_skenario",
    "id_jejak",
    "isi_kebutuhan",
    "isi_nilai",
    "kembalikan",
    "lepas_tanda",
    "salin",
    "sesuaikan",
    "simpan_banyak",
    "simpan_skenario",
    "simpan_sub_kegiatan",
    "tandai_rutin",
    "terapkan_impor",
    "tetapkan_bobot",
    "tetapkan_kebijakan",
    "tetapkan_ketentuan",
    "tetapkan_komponen",
    "tetapkan_pagu",
    "ubah_baris",
]
