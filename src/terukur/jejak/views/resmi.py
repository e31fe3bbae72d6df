"""Pages of the journal: the auditor's list, a record's history, seals, verification of a paper."""

import re
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.paginator import Paginator
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import condition, require_POST, require_safe

from terukur.inti.izin import Izin, izin, publik
from terukur.inti.lembar import respons_tabel
from terukur.jejak import queries
from terukur.jejak.actions import catat_ekspor
from terukur.jejak.baku import sidik_singkat
from terukur.jejak.ekspor import bukti, paket_pemeriksa
from terukur.jejak.exports import KOLOM_SEGEL, kolom_catatan
from terukur.jejak.forms import SaringForm
from terukur.jejak.kertas import kertas_cocok
from terukur.jejak.kunci import kunci_publik
from terukur.jejak.models import Catatan, Kertas, Segel
from terukur.jejak.penyedia import daftar_objek, nama_objek, nama_opd, sebut
from terukur.jejak.rules import sebut_peristiwa, tulis_nilai, uraikan, uraikan_berturut
from terukur.jejak.tindakan import laksanakan

_NOMOR = re.compile(r"^\s*([A-Za-z]{2,4})\s*-\s*(\d{4})\s*-\s*(\d{1,9})\s*$")
SEGEL_PER_HALAMAN = 50
SEGEL_PER_UNDUHAN = 5000
PER_HALAMAN = 50


def _tampilan(c: Catatan, **lain: Any) -> dict[str, Any]:
    """One entry as the pages show it."""
    return {
        "c": c,
        "peristiwa": sebut_peristiwa(c.peristiwa),
        "objek": nama_objek(c.objek),
        "peran": ", ".join(sebut(p) for p in c.pelaku_peran.split(",") if p),
        **lain,
    }


def _unduhan(jawaban: HttpResponseBase, nama: str) -> HttpResponseBase:
    jawaban["Content-Disposition"] = f'attachment; filename="{nama}"'
    return jawaban


@izin(Izin.JEJAK_AUDIT)
@require_safe
def daftar(request: HttpRequest) -> HttpResponseBase:
    """The whole journal with filters, newest first. Pages by number, since counting takes long."""
    formulir = SaringForm(request.GET)
    semua = queries.saring(request.user, formulir.saringan())
    naik = request.GET.get("urut") == "nomor"
    if naik:
        semua = semua.order_by("nomor")
    if "unduh" in request.GET and (
        unduhan := respons_tabel(request, "Jejak resmi", kolom_catatan(), semua.iterator())
    ):
        return unduhan
    setelah = request.GET.get("hal", "")  # the number of the last entry of the page before
    if setelah.isascii() and setelah.isdigit() and len(setelah) < 18:
        semua = semua.filter(**{"nomor__gt" if naik else "nomor__lt": int(setelah)})
    catatan = list(semua[: PER_HALAMAN + 1])
    konteks = {
        "formulir": formulir,
        "baris": [_tampilan(c) for c in catatan[:PER_HALAMAN]],
        "nama_opd": nama_opd(),
        "lanjut": catatan[PER_HALAMAN - 1].nomor if len(catatan) > PER_HALAMAN else None,
        "dari_awal": not setelah,
        "urut": "nomor" if naik else "-nomor",
        "ujung": Catatan.objects.order_by("-nomor").first(),
    }
    return render(request, "jejak/daftar.html", konteks)


@izin(Izin.JEJAK_AUDIT)
@require_POST
def ekspor(request: HttpRequest) -> HttpResponseBase:
    """The whole journal with all that checks it, as one ZIP; taking it is itself recorded."""
    laksanakan(request, catat_ekspor, peristiwa="jejak.ekspor", objek="jejak", tujuan="")
    pada = request.diterima_pada  # type: ignore[attr-defined]
    isi = StreamingHttpResponse(paket_pemeriksa(pada=pada), content_type="application/zip")
    return _unduhan(isi, "jejak-resmi.zip")


def _tautan(objek: str, objek_id: str) -> str:
    """Page of the record, or empty: an entry may be older than the page's way of naming records."""
    tautan = daftar_objek.ambil(objek).tautan if objek in daftar_objek else None
    try:
        return tautan(objek_id) if tautan else ""
    except NoReverseMatch:
        return ""


@izin(Izin.JEJAK_LIHAT, Izin.JEJAK_AUDIT)
@require_safe
def riwayat(request: HttpRequest, objek: str, objek_id: str) -> HttpResponse:
    """Who changed this record, when, and what changed."""
    catatan = queries.riwayat_untuk(objek, objek_id, untuk=request.user)
    zona = ZoneInfo(settings.TIME_ZONE)
    uraian = uraikan_berturut(((c.isi, c.ditolak) for c in catatan), zona, objek=objek)
    konteks = {
        "nama": nama_objek(objek),
        "objek_id": objek_id,
        "tautan": _tautan(objek, objek_id),
        "baris": [_tampilan(c, uraian=u) for c, u in reversed(list(zip(catatan, uraian, strict=True)))],
    }
    return render(request, "jejak/riwayat.html", konteks)


