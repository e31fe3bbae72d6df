"""Targets of OPD that ended: who took them over, and the decision about those that nobody owes."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar, TidakBerhak, TidakDitemukan
from terukur.inti.lembar import Kolom, respons_tabel
from terukur.jejak.tindakan import laksanakan
from terukur.organisasi.forms.waktu import FormulirSaat
from terukur.organisasi.queries import calon_penerus
from terukur.realisasi import actions, queries
from terukur.realisasi.forms.warisan import FormulirPenerima
from terukur.realisasi.views.bantu import hari, pembaca

SEHALAMAN = 25
BELUM_ADA = "Belum ada penerima"
KOLOM = (
    Kolom("Rencana aksi", "judul", lebar=60),
    Kolom("Indikator", "indikator"),
    Kolom("Tahun", "tahun", "kode"),
    Kolom("Periode", "sebut_periode"),
    Kolom("Semula", "asal.nama"),
    Kolom("Penerima", lambda b: b.nama_penerima or BELUM_ADA),
)
_ARAH: dict[str, Any] = {
    "penerima": lambda b: (b.nama_penerima, b.asal.nama, b.judul),
    "asal": lambda b: (b.asal.nama, b.judul),
    "judul": lambda b: b.judul,
}


@izin(Izin.REALISASI_VERIFIKASI)
@require_GET
def daftar(request: HttpRequest) -> HttpResponseBase:
    """What passed on from OPD that ended and is not submitted, of a past day as it stood; what has no
    recipient first."""
    saring = FormulirSaat(request.GET or None)
    lalu = saring.saat(hari(request))
    baris = queries.daftar_warisan(saat=lalu)
    urut = request.GET.get("urut", "")
    if urut.lstrip("-") in _ARAH:
        baris.sort(key=_ARAH[urut.lstrip("-")], reverse=urut.startswith("-"))
    if unduhan := respons_tabel(request, "Target OPD yang berakhir", KOLOM, baris):
        return unduhan
    konteks = {
        "hal": Paginator(baris, SEHALAMAN).get_page(request.GET.get("hal")),
        "saring": saring,
        "lalu": lalu,
        "urut": urut,
        "tanpa": sum(b.penerima is None for b in baris),
        "belum_ada": BELUM_ADA,
    }
    return render(request, "realisasi/warisan.html", konteks)


@izin(Izin.REALISASI_VERIFIKASI)
@require_http_methods(["GET", "POST"])
def penerima(request: HttpRequest, kunci: UUID) -> HttpResponse:
    """Decide who owes the remaining periods of one action."""
    semua = queries.daftar_warisan(kunci)
    if not semua:
        raise TidakDitemukan("Tidak ada target yang diteruskan dengan rencana aksi itu.")
    b = semua[0]
    calon = calon_penerus(b.asal, hari=hari(request))
    formulir = FormulirPenerima(request.POST or None, calon=calon)
    tujuan = reverse("realisasi:warisan")
    if request.method == "POST" and formulir.is_valid():
        try:
            hasil = laksanakan(
                request, actions.tetapkan_penerima, peristiwa="target.alih", objek="rencana_aksi",
                objek_id=kunci, opd_id=b.asal.pk, tujuan=tujuan, kunci=kunci, **formulir.isi(),
            )  # fmt: skip
        except (TidakDitemukan, TidakBerhak):
            raise
        except AturanDilanggar as tolak:
            formulir.terima_galat(tolak)
        else:
            messages.success(request, f"{b.judul}: penerimanya {formulir.isi()['penerima'].nama}.")
            return redirect(hasil.tujuan)
    konteks = {
        "b": b,
        "semua": semua,
        "formulir": formulir,
        "belum_ada": BELUM_ADA,
        "lihat_jejak": pembaca(request).akses.boleh(Izin.JEJAK_LIHAT),
    }
    return render(request, "realisasi/warisan_penerima.html", konteks, status=422 if formulir.errors else 200)
