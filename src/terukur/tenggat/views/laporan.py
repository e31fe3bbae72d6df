"""The late list on screen, and the room's papers as PDF."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import TidakDitemukan
from terukur.inti.lembar import Kolom, respons_tabel
from terukur.jejak.models import Kertas
from terukur.tenggat import queries, rules
from terukur.tenggat.exports import cetak_kertas, nama_berkas
from terukur.tenggat.models import HasilTTE
from terukur.tenggat.views.bantu import pembaca

KOLOM = [
    Kolom("No", "no", "angka"), Kolom("OPD", "opd"), Kolom("Penanggung jawab", "penanggung_jawab"),
    Kolom("Keadaan", "kata"), Kolom("Kelengkapan", "persen", "persen"),
    Kolom("Kegiatan terakhir", "kegiatan_terakhir"), Kolom("Diterima", "diterima"),
    Kolom("Tenggat berlaku", "tenggat"), Kolom("Belum lengkap", lambda b: ", ".join(b["kurang"])),
]  # fmt: skip
KOLOM_DAFTAR = [
    Kolom("Nomor register", "kertas.nomor", "kode"), Kolom("Jadwal", "jendela.judul"),
    Kolom("Edisi", "edisi", "angka"), Kolom("Keadaan pada", "saat", "waktu"),
    Kolom("Terbit", "terbit_pada", "waktu"),
]  # fmt: skip


@izin(Izin.LAPORAN_LIHAT)
@require_GET
def daftar(request: HttpRequest) -> HttpResponseBase:
    """All editions, newest first."""
    urut = request.GET.get("urut", "-saat")
    kolom = {"saat": "saat", "jadwal": "jendela__judul", "edisi": "edisi"}.get(urut.lstrip("-"), "saat")
    baris = queries.laporan_terlihat(pembaca(request))
    if cari := request.GET.get("cari", "").strip():
        baris = baris.filter(jendela__judul__icontains=cari)
    baris = baris.order_by(f"{'-' if urut.startswith('-') else ''}{kolom}", "pk")
    if unduhan := respons_tabel(request, "Laporan kepatuhan", KOLOM_DAFTAR, baris):
        return unduhan
    hal = Paginator(baris, 25).get_page(request.GET.get("hal"))
    return render(request, "tenggat/laporan_daftar.html", {"hal": hal, "urut": urut, "cari": cari})


@izin(Izin.LAPORAN_LIHAT)
@require_GET
def laporan(request: HttpRequest, laporan_id: UUID) -> HttpResponseBase:
    """One edition: the situation at the instant, its text for WhatsApp, its corrections."""
    x = queries.get_laporan(laporan_id, untuk=pembaca(request))
    isi = x.kertas.isi
    pilih = request.GET.get("keadaan", "")
    baris = [b for b in isi["baris"] if not pilih or b["keadaan"] == pilih]
    if unduhan := respons_tabel(request, f"Laporan {x.kertas.nomor}", KOLOM, baris):
        return unduhan
    return render(
        request,
        "tenggat/laporan.html",
        {
            "x": x, "isi": isi, "baris": baris, "pilih": pilih,
            "teks": rules.teks_laporan(isi, nomor=x.kertas.nomor, tautan=x.kertas.tautan),
            "ralat": x.daftar_ralat.select_related("pengajuan__opd").order_by("diterima_pada", "pk"),
            "hasil_tte": HasilTTE.objects.filter(kertas=x.kertas).select_related("berkas").order_by("pk"),
        },
    )  # fmt: skip


@izin(Izin.PENGAJUAN_LIHAT, Izin.LAPORAN_LIHAT)
@require_GET
def surat(request: HttpRequest, kertas_id: UUID) -> HttpResponse:
    """A receipt, minutes or late list as PDF, for those who may see what it speaks of."""
    kertas = Kertas.objects.filter(pk=kertas_id, jenis__in=("TT", "BA", "LK")).first()
    if kertas is None:
        raise TidakDitemukan("Surat tidak ditemukan.")
    if kertas.jenis == "LK":
        if not queries.laporan_terlihat(pembaca(request)).filter(kertas=kertas).exists():
            raise TidakDitemukan("Surat tidak ditemukan.")
    else:
        queries.get_pengajuan_kertas(kertas, untuk=pembaca(request))
    jawaban = HttpResponse(cetak_kertas(kertas), content_type="application/pdf")
    jawaban["Content-Disposition"] = f'inline; filename="{nama_berkas(kertas)}"'
    return jawaban
