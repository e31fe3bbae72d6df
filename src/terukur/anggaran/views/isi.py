"""The operator's page: the tree, one sub kegiatan with its money, and what is not done yet."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from terukur.anggaran import actions, exports, queries
from terukur.anggaran.forms import FormulirKebutuhan, jumlah_baris
from terukur.anggaran.models import Kebutuhan
from terukur.anggaran.providers import tautan_sub
from terukur.anggaran.rules.ruang import Ruang
from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar, Bentrok
from terukur.inti.lembar import respons_tabel
from terukur.inti.waktu import tulis_sisa
from terukur.jejak.tindakan import laksanakan
from terukur.perencanaan.forms import FormulirIndikator, FormulirSubKegiatan
from terukur.perencanaan.models import SubKegiatanRencana
from terukur.perencanaan.queries import get_sub_kegiatan, unit_isian
from terukur.perencanaan.queries.pohon import PohonProgram, pohon_program
from terukur.perencanaan.rules.pohon import Simpul
from terukur.tenggat import queries as tenggat
from terukur.tenggat import rules as aturan_tenggat
from terukur.tenggat.models import Pengajuan
from terukur.tenggat.penyedia import Temuan

POHON_PENUH = 40
"""Up to so many sub kegiatan the tree stands open as a whole."""


@izin(Izin.ANGGARAN_LIHAT)
@require_GET
def usulan_rekening(request: HttpRequest) -> HttpResponse:
    """Accounts like what is being typed into any row's field, for the list under it."""
    kata = next((request.GET.get(k) or "" for k in request.GET if k.startswith("rekening_")), "")
    return render(request, "anggaran/_usulan_rekening.html", {"usulan": queries.saran_rekening(kata[:60])})


@izin(Izin.ANGGARAN_LIHAT)
@require_GET
def isi(request: HttpRequest, pengajuan_id: UUID) -> HttpResponseBase:
    """Program kerja and needs of one submission; ``?sub=`` or ``?cabang=`` opens a sub kegiatan.

    ``?baris=`` opens the one whose need has that key, as a verifier's note names it.
    """
    pengajuan = tenggat.get_pengajuan(pengajuan_id, untuk=request.user)  # type: ignore[arg-type]
    nama = f"Kebutuhan anggaran {pengajuan.opd.singkatan} {pengajuan.jendela.nama_tahapan}"
    if unduhan := respons_tabel(
        request, nama, exports.KOLOM_KEBUTUHAN, queries.kebutuhan_pengajuan([pengajuan.pk])
    ):
        return unduhan
    pohon = pohon_program(pengajuan)
    kunci = request.GET.get("baris", "").partition(" | ")[0]
    diminta = next((str(b.pk) for b in pohon.baris if b.kunci == kunci), request.GET.get("sub", ""))
    sub = _pilih(pohon, diminta, request.GET.get("cabang", ""))
    return _halaman(request, pengajuan, pohon, sub)


@izin(Izin.ANGGARAN_LIHAT)
@require_GET
def luring(request: HttpRequest) -> HttpResponse:
    """The service worker of the editor; its address limits it to the pages beside it."""
    return render(request, "anggaran/luring.js", content_type="text/javascript; charset=utf-8")


@izin(Izin.ANGGARAN_LIHAT)
@require_GET
def sub(request: HttpRequest, sub_id: UUID) -> HttpResponse:
    """The address of a sub kegiatan leads to the page of its submission, opened there."""
    baris = get_sub_kegiatan(sub_id, untuk=request.user)  # type: ignore[arg-type]
    return redirect(tautan_sub(baris.pengajuan_id, baris.pk))


