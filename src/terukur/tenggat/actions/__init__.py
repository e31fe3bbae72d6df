"""Writes of this room: the only place where state changes."""

from terukur.tenggat.actions.dokumen import (
    catat_hasil_tte,
    hapus_dokumen,
    lampirkan_dokumen,
    unggah_dokumen,
)
from terukur.tenggat.actions.jendela import (
    IsiDokumen,
    IsiJendela,
    buka_jendela,
    siapkan_jendela,
    tutup_jendela,
    ubah_jendela,
)
from terukur.tenggat.actions.kegiatan import catat_kegiatan, catat_kegiatan_jendela
from terukur.tenggat.actions.laporan import berdenyut, ingatkan, tandai_detak, terbitkan_laporan
from terukur.tenggat.actions.pemeriksaan import (
    IsiCatatan,
    kembalikan,
    selesaikan_catatan,
    tambah_catatan,
    tanggapi_catatan,
    verifikasi,
)
from terukur.tenggat.actions.penetapan import IsiPenetapan, reviu, tetapkan
from terukur.tenggat.actions.pengajuan import ajukan, batalkan_siap, minta_perbaikan, paraf, tandai_siap
from terukur.tenggat.actions.perpanjangan import (
    beri_perpanjangan,
    catat_gangguan,
    minta_perpanjangan,
    perpanjang_kolektif,
    tolak_perpanjangan,
)

__all__ = [
    "IsiCatatan", "IsiDokumen", "IsiJendela", "IsiPenetapan", "ajukan", "batalkan_siap", "berdenyut",
    "beri_perpanjangan", "buka_jendela", "catat_gangguan", "catat_hasil_tte", "catat_kegiatan",
    "catat_kegiatan_jendela",
    "hapus_dokumen", "ingatkan",
    "kembalikan", "lampirkan_dokumen", "minta_perbaikan", "minta_perpanjangan", "paraf",
    "perpanjang_kolektif", "reviu",
    "selesaikan_catatan", "siapkan_jendela", "tambah_catatan", "tandai_detak", "tandai_siap",
    "tanggapi_catatan",
    "terbitkan_laporan", "tetapkan", "tolak_perpanjangan", "tutup_jendela", "ubah_jendela",
    "unggah_dokumen", "verifikasi",
]  # fmt: skip
