"""A browser for tests of pages."""

from django.test import Client
from django.urls import reverse

from terukur.akun.models import Pengguna


def masuk(pengguna: Pengguna) -> Client:
    """A client logged in as ``pengguna``."""
    peramban = Client()
    peramban.force_login(pengguna)
    return peramban


def alamat(nama: str, *args: object) -> str:
    """Address of one of this room's pages."""
    return reverse(f"organisasi:{nama}", args=args)
