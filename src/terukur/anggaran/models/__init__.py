"""Tables of anggaran: ceilings and needs, mandatory spending, capacity scenarios."""

from terukur.anggaran.models.serapan import RealisasiAnggaran
from terukur.anggaran.models.skenario import BarisSkenario, BobotSkenario, Skenario
from terukur.anggaran.models.uang import (
    TANPA_SUMBER,
    TANPA_UNIT,
    KebijakanPagu,
    Kebutuhan,
    KebutuhanQuerySet,
    KebutuhanResmi,
    Pagu,
)
from terukur.anggaran.models.wajib import KetentuanBelanja, KomponenBelanja, NilaiKomponen, TandaRutin

__all__ = [
    "TANPA_SUMBER",
    "TANPA_UNIT",
    "BarisSkenario",
    "BobotSkenario",
    "KebijakanPagu",
    "Kebutuhan",
    "KebutuhanQuerySet",
    "KebutuhanResmi",
    "KetentuanBelanja",
    "KomponenBelanja",
    "NilaiKomponen",
    "Pagu",
    "RealisasiAnggaran",
    "Skenario",
    "TandaRutin",
]
