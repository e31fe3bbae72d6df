"""Webhooks: which systems are told of what, and what became of each message."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from terukur.api import actions, queries
from terukur.api.choices import Peristiwa, StatusKabar
from terukur.api.exports import KOLOM_KABAR
from terukur.api.forms import FormWebhook
from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar, TidakBerhak, TidakDitemukan
from terukur.inti.lembar import respons_tabel
from terukur.jejak.tindakan import laksanakan

PER_HALAMAN = 30


@izin(Izin.SISTEM_KELOLA)
@require_safe
def daftar(request: HttpRequest) -> HttpResponseBase:
    """All webhooks, and the register of messages."""
    status = request.GET.get("status", "")
    if status not in StatusKabar.values:
        status = ""
    kabar = queries.daftar_kabar(status=status)
    if unduhan := respons_tabel(request, "Kabar webhook", KOLOM_KABAR, kabar):
        return unduhan
    kata = dict(Peristiwa.choices)
    konteks = {
        "webhook": [(w, ", ".join(kata[p] for p in w.peristiwa)) for w in queries.daftar_webhook()],
        "halaman": Paginator(kabar, PER_HALAMAN).get_page(request.GET.get("hal")),
        "kata": kata,
        "status": status,
        "pilihan": StatusKabar.choices,
    }
    return render(request, "api/webhook.html", konteks)


@izin(Izin.SISTEM_KELOLA)
@require_http_methods(["GET", "HEAD", "POST"])
def baru(request: HttpRequest) -> HttpResponse:
    """Register an address; its secret is shown once."""
    form = FormWebhook(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        isi = form.cleaned_data
        try:
            hasil = laksanakan(
                request, partial(actions.buat_webhook, peristiwa=[Peristiwa(p) for p in isi["peristiwa"]]),
                peristiwa="webhook.buat", objek="webhook", tujuan=reverse("api:webhook"),
                nama=isi["nama"], alamat=isi["alamat"],
            )  # fmt: skip
        except (TidakBerhak, TidakDitemukan):
            raise
        except AturanDilanggar as tolak:
            form.terima_galat(tolak)
        else:
            webhook, rahasia = hasil.nilai or (None, "")
            jawaban = render(request, "api/webhook_sekali.html", {"webhook": webhook, "teks": rahasia})
            jawaban["Cache-Control"] = "no-store"
            return jawaban
    return render(request, "api/webhook_baru.html", {"form": form}, status=422 if form.errors else 200)


@izin(Izin.SISTEM_KELOLA)
@require_POST
def hentikan(request: HttpRequest, webhook_id: UUID) -> HttpResponse:
    """Stop telling a system."""
    hasil = laksanakan(
        request, actions.hentikan_webhook, peristiwa="webhook.hentikan", objek="webhook",
        objek_id=webhook_id, tujuan=reverse("api:webhook"), webhook_id=webhook_id,
    )  # fmt: skip
    messages.success(request, "Webhook dihentikan.")
    return redirect(hasil.tujuan)


@izin(Izin.SISTEM_KELOLA)
@require_POST
def ulang(request: HttpRequest, kabar_id: UUID) -> HttpResponse:
    """Try a failed message again."""
    hasil = laksanakan(
        request, actions.kirim_ulang, peristiwa="webhook.kirim_ulang", objek="kabar", objek_id=kabar_id,
        tujuan=reverse("api:webhook"), kabar_id=kabar_id,
    )  # fmt: skip
    messages.success(request, "Kabar dicoba lagi; lihat hasilnya beberapa saat lagi.")
    return redirect(hasil.tujuan)
