"""The answer of an OPD: its draft, and its sending by the head."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from terukur.akun.konfirmasi import FormulirKonfirmasi, pastikan
from terukur.antarmuka.bentrok import bandingkan
from terukur.berkas.forms import ada_kiriman, simpan_kiriman
from terukur.eskalasi import actions, queries
from terukur.eskalasi.forms import FormulirTanggapan
from terukur.eskalasi.models import Peringatan, Tanggapan, TindakLanjut
from terukur.eskalasi.rules.alur import BISA_DITULIS
from terukur.eskalasi.views.bantu import alamat, pembaca, saat
from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar, Bentrok, TidakBerhak, TidakDitemukan
from terukur.inti.pelaku import Pelaku
from terukur.jejak.tindakan import laksanakan

JENIS_BERKAS = ("pdf", "jpg", "png", "xlsx", "docx")
BATAS_MB = 20
Induk = Peringatan | TindakLanjut


def _objek(induk: Induk) -> str:
    return "peringatan" if isinstance(induk, Peringatan) else "tindak_lanjut"


def _perihal(induk: Induk) -> str:
    return induk.perihal if isinstance(induk, Peringatan) else induk.disposisi.perihal


@izin(Izin.ESKALASI_ISI)
@require_http_methods(["GET", "POST"])
def tulis_peringatan(request: HttpRequest, peringatan_id: UUID) -> HttpResponse:
    """Draft the reply to a warning."""
    return _tulis(request, queries.get_peringatan(peringatan_id, untuk=pembaca(request)))


@izin(Izin.ESKALASI_ISI)
@require_http_methods(["GET", "POST"])
def tulis_laporan(request: HttpRequest, tindak_lanjut_id: UUID) -> HttpResponse:
    """Draft the report on a disposisi."""
    return _tulis(request, queries.get_tindak_lanjut(tindak_lanjut_id, untuk=pembaca(request)))


def _tertutup(request: HttpRequest, induk: Induk) -> str:
    """Why this reader cannot write the draft now; empty when he can."""
    akses = pembaca(request).akses
    if not akses.boleh(Izin.ESKALASI_ISI, induk.opd_id):
        return "Hanya OPD yang dituju yang menulis tanggapannya."
    if akses.unit(Izin.ESKALASI_ISI, induk.opd_id):
        return "Anda operator unit. Operator atau admin OPD yang menulis tanggapan seluruh OPD."
    if induk.status not in BISA_DITULIS[_objek(induk)]:
        return f"Statusnya “{induk.get_status_display()}”; isian tidak terbuka."
    return ""


def _tulis(request: HttpRequest, induk: Induk) -> HttpResponse:
    if alasan := _tertutup(request, induk):
        if request.method == "POST":
            raise TidakBerhak(alasan)
        messages.error(request, alasan)
        return redirect(alamat(induk))
    draf = queries.draf_tanggapan(induk)
    awal = {"isi": draf.isi if draf else "", "versi": draf.versi if draf else 0}
    formulir = FormulirTanggapan(request.POST or None, initial=awal)
    bentrok: Bentrok | None = None
    if request.method == "POST" and formulir.is_valid():

        def aksi(*, isi: dict[str, Any], oleh: Pelaku, pada: dt.datetime) -> Tanggapan:
            berkas = None
            if ada_kiriman(request, "berkas"):
                berkas = simpan_kiriman(
                    request, "berkas", jenis_diizinkan=JENIS_BERKAS, batas_ukuran=BATAS_MB * 1024 * 1024,
                    opd_id=None,
                )  # fmt: skip
            return actions.simpan_tanggapan(
                objek=_objek(induk), induk_id=induk.pk, **isi, berkas=berkas, oleh=oleh, pada=pada
            )

        try:
            hasil = laksanakan(
                request, aksi, peristiwa=f"{_objek(induk)}.simpan_tanggapan", objek=_objek(induk),
                objek_id=induk.pk, opd_id=induk.opd_id, tujuan=alamat(induk), isi=formulir.cleaned_data,
            )  # fmt: skip
        except Bentrok as tolak:
            bentrok = tolak
            data = request.POST.copy()
            kini = queries.draf_tanggapan(induk)
            data["versi"] = str(kini.versi if kini else 0)
            formulir = FormulirTanggapan(data)
        except (TidakDitemukan, TidakBerhak):
            raise
        except AturanDilanggar as tolak:
            formulir.terima_galat(tolak)
        else:
            messages.success(request, "Draf disimpan. Kepala OPD yang mengirimnya.")
            return redirect(hasil.tujuan)
    konteks = {
        "induk": induk,
        "is_peringatan": isinstance(induk, Peringatan),
        "perihal": _perihal(induk),
        "kembali": alamat(induk),
        "formulir": formulir,
        "draf": draf,
        "batas_mb": BATAS_MB,
        "jenis_berkas": JENIS_BERKAS,
        "bentrok": bandingkan(bentrok, {"isi": "Isi"}) if bentrok else None,
        "pesan_bentrok": bentrok.pesan if bentrok else "",
    }
    status = 409 if bentrok else 422 if formulir.errors else 200
    return render(request, "eskalasi/tulis.html", konteks, status=status)


@izin(Izin.ESKALASI_TANGGAPI)
@require_http_methods(["GET", "POST"])
def kirim_peringatan(request: HttpRequest, peringatan_id: UUID) -> HttpResponse:
    """The head sends the reply."""
    return _kirim(request, queries.get_peringatan(peringatan_id, untuk=pembaca(request)))


@izin(Izin.ESKALASI_TANGGAPI)
@require_http_methods(["GET", "POST"])
def kirim_laporan(request: HttpRequest, tindak_lanjut_id: UUID) -> HttpResponse:
    """The head sends the report."""
    return _kirim(request, queries.get_tindak_lanjut(tindak_lanjut_id, untuk=pembaca(request)))


def _kirim(request: HttpRequest, induk: Induk) -> HttpResponse:
    nama = "tanggapi" if isinstance(induk, Peringatan) else "laporkan"
    konfirmasi = FormulirKonfirmasi(request.POST or None, request=request)
    galat = ""
    if request.method == "POST" and pastikan(request, konfirmasi):
        try:
            hasil = laksanakan(
                request,
                lambda **kw: actions.kirim_tanggapan(objek=_objek(induk), induk_id=induk.pk, **kw),
                peristiwa=f"{_objek(induk)}.{nama}", objek=_objek(induk), objek_id=induk.pk,
                opd_id=induk.opd_id, tujuan=alamat(induk), pengguna=pembaca(request),
            )  # fmt: skip
        except (TidakDitemukan, TidakBerhak):
            raise
        except AturanDilanggar as tolak:
            galat = tolak.pesan
        else:
            messages.success(request, "Terkirim. Keputusannya muncul di halaman ini dan di kotak pesan Anda.")
            return redirect(hasil.tujuan)
    konteks = queries.susun_konteks(induk, pengguna=pembaca(request), pada=saat(request))
    daftar = (
        queries.tindakan_peringatan(induk, pengguna=pembaca(request), konteks=konteks)
        if isinstance(induk, Peringatan)
        else queries.tindakan_tindak_lanjut(induk, pengguna=pembaca(request), konteks=konteks)
    )
    isi = {
        "induk": induk,
        "is_peringatan": isinstance(induk, Peringatan),
        "perihal": _perihal(induk),
        "kembali": alamat(induk),
        "draf": queries.draf_tanggapan(induk),
        "konfirmasi": konfirmasi,
        "galat": galat,
        "tindakan": next((t for t in daftar if t.nama == nama), None),
    }
    return render(request, "eskalasi/kirim.html", isi, status=422 if galat or konfirmasi.errors else 200)
