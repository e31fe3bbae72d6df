"""Tokens of other systems: who holds one, what it opens, when it was used."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from terukur.api import actions, queries
from terukur.api.choices import Sumber
from terukur.api.exports import KOLOM_TOKEN
from terukur.api.forms import FormToken
from terukur.api.models import Token
from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar, TidakBerhak, TidakDitemukan
from terukur.inti.lembar import respons_tabel
from terukur.jejak.tindakan import laksanakan
from terukur.organisasi.queries import daftar_opd, hari_pemda, zona_pemda

PER_HALAMAN = 30
SEKEJAP = dt.timedelta(microseconds=1)
"""A token ends at midnight; the day named is the one before."""


@izin(Izin.SISTEM_KELOLA)
@require_safe
def daftar(request: HttpRequest) -> HttpResponseBase:
    """All tokens, newest first."""
    semua = queries.daftar_token()
    if unduhan := respons_tabel(request, "Token API", KOLOM_TOKEN, semua):
        return unduhan
    halaman = Paginator(semua, PER_HALAMAN).get_page(request.GET.get("hal"))
    kata = dict(Sumber.choices)
    baris = [
        (
            t,
            ", ".join(kata[s] for s in t.sumber),
            _keadaan(request, t),
            hari_pemda(t.kedaluwarsa_pada - SEKEJAP),
        )
        for t in halaman
    ]
    return render(request, "api/token.html", {"halaman": halaman, "baris": baris})


def _keadaan(request: HttpRequest, token: Token) -> tuple[str, str]:
    """The word for the state, and its colour."""
    if token.dicabut_pada:
        return "Dicabut", "netral"
    if token.kedaluwarsa_pada <= request.diterima_pada:  # type: ignore[attr-defined]
        return "Kedaluwarsa", "buruk"
    return "Berlaku", "selesai"


@izin(Izin.SISTEM_KELOLA)
@require_http_methods(["GET", "HEAD", "POST"])
def baru(request: HttpRequest) -> HttpResponse:
    """Make a token; its text is shown once."""
    opd = daftar_opd(request.user)  # type: ignore[arg-type]
    form = FormToken(request.POST if request.method == "POST" else None, opd=opd)
    if request.method == "POST" and form.is_valid():
        try:
            hasil = laksanakan(
                request, actions.buat_token, peristiwa="token.buat", objek="token",
                tujuan=reverse("api:token"), pembuat=request.user, **_isi(form.cleaned_data),
            )  # fmt: skip
        except (TidakBerhak, TidakDitemukan):
            raise
        except AturanDilanggar as tolak:
            form.terima_galat(tolak)
        else:
            token, teks = hasil.nilai or (None, "")
            jawaban = render(request, "api/token_sekali.html", {"token": token, "teks": teks})
            jawaban["Cache-Control"] = "no-store"
            return jawaban
    return render(request, "api/token_baru.html", {"form": form}, status=422 if form.errors else 200)


def _isi(isi: dict[str, Any]) -> dict[str, Any]:
    """The last day counts to its end in the zone of the pemda."""
    besok = min(isi["sampai"], dt.date.max - dt.timedelta(days=2)) + dt.timedelta(days=1)
    return {
        "nama": isi["nama"],
        "sumber": [Sumber(s) for s in isi["sumber"]],
        "opd": [UUID(o) for o in isi["opd"]],
        "sampai": dt.datetime.combine(besok, dt.time(), tzinfo=zona_pemda()),
    }


@izin(Izin.SISTEM_KELOLA)
@require_POST
def cabut(request: HttpRequest, token_id: UUID) -> HttpResponse:
    """End a token."""
    hasil = laksanakan(
        request, actions.cabut_token, peristiwa="token.cabut", objek="token", objek_id=token_id,
        tujuan=reverse("api:token"), token_id=token_id,
    )  # fmt: skip
    messages.success(request, "Token dicabut; sistem yang memakainya tidak lagi dapat membaca.")
    return redirect(hasil.tujuan)
