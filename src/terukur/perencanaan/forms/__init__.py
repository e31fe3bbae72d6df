"""Input of perencanaan."""

from terukur.perencanaan.forms.isian import (
    FormulirBanding,
    FormulirBerkasSipd,
    FormulirIndikator,
    FormulirPilih,
    FormulirPrioritas,
    FormulirSubKegiatan,
    FormulirSumberSalin,
    FormulirTahapan,
    FormulirTahunVersi,
    FormulirVersiBaru,
)
from terukur.perencanaan.forms.saring import (
    FormulirDiketahui,
    FormulirSaringAcuan,
    FormulirSaringNomenklatur,
    FormulirSaringPrioritas,
    FormulirSaringProgram,
)

__all__ = [
    "FormulirBanding",
    "FormulirBerkasSipd",
    "FormulirDiketahui",
    "FormulirIndikator",
    "FormulirPilih",
    "FormulirPrioritas",
    "FormulirSaringAcuan",
    "FormulirSaringNomenklatur",
    "FormulirSaringPrioritas",
    "FormulirSaringProgram",
    "FormulirSubKegiatan",
    "FormulirSumberSalin",
    "FormulirTahapan",
    "FormulirTahunVersi",
    "FormulirVersiBaru",
]
