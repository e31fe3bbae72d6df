"""What waits for a superior or BKPSDM, the list of an OPD, and one letter for several people."""

import datetime as dt
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar, TidakBerhak, TidakDitemukan
from terukur.inti.pelaku import Pelaku
from terukur.jejak.tindakan import laksanakan
from terukur.kehadiran.actions import permohonan as actions
from terukur.kehadiran.forms.permohonan import FormRombongan, SaringPermohonan
from terukur.kehadiran.models import Permohonan
from terukur.kehadiran.queries import permohonan as queries
from terukur.kehadiran.queries.kuota import kabar_mesin_banyak
from terukur.kehadiran.queries.lingkup import opd_orang, pegawai_kelola, penugasan_hari
from terukur.kehadiran.rules.isi_permohonan import tulis_menit
from terukur.kehadiran.rules.permohonan import is_rekam
from terukur.kehadiran.views.permohonan import BATAS_MB, JENIS_BERKAS, berkas_kiriman
from terukur.organisasi.models import OPD
from terukur.organisasi.queries import daftar_opd
from terukur.organisasi.views.kerangka import (
    Aksi,
    Daftar,
    KolomDaftar,
    diterima,
    halaman_daftar,
    kiriman,
    pembaca,
)

PALING_BANYAK_PEGAWAI = 300


def jam(p: Permohonan) -> str:
    """The hours that a rekam states."""
    isi = [("masuk", p.masuk), ("pulang", p.pulang)]
    return ", ".join(f"{n} {tulis_menit(m)}" for n, m in isi if m is not None) if is_rekam(p.jenis) else ""


@izin(Izin.KEHADIRAN_PUTUS)
@require_GET
def kotak(request: HttpRequest) -> HttpResponse:
    """What waits for my decision: one tap each, and one for a whole letter."""
    menunggu = queries.menunggu_keputusan(pembaca(request), pada=diterima(request))
    surat: dict[str, list[queries.Dibaca]] = {}
    for d in menunggu:
        surat.setdefault(f"{d.p.jenis} {d.p.nomor}" if d.p.nomor else str(d.p.pk), []).append(d)
    mesin = kabar_mesin_banyak([d.p for d in menunggu])
    konteks = {
        "jumlah": len(menunggu),
        "mesin": mesin,
        "kelompok": [
            (isi[0].p.nomor if len(isi) > 1 else "", [(d, queries.sebut_masa(d.p), jam(d.p)) for d in isi])
            for isi in surat.values()
        ],
    }
    return render(request, "kehadiran/keputusan.html", konteks)


@izin(Izin.KEHADIRAN_PUTUS)
@require_POST
def setujui_banyak(request: HttpRequest) -> HttpResponse:
    """Approve all of one letter in one act."""
    try:
        ids = [UUID(i) for i in request.POST.getlist("permohonan")]
    except ValueError:
        raise TidakDitemukan("Permohonan tidak ditemukan.") from None
    for satu in ids:
        queries.get_permohonan(satu, untuk=pembaca(request), pada=diterima(request))
    kotak_masuk = reverse("kehadiran:keputusan")
    try:
        laksanakan(
            request, partial(actions.setujui_banyak, permohonan_ids=ids, pengguna=pembaca(request)),
            peristiwa="permohonan.setujui", objek="permohonan", tujuan=kotak_masuk,
        )  # fmt: skip
    except (TidakBerhak, TidakDitemukan):
        raise
    except AturanDilanggar as tolak:
        messages.error(request, tolak.pesan)
    else:
        messages.success(request, f"{len(ids)} permohonan disetujui.")
    return redirect(kotak_masuk)


_KOLOM = (
    KolomDaftar("Pegawai", "pegawai.nama", "pegawai__nama"),
    KolomDaftar("OPD", "nama_opd"),
    KolomDaftar("Jenis", lambda p: p.get_jenis_display(), "jenis", tautan=lambda p: actions.tautan(p)),
    KolomDaftar("Mulai", "sejak", "sejak", "tanggal"),
    KolomDaftar("Sampai", "sampai", "sampai", "tanggal"),
    KolomDaftar("Bagian hari", lambda p: p.get_bagian_display(), di="unduhan"),
    KolomDaftar("Jam", jam, di="unduhan"),
    KolomDaftar("Nomor surat", "nomor", jenis="kode", di="unduhan"),
    KolomDaftar("Catatan mesin", "kabar_mesin", di="unduhan"),
    KolomDaftar("Status", lambda p: p.get_status_display(), "status", lencana=True),
    KolomDaftar("Diajukan", "diajukan_pada", "diajukan_pada", "waktu"),
    KolomDaftar("Atasan", "atasan_nama", di="unduhan"),
    KolomDaftar("Diputus", "putus_pada", "putus_pada", "waktu", di="unduhan"),
    KolomDaftar("Diputus oleh", "putus_nama", di="unduhan"),
)


