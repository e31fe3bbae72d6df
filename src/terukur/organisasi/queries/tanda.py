"""What a form remembers of the record it was filled from."""

import hashlib
from typing import Any

from terukur.inti.bitemporal import CatatanResmi


def tanda_nilai(*nilai: object) -> str:
    """A short mark that differs when any of these values does."""
    return hashlib.sha256(repr(nilai).encode()).hexdigest()[:16]


def tanda_fakta(model: type[CatatanResmi], **kunci: Any) -> str:
    """A mark of all that is known now of ``kunci``; every correction or withdrawal changes it."""
    baris = model.objects.diketahui(None).filter(**kunci).order_by("pk")
    return tanda_nilai(*baris.values_list("pk", flat=True))
