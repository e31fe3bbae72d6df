"""Capacity scenarios: the saved ones, a new one, its lines, two side by side, and the weights."""

import datetime as dt
from decimal import Decimal
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from terukur.anggaran import actions, exports, queries
from terukur.anggaran.choices import Kriteria
from terukur.anggaran.forms.skenario import (
    FormulirBanding,
    FormulirBobot,
    FormulirPotong,
    FormulirSaringBaris,
    FormulirSkenario,
)
from terukur.anggaran.models import Skenario
from terukur.anggaran.queries.skenario_lampau import (
    baris_skenario_saat,
    daftar_skenario_saat,
    get_skenario_saat,
    jumlah_baris_saat,
)
from terukur.anggaran.rules.skenario import jelaskan_poin
from terukur.anggaran.views.pagu import Saringan
from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.lembar import respons_tabel
from terukur.jejak.tindakan import laksanakan
from terukur.organisasi.forms.waktu import FormulirSaat
from terukur.organisasi.queries import hari_pemda

PER_HALAMAN = 50
_URUT_DAFTAR = {"nama": "nama", "kekurangan": "kekurangan", "dibuat": "dibuat_pada"}
_URUT_BARIS = {
    "peringkat": "peringkat", "jumlah": "jumlah", "potong": "potong", "opd": "opd__nama", "kode": "kode",
}  # fmt: skip


def _urutkan(request: HttpRequest, qs: Any, kolom: dict[str, str]) -> tuple[Any, str]:
    urut = request.GET.get("urut", "")
    if nama := kolom.get(urut.lstrip("-")):
        return qs.order_by(("-" if urut.startswith("-") else "") + nama, "pk"), urut
    return qs, ""


def _urutkan_baris(request: HttpRequest, daftar: list[Any], kolom: dict[str, str]) -> tuple[list[Any], str]:
    """The same of what was read already."""
    urut = request.GET.get("urut", "")
    if nama := kolom.get(urut.lstrip("-")):
        daftar.sort(key=attrgetter(nama.replace("__", ".")), reverse=urut.startswith("-"))
        return daftar, urut
    return daftar, ""


def _lalu(request: HttpRequest) -> dt.datetime | None:
    """The past instant asked for: the end of ``?per=`` or ``?diketahui=``, whichever is earlier."""
    hari = hari_pemda(request.diterima_pada)  # type: ignore[attr-defined]
    return FormulirSaat({"per": request.GET.get("per"), "diketahui": request.GET.get("diketahui")}).saat(hari)


@izin(Izin.SKENARIO_LIHAT)
@require_GET
def daftar(request: HttpRequest) -> HttpResponseBase:
    """Saved scenarios of one stage, of a past day as they stood."""
    saring = Saringan(request)
    lalu = _lalu(request)
    if lalu:
        semua, urut = _urutkan_baris(request, daftar_skenario_saat(saring.tahap, lalu), _URUT_DAFTAR)
    else:
        semua, urut = _urutkan(request, queries.daftar_skenario(saring.tahap), _URUT_DAFTAR)
    if unduhan := respons_tabel(request, f"Skenario {saring.tahap.label}", exports.KOLOM_SKENARIO, semua):
        return unduhan
    return render(
        request,
        "anggaran/skenario.html",
        {
            "saring": saring,
            "tahap": saring.tahap,
            "halaman": Paginator(semua, PER_HALAMAN).get_page(request.GET.get("hal")),
            "urut": urut,
            "lalu": lalu,
            "boleh_kelola": not lalu and request.user.akses.boleh(Izin.SKENARIO_KELOLA),  # type: ignore[union-attr]
        },
    )


@izin(Izin.SKENARIO_KELOLA)
@require_http_methods(["GET", "POST"])
def baru(request: HttpRequest) -> HttpResponse:
    """Compute and save a scenario."""
    saring = Saringan(request)
    formulir = FormulirSkenario(
        request.POST or None,
        initial={**saring.tahap.kunci, "pergeseran_ke": saring.tahap.pergeseran_ke or None},
    )
    if request.method == "POST" and formulir.is_valid():
        isi = formulir.cleaned_data
        try:
            hasil = laksanakan(
                request,
                actions.simpan_skenario,
                peristiwa="skenario.simpan",
                objek="skenario",
                tujuan=lambda s: reverse("anggaran:skenario_rincian", args=[s.pk]),
                nama=isi["nama"],
                tahap=formulir.tahap(),
                turun_persen=isi["turun_persen"],
                kekurangan=isi["kekurangan"],
            )
        except AturanDilanggar as tolak:
            formulir.terima_galat(tolak)
        else:
            messages.success(request, f"Skenario “{isi['nama']}” tersimpan.")
            return HttpResponseRedirect(hasil.tujuan)
    return render(
        request,
        "anggaran/skenario_baru.html",
        {
            "saring": saring,
            "tahap": saring.tahap,
            "formulir": formulir,
            "pendapatan": queries.pendapatan_tahap(saring.tahap),
        },
        status=422 if formulir.is_bound else 200,
    )


