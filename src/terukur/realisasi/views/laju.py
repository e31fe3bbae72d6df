"""Perkembangan kinerja: which OPD stopped, slowed, recovered or shifted up; one OPD beside its own past."""

from collections import Counter
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.lembar import Kolom, respons_tabel
from terukur.inti.periode import Periode
from terukur.jejak.tindakan import laksanakan
from terukur.organisasi.forms.waktu import FormulirPer
from terukur.organisasi.queries import get_opd, semua_opd
from terukur.realisasi import actions, queries
from terukur.realisasi.choices import ArahLaju
from terukur.realisasi.forms import FormulirLaju
from terukur.realisasi.forms.waktu import FormulirSaringLaju
from terukur.realisasi.models import KetentuanLaju
from terukur.realisasi.queries.laju import LajuOPD, Triwulan
from terukur.realisasi.rules.laju import (
    SEBANDING,
    SERIWAYAT,
    AmbangLaju,
    arah_laju,
    deret_triwulan,
    sebut_tepat,
    urutan_laju,
)
from terukur.realisasi.views.bantu import hari, pembaca

SEHALAMAN = 50
KOLOM = (
    Kolom("OPD", "opd.nama"),
    Kolom("Kode OPD", "opd.kode", "kode"),
    Kolom("Triwulan", lambda b: b.titik[-1].periode.label),
    Kolom("Indikator direncanakan", lambda b: b.titik[-1].nilai.direncanakan, "angka"),
    Kolom("Nilai triwulan sebelumnya (%)", lambda b: b.titik[-2].nilai.nilai, "persen"),
    Kolom("Nilai (%)", lambda b: b.titik[-1].nilai.nilai, "persen"),
    Kolom("Selisih (poin)", "laju.selisih", "angka"),
    Kolom("Arah", lambda b: b.laju.arah.label),
    Kolom("Sebab", "laju.sebab", lebar=80),
)
KOLOM_OPD = (
    Kolom("Triwulan", lambda b: b.titik.periode.label),
    Kolom("Indikator direncanakan", lambda b: b.titik.nilai.direncanakan, "angka"),
    Kolom("Nilai s.d. triwulan (%)", lambda b: b.titik.nilai.nilai, "persen"),
    Kolom("Serapan s.d. triwulan (%)", lambda b: b.serapan.persen if b.serapan else None, "persen"),
    Kolom("Buku", lambda b: b.serapan.sumber if b.serapan else ""),
    Kolom("Laporan tepat waktu", "tepat", "angka"),
    Kolom("Laporan jatuh tempo", "jatuh", "angka"),
)
_URUT: dict[str, Any] = {
    "arah": lambda b: (urutan_laju(b.laju), b.opd.kode),
    "opd": lambda b: b.opd.nama,
    "nilai": lambda b: (b.titik[-1].nilai.nilai is not None, b.titik[-1].nilai.nilai or Decimal(0)),
    "selisih": lambda b: (b.laju.selisih is not None, b.laju.selisih or Decimal(0)),
}


def _nilai(b_opd: UUID, periode: Periode, waktu: dict[str, str]) -> str:
    """The page that explains the score of an OPD at the end of a quarter."""
    return f"{reverse('realisasi:nilai', args=[b_opd])}?{urlencode({'per': periode.sampai} | waktu)}"


@izin(Izin.PIMPINAN_LIHAT, Izin.REALISASI_LIHAT)
@require_GET
def laju(request: HttpRequest) -> HttpResponseBase:
    """Every OPD in the reader's scope against its own quarter before, whoever stopped or slowed first."""
    saring = FormulirSaringLaju(request.GET or None)
    per, diketahui = saring.baca_putusan(hari(request))
    isi = saring.isi
    triwulan, semua = queries.daftar_laju(pembaca(request), per=per, diketahui=diketahui)
    kata, arah = isi.get("kata", "").casefold(), isi.get("arah", "")
    baris = [b for b in semua if kata in b.opd.nama.casefold() and arah in ("", b.laju.arah)]
    urut = request.GET.get("urut", "arah")
    baris.sort(key=_URUT.get(urut.lstrip("-"), _URUT["arah"]), reverse=urut.startswith("-"))
    if unduhan := respons_tabel(request, f"Perkembangan kinerja {triwulan.kode}", KOLOM, baris):
        return unduhan
    hal = Paginator(baris, SEHALAMAN).get_page(request.GET.get("hal"))
    waktu = {"diketahui": request.GET["diketahui"]} if diketahui else {}

    def sajikan(b: LajuOPD) -> dict[str, Any]:
        lalu, kini = b.titik[-2:]
        return {
            "b": b, "lalu": lalu, "kini": kini,
            "ke_lalu": _nilai(b.opd.pk, lalu.periode, waktu),
            "ke_kini": _nilai(b.opd.pk, kini.periode, waktu),
            "ke": f"{reverse('realisasi:laju_opd', args=[b.opd.pk])}?{urlencode({'per': per} | waktu)}",
        }  # fmt: skip

    konteks = {
        "saring": saring,
        "per": per,
        "diketahui": diketahui,
        "urut": urut,
        "triwulan": triwulan,
        "lalu": deret_triwulan(triwulan, 2)[0],
        "hal": hal,
        "baris": [sajikan(b) for b in hal],
        "jumlah": Counter(b.laju.arah for b in semua),
        "arah": list(ArahLaju),
        "ambang": queries.ambang_laju(per, diketahui),
        "boleh_kelola": pembaca(request).akses.boleh(Izin.KINERJA_KELOLA),
    }
    return render(request, "realisasi/laju.html", konteks)


