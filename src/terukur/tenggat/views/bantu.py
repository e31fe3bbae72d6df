"""What the views of this room share."""

import datetime as dt
from collections.abc import Callable
from typing import Any, TypeVar, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from terukur.akun.models import Pengguna
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import AturanDilanggar, TidakBerhak, TidakDitemukan
from terukur.jejak.tindakan import laksanakan
from terukur.tenggat import queries
from terukur.tenggat.models import Pengajuan

T = TypeVar("T")


def pembaca(request: HttpRequest) -> Pengguna:
    """Who is logged in; the access middleware let nobody else in."""
    return cast(Pengguna, request.user)


def saat(request: HttpRequest) -> dt.datetime:
    """When this request was received."""
    diterima: dt.datetime = request.diterima_pada  # type: ignore[attr-defined]
    return diterima


def ambil(request: HttpRequest, pengajuan_id: UUID, *perlu: Izin) -> Pengajuan:
    """The package in the reader's scope (404 outside); 403 when none of ``perlu`` holds for its OPD."""
    pengajuan = queries.get_pengajuan(pengajuan_id, untuk=pembaca(request))
    akses = pembaca(request).akses
    if perlu and not any(akses.boleh(i, pengajuan.opd_id) for i in perlu):
        raise TidakBerhak(f"Peran Anda tidak mencakup tindakan ini untuk {pengajuan.opd.nama}.")
    return pengajuan


def ambil_opd(request: HttpRequest, pengajuan_id: UUID, perlu: Izin) -> UUID:
    """The OPD of the package, as ``ambil`` checks it, for an act that reads the package itself."""
    opd_id = queries.opd_pengajuan(pengajuan_id, untuk=pembaca(request))
    if not pembaca(request).akses.boleh(perlu, opd_id):
        ambil(request, pengajuan_id, perlu)  # says so with the name of the OPD
    return opd_id


def kerjakan(
    request: HttpRequest,
    aksi: Callable[..., T],
    *,
    peristiwa: str,
    kembali: str,
    berhasil: str,
    tujuan: str = "",
    pengajuan: Pengajuan | None = None,
    objek: str = "pengajuan",
    objek_id: object = "",
    **kwargs: Any,
) -> HttpResponse:
    """Perform one act of a button; a refusal becomes a sentence on the page it came from."""
    try:
        hasil = laksanakan(
            request, aksi, peristiwa=peristiwa, objek=objek,
            objek_id=pengajuan.pk if pengajuan else objek_id,
            opd_id=pengajuan.opd_id if pengajuan else None, tujuan=tujuan or kembali, **kwargs,
        )  # fmt: skip
    except (TidakDitemukan, TidakBerhak):
        raise
    except AturanDilanggar as tolak:
        messages.error(request, tolak.pesan)
        return redirect(kembali)
    if not hasil.ulang:
        messages.success(request, berhasil)
    return redirect(hasil.tujuan)
