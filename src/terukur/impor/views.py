"""From upload to preview, apply and undo. Pages work without scripts; htmx only refreshes progress."""

import datetime as dt
from decimal import Decimal
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from terukur.berkas.forms import simpan_kiriman
from terukur.impor import actions, queries
from terukur.impor.choices import BERJALAN, Status
from terukur.impor.exports import KOLOM_DAFTAR, KOLOM_MASALAH
from terukur.impor.forms import FormSaring
from terukur.impor.jenis import LEWATI, JenisImpor, Konteks, daftar_impor
from terukur.impor.models import Impor
from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar, TidakBerhak, TidakDitemukan
from terukur.inti.lembar import Kolom, respons_tabel
from terukur.inti.pelaku import Pelaku
from terukur.jejak.tindakan import laksanakan

PER_HALAMAN = 50
URUT = ("dibuat_pada", "jenis", "judul", "status", "jumlah_baris")
SINGKATAN = {"skpd": "SKPD"}
BAGIAN = ("pilihan", "masalah", "selisih", "baris", "kolom")
PILIHAN_SEHALAMAN = 25
OPSI_TERLIHAT = 15
"""So many options are offered in every row; of more only the likeliest, and all of them on request."""


@izin(Izin.IMPOR_JALANKAN)
@require_safe
def daftar(request: HttpRequest) -> HttpResponseBase:
    """Imports of oneself and one's OPD, and the kinds one may start."""
    saring = FormSaring(request.GET)
    isi = queries.daftar_impor_pengguna(untuk=request.user)  # type: ignore[arg-type]
    if saring.is_valid():
        isi = isi.filter(**{k: v for k, v in saring.cleaned_data.items() if v})
    urut = request.GET.get("urut", "-dibuat_pada")
    if urut.removeprefix("-") in URUT:
        isi = isi.order_by(urut, "pk")
    if unduhan := respons_tabel(request, "Daftar impor", KOLOM_DAFTAR, isi):
        return unduhan
    return render(
        request,
        "impor/daftar.html",
        {
            "saring": saring,
            "urut": urut,
            "hal": Paginator(isi, PER_HALAMAN).get_page(request.GET.get("hal")),
            "jenis": queries.jenis_untuk(request.user),  # type: ignore[arg-type]
            "nama_jenis": {k: j.nama for k, j in daftar_impor},
        },
    )


@izin(Izin.IMPOR_JALANKAN)
@require_http_methods(["GET", "POST"])
def unggah(request: HttpRequest, kode: str) -> HttpResponse:
    """Choose a workbook for one kind of import. What it is for comes in the address."""
    pengguna: Any = request.user
    jenis = queries.get_jenis(kode, untuk=pengguna)
    asal = {k: v for k, v in request.GET.items() if len(v) <= 200}
    kiriman = request.POST if request.method == "POST" else None
    formulir = jenis.formulir(kiriman, initial=asal) if jenis.formulir else None
    galat, konteks = "", None
    try:
        if request.method == "GET":
            konteks = jenis.siapkan(asal, untuk=pengguna) if formulir is None or asal else None
        elif formulir is None or formulir.is_valid():
            konteks = jenis.siapkan(asal | (formulir.cleaned_data if formulir else {}), untuk=pengguna)
            hasil = laksanakan(
                request, _terima, peristiwa="impor.mulai", objek="impor", objek_id=kode,
                opd_id=konteks.opd_id, tujuan=lambda impor: reverse("impor:rincian", args=[impor.pk]),
                request_asal=request, jenis=jenis, konteks=konteks,
            )  # fmt: skip
            return HttpResponseRedirect(hasil.tujuan)
    except (TidakDitemukan, TidakBerhak):
        raise
    except AturanDilanggar as e:
        galat = e.pesan
    return render(
        request,
        "impor/unggah.html",
        {"ekspor": jenis.ekspor(konteks or Konteks("")),
         "jenis": jenis, "formulir": formulir, "galat": galat, "konteks": konteks,
         "terima": ",".join(f".{j}" for j in actions.JENIS_BERKAS), "batas": actions.BATAS_UKURAN >> 20},
        status=422 if request.method == "POST" else 200,
    )  # fmt: skip


