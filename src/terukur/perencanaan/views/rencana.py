"""RPJMD and Renstra: lists, one version as a tree, two versions side by side."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from terukur.inti.angka import tulis_rupiah
from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import TidakDitemukan
from terukur.inti.lembar import JenisKolom, Kolom, respons_tabel
from terukur.organisasi.forms.waktu import FormulirPer
from terukur.organisasi.queries import hari_pemda
from terukur.perencanaan.choices import JenisButir, JenisRencana, Polaritas, StatusRencana
from terukur.perencanaan.forms import FormulirDiketahui
from terukur.perencanaan.forms.rencana import FormulirBandingVersi, FormulirSaringRencana
from terukur.perencanaan.models import VersiRencana
from terukur.perencanaan.queries.rencana import (
    alasan_unit,
    baca_rencana,
    boleh_mengisi,
    get_versi_rencana,
    rencana_terlihat,
    susun_konteks_rencana,
    tindakan_rencana,
    versi_lain,
)
from terukur.perencanaan.rules.alur import IZIN_ISI, alasan_tidak_diubah, giliran_renstra
from terukur.perencanaan.rules.rencana import (
    BERINDIKATOR,
    IsiRencana,
    baris_lembar,
    isi_baku,
    jenis_bawahan,
)
from terukur.perencanaan.rules.selisih import BedaKolom, beda_tahapan
from terukur.perencanaan.views.bersama import pembaca, saat

URUT = {
    "periode": "dokumen__tahun_awal",
    "opd": "dokumen__opd__nama",
    "versi": "nomor",
    "status": "status",
    "tanggal": "tanggal_dokumen",
}
KOLOM_DAFTAR = (
    Kolom("Rencana", lambda v: str(v.dokumen)),
    Kolom("OPD", lambda v: v.dokumen.opd.nama if v.dokumen.opd else ""),
    Kolom("Versi", "sebutan"),
    Kolom("Status", lambda v: v.get_status_display()),
    Kolom("Jenis dokumen", lambda v: v.get_jenis_dokumen_display()),
    Kolom("Nomor dokumen", "nomor_dokumen"),
    Kolom("Tanggal dokumen", "tanggal_dokumen", "tanggal"),
    Kolom("Penanda tangan", "penanda_tangan"),
    Kolom("Berlaku sejak", lambda v: v.fakta[0].berlaku_sejak if v.fakta else None, "tanggal"),
    Kolom("Berlaku sampai", lambda v: v.fakta[-1].berlaku_sampai if v.fakta else None, "tanggal"),
)


def _daftar(request: HttpRequest, jenis: JenisRencana) -> HttpResponseBase:
    saring = FormulirSaringRencana(request.GET or None, jenis=jenis)
    isi: dict[str, Any] = saring.cleaned_data if saring.is_valid() else {}
    baris = rencana_terlihat(
        pembaca(request), jenis, per=isi.get("per"), diketahui=isi.get("diketahui")
    )  # fmt: skip
    if isi:
        baris = saring.saring(baris)
    urut = request.GET.get("urut", "-periode")
    arah = "-" if urut.startswith("-") else ""
    kolom = URUT.get(urut.lstrip("-"), "dokumen__tahun_awal")
    baris = baris.order_by(f"{arah}{kolom}", "dokumen__opd__kode", "-nomor", "pk")
    if unduhan := respons_tabel(request, jenis.label, KOLOM_DAFTAR, baris):
        return unduhan
    return render(
        request,
        "perencanaan/daftar_rencana.html",
        {
            "jenis": jenis,
            "hal": Paginator(baris, 25).get_page(request.GET.get("hal")),
            "saring": saring,
            "urut": urut,
            "hari": hari_pemda(saat(request)),
            "diketahui": isi.get("diketahui"),
            "boleh": pembaca(request).akses.boleh(IZIN_ISI[jenis]),
        },
    )


@izin(Izin.RPJMD_LIHAT)
@require_GET
def rpjmd(request: HttpRequest) -> HttpResponseBase:
    """All versions of the RPJMD, or those in force on ``?per=``, as known at ``?diketahui=``."""
    return _daftar(request, JenisRencana.RPJMD)


@izin(Izin.RENSTRA_LIHAT)
@require_GET
def renstra(request: HttpRequest) -> HttpResponseBase:
    """All versions of the Renstra in the reader's scope; ``?per=`` and ``?diketahui=`` as for RPJMD."""
    return _daftar(request, JenisRencana.RENSTRA)


def _kolom_lembar(isi: IsiRencana) -> list[Kolom]:
    """Columns of the sheet in the order of reading; a row without an indicator leaves its cells empty."""
    tahun = [f"Target {t}" for t in isi.tahun]
    pagu = [f"Pagu {t}" for t in isi.tahun] if isi.jenis == JenisRencana.RENSTRA else []
    teks = ["Uraian", "Sasaran RPJMD", "OPD penanggung jawab", "Indikator", "Satuan", "Polaritas"]
    angka = ["Kondisi awal", *tahun, "Kondisi akhir"]
    return [
        _sel("Tingkat"), _sel("Kode", "kode"), *(_sel(k) for k in teks), *(_sel(k, "angka") for k in angka),
        _sel("Sumber data"), *(_sel(k, "rupiah") for k in pagu),
    ]  # fmt: skip


