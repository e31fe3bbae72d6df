"""Tables of perencanaan: nomenclature, reference lists, program kerja."""

from terukur.perencanaan.models.referensi import (
    Nomenklatur,
    PrioritasDaerah,
    Rekening,
    SumberDana,
    TahunNomenklatur,
    VersiNomenklatur,
)

__all__ = [
    "Nomenklatur",
    "PrioritasDaerah",
    "Rekening",
    "SumberDana",
    "TahunNomenklatur",
    "VersiNomenklatur",
]