@izin(Izin.ANGGARAN_ISI)
@require_POST
def simpan(request: HttpRequest, sub_id: UUID) -> HttpResponse:
    """Save one sub kegiatan with its money."""
    baris = get_sub_kegiatan(sub_id, untuk=request.user, izin=Izin.PROGRAM_ISI)  # type: ignore[arg-type]
    pengajuan = baris.pengajuan
    lama = _kebutuhan_sub(baris)
    formulir_sub = FormulirSubKegiatan(
        request.POST,
        pengajuan=pengajuan,
        baris=baris,
        unit_boleh=unit_isian(request.user, baris.opd_id),  # type: ignore[arg-type]
    )
    formulir_uang = FormulirKebutuhan(
        request.POST, banyak=jumlah_baris(request.POST, len(lama)), lama=lama, sidik=""
    )
    bentrok: Bentrok | None = None
    if formulir_sub.is_valid() & formulir_uang.is_valid():
        tujuan = tautan_sub(pengajuan.pk, baris.pk)
        if "tambah" in request.POST:
            tujuan += "&baris=4"
        try:
            hasil = laksanakan(
                request,
                actions.simpan_sub_kegiatan,
                peristiwa="sub_kegiatan.simpan",
                objek="sub_kegiatan",
                objek_id=baris.pk,
                opd_id=baris.opd_id,
                tujuan=tujuan,
                sub_kegiatan_id=baris.pk,
                versi=formulir_sub.cleaned_data["versi"],
                isi=formulir_sub.isi(),
                baris=formulir_uang.cleaned_data["baris"],
                sidik=formulir_uang.cleaned_data["sidik"],
            )
        except Bentrok as tolak:
            bentrok = tolak
            formulir_sub, formulir_uang = _sesudah_bentrok(request, baris)
        except AturanDilanggar as tolak:
            if not formulir_uang.terima_kolom(tolak.kolom):
                formulir_sub.terima_galat(tolak)
        else:
            if "tambah" not in request.POST and not request.headers.get("HX-Request"):
                messages.success(request, f"{baris.kode} tersimpan.")
            return HttpResponseRedirect(hasil.tujuan)
    return _halaman(
        request,
        pengajuan,
        pohon_program(pengajuan),
        baris,
        formulir_sub=formulir_sub,
        formulir_uang=formulir_uang,
        bentrok=bentrok,
        status=409 if bentrok else 422,
    )


def _sesudah_bentrok(
    request: HttpRequest, baris: SubKegiatanRencana
) -> tuple[FormulirSubKegiatan, FormulirKebutuhan]:
    """The same entries, now knowing what is stored: saved again after comparing, they win."""
    kini = get_sub_kegiatan(baris.pk, untuk=request.user)  # type: ignore[arg-type]
    lama = _kebutuhan_sub(kini)
    data = request.POST.copy()
    data["versi"] = str(kini.versi)
    data["sidik"] = queries.sidik_kebutuhan(lama)
    unit = unit_isian(request.user, kini.opd_id)  # type: ignore[arg-type]
    return (
        FormulirSubKegiatan(data, pengajuan=kini.pengajuan, baris=kini, unit_boleh=unit),
        FormulirKebutuhan(data, banyak=jumlah_baris(data, len(lama)), lama=lama, sidik=""),
    )


def _kebutuhan_sub(sub: SubKegiatanRencana) -> list[Kebutuhan]:
    return list(queries.kebutuhan_pengajuan([sub.pengajuan_id]).filter(sub_kegiatan_rencana=sub))


def _pilih(pohon: PohonProgram, diminta: str, cabang: str) -> SubKegiatanRencana | None:
    """The row asked for; else the first of the branch (or of all) that is not done, or the first."""
    milik = {str(b.pk): b for b in pohon.baris}
    if diminta in milik:
        return milik[diminta]
    if cabang:
        milik = {k: b for k, b in milik.items() if f"{b.kode}.".startswith(f"{cabang}.")} or milik
    belum = {t.baris for t in pohon.hasil.galat} | {k for k, b in milik.items() if b.pk not in pohon.jumlah}
    return next((b for k, b in milik.items() if k in belum), next(iter(milik.values()), None))


def _ringkas(akar: list[Simpul], kini: str) -> list[Simpul]:
    """The tree with only the open kegiatan unfolded, so that the page stays light however long it is."""
    return [
        replace(p, anak=[g if any(s.id == kini for s in g.anak) else replace(g, anak=[]) for g in p.anak])
        for p in akar
    ]


def _saring(akar: list[Simpul], kata: str) -> list[Simpul]:
    """The branches in which a code begins with ``kata`` or a name holds all its words."""
    if not kata:
        return akar
    bagian = kata.casefold().split()

    def cocok(s: Simpul) -> bool:
        return s.kode.startswith(kata) or all(b in s.nama.casefold() for b in bagian)

    hasil = []
    for s in akar:
        if cocok(s):
            hasil.append(s)
        elif anak := _saring(s.anak, kata):
            hasil.append(replace(s, anak=anak))
    return hasil


