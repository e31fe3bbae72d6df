"""Public pages of the journal: seals, and the verification of a paper."""

import re

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from terukur.inti.izin import publik
from terukur.jejak.kertas import kertas_cocok, sidik_singkat
from terukur.jejak.kunci import kunci_publik
from terukur.jejak.models import Kertas, Segel
from terukur.jejak.queries import segel_atas

_NOMOR = re.compile(r"^\s*([A-Za-z]{2,4})\s*-\s*(\d{4})\s*-\s*(\d{1,9})\s*$")
SEGEL_PER_HALAMAN = 50
SEGEL_PER_UNDUHAN = 5000


@publik
@require_safe
def segel(request: HttpRequest) -> HttpResponse:
    """The published seals, newest first."""
    halaman = Paginator(Segel.objects.order_by("-nomor"), SEGEL_PER_HALAMAN).get_page(request.GET.get("hal"))
    return render(request, "jejak/segel.html", {"halaman": halaman, "kunci_publik": kunci_publik()})


@publik
@never_cache
@require_safe
def segel_json(request: HttpRequest) -> JsonResponse:
    """Seals for a witness to keep: ``?setelah=N`` gives those after seal N, oldest first.

    ``{"pemda", "kunci_publik", "segel": [{"baku": text, "tanda": hex}, ...], "lanjut": bool}``
    """
    setelah = request.GET.get("setelah", "0")
    nomor = int(setelah) if setelah.isascii() and setelah.isdigit() and len(setelah) < 18 else 0
    baris = list(Segel.objects.filter(nomor__gt=nomor).order_by("nomor")[: SEGEL_PER_UNDUHAN + 1])
    return JsonResponse(
        {
            "pemda": settings.TERUKUR_PEMDA,
            "kunci_publik": kunci_publik(),
            "segel": [{"baku": bytes(s.baku).decode(), "tanda": s.tanda} for s in baris[:SEGEL_PER_UNDUHAN]],
            "lanjut": len(baris) > SEGEL_PER_UNDUHAN,
        },
        json_dumps_params={"ensure_ascii": False},
    )


@publik
@require_safe
def periksa_cari(request: HttpRequest) -> HttpResponse:
    """Find a paper by what is printed on it: the QR code's word, or register number and digest.

    The number alone is not enough, since numbers can be counted through.
    """
    nomor = request.GET.get("nomor", "")
    sidik = re.sub(r"[^0-9a-f]", "", request.GET.get("sidik", "").lower())
    galat = ""
    if nomor:
        kertas = None
        if (cocok := _NOMOR.match(nomor)) and len(sidik) >= 8:
            kertas = (
                Kertas.objects.filter(jenis=cocok[1].upper(), tahun=cocok[2], urut=cocok[3])
                .filter(sidik__startswith=sidik)
                .first()
            )
        if kertas:
            return redirect("jejak:periksa", kertas.kode)
        galat = (
            "Tidak ada kertas dengan nomor register dan sidik itu. Periksa kembali keduanya pada "
            "kaki halaman; sidik diisi paling sedikit 8 tanda pertama."
        )
    konteks = {"nomor": nomor, "sidik": request.GET.get("sidik", ""), "galat": galat}
    return render(request, "jejak/periksa_cari.html", konteks, status=404 if galat else 200)


@publik
@never_cache
@require_safe
def periksa(request: HttpRequest, kode: str) -> HttpResponse:
    """What was recorded about one paper, without personal data."""
    kertas = Kertas.objects.filter(kode=kode.lower()).first()
    if kertas is None:
        raise Http404("Kode pemeriksaan tidak dikenal.")
    konteks = {
        "kertas": kertas,
        "cocok": kertas_cocok(kertas),
        "segel": segel_atas(kertas.catatan_daftar),
        "salinan": list(kertas.salinan.order_by("pada", "pk")),
        "sidik_singkat": sidik_singkat(kertas.sidik),
    }
    return render(request, "jejak/periksa.html", konteks)
