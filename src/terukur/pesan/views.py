"""The inbox, and the register of deliveries."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from terukur.inti.izin import Izin, izin
from terukur.inti.lembar import respons_tabel
from terukur.jejak.tindakan import laksanakan
from terukur.pesan import actions, queries
from terukur.pesan.choices import StatusKiriman
from terukur.pesan.exports import KOLOM_KIRIMAN, KOLOM_PESAN

PER_HALAMAN = 30


@izin(Izin.AKUN_SENDIRI)
@require_safe
def kotak(request: HttpRequest) -> HttpResponseBase:
    """One's own messages."""
    belum = request.GET.get("belum") == "1"
    pesan = queries.kotak_masuk(request.user, belum_dibaca=belum)  # type: ignore[arg-type]
    if unduhan := respons_tabel(request, "Pesan", KOLOM_PESAN, pesan):
        return unduhan
    halaman = Paginator(pesan, PER_HALAMAN).get_page(request.GET.get("hal"))
    return render(request, "pesan/kotak.html", {"halaman": halaman, "belum": belum})


@izin(Izin.AKUN_SENDIRI)
@require_POST
def baca(request: HttpRequest, pesan_id: UUID) -> HttpResponse:
    """Mark as read and go where the message points."""
    pesan = actions.tandai_dibaca(
        pesan_id=pesan_id,
        untuk=request.user,  # type: ignore[arg-type]
        pada=request.diterima_pada,  # type: ignore[attr-defined]
    )
    return redirect(pesan.tautan or reverse("pesan:kotak"))


@izin(Izin.AKUN_SENDIRI)
@require_POST
def baca_semua(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    actions.tandai_semua_dibaca(
        untuk=request.user,  # type: ignore[arg-type]
        pada=request.diterima_pada,  # type: ignore[attr-defined]
    )
    return redirect("pesan:kotak")


@izin(Izin.SISTEM_KELOLA)
@require_safe
def kiriman(request: HttpRequest) -> HttpResponseBase:
    """Deliveries to the outside and what failed."""
    status = request.GET.get("status", "")
    if status not in StatusKiriman.values:
        status = ""
    urut = request.GET.get("urut", "")
    if urut not in queries.URUT_KIRIMAN:
        urut = "-waktu"
    semua = queries.daftar_kiriman(status=status, urut=urut)
    if unduhan := respons_tabel(request, "Kiriman keluar", KOLOM_KIRIMAN, semua):
        return unduhan
    halaman = Paginator(semua, PER_HALAMAN).get_page(request.GET.get("hal"))
    konteks = {"halaman": halaman, "status": status, "urut": urut, "pilihan": StatusKiriman.choices}
    return render(request, "pesan/kiriman.html", konteks)


@izin(Izin.SISTEM_KELOLA)
@require_POST
def ulang(request: HttpRequest, kiriman_id: UUID) -> HttpResponse:
    """Try a failed delivery again."""
    hasil = laksanakan(
        request,
        actions.kirim_ulang,
        peristiwa="kiriman.ulang",
        objek="kiriman",
        objek_id=kiriman_id,
        tujuan=reverse("pesan:kiriman"),
        kiriman_id=kiriman_id,
    )
    messages.success(request, "Kiriman dicoba lagi; lihat hasilnya beberapa saat lagi.")
    return redirect(hasil.tujuan)
