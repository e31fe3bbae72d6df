"""The steps of RPJMD and Renstra: start, sign, verify, return, set, and start a Perubahan."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar, TidakBerhak, TidakDitemukan
from terukur.jejak.tindakan import laksanakan
from terukur.organisasi.models import OPD
from terukur.organisasi.queries import dasar_penanda
from terukur.perencanaan.actions.alur_rencana import (
    ajukan_renstra,
    kembalikan_renstra,
    tetapkan_rencana,
    verifikasi_renstra,
)
from terukur.perencanaan.actions.rencana import hapus_draf, mulai_perubahan, mulai_rencana
from terukur.perencanaan.choices import JenisRencana
from terukur.perencanaan.forms.rencana import FormulirKembali, FormulirPerubahan, FormulirRencanaBaru
from terukur.perencanaan.models import VersiRencana
from terukur.perencanaan.queries.rencana import get_versi_rencana
from terukur.perencanaan.views.bersama import pembaca, saat, tolak_asing
from terukur.perencanaan.views.isi_rencana import alamat_rencana, formulir_rencana, lakukan_rencana
from terukur.tenggat.actions import IsiPenetapan
from terukur.tenggat.choices import JenisPenetapan
from terukur.tenggat.forms import FormPenetapan

IZIN_TETAPKAN = {JenisRencana.RPJMD: Izin.RPJMD_KELOLA, JenisRencana.RENSTRA: Izin.RENSTRA_TETAPKAN}


def _muat(request: HttpRequest, versi_id: UUID, perlu: Izin) -> VersiRencana:
    """The version in the reader's scope (404 outside); 403 where ``perlu`` does not hold for its OPD."""
    versi = get_versi_rencana(versi_id, untuk=pembaca(request))
    if not pembaca(request).akses.boleh(perlu, versi.dokumen.opd_id):
        raise TidakBerhak("Peran Anda tidak mencakup tindakan ini untuk rencana ini.")
    return versi


def _kerjakan(
    request: HttpRequest,
    aksi: Callable[..., Any],
    *,
    verba: str,
    versi: VersiRencana,
    kabar: str,
    tujuan: str = "",
    **kwargs: Any,
) -> HttpResponse:
    """One act of a button; a refusal becomes a sentence on the page of the version."""
    kembali = alamat_rencana(versi)
    try:
        tujuan = lakukan_rencana(
            request, aksi, verba=verba, versi=versi, tujuan=tujuan or kembali, **kwargs
        )  # fmt: skip
    except (TidakDitemukan, TidakBerhak):
        raise
    except AturanDilanggar as tolak:
        messages.error(request, tolak.pesan)
        return redirect(kembali)
    messages.success(request, kabar)
    return redirect(tujuan)


def _baru(request: HttpRequest, jenis: JenisRencana, opd: Any) -> HttpResponse:
    formulir = FormulirRencanaBaru(request.POST or None, opd=opd)
    if jenis == JenisRencana.RENSTRA:
        tolak_asing(formulir, "opd")
    if request.method == "POST" and formulir.is_valid():
        milik: OPD | None = formulir.cleaned_data.get("opd")
        try:
            hasil = laksanakan(
                request, partial(mulai_rencana, jenis=jenis), peristiwa=f"{jenis}.mulai", objek=jenis,
                opd_id=milik.pk if milik else None, tujuan=alamat_rencana, **formulir.cleaned_data,
            )  # fmt: skip
            return redirect(hasil.tujuan)
        except AturanDilanggar as tolak:
            formulir.terima_galat(tolak)
    return render(
        request,
        "perencanaan/rencana_baru.html",
        {"formulir": formulir, "jenis": jenis},
        status=422 if formulir.errors else 200,
    )


@izin(Izin.RPJMD_KELOLA)
@require_http_methods(["GET", "POST"])
def rpjmd_baru(request: HttpRequest) -> HttpResponse:
    """Start an RPJMD for a period."""
    return _baru(request, JenisRencana.RPJMD, None)


@izin(Izin.RENSTRA_ISI)
@require_http_methods(["GET", "POST"])
def renstra_baru(request: HttpRequest) -> HttpResponse:
    """Start the Renstra of an OPD that the reader works for as a whole."""
    akses = pembaca(request).akses
    milik = [o for o in akses.cakupan(Izin.RENSTRA_ISI) or () if akses.unit(Izin.RENSTRA_ISI, o) is None]
    if not milik:
        raise TidakBerhak("Renstra dimulai operator atau admin OPD, bukan operator unit.")
    return _baru(request, JenisRencana.RENSTRA, OPD.objects.filter(pk__in=milik).order_by("kode", "pk"))


