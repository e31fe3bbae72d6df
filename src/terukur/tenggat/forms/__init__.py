"""Input validation of this room."""

from terukur.tenggat.forms.jendela import FormDokumenSet, FormJendela
from terukur.tenggat.forms.lain import (
    FormBeri,
    FormCatatan,
    FormGangguan,
    FormHasilTTE,
    FormKolektif,
    FormMinta,
    FormMintaPerbaikan,
    FormPenetapan,
    FormReviu,
    FormSaring,
    FormTanggapan,
    FormTolak,
)

__all__ = [
    "FormBeri",
    "FormCatatan",
    "FormDokumenSet",
    "FormGangguan",
    "FormHasilTTE",
    "FormJendela",
    "FormKolektif",
    "FormMinta",
    "FormMintaPerbaikan",
    "FormPenetapan",
    "FormReviu",
    "FormSaring",
    "FormTanggapan",
    "FormTolak",
]
