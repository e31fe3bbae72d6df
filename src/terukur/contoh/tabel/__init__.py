"""The demo's own tables. Codes and names of nomenclature are official facts; the rest is invented."""

import csv
from importlib.resources import files


def baca(nama: str) -> list[dict[str, str]]:
    """Rows of ``<nama>.csv`` as dictionaries of text."""
    teks = (files(__package__) / f"{nama}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(teks.splitlines()))
