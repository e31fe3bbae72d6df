"""Crosscutting: proposed from a node, answered by the head of the asked OPD, withdrawn."""

import datetime as dt
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from terukur.akun.konfirmasi import FormulirKonfirmasi, pastikan
from terukur.inti.izin import Izin, izin
from terukur.inti.kesalahan import AturanDilanggar, TidakBerhak, TidakDitemukan
from terukur.jejak.tindakan import laksanakan
from terukur.kinerja import actions
from terukur.kinerja.forms import FormulirAlasan, FormulirTerima, FormulirUsulan
from terukur.kinerja.models import Crosscutting
from terukur.kinerja.queries import pohon as baca
from terukur.kinerja.queries.crosscutting import crosscutting_saat, get_crosscutting, pernyataan_simpul
from terukur.kinerja.rules.pohon import ALUR_CROSSCUTTING, KonteksCrosscutting
from terukur.kinerja.views.perjanjian import pembaca, saat
from terukur.kinerja.views.simpul import alamat_simpul
from terukur.organisasi.queries import dasar_penanda
from terukur.perencanaan.forms import FormulirDiketahui


def alamat_crosscutting(c: Crosscutting) -> str:
    return reverse("kinerja:crosscutting", args=[c.pk])


@izin(Izin.KINERJA_ISI)
@require_http_methods(["GET", "POST"])
def usulkan(request: HttpRequest, simpul_id: UUID) -> HttpResponse:
    """Ask another OPD to contribute to a node of the own OPD."""
    satu = baca.get_simpul(simpul_id, untuk=pembaca(request), isi=True)
    if satu.opd_id is None:
        raise TidakDitemukan("Crosscutting diusulkan dari simpul OPD.")
    formulir = FormulirUsulan(request.POST or None, opd_id=satu.opd_id)
    if request.method == "POST" and formulir.is_valid():
        bersih = formulir.cleaned_data
        try:
            hasil = laksanakan(
                request, actions.usulkan_crosscutting, peristiwa="crosscutting.usulkan",
                objek="crosscutting", opd_id=satu.opd_id, tujuan=alamat_crosscutting, simpul_id=satu.pk,
                mitra_id=bersih["mitra"].pk, permintaan=bersih["permintaan"],
            )  # fmt: skip
        except TidakDitemukan:
            raise
        except AturanDilanggar as tolak:
            formulir.terima_galat(tolak)
        else:
            messages.success(request, "Diusulkan. Kepala OPD yang diminta diberi tahu.")
            return redirect(hasil.tujuan)
    konteks = {
        "satu": satu,
        "pernyataan": pernyataan_simpul([satu.pk])[satu.pk],
        "formulir": formulir,
        "alamat": alamat_simpul(satu),
    }
    return render(request, "kinerja/crosscutting_usul.html", konteks, status=422 if formulir.errors else 200)


def _boleh(request: HttpRequest, c: Crosscutting) -> Any:
    """Which permissions the reader holds on this one: as the asked OPD, or as the one that asked."""
    akses = pembaca(request).akses

    def tanya(kode: Izin) -> bool:
        return akses.boleh(kode, c.mitra_id if kode == Izin.CROSSCUTTING_PUTUS else c.opd_id)

    return tanya


@izin(Izin.KINERJA_LIHAT)
@require_GET
def crosscutting(request: HttpRequest, crosscutting_id: UUID) -> HttpResponse:
    """What is asked, by whom, and what became of it."""
    saring = FormulirDiketahui(request.GET or None)
    lalu = saring.cleaned_data["diketahui"] if saring.is_valid() else None
    c = get_crosscutting(crosscutting_id, untuk=pembaca(request))
    return _halaman(request, crosscutting_saat(c, lalu) if lalu else c, saring=saring, lalu=lalu)


def _halaman(
    request: HttpRequest,
    c: Crosscutting,
    *,
    terima: FormulirTerima | None = None,
    tolak: FormulirAlasan | None = None,
    tarik: FormulirAlasan | None = None,
    konfirmasi: FormulirKonfirmasi | None = None,
    galat: str = "",
    saring: FormulirDiketahui | None = None,
    lalu: dt.datetime | None = None,
) -> HttpResponse:
    konteks = KonteksCrosscutting(
        dasar_penanda(pembaca(request), c.mitra_id, pada=saat(request)), c.mitra.nama
    )
    tindakan = ALUR_CROSSCUTTING.tindakan(status=c.status, izin=_boleh(request, c), konteks=konteks)
    cakupan = pembaca(request).akses.cakupan(Izin.KINERJA_LIHAT)
    pernyataan = pernyataan_simpul([c.simpul_id, c.simpul_mitra_id], lalu)
    isi = {
        "saring": saring or FormulirDiketahui(),
        "lalu": lalu,
        "c": c,
        "asal": pernyataan[c.simpul_id],
        "kontribusi": pernyataan.get(c.simpul_mitra_id) if c.simpul_mitra_id else "",
        "terbuka": [o for o in (c.opd_id, c.mitra_id) if cakupan is None or o in cakupan],
        "langkah": {} if lalu else {t.nama: t for t in tindakan},
        "terima": terima or _formulir_terima(request, c),
        "tolak": tolak or FormulirAlasan(prefix="tolak"),
        "tarik": tarik or FormulirAlasan(prefix="tarik"),
        "konfirmasi": konfirmasi or FormulirKonfirmasi(request=request),
        "galat": galat,
        "boleh_tambah": not lalu and baca.boleh_isi(pembaca(request), c.mitra_id),
    }
    salah = galat or any(f is not None and f.errors for f in (terima, tolak, tarik, konfirmasi))
    return render(request, "kinerja/crosscutting.html", isi, status=422 if salah else 200)


