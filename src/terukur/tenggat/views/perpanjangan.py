"""Extensions: list, request, decision, collective grant, outages."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from terukur.akun.konfirmasi import FormulirKonfirmasi, pastikan
from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar, TidakBerhak, TidakDitemukan
from terukur.inti.lembar import Kolom, respons_tabel
from terukur.inti.waktu import ZONA
from terukur.jejak.tindakan import laksanakan
from terukur.organisasi import queries as organisasi
from terukur.tenggat import actions, queries
from terukur.tenggat.choices import StatusPerpanjangan
from terukur.tenggat.forms import FormBeri, FormGangguan, FormKolektif, FormMinta, FormTolak
from terukur.tenggat.models import GangguanLayanan
from terukur.tenggat.views.bantu import ambil, pembaca, saat

KOLOM = [
    Kolom("OPD", "pengajuan.opd.nama"), Kolom("Jadwal", "pengajuan.jendela.judul"),
    Kolom("Status", lambda p: p.get_status_display()), Kolom("Alasan", "alasan"),
    Kolom("Diminta", "diminta_pada", "waktu"), Kolom("Diminta sampai", "diminta_sampai", "waktu"),
    Kolom("Diperpanjang sampai", "sampai", "waktu"), Kolom("Dasar", "dasar"),
    Kolom("Alasan penolakan", "alasan_tolak"), Kolom("Diputus", "diputus_pada", "waktu"),
]  # fmt: skip


def _jabatan(request: HttpRequest) -> str:
    """The office in whose name an extension is decided, in words."""
    return organisasi.jabatan_pengguna(pembaca(request), pada=saat(request))


@izin(Izin.TENGGAT_LIHAT)
@require_GET
def daftar(request: HttpRequest) -> HttpResponseBase:
    """Requests and decisions in the reader's scope; what waits comes first."""
    baris = queries.perpanjangan_terlihat(pembaca(request))
    if (status := request.GET.get("status", "")) in StatusPerpanjangan.values:
        baris = baris.filter(status=status)
    urut = request.GET.get("urut", "")
    kolom = {"opd": "pengajuan__opd__nama", "sampai": "sampai", "diputus": "diputus_pada"}.get(
        urut.lstrip("-")
    )
    if kolom:
        baris = baris.order_by(f"{'-' if urut.startswith('-') else ''}{kolom}", "pk")
    if unduhan := respons_tabel(request, "Perpanjangan", KOLOM, baris):
        return unduhan
    return render(
        request,
        "tenggat/perpanjangan_daftar.html",
        {
            "hal": Paginator(baris, 25).get_page(request.GET.get("hal")), "urut": urut, "status": status,
            "pilihan_status": StatusPerpanjangan.choices,
        },
    )  # fmt: skip


@izin(Izin.PERPANJANGAN_MINTA)
@require_http_methods(["GET", "POST"])
def minta(request: HttpRequest, pengajuan_id: UUID) -> HttpResponse:
    """An OPD asks for more time, with a reason."""
    p = ambil(request, pengajuan_id, Izin.PERPANJANGAN_MINTA)
    form = FormMinta(request.POST or None, zona=p.jendela.zona_waktu)
    if request.method == "POST" and form.is_valid():
        try:
            hasil = laksanakan(
                request, actions.minta_perpanjangan, peristiwa="perpanjangan.minta", objek="pengajuan",
                objek_id=p.pk, opd_id=p.opd_id, tujuan=reverse("tenggat:pengajuan", args=[p.pk]),
                pengajuan_id=p.pk, **form.cleaned_data,
            )  # fmt: skip
        except (TidakDitemukan, TidakBerhak):
            raise
        except AturanDilanggar as tolak:
            form.terima_galat(tolak)
        else:
            messages.success(request, "Permintaan terkirim kepada Sekretaris Daerah.")
            return redirect(hasil.tujuan)
    return render(
        request, "tenggat/minta.html",
        {"p": p, "j": p.jendela, "form": form, "tenggat": queries.tenggat_pengajuan(p, pada=saat(request))},
        status=422 if form.errors else 200,
    )  # fmt: skip


