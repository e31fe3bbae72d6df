"""Warnings: the list, one of them, the decisions on its reply, and the paper."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from terukur.eskalasi import actions, queries
from terukur.eskalasi.choices import StatusPeringatan
from terukur.eskalasi.exports import KOLOM_PERINGATAN, cetak_kertas
from terukur.eskalasi.forms import FormulirAlasan, FormulirCatatan, FormulirSaring, FormulirTenggat
from terukur.eskalasi.models import Peringatan
from terukur.eskalasi.rules.alur import (
    BISA_DITULIS,
    BUKAN_DISIPLIN,
    GILIRAN_PERINGATAN,
    MENUNGGU_OPD,
    MENUNGGU_PUTUSAN,
)
from terukur.eskalasi.rules.sebab import baca_sebab
from terukur.eskalasi.views.bantu import (
    hari,
    isi_penerima,
    kerjakan,
    lewat,
    pembaca,
    saat,
    sebut_giliran,
    tetapkan,
)
from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import TidakDitemukan
from terukur.inti.lembar import respons_tabel
from terukur.jejak.models import Kertas

_URUT = {"terbit": "terbit_pada", "opd": "opd__nama", "tenggat": "tanggal_tenggat", "status": "status"}


def _saring(request: HttpRequest, formulir: FormulirSaring) -> QuerySet[Peringatan]:
    isi = formulir.cleaned_data if formulir.is_valid() else {}
    baris = queries.peringatan_terlihat(pembaca(request))
    if kata := isi.get("kata", "").strip():
        baris = baris.filter(
            Q(opd__nama__icontains=kata) | Q(asal__nama__icontains=kata) | Q(perihal__icontains=kata)
        )
    for kolom in ("status", "jenis"):
        if isi.get(kolom):
            baris = baris.filter(**{kolom: isi[kolom]})
    if isi.get("terlambat"):
        baris = baris.filter(status__in=MENUNGGU_OPD["peringatan"], tanggal_tenggat__lt=hari(request))
    if isi.get("putus"):
        baris = baris.filter(status__in=MENUNGGU_PUTUSAN)
    return baris


@izin(Izin.ESKALASI_LIHAT)
@require_GET
def daftar(request: HttpRequest) -> HttpResponseBase:
    """All in the reader's scope: what is open and due first in front."""
    formulir = FormulirSaring(request.GET or None)
    baris = _saring(request, formulir)
    urut = request.GET.get("urut", "")
    if kolom := _URUT.get(urut.lstrip("-")):
        baris = baris.order_by(f"{'-' if urut.startswith('-') else ''}{kolom}", "pk")
    else:
        menunggu = Case(
            When(status=StatusPeringatan.TERBIT, then=Value(0)),
            When(status__in=(StatusPeringatan.DITANGGAPI, StatusPeringatan.TIDAK_DITERIMA), then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        )
        baris = baris.order_by(menunggu, "tanggal_tenggat", "pk")
    if unduhan := respons_tabel(request, "Penjelasan dan peringatan", KOLOM_PERINGATAN, baris):
        return unduhan
    hal = Paginator(baris, 25).get_page(request.GET.get("hal"))
    konteks = {
        "hal": hal,
        "baris": [
            (p, sebut_giliran(p, GILIRAN_PERINGATAN[StatusPeringatan(p.status)]), lewat(p, hari(request)))
            for p in hal
        ],
        "saring": formulir,
        "urut": urut,
        "boleh_terbit": pembaca(request).akses.boleh(Izin.ESKALASI_TERBIT),
        "bukan_disiplin": BUKAN_DISIPLIN,
    }
    return render(request, "eskalasi/daftar.html", konteks)


@izin(Izin.ESKALASI_LIHAT)
@require_GET
def peringatan(request: HttpRequest, peringatan_id: UUID) -> HttpResponse:
    """One paper: cause, what is asked, the answers, the decisions, and what may be done now."""
    p = queries.get_peringatan(peringatan_id, untuk=pembaca(request))
    konteks = queries.susun_konteks(p, pengguna=pembaca(request), pada=saat(request))
    langkah = queries.tindakan_peringatan(p, pengguna=pembaca(request), konteks=konteks)
    boleh_tulis = p.status in BISA_DITULIS["peringatan"] and _boleh_tulis(request, p, konteks.hanya_unit)
    isi: dict[str, Any] = {
        "p": p,
        "sebab": baca_sebab(p.sebab),
        "langkah": {t.nama: t for t in langkah},
        "tanggapan": queries.tanggapan_terkirim(p),
        "draf": queries.draf_tanggapan(p) if boleh_tulis else None,
        "boleh_tulis": boleh_tulis,
        "rangkaian": queries.rangkaian(p),
        "lewat": lewat(p, hari(request)),
        "giliran": sebut_giliran(p, GILIRAN_PERINGATAN[StatusPeringatan(p.status)]),
        **isi_penerima(request, p, konteks),
        "bukan_disiplin": BUKAN_DISIPLIN,
        "form_catatan": FormulirCatatan(auto_id="terima_%s"),
        "form_tolak": FormulirAlasan(auto_id="tolak_%s"),
        "form_tenggat": FormulirTenggat(auto_id="tenggat_%s"),
        "form_cabut": FormulirAlasan(auto_id="cabut_%s"),
    }
    return render(request, "eskalasi/peringatan.html", isi)


def _boleh_tulis(request: HttpRequest, p: Peringatan, hanya_unit: bool) -> bool:
    return pembaca(request).akses.boleh(Izin.ESKALASI_ISI, p.opd_id) and not hanya_unit


@izin(Izin.ESKALASI_TERBIT)
@require_POST
def terima(request: HttpRequest, peringatan_id: UUID) -> HttpResponse:
    """Accept the reply."""
    p = queries.get_peringatan(peringatan_id, untuk=pembaca(request))
    return kerjakan(
        request, p, actions.terima, "terima", formulir=FormulirCatatan(request.POST),
        berhasil="Tanggapan diterima; perkaranya selesai.",
    )  # fmt: skip


@izin(Izin.ESKALASI_TERBIT)
@require_POST
def tolak(request: HttpRequest, peringatan_id: UUID) -> HttpResponse:
    """Do not accept the reply, with the reason."""
    p = queries.get_peringatan(peringatan_id, untuk=pembaca(request))
    return kerjakan(
        request, p, actions.tolak, "tolak", formulir=FormulirAlasan(request.POST),
        berhasil="Tanggapan tidak diterima; OPD diberi tahu alasannya.",
    )  # fmt: skip


@izin(Izin.ESKALASI_TERBIT)
@require_POST
def beri_tenggat(request: HttpRequest, peringatan_id: UUID) -> HttpResponse:
    """Give a new deadline, with the reason."""
    p = queries.get_peringatan(peringatan_id, untuk=pembaca(request))
    return kerjakan(
        request, p, actions.beri_tenggat, "beri_tenggat", formulir=FormulirTenggat(request.POST),
        berhasil="Tenggat baru diberikan; OPD diberi tahu.",
    )  # fmt: skip


@izin(Izin.ESKALASI_TERBIT)
@require_POST
def cabut(request: HttpRequest, peringatan_id: UUID) -> HttpResponse:
    """Withdraw the paper, with the reason."""
    p = queries.get_peringatan(peringatan_id, untuk=pembaca(request))
    return kerjakan(
        request, p, actions.cabut, "cabut", formulir=FormulirAlasan(request.POST),
        berhasil="Dicabut; catatannya tetap tersimpan.",
    )  # fmt: skip


@izin(Izin.ESKALASI_TERBIT)
@require_POST
def penerima(request: HttpRequest, peringatan_id: UUID) -> HttpResponse:
    """Name the OPD that answers instead of one that ended."""
    return tetapkan(request, queries.get_peringatan(peringatan_id, untuk=pembaca(request)))


@izin(Izin.ESKALASI_LIHAT)
@require_GET
def surat(request: HttpRequest, kertas_id: UUID) -> HttpResponse:
    """A paper of this room as PDF, for those who may see what it speaks of."""
    kertas = Kertas.objects.filter(pk=kertas_id, jenis__in=("PJ", "PR", "DS")).first()
    terlihat: Any = (
        queries.disposisi_terlihat if kertas and kertas.jenis == "DS" else queries.peringatan_terlihat
    )
    if kertas is None or not terlihat(pembaca(request)).filter(kertas=kertas).exists():
        raise TidakDitemukan("Surat tidak ditemukan.")
    jawaban = HttpResponse(cetak_kertas(kertas), content_type="application/pdf")
    jawaban["Content-Disposition"] = f'inline; filename="{kertas.nomor.lower()}.pdf"'
    return jawaban
