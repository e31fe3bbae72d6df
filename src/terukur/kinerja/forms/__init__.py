"""What is filled in: validates only; actions save."""

from terukur.kinerja.forms.isian import (
    FormulirAksi,
    FormulirIndikator,
    FormulirRevisi,
    FormulirSaringDaftar,
    FormulirSaringIndikator,
    KolomTarget,
    kolom_nilai,
)
from terukur.kinerja.forms.perjanjian import (
    BAWAHAN,
    KEPALA,
    FormulirBanding,
    FormulirBaris,
    FormulirKembalikan,
    FormulirMulai,
    FormulirPerubahan,
    FormulirSaringPerjanjian,
)

__all__ = [
    "BAWAHAN",
    "KEPALA",
    "FormulirAksi",
    "FormulirBanding",
    "FormulirBaris",
    "FormulirIndikator",
    "FormulirKembalikan",
    "FormulirMulai",
    "FormulirPerubahan",
    "FormulirRevisi",
    "FormulirSaringDaftar",
    "FormulirSaringIndikator",
    "FormulirSaringPerjanjian",
    "KolomTarget",
    "kolom_nilai",
]