def _terima(
    *, request_asal: HttpRequest, jenis: JenisImpor, konteks: Konteks, oleh: Pelaku, pada: dt.datetime
) -> Impor:
    berkas = simpan_kiriman(
        request_asal, "berkas", jenis_diizinkan=actions.JENIS_BERKAS, batas_ukuran=actions.BATAS_UKURAN,
        opd_id=konteks.opd_id,
    )  # fmt: skip
    return actions.mulai_impor(jenis=jenis, berkas=berkas, konteks=konteks, oleh=oleh, pada=pada)


def _uang(nilai: Any) -> Decimal | None:
    return None if nilai is None else Decimal(str(nilai))


@izin(Izin.IMPOR_JALANKAN)
@require_safe
def rincian(request: HttpRequest, impor_id: UUID) -> HttpResponseBase:
    """Progress while somebody works on it, else the preview: totals, columns, problems, rows."""
    impor = queries.get_impor(impor_id, untuk=request.user)  # type: ignore[arg-type]
    jenis = daftar_impor.ambil(impor.jenis)
    isi = impor.isi
    ringkasan = isi.get("ringkasan", {})
    masalah = ringkasan.get("masalah", [])
    parah = request.GET.get("tingkat", "")
    if parah in {"galat", "peringatan"}:
        masalah = [m for m in masalah if m["tingkat"] == parah]
    pilihan = isi.get("pilihan")
    belum = queries.belum_dipilih(impor)
    bawaan = "pilihan" if belum else "masalah" if ringkasan.get("masalah") else "baris"
    bagian = request.GET.get("bagian", bawaan)
    if bagian not in BAGIAN or (bagian == "pilihan" and not pilihan):
        bagian = "masalah"
    baris = {
        "masalah": masalah,
        "baris": isi.get("baris", []),
        "selisih": isi.get("selisih") or [],
        "pilihan": pilihan["baris"] if pilihan else [],
    }.get(bagian, [])
    kolom: tuple[Kolom, ...] = KOLOM_MASALAH
    if bagian == "baris":
        kolom = tuple(Kolom(judul, itemgetter(c)) for c, judul in enumerate(isi.get("kepala", [])))
    elif bagian == "pilihan" and pilihan:
        kolom = _kolom_pilihan(pilihan["opsi"])
    elif bagian == "selisih":
        judul = ("Kode", "Nama", "Kolom", "Tersimpan", "Berkas")
        kolom = tuple(Kolom(j, itemgetter(c)) for c, j in enumerate(judul))
    if unduhan := respons_tabel(request, f"{bagian} impor", kolom, baris):
        return unduhan
    return render(
        request,
        "impor/rincian.html",
        {
            "impor": impor,
            "jenis": jenis,
            "berjalan": impor.status in BERJALAN,
            "ringkasan": ringkasan,
            "total": [
                (k.replace("_", " ").capitalize(), _uang(v)) for k, v in ringkasan.get("total", {}).items()
            ],
            "tingkat_baris": [
                (SINGKATAN.get(k) or k.replace("_", " ").capitalize(), v)
                for k, v in ringkasan.get("baris", {}).items()
            ],
            "bagian": bagian,
            "kepala": isi.get("kepala", []),
            "kolom_angka": isi.get("angka", []),
            "ada_selisih": isi.get("selisih") is not None,
            "jumlah_selisih": len(isi.get("selisih") or []),
            "pilihan": pilihan,
            "belum_dipilih": belum,
            "semua": request.GET.get("semua", ""),
            "opsi_terlihat": OPSI_TERLIHAT,
            "LEWATI": LEWATI,
            "hal": Paginator(baris, PILIHAN_SEHALAMAN if bagian == "pilihan" else PER_HALAMAN).get_page(
                request.GET.get("hal")
            ),
            "alasan": _alasan(request, impor, jenis),
        },
    )


def _kolom_pilihan(opsi: dict[str, str]) -> tuple[Kolom, ...]:
    def sebut(nilai: str) -> str:
        return "Lewati baris ini" if nilai == LEWATI else opsi.get(nilai, "")

    return (
        Kolom("Lembar", itemgetter("lembar")),
        Kolom("Baris", itemgetter("baris"), "angka"),
        Kolom("Isi berkas", lambda b: "; ".join(b["isi"])),
        Kolom("Usulan", lambda b: sebut(b["usulan"])),
        Kolom("Alasan usulan", itemgetter("alasan")),
        Kolom("Pilihan", lambda b: sebut(b["terpilih"])),
    )