@izin(Izin.REALISASI_LIHAT)
@require_GET
def laju_opd(request: HttpRequest, opd_id: UUID) -> HttpResponseBase:
    """One OPD beside its own past, and the judgement reckoned again from its card."""
    opd = get_opd(opd_id, untuk=pembaca(request), izin=Izin.REALISASI_LIHAT)
    saring = FormulirPer(request.GET or None)
    per, diketahui = saring.baca_putusan(hari(request))
    triwulan = queries.triwulan_tempo(per, diketahui)
    deret = deret_triwulan(triwulan, SERIWAYAT)
    riwayat = queries.riwayat_triwulan(opd, deret, per=per, diketahui=diketahui)
    if unduhan := respons_tabel(request, f"Perkembangan {opd.singkatan} {triwulan.kode}", KOLOM_OPD, riwayat):
        return unduhan
    titik = [r.titik for r in riwayat]
    waktu = {"diketahui": request.GET["diketahui"]} if diketahui else {}
    dahulu = semua_opd(per=per, diketahui=diketahui, id_opd=[opd.pk])
    konteks = {
        "opd": dahulu[0] if dahulu else opd,
        "saring": saring,
        "per": per,
        "diketahui": diketahui,
        "laju": arah_laju(titik[-SEBANDING:], queries.ambang_laju(per, diketahui)),
        "kini": titik[-1],
        "lalu": titik[-2],
        "sama": all(t == queries.titik_ulang(opd.pk, t.periode, diketahui) for t in titik[-SEBANDING:]),
        "baris": [_sajikan(r, opd_id, waktu) for r in reversed(riwayat)],
        "grafik": [
            (_label(t.periode), _bulat(t.nilai.nilai), _bulat(r.serapan.persen if r.serapan else None))
            for t, r in zip(titik, riwayat, strict=True)
        ],
    }  # fmt: skip
    return render(request, "realisasi/laju_opd.html", konteks)


def _label(p: Periode) -> str:
    """Short enough for eight of them: ``TW1 '27``."""
    return f"TW{p.ke} ’{p.tahun % 100:02}"


def _bulat(nilai: Decimal | None) -> Decimal | None:
    return None if nilai is None else round(nilai, 1)


def _sajikan(r: Triwulan, opd_id: UUID, waktu: dict[str, str]) -> dict[str, Any]:
    p = r.titik.periode
    buku = {"tahun": p.tahun, "per": p.sampai} | waktu
    return {
        "r": r,
        "periode": p,
        "nilai": r.titik.nilai,
        "ke_nilai": _nilai(opd_id, p, waktu),
        "ke_serapan": f"{reverse('anggaran:serapan_opd', args=[opd_id])}?{urlencode(buku)}",
        "tepat": sebut_tepat(r.tepat, r.jatuh),
        "ke_laporan": reverse("realisasi:laporan", args=[opd_id, p.kode]),
    }


@izin(Izin.KINERJA_KELOLA)
@require_http_methods(["GET", "POST"])
def ketentuan_laju(request: HttpRequest) -> HttpResponse:
    """From how many points on a score has slowed or shifted up."""
    kini = queries.ambang_laju(hari(request))
    awal = {"turun": kini.turun, "naik": kini.naik, "sejak": hari(request)}
    formulir = FormulirLaju(request.POST or None, initial=awal)
    if request.method == "POST" and formulir.is_valid():
        isi = dict(formulir.cleaned_data)
        sejak = isi.pop("sejak")
        try:
            laksanakan(
                request, actions.tetapkan_laju, peristiwa="ketentuan_laju.tetapkan", objek="ketentuan_laju",
                tujuan="", ambang=AmbangLaju(**isi), sejak=sejak,
            )  # fmt: skip
        except AturanDilanggar as tolak:
            formulir.terima_galat(tolak)
        else:
            messages.success(request, "Ketentuan ditetapkan.")
            return redirect("realisasi:ketentuan_laju")
    konteks = {
        "formulir": formulir,
        "riwayat": list(KetentuanLaju.objects.order_by("-dicatat_pada", "-berlaku_sejak", "pk")[:20]),
    }
    return render(request, "realisasi/ketentuan_laju.html", konteks, status=422 if formulir.errors else 200)
