"""Everything that changes organisasi. Each act journals itself in its own transaction."""

from terukur.organisasi.actions.jabatan import akhiri_jabatan, catat_jabatan, ubah_jabatan
from terukur.organisasi.actions.kalender import catat_wilayah, hapus_libur, tetapkan_libur
from terukur.organisasi.actions.opd import (
    akhiri_opd,
    akhiri_unit,
    catat_opd,
    catat_unit,
    tulis_profil,
    ubah_opd,
    ubah_unit,
)
from terukur.organisasi.actions.pegawai import (
    akhiri_penugasan,
    catat_pegawai,
    hubungkan_pengguna,
    tetapkan_batas,
    tugaskan,
    ubah_pegawai,
)
from terukur.organisasi.actions.penataan import BagianBaru, gabung_opd, pecah_opd
from terukur.organisasi.actions.peran import (
    alihkan_tugas,
    beri_peran,
    buka_akun,
    cabut_peran,
    daftarkan_pengguna,
    lepas_tautan,
    setel_sandi,
    tutup_akun,
)
from terukur.organisasi.actions.potret import segarkan_potret

__all__ = [
    "BagianBaru",
    "akhiri_jabatan",
    "akhiri_opd",
    "akhiri_penugasan",
    "akhiri_unit",
    "alihkan_tugas",
    "beri_peran",
    "buka_akun",
    "cabut_peran",
    "catat_jabatan",
    "catat_opd",
    "catat_pegawai",
    "catat_unit",
    "catat_wilayah",
    "daftarkan_pengguna",
    "gabung_opd",
    "hapus_libur",
    "hubungkan_pengguna",
    "lepas_tautan",
    "pecah_opd",
    "segarkan_potret",
    "setel_sandi",
    "tetapkan_batas",
    "tetapkan_libur",
    "tugaskan",
    "tulis_profil",
    "tutup_akun",
    "ubah_jabatan",
    "ubah_opd",
    "ubah_pegawai",
    "ubah_unit",
]
