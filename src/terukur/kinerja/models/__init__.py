"""Tables of kinerja: the indicator catalogue, action plans, their set targets, perjanjian kinerja."""

from terukur.kinerja.models.indikator import DefinisiIndikator, Indikator
from terukur.kinerja.models.perjanjian import BarisPerjanjian, PerjanjianKinerja, ProgramPerjanjian
from terukur.kinerja.models.rencana_aksi import (
    RegisterRencanaAksi,
    RencanaAksi,
    RencanaAksiResmi,
    RevisiTarget,
    TargetAksi,
    TargetResmi,
)

__all__ = [
    "BarisPerjanjian",
    "DefinisiIndikator",
    "Indikator",
    "PerjanjianKinerja",
    "ProgramPerjanjian",
    "RegisterRencanaAksi",
    "RencanaAksi",
    "RencanaAksiResmi",
    "RevisiTarget",
    "TargetAksi",
    "TargetResmi",
]
