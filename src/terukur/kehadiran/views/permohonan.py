"""Requests: mine, one of them, asking, and the steps of it."""

import datetime as dt
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from terukur.berkas.forms import ada_kiriman, simpan_kiriman
from terukur.berkas.models import Berkas
from terukur.berkas.views import sebagai_lampiran
from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar, TidakBerhak, TidakDitemukan
from terukur.inti.pelaku import Pelaku
from terukur.jejak.tindakan import laksanakan
from terukur.kehadiran.actions import permohonan as actions
from terukur.kehadiran.choices import JenisPermohonan, StatusPermohonan
from terukur.kehadiran.forms.permohonan import FormBanding, FormLangkah, FormPermohonan, tanggal_dari
from terukur.kehadiran.models import Mesin, Permohonan
from terukur.kehadiran.queries import permohonan as queries
from terukur.kehadiran.queries.atasan import kedudukan_banyak
from terukur.kehadiran.queries.kuota import batas_koreksi, kabar_mesin, saldo_cuti, sisa_lupa
from terukur.kehadiran.rules.isi_permohonan import tulis_menit
from terukur.kehadiran.rules.permohonan import (
    ALUR_PERMOHONAN,
    ATURAN,
    KELOMPOK,
    alasan_tanpa_banding,
    is_rekam,
)
from terukur.organisasi.models import Pegawai
from terukur.organisasi.queries import hari_pemda
from terukur.organisasi.views.kerangka import diterima, kiriman, pembaca

SEHALAMAN = 20
JENIS_BERKAS = ("pdf", "jpg", "png")
BATAS_MB = 10
LENCANA = {
    StatusPermohonan.DIAJUKAN: "tunggu",
    StatusPermohonan.DISETUJUI_ATASAN: "tunggu",
    StatusPermohonan.DISETUJUI: "selesai",
    StatusPermohonan.DITOLAK: "buruk",
}
LANGKAH = {
    "teruskan": "Disetujui dan diteruskan.",
    "setujui": "Permohonan disetujui.",
    "tolak": "Permohonan ditolak.",
    "tarik": "Permohonan ditarik.",
    "batalkan": "Persetujuan dibatalkan.",
}
"""{step: what is said afterwards}."""


def _pegawai(request: HttpRequest) -> Pegawai:
    pegawai = queries.pegawai_pengguna(pembaca(request))
    if pegawai is None:
        raise AturanDilanggar(
            "Akun ini belum terhubung dengan data pegawai. Hubungi BKPSDM atau admin OPD Anda.",
            kode="tanpa_pegawai",
        )
    return pegawai


@izin(Izin.KEHADIRAN_SENDIRI)
@require_GET
def daftar(request: HttpRequest) -> HttpResponse:
    """What I asked for, what became of it, and what is left of my leave."""
    pengguna, pada = pembaca(request), diterima(request)
    pegawai = queries.pegawai_pengguna(pengguna)
    hal = Paginator(queries.milik(pengguna), SEHALAMAN).get_page(request.GET.get("hal"))
    hari = hari_pemda(pada)
    konteks = {
        "pegawai": pegawai,
        "hal": hal,
        "boleh_spt": pengguna.akses.boleh(Izin.KEHADIRAN_SPT),
        "baris": [(p, queries.sebut_masa(p), LENCANA.get(StatusPermohonan(p.status), "netral")) for p in hal],
        "saldo": saldo_cuti(pegawai, hari.year) if pegawai else None,
        "lupa": sisa_lupa(pegawai.pk, hari, pada=pada) if pegawai else None,
    }
    return render(request, "kehadiran/permohonan_daftar.html", konteks)


def berkas_kiriman(request: HttpRequest) -> Berkas | None:
    """The attached file; without an OPD, so that only this room says who reads it."""
    if not ada_kiriman(request, "berkas"):
        return None
    return simpan_kiriman(
        request, "berkas", jenis_diizinkan=JENIS_BERKAS, batas_ukuran=BATAS_MB * 1024 * 1024, opd_id=None
    )


def _awal(request: HttpRequest, hari: dt.date) -> dict[str, Any]:
    """What an address proposes: a day of my month, the device that was silent."""
    tanggal = tanggal_dari(request.GET.get("tanggal", "")) or hari
    mesin = request.GET.get("mesin", "")
    return {"sejak": tanggal, "sampai": tanggal, "mesin": mesin if mesin.isdecimal() else ""}


