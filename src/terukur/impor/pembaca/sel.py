"""One cell: text without padding, a number in any notation, or empty."""

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final

from terukur.inti.angka import BukanAngka, baca_angka
from terukur.inti.penangkal import buka_teks
from terukur.inti.teks import buang_kendali

_KOSONG: Final = frozenset({"", "[null]", "null", "none", "nan", "n/a", "#n/a"})
"""How exports of databases and of programs write an empty cell."""
MIRIP_KOSONG: Final = frozenset({"null", "none", "nan"})
"""Those of them that are also names of people and places: ``baca_nama`` keeps them."""
_SAMAR = re.compile(r"^[x*]{3,}$", re.IGNORECASE)
SEN: Final = Decimal("0.01")


BELUM_DIHITUNG: Final = "[rumus belum dihitung]"
"""Stands in a cell whose formula was saved without its value."""


class RumusBelumDihitung(BukanAngka):
    """The formula was saved without its value, as programs do that write workbooks but do not calculate."""


class BilanganSamar(BukanAngka):
    """The number was masked by whoever made the file (``xxxxxxxx``)."""


def baca_teks(nilai: object) -> str:
    """The text of a cell: runs of spaces and newlines become one space, ``[null]`` nothing.

    ``1.02`` (float) -> ``1.02``, ``5.0`` -> ``5``; dates as ``2026-11-22``. The apostrophe that our
    own export puts before ``=`` is taken off.
    """
    if nilai is None:
        return ""
    if isinstance(nilai, str):
        # Codes, units and amounts repeat by the thousand; long texts do not, and would fill the cache.
        return _rapikan_sering(nilai) if len(nilai) <= 40 else _rapikan(nilai)
    if isinstance(nilai, bool):
        return "Ya" if nilai else "Tidak"
    if isinstance(nilai, float):
        if nilai != nilai:
            return ""
        return str(int(nilai)) if nilai.is_integer() and abs(nilai) < 1e15 else repr(nilai)
    if isinstance(nilai, dt.datetime):
        return nilai.date().isoformat() if nilai.time() == dt.time() else nilai.isoformat(sep=" ")
    return str(nilai)


def baca_nama(nilai: object) -> str:
    """``baca_teks`` of a column of names: who is called ``Nan`` or ``Null`` keeps the name.

    Everywhere else (codes, numbers, choices, units matched by their code) these words mean an empty
    cell, as real exports write it.
    """
    if isinstance(nilai, str) and (teks := _satukan(nilai)).lower() in MIRIP_KOSONG:
        return teks
    return baca_teks(nilai)


def _satukan(isi: str) -> str:
    return " ".join(buka_teks(buang_kendali(isi.replace("\u00a0", " ")).strip()).split())


def _rapikan(isi: str) -> str:
    teks = _satukan(isi)
    return "" if teks.lower() in _KOSONG else teks


_rapikan_sering = lru_cache(maxsize=50_000)(_rapikan)


def is_kosong(nilai: object) -> bool:
    """Nothing in it, or only spaces, or a word for nothing."""
    return baca_teks(nilai) == ""


def baca_bilangan(nilai: object) -> Decimal | None:
    """A number of a cell; ``None`` when empty. Raises ``BukanAngka`` (``BilanganSamar`` if masked).

    Floats are results of formulas or of binary storage: they are rounded half up to the sen, so
    that 57456457922.650024 is 57456457922.65. Text keeps every digit.
    """
    if isinstance(nilai, (dt.date, dt.time, dt.timedelta)):
        raise BukanAngka("Isinya tanggal atau jam, bukan angka.")
    if isinstance(nilai, str):
        teks = baca_teks(nilai)
        if _SAMAR.match(teks):
            raise BilanganSamar("Angkanya disamarkan oleh pembuat berkas.")
        if teks == BELUM_DIHITUNG:
            raise RumusBelumDihitung(
                "Rumusnya belum dihitung. Buka berkas di aplikasi lembar kerja, simpan, lalu coba lagi."
            )
        if re.fullmatch(r"#[A-Z0-9/]+[!?]", teks):
            raise BukanAngka(f"Rumusnya keliru ({teks}). Perbaiki rumusnya atau ketik angkanya.")
        return baca_angka(teks)
    hasil = baca_angka(nilai)
    if hasil is not None and isinstance(nilai, float):
        hasil = hasil.quantize(SEN, ROUND_HALF_UP)
        return hasil.quantize(Decimal(1)) if hasil == hasil.to_integral_value() else hasil
    return hasil


def baca_tahun(nilai: object) -> int | None:
    """A year between 2000 and 2100 in a cell of its own, else ``None``."""
    teks = baca_teks(nilai)
    return int(teks) if re.fullmatch(r"20\d\d|2100", teks) else None
