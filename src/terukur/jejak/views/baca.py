"""Who read what that is sensitive, and for how long that is kept."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.lembar import respons_tabel
from terukur.jejak import queries
from terukur.jejak.actions import tetapkan_masa_simpan
from terukur.jejak.exports import kolom_pembacaan
from terukur.jejak.forms import FormMasaSimpan, SaringBaca
from terukur.jejak.models import MasaSimpanBaca
from terukur.jejak.penyedia import nama_opd, sebut
from terukur.jejak.tindakan import laksanakan

PER_HALAMAN = 50


@izin(Izin.JEJAK_AUDIT)
@require_safe
def daftar(request: HttpRequest) -> HttpResponseBase:
    """Sensitive reads with filters, newest first."""
    formulir = SaringBaca(request.GET)
    semua = queries.pembacaan(request.user, **formulir.saringan())
    if unduhan := respons_tabel(request, "Catatan baca", kolom_pembacaan(), semua.iterator()):
        return unduhan
    halaman = Paginator(semua, PER_HALAMAN).get_page(request.GET.get("hal"))
    hari = request.diterima_pada.astimezone(queries.zona()).date()  # type: ignore[attr-defined]
    konteks = {
        "formulir": formulir,
        "halaman": halaman,
        "baris": [(b, ", ".join(sebut(p) for p in b.pelaku_peran.split(",") if p)) for b in halaman],
        "nama_opd": nama_opd(),
        "bulan": queries.masa_simpan(hari),
    }
    return render(request, "jejak/baca.html", konteks)


@izin(Izin.SISTEM_KELOLA)
@require_http_methods(["GET", "POST"])
def masa_simpan(request: HttpRequest) -> HttpResponse:
    """For how many months reads are kept, and since when."""
    form = FormMasaSimpan(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            hasil = laksanakan(
                request,
                tetapkan_masa_simpan,
                peristiwa="masa_simpan_baca.tetapkan",
                objek="masa_simpan_baca",
                tujuan=reverse("jejak:masa_simpan"),
                **form.cleaned_data,
            )
        except AturanDilanggar as tolak:
            form.terima_galat(tolak)
        else:
            messages.success(request, "Masa simpan ditetapkan.")
            return redirect(hasil.tujuan)
    konteks = {
        "form": form,
        "daftar": MasaSimpanBaca.objects.order_by("-berlaku_sejak"),
        "bawaan": queries.MASA_SIMPAN_BAWAAN,
    }
    return render(request, "jejak/masa_simpan.html", konteks, status=422 if form.errors else 200)
