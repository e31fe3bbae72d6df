"""The catalogue of indicators."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from terukur.antarmuka.bentrok import bandingkan
from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar, Bentrok, TidakBerhak
from terukur.inti.lembar import Kolom, respons_tabel
from terukur.jejak.tindakan import laksanakan
from terukur.kinerja import actions, queries
from terukur.kinerja.forms import FormulirIndikator, FormulirSaringIndikator
from terukur.kinerja.models import DefinisiIndikator, Indikator
from terukur.organisasi.forms.waktu import FormulirPer
from terukur.organisasi.models import OPD
from terukur.organisasi.queries import belum_ada, hari_pemda, tanda_fakta

KOLOM = (
    Kolom("Kode", "indikator.kode", "kode"),
    Kolom("Indikator", "nama"),
    Kolom("OPD", lambda d: d.indikator.opd.nama if d.indikator.opd else "Seluruh kabupaten"),
    Kolom("Jenis", lambda d: d.get_jenis_display()),
    Kolom("Satuan", "satuan"),
    Kolom("Arah", lambda d: d.get_polaritas_display()),
    Kolom("Cara hitung", lambda d: d.get_metode_display()),
    Kolom("Gabungan setahun", lambda d: d.get_agregasi_display()),
    Kolom("Diukur", lambda d: d.get_periode_display()),
    Kolom("Batas atas (%)", "batas_atas", "angka"),
    Kolom("Definisi operasional", "definisi"),
    Kolom("Rumus pengukuran", "rumus_ukur"),
    Kolom("Sumber data", "sumber_data"),
    Kolom("Berlaku sejak", "berlaku_sejak", "tanggal"),
)


def _hari(request: HttpRequest) -> dt.date:
    return hari_pemda(request.diterima_pada)  # type: ignore[attr-defined]


def _boleh_tambah(request: HttpRequest) -> bool:
    akses: Any = request.user.akses  # type: ignore[union-attr]
    return bool(akses.boleh(Izin.KINERJA_KELOLA) or akses.cakupan(Izin.KINERJA_ISI))


def _milik(request: HttpRequest) -> UUID | None:
    """Whose indicators the reader adds: None for the kabupaten's, else those of the own OPD."""
    akses: Any = request.user.akses  # type: ignore[union-attr]
    if akses.boleh(Izin.KINERJA_KELOLA):
        return None
    opd: frozenset[UUID] = akses.cakupan(Izin.KINERJA_ISI)
    return min(opd)


@izin(Izin.KINERJA_LIHAT)
@require_GET
def daftar(request: HttpRequest) -> HttpResponseBase:
    """The catalogue as of a day, in the reader's scope."""
    saring = FormulirSaringIndikator(request.GET)
    isi = saring.cleaned_data if saring.is_valid() else {}
    per, diketahui = isi.get("per") or _hari(request), isi.get("diketahui")
    baris = queries.tabel_indikator(request.user, per=per, diketahui=diketahui)  # type: ignore[arg-type]
    if saring.is_valid():
        baris = saring.saring(baris)
    arah = {"nama": "nama", "kode": "indikator__nomor", "jenis": "jenis"}
    urut = request.GET.get("urut", "nama")
    kolom = arah.get(urut.lstrip("-"), "nama")
    baris = baris.order_by(f"{'-' if urut.startswith('-') else ''}{kolom}", "pk")
    if unduhan := respons_tabel(request, "Katalog indikator", KOLOM, baris):
        return unduhan
    konteks = {
        "hal": Paginator(baris, 25).get_page(request.GET.get("hal")),
        "saring": saring,
        "urut": urut,
        "per": per,
        "diketahui": diketahui,
        "boleh_tambah": not diketahui and _boleh_tambah(request),
    }
    return render(request, "kinerja/indikator_daftar.html", konteks)


@izin(Izin.KINERJA_KELOLA, Izin.KINERJA_ISI)
@require_http_methods(["GET", "POST"])
def tambah(request: HttpRequest) -> HttpResponse:
    """Add an indicator: of the kabupaten for those who manage the catalogue, else of the own OPD."""
    if not _boleh_tambah(request):
        raise TidakBerhak("Peran Anda tidak mencakup katalog indikator.")
    opd_id = _milik(request)
    formulir = FormulirIndikator(
        request.POST or None, initial={"sejak": _hari(request).replace(month=1, day=1)}
    )
    if request.method == "POST" and formulir.is_valid():
        try:
            hasil = laksanakan(
                request,
                _buat,
                peristiwa="indikator.buat",
                objek="indikator",
                opd_id=opd_id,
                tujuan="",
                milik=opd_id,
                isi=formulir.isi(),
                sejak=formulir.cleaned_data["sejak"],
            )
        except AturanDilanggar as tolak:
            formulir.terima_galat(tolak)
        else:
            messages.success(request, "Indikator ditambahkan ke katalog.")
            return (
                redirect("kinerja:indikator", hasil.nilai.indikator_id)
                if hasil.nilai
                else redirect("kinerja:indikator_daftar")
            )
    return render(
        request,
        "kinerja/indikator_ubah.html",
        {
            "formulir": formulir,
            "lama": None,
            "dibaca": "",
            "bentrok": None,
            "opd": OPD.objects.filter(pk=opd_id).first() if opd_id else None,
        },
        status=422 if formulir.errors else 200,
    )