@izin(Izin.SKENARIO_LIHAT)
@require_GET
def rincian(request: HttpRequest, skenario_id: UUID) -> HttpResponseBase:
    """What a scenario cuts, line by line, and why; of a past day as it stood."""
    saring = FormulirSaringBaris(request.GET)
    lalu = saring.saat(hari_pemda(request.diterima_pada))  # type: ignore[attr-defined]
    if lalu:
        return _rincian_lampau(request, get_skenario_saat(skenario_id, lalu), saring, lalu)
    skenario = queries.get_skenario(skenario_id)
    isi = saring.isi
    if request.GET.get("unduh") or request.GET.get("format"):
        ekspor = queries.baris_ekspor(skenario)
        nama = f"Skenario {skenario.nama} {queries.tahap_skenario(skenario).label}"
        if unduhan := respons_tabel(
            request, nama, exports.kolom_skenario(skenario, ekspor), ekspor,
            keterangan=exports.keterangan_skenario(skenario, queries.jumlah_skenario(skenario)),
        ):  # fmt: skip
            return unduhan
    baris = queries.baris_skenario(skenario, kata=isi.get("kata", ""), pilih=isi.get("pilih", ""))
    baris, urut = _urutkan(request, baris, _URUT_BARIS)
    return _halaman(request, skenario, queries.jumlah_skenario(skenario), baris, urut, saring)


def _rincian_lampau(
    request: HttpRequest, skenario: Skenario, saring: FormulirSaringBaris, lalu: dt.datetime
) -> HttpResponseBase:
    semua = baris_skenario_saat(skenario, lalu)
    nama = f"Skenario {skenario.nama} {queries.tahap_skenario(skenario).label}"
    if unduhan := respons_tabel(request, nama, exports.KOLOM_SKENARIO_LAMPAU, semua):
        return unduhan
    kata, pilih = saring.isi.get("kata", "").casefold(), saring.isi.get("pilih", "")
    baris = [
        b
        for b in semua
        if (kata in b.nama.casefold() or b.kode.startswith(kata) or kata in b.opd.nama.casefold())
        and (b.potong > 0 or pilih != "potong")
        and (b.alasan or pilih != "tangan")
    ]
    baris, urut = _urutkan_baris(request, baris, _URUT_BARIS)
    return _halaman(request, skenario, jumlah_baris_saat(skenario, semua), baris, urut, saring, lalu)


def _halaman(
    request: HttpRequest,
    skenario: Skenario,
    jumlah: queries.JumlahSkenario,
    baris: Any,
    urut: str,
    saring: FormulirSaringBaris,
    lalu: dt.datetime | None = None,
) -> HttpResponse:
    halaman = Paginator(baris, PER_HALAMAN).get_page(request.GET.get("hal"))
    nama_kriteria = dict(Kriteria.choices)
    return render(
        request,
        "anggaran/skenario_rincian.html",
        {
            "skenario": skenario,
            "tahap": queries.tahap_skenario(skenario),
            "jumlah": jumlah,
            "lalu": lalu,
            "saring": saring,
            "halaman": halaman,
            "baris": [(b, jelaskan_poin(b.rincian, nama_kriteria)) for b in halaman],
            "bobot": [
                (n, Decimal(skenario.bobot[k])) for k, n in nama_kriteria.items() if k in skenario.bobot
            ],
            "urut": urut,
            "boleh_kelola": not lalu and request.user.akses.boleh(Izin.SKENARIO_KELOLA),  # type: ignore[union-attr]
        },
    )


@izin(Izin.SKENARIO_KELOLA)
@require_http_methods(["GET", "POST"])
def ubah_baris(request: HttpRequest, skenario_id: UUID, baris_id: int) -> HttpResponse:
    """Set the cut of one line by hand."""
    baris = queries.get_baris(skenario_id, baris_id)
    formulir = FormulirPotong(request.POST or None, initial={"potong": baris.potong, "alasan": baris.alasan})
    if request.method == "POST" and formulir.is_valid():
        try:
            hasil = laksanakan(
                request,
                actions.ubah_baris,
                peristiwa="skenario.ubah_baris",
                objek="skenario",
                objek_id=skenario_id,
                tujuan=reverse("anggaran:skenario_rincian", args=[skenario_id]),
                skenario_id=skenario_id,
                baris_id=baris_id,
                **formulir.cleaned_data,
            )
        except AturanDilanggar as tolak:
            formulir.terima_galat(tolak)
        else:
            messages.success(request, f"Potongan {baris.kode} diubah.")
            return HttpResponseRedirect(hasil.tujuan)
    return render(
        request,
        "anggaran/skenario_baris.html",
        {
            "skenario": baris.skenario,
            "tahap": queries.tahap_skenario(baris.skenario),
            "baris": baris,
            "penjelasan": jelaskan_poin(baris.rincian, dict(Kriteria.choices)),
            "formulir": formulir,
        },
        status=422 if formulir.is_bound else 200,
    )


