"""Fill an empty database with the demo kabupaten, through the same actions that people use."""

import datetime as dt

from terukur.contoh.actions.organisasi import isi_organisasi


def isi(*, pada: dt.datetime) -> None:
    """Fill an empty database as if the kabupaten had worked with Terukur up to ``pada``."""
    isi_organisasi(pada=pada)


__all__ = ["isi"]
