"""Signing a perjanjian kinerja, returning it, changing it by a PK Perubahan, comparing, printing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from terukur.akun.konfirmasi import FormulirKonfirmasi, pastikan
from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar, TidakBerhak, TidakDitemukan
from terukur.inti.lembar import Kolom, respons_tabel
from terukur.kinerja import actions
from terukur.kinerja.choices import PemicuRevisi
from terukur.kinerja.exports import cetak_perjanjian
from terukur.kinerja.forms import FormulirBanding, FormulirKembalikan, FormulirPerubahan
from terukur.kinerja.models import PerjanjianKinerja
from terukur.kinerja.queries import perjanjian as baca
from terukur.kinerja.rules.perjanjian import bandingkan as selisih
from terukur.kinerja.views.perjanjian import (
    alamat_perjanjian,
    ambil_perjanjian,
    laksanakan_pada,
    pembaca,
    saat,
    sajian,
    sudah_ditetapkan,
)
from terukur.organisasi.forms.waktu import FormulirSaat
from terukur.organisasi.queries import belum_ada, hari_pemda

KOLOM_BEDA = (
    Kolom("Indikator atau program", "bagian"),
    Kolom("Yang berubah", "kolom"),
    Kolom("Semula", "lama"),
    Kolom("Menjadi", "baru"),
)


def _versi(request: HttpRequest) -> int:
    """Which state of the content the signer has read; a form without it has read none."""
    teks = request.POST.get("versi", "")
    return int(teks) if teks.isascii() and teks.isdigit() and len(teks) < 10 else 0


def _tanda_tangan(
    request: HttpRequest,
    satu: PerjanjianKinerja,
    nama: str,
    *,
    formulir: FormulirKembalikan | None = None,
    konfirmasi: FormulirKonfirmasi | None = None,
    galat: str = "",
) -> HttpResponse:
    isi = sajian(request, satu)
    konteks = isi | {
        "nama": nama,
        "langkah": {t.nama: t for t in isi["tindakan"]},
        "konfirmasi": konfirmasi or FormulirKonfirmasi(request=request),
        "formulir": formulir or FormulirKembalikan(),
        "galat": galat,
        "alamat": alamat_perjanjian(satu),
    }
    salah = galat or (konfirmasi and konfirmasi.errors) or (formulir and formulir.errors)
    return render(request, "kinerja/perjanjian_tandatangan.html", konteks, status=422 if salah else 200)


def _proses(request: HttpRequest, perjanjian_id: UUID, nama: str, aksi: Any) -> HttpResponse:
    satu = ambil_perjanjian(request, perjanjian_id, Izin.PK_SETUJUI)
    konfirmasi = FormulirKonfirmasi(request.POST or None, request=request)
    galat = ""
    if request.method == "POST" and pastikan(request, konfirmasi):
        try:
            hasil = laksanakan_pada(
                request, satu, aksi, nama, tujuan=alamat_perjanjian(satu), perjanjian_id=satu.pk,
                versi=_versi(request), pengguna=pembaca(request),
            )  # fmt: skip
        except (TidakDitemukan, TidakBerhak):
            raise
        except AturanDilanggar as tolak:
            galat = tolak.pesan
            satu = ambil_perjanjian(request, perjanjian_id, Izin.PK_SETUJUI)
        else:
            if hasil.nilai:
                kertas = hasil.nilai.kertas
                messages.success(
                    request,
                    f"Ditandatangani kedua pihak. Nomor register {kertas.nomor}."
                    if kertas
                    else "Ditandatangani. Pihak kedua diberi tahu.",
                )
            return redirect(hasil.tujuan)
    return _tanda_tangan(request, satu, nama, konfirmasi=konfirmasi, galat=galat)


@izin(Izin.PK_SETUJUI)
@require_http_methods(["GET", "POST"])
def tandatangani(request: HttpRequest, perjanjian_id: UUID) -> HttpResponse:
    """What the first party promises, and the confirmation of who signs."""
    return _proses(request, perjanjian_id, "tandatangani", actions.tandatangani_perjanjian)


@izin(Izin.PK_SETUJUI)
@require_http_methods(["GET", "POST"])
def tetapkan(request: HttpRequest, perjanjian_id: UUID) -> HttpResponse:
    """The second party reads, then signs or returns."""
    return _proses(request, perjanjian_id, "tetapkan", actions.tetapkan_perjanjian)


@izin(Izin.PK_SETUJUI)
@require_POST
def kembalikan(request: HttpRequest, perjanjian_id: UUID) -> HttpResponse:
    """Return it to the first party with the reason."""
    satu = ambil_perjanjian(request, perjanjian_id, Izin.PK_SETUJUI)
    formulir = FormulirKembalikan(request.POST)
    if not formulir.is_valid():
        return _tanda_tangan(request, satu, "tetapkan", formulir=formulir)
    try:
        hasil = laksanakan_pada(
            request, satu, actions.kembalikan_perjanjian, "kembalikan", tujuan=alamat_perjanjian(satu),
            perjanjian_id=satu.pk, alasan=formulir.cleaned_data["alasan"], pengguna=pembaca(request),
        )  # fmt: skip
    except (TidakDitemukan, TidakBerhak):
        raise
    except AturanDilanggar as tolak:
        return _tanda_tangan(request, satu, "tetapkan", formulir=formulir, galat=tolak.pesan)
    messages.success(request, "Dikembalikan kepada pihak pertama.")
    return redirect(hasil.tujuan)


@izin(Izin.KINERJA_ISI)
@require_http_methods(["GET", "POST"])
def perubahan(request: HttpRequest, perjanjian_id: UUID) -> HttpResponse:
    """Begin a PK Perubahan with its reason and document."""
    satu = ambil_perjanjian(request, perjanjian_id, Izin.KINERJA_ISI)
    awal = {"tanggal_dokumen": hari_pemda(saat(request)), "pemicu": request.GET.get("pemicu", "")}
    formulir = FormulirPerubahan(request.POST or None, initial=awal)
    if request.method == "POST" and formulir.is_valid():
        bersih = formulir.cleaned_data
        try:
            hasil = laksanakan_pada(
                request, satu, actions.mulai_perubahan_perjanjian, "mulai_perubahan",
                tujuan=alamat_perjanjian, perjanjian_id=satu.pk,
                dasar=actions.DasarPerubahan(
                    PemicuRevisi(bersih["pemicu"]), bersih["alasan"], bersih["nomor_dokumen"],
                    bersih["tanggal_dokumen"],
                ),
            )  # fmt: skip
        except AturanDilanggar as tolak:
            formulir.terima_galat(tolak)
        else:
            messages.success(
                request, "PK Perubahan dimulai sebagai salinan; ubah isinya, lalu tanda tangani."
            )
            return redirect(hasil.tujuan)
    return render(
        request,
        "kinerja/perjanjian_perubahan.html",
        {"satu": satu, "formulir": formulir, "alamat": alamat_perjanjian(satu)},
        status=422 if formulir.errors else 200,
    )


@izin(Izin.KINERJA_LIHAT)
@require_GET
def bandingkan(request: HttpRequest, perjanjian_id: UUID) -> HttpResponseBase:
    """What differs from another version of the same PK, the older one first."""
    saring = FormulirSaat(request.GET or None)
    lalu = saring.saat(hari_pemda(saat(request)))
    satu = ambil_perjanjian(request, perjanjian_id)
    if not sudah_ditetapkan(satu, lalu):
        assert lalu is not None
        raise belum_ada("Perjanjian kinerja yang ditandatangani kedua pihak ini", lalu)
    semua = [v for v in baca.versi_perjanjian(satu) if sudah_ditetapkan(v, lalu)]
    lain = {str(v.pk): v for v in semua if v.pk != satu.pk}
    sebelum = next((k for k, v in lain.items() if v.perubahan_ke < satu.perubahan_ke), next(iter(lain), ""))
    pilihan = [(k, f"{v.sebutan} ({v.get_status_display().lower()})") for k, v in lain.items()]
    formulir = FormulirBanding({"dengan": request.GET.get("dengan", sebelum)}, pilihan=pilihan)
    beda, dua = None, [satu, satu]
    if formulir.is_valid():
        dua = sorted((lain[formulir.cleaned_data["dengan"]], satu), key=lambda v: v.perubahan_ke)
        isi = baca.baca_banyak(dua)
        beda = selisih(isi[dua[0].pk], isi[dua[1].pk])
        if unduhan := respons_tabel(
            request, f"Selisih perjanjian kinerja {satu.tahun} {satu.jabatan.nama}", KOLOM_BEDA, beda
        ):
            return unduhan
    konteks = {
        "saring": saring, "lalu": lalu, "satu": satu, "formulir": formulir, "beda": beda, "lama": dua[0],
        "baru": dua[1],
        "pemicu": dict(PemicuRevisi.choices), "alamat": alamat_perjanjian(satu),
    }  # fmt: skip
    return render(request, "kinerja/perjanjian_banding.html", konteks)


@izin(Izin.KINERJA_LIHAT)
@require_GET
def surat(request: HttpRequest, perjanjian_id: UUID) -> HttpResponse:
    """The PK as PDF, once both parties have signed."""
    satu = ambil_perjanjian(request, perjanjian_id)
    if satu.kertas is None:
        raise TidakDitemukan(
            "Perjanjian kinerja ini belum ditandatangani kedua pihak, jadi belum ada naskahnya."
        )
    jawaban = HttpResponse(cetak_perjanjian(satu.kertas), content_type="application/pdf")
    jawaban["Content-Disposition"] = f'inline; filename="{satu.kertas.nomor.lower()}.pdf"'
    return jawaban
