"""Pieces of conditions that the lists share."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q


def cari(kata: str, *kolom: str) -> Q:
    """Every word of ``kata`` occurs in one of the columns; no words: no condition."""
    syarat = Q()
    for bagian in kata.split():
        satu = Q()
        for k in kolom:
            satu |= Q(**{f"{k}__icontains": bagian})
        syarat &= satu
    return syarat


def dalam(cakupan: Collection[UUID] | None, kolom: str = "opd_id") -> Q:
    """``kolom`` lies in the scope (None: everything)."""
    return Q() if cakupan is None else Q(**{f"{kolom}__in": cakupan})
