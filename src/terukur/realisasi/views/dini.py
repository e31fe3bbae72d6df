"""Early warnings: all of them with cause and proposed step, and the thresholds that the pemda decided."""

import datetime as dt
from collections import Counter
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar, TidakDitemukan
from terukur.inti.lembar import Kolom, respons_tabel
from terukur.jejak.tindakan import laksanakan
from terukur.organisasi.forms.waktu import FormulirPer
from terukur.organisasi.queries import get_opd, semua_opd
from terukur.realisasi import actions, queries
from terukur.realisasi.choices import JenisDini, LangkahDini
from terukur.realisasi.forms import FormulirAmbang
from terukur.realisasi.forms.waktu import FormulirSaringDini
from terukur.realisasi.models import KetentuanDini
from terukur.realisasi.rules.peringatan_dini import Ambang, PeringatanDini, tahun_dini, urutan
from terukur.realisasi.views.bantu import hari, pembaca, saat

KOLOM = (
    Kolom("OPD", "nama"),
    Kolom("Kode OPD", "kode", "kode"),
    Kolom("Jenis", lambda w: w.jenis.label),
    Kolom("Sebab", "teks", lebar=80),
    Kolom("Berat (0–100)", "berat", "angka"),
)


def _kolom(per: dt.date, diketahui: dt.datetime | None) -> tuple[Kolom, ...]:
    """The columns of the download; the last one is where each warning explains itself."""

    def alamat(w: PeringatanDini) -> str:
        jalur = queries.penjelasan_dini(w, per=per, diketahui=diketahui)
        return f"{settings.TERUKUR_ALAMAT.rstrip('/')}{jalur}"

    return (*KOLOM, Kolom("Penjelasan", alamat, lebar=60))


_URUT: dict[str, Any] = {
    "berat": urutan,
    "opd": lambda w: (w.nama, urutan(w)),
    "jenis": lambda w: (list(JenisDini).index(w.jenis), urutan(w)),
}


def _langkah(request: HttpRequest, daftar: list[PeringatanDini], per: dt.date) -> dict[Any, Any]:
    """{(OPD, kind): proposed step} for those who may issue, and what is open for those who may read it."""
    akses = pembaca(request).akses
    if not akses.boleh(Izin.ESKALASI_LIHAT):
        return {}
    terbuka = queries.terbitan_terbuka_dini(per, akses.cakupan(Izin.ESKALASI_LIHAT))
    boleh = akses.boleh(Izin.ESKALASI_TERBIT)
    return {
        (w.opd_id, w.jenis): queries.langkah_dini(
            w, terbuka.get((w.opd_id, w.jenis)), per=per, hari=hari(request), saat=saat(request)
        )
        for w in daftar
        if boleh or (w.opd_id, w.jenis) in terbuka
    }


@izin(Izin.PIMPINAN_LIHAT, Izin.REALISASI_LIHAT)
@require_GET
def peringatan_dini(request: HttpRequest) -> HttpResponseBase:
    """Every warning in the reader's scope, the gravest first; and those about whom nothing is to be said."""
    saring = FormulirSaringDini(request.GET or None)
    per, diketahui = saring.baca_putusan(hari(request))
    isi = saring.isi
    kata, jenis = isi.get("kata", "").casefold(), isi.get("jenis", "")
    semua = queries.daftar_dini(pembaca(request), per=per, diketahui=diketahui)
    terlihat = [p for p in semua if kata in p.fakta.nama.casefold()]
    baris = [w for p in terlihat for w in p.peringatan if jenis in ("", w.jenis)]
    urut = request.GET.get("urut", "berat")
    baris.sort(key=_URUT.get(urut.lstrip("-"), urutan), reverse=urut.startswith("-"))
    if unduhan := respons_tabel(request, f"Peringatan dini {per:%Y-%m-%d}", _kolom(per, diketahui), baris):
        return unduhan
    hal = Paginator(baris, 25).get_page(request.GET.get("hal"))
    langkah = _langkah(request, list(hal), per) if diketahui is None else {}
    tanpa = [p for p in terlihat if not p.peringatan] if not jenis else []
    konteks = {
        "saring": saring,
        "per": per,
        "diketahui": diketahui,
        "urut": urut,
        "hal": hal,
        "baris": [
            (w, queries.penjelasan_dini(w, per=per, diketahui=diketahui), langkah.get((w.opd_id, w.jenis)))
            for w in hal
        ],
        "ada_langkah": bool(langkah),
        "tunggu": LangkahDini.TUNGGU,
        "tanpa": tanpa,
        "jumlah": Counter(w.jenis for p in semua for w in p.peringatan),
        "jenis": list(JenisDini),
        "hijau": sum(p.is_hijau for p in semua),
        "banyak": len(semua),
        "ambang": queries.ambang_dini(per, diketahui),
        "boleh_kelola": pembaca(request).akses.boleh(Izin.KINERJA_KELOLA),
        "boleh_terbit": pembaca(request).akses.boleh(Izin.ESKALASI_TERBIT),
    }
    return render(request, "realisasi/peringatan_dini.html", konteks)


