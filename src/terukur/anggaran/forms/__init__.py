"""Input of this room: shape only; what fits is decided by the actions."""

from terukur.anggaran.forms.uang import (
    FormulirImporAnggaran,
    FormulirImporPagu,
    FormulirKebijakan,
    FormulirKebutuhan,
    FormulirPagu,
    FormulirTahap,
    jumlah_baris,
)

__all__ = [
    "FormulirImporAnggaran",
    "FormulirImporPagu",
    "FormulirKebijakan",
    "FormulirKebutuhan",
    "FormulirPagu",
    "FormulirTahap",
    "jumlah_baris",
]
