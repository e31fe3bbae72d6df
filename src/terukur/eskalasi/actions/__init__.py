"""Writes of eskalasi."""

from terukur.eskalasi.actions.disposisi import IsiDisposisi, batalkan, beri, kembalikan, selesaikan
from terukur.eskalasi.actions.disposisi import terima as terima_disposisi
from terukur.eskalasi.actions.pemberitahuan import ingatkan
from terukur.eskalasi.actions.penerus import teruskan_surat, teruskan_surat_sisa, tetapkan_penerima
from terukur.eskalasi.actions.peringatan import IsiPeringatan, beri_tenggat, cabut, terbitkan, terima, tolak
from terukur.eskalasi.actions.tanggapan import kirim_tanggapan, simpan_tanggapan

__all__ = [
    "IsiDisposisi",
    "IsiPeringatan",
    "batalkan",
    "beri",
    "beri_tenggat",
    "cabut",
    "ingatkan",
    "kembalikan",
    "kirim_tanggapan",
    "selesaikan",
    "simpan_tanggapan",
    "terbitkan",
    "terima",
    "terima_disposisi",
    "teruskan_surat",
    "teruskan_surat_sisa",
    "tetapkan_penerima",
    "tolak",
]
