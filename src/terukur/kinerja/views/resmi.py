"""What was set: the official action plan with its targets, and how they were revised."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from terukur.antarmuka.bentrok import bandingkan
from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar, Bentrok, TidakBerhak, TidakDitemukan
from terukur.inti.lembar import Kolom, nama_unduhan, respons_tabel
from terukur.inti.periode import Periode
from terukur.jejak.tindakan import laksanakan
from terukur.kinerja import actions, queries
from terukur.kinerja.choices import PemicuRevisi
from terukur.kinerja.exports import KOLOM_RESMI, baris_resmi, cetak_rencana
from terukur.kinerja.forms import FormulirRevisi
from terukur.kinerja.models import RencanaAksiResmi, RevisiTarget, TargetResmi
from terukur.kinerja.queries.perjanjian import perubahan_terakhir
from terukur.kinerja.rules.capaian import Target
from terukur.kinerja.rules.indikator import sebut_target
from terukur.kinerja.rules.perjanjian import baca_pihak
from terukur.kinerja.rules.rencana_aksi import alasan_tidak_direvisi
from terukur.organisasi.queries import get_opd, hari_pemda, tanda_fakta
from terukur.perencanaan.forms import FormulirDiketahui


def _sebut(t: TargetResmi, aksi: RencanaAksiResmi) -> str:
    return sebut_target(Target(t.nilai, t.nilai_atas), aksi.isi["ukuran"])


@izin(Izin.KINERJA_LIHAT)
@require_GET
def resmi(request: HttpRequest, opd_id: UUID, tahun: int) -> HttpResponseBase:
    """The set plan of an OPD for a year, as known at ``?diketahui=``."""
    pengguna: Any = request.user
    opd = get_opd(opd_id, untuk=pengguna, izin=Izin.KINERJA_LIHAT)
    formulir = FormulirDiketahui(request.GET or None)
    saat = formulir.cleaned_data["diketahui"] if formulir.is_valid() else None
    daftar = list(queries.aksi_resmi(opd.pk, tahun, diketahui=saat))
    target = queries.target_resmi((a.kunci for a in daftar), diketahui=saat)
    pemilik = queries.nama_pemilik(target)
    judul = f"Rencana aksi resmi {opd.singkatan} {tahun}"
    kolom = (*KOLOM_RESMI, Kolom("Kewajiban", "pemilik"))
    if unduhan := respons_tabel(request, judul, kolom, baris_resmi(daftar, target, pemilik)):
        return unduhan
    revisi = (
        RevisiTarget.objects.filter(tahun=tahun, kunci__in=[a.kunci for a in daftar])
        .filter(**({"dicatat_pada__lte": saat} if saat else {}))
        .order_by("-dicatat_pada", "pk")
    )
    if daftar and request.GET.get("unduh") == "pdf":
        pada = request.diterima_pada  # type: ignore[attr-defined]
        pdf = cetak_rencana(daftar, target, revisi, pemilik, opd=opd, tahun=tahun, diketahui=saat, pada=pada)
        jawaban = HttpResponse(pdf, content_type="application/pdf")
        jawaban["Content-Disposition"] = f'attachment; filename="{nama_unduhan(judul, "pdf")}"'
        return jawaban
    nama = {a.kunci: a.isi["aksi"] for a in daftar}
    konteks = {
        "opd": opd,
        "tahun": tahun,
        "formulir": formulir,
        "saat": saat,
        "baris": [
            (
                a,
                [
                    (Periode.baca(k), _sebut(t, a), t, "" if t.opd_id == opd.pk else pemilik[t.opd_id])
                    for k, t in target.get(a.kunci, {}).items()
                ],
            )
            for a in daftar
        ],
        "revisi": [
            (r, nama[r.kunci], [(Periode.baca(p).label_pendek, *isi) for p, isi in r.perubahan.items()])
            for r in revisi
        ],
        "pemicu": dict(PemicuRevisi.choices),
        "boleh_revisi": saat is None and pengguna.akses.boleh(Izin.TARGET_REVISI, opd.pk),
    }
    return render(request, "kinerja/resmi.html", konteks)


def _aksi(request: HttpRequest, kunci: UUID) -> RencanaAksiResmi:
    pengguna: Any = request.user
    aksi: RencanaAksiResmi | None = (
        RencanaAksiResmi.objects.diketahui(None)
        .filter(kunci=kunci)
        .exclude(nomor_register="")
        .select_related("opd")
        .first()
    )
    cakupan = pengguna.akses.cakupan(Izin.KINERJA_LIHAT)
    pemilik = {t.opd_id for t in queries.target_resmi([kunci]).get(kunci, {}).values()}
    if aksi is None or (cakupan is not None and cakupan.isdisjoint({aksi.opd_id, *pemilik})):
        raise TidakDitemukan("Rencana aksi itu belum ditetapkan.")
    return aksi


def _dasar_revisi(aksi: RencanaAksiResmi, hari: dt.date) -> dict[str, Any]:
    """The PK Perubahan of the head as the document to begin with, where there is one."""
    pk = perubahan_terakhir(aksi.opd_id, aksi.tahun)
    if pk is None or pk.kertas is None or pk.ditetapkan_pada is None:
        return {"tanggal_dokumen": hari}
    return {
        "pemicu": pk.pemicu,
        "alasan": pk.alasan,
        "nomor_dokumen": pk.kertas.nomor,
        "tanggal_dokumen": hari_pemda(pk.ditetapkan_pada),
        "disetujui_oleh": baca_pihak(pk.pihak_kedua).sebutan,
    }


@izin(Izin.TARGET_REVISI)
@require_http_methods(["GET", "POST"])
def revisi(request: HttpRequest, kunci: UUID) -> HttpResponse:
    """Record an approved revision of the targets of one set action (PK Perubahan)."""
    aksi = _aksi(request, kunci)
    pengguna: Any = request.user
    if not pengguna.akses.boleh(Izin.TARGET_REVISI, aksi.opd_id):
        raise TidakBerhak("Revisi target dicatat oleh penyelenggara.")
    hari: dt.date = hari_pemda(request.diterima_pada)  # type: ignore[attr-defined]
    lama = queries.target_resmi([kunci]).get(kunci, {})
    terbuka = {
        k: Target(t.nilai, t.nilai_atas)
        for k, t in lama.items()
        if alasan_tidak_direvisi(Periode.baca(k), hari=hari) is None
    }
    formulir = FormulirRevisi(
        request.POST or None, ukuran=aksi.isi["ukuran"], target=terbuka, initial=_dasar_revisi(aksi, hari)
    )
    tujuan = reverse("kinerja:resmi", args=[aksi.opd_id, aksi.tahun])
    bentrok: Bentrok | None = None
    if request.method == "POST" and formulir.is_valid():
        bersih = formulir.cleaned_data
        try:
            laksanakan(
                request,
                actions.revisi_target,
                peristiwa="target.revisi",
                objek="rencana_aksi",
                objek_id=kunci,
                opd_id=aksi.opd_id,
                tujuan=tujuan,
                kunci=kunci,
                target=formulir.target.isi(),
                dibaca=request.POST.get("dibaca") or None,
                isi=actions.IsiRevisi(
                    PemicuRevisi(bersih["pemicu"]),
                    bersih["alasan"],
                    bersih["nomor_dokumen"],
                    bersih["tanggal_dokumen"],
                    bersih["disetujui_oleh"],
                ),
            )
        except Bentrok as tolak:
            bentrok = tolak
        except AturanDilanggar as tolak:
            formulir.terima_galat(tolak)
        else:
            messages.success(request, "Revisi target tercatat; target lama tetap terlihat.")
            return redirect(tujuan)
    return render(
        request,
        "kinerja/revisi.html",
        {
            "aksi": aksi,
            "formulir": formulir,
            "kembali": tujuan,
            "bentrok": bentrok,
            "beda": bandingkan(bentrok, {k: Periode.baca(k).label_pendek for k in lama}) if bentrok else [],
            "dibaca": tanda_fakta(TargetResmi, kunci=kunci)
            if bentrok or not formulir.is_bound
            else request.POST.get("dibaca", ""),
            "lewat": [(Periode.baca(k), _sebut(t, aksi)) for k, t in lama.items() if k not in terbuka],
        },
        status=409 if bentrok else 422 if formulir.errors else 200,
    )
