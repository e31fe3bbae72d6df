"""Tables of perencanaan: nomenclature, reference lists, program kerja, RPJMD and Renstra."""

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
from terukur.perencanaan.models.rencana import (
    ButirRencana,
    DokumenRencana,
    IndikatorButir,
    PaguIndikatif,
    RencanaBerlaku,
    TargetIndikator,
    VersiRencana,
)

__all__ = [
    "ButirRencana",
    "DokumenRencana",
    "IndikatorButir",
    "IndikatorRencana",
    "Nomenklatur",
    "PaguIndikatif",
    "PrioritasDaerah",
    "ProgramKerjaResmi",
    "Rekening",
    "RencanaBerlaku",
    "SubKegiatanRencana",
    "SumberDana",
    "TahunNomenklatur",
    "TargetIndikator",
    "VersiNomenklatur",
    "VersiRencana",
]
