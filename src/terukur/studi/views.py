"""Studi banding: the list, one of them, recording and changing it, and what became of it."""

import datetime as dt
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from terukur.akun.models import Pengguna
from terukur.antarmuka.bentrok import bandingkan
from terukur.berkas.forms import ada_kiriman, simpan_kiriman
from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar, Bentrok, TidakBerhak, TidakDitemukan
from terukur.inti.lembar import Kolom, respons_tabel
from terukur.inti.pelaku import Pelaku
from terukur.jejak.tindakan import laksanakan
from terukur.organisasi.forms.waktu import FormulirSaat
from terukur.organisasi.queries import daftar_opd, hari_pemda
from terukur.studi import actions, queries
from terukur.studi.actions import IsiStudi
from terukur.studi.choices import StatusStudi
from terukur.studi.forms import FormulirHasil, FormulirSaring, FormulirStudi
from terukur.studi.models import StudiBanding
from terukur.studi.rules import hari_lewat

SEHALAMAN = 25
JENIS_BERKAS = ("pdf", "jpg", "png", "xlsx", "docx")
BATAS_MB = 20
KOLOM = (
    Kolom("Tanggal studi", "tanggal", "tanggal"),
    Kolom("Yang dibandingkan", "pokok", lebar=40),
    Kolom("Pembanding", "pembanding", lebar=40),
    Kolom("Pelajaran", "pelajaran", lebar=80),
    Kolom("OPD pengadopsi", "opd.nama"),
    Kolom("Warisan dari", lambda b: b.asal.nama if b.asal else ""),
    Kolom("Diadopsi paling lambat", "tanggal_tenggat", "tanggal"),
    Kolom("Status", lambda s: s.get_status_display()),
    Kolom("Hasil atau alasan", "hasil", lebar=60),
    Kolom("Dinyatakan", "putus_pada", "waktu"),
    Kolom("Dicatat", "dicatat_pada", "waktu"),
    Kolom("Dicatat oleh", "dicatat_nama"),
)
_URUT: dict[str, Any] = {
    "tanggal": lambda s: s.tanggal,
    "pokok": lambda s: s.pokok,
    "opd": lambda s: s.opd.nama,
    "tenggat": lambda s: s.tanggal_tenggat,
    "status": lambda s: s.status,
}
PERNYATAAN = {
    "adopsi": ("Nyatakan diadopsi", "Apa yang diterapkan, dan di mana buktinya", "Dinyatakan diadopsi."),
    "tidak_adopsi": ("Nyatakan tidak diadopsi", "Alasan tidak diadopsi", "Dinyatakan tidak diadopsi."),
    "buka_kembali": ("Buka kembali", "Alasan dibuka kembali", "Dibuka kembali."),
}
"""{step: (its name, what is to be written, what is said afterwards)}."""


def _pembaca(request: HttpRequest) -> Pengguna:
    return cast(Pengguna, request.user)


def _hari(request: HttpRequest) -> dt.date:
    return hari_pemda(request.diterima_pada)  # type: ignore[attr-defined]


def _teks(s: StudiBanding) -> tuple[str, ...]:
    return s.pokok, s.pembanding, s.pelajaran, s.opd.nama, s.asal.nama if s.asal else ""


def _cocok(s: StudiBanding, isi: dict[str, Any], per: dt.date) -> bool:
    kata = isi.get("kata", "").strip().casefold()
    if not any(kata in teks.casefold() for teks in _teks(s)):
        return False
    if isi.get("status") not in (None, "", s.status):
        return False
    return not isi.get("lewat") or hari_lewat(s.status, s.tanggal_tenggat, hari=per) > 0


@izin(Izin.STUDI_LIHAT)
@require_GET
def daftar(request: HttpRequest) -> HttpResponseBase:
    """All of them, of a past day as they stood: what is still to be adopted and due first in front."""
    saring = FormulirSaring(request.GET or None)
    lalu = saring.saat(_hari(request))
    per = hari_pemda(lalu) if lalu else _hari(request)
    semua = queries.daftar_studi(lalu)
    baris = sorted((s for s in semua if _cocok(s, saring.isi, per)), key=lambda s: str(s.pk))
    urut = request.GET.get("urut", "")
    arah = _URUT.get(urut.lstrip("-"), lambda s: (s.status != StatusStudi.RENCANA, s.tanggal_tenggat))
    baris.sort(key=arah, reverse=urut.startswith("-"))
    if unduhan := respons_tabel(request, "Studi banding", KOLOM, baris):
        return unduhan
    hal = Paginator(baris, SEHALAMAN).get_page(request.GET.get("hal"))
    konteks = {
        "saring": saring,
        "lalu": lalu,
        "urut": urut,
        "hal": hal,
        "baris": [(s, hari_lewat(s.status, s.tanggal_tenggat, hari=per)) for s in hal],
        "boleh_isi": lalu is None and _pembaca(request).akses.boleh(Izin.STUDI_ISI),
    }
    return render(request, "studi/daftar.html", konteks)


@izin(Izin.STUDI_LIHAT)
@require_GET
def studi(request: HttpRequest, studi_id: UUID) -> HttpResponse:
    """What was learnt, who adopts it by when, and what became of it."""
    saring = FormulirSaat(request.GET or None)
    lalu = saring.saat(_hari(request))
    s = queries.get_studi(studi_id, untuk=_pembaca(request), saat=lalu)
    per = hari_pemda(lalu) if lalu else _hari(request)
    konteks = {
        "s": s,
        "saring": saring,
        "lalu": lalu,
        "lewat": hari_lewat(s.status, s.tanggal_tenggat, hari=per),
        "langkah": {} if lalu else queries.tindakan(s, pengguna=_pembaca(request)),
        "boleh_riwayat": _pembaca(request).akses.boleh(Izin.JEJAK_LIHAT),
    }
    return render(request, "studi/studi.html", konteks)


