"""Writes of kinerja."""

from terukur.kinerja.actions.beku import bekukan_rencana, salin_rencana, tetapkan_rencana
from terukur.kinerja.actions.indikator import buat_indikator, ubah_indikator
from terukur.kinerja.actions.rencana_aksi import hapus_aksi, pulihkan_aksi, tambah_aksi, ubah_aksi
from terukur.kinerja.actions.revisi import IsiRevisi, revisi_target

__all__ = [
    "IsiRevisi",
    "bekukan_rencana",
    "buat_indikator",
    "hapus_aksi",
    "pulihkan_aksi",
    "revisi_target",
    "salin_rencana",
    "tambah_aksi",
    "tetapkan_rencana",
    "ubah_aksi",
    "ubah_indikator",
]
