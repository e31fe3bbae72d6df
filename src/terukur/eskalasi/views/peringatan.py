"""Warnings: the list, one of them, the decisions on its reply, and the paper."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
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
    MENUNGGU_PUTUSAN,
)
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
from terukur.inti.kesalahan import TidakDitemukan
from terukur.inti.lembar import respons_tabel
from terukur.jejak.models import Kertas
from terukur.organisasi.forms.waktu import FormulirSaat

_URUT: dict[str, Any] = {
    "terbit": lambda p: p.terbit_pada,
    "opd": lambda p: p.opd.nama,
    "tenggat": lambda p: p.tanggal_tenggat,
    "status": lambda p: p.status,
}
_MENUNGGU = {StatusPeringatan.TERBIT: 0, StatusPeringatan.DITANGGAPI: 1, StatusPeringatan.TIDAK_DITERIMA: 1}


def _giliran(p: Peringatan) -> str:
    return sebut_giliran(p, GILIRAN_PERINGATAN[StatusPeringatan(p.status)])


def _cocok(p: Peringatan, isi: dict[str, Any], per: dt.date) -> bool:
    kata = isi.get("kata", "").strip().casefold()
    teks = (p.opd.nama, p.asal.nama if p.asal else "", p.perihal)
    if not any(kata in x.casefold() for x in teks):
        return False
    if any(isi.get(kolom) not in (None, "", getattr(p, kolom)) for kolom in ("status", "jenis")):
        return False
    if isi.get("terlambat") and not lewat(p, per):
        return False
    return not isi.get("putus") or p.status in MENUNGGU_PUTUSAN


@izin(Izin.ESKALASI_LIHAT)
@require_GET
def daftar(request: HttpRequest) -> HttpResponseBase:
    """All in the reader's scope, of a past day as they stood: what is open and due first in front."""
    saring = FormulirSaring(request.GET or None)
    lalu = saring.saat(hari(request))
    per = hari_saat(request, lalu)
    semua = queries.daftar_peringatan(pembaca(request), lalu)
    baris = sorted((p for p in semua if _cocok(p, saring.isi, per)), key=lambda p: str(p.pk))
    urut = request.GET.get("urut", "")
    arah = _URUT.get(urut.lstrip("-"), lambda p: (_MENUNGGU.get(p.status, 2), p.tanggal_tenggat))
    baris.sort(key=arah, reverse=urut.startswith("-"))
    if unduhan := respons_tabel(request, "Penjelasan dan peringatan", KOLOM_PERINGATAN, baris):
        return unduhan
    hal = Paginator(baris, 25).get_page(request.GET.get("hal"))
    konteks = {
        "hal": hal,
        "baris": [(p, _giliran(p), lewat(p, per)) for p in hal],
        "saring": saring,
        "lalu": lalu,
        "urut": urut,
        "boleh_terbit": lalu is None and pembaca(request).akses.boleh(Izin.ESKALASI_TERBIT),
        "bukan_disiplin": BUKAN_DISIPLIN,
    }
    return render(request, "eskalasi/daftar.html", konteks)


@izin(Izin.ESKALASI_LIHAT)
@require_GET
def peringatan(request: HttpRequest, peringatan_id: UUID) -> HttpResponse:
    """One paper: cause, what is asked, the answers, the decisions, and what may be done now."""
    saring = FormulirSaat(request.GET or None)
    lalu = saring.saat(hari(request))
    p = queries.get_peringatan(peringatan_id, untuk=pembaca(request), saat=lalu)
    isi: dict[str, Any] = {
        "p": p,
        "saring": saring,
        "lalu": lalu,
        "sebab": baca_sebab(p.sebab),
        "tanggapan": queries.tanggapan_terkirim(p, lalu),
        "rangkaian": queries.rangkaian(p, lalu),
        "lewat": lewat(p, hari_saat(request, lalu)),
        "giliran": _giliran(p),
        "bukan_disiplin": BUKAN_DISIPLIN,
        "form_catatan": FormulirCatatan(auto_id="terima_%s"),
        "form_tolak": FormulirAlasan(auto_id="tolak_%s"),
        "form_tenggat": FormulirTenggat(auto_id="tenggat_%s"),
        "form_cabut": FormulirAlasan(auto_id="cabut_%s"),
        **(TANPA_LANGKAH if lalu else _langkah(request, p)),
    }
    return render(request, "eskalasi/peringatan.html", isi)


def _langkah(request: HttpRequest, p: Peringatan) -> dict[str, Any]:
    """What this reader may do now."""
    konteks = queries.susun_konteks(p, pengguna=pembaca(request), pada=saat(request))
    langkah = queries.tindakan_peringatan(p, pengguna=pembaca(request), konteks=konteks)
    boleh_tulis = p.status in BISA_DITULIS["peringatan"] and _boleh_tulis(request, p, konteks.hanya_unit)
    return {
        "langkah": {t.nama: t for t in langkah},
        "boleh_tulis": boleh_tulis,
        "draf": queries.draf_tanggapan(p) if boleh_tulis else None,
        **isi_penerima(request, p, konteks),
    }


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
