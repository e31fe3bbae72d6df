"""Data dukung: one page with the named documents; signed copies given back."""

import datetime as dt
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from terukur.berkas.forms import simpan_kiriman
from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar, TidakBerhak, TidakDitemukan
from terukur.inti.pelaku import Pelaku
from terukur.jejak.models import Kertas
from terukur.jejak.tindakan import laksanakan
from terukur.tenggat import actions, queries, rules
from terukur.tenggat.forms import FormHasilTTE
from terukur.tenggat.models import DokumenPengajuan, DokumenSyarat
from terukur.tenggat.views.bantu import ambil, kerjakan, pembaca, saat

MB = 1024 * 1024


@izin(Izin.PENGAJUAN_LIHAT)
@require_GET
def dokumen(request: HttpRequest, pengajuan_id: UUID) -> HttpResponse:
    """The documents asked for, each with its file, upload form or the reason why none is taken."""
    p = ambil(request, pengajuan_id)
    terkunci = rules.alasan_tidak_diisi(p, pada=saat(request)) or ""
    if not pembaca(request).akses.boleh(Izin.PENGAJUAN_ISI, p.opd_id):
        terkunci = "Hanya operator atau admin OPD yang mengunggah data dukung."
    unggahan = (
        DokumenPengajuan.objects.filter(pengajuan=p)
        .select_related("berkas")
        .order_by("-diunggah_pada", "-pk")
    )
    per_dokumen: dict[int, list[DokumenPengajuan]] = {}
    for u in unggahan:
        per_dokumen.setdefault(u.dokumen_id, []).append(u)
    daftar = [
        {
            "dokumen": d,
            "berlaku": next((u for u in per_dokumen.get(d.pk, []) if u.digantikan_pada is None), None),
            "lama": [u for u in per_dokumen.get(d.pk, []) if u.digantikan_pada is not None],
        }
        for d in queries.daftar_dokumen_syarat(p.jendela)
    ]
    return render(
        request, "tenggat/dokumen.html", {"p": p, "j": p.jendela, "daftar": daftar, "terkunci": terkunci}
    )


@izin(Izin.PENGAJUAN_ISI)
@require_POST
def unggah(request: HttpRequest, pengajuan_id: UUID, dokumen_id: int) -> HttpResponse:
    """Take one file, whole or in pieces sent beforehand."""
    p = ambil(request, pengajuan_id, Izin.PENGAJUAN_ISI)
    syarat = get_object_or_404(DokumenSyarat, pk=dokumen_id, jendela_id=p.jendela_id)

    def aksi(*, oleh: Pelaku, pada: dt.datetime) -> DokumenPengajuan:
        rules.periksa_boleh_diisi(p, pada=saat(request))
        berkas = simpan_kiriman(
            request, "berkas", jenis_diizinkan=tuple(syarat.jenis), batas_ukuran=syarat.batas_mb * MB,
            opd_id=p.opd_id,
        )  # fmt: skip
        return actions.lampirkan_dokumen(
            pengajuan_id=p.pk,
            dokumen_id=syarat.pk,
            berkas=berkas,
            oleh=oleh,
            pada=pada,
        )

    return kerjakan(
        request, aksi, peristiwa="dokumen.unggah", pengajuan=p,
        kembali=f"{reverse('tenggat:dokumen', args=[p.pk])}#dokumen-{syarat.pk}",
        berhasil=f"“{syarat.nama}” tersimpan.",
    )  # fmt: skip


@izin(Izin.PENGAJUAN_ISI)
@require_POST
def hapus(request: HttpRequest, pengajuan_id: UUID, dokumen_id: int) -> HttpResponse:
    p = ambil(request, pengajuan_id, Izin.PENGAJUAN_ISI)
    return kerjakan(
        request, actions.hapus_dokumen, peristiwa="dokumen.hapus", pengajuan=p, pengajuan_id=p.pk,
        dokumen_id=dokumen_id, kembali=reverse("tenggat:dokumen", args=[p.pk]),
        berhasil="Berkas ditarik dari pengajuan; riwayatnya tetap tersimpan.",
    )  # fmt: skip


def _pemilik(request: HttpRequest, kertas_id: UUID) -> tuple[Kertas, str]:
    """A paper of this room that the reader may complete, and the page to return to."""
    kertas = Kertas.objects.filter(pk=kertas_id).first()
    pengguna = pembaca(request)
    if kertas and kertas.jenis in ("TT", "BA") and kertas.opd_id:
        milik = queries.get_pengajuan_kertas(kertas, untuk=pengguna)
        if not pengguna.akses.boleh(Izin.BERKAS_UNGGAH, milik.opd_id):
            raise TidakBerhak("Peran Anda tidak mencakup unggahan untuk OPD ini.")
        return kertas, reverse("tenggat:pengajuan", args=[milik.pk])
    if kertas and kertas.jenis == "LK":
        laporan = queries.laporan_terlihat(pengguna).filter(kertas=kertas).first()
        if laporan:
            return kertas, reverse("tenggat:laporan", args=[laporan.pk])
    raise TidakDitemukan("Surat tidak ditemukan.")


@izin(Izin.BERKAS_UNGGAH)
@require_http_methods(["GET", "POST"])
def hasil_tte(request: HttpRequest, kertas_id: UUID) -> HttpResponse:
    """Upload the signed copy of a paper, with the number of the naskah dinas."""
    kertas, kembali = _pemilik(request, kertas_id)
    form = FormHasilTTE(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def aksi(*, oleh: Pelaku, pada: dt.datetime) -> object:
            berkas = simpan_kiriman(
                request, "berkas", jenis_diizinkan=("pdf",), batas_ukuran=10 * MB, opd_id=kertas.opd_id
            )
            return actions.catat_hasil_tte(
                kertas=kertas, berkas=berkas, nomor_naskah=form.cleaned_data["nomor_naskah"],
                oleh=oleh, pada=pada,
            )  # fmt: skip

        try:
            hasil = laksanakan(
                request, aksi, peristiwa="kertas.salin", objek="kertas", objek_id=kertas.pk,
                opd_id=kertas.opd_id, tujuan=kembali,
            )  # fmt: skip
        except (TidakDitemukan, TidakBerhak):
            raise
        except AturanDilanggar as tolak:
            form.terima_galat(tolak)
        else:
            messages.success(request, "Salinan bertanda tangan tersimpan.")
            return redirect(hasil.tujuan)
    return render(
        request, "tenggat/hasil_tte.html", {"kertas": kertas, "form": form, "kembali": kembali},
        status=422 if form.errors else 200,
    )  # fmt: skip
