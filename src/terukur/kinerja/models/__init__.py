"""Tables of kinerja: indicators, action plans with their targets, perjanjian and pohon kinerja."""

from terukur.kinerja.models.indikator import DefinisiIndikator, Indikator
from terukur.kinerja.models.perjanjian import BarisPerjanjian, PerjanjianKinerja, ProgramPerjanjian
from terukur.kinerja.models.pohon import Crosscutting, IndikatorSimpul, IsiSimpul, SimpulKinerja
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
    "Crosscutting",
    "DefinisiIndikator",
    "Indikator",
    "IndikatorSimpul",
    "IsiSimpul",
    "PerjanjianKinerja",
    "ProgramPerjanjian",
    "RegisterRencanaAksi",
    "RencanaAksi",
    "RencanaAksiResmi",
    "RevisiTarget",
    "SimpulKinerja",
    "TargetAksi",
    "TargetResmi",
]
