"""Reads of organisasi. Days are days of the pemda (``settings.TIME_ZONE``)."""

from terukur.organisasi.queries.kalender import HariKerja, geser_hari_kerja, hari_kerja
from terukur.organisasi.queries.opd import (
    calon_penerus,
    daftar_opd,
    daftar_unit,
    get_opd,
    get_unit,
    hari_terakhir,
    opd_unit,
    pendahulu_opd,
    penerus_banyak,
    sebut_saat,
    semua_opd,
)
from terukur.organisasi.queries.penanda import (
    daftar_penanda,
    dasar_penanda,
    jabatan_pengguna,
    opd_pengguna,
    pemegang_jabatan,
    pemegang_peran,
    penanda_tangan,
    pengguna_berperan,
    pengguna_berperan_per_opd,
    peran_pengguna,
)
from terukur.organisasi.queries.tanda import tanda_fakta, tanda_nilai
from terukur.organisasi.queries.waktu import akhir_hari, belum_ada, hari_pemda, kueri_saat, zona_pemda

__all__ = [
    "HariKerja",
    "akhir_hari",
    "belum_ada",
    "calon_penerus",
    "daftar_opd",
    "daftar_penanda",
    "daftar_unit",
    "dasar_penanda",
    "geser_hari_kerja",
    "get_opd",
    "get_unit",
    "hari_kerja",
    "hari_pemda",
    "hari_terakhir",
    "jabatan_pengguna",
    "kueri_saat",
    "opd_pengguna",
    "opd_unit",
    "pemegang_jabatan",
    "pemegang_peran",
    "penanda_tangan",
    "pendahulu_opd",
    "penerus_banyak",
    "pengguna_berperan",
    "pengguna_berperan_per_opd",
    "peran_pengguna",
    "sebut_saat",
    "semua_opd",
    "tanda_fakta",
    "tanda_nilai",
    "zona_pemda",
]