@izin(Izin.TENGGAT_LIHAT)
@require_http_methods(["GET", "POST"])
def perpanjangan(request: HttpRequest, perpanjangan_id: UUID) -> HttpResponse:
    """One request: read by those who see the OPD, decided by the Sekda."""
    x = queries.get_perpanjangan(perpanjangan_id, untuk=pembaca(request))
    p = x.pengajuan
    boleh = pembaca(request).akses.boleh(Izin.PERPANJANGAN_PUTUS, p.opd_id)
    if request.method == "POST" and not boleh:
        raise TidakBerhak("Perpanjangan diputus oleh Sekretaris Daerah.")
    menolak = request.POST.get("keputusan") == "tolak"
    zona = p.jendela.zona_waktu
    awal = {"sampai": (x.diminta_sampai or p.jendela.tenggat_pada).astimezone(zona).replace(tzinfo=None)}
    beri = FormBeri(None if menolak else request.POST or None, zona=zona, initial=awal)
    tolak = FormTolak(request.POST if menolak else None)
    konfirmasi = FormulirKonfirmasi(request.POST or None, request=request)
    form: Any = tolak if menolak else beri
    if request.method == "POST" and form.is_valid() and pastikan(request, konfirmasi):
        aksi: Any = actions.tolak_perpanjangan if menolak else actions.beri_perpanjangan
        try:
            hasil = laksanakan(
                request, aksi, peristiwa=f"perpanjangan.{'tolak' if menolak else 'beri'}",
                objek="perpanjangan", objek_id=x.pk, opd_id=p.opd_id,
                tujuan=reverse("tenggat:perpanjangan", args=[x.pk]),
                penugasan=_jabatan(request),
                perpanjangan_id=x.pk, pengguna=pembaca(request), **form.cleaned_data,
            )  # fmt: skip
        except (TidakDitemukan, TidakBerhak):
            raise
        except AturanDilanggar as galat:
            form.terima_galat(galat)
        else:
            messages.success(request, "Permintaan ditolak." if menolak else "Perpanjangan diberikan.")
            return redirect(hasil.tujuan)
    return render(
        request,
        "tenggat/perpanjangan.html",
        {
            "x": x, "p": p, "j": p.jendela, "beri": beri, "tolak": tolak, "konfirmasi": konfirmasi,
            "boleh": boleh and x.status == StatusPerpanjangan.DIMINTA,
            "gangguan": x.daftar_gangguan.order_by("mulai_pada", "pk"),
        },
        status=422 if form.errors or konfirmasi.errors else 200,
    )  # fmt: skip


@izin(Izin.PERPANJANGAN_PUTUS)
@require_http_methods(["GET", "POST"])
def kolektif(request: HttpRequest, jendela_id: UUID) -> HttpResponse:
    """The Sekda gives many OPD more time at once."""
    j = queries.get_jendela(jendela_id, untuk=pembaca(request))
    calon = (
        queries.pengajuan_terlihat(pembaca(request))
        .filter(jendela=j, diajukan_pada=None)
        .order_by("opd__nama", "pk")
    )
    pilihan = [(str(p.opd_id), p.opd.nama) for p in calon]
    if "pilih" in request.POST:  # only ticks boxes, for who works without JavaScript
        awal = {k: request.POST.get(k, "") for k in ("sampai", "dasar")}
        awal_opd = [k for k, _ in pilihan] if request.POST["pilih"] == "semua" else []
        form = FormKolektif(zona=j.zona_waktu, pilihan_opd=pilihan, initial=awal | {"opd_ids": awal_opd})
    else:
        form = FormKolektif(request.POST or None, zona=j.zona_waktu, pilihan_opd=pilihan)
    konfirmasi = FormulirKonfirmasi(request.POST if form.is_bound else None, request=request)
    if request.method == "POST" and form.is_valid() and pastikan(request, konfirmasi):
        b = form.cleaned_data
        try:
            hasil = laksanakan(
                request, actions.perpanjang_kolektif, peristiwa="perpanjangan.beri", objek="jendela",
                objek_id=j.pk, tujuan=reverse("tenggat:jendela", args=[j.pk]),
                penugasan=_jabatan(request),
                jendela_id=j.pk, opd_ids=[UUID(i) for i in b["opd_ids"]], sampai=b["sampai"],
                dasar=b["dasar"], pengguna=pembaca(request),
            )  # fmt: skip
        except (TidakDitemukan, TidakBerhak):
            raise
        except AturanDilanggar as tolak:
            form.terima_galat(tolak)
        else:
            messages.success(request, f"Tenggat {len(b['opd_ids'])} OPD diperpanjang.")
            return redirect(hasil.tujuan)
    return render(
        request, "tenggat/kolektif.html",
        {
            "j": j, "form": form, "konfirmasi": konfirmasi, "jumlah_calon": len(pilihan),
            "gangguan": queries.gangguan_jendela(j, pada=saat(request)),
        },
        status=422 if form.errors or konfirmasi.errors else 200,
    )  # fmt: skip


@izin(Izin.SISTEM_KELOLA)
@require_http_methods(["GET", "POST"])
def gangguan(request: HttpRequest) -> HttpResponseBase:
    """Outages of the service: those measured, and those that Diskominfo reports."""
    baris = GangguanLayanan.objects.order_by("-mulai_pada", "-pk")
    kolom = [
        Kolom("Mulai", "mulai_pada", "waktu"), Kolom("Selesai", "selesai_pada", "waktu"),
        Kolom("Keterangan", "keterangan"), Kolom("Diukur sendiri", "diukur"),
    ]  # fmt: skip
    if unduhan := respons_tabel(request, "Gangguan layanan", kolom, baris):
        return unduhan
    form = FormGangguan(request.POST or None, zona=ZONA[settings.TERUKUR_ZONA])
    if request.method == "POST" and form.is_valid():
        try:
            hasil = laksanakan(
                request, actions.catat_gangguan, peristiwa="gangguan.catat", objek="gangguan",
                tujuan=reverse("tenggat:gangguan"), **form.cleaned_data,
            )  # fmt: skip
        except AturanDilanggar as tolak:
            form.terima_galat(tolak)
        else:
            messages.success(request, "Gangguan tercatat.")
            return redirect(hasil.tujuan)
    hal = Paginator(baris, 25).get_page(request.GET.get("hal"))
    return render(
        request, "tenggat/gangguan.html", {"form": form, "hal": hal}, status=422 if form.errors else 200
    )
