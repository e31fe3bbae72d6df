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
from terukur.kinerja.forms.pohon import (
    LABEL_SIMPUL,
    FormulirAlasan,
    FormulirSaatPohon,
    FormulirSaringPohon,
    FormulirSimpul,
    FormulirTerima,
    FormulirUsulan,
)

__all__ = [
    "BAWAHAN",
    "KEPALA",
    "LABEL_SIMPUL",
    "FormulirAksi",
    "FormulirAlasan",
    "FormulirBanding",
    "FormulirBaris",
    "FormulirIndikator",
    "FormulirKembalikan",
    "FormulirMulai",
    "FormulirPerubahan",
    "FormulirRevisi",
    "FormulirSaatPohon",
    "FormulirSaringDaftar",
    "FormulirSaringIndikator",
    "FormulirSaringPerjanjian",
    "FormulirSaringPohon",
    "FormulirSimpul",
    "FormulirTerima",
    "FormulirUsulan",
    "KolomTarget",
    "kolom_nilai",
]