def _sumber(w: PeringatanDini, per: dt.date, diketahui: dt.datetime | None) -> list[tuple[str, str]]:
    """(what it is, its page) for every figure that goes into a warning."""
    kartu = queries.sumber_dini(w, per=per, diketahui=diketahui)
    sampai = tahun_dini(per)[1]
    isi = {"per": sampai} | ({"diketahui": diketahui.isoformat()} if diketahui else {})
    nilai = f"{reverse('realisasi:nilai', args=[w.opd_id])}?{urlencode(isi)}"
    match w.jenis:
        case JenisDini.DIAM:
            return [("Laporan realisasi itu", kartu)]
        case JenisDini.TANPA_RENCANA:
            return [("Rapor OPD", kartu)]
        case JenisDini.SERAPAN:
            fisik = reverse("realisasi:fisik", args=[w.opd_id, w.periode]) if w.periode else ""
            saat = f"?{urlencode({'diketahui': diketahui.isoformat()})}" if diketahui else ""
            tambahan = [("Realisasi fisik yang disahkan", fisik + saat)] if fisik else []
            return [("Hitungan serapan", kartu), ("Hitungan capaian", nilai), *tambahan]
        case JenisDini.LAPANGAN:
            return [("Pemeriksaan lapangan yang tidak sesuai", kartu)]
    return [("Rincian bukti" if w.jenis == JenisDini.TANPA_BUKTI else "Hitungan capaian", nilai)]


@izin(Izin.REALISASI_LIHAT)
@require_GET
def penjelasan_dini(request: HttpRequest, opd_id: UUID, jenis: str) -> HttpResponse:
    """Where one warning comes from: its figures, the threshold of the day, and the same reckoned again."""
    opd = get_opd(opd_id, untuk=pembaca(request), izin=Izin.REALISASI_LIHAT)
    if jenis not in JenisDini:
        raise TidakDitemukan("Jenis peringatan itu tidak dikenal.")
    saring = FormulirPer(request.GET or None)
    per, diketahui = saring.baca_putusan(hari(request))
    dahulu = semua_opd(per=per, diketahui=diketahui, id_opd=[opd.pk])
    semua = queries.daftar_dini(pembaca(request), per=per, diketahui=diketahui, opd_ids=[opd.pk])
    w = next((w for p in semua for w in p.peringatan if w.jenis == jenis), None)
    konteks: dict[str, Any] = {
        "opd": dahulu[0] if dahulu else opd,
        "jenis": JenisDini(jenis),
        "saring": saring,
        "per": per,
        "diketahui": diketahui,
        "w": w,
        "ambang": queries.ambang_dini(per, diketahui),
    }
    if w is not None:
        ulang = queries.nilai_dini_ulang(konteks["opd"], per=per, diketahui=diketahui)
        konteks |= {"sumber": _sumber(w, per, diketahui), "sama": w in ulang.peringatan}
    return render(request, "realisasi/penjelasan_dini.html", konteks)


@izin(Izin.KINERJA_KELOLA)
@require_http_methods(["GET", "POST"])
def ketentuan_dini(request: HttpRequest) -> HttpResponse:
    """From where on a figure is an early warning."""
    kini = queries.ambang_dini(hari(request))
    kolom = ("tertinggal", "serapan", "fisik", "tanpa_bukti", "hari_diam", "hari_rencana")
    awal = {n: getattr(kini, n) for n in kolom} | {"sejak": hari(request)}
    formulir = FormulirAmbang(request.POST or None, initial=awal)
    if request.method == "POST" and formulir.is_valid():
        isi = dict(formulir.cleaned_data)
        sejak = isi.pop("sejak")
        try:
            laksanakan(
                request, actions.tetapkan_ambang, peristiwa="ketentuan_dini.tetapkan", objek="ketentuan_dini",
                tujuan="", ambang=Ambang(**isi), sejak=sejak,
            )  # fmt: skip
        except AturanDilanggar as tolak:
            formulir.terima_galat(tolak)
        else:
            messages.success(request, "Ketentuan ditetapkan.")
            return redirect("realisasi:ketentuan_dini")
    konteks = {
        "formulir": formulir,
        "riwayat": list(KetentuanDini.objects.order_by("-dicatat_pada", "-berlaku_sejak", "pk")[:20]),
    }
    return render(request, "realisasi/ketentuan_dini.html", konteks, status=422 if formulir.errors else 200)
