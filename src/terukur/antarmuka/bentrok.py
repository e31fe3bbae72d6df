"""Somebody else saved first: what stands stored beside what was just sent, so that neither is lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from terukur.inti.kesalahan import Bentrok


@dataclass(frozen=True, slots=True)
class BarisBentrok:
    """One field that differs, in words."""

    label: str
    tersimpan: str
    kiriman: str


def _kata(nilai: Any) -> str:
    if nilai is None or nilai in ("", [], ()):
        return "–"
    if isinstance(nilai, bool):
        return "Ya" if nilai else "Tidak"
    if isinstance(nilai, list | tuple | set | frozenset):
        return ", ".join(_kata(n) for n in nilai)
    return str(nilai)


def bandingkan(galat: Bentrok, label: Mapping[str, str]) -> list[BarisBentrok]:
    """Rows for the macro ``bentrok``: only fields named in ``label`` that differ, in that order."""
    hasil = []
    for kunci, nama in label.items():
        tersimpan, kiriman = _kata(galat.tersimpan.get(kunci)), _kata(galat.kiriman.get(kunci))
        if tersimpan != kiriman:
            hasil.append(BarisBentrok(nama, tersimpan, kiriman))
    return hasil
