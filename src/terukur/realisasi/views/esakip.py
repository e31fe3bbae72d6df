"""Berkas e-SAKIP: what an OPD has for the review of a year, what is missing, and all of it in one archive."""

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from terukur.inti.arsip import zip_mengalir
from terukur.inti.izin import Izin, izin
from terukur.inti.lembar import nama_unduhan, respons_tabel
from terukur.organisasi.queries import get_opd
from terukur.organisasi.queries.waktu import zona_pemda
from terukur.realisasi.choices import KeadaanBerkas
from terukur.realisasi.exports import keterangan_langsung
from terukur.realisasi.exports.esakip import KOLOM_ESAKIP, isi_esakip
from terukur.realisasi.forms import FormulirEsakip
from terukur.realisasi.queries.esakip import daftar_esakip
from terukur.realisasi.views.bantu import hari, pembaca, saat


@izin(Izin.REALISASI_LIHAT)
@require_GET
def esakip(request: HttpRequest, opd_id: UUID) -> HttpResponseBase:
    """The list; with ``?unduh=zip`` the archive, made while it is sent."""
    pengguna = pembaca(request)
    opd = get_opd(opd_id, untuk=pengguna, izin=Izin.REALISASI_LIHAT)
    saring = FormulirEsakip(request.GET or None, initial={"tahun": hari(request).year})
    isi = saring.cleaned_data if saring.is_valid() else {}
    tahun = isi.get("tahun") or hari(request).year
    diketahui = min(isi.get("diketahui") or saat(request), saat(request))
    butir = daftar_esakip(opd.pk, tahun, untuk=pengguna, diketahui=diketahui)
    nama = f"e-SAKIP {opd.singkatan} {tahun}"
    if request.GET.get("unduh") == "zip":
        jawaban = StreamingHttpResponse(
            zip_mengalir(
                isi_esakip(opd, tahun, butir, diketahui=diketahui), pada=diketahui.astimezone(zona_pemda())
            ),
            content_type="application/zip",
        )
        jawaban["Content-Disposition"] = f'attachment; filename="{nama_unduhan(nama, "zip")}"'
        return jawaban
    keterangan = keterangan_langsung(f"Berkas e-SAKIP {tahun}", opd.nama, hari(request), diketahui)
    if unduhan := respons_tabel(request, nama, KOLOM_ESAKIP, butir, keterangan=keterangan):
        return unduhan
    konteks = {
        "opd": opd,
        "tahun": tahun,
        "diketahui": isi.get("diketahui"),
        "saring": saring,
        "butir": butir,
        "ada": sum(b.keadaan == KeadaanBerkas.ADA for b in butir),
        "belum": sum(b.keadaan == KeadaanBerkas.BELUM_ADA for b in butir),
    }
    return render(request, "realisasi/esakip.html", konteks)
