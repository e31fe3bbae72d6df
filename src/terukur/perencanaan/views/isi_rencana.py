"""Editing a draft RPJMD or Renstra: visi, misi, tujuan, sasaran, program, indicators."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from terukur.antarmuka.bentrok import bandingkan
from terukur.antarmuka.formulir import Formulir
from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar, Bentrok, TidakBerhak, TidakDitemukan
from terukur.jejak.tindakan import laksanakan
from terukur.organisasi.models import OPD
from terukur.organisasi.queries import hari_pemda, tanda_nilai
from terukur.perencanaan.actions.butir_rencana import (
    hapus_butir,
    hapus_indikator_butir,
    simpan_butir,
    simpan_indikator_butir,
)
from terukur.perencanaan.actions.rencana import simpan_visi
from terukur.perencanaan.choices import JenisButir, JenisRencana
from terukur.perencanaan.forms.rencana import FormulirButir, FormulirIndikatorButir, FormulirVisi
from terukur.perencanaan.models import ButirRencana, IndikatorButir, PaguIndikatif, VersiRencana
from terukur.perencanaan.queries.berlaku import isi_indikator_butir, sasaran_rpjmd_berlaku
from terukur.perencanaan.queries.program_rencana import pilihan_program
from terukur.perencanaan.queries.rencana import (
    get_butir,
    get_indikator,
    get_versi_rencana,
    kata_butir,
    kata_indikator,
)
from terukur.perencanaan.rules.alur import alasan_tidak_diubah
from terukur.perencanaan.rules.rencana import SUSUNAN
from terukur.perencanaan.views.bersama import pembaca, saat


def alamat_rencana(versi: VersiRencana, butir_id: object = "") -> str:
    """The page of a version, at one of its butir."""
    return reverse("perencanaan:rencana", args=[versi.pk]) + (f"#b-{butir_id}" if butir_id else "")


def lakukan_rencana(
    request: HttpRequest,
    aksi: Callable[..., Any],
    *,
    verba: str,
    versi: VersiRencana,
    tujuan: Callable[[Any], str] | str,
    **kwargs: Any,
) -> str:
    """Perform an act on a version through the journal's door; returns where to go. Raises its refusal."""
    jenis = versi.dokumen.jenis
    return laksanakan(
        request, partial(aksi, versi_id=versi.pk), peristiwa=f"{jenis}.{verba}", objek=jenis,
        objek_id=versi.pk, opd_id=versi.dokumen.opd_id, tujuan=tujuan, **kwargs,
    ).tujuan  # fmt: skip


def formulir_rencana(
    request: HttpRequest,
    formulir: Formulir,
    *,
    versi: VersiRencana,
    judul: str,
    kirim: Callable[[], str],
    dibaca: Callable[[], Mapping[str, object]] = dict,
    **konteks: Any,
) -> HttpResponse:
    """GET shows the form, POST performs ``kirim``, which says where to go; a refusal stands on the form.

    ``dibaca``: what stands stored, in words. The form carries its mark, so that whoever saves after a
    colleague sees both sides; saved again after comparing, his is what stays.
    """
    status, beda = 200, None
    if request.method == "POST" and formulir.is_valid():
        try:
            return redirect(kirim())
        except (TidakDitemukan, TidakBerhak):
            raise
        except Bentrok as tolak:
            status, beda = 409, bandingkan(tolak, {k: k for k in tolak.kiriman})
        except AturanDilanggar as tolak:
            formulir.terima_galat(tolak)
    if formulir.errors:
        status, tanda = 422, request.POST.get("dibaca", "")
    else:
        tanda = tanda_nilai(*dibaca().values())
    konteks = {"simpan": "Simpan", "hapus": "", "keterangan": "", "kembali": alamat_rencana(versi), **konteks}
    return render(
        request,
        "perencanaan/ubah_rencana.html",
        {"formulir": formulir, "versi": versi, "judul": judul, "dibaca": tanda, "beda": beda, **konteks},
        status=status,
    )


def _tolak_terkunci(versi: VersiRencana) -> None:
    """The form of a version that is not a draft does not open."""
    if alasan := alasan_tidak_diubah(versi.status):
        raise TidakBerhak(alasan, kode="bukan_draf")


