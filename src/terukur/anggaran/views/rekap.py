"""What is asked for: proposals above the ceilings, and sums by OPD, program and source."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from terukur.anggaran import exports, queries
from terukur.anggaran.forms.uang import FormulirTahapDiketahui, FormulirTahapKini
from terukur.anggaran.views.pagu import Saringan
from terukur.inti.izin import Izin, izin
from terukur.inti.lembar import respons_tabel
from terukur.perencanaan.queries.nomenklatur import nama_kode, versi_tahun

PER_HALAMAN = 50


@izin(Izin.ANGGARAN_LIHAT)
@require_GET
def usulan(request: HttpRequest) -> HttpResponseBase:
    """The separate list of proposals above the ceilings."""
    saring = Saringan(request, FormulirTahapKini)
    daftar = queries.usulan_di_atas_pagu(untuk=request.user, tahap=saring.tahap)  # type: ignore[arg-type]
    urut = request.GET.get("urut", "-jumlah")
    if urut.lstrip("-") == "opd":
        arah = "-" if urut.startswith("-") else ""
        daftar = daftar.order_by(f"{arah}sub_kegiatan_rencana__opd__nama", "-jumlah", "pk")
    elif urut == "jumlah":
        daftar = daftar.order_by("jumlah", "pk")
    if unduhan := respons_tabel(
        request, f"Usulan di atas pagu {saring.tahap.label}", exports.KOLOM_USULAN, daftar
    ):
        return unduhan
    halaman = Paginator(daftar, PER_HALAMAN).get_page(request.GET.get("hal"))
    return render(
        request,
        "anggaran/usulan.html",
        {"saring": saring, "tahap": saring.tahap, "halaman": halaman, "urut": urut},
    )


@izin(Izin.ANGGARAN_LIHAT)
@require_GET
def rekap(request: HttpRequest) -> HttpResponseBase:
    """Sums by one dimension, now or as officially known at an instant."""
    saring = Saringan(request, FormulirTahapDiketahui)
    menurut = request.GET.get("menurut", "opd")
    menurut = menurut if menurut in queries.MENURUT else "opd"
    versi = versi_tahun(saring.tahap.tahun)
    baris = queries.rekap(
        untuk=request.user,  # type: ignore[arg-type]
        tahap=saring.tahap,
        menurut=menurut,
        diketahui=saring.diketahui,
        nama_program=(lambda kode: nama_kode(versi, kode)) if versi else None,
    )
    urut = request.GET.get("urut", "")
    if urut.lstrip("-") == "jumlah":
        baris.sort(key=lambda b: (b.jumlah, b.kode), reverse=urut.startswith("-"))
    judul = queries.MENURUT[menurut]
    nama = f"Rekap kebutuhan {saring.tahap.label} per {judul.lower()}"
    if unduhan := respons_tabel(request, nama, exports.kolom_rekap(judul), baris):
        return unduhan
    jumlah, di_atas = sum(b.jumlah for b in baris), sum(b.di_atas_pagu for b in baris)
    uang = None
    if saring.diketahui is None:  # as the landing page reckons it, in the database
        uang = queries.uang_tahap(untuk=request.user, tahap=saring.tahap)  # type: ignore[arg-type]
    return render(
        request,
        "anggaran/rekap.html",
        {
            "uang": uang,
            "sama": uang is not None
            and (uang.kebutuhan, sum(n for _, n in uang.di_atas_pagu)) == (jumlah, di_atas),
            "saring": saring,
            "tahap": saring.tahap,
            "menurut": menurut,
            "pilihan": queries.MENURUT,
            "judul_kolom": judul,
            "baris": baris,
            "jumlah": jumlah,
            "di_atas_pagu": di_atas,
            "urut": urut,
        },
    )