def _halaman(
    request: HttpRequest,
    pengajuan: Pengajuan,
    pohon: PohonProgram,
    sub: SubKegiatanRencana | None,
    *,
    formulir_sub: FormulirSubKegiatan | None = None,
    formulir_uang: FormulirKebutuhan | None = None,
    bentrok: Bentrok | None = None,
    status: int = 200,
) -> HttpResponse:
    pengguna: Any = request.user
    pada: dt.datetime = request.diterima_pada  # type: ignore[attr-defined]
    syarat = tenggat.daftar_syarat(pengajuan.jendela)
    lengkap = tenggat.kelengkapan_pengajuan(pengajuan, syarat)
    galat = [t for s in syarat for t in aturan_tenggat.penghalang(s.wajib, lengkap[s.kode])]
    peringatan = [t for s in syarat for t in lengkap[s.kode].peringatan if t not in galat]
    unit = unit_isian(pengguna, pengajuan.opd_id)
    alasan = aturan_tenggat.alasan_tidak_diisi(pengajuan, pada=pada) or ""
    if not pengguna.akses.boleh(Izin.ANGGARAN_ISI, pengajuan.opd_id):
        alasan = "Peran Anda hanya dapat membaca."
    elif sub and unit is not None and sub.unit_id not in unit:
        alasan = "Baris ini milik unit lain; Anda hanya dapat membacanya."
    tenggat_pada = tenggat.tenggat_pengajuan(pengajuan, pada=pada)
    ruang = queries.ruang_pengajuan(pengajuan)
    cari = request.GET.get("cari", "").strip()
    konteks: dict[str, Any] = {
        "pengajuan": pengajuan,
        "jendela": pengajuan.jendela,
        "tahap": queries.tahap_jendela(pengajuan.jendela),
        "pohon_akar": _saring(pohon.akar, cari)
        if cari or len(pohon.baris) <= POHON_PENUH
        else _ringkas(pohon.akar, str(sub.pk) if sub else ""),
        "cari": cari,
        "alamat": {str(b.pk): tautan_sub(pengajuan.pk, b.pk) for b in pohon.baris},
        "kini": str(sub.pk) if sub else "",
        "sub": sub,
        "persen": aturan_tenggat.persen_paket(
            (s.wajib, aturan_tenggat.persen(lengkap[s.kode])) for s in syarat
        ),
        "galat": _dahulukan(galat, sub),
        "peringatan": _dahulukan(peringatan, sub),
        "ruang": ruang,
        "diusulkan": ruang.diusulkan if pohon.jumlah else None,  # empty is not zero
        "tenggat_pada": tenggat_pada,
        "sisa_waktu": tulis_sisa(tenggat_pada - pada),
        "alasan_tidak_diisi": alasan,
        "bentrok": bentrok,
        "status_simpan": "gagal" if status != 200 else "tersimpan",
    }
    if sub:
        lama = _kebutuhan_sub(sub)
        tambahan = 4 if request.GET.get("baris") == "4" else 1
        konteks |= {
            "formulir_sub": formulir_sub
            or FormulirSubKegiatan(
                pengajuan=pengajuan,
                baris=sub,
                unit_boleh=unit,
                temuan=[t for t in pohon.hasil.temuan if t.baris == str(sub.pk)],
            ),
            "formulir_uang": formulir_uang
            or FormulirKebutuhan(
                banyak=max(1, len(lama) + (tambahan if not alasan else 0)),
                lama=lama,
                sidik=queries.sidik_kebutuhan(lama),
            ),
            "formulir_indikator": FormulirIndikator(auto_id="indikator_%s"),
            "daftar_indikator": list(sub.daftar_indikator.order_by("urutan", "pk")),
            "sisa_baris": _sisa_baris(sub, lama, ruang),
            "catatan": tenggat.catatan_terbuka(pengajuan, kode=sub.kode),
            "sumber_dana": queries.daftar_sumber_dana(pengajuan.opd_id, konteks["tahap"]),
        }
    return render(request, "anggaran/isi.html", konteks, status=status)


def _dahulukan(temuan: list[Temuan], sub: SubKegiatanRencana | None) -> list[Temuan]:
    """Findings on the open sub kegiatan first; the rest in their order."""
    return sorted(temuan, key=lambda t: not (sub and str(sub.pk) in (t.baris, *t.tautan.split("/"))))


def _sisa_baris(sub: SubKegiatanRencana, lama: list[Kebutuhan], ruang: Ruang) -> list[Decimal | None]:
    """Room left under the ceiling of each stored row, after all rows of the submission."""
    hasil: list[Decimal | None] = []
    for k in lama:
        sel = ruang.cari(sub.unit_id, k.sumber_dana_id)
        hasil.append(sel.sisa if sel and not k.di_atas_pagu else None)
    return hasil
