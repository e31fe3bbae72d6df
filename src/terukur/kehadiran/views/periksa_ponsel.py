"""Records by phone that a human looks at, one by one."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar, TidakBerhak, TidakDitemukan
from terukur.jejak.tindakan import laksanakan
from terukur.kehadiran.actions.ponsel import putuskan
from terukur.kehadiran.choices import PutusanPonsel
from terukur.kehadiran.forms.ponsel import FormPutusPonsel, FormSaringPeriksa
from terukur.kehadiran.queries import ponsel as queries
from terukur.kehadiran.views.jadwal import tab
from terukur.kehadiran.views.ponsel import halaman_satu
from terukur.organisasi.queries import daftar_opd
from terukur.organisasi.views.kerangka import Daftar, KolomDaftar, diterima, halaman_daftar, pembaca

KELOLA = Izin.KEHADIRAN_KELOLA


@izin(KELOLA)
@require_GET
def antrean(request: HttpRequest) -> HttpResponseBase:
    """What waits, the riskiest first; coordinates are on the page of each record only."""
    pengguna = pembaca(request)
    saring = FormSaringPeriksa(request.GET or None, opd=daftar_opd(pengguna, izin=KELOLA))
    isi = saring.cleaned_data if saring.is_valid() else {}
    baris = queries.daftar_periksa(pengguna, pada=diterima(request))
    keadaan = isi.get("keadaan") or PutusanPonsel.MENUNGGU.value
    if keadaan != "semua":
        baris = baris.filter(putusan=keadaan)
    if opd := isi.get("opd"):
        baris = baris.filter(opd=opd)
    kolom = (
        KolomDaftar(
            "Pegawai",
            "pegawai.nama",
            "pegawai__nama",
            tautan=lambda r: reverse("kehadiran:rekam_ponsel_satu", args=[r.pk]),
        ),
        KolomDaftar("Nilai", "nilai", "nilai", "angka"),
        KolomDaftar("Alasan", lambda r: [b for _, _, b in r.alasan], di="layar"),
        KolomDaftar("Alasan", lambda r: "; ".join(b for _, _, b in r.alasan), di="unduhan"),
        KolomDaftar("Waktu", "waktu", "waktu", "waktu"),
        KolomDaftar("Tempat", "mesin.nama", "mesin__nama"),
        KolomDaftar("OPD", lambda r: r.opd.nama if r.opd else "", "opd__nama"),
        KolomDaftar("Keadaan", lambda r: r.get_putusan_display(), lencana=True),
    )
    return halaman_daftar(
        request,
        Daftar(
            "Antrean pemeriksaan", kolom, baris, "-nilai", saring,
            keterangan="Nilai adalah petunjuk, bukan bukti. Buka satu per satu, lalu putuskan.",
            kosong="Tidak ada rekam ponsel dalam keadaan ini.", **tab("Antrean pemeriksaan"),
        ),
    )  # fmt: skip


@izin(KELOLA)
@require_POST
def putus(request: HttpRequest, rekam_id: UUID) -> HttpResponse:
    """Accept or not, with a reason."""
    pengguna = pembaca(request)
    r, memutus = queries.get_rekam(rekam_id, untuk=pengguna, pada=diterima(request))
    if not memutus:
        raise TidakBerhak("Rekam Anda sendiri diperiksa orang lain.")
    formulir = FormPutusPonsel(request.POST)
    terima = request.POST.get("putusan") == "terima"
    if formulir.is_valid():
        aksi: Any = partial(
            putuskan, rekam_id=r.pk, terima=terima, catatan=formulir.cleaned_data["catatan"],
            pengguna_id=pengguna.pk,
        )  # fmt: skip
        try:
            hasil = laksanakan(
                request, aksi, peristiwa="rekam_ponsel.putus", objek="rekam_ponsel", objek_id=r.pk,
                opd_id=r.opd_id, tujuan=reverse("kehadiran:rekam_ponsel_satu", args=[r.pk]),
            )  # fmt: skip
        except (TidakBerhak, TidakDitemukan):
            raise
        except AturanDilanggar as tolak:
            formulir.terima_galat(tolak)
        else:
            kata = "diterima" if terima else "tidak diterima"
            messages.success(request, f"Rekam {kata}; harinya dihitung ulang dan pegawainya diberi tahu.")
            return redirect(hasil.tujuan)
    return halaman_satu(request, r, memutus=True, formulir=formulir, status=422)
