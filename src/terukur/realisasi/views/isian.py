"""Acts on the rows of a report: save, add outside the plan, evidence."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from terukur.berkas.forms import ada_kiriman, simpan_kiriman
from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar, Bentrok, TidakBerhak, TidakDitemukan
from terukur.jejak.tindakan import laksanakan
from terukur.organisasi.queries import get_opd
from terukur.realisasi import actions
from terukur.realisasi.forms import FormulirAlasan, FormulirBukti, FormulirRealisasi
from terukur.realisasi.models import BuktiRealisasi
from terukur.realisasi.queries import BarisLaporan
from terukur.realisasi.rules.isian import kunci_di_luar_rencana
from terukur.realisasi.views.bantu import (
    Bahan,
    alamat_laporan,
    ambil,
    kerjakan,
    laksanakan_pada,
    pembaca,
)
from terukur.realisasi.views.laporan import halaman

JENIS_BUKTI = ("pdf", "jpg", "png", "xlsx", "docx")
BATAS_MB = 20


def _baris(bahan: Bahan, kunci: UUID) -> BarisLaporan:
    baris = next((b for b in bahan.baris if b.kunci == kunci), None)
    if baris is None:
        raise TidakDitemukan("Baris itu tidak ada dalam laporan ini.")
    return baris


@izin(Izin.REALISASI_ISI)
@require_POST
def simpan(request: HttpRequest, opd_id: UUID, periode: str, kunci: UUID) -> HttpResponse:
    """Save one result; who saved meanwhile is shown beside."""
    bahan = ambil(request, opd_id, periode, Izin.REALISASI_ISI)
    baris = _baris(bahan, kunci)
    formulir = FormulirRealisasi(request.POST, baris=baris)
    bentrok = None
    if formulir.is_valid():
        try:
            hasil = laksanakan_pada(
                request, bahan, actions.simpan_realisasi, "simpan",
                tujuan=alamat_laporan(opd_id, periode, kunci),
                kunci=kunci, versi=formulir.cleaned_data["versi"], isi=formulir.isi(),
            )  # fmt: skip
        except Bentrok as tolak:
            bentrok = tolak
            data = request.POST.copy()
            data["versi"] = str(baris.realisasi.versi if baris.realisasi else 0)
            formulir = FormulirRealisasi(data, baris=baris)
        except (TidakDitemukan, TidakBerhak):
            raise
        except AturanDilanggar as tolak:
            formulir.terima_galat(tolak)
        else:
            messages.success(request, "Realisasi disimpan.")
            return redirect(hasil.tujuan)
    status = 409 if bentrok else 422
    return halaman(request, bahan, terbuka=baris, formulir=formulir, bentrok=bentrok, status=status)


@izin(Izin.REALISASI_ISI)
@require_POST
def tambah(request: HttpRequest, opd_id: UUID, periode: str, indikator_id: UUID) -> HttpResponse:
    """Begin the record of a success outside the plan."""
    bahan = ambil(request, opd_id, periode, Izin.REALISASI_ISI)
    kunci = kunci_di_luar_rencana(opd_id, indikator_id, bahan.periode.tahun)
    try:
        laksanakan_pada(
            request, bahan, actions.tambah_di_luar_rencana, "tambah_di_luar_rencana",
            tujuan=bahan.alamat, indikator_id=indikator_id,
        )  # fmt: skip
    except (TidakDitemukan, TidakBerhak):
        raise
    except AturanDilanggar as tolak:
        messages.error(request, tolak.pesan)
        return redirect(f"{bahan.alamat}?cari=#pilih")
    messages.success(
        request, "Ditambahkan di luar rencana. Isi realisasinya; hasilnya terlihat, tidak dinilai."
    )
    return redirect(alamat_laporan(opd_id, periode, kunci))


@izin(Izin.REALISASI_ISI)
@require_POST
def hapus(request: HttpRequest, opd_id: UUID, periode: str, kunci: UUID) -> HttpResponse:
    """Take a row outside the plan out of the draft."""
    bahan = ambil(request, opd_id, periode, Izin.REALISASI_ISI)
    _baris(bahan, kunci)
    return kerjakan(
        request, bahan, actions.hapus_di_luar_rencana, "hapus_di_luar_rencana",
        kembali=bahan.alamat, berhasil="Baris di luar rencana dihapus.", kunci=kunci,
    )  # fmt: skip


@izin(Izin.REALISASI_ISI)
@require_POST
def bukti(request: HttpRequest, opd_id: UUID, periode: str, kunci: UUID) -> HttpResponse:
    """Add a file or a link as evidence of one result."""
    bahan = ambil(request, opd_id, periode, Izin.REALISASI_ISI)
    baris = _baris(bahan, kunci)
    formulir = FormulirBukti(request.POST)
    if formulir.is_valid():
        try:
            laksanakan_pada(
                request, bahan, partial(_lampirkan, request), "tambah_bukti", tujuan="",
                kunci=kunci, isi=formulir.cleaned_data,
            )  # fmt: skip
        except (TidakDitemukan, TidakBerhak):
            raise
        except AturanDilanggar as tolak:
            formulir.terima_galat(tolak)
        else:
            messages.success(request, "Bukti dilampirkan.")
            return redirect(alamat_laporan(opd_id, periode, kunci))
    return halaman(request, bahan, terbuka=baris, bukti=formulir, status=422)


def _lampirkan(request: HttpRequest, *, isi: dict[str, Any], opd_id: UUID, **lain: Any) -> BuktiRealisasi:
    """The file is kept in the same transaction as the evidence that names it."""
    berkas = None
    if ada_kiriman(request, "berkas"):
        berkas = simpan_kiriman(
            request, "berkas", jenis_diizinkan=JENIS_BUKTI, batas_ukuran=BATAS_MB * 1024 * 1024,
            opd_id=opd_id, pertahankan_lokasi=True,
        )  # fmt: skip
    return actions.tambah_bukti(opd_id=opd_id, berkas=berkas, **isi, **lain)


@izin(Izin.REALISASI_ISI)
@require_POST
def cabut(request: HttpRequest, bukti_id: UUID) -> HttpResponse:
    """Withdraw evidence with a reason; it stays on record, and a submitted result is flagged."""
    ada = BuktiRealisasi.objects.select_related("realisasi__laporan").filter(pk=bukti_id).first()
    if ada is None:
        raise TidakDitemukan("Bukti tidak ditemukan.")
    laporan = ada.realisasi.laporan
    opd = get_opd(laporan.opd_id, untuk=pembaca(request), izin=Izin.REALISASI_ISI)
    formulir = FormulirAlasan(request.POST)
    kembali = alamat_laporan(opd.pk, laporan.periode, ada.realisasi.kunci)
    alasan = formulir.cleaned_data["alasan"] if formulir.is_valid() else ""
    try:
        laksanakan(
            request, actions.cabut_bukti, peristiwa="bukti.cabut", objek="realisasi", objek_id=laporan.pk,
            opd_id=opd.pk, tujuan=kembali, bukti_id=bukti_id, alasan=alasan,
        )  # fmt: skip
    except AturanDilanggar as tolak:
        messages.error(request, tolak.pesan)
    else:
        messages.success(request, "Bukti dicabut; catatannya tetap tersimpan.")
    return redirect(kembali)