def _simpan(request: HttpRequest, lama: StudiBanding | None) -> HttpResponse:
    pilihan = daftar_opd(_pembaca(request), izin=Izin.STUDI_ISI)
    awal: dict[str, Any] = {"tanggal": _hari(request)}
    if lama is not None:
        kolom = ("pokok", "pembanding", "tanggal", "pelajaran", "tanggal_tenggat", "versi")
        awal = {n: getattr(lama, n) for n in kolom} | {"opd": str(lama.opd_id)}
    formulir = FormulirStudi(request.POST or None, pilihan_opd=pilihan, lama=lama is not None, initial=awal)
    bentrok: Bentrok | None = None
    if request.method == "POST" and formulir.is_valid():

        def aksi(*, isi: IsiStudi, oleh: Pelaku, pada: dt.datetime) -> StudiBanding:
            berkas = None
            if ada_kiriman(request, "berkas"):
                berkas = simpan_kiriman(
                    request, "berkas", jenis_diizinkan=JENIS_BERKAS, batas_ukuran=BATAS_MB * 1024 * 1024,
                    opd_id=None,
                )  # fmt: skip
            bersama: dict[str, Any] = {
                "isi": isi,
                "berkas": berkas,
                "pengguna": _pembaca(request),
                "oleh": oleh,
                "pada": pada,
            }
            if lama is None:
                return actions.catat_studi(**bersama)
            lain = {n: formulir.cleaned_data[n] for n in ("versi", "alasan")}
            return actions.ubah_studi(studi_id=lama.pk, **lain, **bersama)

        verba = "catat" if lama is None else "ubah"
        try:
            hasil = laksanakan(
                request, aksi, peristiwa=f"studi_banding.{verba}", objek="studi_banding",
                objek_id=lama.pk if lama else None, opd_id=lama.opd_id if lama else None,
                tujuan=lambda s: actions.tautan(s), isi=formulir.isi(),
            )  # fmt: skip
        except Bentrok as tolak:
            assert lama is not None
            bentrok = tolak
            data = request.POST.copy()
            data["versi"] = str(queries.get_studi(lama.pk, untuk=_pembaca(request)).versi)
            formulir = FormulirStudi(data, pilihan_opd=pilihan, lama=True)
        except (TidakDitemukan, TidakBerhak):
            raise
        except AturanDilanggar as tolak:
            formulir.terima_galat(tolak)
        else:
            messages.success(request, "Studi banding dicatat." if lama is None else "Perubahan disimpan.")
            return redirect(hasil.tujuan)
    label = {n: str(formulir.fields[n].label) for n in actions.KOLOM}
    konteks = {
        "formulir": formulir,
        "lama": lama,
        "batas_mb": BATAS_MB,
        "jenis_berkas": JENIS_BERKAS,
        "bentrok": bandingkan(bentrok, label) if bentrok else None,
        "pesan_bentrok": bentrok.pesan if bentrok else "",
    }
    status = 409 if bentrok else 422 if formulir.errors else 200
    return render(request, "studi/tulis.html", konteks, status=status)


@izin(Izin.STUDI_ISI)
@require_http_methods(["GET", "POST"])
def baru(request: HttpRequest) -> HttpResponse:
    """Record one lesson."""
    return _simpan(request, None)


@izin(Izin.STUDI_ISI)
@require_http_methods(["GET", "POST"])
def ubah(request: HttpRequest, studi_id: UUID) -> HttpResponse:
    """Correct it while it is still to be adopted."""
    s = queries.get_studi(studi_id, untuk=_pembaca(request), izin=Izin.STUDI_ISI)
    return _simpan(request, s)


@izin(Izin.STUDI_ISI)
@require_http_methods(["GET", "POST"])
def nyatakan(request: HttpRequest, studi_id: UUID, langkah: str) -> HttpResponse:
    """Adopted, not adopted with the reason, or opened again."""
    if langkah not in PERNYATAAN:
        raise TidakDitemukan("Langkah itu tidak dikenal.")
    s = queries.get_studi(studi_id, untuk=_pembaca(request), izin=Izin.STUDI_ISI)
    judul, label, berhasil = PERNYATAAN[langkah]
    formulir = FormulirHasil(request.POST or None)
    formulir.fields["hasil"].label = label
    if request.method == "POST" and formulir.is_valid():
        try:
            hasil = laksanakan(
                request, getattr(actions, langkah), peristiwa=f"studi_banding.{langkah}",
                objek="studi_banding", objek_id=s.pk, opd_id=s.opd_id,
                tujuan=reverse("studi:studi", args=[s.pk]), studi_id=s.pk, pengguna=_pembaca(request),
                **formulir.cleaned_data,
            )  # fmt: skip
        except (TidakDitemukan, TidakBerhak):
            raise
        except AturanDilanggar as tolak:
            formulir.terima_galat(tolak)
        else:
            messages.success(request, berhasil)
            return redirect(hasil.tujuan)
    konteks = {"s": s, "formulir": formulir, "judul": judul}
    return render(request, "studi/nyatakan.html", konteks, status=422 if formulir.errors else 200)
