"""Published editions: the list, one edition with its files and whether it can be made again, publishing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar, TidakDitemukan
from terukur.inti.lembar import Kolom, respons_tabel
from terukur.jejak.tindakan import laksanakan
from terukur.organisasi.models import OPD
from terukur.organisasi.queries import get_opd
from terukur.realisasi import actions, exports, queries
from terukur.realisasi.choices import JenisEdisi
from terukur.realisasi.forms import FormulirEdisi, FormulirSaringEdisi
from terukur.realisasi.models import Edisi
from terukur.realisasi.models.edisi import SELURUH
from terukur.realisasi.views.bantu import hari, pembaca

SEHALAMAN = 25
SEISI = 100
"""So many rows of an edition stand on its page; its files have them all."""
KOLOM = (
    Kolom("Nomor register", "kertas.nomor", "kode"),
    Kolom("Laporan", lambda e: e.get_jenis_display()),
    Kolom("OPD", "nama_opd"),
    Kolom("Keadaan per", "per", "tanggal"),
    Kolom("Edisi", "ke", "angka"),
    Kolom("Diketahui pada", "diketahui", "waktu"),
    Kolom("Terbit", "terbit_pada", "waktu"),
    Kolom("Sidik isi", "kertas.sidik", "kode"),
)
_URUT = {"terbit": "terbit_pada", "per": "per", "opd": "opd__nama"}


@izin(Izin.REALISASI_LIHAT)
@require_GET
def daftar(request: HttpRequest) -> HttpResponseBase:
    """Editions in the reader's scope, of a past day those published by then, the newest first."""
    saring = FormulirSaringEdisi(request.GET or None)
    lalu = saring.saat(hari(request))
    semua = saring.pilih(queries.edisi_terlihat(pembaca(request)))
    if lalu:
        semua = semua.filter(terbit_pada__lte=lalu)
    urut = request.GET.get("urut", "-terbit")
    kolom = _URUT.get(urut.lstrip("-"), "terbit_pada")
    semua = semua.order_by(f"{'-' if urut.startswith('-') else ''}{kolom}", "pk")
    if unduhan := respons_tabel(request, "Edisi laporan kinerja", KOLOM, semua):
        return unduhan
    hal = Paginator(semua, SEHALAMAN).get_page(request.GET.get("hal"))
    konteks = {"saring": saring, "lalu": lalu, "hal": hal, "urut": urut}
    return render(request, "realisasi/edisi_daftar.html", konteks)


def _get(request: HttpRequest, edisi_id: UUID) -> Edisi:
    edisi = queries.edisi_terlihat(pembaca(request)).filter(pk=edisi_id).first()
    if edisi is None:
        raise TidakDitemukan("Edisi itu tidak ditemukan.")
    return edisi


def _alamat_kini(e: Edisi) -> str:
    """The same report as it stands now."""
    if e.jenis == JenisEdisi.RAPOR:
        alamat = reverse("realisasi:rapor", args=[e.opd_id])
    elif e.opd_id is None:
        alamat = reverse("realisasi:kertas_seluruh")
    else:
        alamat = reverse("realisasi:kertas", args=[e.jenis, e.opd_id])
    return f"{alamat}?per={e.per.isoformat()}"


@izin(Izin.REALISASI_LIHAT)
@require_GET
def edisi(request: HttpRequest, edisi_id: UUID) -> HttpResponse:
    """What it says; with ``?ulang=1`` the same computed and set anew, and whether it comes out equal."""
    e = _get(request, edisi_id)
    data = e.kertas.isi["data"]
    konteks: dict[str, Any] = {
        "e": e,
        "isi": exports.BENTUK[JenisEdisi(e.jenis)].halaman,
        "sajian": exports.sajikan(e.jenis, data, banyak=SEISI),
        "dari": timezone.localtime(e.diketahui).strftime("%Y-%m-%dT%H:%M"),
        "data": data,
        "bingkai": e.kertas.isi["bingkai"],
        "kini": _alamat_kini(e),
        "ulangan": None,
        "salinan": list(e.kertas.salinan.order_by("pada", "pk")),
    }
    if request.GET.get("ulang"):
        dikenal = {s.sidik for s in konteks["salinan"]}
        konteks |= {
            "ulangan": queries.susun_ulang_edisi(e),
            "berkas": [(nama, s, s in dikenal) for nama, s in exports.sidik_berkas(e).items()],
            "perender": actions.perender(),
        }
    return render(request, "realisasi/edisi.html", konteks)


@izin(Izin.REALISASI_LIHAT)
@require_GET
def berkas(request: HttpRequest, edisi_id: UUID, format: str) -> HttpResponse:
    """The edition as PDF or XLSX."""
    e = _get(request, edisi_id)
    if format not in exports.FORMAT:
        raise TidakDitemukan("Edisi terbit sebagai PDF dan XLSX.")
    jawaban = HttpResponse(exports.CETAK[format](e), content_type=exports.FORMAT[format])
    cara = "inline" if format == "pdf" else "attachment"
    jawaban["Content-Disposition"] = f'{cara}; filename="{e.kertas.nomor.lower()}.{format}"'
    return jawaban


@izin(Izin.KINERJA_KELOLA)
@require_http_methods(["GET", "POST"])
def terbitkan(request: HttpRequest, opd_id: UUID) -> HttpResponse:
    """Publish a report of one OPD as it stands now."""
    opd = get_opd(opd_id, untuk=pembaca(request), izin=Izin.KINERJA_KELOLA)
    jenis = request.GET.get("jenis", "")
    if jenis in JenisEdisi and jenis != JenisEdisi.RAPOR:
        label, kembali = JenisEdisi(jenis).label, reverse("realisasi:kertas", args=[jenis, opd.pk])
    else:
        label, kembali = "Rapor", reverse("realisasi:rapor", args=[opd.pk])
    konteks = {"nama": opd.nama, "asal": f"{label} {opd.singkatan}", "kembali": kembali}
    return _terbitkan(request, opd, konteks)


@izin(Izin.KINERJA_KELOLA)
@require_http_methods(["GET", "POST"])
def terbitkan_seluruh(request: HttpRequest) -> HttpResponse:
    """Publish the RFK of every OPD as it stands now."""
    konteks = {
        "nama": f"{JenisEdisi.RFK.label} {SELURUH.lower()}",
        "asal": SELURUH,
        "kembali": reverse("realisasi:kertas_seluruh"),
    }
    return _terbitkan(request, None, konteks)


def _terbitkan(request: HttpRequest, opd: OPD | None, konteks: dict[str, Any]) -> HttpResponse:
    awal = {
        "per": request.GET.get("per") or hari(request),
        "jenis": request.GET.get("jenis") or (JenisEdisi.RAPOR if opd else JenisEdisi.RFK),
    }
    formulir = FormulirEdisi(request.POST or None, seluruh=opd is None, initial=awal)
    if request.method == "POST" and formulir.is_valid():
        try:
            hasil = laksanakan(
                request, actions.terbitkan_edisi, peristiwa="edisi.terbitkan", objek="edisi",
                opd_id=opd.pk if opd else None, tujuan=lambda e: reverse("realisasi:edisi", args=[e.pk]),
                opd=opd, **formulir.cleaned_data,
            )  # fmt: skip
        except AturanDilanggar as tolak:
            formulir.terima_galat(tolak)
        else:
            messages.success(request, "Edisi terbit.")
            return HttpResponseRedirect(hasil.tujuan)
    return render(
        request,
        "realisasi/terbitkan.html",
        konteks | {"formulir": formulir},
        status=422 if formulir.errors else 200,
    )
