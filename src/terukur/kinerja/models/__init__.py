"""Tables of kinerja: the indicator catalogue, action plans, their set targets."""

from terukur.kinerja.models.indikator import DefinisiIndikator, Indikator
from terukur.kinerja.models.rencana_aksi import (
    RegisterRencanaAksi,
    RencanaAksi,
    RencanaAksiResmi,
    RevisiTarget,
    TargetAksi,
    TargetResmi,
)

__all__ = [
    "DefinisiIndikator",
    "Indikator",
    "RegisterRencanaAksi",
    "RencanaAksi",
    "RencanaAksiResmi",
    "RevisiTarget",
    "TargetAksi",
    "TargetResmi",
]
