"""The lists of sumber dana and rekening. Open to all readers."""

from typing import Any

from django.db.models import Q, QuerySet

from terukur.perencanaan.models import Rekening, SumberDana


def saring_acuan(
    model: type[SumberDana] | type[Rekening], *, kata: str = "", hanya_daun: bool = False
) -> QuerySet[Any]:
    """Rows by code (``1.2``: it and all below) or by words of the name, in order of code."""
    qs: QuerySet[Any] = model._default_manager.order_by("kode", "pk")
    if hanya_daun:
        qs = qs.filter(daun=True)
    kata = " ".join(kata.split())
    if kata and kata.replace(".", "").isdecimal():
        awal = kata.rstrip(".")
        return qs.filter(Q(kode=awal) | Q(kode__startswith=f"{awal}."))
    for k in kata.split():
        qs = qs.filter(nama__icontains=k)
    return qs
