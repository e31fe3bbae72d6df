"""Writes of this room: the only place where its state changes."""

from terukur.anggaran.actions.beku import bekukan, salin
from terukur.anggaran.actions.impor import RencanaImpor, batalkan_impor, terapkan_impor
from terukur.anggaran.actions.kebutuhan import IsianKebutuhan, isi_kebutuhan
from terukur.anggaran.actions.massal import cadangkan, kembalikan, simpan_banyak
from terukur.anggaran.actions.pagu import IsianPagu, id_jejak, tetapkan_kebijakan, tetapkan_pagu
from terukur.anggaran.actions.simpan import simpan_sub_kegiatan

__all__ = [
    "IsianKebutuhan",
    "IsianPagu",
    "RencanaImpor",
    "batalkan_impor",
    "bekukan",
    "cadangkan",
    "id_jejak",
    "isi_kebutuhan",
    "kembalikan",
    "salin",
    "simpan_banyak",
    "simpan_sub_kegiatan",
    "terapkan_impor",
    "tetapkan_kebijakan",
    "tetapkan_pagu",
]