@izin(Izin.KEHADIRAN_LIHAT)
@require_GET
def daftar(request: HttpRequest) -> HttpResponseBase:
    """Requests of the OPD I oversee, without their reasons."""
    pengguna, pada = pembaca(request), diterima(request)
    pilihan = daftar_opd(pengguna, izin=Izin.KEHADIRAN_LIHAT)
    saring = SaringPermohonan(request.GET or None, opd=pilihan)
    baris = queries.terlihat(pengguna, pada=pada)
    isi = saring.cleaned_data if saring.is_valid() else {}
    if kata := isi.get("kata"):
        baris = baris.filter(Q(pegawai__nama__icontains=kata) | Q(nomor__icontains=kata))
    baris = baris.filter(**{n: isi[n] for n in ("jenis", "status") if isi.get(n)})
    if isi.get("sejak"):
        baris = baris.filter(sampai__gte=isi["sejak"])
    if isi.get("sampai"):
        baris = baris.filter(sejak__lte=isi["sampai"])
    if opd := isi.get("opd"):
        baris = baris.filter(pegawai__in=penugasan_hari(pada).filter(opd_pada=opd.pk).values("pegawai_id"))
    nama = {o.pk: o.nama for o in OPD.objects.all().order_by("pk")}

    def olah(daftar_baris: list[Any]) -> None:
        tempat = opd_orang({p.pegawai_id for p in daftar_baris}, pada=pada)
        mesin = kabar_mesin_banyak(daftar_baris)
        for p in daftar_baris:
            p.kabar_mesin = mesin.get(p.pk, "")
            p.nama_opd = nama.get(tempat.get(p.pegawai_id), "")  # type: ignore[arg-type]

    aksi = []
    if pengguna.akses.boleh(Izin.KEHADIRAN_SPT):
        aksi.append(Aksi("SPT untuk beberapa pegawai", reverse("kehadiran:rombongan"), "utama"))
    return halaman_daftar(
        request,
        Daftar(
            "Permohonan kehadiran", _KOLOM, baris, "-diajukan_pada", saring, olah=olah,
            templat="kehadiran/daftar.html", aksi=aksi,
        ),
    )  # fmt: skip


@izin(Izin.KEHADIRAN_SPT)
@require_http_methods(["GET", "POST"])
def rombongan(request: HttpRequest) -> HttpResponse:
    """One SPT for several people: each of them has a request, decided by his superior."""
    pengguna, pada = pembaca(request), diterima(request)
    orang = pegawai_kelola(pengguna, pada=pada, izin=Izin.KEHADIRAN_SPT)
    pilihan = daftar_opd(pengguna, izin=Izin.KEHADIRAN_SPT)
    dipilih = next((o for o in pilihan if str(o.pk) == request.GET.get("opd", "")), None)
    if request.GET.get("opd") and dipilih is None:
        raise TidakDitemukan("OPD tidak ditemukan.")
    if dipilih is None and len(pilihan) == 1:
        dipilih = pilihan[0]
    if dipilih is None:
        return render(request, "kehadiran/rombongan_opd.html", {"pilihan": pilihan})
    milik = penugasan_hari(pada).filter(opd_pada=dipilih.pk).values("pegawai_id")
    orang = orang.filter(pk__in=milik)[:PALING_BANYAK_PEGAWAI]
    formulir = FormRombongan(kiriman(request), pegawai=orang)
    if request.method == "POST" and formulir.is_valid():

        def aksi(*, oleh: Pelaku, pada: dt.datetime) -> list[Permohonan]:
            return actions.ajukan_rombongan(
                pegawai_ids=[p.pk for p in formulir.cleaned_data["pegawai"]], isi=formulir.isi(),
                berkas=berkas_kiriman(request), oleh=oleh, pada=pada,
            )  # fmt: skip

        try:
            hasil = laksanakan(
                request, aksi, peristiwa="permohonan.ajukan", objek="permohonan", opd_id=dipilih.pk,
                tujuan=reverse("kehadiran:permohonan"),
            )  # fmt: skip
        except (TidakBerhak, TidakDitemukan):
            raise
        except AturanDilanggar as tolak:
            formulir.terima_galat(tolak)
        else:
            messages.success(request, "Diajukan untuk semua pegawai yang dipilih.")
            return redirect(hasil.tujuan)
    konteks = {
        "formulir": formulir, "opd": dipilih, "batas_mb": BATAS_MB, "jenis_berkas": JENIS_BERKAS
    }  # fmt: skip
    return render(request, "kehadiran/rombongan.html", konteks, status=422 if formulir.errors else 200)
