"""A target of an indicator as people write it: a number, a range, ya/tidak, or a predikat in words."""

import re
from dataclasses import dataclass
from decimal import Decimal

from terukur.inti.angka import BukanAngka, baca_angka, tulis_angka
from terukur.perencanaan.choices import Polaritas

CONTOH_TARGET = {
    Polaritas.NAIK: "72,5",
    Polaritas.TURUN: "14,2",
    Polaritas.STABIL: "100",
    Polaritas.RENTANG: "3,5 – 4,5",
    Polaritas.YA_TIDAK: "Ya",
    Polaritas.PREDIKAT: "WTP",
}
_SEKAT = re.compile(r"\s+(?:-|–|s\.?d\.?|sampai)\s+|\s*–\s*")
_YA_TIDAK = {"ya": Decimal(1), "tidak": Decimal(0)}
_BATAS = Decimal(10) ** 16
_PANJANG_PREDIKAT = 60


class BukanTarget(ValueError):
    """The text is no target of this polaritas; ``str(e)`` is an Indonesian sentence."""


@dataclass(frozen=True, slots=True)
class Target:
    """``nilai`` (with ``nilai_atas`` for a range), or ``predikat``. Ya is 1, Tidak is 0."""

    nilai: Decimal | None = None
    nilai_atas: Decimal | None = None
    predikat: str = ""


def baca_target(polaritas: str, teks: str) -> Target | None:
    """Read what was typed. Empty is None, never zero. Raises ``BukanTarget``."""
    teks = " ".join(teks.split())
    if not teks:
        return None
    contoh = CONTOH_TARGET[Polaritas(polaritas)]
    if polaritas == Polaritas.PREDIKAT:
        if len(teks) > _PANJANG_PREDIKAT:
            raise BukanTarget(f"Predikat paling panjang {_PANJANG_PREDIKAT} huruf. Contoh: {contoh}")
        return Target(predikat=teks)
    if polaritas == Polaritas.YA_TIDAK:
        if (nilai := _YA_TIDAK.get(teks.casefold())) is None:
            raise BukanTarget("Tulis Ya atau Tidak.")
        return Target(nilai)
    if polaritas == Polaritas.RENTANG:
        bagian = _SEKAT.split(teks)
        if len(bagian) != 2:
            raise BukanTarget(f"Tulis batas bawah dan batas atas. Contoh: {contoh}")
        bawah, atas = _angka(bagian[0]), _angka(bagian[1])
        if atas < bawah:
            raise BukanTarget(f"Batas atas lebih kecil dari batas bawah. Contoh: {contoh}")
        return Target(bawah, atas)
    return Target(_angka(teks))


def _angka(teks: str) -> Decimal:
    try:
        nilai = baca_angka(teks)
    except BukanAngka as galat:
        raise BukanTarget(str(galat)) from None
    if nilai is None:
        raise BukanTarget("Isi angka, atau kosongkan seluruh kolom.")
    if abs(nilai) >= _BATAS or nilai != round(nilai, 4):
        raise BukanTarget("Paling banyak 16 angka sebelum koma dan 4 angka sesudahnya.")
    return nilai


def tulis_target(polaritas: str, target: Target | None) -> str:
    """As a page and the form show it; empty text for no target."""
    if target is None:
        return ""
    if target.predikat:
        return target.predikat
    if polaritas == Polaritas.YA_TIDAK:
        return "Ya" if target.nilai else "Tidak"
    if target.nilai_atas is not None:
        return f"{tulis_angka(target.nilai)} – {tulis_angka(target.nilai_atas)}"
    return tulis_angka(target.nilai)