@izin(Izin.RPJMD_KELOLA)
@require_http_methods(["GET", "POST"])
def visi(request: HttpRequest, versi_id: UUID) -> HttpResponse:
    """Write the visi of an RPJMD."""
    versi = get_versi_rencana(versi_id, untuk=pembaca(request), isi=True)
    _tolak_terkunci(versi)
    formulir = FormulirVisi(request.POST or None, initial={"visi": versi.visi})
    return formulir_rencana(
        request, formulir, versi=versi, judul="Ubah visi",
        kirim=lambda: lakukan_rencana(
            request, simpan_visi, verba="visi", versi=versi, tujuan=alamat_rencana(versi),
            **formulir.cleaned_data,
        ),
    )  # fmt: skip


def _formulir_butir(
    request: HttpRequest, versi: VersiRencana, jenis: JenisButir, lama: ButirRencana | None
) -> FormulirButir:
    dokumen = versi.dokumen
    awal: dict[str, Any] = {}
    if lama is not None:
        awal = {"nama": lama.nama, "kode": lama.kode, "penanggung_jawab": lama.opd_id}
        awal["sasaran_rpjmd"] = str(lama.sasaran_rpjmd_id or "")
        pagu = PaguIndikatif.objects.filter(program=lama).order_by("tahun", "pk")
        awal |= {f"pagu_{p.tahun}": p.jumlah for p in pagu}
    program = pilihan_program(dokumen.opd, dokumen.tahun_akhir) if dokumen.opd else []
    return FormulirButir(
        request.POST or None, initial=awal, rencana=JenisRencana(dokumen.jenis), jenis=jenis,
        tahun=dokumen.tahun, program=[(k, f"{k} {n}") for k, n in program],
        sasaran=[(str(s.id), s.nama) for s in sasaran_rpjmd_berlaku(hari_pemda(saat(request)))],
        opd=OPD.objects.filter(aktif=True).order_by("kode", "pk"),
    )  # fmt: skip


@izin(Izin.RPJMD_KELOLA, Izin.RENSTRA_ISI)
@require_http_methods(["GET", "POST"])
def tambah_butir(request: HttpRequest, versi_id: UUID, jenis: str) -> HttpResponse:
    """Add a misi, tujuan, sasaran or program under ``?induk=``."""
    versi = get_versi_rencana(versi_id, untuk=pembaca(request), isi=True)
    if jenis not in SUSUNAN[versi.dokumen.jenis]:
        raise TidakDitemukan()
    induk = None
    if nomor := request.GET.get("induk") or request.POST.get("induk"):
        induk = versi.daftar_butir.filter(pk=_uuid(nomor)).first()
        if induk is None:
            raise TidakDitemukan("Butir rencana tidak ditemukan.")
    _tolak_terkunci(versi)
    tingkat = JenisButir(jenis)
    formulir = _formulir_butir(request, versi, tingkat, None)
    return formulir_rencana(
        request, formulir, versi=versi, judul=f"Tambah {tingkat.label.lower()}",
        keterangan=f"Di bawah: {induk}" if induk else "",
        kirim=lambda: lakukan_rencana(
            request, partial(simpan_butir, jenis=tingkat, induk_id=induk.pk if induk else None),
            verba="tambah_butir", versi=versi, tujuan=lambda b: alamat_rencana(versi, b.pk),
            **formulir.isi(),
        ),
    )  # fmt: skip


def _uuid(teks: str) -> UUID:
    try:
        return UUID(teks)
    except ValueError:
        raise TidakDitemukan() from None


@izin(Izin.RPJMD_KELOLA, Izin.RENSTRA_ISI)
@require_http_methods(["GET", "POST"])
def ubah_butir(request: HttpRequest, butir_id: UUID) -> HttpResponse:
    """Change a misi, tujuan, sasaran or program, or take it out."""
    butir = get_butir(butir_id, untuk=pembaca(request))
    _tolak_terkunci(butir.versi)
    tingkat = JenisButir(butir.jenis)
    formulir = _formulir_butir(request, butir.versi, tingkat, butir)
    return formulir_rencana(
        request, formulir, versi=butir.versi, judul=f"Ubah {tingkat.label.lower()}",
        kembali=alamat_rencana(butir.versi, butir.pk),
        hapus=reverse("perencanaan:hapus_butir", args=[butir.pk]),
        dibaca=lambda: kata_butir(get_butir(butir.pk, untuk=pembaca(request))),
        akibat=f"Hapus {tingkat.label.lower()} ini beserta semua yang ada di bawahnya dan indikatornya?",
        kirim=lambda: lakukan_rencana(
            request,
            partial(simpan_butir, jenis=tingkat, butir_id=butir.pk, dibaca=request.POST.get("dibaca")),
            verba="ubah_butir", versi=butir.versi, tujuan=alamat_rencana(butir.versi, butir.pk),
            **formulir.isi(),
        ),
    )  # fmt: skip


