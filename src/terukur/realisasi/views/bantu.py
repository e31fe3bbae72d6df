"""What the views of this room share."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from terukur.akun.models import Pengguna
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import AturanDilanggar, TidakBerhak, TidakDitemukan
from terukur.inti.periode import Periode
from terukur.jejak.tindakan import Hasil, laksanakan
from terukur.organisasi.models import OPD
from terukur.organisasi.queries import get_opd, hari_pemda, sebut_saat
from terukur.realisasi import queries
from terukur.realisasi.models import LaporanRealisasi, PemeriksaanLapangan


def pembaca(request: HttpRequest) -> Pengguna:
    """Who is logged in; the access middleware let nobody else in."""
    return cast(Pengguna, request.user)


def saat(request: HttpRequest) -> dt.datetime:
    """When this request was received."""
    diterima: dt.datetime = request.diterima_pada  # type: ignore[attr-defined]
    return diterima


def hari(request: HttpRequest) -> dt.date:
    """The day where the pemda is."""
    return hari_pemda(saat(request))


@dataclass(frozen=True, slots=True)
class Bahan:
    """A report with what its pages need. ``laporan`` unsaved while nobody began it, and where it was not
    submitted by ``diketahui`` (None: as it stands now)."""

    opd: OPD
    periode: Periode
    laporan: LaporanRealisasi
    baris: list[queries.BarisLaporan]
    lapangan: dict[UUID, list[PemeriksaanLapangan]]
    diketahui: dt.datetime | None = None

    @property
    def alamat(self) -> str:
        return alamat_laporan(self.opd.pk, self.periode.kode)


def alamat_laporan(opd_id: UUID, periode: str, kunci: object = "") -> str:
    """Address of the report, or of one row in it."""
    alamat = reverse("realisasi:laporan", args=[opd_id, periode])
    return f"{alamat}?baris={kunci}#isian" if kunci else alamat


def get_periode(kode: str) -> Periode:
    """The period that an address names; 404 for any other text."""
    try:
        return Periode.baca(kode)
    except ValueError:
        raise TidakDitemukan("Periode itu tidak dikenal.") from None


def ambil(
    request: HttpRequest,
    opd_id: UUID,
    periode: str,
    perlu: Izin = Izin.REALISASI_LIHAT,
    *,
    diketahui: dt.datetime | None = None,
) -> Bahan:
    """The report of an OPD in the scope of ``perlu`` (404 outside), with its rows; of a past instant what was
    official then."""
    opd = get_opd(opd_id, untuk=pembaca(request), izin=perlu)
    p = get_periode(periode)
    ada = queries.get_laporan(opd.pk, p.kode)
    if diketahui is not None:
        sebut_saat([opd], diketahui)
        ada = queries.get_laporan_saat(ada, diketahui)
    laporan = ada or LaporanRealisasi(opd=opd, tahun=p.tahun, periode=p.kode)
    baris = (
        queries.baris_lampau(opd.pk, p, ada, diketahui)
        if diketahui
        else queries.baris_laporan(opd.pk, p, ada)
    )
    return Bahan(opd, p, laporan, baris, queries.lapangan_laporan(opd.pk, p.kode, diketahui), diketahui)


def laksanakan_pada(
    request: HttpRequest, bahan: Bahan, aksi: Callable[..., Any], verba: str, *, tujuan: str, **kwargs: Any
) -> Hasil[Any]:
    """Perform an act on this report; ``verba`` names it where it is refused."""
    return laksanakan(
        request,
        partial(aksi, opd_id=bahan.opd.pk, periode=bahan.periode.kode),
        peristiwa=f"realisasi.{verba}",
        objek="realisasi",
        objek_id=bahan.laporan.pk,
        opd_id=bahan.opd.pk,
        tujuan=tujuan,
        **kwargs,
    )


def kerjakan(
    request: HttpRequest,
    bahan: Bahan,
    aksi: Callable[..., Any],
    verba: str,
    *,
    kembali: str,
    berhasil: str,
    **kwargs: Any,
) -> HttpResponse:
    """The same for a button; a refusal becomes a sentence on the page it came from."""
    try:
        hasil = laksanakan_pada(request, bahan, aksi, verba, tujuan=kembali, **kwargs)
    except (TidakDitemukan, TidakBerhak):
        raise
    except AturanDilanggar as tolak:
        messages.error(request, tolak.pesan)
        return redirect(kembali)
    if not hasil.ulang:
        messages.success(request, berhasil)
    return redirect(hasil.tujuan)
