"""Working with a whole program kerja: copy, kertas kerja, SIPD, stages side by side."""

from collections import defaultdict
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from terukur.impor.pembaca import baca_buku
from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.lembar import Kolom, nama_unduhan, respons_tabel, tabel_xlsx
from terukur.perencanaan.actions.salin import (
    RencanaSalin,
    asal_salinan,
    salin_tahun_lalu,
    susun_salinan_tahun_lalu,
)
from terukur.perencanaan.exports import baris_uang, kertas_kerja_xlsx, kolom_sipd
from terukur.perencanaan.forms import (
    FormulirBerkasSipd,
    FormulirDiketahui,
    FormulirSumberSalin,
    FormulirTahapan,
)
from terukur.perencanaan.pembaca_program import baca_program
from terukur.perencanaan.penyedia import penyedia_uang
from terukur.perencanaan.queries import (
    isi_resmi,
    program_terlihat,
    uang_dari_buku,
    uang_pengajuan,
)
from terukur.perencanaan.queries.isi import baca_isi
from terukur.perencanaan.rules.isian import KOLOM_RESMI, isi_baris, sebut_isian, tulis_isian
from terukur.perencanaan.rules.kode import bidang_dari_kode_opd
from terukur.perencanaan.rules.selisih import beda_tahapan, rekonsiliasi
from terukur.perencanaan.views.bersama import (
    alasan_unit,
    konteks_bilah,
    lakukan,
    muat_pengajuan,
    muat_untuk_diisi,
    susun_keadaan,
    tolak_asing,
)
from terukur.tenggat.models import Pengajuan

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _unduhan(isi: bytes, nama: str) -> HttpResponse:
    jawaban = HttpResponse(isi, content_type=XLSX)
    jawaban["Content-Disposition"] = f'attachment; filename="{nama_unduhan(nama, "xlsx")}"'
    return jawaban


def _sumber_salin(pengajuan: Pengajuan) -> QuerySet[Pengajuan]:
    """Program kerja of the OPD, or of those it carries on, in earlier years, newest stage first.

    Whoever may read the package may start from what the OPD inherited, though the old OPD itself
    is closed to him.
    """
    return (
        Pengajuan.objects.select_related("jendela", "opd")
        .filter(opd__in=asal_salinan(pengajuan), jendela__tahun__lt=pengajuan.jendela.tahun)
        .order_by("-jendela__tahun", "-jendela__tenggat_pada", "pk")
    )


@izin(Izin.PROGRAM_LIHAT)
@require_GET
def kerja(request: HttpRequest, pengajuan_id: UUID) -> HttpResponse:
    """Copy from last year (with what would happen), kertas kerja, import, SIPD."""
    pengajuan = muat_pengajuan(request, pengajuan_id)
    keadaan = susun_keadaan(request, pengajuan)
    formulir = FormulirSumberSalin(
        request.GET or None, sumber=_sumber_salin(pengajuan), opd_id=pengajuan.opd_id
    )
    tolak_asing(formulir, "sumber")
    rencana: RencanaSalin | None = None
    if request.GET and formulir.is_valid():
        try:
            rencana = susun_salinan_tahun_lalu(pengajuan, formulir.cleaned_data["sumber"])
        except AturanDilanggar as tolak:
            formulir.terima_galat(tolak)
    konteks = konteks_bilah(request, keadaan) | {
        "formulir": formulir,
        "rencana": rencana,
        "alasan_salin": keadaan.alasan or alasan_unit(request, pengajuan),
    }
    return render(request, "perencanaan/kerja.html", konteks)


@izin(Izin.PROGRAM_ISI)
@require_POST
def salin(request: HttpRequest, pengajuan_id: UUID) -> HttpResponse:
    """Copy last year's rows; what could not be mapped is told."""
    pengajuan = muat_untuk_diisi(request, pengajuan_id, seluruh_opd=True)
    formulir = FormulirSumberSalin(request.POST, sumber=_sumber_salin(pengajuan), opd_id=pengajuan.opd_id)
    tolak_asing(formulir, "sumber")
    if not formulir.is_valid():
        messages.error(request, "Pilih program kerja tahun sebelumnya yang akan disalin.")
        return redirect("perencanaan:kerja", pengajuan.pk)
    try:
        hasil = lakukan(
            request, partial(salin_tahun_lalu, pengajuan=pengajuan), verba="salin", pengajuan=pengajuan,
            sumber=formulir.cleaned_data["sumber"],
        )  # fmt: skip
    except AturanDilanggar as tolak:
        messages.error(request, tolak.pesan)
        return redirect("perencanaan:kerja", pengajuan.pk)
    if hasil is not None:
        pesan = f"{len(hasil.salin)} sub kegiatan disalin, {len(hasil.pindah)} di antaranya berpindah kode."
        messages.success(request, pesan)
        if hasil.tak_tersalin:
            daftar = "; ".join(f"{t.kode}: {t.alasan}" for t in hasil.tak_tersalin[:10])
            messages.warning(request, f"{len(hasil.tak_tersalin)} tidak disalin. {daftar}.")
    return redirect("perencanaan:program_kerja", pengajuan.pk)


