"""Codes told apart by their grammar, whatever column they stand in.

Widths of the segments (Permendagri 90/2019): nomenklatur 1.02.02.2.01.0001, rekening
5.1.02.01.01.0024, OPD and unit 1.02.2.14.0.00.01.0000. Older lists write the last segment of a
sub kegiatan with two digits and of a rekening with three: both are padded to four.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from terukur.impor.pembaca.sel import baca_teks

JenisKode = Literal["skpd", "nomenklatur", "rekening"]

TINGKAT_NOMENKLATUR: Final = {1: "urusan", 2: "bidang", 3: "program", 5: "kegiatan", 6: "sub_kegiatan"}
TINGKAT_REKENING: Final = {
    1: "akun",
    2: "kelompok",
    3: "jenis",
    4: "objek",
    5: "rincian_objek",
    6: "sub_rincian_objek",
}
LEBAR_NOMENKLATUR: Final = (1, 2, 2, 1, 2, 4)
LEBAR_REKENING: Final = (1, 1, 2, 2, 2, 4)

_RUAS = re.compile(r"^[0-9X]{1,4}(\.[0-9X]{1,4})*$")
_SKPD = re.compile(r"^[\dX]\.[\dX]{2}\.[\dX]\.[\dX]{2}\.[\dX]\.[\dX]{2}\.\d{1,2}\.\d{1,4}$")
_NOMENKLATUR = re.compile(r"^(\d|X)(\.(\d{2}|XX)(\.\d{2}(\.\d\.\d{2}(\.\d{2,4})?)?)?)?$")
_REKENING = re.compile(r"^[4-8]\.\d(\.\d{2}(\.\d{2}(\.\d{2}(\.\d{2,4})?)?)?)?$")
_KODE_NAMA = re.compile(r"^([0-9Xx]{1,4}(?:\.[0-9Xx]{1,4})+)\.?[\s:–-]+(\S.*)$")


@dataclass(frozen=True, slots=True)
class Kode:
    """``kode`` padded to the official widths; ``tingkat`` in words."""

    jenis: JenisKode
    kode: str
    tingkat: str

    @property
    def ruas(self) -> tuple[str, ...]:
        return tuple(self.kode.split("."))


def kenali_kode(nilai: object) -> Kode | None:
    """The code in a cell (text, or a float as ``1.02``), or ``None``.

    A single digit is taken for an urusan. ``5.1`` (one digit after the first dot) is a rekening,
    ``5.01`` a bidang.
    """
    return _kenali_teks(baca_teks(nilai))


@lru_cache(maxsize=50_000)
def _kenali_teks(isi: str) -> Kode | None:
    teks = isi.upper().rstrip(".").replace(" ", "") if len(isi) <= 40 else ""
    if not teks or len(teks) > 24 or not _RUAS.match(teks):
        return None
    if _SKPD.match(teks):
        ruas = teks.split(".")
        rapi = ".".join([*ruas[:6], ruas[6].zfill(2), ruas[7].zfill(4)])
        return Kode("skpd", rapi, "skpd")
    if _NOMENKLATUR.match(teks):
        return _rapikan(teks, "nomenklatur")
    if _REKENING.match(teks):
        return _rapikan(teks, "rekening")
    return None


def _rapikan(teks: str, jenis: JenisKode) -> Kode:
    ruas = teks.split(".")
    if len(ruas) == 6:
        ruas[5] = ruas[5].zfill(4)
    tingkat = (TINGKAT_NOMENKLATUR if jenis == "nomenklatur" else TINGKAT_REKENING)[len(ruas)]
    return Kode(jenis, ".".join(ruas), tingkat)


def pisah_kode_nama(nilai: object) -> tuple[str, str]:
    """``1.02.01 PROGRAM PENUNJANG`` -> (``1.02.01``, ``PROGRAM PENUNJANG``); no code: (``""``, text)."""
    teks = baca_teks(nilai)
    cocok = _KODE_NAMA.match(teks)
    return (cocok[1].upper(), cocok[2]) if cocok else ("", teks)


def baca_kode(nilai: object) -> Kode | None:
    """The code of a cell, also where its name follows in the same cell."""
    if kode := kenali_kode(nilai):
        return kode
    depan, _ = pisah_kode_nama(nilai)
    return kenali_kode(depan) if depan else None


def gabung_segmen(sel: Sequence[object], lebar: Sequence[int]) -> str | None:
    """Join a code that is split over columns, each segment padded: (1.0, 2.0, "", ...) -> ``1.02``.

    ``lebar``: digits of each segment of the full code. A cell may hold several segments (``2.01``
    for kegiatan); ``X`` stays. Empty when the first cell is empty; ``None`` when a segment is no
    number, too long, or follows a gap.
    """
    ruas: list[str] = []
    habis = False
    for nilai in sel:
        teks = baca_teks(nilai).upper()
        if not teks:
            habis = True
            continue
        if habis:
            return None
        ruas += teks.split(".")
    if len(ruas) > len(lebar):
        return None
    rapi = []
    for isi, n in zip(ruas, lebar, strict=False):
        if set(isi) == {"X"}:
            rapi.append("X" * n)
        elif isi.isdecimal() and len(isi.lstrip("0")) <= n:
            rapi.append(isi.lstrip("0").zfill(n))
        else:
            return None
    return ".".join(rapi)