@izin(Izin.KEHADIRAN_SENDIRI)
@require_http_methods(["GET", "POST"])
def baru(request: HttpRequest) -> HttpResponse:
    """First which kind, then only the fields that this kind asks for."""
    jenis = request.GET.get("jenis", "")
    if jenis not in JenisPermohonan.values:
        kelompok = [(nama, [(j.value, j.label) for j in isi]) for nama, isi in KELOMPOK]
        ekor = f"&tanggal={t}" if (t := tanggal_dari(request.GET.get("tanggal", ""))) else ""
        return render(request, "kehadiran/permohonan_jenis.html", {"kelompok": kelompok, "ekor": ekor})
    pegawai, pada = _pegawai(request), diterima(request)
    hari = hari_pemda(pada)
    aturan = ATURAN[JenisPermohonan(jenis)]
    mesin = Mesin.objects.filter(aktif=True).order_by("nama", "pk") if aturan.mesin else ()
    formulir = FormPermohonan(kiriman(request), jenis=jenis, mesin=mesin, initial=_awal(request, hari))
    if request.method == "POST" and formulir.is_valid():

        def aksi(*, oleh: Pelaku, pada: dt.datetime) -> Permohonan:
            return actions.ajukan(
                pegawai_id=pegawai.pk,
                isi=formulir.isi(),
                berkas=berkas_kiriman(request),
                oleh=oleh,
                pada=pada,
            )

        try:
            hasil = laksanakan(
                request, aksi, peristiwa="permohonan.ajukan", objek="permohonan", tujuan=actions.tautan
            )
        except (TidakBerhak, TidakDitemukan):
            raise
        except AturanDilanggar as tolak:
            formulir.terima_galat(tolak)
        else:
            messages.success(request, "Permohonan diajukan.")
            return redirect(hasil.tujuan)
    konteks = {
        "formulir": formulir,
        "judul": JenisPermohonan(jenis).label,
        "aturan": aturan,
        "batas_mb": BATAS_MB,
        "jenis_berkas": JENIS_BERKAS,
        "atasan": queries.sebut(kedudukan_banyak([pegawai.pk], pada=pada)[pegawai.pk].atasan),
        "saldo": saldo_cuti(pegawai, hari.year) if jenis == JenisPermohonan.CUTI_TAHUNAN else None,
        "lupa": sisa_lupa(pegawai.pk, hari, pada=pada) if jenis == JenisPermohonan.LUPA_REKAM else None,
        "batas": batas_koreksi(pegawai.pk, _awal(request, hari)["sejak"], pada=pada)
        if is_rekam(jenis)
        else None,
    }
    return render(request, "kehadiran/permohonan_baru.html", konteks, status=422 if formulir.errors else 200)


def _satu(request: HttpRequest, permohonan_id: UUID) -> queries.Dibaca:
    return queries.get_permohonan(permohonan_id, untuk=pembaca(request), pada=diterima(request))


@izin(Izin.KEHADIRAN_SENDIRI)
@require_GET
def satu(request: HttpRequest, permohonan_id: UUID) -> HttpResponse:
    """One request: what, who decides, what became of it, and the steps that are mine."""
    d = _satu(request, permohonan_id)
    p = d.p
    fakta: list[tuple[str, Any]] = [("Untuk", queries.sebut_masa(p))]
    if is_rekam(p.jenis):
        fakta += [("Jam masuk", tulis_menit(p.masuk)), ("Jam pulang", tulis_menit(p.pulang))]
    if p.nomor:
        fakta.append((ATURAN[JenisPermohonan(p.jenis)].nomor or "Nomor surat", p.nomor))
    konteks = {
        "d": d,
        "p": p,
        "fakta": fakta,
        "mesin": kabar_mesin(p),
        "lencana": LENCANA.get(StatusPermohonan(p.status), "netral"),
        "boleh_banding": alasan_tanpa_banding(d.konteks, status=p.status) is None,
        "boleh_riwayat": pembaca(request).akses.boleh(Izin.JEJAK_LIHAT),
        "boleh_daftar": pembaca(request).akses.boleh(Izin.KEHADIRAN_LIHAT),
    }
    return render(request, "kehadiran/permohonan_satu.html", konteks)


