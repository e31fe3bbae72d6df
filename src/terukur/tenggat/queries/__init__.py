"""Reads of this room."""

from terukur.tenggat.queries.jendela import (
    daftar_dokumen_syarat,
    dengan_jumlah,
    get_jendela,
    jendela_terlihat,
    kunci_jendela,
)
from terukur.tenggat.queries.kunci import kunci_penerbitan, kunci_penerimaan
from terukur.tenggat.queries.pengajuan import (
    daftar_kekurangan,
    daftar_syarat,
    get_pengajuan,
    kelengkapan_jendela,
    kelengkapan_pengajuan,
    kunci_pengajuan,
    masa_perpanjangan,
    pengajuan_terlihat,
    tenggat_pengajuan,
)

__all__ = [
    "daftar_dokumen_syarat", "daftar_kekurangan", "daftar_syarat", "dengan_jumlah", "get_jendela",
    "get_pengajuan", "jendela_terlihat", "kelengkapan_jendela", "kelengkapan_pengajuan",
    "kunci_jendela", "kunci_penerbitan", "kunci_penerimaan", "kunci_pengajuan", "masa_perpanjangan",
    "pengajuan_terlihat", "tenggat_pengajuan",
]  # fmt: skip
