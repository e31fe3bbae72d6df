"""Reads of money spent: the last cut-off up to a day, as known at an instant."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, QuerySet, Sum

from terukur.akun.models import Pengguna
from terukur.anggaran.choices import SumberRealisasi
from terukur.anggaran.models import RealisasiAnggaran
from terukur.anggaran.rules.serapan import persen_serapan, tambah
from terukur.inti.izin import Izin


@dataclass(frozen=True, slots=True)
class SerapanOPD:
    """Budget and spending of an OPD in one book. ``batas``: up to which day it speaks."""

    opd_id: UUID
    nama: str
    sumber: str
    batas: dt.date
    anggaran: Decimal | None
    realisasi: Decimal | None
    baris: int

    @property
    def persen(self) -> Decimal | None:
        return persen_serapan(self.anggaran, self.realisasi)

    @property
    def nama_sumber(self) -> str:
        return str(SumberRealisasi(self.sumber).label)


def realisasi_terlihat(
    untuk: Pengguna, *, tahun: int, per: dt.date, diketahui: dt.datetime | None = None
) -> QuerySet[RealisasiAnggaran]:
    """Rows of the last cut-off up to ``per`` in every book, of the OPD in scope."""
    baris = RealisasiAnggaran.objects.pada(per, diketahui).filter(tahun=tahun)
    cakupan = untuk.akses.cakupan(Izin.ANGGARAN_LIHAT)
    return baris if cakupan is None else baris.filter(opd__in=cakupan)


def serapan_per_opd(
    untuk: Pengguna, *, tahun: int, per: dt.date, diketahui: dt.datetime | None = None
) -> list[SerapanOPD]:
    """One row for each OPD and book, in one query."""
    baris = (
        realisasi_terlihat(untuk, tahun=tahun, per=per, diketahui=diketahui)
        .values("opd", "opd__nama", "opd__kode", "sumber")
        .annotate(a=Sum("anggaran"), r=Sum("realisasi"), b=Max("batas"), n=Count("pk"))
        .order_by("opd__kode", "sumber")
    )
    return [SerapanOPD(b["opd"], b["opd__nama"], b["sumber"], b["b"], b["a"], b["r"], b["n"]) for b in baris]


def serapan_per_jenis(baris: QuerySet[RealisasiAnggaran]) -> list[dict[str, Any]]:
    """{jenis, anggaran, realisasi, persen} of these rows, in one query."""
    hasil = (
        baris.values("jenis").annotate(anggaran=Sum("anggaran"), realisasi=Sum("realisasi")).order_by("jenis")
    )
    return [b | {"persen": persen_serapan(b["anggaran"], b["realisasi"])} for b in hasil]


@dataclass(slots=True)
class SerapanSub:
    """One sub kegiatan of a unit: {kind: (budget, spending)}."""

    kode_unit: str
    nama_unit: str
    kode: str
    nama: str
    jenis: dict[str, tuple[Decimal | None, Decimal | None]]

    def jumlah(self, ke: int) -> Decimal | None:
        """Budget (0) or spending (1) over all kinds."""
        hasil: Decimal | None = None
        for isi in self.jenis.values():
            hasil = tambah(hasil, isi[ke])
        return hasil

    @property
    def persen(self) -> Decimal | None:
        return persen_serapan(self.jumlah(0), self.jumlah(1))


def serapan_per_sub(baris: QuerySet[RealisasiAnggaran]) -> list[SerapanSub]:
    """The rows of one book, kinds side by side. One query."""
    hasil: dict[tuple[str, str], SerapanSub] = {}
    for r in baris.order_by("kode_unit", "kode", "jenis", "pk"):
        satu = hasil.setdefault(
            (r.kode_unit, r.kode), SerapanSub(r.kode_unit, r.nama_unit, r.kode, r.nama, {})
        )
        satu.jenis[r.jenis] = (r.anggaran, r.realisasi)
    return list(hasil.values())
