"""Mandatory spending: the checks of a stage, and the dated data behind them."""

from collections.abc import Callable, Sequence
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


_KOLOM_KETENTUAN = ("nama", "arah", "persen", "pembilang", "penyebut", "dasar", "catatan", "urutan")
_KOLOM_KOMPONEN = ("nama", "cara", "rekening", "sub_kegiatan", "mengikat", "dasar", "urutan")


def _awal(lama: Any, kolom: Sequence[str], tahun: int) -> dict[str, Any]:
    """What stands there, or where a new one goes; as from the year that is looked at."""
    isi = {k: getattr(lama, k) for k in kolom} if lama else {"urutan": 60}
    return isi | {"mulai_tahun": tahun}


def _ketentuan(request: HttpRequest, kode: str | None) -> HttpResponse:
    saring = Saringan(request)
    tahun = saring.tahap.tahun
    lama = queries.get_ketentuan(kode, tahun) if kode else None
    awal = _awal(lama, _KOLOM_KETENTUAN, tahun)
    formulir = FormulirKetentuan(request.POST or None, baru=lama is None, initial=awal)

    def susun(isi: dict[str, Any]) -> actions.IsiKetentuan:
        return actions.IsiKetentuan(**isi | {"arah": ArahBatas(isi["arah"])})

    aksi = actions.tetapkan_ketentuan
    if selesai := _simpan(request, saring, kode, formulir, aksi=aksi, objek="ketentuan_belanja", susun=susun):
        return selesai
    cabut = FormulirCabut(initial={"mulai_tahun": tahun}) if lama else None
    return _halaman(request, saring, lama, formulir, judul="Ketentuan baru", cabut=cabut)


def _simpan(
    request: HttpRequest,
    saring: Saringan,
    kode: str | None,
    formulir: FormulirKetentuan | FormulirKomponen,
    *,
    aksi: Callable[..., Any],
    objek: str,
    susun: Callable[[dict[str, Any]], Any],
) -> HttpResponse | None:
    """Set what the form says as from its budget year; None where nothing was sent, or it was refused."""
    if request.method != "POST" or not formulir.is_valid():
        return None
    isi = dict(formulir.cleaned_data)
    sasaran, mulai = kode or isi.pop("kode"), isi.pop("mulai_tahun")
    try:
        hasil = laksanakan(
            request, aksi, peristiwa=f"{objek}.tetapkan", objek=objek, objek_id=sasaran,
            tujuan=_kembali(saring), kode=sasaran, mulai_tahun=mulai, isi=susun(isi), baru=kode is None,
        )  # fmt: skip
    except AturanDilanggar as tolak:
        formulir.terima_galat(tolak)
        return None
    messages.success(request, f"{isi['nama']} ditetapkan mulai tahun anggaran {mulai}.")
    return HttpResponseRedirect(hasil.tujuan)


def _halaman(
    request: HttpRequest,
    saring: Saringan,
    lama: KetentuanBelanja | KomponenBelanja | None,
    formulir: FormulirKetentuan | FormulirKomponen,
    *,
    judul: str,
    cabut: FormulirCabut | None = None,
) -> HttpResponse:
    limit = isinstance(formulir, FormulirKetentuan)
    konteks = {
        "saring": saring,
        "judul": f"Ubah {lama.nama}" if lama else judul,
        "formulir": formulir,
        "cabut": cabut,
        "kode": lama.kode if lama else "",
        "komponen": queries.komponen_tahun(saring.tahap.tahun) if limit else (),
    }
    ditolak = formulir.is_bound or (cabut is not None and cabut.is_bound)
    return render(request, "anggaran/wajib_ubah.html", konteks, status=422 if ditolak else 200)


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
    awal = _awal(lama, _KOLOM_KETENTUAN, saring.tahap.tahun)
    formulir = FormulirKetentuan(baru=False, initial=awal)
    return _halaman(request, saring, lama, formulir, judul="", cabut=cabut)


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
    lama = queries.get_komponen(kode, tahun) if kode else None
    awal = _awal(lama, _KOLOM_KOMPONEN, tahun)
    formulir = FormulirKomponen(request.POST or None, baru=lama is None, initial=awal)

    def susun(isi: dict[str, Any]) -> actions.IsiKomponen:
        return actions.IsiKomponen(**isi | {"cara": CaraKomponen(isi["cara"])})

    aksi = actions.tetapkan_komponen
    if selesai := _simpan(request, saring, kode, formulir, aksi=aksi, objek="komponen_belanja", susun=susun):
        return selesai
    return _halaman(request, saring, lama, formulir, judul="Komponen baru")


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
