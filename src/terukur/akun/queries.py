"""Reads about users."""

from django.db.models import Q

from terukur.akun.models import Pengguna


def cari_pengguna(nama: str) -> Pengguna | None:
    """The user whose login name or NIP was typed (case and spaces do not matter), if any."""
    nama = nama.strip()
    if not nama:
        return None
    nip = nama.replace(" ", "")
    return (
        Pengguna.objects.filter(Q(nama_pengguna__iexact=nama) | Q(nip=nip) & ~Q(nip=""))
        .order_by("pk")
        .first()
    )
