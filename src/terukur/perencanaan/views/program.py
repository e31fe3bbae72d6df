"""The program kerja of an OPD: tree, chooser, what is not complete, removing and bringing back."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar, TidakDitemukan
from terukur.inti.lembar import Kolom, respons_tabel
from terukur.organisasi.queries import hari_pemda, kueri_saat
from terukur.perencanaan.actions.program import (
    hapus_indikator,
    hapus_sub_kegiatan,
    pulihkan_sub_kegiatan,
    simpan_indikator,
    tambah_sub_kegiatan,
)
from terukur.perencanaan.exports import baris_uang, kolom_program
from terukur.perencanaan.forms import FormulirIndikator, FormulirPilih, FormulirSaringProgram
from terukur.perencanaan.models import Nomenklatur
from terukur.perencanaan.queries import (
    cari_pilihan,
    cari_wilayah,
    daftar_sub_kegiatan,
    get_sub_kegiatan,
    label_wilayah,
    program_terlihat,
    terhapus_terakhir,
    unit_isian,
)
from terukur.perencanaan.rules.kode import bidang_dari_kode_opd
from terukur.perencanaan.views.bersama import (
    konteks_bilah,
    lakukan,
    muat_pengajuan,
    muat_untuk_diisi,
    susun_keadaan,
    tautan_baris,
    tolak_asing,
)
from terukur.tenggat.models import Pengajuan
from terukur.tenggat.queries import pengajuan_saat

KOLOM_DAFTAR = (
    Kolom("OPD", "opd.nama"),
    Kolom("Kode OPD", "opd.kode", "kode"),
    Kolom("Tahun", "jendela.tahun", "angka"),
    Kolom("Tahapan", lambda p: p.jendela.nama_tahapan),
    Kolom("Jadwal pengumpulan", "jendela.judul"),
    Kolom("Status", lambda p: p.get_status_display()),
)


@izin(Izin.PROGRAM_LIHAT)
@require_GET
def daftar(request: HttpRequest) -> HttpResponseBase:
    """Program kerja of the OPD in the reader's scope, newest year first; of a past day as they stood."""
    formulir = FormulirSaringProgram(request.GET or None)
    lalu = formulir.saat(hari_pemda(request.diterima_pada))  # type: ignore[attr-defined]
    baris: Any = formulir.saring(program_terlihat(request.user))  # type: ignore[arg-type]
    status = formulir.isi.get("status")
    if status and not lalu:
        baris = baris.filter(status=status)
    urut = request.GET.get("urut", "-tahun")
    arah = {"tahun": "jendela__tahun", "opd": "opd__nama", "tahapan": "jendela__tahapan", "status": "status"}
    kolom = arah.get(urut.lstrip("-"), "jendela__tahun")
    baris = baris.order_by(
        f"{'-' if urut.startswith('-') else ''}{kolom}", "-jendela__tenggat_pada", "opd__kode", "pk"
    )
    if lalu:
        baris = [p for p in pengajuan_saat(baris, lalu) if status in (None, "", p.status)]
        if kolom == "status":
            baris.sort(key=lambda p: p.status, reverse=urut.startswith("-"))
    if unduhan := respons_tabel(request, "Program kerja", KOLOM_DAFTAR, baris):
        return unduhan
    hal = Paginator(baris, 25).get_page(request.GET.get("hal"))
    konteks = {"hal": hal, "saring": formulir, "lalu": lalu, "saat": kueri_saat(lalu), "urut": urut}
    return render(request, "perencanaan/daftar.html", konteks)


