"""What the views of this room share."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from terukur.akun.models import Pengguna
from terukur.eskalasi import actions, queries
from terukur.eskalasi.forms import FormulirPenerima
from terukur.eskalasi.models import Peringatan, TindakLanjut
from terukur.eskalasi.rules.alur import KonteksTerbitan, hari_terlambat
from terukur.inti.kesalahan import AturanDilanggar, TidakBerhak, TidakDitemukan
from terukur.jejak.tindakan import laksanakan
from terukur.organisasi.queries import hari_pemda

TANPA_LANGKAH: dict[str, Any] = {
    "langkah": {}, "boleh_tulis": False, "draf": None, "langkah_penerima": None, "form_penerima": None
}  # fmt: skip
"""What a page of a past day offers."""


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


def alamat(induk: Peringatan | TindakLanjut) -> str:
    """The page of a warning, or of a disposisi in the hands of one OPD."""
    nama = "peringatan" if isinstance(induk, Peringatan) else "tindak_lanjut"
    return reverse(f"eskalasi:{nama}", args=[induk.pk])


def lewat(induk: Peringatan | TindakLanjut, hari_ini: dt.date) -> int:
    """Days past the deadline of what still waits for the OPD."""
    return hari_terlambat(
        induk.tanggal_tenggat, is_menunggu_opd=queries.is_menunggu_opd(induk), hari=hari_ini
    )


def sebut_giliran(induk: Peringatan | TindakLanjut, giliran: str) -> str:
    """Who must act; of an OPD that has ended, that nobody is named yet."""
    return "Belum ada penerima" if giliran == "Kepala OPD" and not induk.opd.aktif else giliran


def isi_penerima(
    request: HttpRequest, induk: Peringatan | TindakLanjut, konteks: KonteksTerbitan
) -> dict[str, Any]:
    """The form by which a paper of an OPD that ended gets its recipient, where the reader may do so."""
    calon = queries.calon_penerima(induk, pada=saat(request))
    langkah = queries.tindakan_penerima(induk, calon, pengguna=pembaca(request), konteks=konteks)
    formulir = FormulirPenerima(calon=calon, auto_id="penerima_%s")
    return {"langkah_penerima": langkah, "form_penerima": formulir}


def tetapkan(request: HttpRequest, induk: Peringatan | TindakLanjut) -> HttpResponse:
    """Name the OPD that answers."""
    calon = queries.calon_penerima(induk, pada=saat(request))
    return kerjakan(
        request, induk, actions.tetapkan_penerima, "alih", berhasil="Penerima ditetapkan dan diberi tahu.",
        formulir=FormulirPenerima(request.POST, calon=calon),
    )  # fmt: skip


def hari_saat(request: HttpRequest, saat_lalu: dt.datetime | None) -> dt.date:
    """The day of a past instant; None: today."""
    return hari_pemda(saat_lalu) if saat_lalu else hari(request)


def galat_pertama(daftar: Iterable[Any]) -> str:
    """The first sentence of a form that was refused."""
    return next((str(p) for galat in daftar for p in galat), "Isian belum lengkap.")


def kerjakan(
    request: HttpRequest,
    induk: Peringatan | TindakLanjut,
    aksi: Callable[..., Any],
    verba: str,
    *,
    berhasil: str,
    formulir: Any = None,
) -> HttpResponse:
    """Perform one step of a button; a refusal becomes a sentence on the page it came from."""
    objek = "peringatan" if isinstance(induk, Peringatan) else "tindak_lanjut"
    if formulir is not None and not formulir.is_valid():
        messages.error(request, galat_pertama(formulir.errors.values()))
        return redirect(alamat(induk))
    isi = formulir.cleaned_data if formulir is not None else {}
    try:
        hasil = laksanakan(
            request, aksi, peristiwa=f"{objek}.{verba}", objek=objek, objek_id=induk.pk,
            opd_id=induk.opd_id, tujuan=alamat(induk), penugasan=_jabatan(request),
            pengguna=pembaca(request), **({f"{objek}_id": induk.pk} | isi),
        )  # fmt: skip
    except (TidakDitemukan, TidakBerhak):
        raise
    except AturanDilanggar as tolak:
        messages.error(request, tolak.pesan)
        return redirect(alamat(induk))
    if not hasil.ulang:
        messages.success(request, berhasil)
    return redirect(hasil.tujuan)


def _jabatan(request: HttpRequest) -> str:
    """The office in which the reader decides: of an employee with its SK, of who was elected his role."""
    return queries.jabatan_penerbit(pembaca(request), pada=saat(request)) or pembaca(request).akses.sebutan
