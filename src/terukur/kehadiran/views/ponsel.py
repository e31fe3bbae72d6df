"""Recording by phone: the page of the person, the code of a screen, one record."""

import secrets
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from terukur.antarmuka.formulir import Formulir
from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar, TidakBerhak, TidakDitemukan
from terukur.inti.waktu import tulis_tanggal
from terukur.kehadiran.actions.ponsel import rekam as rekamkan
from terukur.kehadiran.choices import AlasanRisiko, CaraPonsel, PutusanPonsel
from terukur.kehadiran.forms.ponsel import FormPutusPonsel
from terukur.kehadiran.models import LayarTempat, RekamPonsel
from terukur.kehadiran.queries import ponsel as queries
from terukur.kehadiran.queries.permohonan import pegawai_pengguna
from terukur.kehadiran.rules.ponsel import baca_sampel, kode_sah, sebut_jarak
from terukur.kehadiran.views.saya import jam
from terukur.organisasi.models import Pegawai
from terukur.organisasi.queries import hari_pemda
from terukur.organisasi.views.kerangka import diterima, pembaca

KUE = "perangkat"
SETAHUN = 365 * 24 * 3600
WARNA = {
    PutusanPonsel.LANGSUNG: "selesai", PutusanPonsel.DITERIMA: "selesai",
    PutusanPonsel.MENUNGGU: "tunggu", PutusanPonsel.TIDAK_DITERIMA: "buruk",
}  # fmt: skip


def _perangkat(request: HttpRequest) -> str:
    """Digest of the random mark of this browser; empty where it has none."""
    tanda = request.COOKIES.get(KUE, "")
    return sha256(tanda.encode()).hexdigest()[:32] if tanda else ""


def _tandai(request: HttpRequest, jawaban: HttpResponse) -> HttpResponse:
    """Give a browser its mark: what tells that one phone records for several people."""
    if not request.COOKIES.get(KUE):
        jawaban.set_cookie(
            KUE, secrets.token_hex(16), max_age=2 * SETAHUN, path=reverse("kehadiran:rekam_ponsel"),
            secure=request.is_secure(), httponly=True, samesite="Lax",
        )  # fmt: skip
    return jawaban


def _kunci(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("kunci_kirim", ""))
    except ValueError:
        raise AturanDilanggar(
            "Formulir ini rusak di perjalanan; tidak ada yang disimpan. Muat ulang halaman, lalu tekan lagi.",
            kode="kunci_rusak",
        ) from None


def _halaman(
    request: HttpRequest, orang: Pegawai | None, *, layar: LayarTempat | None = None, kode: str = ""
) -> HttpResponse:
    """The one button. A record is no official act: refused it is told to the person and leaves no trace."""
    pada = diterima(request)
    hari, formulir, status = hari_pemda(pada), Formulir(request.POST or None), 200
    if request.method == "POST" and orang:
        formulir.is_valid()
        try:
            r, baru = rekamkan(
                pegawai=orang, kunci=_kunci(request), sampel=baca_sampel(request.POST.get("sampel", "")),
                perangkat=_perangkat(request), layar=layar, kode=kode, pada=pada,
            )  # fmt: skip
        except TidakBerhak:
            raise
        except AturanDilanggar as tolak:
            formulir.terima_galat(tolak)
            status = 422
        else:
            if not baru:
                messages.info(request, f"Sudah tercatat pukul {jam(r.waktu, detik=True)}; tidak ditambah.")
            return redirect("kehadiran:rekam_ponsel_satu", r.pk)
    ketentuan = queries.ketentuan_ponsel(hari)
    konteks = {
        "formulir": formulir,
        "layar": layar,
        "boleh": orang is not None and queries.boleh_ponsel(orang.pk, hari),
        "ketentuan": ketentuan,
        "kode_lewat": layar is not None and (
            layar.dicabut_pada is not None or not kode_sah(layar.rahasia, kode, pada)
        ),
        "kini": pada,
        "tempat": [t.nama for t in queries.tempat_hari(hari)] if not layar else [],
        "hari_ini": [
            (r, jam(r.waktu, detik=True), WARNA[PutusanPonsel(r.putusan)])
            for r in (queries.rekam_orang(orang.pk, hari, hari) if orang else ())
        ],
    }  # fmt: skip
    return _tandai(request, render(request, "kehadiran/rekam.html", konteks, status=status))


