"""How a published report holds its figures: in types of canonical JSON, a number beside its words."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from terukur.kinerja.rules.capaian import Target
from terukur.kinerja.rules.indikator import sebut_nilai, sebut_target
from terukur.perencanaan.choices import Polaritas

_KATA = (Polaritas.YA_TIDAK, Polaritas.PREDIKAT)


def tulis(nilai: Decimal | None) -> str | None:
    """A figure as the paper holds it, without idle zeros; ``None`` stays empty."""
    return None if nilai is None else f"{nilai.normalize():f}"


def sel(nilai: Decimal | None, ukuran: Mapping[str, Any]) -> dict[str, Any] | None:
    """A result of an indicator: its words, and the number where it is one. None stays empty."""
    if nilai is None:
        return None
    angka = None if ukuran["rumus"]["polaritas"] in _KATA else tulis(nilai)
    return {"angka": angka, "kata": sebut_nilai(nilai, ukuran)}


def sel_target(target: Target | None, ukuran: Mapping[str, Any]) -> dict[str, Any] | None:
    """A target likewise; a range has words only."""
    if target is None:
        return None
    satu = sel(target.nilai, ukuran) or {}
    return satu if target.atas is None else {"angka": None, "kata": sebut_target(target, ukuran)}
