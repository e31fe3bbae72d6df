"""Writes of kinerja."""

from terukur.kinerja.actions.baris_perjanjian import (
    HasilAmbil,
    IsiBarisBaru,
    ambil_atasan,
    ambil_renstra,
    hapus_baris,
    tambah_baris,
    ubah_baris,
)
from terukur.kinerja.actions.beku import bekukan_rencana, salin_rencana, tetapkan_rencana
from terukur.kinerja.actions.crosscutting import (
    ingatkan_crosscutting,
    tarik_crosscutting,
    terima_crosscutting,
    tolak_crosscutting,
    usulkan_crosscutting,
)
from terukur.kinerja.actions.indikator import buat_indikator, ubah_indikator
from terukur.kinerja.actions.perjanjian import (
    DasarPerubahan,
    hapus_draf_perjanjian,
    mulai_perjanjian,
    mulai_perubahan_perjanjian,
    pilih_program,
)
from terukur.kinerja.actions.pohon import (
    IsiSimpulBaru,
    hapus_simpul,
    isi_tersimpan,
    lepas_indikator,
    pasang_indikator,
    tambah_simpul,
    ubah_simpul,
)
from terukur.kinerja.actions.rencana_aksi import hapus_aksi, pulihkan_aksi, tambah_aksi, ubah_aksi
from terukur.kinerja.actions.revisi import IsiRevisi, revisi_target
from terukur.kinerja.actions.tanda_tangan import (
    kembalikan_perjanjian,
    tandatangani_perjanjian,
    tetapkan_perjanjian,
)
from terukur.kinerja.actions.warisan import alihkan_target

__all__ = [
    "DasarPerubahan",
    "HasilAmbil",
    "IsiBarisBaru",
    "IsiRevisi",
    "IsiSimpulBaru",
    "alihkan_target",
    "ambil_atasan",
    "ambil_renstra",
    "bekukan_rencana",
    "buat_indikator",
    "hapus_aksi",
    "hapus_baris",
    "hapus_draf_perjanjian",
    "hapus_simpul",
    "ingatkan_crosscutting",
    "isi_tersimpan",
    "kembalikan_perjanjian",
    "lepas_indikator",
    "mulai_perjanjian",
    "mulai_perubahan_perjanjian",
    "pasang_indikator",
    "pilih_program",
    "pulihkan_aksi",
    "revisi_target",
    "salin_rencana",
    "tambah_aksi",
    "tambah_baris",
    "tambah_simpul",
    "tandatangani_perjanjian",
    "tarik_crosscutting",
    "terima_crosscutting",
    "tetapkan_perjanjian",
    "tetapkan_rencana",
    "tolak_crosscutting",
    "ubah_aksi",
    "ubah_baris",
    "ubah_indikator",
    "ubah_simpul",
    "usulkan_crosscutting",
]