@izin(Izin.PROGRAM_LIHAT)
@require_GET
def program_kerja(request: HttpRequest, pengajuan_id: UUID) -> HttpResponseBase:
    """Tree, chooser (``?cari=``), one branch (``?cabang=``), and what is not complete.

    ``?baris=`` leads to the row of that key, as a verifier's note names it; ``?diketahui=`` to what was
    official then, since a draft is on no record.
    """
    pengajuan = muat_pengajuan(request, pengajuan_id)
    if request.GET.get("diketahui"):
        return redirect(f"{reverse('perencanaan:resmi', args=[pengajuan.pk])}?{request.GET.urlencode()}")
    if kunci := request.GET.get("baris"):
        for b in daftar_sub_kegiatan([pengajuan.pk]):
            if b.kunci == kunci:
                return redirect(tautan_baris(pengajuan.pk, b.pk))
    nama = f"Program kerja {pengajuan.opd.singkatan} {pengajuan.jendela.nama_tahapan}"
    if "unduh" in request.GET and (
        unduhan := respons_tabel(request, nama, kolom_program(pengajuan), baris_uang(pengajuan))
    ):
        return unduhan
    keadaan = susun_keadaan(request, pengajuan)
    konteks = konteks_bilah(request, keadaan) | {
        "cari": (request.GET.get("cari") or "")[:100],
        "pilihan": None,
        "cabang": request.GET.get("cabang", ""),
        "terhapus": terhapus_terakhir(pengajuan) if keadaan.boleh_isi else [],
    }
    if keadaan.boleh_isi and "cari" in request.GET:
        konteks |= _konteks_pilih(request, pengajuan, keadaan)
    return render(request, "perencanaan/program_kerja.html", konteks)


def _konteks_pilih(request: HttpRequest, pengajuan: Pengajuan, keadaan: Any) -> dict[str, Any]:
    versi = keadaan.pohon.versi
    semua_bidang = "semua" in request.GET
    kata = (request.GET.get("cari") or "")[:100]
    pilihan = []
    if versi is not None:
        pilihan = cari_pilihan(
            versi, kata=kata, bidang=bidang_dari_kode_opd(pengajuan.opd.kode), semua_bidang=semua_bidang
        )
    return {
        "pilihan": pilihan,
        "versi": versi,
        "semua_bidang": semua_bidang,
        "ada": {b.kode for b in keadaan.pohon.baris},
        "formulir": FormulirPilih(
            opd_id=pengajuan.opd_id,
            unit_boleh=unit_isian(request.user, pengajuan.opd_id),  # type: ignore[arg-type]
        ),
    }


@izin(Izin.PROGRAM_ISI)
@require_http_methods(["GET", "POST"])
def tambah(request: HttpRequest, pengajuan_id: UUID) -> HttpResponse:
    """GET leads to the chooser; POST adds the chosen row (``pilih=<id>:<kode>``) and opens it."""
    if request.method == "GET":
        pengajuan = muat_pengajuan(request, pengajuan_id)
        return redirect(f"{reverse('perencanaan:program_kerja', args=[pengajuan.pk])}?cari=")
    pengajuan = muat_untuk_diisi(request, pengajuan_id)
    kembali = reverse("perencanaan:program_kerja", args=[pengajuan.pk])
    nomor, _, kode = request.POST.get("pilih", "").partition(":")
    unit = unit_isian(request.user, pengajuan.opd_id)  # type: ignore[arg-type]
    formulir = FormulirPilih(
        {"nomenklatur": nomor, "kode": kode, "unit": request.POST.get("unit", "")},
        opd_id=pengajuan.opd_id,
        unit_boleh=unit,
    )
    tolak_asing(formulir, "unit")
    if not formulir.is_valid():
        messages.error(request, "Pilih unit pelaksana dan sub kegiatan dari daftar, lalu tekan Tambah.")
        return redirect(f"{kembali}?cari=")
    nomenklatur = Nomenklatur.objects.filter(pk=formulir.cleaned_data["nomenklatur"]).first()
    if nomenklatur is None:
        raise TidakDitemukan("Kode itu tidak ada lagi dalam nomenklatur; cari ulang.")
    try:
        baris = lakukan(
            request, partial(tambah_sub_kegiatan, pengajuan=pengajuan), verba="tambah",
            pengajuan=pengajuan, nomenklatur=nomenklatur, kode=formulir.cleaned_data["kode"],
            isi={"unit": formulir.cleaned_data["unit"]},
        )  # fmt: skip
    except AturanDilanggar as tolak:
        messages.error(request, tolak.pesan)
        return redirect(kembali)
    return redirect(tautan_baris(pengajuan.pk, baris.pk) if baris else kembali)