@izin(Izin.RENSTRA_AJUKAN)
@require_POST
def ajukan(request: HttpRequest, versi_id: UUID) -> HttpResponse:
    """The head of the OPD signs the Renstra."""
    versi = _muat(request, versi_id, Izin.RENSTRA_AJUKAN)
    opd_id = versi.dokumen.opd_id
    penugasan = dasar_penanda(pembaca(request), opd_id, pada=saat(request)) if opd_id else ""
    return _kerjakan(
        request, ajukan_renstra, verba="ajukan", versi=versi, penugasan=penugasan, pengguna=pembaca(request),
        kabar="Renstra diajukan kepada Bappeda.",
    )  # fmt: skip


@izin(Izin.RENSTRA_VERIFIKASI)
@require_POST
def verifikasi(request: HttpRequest, versi_id: UUID) -> HttpResponse:
    """Bappeda finds the Renstra in order."""
    versi = _muat(request, versi_id, Izin.RENSTRA_VERIFIKASI)
    return _kerjakan(
        request, verifikasi_renstra, verba="verifikasi", versi=versi, pengguna=pembaca(request),
        kabar="Renstra diverifikasi.",
    )  # fmt: skip


@izin(Izin.RENSTRA_VERIFIKASI)
@require_http_methods(["GET", "POST"])
def kembalikan(request: HttpRequest, versi_id: UUID) -> HttpResponse:
    """Bappeda returns the Renstra with what to correct."""
    versi = _muat(request, versi_id, Izin.RENSTRA_VERIFIKASI)
    formulir = FormulirKembali(request.POST or None)
    return formulir_rencana(
        request, formulir, versi=versi, judul="Kembalikan Renstra", simpan="Kembalikan",
        kirim=lambda: lakukan_rencana(
            request, kembalikan_renstra, verba="kembalikan", versi=versi, tujuan=alamat_rencana(versi),
            pengguna=pembaca(request), **formulir.cleaned_data,
        ),
    )  # fmt: skip


@izin(Izin.RPJMD_KELOLA, Izin.RENSTRA_TETAPKAN)
@require_http_methods(["GET", "POST"])
def tetapkan(request: HttpRequest, versi_id: UUID) -> HttpResponse:
    """Record the Perda or Perkada that sets this version."""
    jenis = JenisRencana(get_versi_rencana(versi_id, untuk=pembaca(request)).dokumen.jenis)
    versi = _muat(request, versi_id, IZIN_TETAPKAN[jenis])
    dokumen = JenisPenetapan.PERDA if jenis == JenisRencana.RPJMD else JenisPenetapan.PERBUP
    formulir = FormPenetapan(request.POST or None, initial={"jenis": dokumen})

    def kirim() -> str:
        b = formulir.cleaned_data
        isi = IsiPenetapan(JenisPenetapan(b["jenis"]), b["nomor"], b["tanggal"], b["penanda_tangan"])
        return lakukan_rencana(
            request, tetapkan_rencana, verba="tetapkan", versi=versi, tujuan=alamat_rencana(versi),
            isi=isi, pengguna=pembaca(request),
        )  # fmt: skip

    return formulir_rencana(
        request, formulir, versi=versi, judul=f"Tetapkan {jenis.label}", simpan="Tetapkan", kirim=kirim,
        keterangan="Isinya beku sejak ditetapkan dan berlaku sejak tanggal dokumen sampai akhir periode; "
        "sesudahnya hanya berubah melalui Perubahan.",
    )  # fmt: skip


@izin(Izin.RPJMD_KELOLA, Izin.RENSTRA_ISI)
@require_http_methods(["GET", "POST"])
def perubahan(request: HttpRequest, versi_id: UUID) -> HttpResponse:
    """Start a Perubahan of a set version."""
    versi = get_versi_rencana(versi_id, untuk=pembaca(request), isi=True)
    formulir = FormulirPerubahan(request.POST or None)
    return formulir_rencana(
        request, formulir, versi=versi, judul="Mulai Perubahan", simpan="Mulai Perubahan",
        keterangan="Perubahan dimulai sebagai salinan; versi yang sekarang tetap berlaku dan tetap dapat "
        "dibaca sampai Perubahan ditetapkan, dan sesudahnya sebagai versi sebelumnya.",
        kirim=lambda: lakukan_rencana(
            request, mulai_perubahan, verba="mulai_perubahan", versi=versi, tujuan=alamat_rencana,
            **formulir.cleaned_data,
        ),
    )  # fmt: skip


@izin(Izin.RPJMD_KELOLA, Izin.RENSTRA_ISI)
@require_POST
def hapus(request: HttpRequest, versi_id: UUID) -> HttpResponse:
    """Throw a draft away."""
    versi = get_versi_rencana(versi_id, untuk=pembaca(request), isi=True)
    return _kerjakan(
        request, hapus_draf, verba="hapus_draf", versi=versi, kabar="Draf dihapus.",
        tujuan=reverse(f"perencanaan:{versi.dokumen.jenis}"),
    )  # fmt: skip
