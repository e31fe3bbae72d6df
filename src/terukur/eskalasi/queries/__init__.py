"""Reads of eskalasi."""

from terukur.eskalasi.queries.daftar import (
    BarisTerbitan,
    daftar_peringatan,
    daftar_tindak_lanjut,
    disposisi_terlihat,
    get_disposisi,
    get_peringatan,
    get_tindak_lanjut,
    is_menunggu_opd,
    peringatan_terlihat,
    perlu_diingatkan,
    rangkaian,
    tanggapan_terkirim,
    terbitan_terbuka,
    tindak_lanjut_terlihat,
)
from terukur.eskalasi.queries.konteks import (
    alasan_sendiri_opd,
    draf_tanggapan,
    jabatan_penerbit,
    susun_konteks,
    tindakan_peringatan,
    tindakan_tindak_lanjut,
)

__all__ = [
    "BarisTerbitan",
    "alasan_sendiri_opd",
    "daftar_peringatan",
    "daftar_tindak_lanjut",
    "disposisi_terlihat",
    "draf_tanggapan",
    "get_disposisi",
    "get_peringatan",
    "get_tindak_lanjut",
    "is_menunggu_opd",
    "jabatan_penerbit",
    "peringatan_terlihat",
    "perlu_diingatkan",
    "rangkaian",
    "susun_konteks",
    "tanggapan_terkirim",
    "terbitan_terbuka",
    "tindak_lanjut_terlihat",
    "tindakan_peringatan",
    "tindakan_tindak_lanjut",
]