def _alasan(request: HttpRequest, impor: Impor, jenis: JenisImpor) -> dict[str, str | None]:
    """For each button: empty when allowed, the reason when not, ``None`` when it has no place here."""
    hasil: dict[str, str | None] = {"terapkan": None, "batalkan": None, "urungkan": None, "pilih": None}
    if impor.status == Status.SIAP:
        hasil["terapkan"] = queries.alasan_tidak_diterapkan(impor)
    elif impor.status == Status.DIBACA:
        hasil["terapkan"] = (
            f"{impor.jumlah_galat} galat harus diperbaiki dahulu di berkas Anda, lalu unggah kembali."
        )
    if jenis.pilihan and impor.status in {Status.DIBACA, Status.SIAP}:
        hasil["pilih"] = ""
    if impor.status in {Status.DIUNGGAH, Status.DIBACA, Status.SIAP, Status.MENERAPKAN}:
        hasil["batalkan"] = ""
    if impor.status == Status.DITERAPKAN:
        hasil["urungkan"] = "" if jenis.urungkan else f"Impor {jenis.nama.lower()} tidak dapat diurungkan."
    try:
        queries.periksa_melanjutkan(impor, untuk=request.user)  # type: ignore[arg-type]
    except TidakBerhak as tolak:
        return {k: None if v is None else tolak.pesan for k, v in hasil.items()}
    except TidakDitemukan:
        return dict.fromkeys(hasil)
    return hasil


def _langkah(request: HttpRequest, impor_id: UUID, aksi: Any, peristiwa: str) -> HttpResponse:
    impor = queries.get_impor(impor_id, untuk=request.user)  # type: ignore[arg-type]
    queries.periksa_melanjutkan(impor, untuk=request.user)  # type: ignore[arg-type]
    alamat = reverse("impor:rincian", args=[impor.pk])
    hasil = laksanakan(
        request, aksi, peristiwa=peristiwa, objek="impor", objek_id=impor.pk, opd_id=impor.opd_id,
        tujuan=alamat, impor_id=impor.pk,
    )  # fmt: skip
    return HttpResponseRedirect(hasil.tujuan)


@izin(Izin.IMPOR_JALANKAN)
@require_POST
def terapkan(request: HttpRequest, impor_id: UUID) -> HttpResponse:
    """Apply a preview without galat."""
    return _langkah(request, impor_id, actions.terapkan_impor, "impor.terapkan")


@izin(Izin.IMPOR_JALANKAN)
@require_POST
def batalkan(request: HttpRequest, impor_id: UUID) -> HttpResponse:
    """Drop an import, or ask a running one to stop."""
    return _langkah(request, impor_id, actions.batalkan_impor, "impor.batalkan")


@izin(Izin.IMPOR_JALANKAN)
@require_POST
def urungkan(request: HttpRequest, impor_id: UUID) -> HttpResponse:
    """Take back what was applied."""
    return _langkah(request, impor_id, actions.urungkan_impor, "impor.urungkan")


@izin(Izin.IMPOR_JALANKAN)
@require_POST
def pilih(request: HttpRequest, impor_id: UUID) -> HttpResponse:
    """Keep the user's answers to what only he can match; the preview is made anew with them."""
    pengguna: Any = request.user
    impor = queries.get_impor(impor_id, untuk=pengguna)
    queries.periksa_melanjutkan(impor, untuk=pengguna)
    konteks = daftar_impor.ambil(impor.jenis).siapkan(impor.konteks, untuk=pengguna)
    jawaban = {k.removeprefix("pilih-"): str(v) for k, v in request.POST.items() if k.startswith("pilih-")}
    hasil = laksanakan(
        request, actions.pilih_impor, peristiwa="impor.pilih", objek="impor", objek_id=impor.pk,
        opd_id=impor.opd_id, tujuan=reverse("impor:rincian", args=[impor.pk]),
        impor_id=impor.pk, konteks=konteks, jawaban=jawaban,
    )  # fmt: skip
    if not hasil.ulang:
        messages.success(request, "Pilihan disimpan; pratinjau di bawah sudah memakainya.")
    return HttpResponseRedirect(hasil.tujuan)