@izin(Izin.KEHADIRAN_SENDIRI)
@require_GET
def berkas(request: HttpRequest, permohonan_id: UUID) -> FileResponse:
    """The file of a request, for whoever may read its reason now."""
    d = _satu(request, permohonan_id)
    if d.p.berkas is None or not d.rincian:
        raise TidakDitemukan("Berkas tidak ditemukan.")
    return sebagai_lampiran(d.p.berkas)


@izin(Izin.KEHADIRAN_SENDIRI, Izin.KEHADIRAN_PUTUS)
@require_http_methods(["GET", "POST"])
def langkah(request: HttpRequest, permohonan_id: UUID, langkah: str) -> HttpResponse:
    """Approve, pass on, refuse, withdraw, cancel: one page with a reason, or one tap from the inbox."""
    if langkah not in LANGKAH:
        raise TidakDitemukan("Langkah itu tidak dikenal.")
    d = _satu(request, permohonan_id)
    formulir = FormLangkah(kiriman(request))
    formulir.fields["catatan"].required = langkah in ("tolak", "batalkan")
    formulir.fields["catatan"].help_text = d.pembaca_catatan
    if request.method == "POST" and formulir.is_valid():
        dari_kotak = request.POST.get("dari") == "keputusan"
        tujuan = reverse("kehadiran:keputusan") if dari_kotak else actions.tautan(d.p)
        try:
            hasil = laksanakan(
                request, partial(getattr(actions, langkah), permohonan_id=d.p.pk, pengguna=pembaca(request)),
                peristiwa=f"permohonan.{langkah}", objek="permohonan", objek_id=d.p.pk,
                tujuan=tujuan, catatan=formulir.cleaned_data["catatan"],
            )  # fmt: skip
        except (TidakBerhak, TidakDitemukan):
            raise
        except AturanDilanggar as tolak:
            if not tolak.kolom.keys() & formulir.fields.keys():  # nothing on this form can mend it
                messages.error(request, f"{d.p.pegawai.nama}: {tolak.pesan}")
                return redirect(tujuan)
            formulir.terima_galat(tolak)
        else:
            messages.success(request, LANGKAH[langkah])
            return redirect(hasil.tujuan)
    konteks = {
        "d": d,
        "p": d.p,
        "masa": queries.sebut_masa(d.p),
        "formulir": formulir,
        "judul": ALUR_PERMOHONAN.transisi[langkah].label,
    }
    return render(
        request, "kehadiran/permohonan_langkah.html", konteks, status=422 if formulir.errors else 200
    )


@izin(Izin.KEHADIRAN_SENDIRI)
@require_http_methods(["GET", "POST"])
def banding(request: HttpRequest, permohonan_id: UUID) -> HttpResponse:
    """Appeal against a refusal."""
    d = _satu(request, permohonan_id)
    formulir = FormBanding(kiriman(request))
    if request.method == "POST" and formulir.is_valid():

        def aksi(*, oleh: Pelaku, pada: dt.datetime) -> Permohonan:
            return actions.banding(
                permohonan_id=d.p.pk, alasan=formulir.cleaned_data["alasan"], berkas=berkas_kiriman(request),
                pengguna=pembaca(request), oleh=oleh, pada=pada,
            )  # fmt: skip

        try:
            hasil = laksanakan(
                request, aksi, peristiwa="permohonan.banding", objek="permohonan", objek_id=d.p.pk,
                tujuan=actions.tautan,
            )  # fmt: skip
        except (TidakBerhak, TidakDitemukan):
            raise
        except AturanDilanggar as tolak:
            formulir.terima_galat(tolak)
        else:
            messages.success(request, "Banding diajukan kepada BKPSDM.")
            return redirect(hasil.tujuan)
    konteks = {
        "d": d, "p": d.p, "masa": queries.sebut_masa(d.p), "formulir": formulir, "judul": "Ajukan banding",
        "batas_mb": BATAS_MB, "jenis_berkas": JENIS_BERKAS,
    }  # fmt: skip
    return render(
        request, "kehadiran/permohonan_langkah.html", konteks, status=422 if formulir.errors else 200
    )
