"""Disposisi: the list, one of them, and its way through one OPD."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
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
    TANPA_LANGKAH,
    hari,
    hari_saat,
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
from terukur.organisasi.forms.waktu import FormulirSaat

_URUT: dict[str, Any] = {
    "terbit": lambda t: t.disposisi.terbit_pada,
    "opd": lambda t: t.opd.nama,
    "tenggat": lambda t: t.tanggal_tenggat,
    "status": lambda t: t.status,
}
_MENUNGGU = dict.fromkeys(MENUNGGU_OPD["tindak_lanjut"], 0) | {StatusTindakLanjut.DILAPORKAN: 1}


def _giliran(t: TindakLanjut) -> str:
    return sebut_giliran(t, GILIRAN_TINDAK_LANJUT[StatusTindakLanjut(t.status)])


def _cocok(t: TindakLanjut, isi: dict[str, Any], per: dt.date) -> bool:
    kata = isi.get("kata", "").strip().casefold()
    teks = (t.opd.nama, t.asal.nama if t.asal else "", t.disposisi.perihal)
    if not any(kata in x.casefold() for x in teks):
        return False
    if isi.get("status") not in (None, "", t.status):
        return False
    if isi.get("terlambat") and not lewat(t, per):
        return False
    return not isi.get("putus") or t.status in MENUNGGU_PUTUSAN


def _sajikan(semua: Iterable[TindakLanjut], per: dt.date) -> list[tuple[TindakLanjut, str, int]]:
    return [(t, _giliran(t), lewat(t, per)) for t in semua]


@izin(Izin.ESKALASI_LIHAT)
@require_GET
def daftar(request: HttpRequest) -> HttpResponseBase:
    """One row for each OPD, of a past day as it stood: what is not finished and due first in front."""
    saring = FormulirSaringDisposisi(request.GET or None)
    lalu = saring.saat(hari(request))
    per = hari_saat(request, lalu)
    semua = queries.daftar_tindak_lanjut(pembaca(request), lalu)
    baris = sorted((t for t in semua if _cocok(t, saring.isi, per)), key=lambda t: str(t.pk))
    urut = request.GET.get("urut", "")
    arah = _URUT.get(urut.lstrip("-"), lambda t: (_MENUNGGU.get(t.status, 2), t.tanggal_tenggat))
    baris.sort(key=arah, reverse=urut.startswith("-"))
    if unduhan := respons_tabel(request, "Disposisi", KOLOM_DISPOSISI, baris):
        return unduhan
    hal = Paginator(baris, 25).get_page(request.GET.get("hal"))
    konteks = {
        "hal": hal,
        "baris": _sajikan(hal, per),
        "saring": saring,
        "lalu": lalu,
        "urut": urut,
        "boleh_terbit": lalu is None and pembaca(request).akses.boleh(Izin.ESKALASI_TERBIT),
    }
    return render(request, "eskalasi/daftar_disposisi.html", konteks)


@izin(Izin.ESKALASI_LIHAT)
@require_GET
def disposisi(request: HttpRequest, disposisi_id: UUID) -> HttpResponse:
    """The instruction, and how each OPD that the reader may see stands or stood."""
    saring = FormulirSaat(request.GET or None)
    lalu = saring.saat(hari(request))
    d = queries.get_disposisi(disposisi_id, untuk=pembaca(request), saat=lalu)
    milik = queries.daftar_tindak_lanjut(pembaca(request), lalu, disposisi=d)
    milik.sort(key=lambda t: (t.opd.kode, str(t.pk)))
    konteks = {
        "d": d,
        "saring": saring,
        "lalu": lalu,
        "sebab": baca_sebab(d.sebab),
        "baris": _sajikan(milik, hari_saat(request, lalu)),
    }
    return render(request, "eskalasi/disposisi.html", konteks)


@izin(Izin.ESKALASI_LIHAT)
@require_GET
def tindak_lanjut(request: HttpRequest, tindak_lanjut_id: UUID) -> HttpResponse:
    """The disposisi in the hands of one OPD: reports, decisions, and what may be done now."""
    saring = FormulirSaat(request.GET or None)
    lalu = saring.saat(hari(request))
    t = queries.get_tindak_lanjut(tindak_lanjut_id, untuk=pembaca(request), saat=lalu)
    isi: dict[str, Any] = {
        "t": t,
        "d": t.disposisi,
        "saring": saring,
        "lalu": lalu,
        "sebab": baca_sebab(t.disposisi.sebab),
        "tanggapan": queries.tanggapan_terkirim(t, lalu),
        "lewat": lewat(t, hari_saat(request, lalu)),
        "giliran": _giliran(t),
        "form_catatan": FormulirCatatan(auto_id="selesai_%s"),
        "form_kembali": FormulirAlasan(auto_id="kembali_%s"),
        "form_batal": FormulirAlasan(auto_id="batal_%s"),
        **(TANPA_LANGKAH if lalu else _langkah(request, t)),
    }
    return render(request, "eskalasi/tindak_lanjut.html", isi)


def _langkah(request: HttpRequest, t: TindakLanjut) -> dict[str, Any]:
    """What this reader may do now."""
    konteks = queries.susun_konteks(t, pengguna=pembaca(request), pada=saat(request))
    langkah = queries.tindakan_tindak_lanjut(t, pengguna=pembaca(request), konteks=konteks)
    boleh_tulis = (
        t.status in BISA_DITULIS["tindak_lanjut"]
        and pembaca(request).akses.boleh(Izin.ESKALASI_ISI, t.opd_id)
        and not konteks.hanya_unit
    )
    return {
        "langkah": {x.nama: x for x in langkah},
        "boleh_tulis": boleh_tulis,
        **isi_penerima(request, t, konteks),
        "draf": queries.draf_tanggapan(t) if boleh_tulis else None,
    }


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