@izin(Izin.KEHADIRAN_SENDIRI)
@never_cache
@require_http_methods(["GET", "POST"])
def rekam(request: HttpRequest) -> HttpResponse:
    """Record by the position of the phone inside a fence."""
    return _halaman(request, pegawai_pengguna(pembaca(request)))


@izin(Izin.KEHADIRAN_SENDIRI)
@never_cache
@require_http_methods(["GET", "POST"])
def kode(request: HttpRequest, layar_id: int, kode: str) -> HttpResponse:
    """Record by the code of the screen in front of which one stands, with the position if there is one."""
    layar = LayarTempat.objects.select_related("mesin").filter(pk=layar_id, mesin__aktif=True).first()
    if layar is None:
        raise TidakDitemukan("Layar ini tidak dikenal.")
    return _halaman(request, pegawai_pengguna(pembaca(request)), layar=layar, kode=kode)


def fakta_rekam(r: RekamPonsel) -> list[tuple[str, str]]:
    """What is kept of a record, for the person and for who decides."""
    fakta = [
        ("Waktu server", f"{jam(r.waktu, detik=True)}, {tulis_tanggal(r.tanggal)}"),
        ("Tempat", r.mesin.nama),
        ("Cara", CaraPonsel(r.cara).label),
    ]
    if r.jarak is not None:
        fakta.append(("Jarak dari titik tengah", sebut_jarak(r.jarak)))
    if r.akurasi is not None:
        fakta.append(("Ketelitian ponsel", sebut_jarak(float(r.akurasi))))
    if r.ditipiskan_pada:
        fakta.append(("Koordinat", f"dihapus {tulis_tanggal(hari_pemda(r.ditipiskan_pada))}"))
    elif r.lintang is not None and r.bujur is not None:
        fakta.append(("Koordinat", f"{r.lintang:.6f}, {r.bujur:.6f} ({len(r.sampel)} pembacaan)"))
    else:
        fakta.append(("Koordinat", "tidak diberikan"))
    if r.diputus_pada:
        oleh = f"{r.diputus_nama}, {tulis_tanggal(hari_pemda(r.diputus_pada))}"
        fakta += [("Diputus oleh", oleh), ("Alasan putusan", r.catatan)]
    return fakta


def halaman_satu(
    request: HttpRequest, r: RekamPonsel, *, memutus: bool, formulir: FormPutusPonsel | None = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    """One record with its reasons; for who decides with the form."""
    ketentuan = queries.ketentuan_ponsel(r.tanggal)
    konteks: dict[str, Any] = {
        "r": r,
        "memutus": memutus,
        "lencana": (PutusanPonsel(r.putusan).label, WARNA[PutusanPonsel(r.putusan)]),
        "fakta": fakta_rekam(r),
        "serupa": [
            (s, jam(s.waktu, detik=True), WARNA[PutusanPonsel(s.putusan)])
            for s in (
                queries.rekam_serupa(r, untuk=pembaca(request), pada=diterima(request)) if memutus else ()
            )
        ],
        "alasan": [(AlasanRisiko(k).label, n, bukti) for k, n, bukti in r.alasan],
        "ambang": ketentuan.ambang if ketentuan else None,
        "simpan_hari": ketentuan.simpan_hari if ketentuan else None,
        "formulir": formulir or FormPutusPonsel(),
        "jam": jam(r.waktu, detik=True),
    }
    return render(request, "kehadiran/rekam_satu.html", konteks, status=status)


@izin(Izin.KEHADIRAN_SENDIRI)
@never_cache
@require_GET
def satu(request: HttpRequest, rekam_id: UUID) -> HttpResponse:
    """A record, for the person himself and for who may decide on it."""
    r, memutus = queries.get_rekam(rekam_id, untuk=pembaca(request), pada=diterima(request))
    return halaman_satu(request, r, memutus=memutus)


def alamat_kode(layar: LayarTempat, kode: str) -> str:
    """What the QR code on a screen holds."""
    jalur = reverse("kehadiran:rekam_kode", args=[layar.pk, kode])
    return f"{settings.TERUKUR_ALAMAT.rstrip('/')}{jalur}"
