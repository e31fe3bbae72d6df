"""The one page of the trial mode: put the data back to the beginning."""

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from terukur.contoh.actions.ulang import TUGAS_ULANG
from terukur.inti.izin import Izin, izin


@require_http_methods(["GET", "HEAD", "POST"])
@izin(Izin.SISTEM_KELOLA)
def latihan(request: HttpRequest) -> HttpResponse:
    """Explain, and on POST hand the reset to the worker."""
    if not settings.MODE_LATIHAN:
        raise Http404
    if request.method == "POST":
        try:
            with transaction.atomic():
                app.configure_task(TUGAS_ULANG).defer()
        except AlreadyEnqueued:
            messages.info(request, "Data latihan sedang diatur ulang; tunggu sekitar satu menit.")
        else:
            messages.success(
                request,
                "Data latihan diatur ulang. Selama sekitar satu menit halaman lain menunggu; "
                "sesudahnya masuklah kembali.",
            )
        return redirect("contoh:latihan")
    return render(request, "contoh/latihan.html")
