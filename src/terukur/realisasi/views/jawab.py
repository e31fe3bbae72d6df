"""The one page behind the secret link: no account, no script needed, nothing else about the OPD."""

from typing import Any, BinaryIO, Final, cast

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from terukur.antarmuka.galat import TeksGalat, halaman_galat
from terukur.inti.izin import publik
from terukur.inti.kesalahan import AturanDilanggar, TidakDitemukan
from terukur.inti.periode import Periode
from terukur.jejak.tindakan import laksanakan
from terukur.perencanaan.queries import label_wilayah
from terukur.realisasi import actions, queries
from terukur.realisasi.choices import HasilLapangan
from terukur.realisasi.forms.lapangan import FormulirJawabLapangan
from terukur.realisasi.models import PemeriksaanLapangan
from terukur.realisasi.rules.lapangan import (
    BATAS_FOTO_MB,
    PALING_BANYAK_FOTO,
    alasan_tertutup,
    alasan_tidak_dijawab,
    hari_tutup,
    sidik_token,
)
from terukur.realisasi.views.bantu import hari
from terukur.realisasi.views.lapangan import sajikan_jawaban

KIRIMAN_TERBANYAK: Final = 20
JENDELA: Final = 600
"""So many answers, accepted or not, in so many seconds through one link."""

_LANGKAH = "Minta tautan yang baru kepada yang mengirimkannya kepada Anda."
TIDAK_DIKENAL = TeksGalat("Tautan tidak dikenal", "", _LANGKAH)
TERTUTUP = TeksGalat(
    "Tautan sudah tidak berlaku", "", "Bila Anda masih perlu menjawab, hubungi yang meminta."
)
TERLALU_SERING = TeksGalat(
    "Terlalu banyak kiriman",
    "Tautan ini mengirim terlalu sering dalam sepuluh menit.",
    "Tunggu sepuluh menit, lalu kirim lagi. Jawaban yang sudah diterima tetap tersimpan.",
)


@publik
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def jawab_lapangan(request: HttpRequest, token: str) -> HttpResponse:
    """Who asks, what to look at, and the answer; a correction while it is still taken."""
    request.penolakan_dicatat = True  # type: ignore[attr-defined]  # else the secret would stand in the journal
    jawaban = _jawab(request, token)
    # Scripts and styles are fetched without the secret. With no-referrer the browser would hide where a
    # form comes from, and its own answer would be refused.
    jawaban["Referrer-Policy"] = "strict-origin"
    jawaban["X-Robots-Tag"] = "noindex, nofollow"
    return jawaban


def _jawab(request: HttpRequest, token: str) -> HttpResponse:
    try:
        p = queries.get_dari_tautan(token)
    except TidakDitemukan as tolak:
        return halaman_galat(request, 404, pesan=tolak.pesan, teks=TIDAK_DIKENAL)
    kini = hari(request)
    if alasan := alasan_tertutup(dicabut=p.dicabut_pada is not None, tenggat=p.tanggal_tenggat, hari=kini):
        return halaman_galat(request, 410, pesan=alasan, teks=TERTUTUP)
    if request.method != "POST":
        return _halaman(request, p, FormulirJawabLapangan(initial=_terakhir(p)))
    if _terlalu_sering(token):
        return halaman_galat(request, 429, teks=TERLALU_SERING)
    formulir = FormulirJawabLapangan(request.POST)
    if formulir.is_valid():
        foto = [(b.name or "", cast(BinaryIO, b.file)) for b in request.FILES.getlist("foto")]
        try:
            laksanakan(
                request, actions.jawab_lapangan, peristiwa="lapangan.jawab", objek="lapangan", objek_id=p.pk,
                opd_id=p.opd_id, tujuan="", pelaku=actions.pelaku_lapangan(p),
                pemeriksaan_id=p.pk, isi=formulir.isi(), foto=foto,
            )  # fmt: skip
        except AturanDilanggar as tolak:
            if foto_galat := tolak.kolom.pop("foto", ""):  # no field of the form, so said on top
                formulir.add_error(None, foto_galat)
            if tolak.kolom or not foto_galat:
                formulir.terima_galat(tolak)
        else:
            return redirect(request.path)
    return _halaman(request, p, formulir)


def _terakhir(p: PemeriksaanLapangan) -> dict[str, Any]:
    """The answer in force, from which a correction begins; its photos stay with it."""
    if not p.versi:
        return {}
    j = queries.jawaban_lapangan(p)[0]
    letak = {n: getattr(j, n) for n in ("lintang", "bujur", "akurasi")}
    return {"hasil": j.hasil, "catatan": j.catatan, "tempat": j.tempat} | {
        n: "" if nilai is None else str(nilai) for n, nilai in letak.items()
    }


def _terlalu_sering(token: str) -> bool:
    """Counted by link, never by address: a whole kecamatan may share one."""
    kunci = f"lapangan:{sidik_token(token)[:32]}"
    if cache.add(kunci, 1, JENDELA):
        return False
    try:
        return cache.incr(kunci) > KIRIMAN_TERBANYAK
    except ValueError:  # it ran out in between
        return False


def _halaman(request: HttpRequest, p: PemeriksaanLapangan, formulir: FormulirJawabLapangan) -> HttpResponse:
    kini = hari(request)
    konteks = {
        "p": p,
        "wilayah": label_wilayah(p.wilayah),
        "periode": Periode.baca(p.periode),
        "formulir": formulir,
        "pilihan": list(HasilLapangan),
        "jawaban": [sajikan_jawaban(j) for j in queries.jawaban_lapangan(p)] if p.versi else [],
        "alasan": alasan_tidak_dijawab(versi=p.versi, tenggat=p.tanggal_tenggat, hari=kini),
        "lewat": p.tanggal_tenggat < kini,
        "tutup": hari_tutup(p.tanggal_tenggat),
        "paling_banyak": PALING_BANYAK_FOTO,
        "batas_mb": BATAS_FOTO_MB,
    }
    status = 422 if formulir.errors else 200
    return render(request, "realisasi/lapangan_jawab.html", konteks, status=status)
