"""Mandatory spending: the checks of a stage, and the dated data behind them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from terukur.anggaran import actions, exports, queries
from terukur.anggaran.choices import ArahBatas, CaraKomponen
from terukur.anggaran.forms.uang import FormulirTahapDiketahui
from terukur.anggaran.forms.wajib import (
    FormulirCabut,
    FormulirKetentuan,
    FormulirKomponen,
    FormulirNilai,
)
from terukur.anggaran.models import KetentuanBelanja, KomponenBelanja
from terukur.anggaran.rules.wajib import Putusan
from terukur.anggaran.views.pagu import Saringan
from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.lembar import respons_tabel
from terukur.jejak.tindakan import laksanakan

_URUT = {
    "nama": lambda h: h.ketentuan.nama,
    "selisih": lambda h: (h.selisih is not None, h.selisih or 0),
}
_PILIH = {
    "": "Semua", "terpenuhi": Putusan.TERPENUHI.value, "tidak": Putusan.TIDAK.value,
    "belum": Putusan.BELUM.value,
}  # fmt: skip


@izin(Izin.LAPORAN_LIHAT)
@require_GET
def wajib(request: HttpRequest) -> HttpResponseBase:
    """Each limit of the year against the needs of a stage."""
    saring = Saringan(request, FormulirTahapDiketahui)
    isi = queries.periksa_wajib(untuk=request.user, tahap=saring.tahap, diketahui=saring.diketahui)  # type: ignore[arg-type]
    pilih = request.GET.get("putusan", "")
    hasil = [h for h in isi.hasil if not pilih or h.putusan.value == _PILIH.get(pilih)]
    urut = request.GET.get("urut", "")
    if kunci := _URUT.get(urut.lstrip("-")):
        hasil.sort(key=kunci, reverse=urut.startswith("-"))
    if unduhan := respons_tabel(request, f"Belanja wajib {saring.tahap.label}", exports.KOLOM_WAJIB, hasil):
        return unduhan
    return render(
        request,
        "anggaran/wajib.html",
        {
            "saring": saring,
            "tahap": saring.tahap,
            "isi": isi,
            "hasil": hasil,
            "pilih": pilih,
            "pilihan": _PILIH,
            "urut": urut,
            "boleh_kelola": request.user.akses.boleh(Izin.PAGU_KELOLA),  # type: ignore[union-attr]
        },
    )


@izin(Izin.LAPORAN_LIHAT)
@require_GET
def ketentuan(request: HttpRequest) -> HttpResponseBase:
    """Limits and components of a budget year, and everything ever recorded about the limits."""
    saring = Saringan(request, FormulirTahapDiketahui)
    riwayat = queries.riwayat_ketentuan()
    if unduhan := respons_tabel(request, "Ketentuan belanja wajib", exports.KOLOM_KETENTUAN, riwayat):
        return unduhan
    tahun = saring.tahap.tahun
    return render(
        request,
        "anggaran/wajib_ketentuan.html",
        {
            "saring": saring,
            "tahun": tahun,
            "ketentuan": queries.ketentuan_tahun(tahun, diketahui=saring.diketahui),
            "komponen": queries.komponen_tahun(tahun, diketahui=saring.diketahui),
            "riwayat": riwayat[:50],
            "boleh_kelola": request.user.akses.boleh(Izin.PAGU_KELOLA),  # type: ignore[union-attr]
        },
    )


def _kembali(saring: Saringan) -> str:
    return reverse("anggaran:wajib_ketentuan") + saring.query


@izin(Izin.PAGU_KELOLA)
@require_http_methods(["GET", "POST"])
def tambah_ketentuan(request: HttpRequest) -> HttpResponse:
    """A limit that is not there yet."""
    return _ketentuan(request, None)


@izin(Izin.PAGU_KELOLA)
@require_http_methods(["GET", "POST"])
def ubah_ketentuan(request: HttpRequest, kode: str) -> HttpResponse:
    """A limit as from a budget year on."""
    return _ketentuan(request, kode)


def _ketentuan(request: HttpRequest, kode: str | None) -> HttpResponse:
    saring = Saringan(request)
    tahun = saring.tahap.tahun
    lama: KetentuanBelanja | None = queries.get_ketentuan(kode, tahun) if kode else None
    kolom = ("nama", "arah", "persen", "pembilang", "penyebut", "dasar", "catatan", "urutan")
    awal: dict[str, Any] = {k: getattr(lama, k) for k in kolom} if lama else {"urutan": 60}
    formulir = FormulirKetentuan(
        request.POST or None, baru=lama is None, initial={**awal, "mulai_tahun": tahun}
    )
    if request.method == "POST" and formulir.is_valid():
        isi = dict(formulir.cleaned_data)
        sasaran, mulai = kode or isi.pop("kode"), isi.pop("mulai_tahun")
        isi["arah"] = ArahBatas(isi["arah"])
        try:
            hasil = laksanakan(
                request,
                actions.tetapkan_ketentuan,
                peristiwa="ketentuan_belanja.tetapkan",
                objek="ketentuan_belanja",
                objek_id=sasaran,
                tujuan=_kembali(saring),
                kode=sasaran,
                mulai_tahun=mulai,
                isi=actions.IsiKetentuan(**isi),
                baru=lama is None,
            )
        except AturanDilanggar as tolak:
            formulir.terima_galat(tolak)
        else:
            messages.success(request, f"{isi['nama']} ditetapkan mulai tahun anggaran {mulai}.")
            return HttpResponseRedirect(hasil.tujuan)
    return _halaman_ketentuan(request, saring, lama, formulir, FormulirCabut(initial={"mulai_tahun": tahun}))


def _halaman_ketentuan(
    request: HttpRequest,
    saring: Saringan,
    lama: KetentuanBelanja | None,
    formulir: FormulirKetentuan,
    cabut: FormulirCabut,
) -> HttpResponse:
    return render(
        request,
        "anggaran/wajib_ubah.html",
        {
            "saring": saring,
            "judul": f"Ubah {lama.nama}" if lama else "Ketentuan baru",
            "formulir": formulir,
            "cabut": cabut if lama else None,
            "kode": lama.kode if lama else "",
            "komponen": queries.komponen_tahun(saring.tahap.tahun),
        },
        status=422 if formulir.is_bound or cabut.is_bound else 200,
    )


@izin(Izin.PAGU_KELOLA)
@require_POST
def cabut_ketentuan(request: HttpRequest, kode: str) -> HttpResponse:
    """A limit no longer holds from a year on."""
    saring = Saringan(request)
    lama = queries.get_ketentuan(kode, saring.tahap.tahun)
    cabut = FormulirCabut(request.POST)
    if cabut.is_valid():
        try:
            hasil = laksanakan(
                request,
                actions.cabut_ketentuan,
                peristiwa="ketentuan_belanja.cabut",
                objek="ketentuan_belanja",
                objek_id=kode,
                tujuan=_kembali(saring),
                kode=kode,
                mulai_tahun=cabut.cleaned_data["mulai_tahun"],
                alasan=cabut.cleaned_data["alasan"],
            )
        except AturanDilanggar as tolak:
            cabut.terima_galat(tolak)
        else:
            messages.success(request, f"{lama.nama} dicabut.")
            return HttpResponseRedirect(hasil.tujuan)
    kolom = ("nama", "arah", "persen", "pembilang", "penyebut", "dasar", "catatan", "urutan")
    awal = {k: getattr(lama, k) for k in kolom} | {"mulai_tahun": saring.tahap.tahun}
    return _halaman_ketentuan(request, saring, lama, FormulirKetentuan(baru=False, initial=awal), cabut)


@izin(Izin.PAGU_KELOLA)
@require_http_methods(["GET", "POST"])
def tambah_komponen(request: HttpRequest) -> HttpResponse:
    """A component that is not there yet."""
    return _komponen(request, None)


@izin(Izin.PAGU_KELOLA)
@require_http_methods(["GET", "POST"])
def ubah_komponen(request: HttpRequest, kode: str) -> HttpResponse:
    """Where an amount comes from, as from a budget year on."""
    return _komponen(request, kode)


def _komponen(request: HttpRequest, kode: str | None) -> HttpResponse:
    saring = Saringan(request)
    tahun = saring.tahap.tahun
    lama: KomponenBelanja | None = queries.get_komponen(kode, tahun) if kode else None
    kolom = ("nama", "cara", "rekening", "sub_kegiatan", "mengikat", "dasar", "urutan")
    awal: dict[str, Any] = {k: getattr(lama, k) for k in kolom} if lama else {"urutan": 60}
    formulir = FormulirKomponen(
        request.POST or None, baru=lama is None, initial={**awal, "mulai_tahun": tahun}
    )
    if request.method == "POST" and formulir.is_valid():
        isi = dict(formulir.cleaned_data)
        sasaran, mulai = kode or isi.pop("kode"), isi.pop("mulai_tahun")
        isi["cara"] = CaraKomponen(isi["cara"])
        try:
            hasil = laksanakan(
                request,
                actions.tetapkan_komponen,
                peristiwa="komponen_belanja.tetapkan",
                objek="komponen_belanja",
                objek_id=sasaran,
                tujuan=_kembali(saring),
                kode=sasaran,
                mulai_tahun=mulai,
                isi=actions.IsiKomponen(**isi),
                baru=lama is None,
            )
        except AturanDilanggar as tolak:
            formulir.terima_galat(tolak)
        else:
            messages.success(request, f"{isi['nama']} ditetapkan mulai tahun anggaran {mulai}.")
            return HttpResponseRedirect(hasil.tujuan)
    return render(
        request,
        "anggaran/wajib_ubah.html",
        {
            "saring": saring,
            "judul": f"Ubah {lama.nama}" if lama else "Komponen baru",
            "formulir": formulir,
            "cabut": None,
            "kode": lama.kode if lama else "",
            "komponen": (),
        },
        status=422 if formulir.is_bound else 200,
    )


@izin(Izin.PAGU_KELOLA)
@require_http_methods(["GET", "POST"])
def nilai(request: HttpRequest, kode: str) -> HttpResponse:
    """What TAPD enters for a component in a stage."""
    saring = Saringan(request)
    komponen = queries.get_komponen(kode, saring.tahap.tahun)
    lama = queries.nilai_komponen(saring.tahap).get(kode)
    awal = {"nilai": lama.nilai, "dasar": lama.dasar} if lama else {}
    formulir = FormulirNilai(request.POST or None, initial=awal)
    if request.method == "POST" and formulir.is_valid():
        try:
            hasil = laksanakan(
                request,
                actions.isi_nilai,
                peristiwa="komponen_belanja.isi_nilai",
                objek="komponen_belanja",
                objek_id=kode,
                tujuan=reverse("anggaran:wajib") + saring.query,
                komponen=kode,
                tahap=saring.tahap,
                **formulir.cleaned_data,
            )
        except AturanDilanggar as tolak:
            formulir.terima_galat(tolak)
        else:
            messages.success(request, f"{komponen.nama} {saring.tahap.label} tersimpan.")
            return HttpResponseRedirect(hasil.tujuan)
    return render(
        request,
        "anggaran/wajib_nilai.html",
        {"saring": saring, "tahap": saring.tahap, "komponen": komponen, "formulir": formulir},
        status=422 if formulir.is_bound else 200,
    )
