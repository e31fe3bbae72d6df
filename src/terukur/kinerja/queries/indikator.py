"""Reads of the indicator catalogue."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from terukur.akun.models import Pengguna
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import TidakDitemukan
from terukur.kinerja.models import DefinisiIndikator, Indikator


def definisi_banyak(
    indikator_ids: Iterable[UUID], *, per: dt.date, diketahui: dt.datetime | None = None
) -> dict[UUID, DefinisiIndikator]:
    """{indicator: what it means on the day ``per``}, as known at ``diketahui``. One query."""
    baris = (
        DefinisiIndikator.objects.pada(per, diketahui)
        .filter(indikator__in=set(indikator_ids))
        .select_related("indikator")
        .order_by("pk")
    )
    return {d.indikator_id: d for d in baris}


def tabel_indikator(
    untuk: Pengguna, *, per: dt.date, diketahui: dt.datetime | None = None
) -> QuerySet[DefinisiIndikator]:
    """The catalogue as of a day: indicators of the kabupaten and those of the OPD in scope."""
    baris = DefinisiIndikator.objects.pada(per, diketahui).select_related("indikator__opd")
    cakupan = untuk.akses.cakupan(Izin.KINERJA_LIHAT)
    return baris if cakupan is None else baris.filter(Q(indikator__opd=None) | Q(indikator__opd__in=cakupan))


def pilihan_indikator(opd_id: UUID | None, *, per: dt.date) -> QuerySet[DefinisiIndikator]:
    """Indicators that an OPD may choose: the kabupaten's and its own, by name. None: only the former."""
    return (
        DefinisiIndikator.objects.pada(per)
        .filter(Q(indikator__opd=None) | Q(indikator__opd=opd_id))
        .select_related("indikator")
        .order_by("nama", "pk")
    )


def get_indikator(indikator_id: UUID, *, untuk: Pengguna, izin: Izin = Izin.KINERJA_LIHAT) -> Indikator:
    """One indicator in the reader's scope; to change one of the kabupaten takes ``izin`` for all OPD."""
    indikator = Indikator.objects.select_related("opd").filter(pk=indikator_id).first()
    cakupan = untuk.akses.cakupan(izin)
    terbuka = izin == Izin.KINERJA_LIHAT
    if indikator is None or (
        cakupan is not None and indikator.opd_id not in cakupan and not (terbuka and indikator.opd_id is None)
    ):
        raise TidakDitemukan("Indikator tidak ditemukan.")
    return indikator
