"""Tables of perencanaan: nomenclature, reference lists, program kerja."""

from terukur.perencanaan.models.program import (
    IndikatorRencana,
    ProgramKerjaResmi,
    SubKegiatanRencana,
)
from terukur.perencanaan.models.referensi import (
    Nomenklatur,
    PrioritasDaerah,
    Rekening,
    SumberDana,
    TahunNomenklatur,
    VersiNomenklatur,
)

__all__ = [
    "IndikatorRencana",
    "Nomenklatur",
    "PrioritasDaerah",
    "ProgramKerjaResmi",
    "Rekening",
    "SubKegiatanRencana",
    "SumberDana",
    "TahunNomenklatur",
    "VersiNomenklatur",
]
