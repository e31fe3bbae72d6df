"""Addresses of many records at once."""

from functools import cache
from uuid import UUID

from django.urls import reverse

_LUBANG = UUID(int=0)


@cache
def pola_alamat(nama: str) -> str:
    """A named address with a hole (``.format(id)``) for its only id: a page asks for hundreds of them."""
    return reverse(nama, args=[_LUBANG]).replace(str(_LUBANG), "{}")