@izin(Izin.PROGRAM_LIHAT)
@require_GET
def unduh_kertas_kerja(request: HttpRequest, pengajuan_id: UUID) -> HttpResponse:
    """The prefilled workbook of the OPD."""
    pengajuan = muat_pengajuan(request, pengajuan_id)
    isi = kertas_kerja_xlsx(pengajuan, pada=request.diterima_pada)  # type: ignore[attr-defined]
    return _unduhan(isi, f"kertas kerja {pengajuan.opd.singkatan} {pengajuan.jendela.nama_tahapan}")


@izin(Izin.PROGRAM_LIHAT)
@require_GET
def lembar_sipd(request: HttpRequest, pengajuan_id: UUID) -> HttpResponseBase:
    """The copy sheet in SIPD's field order: page, XLSX and CSV."""
    pengajuan = muat_pengajuan(request, pengajuan_id)
    kolom = kolom_sipd(pengajuan)
    baris = list(baris_uang(pengajuan))
    nama = f"Lembar salin SIPD {pengajuan.opd.singkatan} {pengajuan.jendela.nama_tahapan}"
    if unduhan := respons_tabel(request, nama, kolom, baris):
        return unduhan
    isi = [[(k, k.ambil(b)) for k in kolom] for b in baris]
    return render(
        request,
        "perencanaan/lembar_sipd.html",
        {"pengajuan": pengajuan, "jendela": pengajuan.jendela, "opd": pengajuan.opd, "isi": isi},
    )


KOLOM_SELISIH = (
    Kolom("Kode sub kegiatan", "kode", "kode"),
    Kolom("Sub kegiatan", "nama"),
    Kolom("Kode sumber dana", "sumber", "kode"),
    Kolom("Sumber dana", "nama_sumber"),
    Kolom("Terukur", "terukur", "rupiah"),
    Kolom("SIPD", "sipd", "rupiah"),
    Kolom("Selisih", "selisih", "rupiah"),
)


@izin(Izin.PROGRAM_LIHAT)
@require_http_methods(["GET", "POST"])
def cocokkan(request: HttpRequest, pengajuan_id: UUID) -> HttpResponseBase:
    """Compare the money with a SIPD export of the same stage. The file is read, never stored."""
    pengajuan = muat_pengajuan(request, pengajuan_id)
    formulir = FormulirBerkasSipd(request.POST or None, request.FILES or None)
    konteks: dict[str, Any] = {
        "pengajuan": pengajuan, "jendela": pengajuan.jendela, "opd": pengajuan.opd, "formulir": formulir,
        "selisih": None,
    }  # fmt: skip
    if request.method == "POST" and formulir.is_valid():
        berkas = formulir.cleaned_data["berkas"]
        try:
            hasil = baca_program(baca_buku(berkas.name, berkas.read()), tahun=pengajuan.jendela.tahun)
            sipd = uang_dari_buku(hasil, bidang_dari_kode_opd(pengajuan.opd.kode))
            terukur = uang_pengajuan(pengajuan)
            konteks |= {
                "selisih": rekonsiliasi(terukur, sipd),
                "hasil": hasil,
                "total_terukur": sum(b.jumlah for b in terukur),
                "total_sipd": sum(b.jumlah for b in sipd),
            }
            if formulir.cleaned_data["unduh"]:
                nama = f"Selisih SIPD {pengajuan.opd.singkatan} {pengajuan.jendela.nama_tahapan}"
                isi = tabel_xlsx(KOLOM_SELISIH, konteks["selisih"], nama_lembar="Selisih SIPD")
                return _unduhan(isi, nama)
        except AturanDilanggar as tolak:
            formulir.terima_galat(tolak)
    return render(request, "perencanaan/rekonsiliasi.html", konteks, status=422 if formulir.errors else 200)