@izin(Izin.JEJAK_LIHAT, Izin.JEJAK_AUDIT)
@require_safe
def catatan(request: HttpRequest, nomor: int) -> HttpResponse:
    """One entry: what it says, its place in the chain, its seal."""
    satu = queries.get_catatan(nomor, untuk=request.user)
    zona = ZoneInfo(settings.TIME_ZONE)
    konteks = _tampilan(
        satu,
        perubahan=uraikan(satu.isi, {}, zona, objek=satu.objek),
        baku=bytes(satu.baku).decode(),
        segel=queries.segel_atas(nomor),
        nama_opd=nama_opd().get(satu.opd_id, "") if satu.opd_id else "",
        waktu_tepat=tulis_nilai(satu.uraian["pada"], zona),
    )
    return render(request, "jejak/catatan.html", konteks)


@izin(Izin.JEJAK_LIHAT, Izin.JEJAK_AUDIT)
@require_safe
def bukti_catatan(request: HttpRequest, nomor: int) -> HttpResponseBase:
    """The proof of one entry for the stand-alone verifier."""
    queries.get_catatan(nomor, untuk=request.user)
    isi = bukti(nomor, pada=request.diterima_pada)  # type: ignore[attr-defined]
    if isi is None:
        raise Http404("Catatan ini belum disegel; coba lagi satu menit lagi.")
    return _unduhan(HttpResponse(isi, content_type="application/x-ndjson"), f"bukti-catatan-{nomor}.jsonl")


@publik
@require_safe
def segel(request: HttpRequest) -> HttpResponseBase:
    """The published seals, newest first."""
    urut = "nomor" if request.GET.get("urut") == "nomor" else "-nomor"
    semua = Segel.objects.order_by(urut)
    if unduhan := respons_tabel(request, "Segel jejak", KOLOM_SEGEL, semua.iterator()):
        return unduhan
    halaman = Paginator(semua, SEGEL_PER_HALAMAN).get_page(request.GET.get("hal"))
    konteks = {"halaman": halaman, "kunci_publik": kunci_publik(), "urut": urut}
    return render(request, "jejak/segel.html", konteks)


def _angka(teks: str) -> int:
    """A number from the address; 0 for what is none."""
    return int(teks) if teks.isascii() and teks.isdigit() and len(teks) < 18 else 0


def _etag_segel(request: HttpRequest) -> str:
    """What the answer to a witness depends on: where he stands, where we stand, our key."""
    ujung = Segel.objects.order_by("-nomor").values_list("nomor", flat=True).first() or 0
    setelah = _angka(request.GET.get("setelah", ""))
    return f'"{setelah}-{min(ujung, setelah + SEGEL_PER_UNDUHAN + 1)}-{kunci_publik()[:16]}"'


@publik
@cache_control(public=True, no_cache=True)
@condition(etag_func=_etag_segel)
@require_safe
def segel_json(request: HttpRequest) -> JsonResponse:
    """Seals for a witness to keep: ``?setelah=N`` gives those after seal N, oldest first.

    ``{"pemda", "kunci_publik", "segel": [{"baku": text, "tanda": hex}, ...], "lanjut": bool}``;
    304 when nothing has come since the ETag was given.
    """
    nomor = _angka(request.GET.get("setelah", ""))
    baris = list(Segel.objects.filter(nomor__gt=nomor).order_by("nomor")[: SEGEL_PER_UNDUHAN + 1])
    return JsonResponse(
        {
            "pemda": settings.TERUKUR_PEMDA,
            "kunci_publik": kunci_publik(),
            "segel": [{"baku": bytes(s.baku).decode(), "tanda": s.tanda} for s in baris[:SEGEL_PER_UNDUHAN]],
            "lanjut": len(baris) > SEGEL_PER_UNDUHAN,
        },
        json_dumps_params={"ensure_ascii": False},
    )


@publik
@require_safe
def periksa_cari(request: HttpRequest) -> HttpResponse:
    """Find a paper by what is printed on it: the QR code's word, or register number and digest.

    The number alone is not enough, since numbers can be counted through.
    """
    nomor = request.GET.get("nomor", "")
    sidik = re.sub(r"[^0-9a-f]", "", request.GET.get("sidik", "").lower())
    galat = ""
    if nomor:
        kertas = None
        if (cocok := _NOMOR.match(nomor)) and len(sidik) >= 8:
            kertas = (
                Kertas.objects.filter(jenis=cocok[1].upper(), tahun=cocok[2], urut=cocok[3])
                .filter(sidik__startswith=sidik)
                .first()
            )
        if kertas:
            return redirect("jejak:periksa", kertas.kode)
        galat = (
            "Tidak ada naskah dengan nomor register dan sidik itu. Periksa kembali keduanya pada "
            "kaki halaman; sidik diisi paling sedikit 8 tanda pertama."
        )
    konteks = {"nomor": nomor, "sidik": request.GET.get("sidik", ""), "galat": galat}
    return render(request, "jejak/periksa_cari.html", konteks, status=404 if galat else 200)


@publik
@never_cache
@require_safe
def periksa(request: HttpRequest, kode: str) -> HttpResponse:
    """What was recorded about one paper, without personal data."""
    kertas = Kertas.objects.filter(kode=kode.lower()).first()
    if kertas is None:
        raise Http404("Kode pemeriksaan tidak dikenal.")
    konteks = {
        "kertas": kertas,
        "cocok": kertas_cocok(kertas),
        "segel": queries.segel_atas(kertas.catatan_daftar),
        "salinan": list(kertas.salinan.order_by("pada", "pk")),
        "sidik_singkat": sidik_singkat(kertas.sidik),
    }
    return render(request, "jejak/periksa.html", konteks)
