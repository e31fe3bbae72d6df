"""Tables of realisasi: the report of an OPD with its rows, the official figures, and field checks."""

from terukur.realisasi.models.capaian import CapaianResmi
from terukur.realisasi.models.edisi import Edisi
from terukur.realisasi.models.fisik import RealisasiFisik
from terukur.realisasi.models.ketentuan import KetentuanDini, KetentuanLaju, KetentuanRealisasi
from terukur.realisasi.models.lapangan import FotoLapangan, JawabanLapangan, PemeriksaanLapangan
from terukur.realisasi.models.laporan import BuktiRealisasi, Kontribusi, LaporanRealisasi, Realisasi

__all__ = [
    "BuktiRealisasi",
    "CapaianResmi",
    "Edisi",
    "FotoLapangan",
    "JawabanLapangan",
    "KetentuanDini",
    "KetentuanLaju",
    "KetentuanRealisasi",
    "Kontribusi",
    "LaporanRealisasi",
    "PemeriksaanLapangan",
    "Realisasi",
    "RealisasiFisik",
]
