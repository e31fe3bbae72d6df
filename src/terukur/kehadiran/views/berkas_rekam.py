"""Files of records: uploaded with a berita acara, looked at, applied."""

import datetime as dt
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from terukur.antarmuka.formulir import Formulir
from terukur.berkas.forms import ada_kiriman, simpan_kiriman
from terukur.berkas.queries import buka
from terukur.berkas.views import sebagai_lampiran
from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar, TidakBerhak, TidakDitemukan
from terukur.jejak.tindakan import laksanakan
from terukur.kehadiran.actions import berkas as actions
from terukur.kehadiran.choices import AsalPindai
from terukur.kehadiran.forms.mesin import FormBerkas
from terukur.kehadiran.importers.rekam import JENIS_BERKAS, PETUNJUK, asal, baca_rekam
from terukur.kehadiran.models import BerkasPindai
from terukur.kehadiran.protokol.berkas import jumlah_uji
from terukur.kehadiran.protokol.rekam import Muatan
from terukur.kehadiran.queries import berkas as queries
from terukur.kehadiran.queries.perangkat import daftar_mesin
from terukur.kehadiran.views.jadwal import tab
from terukur.organisasi.views.kerangka import (
    Aksi,
    Daftar,
    KolomDaftar,
    diterima,
    halaman_daftar,
    kiriman,
    pembaca,
)

KELOLA = Izin.MESIN_KELOLA
BATAS_MB = 20
JENIS_BA = ("pdf", "jpg", "png")


def sebut_keadaan(satu: BerkasPindai) -> str:
    if satu.dibatalkan_pada:
        return "Dibatalkan"
    return "Diterapkan" if satu.kiriman_id else "Menunggu diterapkan"


@izin(KELOLA)
@require_GET
def daftar(request: HttpRequest) -> HttpResponseBase:
    """All files, with who brought them and what they added."""
    kolom = (
        KolomDaftar("Diunggah", "dibuat_pada", "dibuat_pada", "waktu"),
        KolomDaftar(
            "Berkas", "berkas.nama", tautan=lambda b: reverse("kehadiran:berkas_rekam_satu", args=[b.pk])
        ),
        KolomDaftar("Mesin", "mesin.nama", "mesin__nama"),
        KolomDaftar("Keadaan", sebut_keadaan, lencana=True),
        KolomDaftar("Rekam baru", lambda b: b.kiriman.jumlah_baru if b.kiriman else None, jenis="angka"),
        KolomDaftar("Berita acara", "nomor", jenis="kode"),
        KolomDaftar("Oleh", "dibuat_nama"),
        KolomDaftar("SHA-256", "berkas.sidik", jenis="kode", di="unduhan"),
    )
    return halaman_daftar(
        request,
        Daftar(
            "Berkas rekam", kolom, queries.daftar_berkas(pembaca(request)), "-dibuat_pada",
            Formulir(request.GET or None),
            aksi=[Aksi("Unggah rekam", reverse("kehadiran:berkas_rekam_baru"), "utama")],
            keterangan="Rekam dari berkas dapat disunting di jalan, karena itu bertanda bukti lebih lemah.",
            kosong="Belum ada berkas. Unggah attlog.dat bila mesin tidak dapat tersambung.",
            **tab("Berkas rekam"),
        ),
    )  # fmt: skip