def _baris_tulis(request: HttpRequest, sub_kegiatan_id: UUID, *, terhapus: bool = False) -> Any:
    pengguna: Any = request.user
    return get_sub_kegiatan(sub_kegiatan_id, untuk=pengguna, izin=Izin.PROGRAM_ISI, terhapus=terhapus)


@izin(Izin.PROGRAM_ISI)
@require_POST
def hapus(request: HttpRequest, sub_kegiatan_id: UUID) -> HttpResponse:
    """Take a row out; the page then offers to bring it back."""
    baris = _baris_tulis(request, sub_kegiatan_id)
    try:
        lakukan(
            request, hapus_sub_kegiatan, verba="hapus", pengajuan=baris.pengajuan, sub_kegiatan_id=baris.pk
        )
        messages.success(
            request, f"{baris.kode} {baris.nama} dihapus. Bila keliru, kembalikan dari daftar “Baru dihapus”."
        )
    except AturanDilanggar as tolak:
        messages.error(request, tolak.pesan)
    return redirect("perencanaan:program_kerja", baris.pengajuan_id)


@izin(Izin.PROGRAM_ISI)
@require_POST
def pulihkan(request: HttpRequest, sub_kegiatan_id: UUID) -> HttpResponse:
    """Undo a removal."""
    baris = _baris_tulis(request, sub_kegiatan_id, terhapus=True)
    try:
        lakukan(
            request, pulihkan_sub_kegiatan, verba="pulihkan", pengajuan=baris.pengajuan,
            sub_kegiatan_id=baris.pk,
        )  # fmt: skip
        messages.success(request, f"{baris.kode} {baris.nama} dikembalikan.")
    except AturanDilanggar as tolak:
        messages.error(request, tolak.pesan)
        return redirect("perencanaan:program_kerja", baris.pengajuan_id)
    return redirect(tautan_baris(baris.pengajuan_id, baris.pk))


@izin(Izin.PROGRAM_ISI)
@require_POST
def tambah_indikator(request: HttpRequest, sub_kegiatan_id: UUID) -> HttpResponse:
    """Add an additional indicator to a row."""
    baris = _baris_tulis(request, sub_kegiatan_id)
    formulir = FormulirIndikator(request.POST, auto_id="indikator_%s")
    if formulir.is_valid():
        try:
            lakukan(
                request, simpan_indikator, verba="indikator", pengajuan=baris.pengajuan,
                sub_kegiatan_id=baris.pk, **formulir.cleaned_data,
            )  # fmt: skip
            return redirect(f"{tautan_baris(baris.pengajuan_id, baris.pk)}#indikator")
        except AturanDilanggar as tolak:
            formulir.terima_galat(tolak)
    return render(
        request,
        "perencanaan/indikator.html",
        {"baris": baris, "formulir": formulir, "kembali": tautan_baris(baris.pengajuan_id, baris.pk)},
        status=422,
    )


@izin(Izin.PROGRAM_ISI)
@require_POST
def buang_indikator(request: HttpRequest, sub_kegiatan_id: UUID, indikator_id: int) -> HttpResponse:
    """Remove an additional indicator."""
    baris = _baris_tulis(request, sub_kegiatan_id)
    try:
        lakukan(
            request, hapus_indikator, verba="hapus_indikator", pengajuan=baris.pengajuan,
            sub_kegiatan_id=baris.pk, indikator_id=indikator_id,
        )  # fmt: skip
    except AturanDilanggar as tolak:
        messages.error(request, tolak.pesan)
    return redirect(f"{tautan_baris(baris.pengajuan_id, baris.pk)}#indikator")


@izin(Izin.PROGRAM_LIHAT)
@require_GET
def usulan_wilayah(request: HttpRequest) -> HttpResponse:
    """Places like the last piece of what is being typed, for the list under the field."""
    kata = (request.GET.get("lokasi_tambah") or "").rpartition(";")[2][:60]
    awal = (request.GET.get("lokasi_tambah") or "").rpartition(";")[0]
    depan = f"{awal}; " if awal else ""
    usulan = [f"{depan}{label_wilayah(w)}" for w in cari_wilayah(kata)]
    return render(request, "perencanaan/_usulan_wilayah.html", {"usulan": usulan})
