"""Cells and files that a spreadsheet program opens without running anything."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

AWALAN_RUMUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What spreadsheet programs take for the beginning of a formula, full-width forms included."""


def aman_lembar(nilai: object) -> str:
    """Text of a cell that is never taken for a formula: ``=1+1`` -> ``'=1+1``; None is empty."""
    teks = "" if nilai is None else str(nilai)
    return f"'{teks}" if teks.startswith(AWALAN_RUMUS) else teks


def csv_mengalir(judul: Sequence[str], baris: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """CSV in pieces as an Indonesian Excel opens it: UTF-8 with BOM, ``;``, one line per row.

    Every cell passes ``aman_lembar``; numbers must come as text already.
    """
    wadah = io.StringIO("\ufeff")
    wadah.seek(1)
    penulis = csv.writer(wadah, delimiter=";", lineterminator="\r\n")
    penulis.writerow(judul)
    for satu in baris:
        penulis.writerow([aman_lembar(sel) for sel in satu])
        if wadah.tell() > 32_768:
            yield wadah.getvalue().encode()
            wadah.seek(0)
            wadah.truncate()
    yield wadah.getvalue().encode()