KOLOM_TAHAPAN = (
    Kolom("Sub kegiatan", "label"),
    Kolom("Isian", lambda b: sebut_isian(b.kolom)),
    Kolom("Semula", lambda b: tulis_isian(b.lama)),
    Kolom("Menjadi", lambda b: tulis_isian(b.baru)),
)


def _sisi(pengajuan: Pengajuan) -> dict[str, tuple[str, dict[str, object]]]:
    """{row key: (label, content with its money per sumber dana)} of the working rows."""
    uang = penyedia_uang()
    rincian = uang.rincian(pengajuan) if uang else {}
    hasil = {}
    for b in baca_isi([pengajuan.pk])[pengajuan.pk].baris:
        isi: dict[str, object] = dict(isi_baris(b))
        per_sumber: dict[str, Decimal] = defaultdict(Decimal)
        for u in rincian.get(UUID(b.id), ()):
            if u.jumlah is not None:
                per_sumber[f"kebutuhan dari {u.nama_sumber} (Rp)"] += u.jumlah
        hasil[b.kunci] = (f"{b.kunci} {b.nama}", isi | per_sumber)
    return hasil


@izin(Izin.PROGRAM_LIHAT)
@require_GET
def tahapan(request: HttpRequest, pengajuan_id: UUID) -> HttpResponseBase:
    """This stage beside another one of the same OPD: every field that differs."""
    pengajuan = muat_pengajuan(request, pengajuan_id)
    lain = (
        program_terlihat(request.user)  # type: ignore[arg-type]
        .filter(opd=pengajuan.opd_id)
        .exclude(pk=pengajuan.pk)
        .order_by("-jendela__tahun", "-jendela__tenggat_pada", "pk")
    )
    formulir = FormulirTahapan(request.GET or None, lain=lain)
    tolak_asing(formulir, "pembanding")
    konteks: dict[str, Any] = {
        "pengajuan": pengajuan, "jendela": pengajuan.jendela, "opd": pengajuan.opd, "formulir": formulir,
        "beda": None,
    }  # fmt: skip
    if request.GET and formulir.is_valid():
        pembanding = formulir.cleaned_data["pembanding"]
        beda = beda_tahapan(_sisi(pembanding), _sisi(pengajuan))
        nama = f"Selisih {pembanding.jendela.nama_tahapan} dan {pengajuan.jendela.nama_tahapan}"
        if unduhan := respons_tabel(request, nama, KOLOM_TAHAPAN, beda):
            return unduhan
        konteks |= {"beda": beda, "pembanding": pembanding, "tulis": tulis_isian, "sebut": sebut_isian}
    return render(request, "perencanaan/tahapan.html", konteks)


def _kolom_resmi() -> tuple[Kolom, ...]:
    """Columns of the frozen content; additional indicators in words."""

    def ambil(kunci: str) -> Any:
        def nilai(isi: dict[str, Any]) -> Any:
            v = isi.get(kunci)
            if kunci == "indikator_tambahan":
                return "; ".join(f"{i['nama']}: {i['target']} {i['satuan']}" for i in v or ())
            return "; ".join(v) if isinstance(v, list) else v

        return nilai

    return tuple(Kolom(k.replace("_", " ").capitalize(), ambil(k)) for k in KOLOM_RESMI)


@izin(Izin.PROGRAM_LIHAT)
@require_GET
def resmi(request: HttpRequest, pengajuan_id: UUID) -> HttpResponseBase:
    """The official program kerja, frozen when it was submitted, as known at ``?diketahui=``."""
    pengajuan = muat_pengajuan(request, pengajuan_id)
    formulir = FormulirDiketahui(request.GET or None)
    saat = formulir.cleaned_data["diketahui"] if formulir.is_valid() else None
    baris = list(isi_resmi(pengajuan, diketahui=saat).values())
    kolom = _kolom_resmi()
    nama = f"Program kerja resmi {pengajuan.opd.singkatan} {pengajuan.jendela.nama_tahapan}"
    if baris and (unduhan := respons_tabel(request, nama, kolom, baris)):
        return unduhan
    return render(
        request,
        "perencanaan/resmi.html",
        {
            "pengajuan": pengajuan,
            "jendela": pengajuan.jendela,
            "opd": pengajuan.opd,
            "formulir": formulir,
            "saat": saat,
            "kolom": kolom,
            "hal": Paginator(baris, 50).get_page(request.GET.get("hal")),
        },
    )