def _sel(judul: str, jenis: JenisKolom = "teks") -> Kolom:
    return Kolom(judul, lambda baris: baris.get(judul), jenis)


@izin(Izin.RPJMD_LIHAT, Izin.RENSTRA_LIHAT)
@require_GET
def rencana(request: HttpRequest, versi_id: UUID) -> HttpResponseBase:
    """One version as a tree, with what is not complete and the steps that this reader may take.

    Of a past day it is there once it was set; its content is frozen since.
    """
    saring = FormulirPer(request.GET or None)
    per, lalu = saring.baca(hari_pemda(saat(request)))
    pengguna, pada = pembaca(request), lalu or saat(request)
    versi = get_versi_rencana(versi_id, untuk=pengguna, diketahui=lalu)
    isi = baca_rencana(versi, pada=pada)
    if unduhan := respons_tabel(
        request, f"{versi.dokumen} {versi.sebutan}", _kolom_lembar(isi), baris_lembar(isi)
    ):
        return unduhan
    konteks = susun_konteks_rencana(versi, isi, pengguna=pengguna, pada=pada)
    lain = versi_lain(versi, untuk=pengguna, diketahui=lalu)
    terbaru = all(v.nomor < versi.nomor for v in lain if v.dokumen_id == versi.dokumen_id)
    boleh = not lalu and boleh_mengisi(versi, pengguna) and not alasan_unit(versi, pengguna)
    return render(
        request,
        "perencanaan/rencana.html",
        {
            "versi": versi,
            "isi": isi,
            "kekurangan": () if versi.status == StatusRencana.DITETAPKAN else konteks.kekurangan,
            "saring": saring,
            "lalu": lalu,
            "tindakan": [] if lalu else tindakan_rencana(versi, konteks, pengguna=pengguna),
            "dapat_diisi": boleh and not alasan_tidak_diubah(versi.status),
            "dapat_berubah": boleh and terbaru and versi.status == StatusRencana.DITETAPKAN,
            "giliran": giliran_renstra(versi.status, lengkap=not konteks.kekurangan)
            if versi.dokumen.opd
            else "",
            "lain": lain,
            "hari": saring.isi.get("per") or (hari_pemda(lalu) if lalu else per),
            "bawahan": lambda jenis: JenisButir(b) if (b := jenis_bawahan(isi.jenis, jenis)) else "",
            "berindikator": BERINDIKATOR,
            "label_jenis": dict(JenisButir.choices),
            "polaritas": dict(Polaritas.choices),
        },
    )


KOLOM_BEDA = (
    Kolom("Butir", "label"),
    Kolom("Isian", lambda b: b.kolom or "Keberadaan"),
    Kolom("Semula", lambda b: b.lama if b.kolom else _ada(b.lama)),
    Kolom("Menjadi", lambda b: b.baru if b.kolom else _ada(b.baru)),
)


def _ada(sisi: object) -> str:
    return "tidak ada" if sisi is None else "ada"


def _tulis(nilai: object) -> str:
    if isinstance(nilai, Decimal):
        return tulis_rupiah(nilai)
    return str(nilai) if nilai not in (None, "") else "(kosong)"


def _pembanding(semua: list[VersiRencana], dipilih: str) -> VersiRencana | None:
    if not dipilih:
        return semua[0] if semua else None
    for v in semua:
        if str(v.pk) == dipilih:
            return v
    raise TidakDitemukan("Versi pembanding tidak ditemukan.")


@izin(Izin.RPJMD_LIHAT, Izin.RENSTRA_LIHAT)
@require_GET
def bandingkan(request: HttpRequest, versi_id: UUID) -> HttpResponseBase:
    """Differences between this version and ``?dengan=`` (default: the newest other one), of a past day among
    those set by then."""
    saring = FormulirDiketahui(request.GET or None)
    lalu = saring.cleaned_data["diketahui"] if saring.is_valid() else None
    pengguna, pada = pembaca(request), lalu or saat(request)
    versi = get_versi_rencana(versi_id, untuk=pengguna, diketahui=lalu)
    semua = versi_lain(versi, untuk=pengguna, diketahui=lalu)
    lain = _pembanding(semua, request.GET.get("dengan", ""))
    beda: list[BedaKolom] | None = None
    if lain is not None:
        lama, baru = (lain, versi) if _kunci_urut(lain) < _kunci_urut(versi) else (versi, lain)
        beda = beda_tahapan(*(isi_baku(baca_rencana(v, pada=pada)) for v in (lama, baru)))
        if unduhan := respons_tabel(request, f"Selisih {versi.dokumen}", KOLOM_BEDA, beda):
            return unduhan
    else:
        lama = baru = versi
    formulir = FormulirBandingVersi(
        initial={"dengan": str(lain.pk) if lain else ""},
        pilihan=[(str(v.pk), f"{v.dokumen} {v.sebutan} ({v.get_status_display()})") for v in semua],
    )
    return render(
        request,
        "perencanaan/bandingkan_rencana.html",
        {
            "saring": saring,
            "lalu": lalu,
            "versi": versi,
            "lama": lama,
            "baru": baru,
            "beda": beda,
            "formulir": formulir,
            "tulis": _tulis,
        },
    )


def _kunci_urut(versi: VersiRencana) -> tuple[int, int]:
    return versi.dokumen.tahun_awal, versi.nomor
