"""Reads about users."""

from django.db.models import Q

from terukur.akun.models import Pengguna, TautanSSO


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


def cari_pengguna_persis(kolom: str, nilai: str) -> Pengguna | None:
    """The user whose ``nama_pengguna`` or ``nip`` is exactly this: the claim of a single sign-on."""
    if kolom not in {"nama_pengguna", "nip"} or not nilai:
        return None
    return Pengguna.objects.filter(**{kolom: nilai}).order_by("pk").first()


def get_tautan_sso(pengguna: Pengguna) -> TautanSSO | None:
    """The account of the single sign-on that this person enters by, if any."""
    return TautanSSO.objects.filter(pengguna=pengguna).order_by("pk").first()
