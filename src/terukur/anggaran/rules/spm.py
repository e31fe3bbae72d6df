"""Index of SPM achievement (PP 2/2018, Permendagri 59/2021), over plain values.

``IP = bobot_penerima x penerima + bobot_mutu x mutu``, each in percent. Weights and categories are
arguments: both may change by regulation.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class KetentuanSPM:
    """Weights that add up to 1, and categories (least index, name)."""

    bobot_penerima: Decimal
    bobot_mutu: Decimal
    kategori: Sequence[tuple[Decimal, str]]


def indeks_spm(penerima: Decimal | None, mutu: Decimal | None, ketentuan: KetentuanSPM) -> Decimal | None:
    """The index of percentages 0..100; None while one of them is not known. Raises ``ValueError``."""
    if penerima is None or mutu is None:
        return None
    if not (0 <= penerima <= 100 and 0 <= mutu <= 100):
        raise ValueError("percentages lie between 0 and 100")
    return ketentuan.bobot_penerima * penerima + ketentuan.bobot_mutu * mutu


def kategori_spm(indeks: Decimal | None, ketentuan: KetentuanSPM) -> str:
    """The category with the highest floor that the index reaches; "Data belum lengkap" without one."""
    if indeks is None:
        return "Data belum lengkap"
    return max((batas, nama) for batas, nama in ketentuan.kategori if indeks >= batas)[1]
