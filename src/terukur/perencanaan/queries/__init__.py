"""Reads of perencanaan."""

from terukur.perencanaan.queries.acuan import saring_acuan
from terukur.perencanaan.queries.berlaku import (
    ButirBerlaku,
    RenstraBerlaku,
    program_rpjmd,
    renstra_opd,
    sasaran_rpjmd_berlaku,
)
from terukur.perencanaan.queries.impor import (
    RencanaBaris,
    RencanaImpor,
    susun_rencana,
    uang_dari_buku,
    uang_pengajuan,
)
from terukur.perencanaan.queries.nomenklatur import (
    Pilihan,
    TemuanKode,
    cari_pilihan,
    daftar_prioritas,
    daftar_versi,
    get_versi,
    nama_kode,
    pilihan_tahun,
    saring_nomenklatur,
    selisih_versi,
    telusuri_kode,
    versi_pembanding,
    versi_tahun,
)
from terukur.perencanaan.queries.pohon import PohonProgram, pohon_program
from terukur.perencanaan.queries.program import (
    daftar_sub_kegiatan,
    get_sub_kegiatan,
    isi_pengajuan,
    isi_resmi,
    periksa,
    periksa_banyak,
    program_resmi_terlihat,
    program_terlihat,
    terhapus_terakhir,
    unit_isian,
    unit_pengajuan,
)
from terukur.perencanaan.queries.wilayah import cari_wilayah, label_wilayah, temukan_wilayah

__all__ = [
    "ButirBerlaku", "Pilihan", "PohonProgram", "RencanaBaris", "RencanaImpor", "RenstraBerlaku",
    "TemuanKode",
    "cari_pilihan", "cari_wilayah", "daftar_prioritas", "daftar_sub_kegiatan", "daftar_versi",
    "get_sub_kegiatan", "get_versi", "isi_pengajuan", "isi_resmi", "label_wilayah", "nama_kode",
    "periksa", "periksa_banyak", "pilihan_tahun", "pohon_program", "program_resmi_terlihat", "program_rpjmd",
    "program_terlihat", "renstra_opd", "saring_acuan", "saring_nomenklatur", "sasaran_rpjmd_berlaku",
    "selisih_versi", "susun_rencana",
    "telusuri_kode", "temukan_wilayah", "terhapus_terakhir", "uang_dari_buku", "uang_pengajuan",
    "unit_isian", "unit_pengajuan", "versi_pembanding", "versi_tahun",
]  # fmt: skip
