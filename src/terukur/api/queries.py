"""Reads of tokens, and of what the rooms below show to their reader."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db.models import Max, QuerySet

from terukur.akun.akses import susun_akses
from terukur.akun.models import Pengguna
from terukur.api.choices import Sumber
from terukur.api.models import Kabar, Token, Webhook
from terukur.api.rules import AksesToken, sidik_token
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import TidakDitemukan
from terukur.jejak.queries import nomor_terakhir
from terukur.organisasi.queries import hari_pemda
from terukur.tenggat.models import KegiatanTercatat, Pengajuan


def daftar_token() -> QuerySet[Token]:
    """All tokens, newest first, for who runs the system."""
    return (
        Token.objects.select_related("dibuat_oleh", "pemakaian")
        .prefetch_related("opd")
        .order_by("-dibuat_pada", "pk")
    )


def get_token(token_id: UUID) -> Token:
    token = Token.objects.filter(pk=token_id).first()
    if token is None:
        raise TidakDitemukan("Token tidak ditemukan.")
    return token


def kenali(teks: str, *, pada: dt.datetime) -> tuple[Token, Pengguna] | None:
    """The token and its reader (the maker, cut down to it); None when it opens nothing at ``pada``."""
    token = (
        Token.objects.select_related("dibuat_oleh")
        .filter(sidik=sidik_token(teks), dicabut_pada=None, kedaluwarsa_pada__gt=pada)
        .filter(dibuat_oleh__is_active=True)
        .first()
    )
    if token is None:
        return None
    opd = None if token.seluruh_opd else frozenset(token.opd.order_by("pk").values_list("pk", flat=True))
    pembaca = token.dibuat_oleh
    pembaca.akses = AksesToken(
        susun_akses(pembaca, pada=pada), izin=frozenset(Sumber(s).izin for s in token.sumber), opd=opd
    )
    return token, pembaca


def tanda_keadaan(*, pada: dt.datetime, kelengkapan: bool) -> tuple[Any, ...]:
    """Moves whenever an answer could: the newest official act, the day, and completeness if it is shown."""
    akhir = KegiatanTercatat.objects.aggregate(n=Max("pk"))["n"] if kelengkapan else None
    return nomor_terakhir(), hari_pemda(pada), akhir


def pastikan_pengajuan(pengajuan_id: UUID, *, untuk: Pengguna, izin: Izin) -> None:
    """Raise ``TidakDitemukan`` unless this package is of an OPD for which ``untuk`` holds ``izin``."""
    opd_id = Pengajuan.objects.filter(pk=pengajuan_id).values_list("opd_id", flat=True).first()
    if opd_id is None or not untuk.akses.boleh(izin, opd_id):
        raise TidakDitemukan("Pengajuan tidak ditemukan.")


def daftar_webhook() -> QuerySet[Webhook]:
    """All webhooks, newest first, for who runs the system."""
    return Webhook.objects.order_by("-dibuat_pada", "pk")


def daftar_kabar(*, status: str = "") -> QuerySet[Kabar]:
    """Messages to webhooks, newest first."""
    kabar = Kabar.objects.select_related("webhook").order_by("-dibuat_pada", "-nomor", "pk")
    return kabar.filter(status=status) if status else kabar