def _formulir_terima(request: HttpRequest, c: Crosscutting, data: Any = None) -> FormulirTerima:
    tanya = baca.saat_pohon(c.simpul.dokumen, pada=saat(request))
    milik = [s for s in baca.baca_simpul(tanya, opd_ids=[c.mitra_id]) if s.opd == c.mitra_id]
    return FormulirTerima(data, simpul=milik)


def _ambil(request: HttpRequest, crosscutting_id: UUID, perlu: Izin) -> Crosscutting:
    """In the reader's scope and for him to act on: else 404."""
    c = get_crosscutting(crosscutting_id, untuk=pembaca(request))
    if not _boleh(request, c)(perlu):
        raise TidakDitemukan("Crosscutting tidak ditemukan.")
    return c


def _kerjakan(
    request: HttpRequest, c: Crosscutting, aksi: Any, verba: str, opd_id: UUID, berhasil: str, **isi: Any
) -> HttpResponse:
    try:
        hasil = laksanakan(
            request, partial(aksi, crosscutting_id=c.pk), peristiwa=f"crosscutting.{verba}",
            objek="crosscutting", objek_id=c.pk, opd_id=opd_id, tujuan=alamat_crosscutting(c), **isi,
        )  # fmt: skip
    except (TidakDitemukan, TidakBerhak):
        raise
    except AturanDilanggar as tolak:
        return _halaman(request, get_crosscutting(c.pk, untuk=pembaca(request)), galat=tolak.pesan)
    messages.success(request, berhasil)
    return redirect(hasil.tujuan)


@izin(Izin.CROSSCUTTING_PUTUS)
@require_POST
def terima(request: HttpRequest, crosscutting_id: UUID) -> HttpResponse:
    """The head of the asked OPD accepts, with a node of his own."""
    c = _ambil(request, crosscutting_id, Izin.CROSSCUTTING_PUTUS)
    formulir, konfirmasi = _formulir_terima(request, c, request.POST), _konfirmasi(request)
    if not formulir.is_valid() or not pastikan(request, konfirmasi):
        return _halaman(request, c, terima=formulir, konfirmasi=konfirmasi)
    return _kerjakan(
        request, c, actions.terima_crosscutting, "terima", c.mitra_id,
        "Diterima. OPD yang meminta diberi tahu.", simpul_id=UUID(formulir.cleaned_data["simpul"]),
        pengguna=pembaca(request),
    )  # fmt: skip


@izin(Izin.CROSSCUTTING_PUTUS)
@require_POST
def tolak(request: HttpRequest, crosscutting_id: UUID) -> HttpResponse:
    """The head of the asked OPD refuses, with the reason."""
    c = _ambil(request, crosscutting_id, Izin.CROSSCUTTING_PUTUS)
    formulir, konfirmasi = FormulirAlasan(request.POST, prefix="tolak"), _konfirmasi(request)
    if not formulir.is_valid() or not pastikan(request, konfirmasi):
        return _halaman(request, c, tolak=formulir, konfirmasi=konfirmasi)
    return _kerjakan(
        request, c, actions.tolak_crosscutting, "tolak", c.mitra_id,
        "Ditolak. OPD yang meminta diberi tahu.", alasan=formulir.cleaned_data["alasan"],
        pengguna=pembaca(request),
    )  # fmt: skip


def _konfirmasi(request: HttpRequest) -> FormulirKonfirmasi:
    return FormulirKonfirmasi(request.POST, request=request)


@izin(Izin.KINERJA_ISI)
@require_POST
def tarik(request: HttpRequest, crosscutting_id: UUID) -> HttpResponse:
    """The OPD that asked withdraws, with the reason."""
    c = _ambil(request, crosscutting_id, Izin.KINERJA_ISI)
    formulir = FormulirAlasan(request.POST, prefix="tarik")
    if not formulir.is_valid():
        return _halaman(request, c, tarik=formulir)
    return _kerjakan(
        request, c, actions.tarik_crosscutting, "tarik", c.opd_id, "Ditarik. OPD mitra diberi tahu.",
        alasan=formulir.cleaned_data["alasan"],
    )  # fmt: skip