@izin(Izin.SKENARIO_KELOLA)
@require_POST
def sesuaikan(request: HttpRequest, skenario_id: UUID) -> HttpResponse:
    """Let the other lines find what moving some by hand has left open."""
    skenario = queries.get_skenario(skenario_id)
    hasil = laksanakan(
        request,
        actions.sesuaikan,
        peristiwa="skenario.sesuaikan",
        objek="skenario",
        objek_id=skenario.pk,
        tujuan=reverse("anggaran:skenario_rincian", args=[skenario.pk]),
        skenario_id=skenario.pk,
    )
    if not hasil.ulang:
        messages.success(request, f"{hasil.nilai} baris lain disesuaikan.")
    return HttpResponseRedirect(hasil.tujuan)


@izin(Izin.SKENARIO_KELOLA)
@require_POST
def hapus(request: HttpRequest, skenario_id: UUID) -> HttpResponse:
    """Remove a saved scenario; the journal keeps that it was. Sent twice, it is still one act."""
    skenario = queries.daftar_skenario().filter(pk=skenario_id).first()
    hasil = laksanakan(
        request,
        actions.hapus_skenario,
        peristiwa="skenario.hapus",
        objek="skenario",
        objek_id=skenario_id,
        tujuan=reverse("anggaran:skenario") + (queries.tahap_skenario(skenario).kueri if skenario else ""),
        skenario_id=skenario_id,
    )
    if skenario:
        messages.success(request, f"Skenario “{skenario.nama}” dihapus.")
    return HttpResponseRedirect(hasil.tujuan)


@izin(Izin.SKENARIO_LIHAT)
@require_GET
def banding(request: HttpRequest) -> HttpResponseBase:
    """Two scenarios of one stage side by side, of a past day as they stood."""
    saring = Saringan(request)
    lalu = _lalu(request)
    semua = [s for s in queries.daftar_skenario(saring.tahap) if not lalu or s.dibuat_pada <= lalu]
    formulir = FormulirBanding(
        request.GET if "a" in request.GET else None,
        daftar=semua,
        initial={"b": semua[1].pk} if semua[1:] else {},
    )
    a = b = None
    semua_baris: list[queries.BarisBanding] = []
    beda = False
    if formulir.is_bound and formulir.is_valid():
        milik = {str(s.pk): s for s in semua}
        a, b = milik[formulir.cleaned_data["a"]], milik[formulir.cleaned_data["b"]]
        dahulu = [r for s in (a, b) for r in baris_skenario_saat(s, lalu)] if lalu else None
        semua_baris, beda = queries.banding(a, b, dahulu), formulir.cleaned_data["beda"]
    baris = [r for r in semua_baris if r.selisih or not beda]
    urut = request.GET.get("urut", "")
    if urut.lstrip("-") in ("kode", "selisih"):
        baris.sort(key=lambda r: (getattr(r, urut.lstrip("-")), r.kode), reverse=urut.startswith("-"))
    if a and b:
        nama = f"Banding {a.nama} dan {b.nama} {saring.tahap.label}"
        if unduhan := respons_tabel(request, nama, exports.kolom_banding(a.nama, b.nama), baris):
            return unduhan
    return render(
        request,
        "anggaran/skenario_banding.html",
        {
            "saring": saring,
            "tahap": saring.tahap,
            "semua": semua,
            "lalu": lalu,
            "formulir": formulir,
            "a": a,
            "b": b,
            "jumlah_a": sum(r.potong_a or 0 for r in semua_baris),
            "jumlah_b": sum(r.potong_b or 0 for r in semua_baris),
            "halaman": Paginator(baris, PER_HALAMAN).get_page(request.GET.get("hal")),
            "urut": urut,
        },
    )


@izin(Izin.SKENARIO_KELOLA)
@require_http_methods(["GET", "POST"])
def bobot(request: HttpRequest) -> HttpResponse:
    """The weights from today on, and how they were before."""
    hari = hari_pemda(request.diterima_pada)  # type: ignore[attr-defined]
    formulir = FormulirBobot(request.POST or None, initial=queries.bobot_berlaku(hari))
    if request.method == "POST" and formulir.is_valid():
        isi = dict(formulir.cleaned_data)
        dasar = isi.pop("dasar")
        try:
            hasil = laksanakan(
                request,
                actions.tetapkan_bobot,
                peristiwa="bobot_skenario.tetapkan",
                objek="bobot_skenario",
                objek_id="skenario",
                tujuan=reverse("anggaran:skenario_bobot"),
                bobot=isi,
                dasar=dasar,
            )
        except AturanDilanggar as tolak:
            formulir.terima_galat(tolak)
        else:
            messages.success(request, f"Bobot ditetapkan: {hasil.nilai or 0} berubah.")
            return HttpResponseRedirect(hasil.tujuan)
    return render(
        request,
        "anggaran/skenario_bobot.html",
        {"formulir": formulir, "riwayat": queries.riwayat_bobot()[:60]},
        status=422 if formulir.is_bound else 200,
    )
