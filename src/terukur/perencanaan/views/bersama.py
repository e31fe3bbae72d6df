"""What the pages of a program kerja share: loading, the bar that never leaves the screen, links."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from terukur.akun.models import Pengguna
from terukur.antarmuka.formulir import Formulir
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import TidakBerhak, TidakDitemukan
from terukur.jejak.tindakan import laksanakan
from terukur.perencanaan.penyedia import penyedia_uang
from terukur.perencanaan.providers import susun_kelengkapan
from terukur.perencanaan.queries import PohonProgram, pohon_program, unit_isian
from terukur.tenggat.models import Pengajuan
from terukur.tenggat.penyedia import Kelengkapan
from terukur.tenggat.queries import get_pengajuan, tenggat_pengajuan
from terukur.tenggat.rules import alasan_tidak_diisi, persen_syarat


@dataclass(frozen=True, slots=True)
class Keadaan:
    """One program kerja as a page shows it."""

    pengajuan: Pengajuan
    pohon: PohonProgram
    kelengkapan: Kelengkapan
    persen: int
    alasan: str
    pagu: Decimal | None
    terpakai: Decimal | None
    alamat: dict[str, str]

    @property
    def boleh_isi(self) -> bool:
        return not self.alasan

    @property
    def sisa_pagu(self) -> Decimal | None:
        return None if self.pagu is None else self.pagu - (self.terpakai or Decimal(0))


def pembaca(request: HttpRequest) -> Pengguna:
    """Who is logged in; the access middleware let nobody else in."""
    return cast(Pengguna, request.user)


def saat(request: HttpRequest) -> dt.datetime:
    """When this request was received."""
    diterima: dt.datetime = request.diterima_pada  # type: ignore[attr-defined]
    return diterima


def muat_pengajuan(request: HttpRequest, pengajuan_id: UUID) -> Pengajuan:
    """The submission in the reader's scope; else 404."""
    return get_pengajuan(pengajuan_id, untuk=request.user)  # type: ignore[arg-type]


def muat_untuk_diisi(request: HttpRequest, pengajuan_id: UUID, *, seluruh_opd: bool = False) -> Pengajuan:
    """The submission for writing: 404 outside the scope, 403 where the reader may only read.

    Who reads every OPD (a verifikator, say) may be an operator of one: that lets him write there
    only. ``seluruh_opd``: the act touches rows of every unit, so an operator of a unit is refused.
    """
    pengajuan = muat_pengajuan(request, pengajuan_id)
    pengguna: Any = request.user
    if not pengguna.akses.boleh(Izin.PROGRAM_ISI, pengajuan.opd_id):
        raise TidakBerhak(f"Hanya operator {pengajuan.opd.nama} yang dapat mengisi program kerja ini.")
    if seluruh_opd and (alasan := alasan_unit(request, pengajuan)):
        raise TidakBerhak(alasan)
    return pengajuan


def alasan_unit(request: HttpRequest, pengajuan: Pengajuan) -> str:
    """Why an operator of a unit cannot do what writes rows of every unit; empty for the others."""
    pengguna: Any = request.user
    if unit_isian(pengguna, pengajuan.opd_id) is None:
        return ""
    return (
        "Langkah ini menulis untuk seluruh OPD, sedangkan Anda operator unit. Minta admin OPD melakukannya."
    )


def alasan_kunci(request: HttpRequest, pengajuan: Pengajuan) -> str:
    """Why this reader cannot change the program kerja now; empty when he can."""
    if not request.user.akses.boleh(Izin.PROGRAM_ISI, pengajuan.opd_id):  # type: ignore[union-attr]
        return f"Hanya operator {pengajuan.opd.nama} yang dapat mengisi program kerja ini."
    return alasan_tidak_diisi(pengajuan, pada=request.diterima_pada) or ""  # type: ignore[attr-defined]


def tautan_baris(pengajuan_id: UUID, sub_kegiatan_id: UUID) -> str:
    """Where a row is opened: the editor with its money, or its place on the page of the tree."""
    if uang := penyedia_uang():
        return uang.tautan_ubah(sub_kegiatan_id)
    return f"{reverse('perencanaan:program_kerja', args=[pengajuan_id])}#s-{sub_kegiatan_id}"


def susun_keadaan(request: HttpRequest, pengajuan: Pengajuan) -> Keadaan:
    """Everything around a program kerja, in a constant number of queries."""
    pohon = pohon_program(pengajuan)
    label = {str(b.pk): b.kunci for b in pohon.baris}
    kelengkapan = susun_kelengkapan(pengajuan.pk, pohon.hasil, label)
    uang = penyedia_uang()
    pagu = list(uang.pagu(pengajuan)) if uang else []
    return Keadaan(
        pengajuan=pengajuan,
        pohon=pohon,
        kelengkapan=kelengkapan,
        persen=persen_syarat(kelengkapan.terpenuhi, kelengkapan.jumlah, len(kelengkapan.galat)),
        alasan=alasan_kunci(request, pengajuan),
        pagu=sum((p.pagu for p in pagu), Decimal(0)) if pagu else None,
        terpakai=pohon.total,
        alamat={str(b.pk): tautan_baris(pengajuan.pk, b.pk) for b in pohon.baris},
    )


def konteks_bilah(request: HttpRequest, keadaan: Keadaan) -> dict[str, Any]:
    """Template values of the bar and the head of a program kerja's pages."""
    pengajuan = keadaan.pengajuan
    return {
        "keadaan": keadaan,
        "pengajuan": pengajuan,
        "opd": pengajuan.opd,
        "jendela": pengajuan.jendela,
        "tenggat": tenggat_pengajuan(pengajuan, pada=request.diterima_pada),  # type: ignore[attr-defined]
        "status": pengajuan.get_status_display(),
    }


def tolak_asing(formulir: Formulir, kolom: str) -> None:
    """An id of another OPD in the query or the body looks as if it did not exist (404)."""
    if any(galat.code == "invalid_choice" for galat in formulir.errors.as_data().get(kolom, ())):
        raise TidakDitemukan()


def lakukan(
    request: HttpRequest, aksi: Callable[..., Any], *, verba: str, pengajuan: Pengajuan, **kwargs: Any
) -> Any:
    """Perform an act on a program kerja through the journal's door; returns its value or None.

    None also when the same form had arrived before. Raises ``AturanDilanggar``.
    """
    return laksanakan(
        request,
        aksi,
        peristiwa=f"program_kerja.{verba}",
        objek="pengajuan",
        objek_id=pengajuan.pk,
        opd_id=pengajuan.opd_id,
        tujuan="",
        **kwargs,
    ).nilai