def _hapus(
    request: HttpRequest, aksi: Callable[..., Any], versi: VersiRencana, *, verba: str, kabar: str
) -> HttpResponse:
    kembali = alamat_rencana(versi)
    try:
        lakukan_rencana(request, aksi, verba=verba, versi=versi, tujuan=kembali)
        messages.success(request, kabar)
    except (TidakDitemukan, TidakBerhak):
        raise
    except AturanDilanggar as tolak:
        messages.error(request, tolak.pesan)
    return redirect(kembali)


@izin(Izin.RPJMD_KELOLA, Izin.RENSTRA_ISI)
@require_POST
def buang_butir(request: HttpRequest, butir_id: UUID) -> HttpResponse:
    """Take a butir out of a draft with everything below it."""
    butir = get_butir(butir_id, untuk=pembaca(request))
    return _hapus(
        request, partial(hapus_butir, butir_id=butir.pk), butir.versi, verba="hapus_butir",
        kabar=f"{JenisButir(butir.jenis).label} “{butir}” dihapus.",
    )  # fmt: skip


@izin(Izin.RPJMD_KELOLA, Izin.RENSTRA_ISI)
@require_http_methods(["GET", "POST"])
def tambah_indikator(request: HttpRequest, butir_id: UUID) -> HttpResponse:
    """Add an indicator with its targets to a tujuan, sasaran or program."""
    butir = get_butir(butir_id, untuk=pembaca(request))
    return _indikator(request, butir, None)


@izin(Izin.RPJMD_KELOLA, Izin.RENSTRA_ISI)
@require_http_methods(["GET", "POST"])
def ubah_indikator(request: HttpRequest, indikator_id: UUID) -> HttpResponse:
    """Change an indicator and its targets, or take it out."""
    indikator = get_indikator(indikator_id, untuk=pembaca(request))
    return _indikator(request, indikator.butir, indikator)


def _indikator(request: HttpRequest, butir: ButirRencana, indikator: IndikatorButir | None) -> HttpResponse:
    versi = butir.versi
    _tolak_terkunci(versi)
    tahun = versi.dokumen.tahun
    lama = None
    if indikator is not None:
        lama = next(i for i in isi_indikator_butir([butir.pk])[butir.pk] if i.id == str(indikator.pk))
    formulir = FormulirIndikatorButir(request.POST or None, tahun=tahun, indikator=lama)
    aksi = partial(
        simpan_indikator_butir, butir_id=butir.pk, indikator_id=indikator.pk if indikator else None,
        dibaca=request.POST.get("dibaca"),
    )  # fmt: skip
    return formulir_rencana(
        request, formulir, versi=versi, judul="Ubah indikator" if lama else "Tambah indikator",
        keterangan=f"{JenisButir(butir.jenis).label}: {butir}", kembali=alamat_rencana(versi, butir.pk),
        hapus=reverse("perencanaan:hapus_indikator_butir", args=[lama.id]) if lama else "",
        akibat="Hapus indikator ini beserta targetnya?",
        dibaca=lambda: kata_indikator(indikator, tahun) if indikator else {},
        kirim=lambda: lakukan_rencana(
            request, aksi, verba="ubah_indikator" if lama else "tambah_indikator", versi=versi,
            tujuan=alamat_rencana(versi, butir.pk), **formulir.isi(),
        ),
    )  # fmt: skip


@izin(Izin.RPJMD_KELOLA, Izin.RENSTRA_ISI)
@require_POST
def buang_indikator(request: HttpRequest, indikator_id: UUID) -> HttpResponse:
    """Take an indicator out of a draft."""
    indikator = get_indikator(indikator_id, untuk=pembaca(request))
    return _hapus(
        request, partial(hapus_indikator_butir, indikator_id=indikator.pk), indikator.butir.versi,
        verba="hapus_indikator", kabar=f"Indikator “{indikator.nama}” dihapus.",
    )  # fmt: skip
