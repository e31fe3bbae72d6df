"""Disposisi: the list, one of them, and its way through one OPD."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from terukur.eskalasi import actions, queries
from terukur.eskalasi.choices import StatusTindakLanjut
from terukur.eskalasi.exports import KOLOM_DISPOSISI
from terukur.eskalasi.forms import FormulirAlasan, FormulirCatatan, FormulirSaringDisposisi
from terukur.eskalasi.models import TindakLanjut
from terukur.eskalasi.rules.alur import BISA_DITULIS, GILIRAN_TINDAK_LANJUT, MENUNGGU_OPD, MENUNGGU_PUTUSAN
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
from terukur.inti.lembar import respons_tabel

_URUT = {
    "terbit": "disposisi__terbit_pada",
    "opd": "opd__nama",
    "tenggat": "tanggal_tenggat",
    "status": "status",
}


def _giliran(t: TindakLanjut) -> str:
    return sebut_giliran(t, GILIRAN_TINDAK_LANJUT[StatusTindakLanjut(t.status)])


def _saring(request: HttpRequest, formulir: FormulirSaringDisposisi) -> QuerySet[TindakLanjut]:
    isi = formulir.cleaned_data if formulir.is_valid() else {}
    baris = queries.tindak_lanjut_terlihat(pembaca(request))
    if kata := isi.get("kata", "").strip():
        baris = baris.filter(
            Q(opd__nama__icontains=kata)
            | Q(asal__nama__icontains=kata)
            | Q(disposisi__perihal__icontains=kata)
        )
    if isi.get("status"):
        baris = baris.filter(status=isi["status"])
    if isi.get("terlambat"):
        baris = baris.filter(status__in=MENUNGGU_OPD["tindak_lanjut"], tanggal_tenggat__lt=hari(request))
    if isi.get("putus"):
        baris = baris.filter(status__in=MENUNGGU_PUTUSAN)
    return baris


@izin(Izin.ESKALASI_LIHAT)
@require_GET
def daftar(request: HttpRequest) -> HttpResponseBase:
    """One row for each OPD: what is not finished and due first in front."""
    formulir = FormulirSaringDisposisi(request.GET or None)
    baris = _saring(request, formulir)
    urut = request.GET.get("urut", "")
    if kolom := _URUT.get(urut.lstrip("-")):
        baris = baris.order_by(f"{'-' if urut.startswith('-') else ''}{kolom}", "pk")
    else:
        menunggu = Case(
            When(status__in=MENUNGGU_OPD["tindak_lanjut"], then=Value(0)),
            When(status=StatusTindakLanjut.DILAPORKAN, then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        )
        baris = baris.order_by(menunggu, "tanggal_tenggat", "pk")
    if unduhan := respons_tabel(request, "Disposisi", KOLOM_DISPOSISI, baris):
        return unduhan
    hal = Paginator(baris, 25).get_page(request.GET.get("hal"))
    konteks = {
        "hal": hal,
        "baris": [(t, _giliran(t), lewat(t, hari(request))) for t in hal],
        "saring": formulir,
        "urut": urut,
        "boleh_terbit": pembaca(request).akses.boleh(Izin.ESKALASI_TERBIT),
    }
    return render(request, "eskalasi/daftar_disposisi.html", konteks)


@izin(Izin.ESKALASI_LIHAT)
@require_GET
def disposisi(request: HttpRequest, disposisi_id: UUID) -> HttpResponse:
    """The instruction, and how each OPD that the reader may see stands."""
    d = queries.get_disposisi(disposisi_id, untuk=pembaca(request))
    milik = queries.tindak_lanjut_terlihat(pembaca(request)).filter(disposisi=d).order_by("opd__kode", "pk")
    konteks = {
        "d": d,
        "sebab": baca_sebab(d.sebab),
        "baris": [(t, _giliran(t), lewat(t, hari(request))) for t in milik],
    }
    return render(request, "eskalasi/disposisi.html", konteks)


@izin(Izin.ESKALASI_LIHAT)
@require_GET
def tindak_lanjut(request: HttpRequest, tindak_lanjut_id: UUID) -> HttpResponse:
    """The disposisi in the hands of one OPD: reports, decisions, and what may be done now."""
    t = queries.get_tindak_lanjut(tindak_lanjut_id, untuk=pembaca(request))
    konteks = queries.susun_konteks(t, pengguna=pembaca(request), pada=saat(request))
    langkah = queries.tindakan_tindak_lanjut(t, pengguna=pembaca(request), konteks=konteks)
    boleh_tulis = (
        t.status in BISA_DITULIS["tindak_lanjut"]
        and pembaca(request).akses.boleh(Izin.ESKALASI_ISI, t.opd_id)
        and not konteks.hanya_unit
    )
    isi: dict[str, Any] = {
        "t": t,
        "d": t.disposisi,
        "sebab": baca_sebab(t.disposisi.sebab),
        "langkah": {x.nama: x for x in langkah},
        "tanggapan": queries.tanggapan_terkirim(t),
        "draf": queries.draf_tanggapan(t) if boleh_tulis else None,
        "boleh_tulis": boleh_tulis,
        "lewat": lewat(t, hari(request)),
        "giliran": _giliran(t),
        **isi_penerima(request, t, konteks),
        "form_catatan": FormulirCatatan(auto_id="selesai_%s"),
        "form_kembali": FormulirAlasan(auto_id="kembali_%s"),
        "form_batal": FormulirAlasan(auto_id="batal_%s"),
    }
    return render(request, "eskalasi/tindak_lanjut.html", isi)


@izin(Izin.ESKALASI_TANGGAPI)
@require_POST
def terima(request: HttpRequest, tindak_lanjut_id: UUID) -> HttpResponse:
    """The head of the OPD has received it."""
    t = queries.get_tindak_lanjut(tindak_lanjut_id, untuk=pembaca(request))
    return kerjakan(
        request,
        t,
        actions.terima_disposisi,
        "terima",
        berhasil="Disposisi diterima; tulis laporannya di bawah.",
    )


@izin(Izin.ESKALASI_TERBIT)
@require_POST
def selesaikan(request: HttpRequest, tindak_lanjut_id: UUID) -> HttpResponse:
    """The giver is content."""
    t = queries.get_tindak_lanjut(tindak_lanjut_id, untuk=pembaca(request))
    return kerjakan(
        request, t, actions.selesaikan, "selesaikan", formulir=FormulirCatatan(request.POST),
        berhasil="Dinyatakan selesai.",
    )  # fmt: skip


@izin(Izin.ESKALASI_TERBIT)
@require_POST
def kembalikan(request: HttpRequest, tindak_lanjut_id: UUID) -> HttpResponse:
    """The report goes back with a note."""
    t = queries.get_tindak_lanjut(tindak_lanjut_id, untuk=pembaca(request))
    return kerjakan(
        request, t, actions.kembalikan, "kembalikan", formulir=FormulirAlasan(request.POST),
        berhasil="Laporan dikembalikan dengan catatan.",
    )  # fmt: skip


@izin(Izin.ESKALASI_TERBIT)
@require_POST
def batalkan(request: HttpRequest, tindak_lanjut_id: UUID) -> HttpResponse:
    """Take the instruction back from this OPD."""
    t = queries.get_tindak_lanjut(tindak_lanjut_id, untuk=pembaca(request))
    return kerjakan(
        request, t, actions.batalkan, "batalkan", formulir=FormulirAlasan(request.POST),
        berhasil="Dibatalkan; catatannya tetap tersimpan.",
    )  # fmt: skip


@izin(Izin.ESKALASI_TERBIT)
@require_POST
def penerima(request: HttpRequest, tindak_lanjut_id: UUID) -> HttpResponse:
    """Name the OPD that carries it out instead of one that ended."""
    return tetapkan(request, queries.get_tindak_lanjut(tindak_lanjut_id, untuk=pembaca(request)))
