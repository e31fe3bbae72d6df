"""Reports of results on paper: choosing one, and reading it as it stands on a day, known at an instant."""

import datetime as dt
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import TidakDitemukan
from terukur.inti.lembar import respons_tabel
from terukur.organisasi.forms.waktu import FormulirPer
from terukur.organisasi.queries import get_opd, semua_opd
from terukur.realisasi import exports, queries
from terukur.realisasi.choices import JenisEdisi
from terukur.realisasi.forms import FormulirKertas
from terukur.realisasi.views.bantu import hari, pembaca, saat

SEHALAMAN = 60
"""Rows of a table with many columns on one page."""


@izin(Izin.REALISASI_LIHAT)
@require_GET
def pilih(request: HttpRequest) -> HttpResponse:
    """Which report, of which OPD, up to the end of which month; the answer is the report itself."""
    cakupan = pembaca(request).akses.cakupan(Izin.REALISASI_LIHAT)
    opd = semua_opd(id_opd=cakupan)
    formulir = FormulirKertas(request.GET or None, opd=opd, hari=hari(request))
    if request.GET and formulir.is_valid():
        return redirect(formulir.alamat())
    return render(
        request,
        "realisasi/kertas.html",
        {"formulir": formulir},
        status=422 if formulir.errors else 200,
    )


def _jenis(jenis: str) -> JenisEdisi:
    if jenis not in JenisEdisi or jenis == JenisEdisi.RAPOR:
        raise TidakDitemukan("Laporan itu tidak dikenal.")
    return JenisEdisi(jenis)


@izin(Izin.REALISASI_LIHAT)
@require_GET
def langsung(request: HttpRequest, jenis: str, opd_id: UUID) -> HttpResponseBase:
    """A report of one OPD, as an edition would say it; nothing is stored."""
    opd = get_opd(opd_id, untuk=pembaca(request), izin=Izin.REALISASI_LIHAT)
    pilihan = _jenis(jenis)
    saring = FormulirPer(request.GET or None)
    per, diketahui = saring.baca(hari(request))
    data = queries.susun_data(pilihan, opd.pk, per=per, diketahui=diketahui or saat(request))
    return _sajikan(
        request,
        pilihan,
        data,
        saring=saring,
        per=per,
        diketahui=diketahui,
        nama=data["opd"] or opd.nama,
        singkat=opd.singkatan,
        terbitkan=reverse("realisasi:terbitkan", args=[opd.pk]) + f"?jenis={pilihan}&per={per}",
        edisi=reverse("realisasi:edisi_daftar") + "?" + urlencode({"kata": opd.nama, "jenis": pilihan}),
    )


_ANGKA = ("realisasi", "persen", "fisik", "kinerja")


def _urut(baris: list[dict[str, Any]], urut: str) -> None:
    nama = urut.lstrip("-")
    if nama in _ANGKA:
        baris.sort(
            key=lambda b: (b.get(nama) is not None, Decimal(b.get(nama) or 0), b["kode"]),
            reverse=urut.startswith("-"),
        )
    elif nama == "kode":
        baris.sort(key=lambda b: (b["kode"], b["id"]), reverse=urut.startswith("-"))


@izin(Izin.REALISASI_LIHAT)
@require_GET
def seluruh(request: HttpRequest) -> HttpResponseBase:
    """The RFK of every OPD in the reader's scope, one line each."""
    saring = FormulirPer(request.GET or None)
    per, diketahui = saring.baca(hari(request))
    cakupan = pembaca(request).akses.cakupan(Izin.REALISASI_LIHAT)
    data = queries.rfk_seluruh(per=per, diketahui=diketahui or saat(request), opd_ids=cakupan)
    urut = request.GET.get("urut", "")
    _urut(data["baris"], urut)
    return _sajikan(
        request,
        JenisEdisi.RFK,
        data,
        saring=saring,
        per=per,
        diketahui=diketahui,
        nama=data["opd"] if cakupan is None else "OPD Anda",
        singkat="Seluruh OPD" if cakupan is None else "OPD Anda",
        terbitkan=reverse("realisasi:terbitkan_seluruh") + f"?per={per}",
        edisi=reverse("realisasi:edisi_daftar") + f"?jenis={JenisEdisi.RFK}",
        urut=urut,
    )


def _sajikan(
    request: HttpRequest,
    jenis: JenisEdisi,
    data: dict[str, Any],
    *,
    saring: FormulirPer,
    per: dt.date,
    diketahui: dt.datetime | None,
    nama: str,
    singkat: str,
    terbitkan: str,
    edisi: str,
    **tambahan: Any,
) -> HttpResponseBase:
    berkas = f"{jenis.label} {singkat} {per:%Y-%m-%d}"
    keterangan = exports.keterangan_langsung(
        jenis.label, nama, per, diketahui or saat(request), tahap=data["tahap"]
    )
    kolom = exports.BENTUK[jenis].kolom_untuk(data)
    if unduhan := respons_tabel(request, berkas, kolom, data["baris"], keterangan=keterangan):
        return unduhan
    hal = Paginator(data["baris"], SEHALAMAN).get_page(request.GET.get("hal"))
    mulai = (hal.number - 1) * SEHALAMAN
    konteks = {
        "jenis": jenis,
        "nama": nama,
        "singkat": singkat,
        "data": data,
        "isi": exports.BENTUK[jenis].halaman,
        "sajian": exports.sajikan(jenis, data, mulai=mulai, banyak=SEHALAMAN),
        "hal": hal,
        "saring": saring,
        "per": per,
        "diketahui": diketahui,
        "terbitkan": terbitkan if pembaca(request).akses.boleh(Izin.KINERJA_KELOLA) else "",
        "edisi": edisi,
        **tambahan,
    }
    return render(request, "realisasi/kertas_langsung.html", konteks)