def _buat(*, milik: UUID | None, **kwargs: Any) -> DefinisiIndikator:
    return actions.buat_indikator(opd_id=milik, **kwargs)


def _definisi(
    indikator: Indikator, per: dt.date, diketahui: dt.datetime | None = None
) -> DefinisiIndikator | None:
    return queries.definisi_banyak([indikator.pk], per=per, diketahui=diketahui).get(indikator.pk)


def _boleh_ubah(request: HttpRequest, indikator: Indikator) -> bool:
    akses: Any = request.user.akses  # type: ignore[union-attr]
    if akses.boleh(Izin.KINERJA_KELOLA):
        return True
    return indikator.opd_id is not None and akses.boleh(Izin.KINERJA_ISI, indikator.opd_id)


@izin(Izin.KINERJA_LIHAT)
@require_GET
def indikator(request: HttpRequest, indikator_id: UUID) -> HttpResponse:
    """The manual of one indicator of a day, as known when, and what it meant before."""
    satu = queries.get_indikator(indikator_id, untuk=request.user)  # type: ignore[arg-type]
    saring = FormulirPer(request.GET or None)
    per, diketahui = saring.baca(_hari(request))
    semua = DefinisiIndikator.objects.filter(indikator=satu)
    if diketahui is not None:
        semua = semua.filter(dicatat_pada__lte=diketahui)
    riwayat = list(semua.order_by("-dicatat_pada", "-berlaku_sejak", "pk"))
    if not riwayat:
        assert diketahui is not None, "an indicator is recorded with its first definition"
        raise belum_ada("Indikator ini", diketahui)
    for d in riwayat:
        if diketahui and d.digantikan_pada and d.digantikan_pada > diketahui:
            d.digantikan_pada = None
    asal = saring.isi.get("per") or (hari_pemda(diketahui) if diketahui else per)
    return render(
        request,
        "kinerja/indikator.html",
        {
            "indikator": satu,
            "d": _definisi(satu, asal, diketahui) or riwayat[0],
            "riwayat": riwayat,
            "saring": saring,
            "per": saring.isi.get("per"),
            "diketahui": diketahui,
            "boleh_ubah": not saring.is_bound and _boleh_ubah(request, satu),
        },
    )


@izin(Izin.KINERJA_KELOLA, Izin.KINERJA_ISI)
@require_http_methods(["GET", "POST"])
def ubah(request: HttpRequest, indikator_id: UUID) -> HttpResponse:
    """Change what an indicator means from a day on."""
    satu = queries.get_indikator(indikator_id, untuk=request.user)  # type: ignore[arg-type]
    if not _boleh_ubah(request, satu):
        raise TidakBerhak("Indikator seluruh kabupaten diubah oleh penyelenggara.")
    hari = _hari(request)
    kini = _definisi(satu, hari) or DefinisiIndikator.objects.diketahui(None).filter(indikator=satu).first()
    awal = FormulirIndikator.awal(kini) | {"sejak": hari} if kini else {}
    formulir = FormulirIndikator(request.POST or None, initial=awal)
    bentrok: Bentrok | None = None
    if request.method == "POST" and formulir.is_valid():
        try:
            laksanakan(
                request,
                actions.ubah_indikator,
                peristiwa="indikator.ubah",
                objek="indikator",
                objek_id=satu.pk,
                opd_id=satu.opd_id,
                tujuan="",
                indikator_id=satu.pk,
                isi=formulir.isi(),
                sejak=formulir.cleaned_data["sejak"],
                dibaca=request.POST.get("dibaca") or None,
            )
        except Bentrok as tolak:
            bentrok = tolak
        except AturanDilanggar as tolak:
            formulir.terima_galat(tolak)
        else:
            messages.success(request, "Indikator disimpan; yang lama tetap terlihat pada riwayatnya.")
            return redirect("kinerja:indikator", satu.pk)
    label = {k: str(f.label) for k, f in formulir.fields.items()}
    return render(
        request,
        "kinerja/indikator_ubah.html",
        {
            "formulir": formulir,
            "lama": satu,
            "opd": satu.opd,
            "bentrok": bentrok,
            "beda": bandingkan(bentrok, label) if bentrok else [],
            "dibaca": tanda_fakta(DefinisiIndikator, indikator=satu)
            if bentrok or not formulir.is_bound
            else request.POST.get("dibaca", ""),
        },
        status=409 if bentrok else 422 if formulir.errors else 200,
    )
