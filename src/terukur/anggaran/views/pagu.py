"""Ceilings: the matrix, one OPD with its history, and the forms of TAPD."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from terukur.anggaran import actions, exports, queries
from terukur.anggaran.choices import CaraLampaui
from terukur.anggaran.forms import FormulirKebijakan, FormulirPagu, FormulirTahap, jumlah_baris
from terukur.anggaran.rules.ruang import Tahap
from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar, Bentrok
from terukur.inti.lembar import respons_tabel
from terukur.jejak.tindakan import laksanakan
from terukur.organisasi.queries import daftar_unit, get_opd, hari_pemda


class Saringan:
    """Stage, day and knowledge asked for in the address; what is not given follows from today."""

    def __init__(self, request: HttpRequest, susun: Callable[[Any], FormulirTahap] = FormulirTahap) -> None:
        hari = hari_pemda(request.diterima_pada)  # type: ignore[attr-defined]
        bawaan = queries.tahap_terakhir(tahun=hari.year + 1)
        data = request.GET.copy()
        data.setdefault("tahun", str(bawaan.tahun))
        data.setdefault("tahapan", bawaan.tahapan.value)
        if "pergeseran_ke" not in request.GET and bawaan.pergeseran_ke:
            data["pergeseran_ke"] = str(bawaan.pergeseran_ke)
        self.formulir = susun(data)
        sah = self.formulir.is_valid()
        self.tahap: Tahap = self.formulir.tahap() if sah else bawaan
        self.per: dt.date | None = self.formulir.cleaned_data.get("per") if sah else None
        self.diketahui: dt.datetime | None = self.formulir.cleaned_data.get("diketahui") if sah else None

    @property
    def query(self) -> str:
        """The stage as a query string for links to other pages."""
        return self.tahap.kueri

    @property
    def query_saat(self) -> str:
        """The same, and as known when."""
        if self.diketahui is None:
            return self.query
        return f"{self.query}&{urlencode({'diketahui': self.formulir['diketahui'].value()})}"


@izin(Izin.PAGU_LIHAT)
@require_GET
def daftar_pagu(request: HttpRequest) -> HttpResponseBase:
    """The matrix OPD x source of one stage, today or as of a past day."""
    saring = Saringan(request)
    pilihan = {"untuk": request.user, "tahap": saring.tahap, "per": saring.per, "diketahui": saring.diketahui}
    rincian = queries.rincian_pagu(**pilihan)  # type: ignore[arg-type]
    if unduhan := respons_tabel(request, f"Pagu {saring.tahap.label}", exports.KOLOM_PAGU, rincian):
        return unduhan
    matriks = queries.matriks_pagu(**pilihan)  # type: ignore[arg-type]
    urut = request.GET.get("urut", "")
    if urut.lstrip("-") == "total":
        matriks.baris.sort(key=lambda b: (b.total is None, b.total or 0), reverse=urut.startswith("-"))
    return _halaman_pagu(request, saring, matriks, urut)


def _halaman_pagu(
    request: HttpRequest,
    saring: Saringan,
    matriks: queries.Matriks,
    urut: str,
    kebijakan: FormulirKebijakan | None = None,
    status: int = 200,
) -> HttpResponse:
    cara = queries.cara_lampaui(saring.tahap, per=saring.per, diketahui=saring.diketahui)
    return render(
        request,
        "anggaran/pagu.html",
        {
            "saring": saring,
            "tahap": saring.tahap,
            "matriks": matriks,
            "urut": urut,
            "cara": CaraLampaui(cara).label,
            "kebijakan": kebijakan or FormulirKebijakan(initial={"cara": cara}),
            "boleh_kelola": request.user.akses.boleh(Izin.PAGU_KELOLA),  # type: ignore[union-attr]
            "kini": saring.per is None and saring.diketahui is None,
        },
        status=status,
    )


@izin(Izin.PAGU_KELOLA)
@require_POST
def kebijakan_pagu(request: HttpRequest) -> HttpResponse:
    """TAPD decides what happens above the ceiling in this stage."""
    saring = Saringan(request)
    formulir = FormulirKebijakan(request.POST)
    if formulir.is_valid():
        try:
            hasil = laksanakan(
                request,
                actions.tetapkan_kebijakan,
                peristiwa="pagu.tetapkan_kebijakan",
                objek="pagu",
                objek_id=actions.id_jejak(saring.tahap),
                tujuan=reverse("anggaran:pagu") + saring.query,
                tahap=saring.tahap,
                cara=CaraLampaui(formulir.cleaned_data["cara"]),
                dasar=formulir.cleaned_data["dasar"],
            )
        except AturanDilanggar as tolak:
            formulir.terima_galat(tolak)
        else:
            messages.success(request, f"Kebijakan di atas pagu {saring.tahap.label} disimpan.")
            return HttpResponseRedirect(hasil.tujuan)
    matriks = queries.matriks_pagu(untuk=request.user, tahap=saring.tahap)  # type: ignore[arg-type]
    return _halaman_pagu(request, saring, matriks, "", formulir, status=422)


@izin(Izin.PAGU_LIHAT)
@require_GET
def rincian_pagu(request: HttpRequest, opd_id: UUID) -> HttpResponseBase:
    """The ceilings of one OPD by unit and source, and everything ever recorded about them."""
    opd = get_opd(opd_id, untuk=request.user, izin=Izin.PAGU_LIHAT)  # type: ignore[arg-type]
    saring = Saringan(request)
    riwayat = queries.riwayat_pagu(untuk=request.user, tahap=saring.tahap, opd_id=opd.pk)  # type: ignore[arg-type]
    nama = f"Riwayat pagu {opd.singkatan} {saring.tahap.label}"
    if unduhan := respons_tabel(request, nama, exports.KOLOM_PAGU, riwayat):
        return unduhan
    baris = list(
        queries.rincian_pagu(
            untuk=request.user,  # type: ignore[arg-type]
            tahap=saring.tahap,
            opd_id=opd.pk,
            per=saring.per,
            diketahui=saring.diketahui,
        )
    )
    return render(
        request,
        "anggaran/pagu_opd.html",
        {
            "opd": opd,
            "saring": saring,
            "tahap": saring.tahap,
            "baris": baris,
            "total": sum(p.nilai for p in baris) if baris else None,
            "riwayat": riwayat[:200],
            "jejak_id": actions.id_jejak(saring.tahap),
            "boleh_kelola": request.user.akses.boleh(Izin.PAGU_KELOLA, opd.pk),  # type: ignore[union-attr]
        },
    )


@izin(Izin.PAGU_KELOLA)
@require_http_methods(["GET", "POST"])
def ubah_pagu(request: HttpRequest, opd_id: UUID) -> HttpResponse:
    """TAPD sets the ceilings of one OPD in a stage."""
    opd = get_opd(opd_id, untuk=request.user, izin=Izin.PAGU_KELOLA)  # type: ignore[arg-type]
    saring = Saringan(request)
    lama = list(queries.rincian_pagu(untuk=request.user, tahap=saring.tahap, opd_id=opd.pk))  # type: ignore[arg-type]
    unit = daftar_unit(request.user, opd_id=opd.pk, izin=Izin.PAGU_KELOLA)  # type: ignore[arg-type]
    data: Any = request.POST if request.method == "POST" else None
    tambah = request.method == "POST" and "tambah" in request.POST
    banyak = jumlah_baris(data, len(lama)) + (3 if tambah else 0)
    awal = {"sejak": hari_pemda(request.diterima_pada)}  # type: ignore[attr-defined]
    susun = partial(FormulirPagu, banyak=banyak, opd_id=opd.pk, unit=unit, lama=lama)
    formulir = susun(initial=awal)
    bentrok: Bentrok | None = None
    if tambah:
        formulir = susun(initial=awal | {k: v for k, v in request.POST.items() if k != "jumlah_baris"})
    elif request.method == "POST":
        formulir = susun(request.POST, initial=awal)
        if formulir.is_valid():
            try:
                hasil = laksanakan(
                    request,
                    actions.tetapkan_pagu,
                    peristiwa="pagu.tetapkan",
                    objek="pagu",
                    objek_id=actions.id_jejak(saring.tahap),
                    opd_id=opd.pk,
                    tujuan=reverse("anggaran:pagu_opd", args=[opd.pk]) + saring.query,
                    tahap=saring.tahap,
                    baris=formulir.cleaned_data["baris"],
                    sejak=formulir.cleaned_data["sejak"],
                    dasar=formulir.cleaned_data["dasar"],
                    sidik=formulir.cleaned_data["sidik"] or None,
                )
            except Bentrok as tolak:
                bentrok = tolak
                # The same entries, now knowing what is stored: saved again after comparing, they win.
                data = request.POST.copy()
                data["sidik"] = queries.sidik_pagu(lama)
                formulir = susun(data, initial=awal)
            except AturanDilanggar as tolak:
                formulir.terima_galat(tolak)
            else:
                if not hasil.ulang:
                    ubah = hasil.nilai or 0
                    messages.success(
                        request, f"Pagu {opd.singkatan} {saring.tahap.label}: {ubah} baris diubah."
                    )
                return HttpResponseRedirect(hasil.tujuan)
    return render(
        request,
        "anggaran/pagu_ubah.html",
        {
            "opd": opd,
            "saring": saring,
            "tahap": saring.tahap,
            "formulir": formulir,
            "sumber_dana": queries.daftar_sumber_dana(None, saring.tahap),
            "bentrok": bentrok,
        },
        status=409 if bentrok else 422 if formulir.is_bound else 200,
    )
