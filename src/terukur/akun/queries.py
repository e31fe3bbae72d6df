"""Reads about users."""

from django.db.models import Q

from terukur.akun.models import Pengguna, TautanSSO
from terukur.inti.kesalahan import AturanDilanggar


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


def periksa_tautan_sso(pengguna: Pengguna, *, penerbit: str, subjek: str) -> TautanSSO | None:
    """This person's link with exactly this account; None if neither is linked yet.

    Raises ``AturanDilanggar`` when the person is closed (``nonaktif``), linked with another account
    (``tertaut_lain``), or the account with another person (``milik_orang_lain``).
    """
    if not pengguna.is_active:
        raise AturanDilanggar("Akun ini tidak aktif. Hubungi admin OPD Anda.", kode="nonaktif")
    lama = get_tautan_sso(pengguna)
    if lama is not None:
        if (lama.penerbit, lama.subjek) == (penerbit, subjek):
            return lama
        raise AturanDilanggar(
            "Pengguna Terukur ini sudah ditautkan dengan akun lain. Bila akun Anda memang berganti, "
            "minta admin OPD melepaskan tautan yang lama.",
            kode="tertaut_lain",
        )
    if TautanSSO.objects.filter(penerbit=penerbit, subjek=subjek).exists():
        raise AturanDilanggar(
            "Akun ini sudah ditautkan dengan pengguna Terukur yang lain. Minta admin OPD memeriksanya.",
            kode="milik_orang_lain",
        )
    return None
