"""Steps of a report: ready, signed by the head, verified or returned."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from terukur.akun.konfirmasi import FormulirKonfirmasi, pastikan
from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar, TidakBerhak, TidakDitemukan
from terukur.realisasi import actions, queries
from terukur.realisasi.choices import StatusLaporan
from terukur.realisasi.forms import FormulirAlasan
from terukur.realisasi.queries.konteks import konflik
from terukur.realisasi.views.bantu import ambil, kerjakan, laksanakan_pada, pembaca, saat
from terukur.realisasi.views.laporan import sajikan_semua


@izin(Izin.REALISASI_ISI)
@require_POST
def siap(request: HttpRequest, opd_id: UUID, periode: str) -> HttpResponse:
    """The operator hands the report to the head."""
    bahan = ambil(request, opd_id, periode, Izin.REALISASI_ISI)
    return kerjakan(
        request, bahan, actions.tandai_siap, "tandai_siap", kembali=bahan.alamat,
        berhasil="Diteruskan kepada Kepala OPD.", pengguna=pembaca(request),
    )  # fmt: skip


@izin(Izin.REALISASI_ISI)
@require_POST
def batal_siap(request: HttpRequest, opd_id: UUID, periode: str) -> HttpResponse:
    """The operator takes it back before it is signed."""
    bahan = ambil(request, opd_id, periode, Izin.REALISASI_ISI)
    return kerjakan(
        request, bahan, actions.batalkan_siap, "batalkan_siap", kembali=bahan.alamat,
        berhasil="Laporan terbuka lagi untuk diisi.", pengguna=pembaca(request),
    )  # fmt: skip


@izin(Izin.REALISASI_AJUKAN)
@require_http_methods(["GET", "POST"])
def ajukan(request: HttpRequest, opd_id: UUID, periode: str) -> HttpResponse:
    """What will be signed, and the confirmation of who signs."""
    bahan = ambil(request, opd_id, periode, Izin.REALISASI_AJUKAN)
    konfirmasi = FormulirKonfirmasi(request.POST or None, request=request)
    galat = ""
    if request.method == "POST" and pastikan(request, konfirmasi):
        try:
            hasil = laksanakan_pada(
                request, bahan, actions.ajukan, "ajukan", tujuan=bahan.alamat, pengguna=pembaca(request)
            )
        except (TidakDitemukan, TidakBerhak):
            raise
        except AturanDilanggar as tolak:
            galat = tolak.pesan
        else:
            if hasil.nilai:
                messages.success(request, f"Diajukan. Nomor register {hasil.nilai.kertas.nomor}.")
            return redirect(hasil.tujuan)
    langkah = queries.tindakan(bahan.laporan, bahan.baris, pengguna=pembaca(request), pada=saat(request))
    konteks = {
        "bahan": bahan,
        "laporan": bahan.laporan,
        "sajian": sajikan_semua(request, bahan),
        "konfirmasi": konfirmasi,
        "galat": galat,
        "tindakan": next((t for t in langkah if t.nama == "ajukan"), None),
    }
    return render(
        request, "realisasi/ajukan.html", konteks, status=422 if galat or konfirmasi.errors else 200
    )


@izin(Izin.REALISASI_VERIFIKASI)
@require_http_methods(["GET", "POST"])
def periksa(request: HttpRequest, opd_id: UUID, periode: str) -> HttpResponse:
    """Plan and result side by side; verify all of it."""
    bahan = ambil(request, opd_id, periode, Izin.REALISASI_VERIFIKASI)
    if request.method == "POST":
        return kerjakan(
            request, bahan, actions.verifikasi, "verifikasi", kembali=request.path,
            berhasil="Diverifikasi; realisasinya kini dinilai.", pengguna=pembaca(request),
        )  # fmt: skip
    return _halaman_periksa(request, opd_id, periode, FormulirAlasan())


def _halaman_periksa(
    request: HttpRequest, opd_id: UUID, periode: str, formulir: FormulirAlasan, status: int = 200
) -> HttpResponse:
    bahan = ambil(request, opd_id, periode, Izin.REALISASI_VERIFIKASI)
    pengguna = pembaca(request)
    langkah = queries.tindakan(bahan.laporan, bahan.baris, pengguna=pengguna, pada=saat(request))
    konteks = {
        "bahan": bahan,
        "laporan": bahan.laporan,
        "sajian": sajikan_semua(request, bahan),
        "formulir": formulir,
        "tidak_sesuai": queries.tidak_sesuai(bahan.lapangan),
        "langkah": {t.nama: t for t in langkah},
        "sendiri": konflik(pengguna, bahan.laporan, pada=saat(request))[1],
    }
    return render(request, "realisasi/periksa.html", konteks, status=status)


@izin(Izin.REALISASI_VERIFIKASI)
@require_POST
def kembalikan(request: HttpRequest, opd_id: UUID, periode: str) -> HttpResponse:
    """Return a submitted report, or reopen a verified one, with the reason."""
    bahan = ambil(request, opd_id, periode, Izin.REALISASI_VERIFIKASI)
    formulir = FormulirAlasan(request.POST)
    if not formulir.is_valid():
        return _halaman_periksa(request, opd_id, periode, formulir, status=422)
    ralat = bahan.laporan.status == StatusLaporan.DIVERIFIKASI
    aksi = actions.buka_ralat if ralat else actions.kembalikan
    return kerjakan(
        request, bahan, aksi, "buka_ralat" if ralat else "kembalikan", kembali=bahan.alamat,
        berhasil="Ralat dibuka; OPD dapat membetulkan." if ralat else "Dikembalikan kepada OPD.",
        pengguna=pembaca(request), alasan=formulir.cleaned_data["alasan"],
    )  # fmt: skip