@izin(KELOLA)
@require_http_methods(["GET", "POST"])
def baru(request: HttpRequest) -> HttpResponse:
    """Upload a file and its berita acara; it is read at once, so that a wrong one is refused here."""
    mesin = daftar_mesin(pembaca(request)).order_by("nama", "pk")
    formulir = FormBerkas(kiriman(request), mesin=mesin, initial={"mesin": request.GET.get("mesin", "")[:20]})
    galat: dict[str, str] = {}

    def aksi(*, oleh: Any, pada: dt.datetime) -> BerkasPindai:
        c = formulir.cleaned_data
        simpan = partial(simpan_kiriman, request, batas_ukuran=BATAS_MB << 20, opd_id=c["mesin"].opd_id)
        berkas = simpan("berkas", jenis_diizinkan=JENIS_BERKAS)
        try:
            with buka(berkas) as isi:
                baca_rekam(berkas.nama, isi.read())
        except AturanDilanggar as tolak:
            tolak.kolom.setdefault("berkas", tolak.pesan)
            raise
        ada = ada_kiriman(request, "berita_acara")
        ba = simpan("berita_acara", jenis_diizinkan=JENIS_BA) if ada else None
        return actions.terima_berkas(berkas=berkas, berita_acara=ba, oleh=oleh, pada=pada, **c)

    if request.method == "POST" and formulir.is_valid():
        try:
            hasil = laksanakan(
                request, aksi, peristiwa="berkas_rekam.terima", objek="berkas_rekam",
                opd_id=formulir.cleaned_data["mesin"].opd_id,
                tujuan=lambda b: reverse("kehadiran:berkas_rekam_satu", args=[b.pk]),
            )  # fmt: skip
        except (TidakBerhak, TidakDitemukan):
            raise
        except AturanDilanggar as tolak:
            galat = tolak.kolom or {"berkas": tolak.pesan}
        else:
            return redirect(hasil.tujuan)
    konteks = {
        "formulir": formulir, "galat": galat, "jenis_berkas": JENIS_BERKAS, "jenis_ba": JENIS_BA,
        "batas_mb": BATAS_MB, "petunjuk": PETUNJUK,
    }  # fmt: skip
    status = 422 if request.method == "POST" else 200
    return render(request, "kehadiran/berkas_rekam_baru.html", konteks, status=status)


def _baca(satu: BerkasPindai) -> tuple[bytes, Muatan, dict[str, int], str]:
    with buka(satu.berkas) as berkas:
        isi = berkas.read()
    hasil = baca_rekam(satu.berkas.nama, isi)
    muatan, lain = queries.milik_mesin(hasil, satu.mesin)
    return isi, muatan, lain, hasil.bentuk


@izin(KELOLA)
@require_GET
def satu(request: HttpRequest, berkas_id: int) -> HttpResponse:
    """What a file would add, or what it added."""
    b = queries.get_berkas_rekam(berkas_id, untuk=pembaca(request))
    konteks: dict[str, Any] = {"b": b, "keadaan": sebut_keadaan(b), "pratinjau": None, "uji": ""}
    if asal(b.berkas.nama) == AsalPindai.USB:
        with buka(b.berkas) as berkas:
            konteks["uji"] = jumlah_uji(berkas.read())
    if not b.kiriman_id and not b.dibatalkan_pada:
        _, muatan, lain, bentuk = _baca(b)
        hasil = queries.pratinjau(b, muatan, pada=diterima(request))
        konteks |= {"pratinjau": hasil, "lain": lain, "bentuk": bentuk}
    return render(request, "kehadiran/berkas_rekam_satu.html", konteks)


@izin(KELOLA)
@require_POST
def langkah(request: HttpRequest, berkas_id: int, langkah: str) -> HttpResponse:
    """Apply a file, or leave it."""
    if langkah not in ("terapkan", "batalkan"):
        raise TidakDitemukan("Langkah itu tidak dikenal.")
    b = queries.get_berkas_rekam(berkas_id, untuk=pembaca(request))
    alamat = reverse("kehadiran:berkas_rekam_satu", args=[b.pk])
    if langkah == "terapkan":
        isi, muatan, _, _ = _baca(b)
        aksi = partial(actions.terapkan_berkas, isi=isi, muatan=muatan, asal=asal(b.berkas.nama))
    else:
        aksi = partial(actions.batalkan_berkas)
    hasil = laksanakan(
        request, partial(aksi, berkas_id=b.pk), peristiwa=f"berkas_rekam.{langkah}", objek="berkas_rekam",
        objek_id=b.pk, opd_id=b.mesin.opd_id, tujuan=alamat,
    )  # fmt: skip
    messages.success(request, "Rekam diterapkan." if langkah == "terapkan" else "Berkas dibatalkan.")
    return redirect(hasil.tujuan)


@izin(KELOLA)
@require_GET
def unduh(request: HttpRequest, berkas_id: int, bagian: str) -> FileResponse:
    """The file as it was brought, or its berita acara."""
    b = queries.get_berkas_rekam(berkas_id, untuk=pembaca(request))
    berkas = {"rekam": b.berkas, "berita-acara": b.berita_acara}.get(bagian)
    if berkas is None:
        raise TidakDitemukan("Berkas tidak ditemukan.")
    return sebagai_lampiran(berkas)
