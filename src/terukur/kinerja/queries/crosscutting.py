"""Reads of crosscutting between OPD."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from terukur.akun.models import Pengguna
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import TidakDitemukan
from terukur.kinerja.choices import StatusCrosscutting
from terukur.kinerja.models import Crosscutting, IsiSimpul
from terukur.kinerja.rules.pohon import KaitanSimpul
from terukur.organisasi.queries import belum_ada
from terukur.perencanaan.models import DokumenRencana

S = StatusCrosscutting


def status_pada(c: Crosscutting, diketahui: dt.datetime | None) -> str:
    """The state as it was known at an instant; empty: it was not proposed yet."""
    if diketahui is None:
        return c.status
    if c.diusulkan_pada > diketahui:
        return ""
    if c.ditarik_pada and c.ditarik_pada <= diketahui:
        return S.DITARIK.value
    if c.diputus_pada and c.diputus_pada <= diketahui:
        return (S.DITERIMA if c.simpul_mitra_id else S.DITOLAK).value
    return S.DIUSULKAN.value


def kaitan_simpul(
    simpul_ids: Collection[UUID], diketahui: dt.datetime | None
) -> dict[UUID, list[KaitanSimpul]]:
    hasil: dict[UUID, list[KaitanSimpul]] = defaultdict(list)
    baris = (
        Crosscutting.objects.filter(Q(simpul__in=simpul_ids) | Q(simpul_mitra__in=simpul_ids))
        .select_related("opd", "mitra")
        .order_by("diusulkan_pada", "pk")
    )
    for c in baris:
        status = status_pada(c, diketahui)
        if status in ("", S.DITARIK):
            continue
        hasil[c.simpul_id].append(KaitanSimpul(c.pk, c.mitra.singkatan, status, False, c.permintaan))
        if c.simpul_mitra_id and status == S.DITERIMA:
            hasil[c.simpul_mitra_id].append(KaitanSimpul(c.pk, c.opd.singkatan, status, True, c.permintaan))
    return hasil


def crosscutting_terlihat(untuk: Pengguna) -> QuerySet[Crosscutting]:
    """What the reader's OPD asked or was asked, the newest first."""
    cakupan = untuk.akses.cakupan(Izin.KINERJA_LIHAT)
    baris = Crosscutting.objects.select_related("opd", "mitra", "simpul__dokumen", "simpul_mitra").order_by(
        "-diusulkan_pada", "pk"
    )
    return baris if cakupan is None else baris.filter(Q(opd__in=cakupan) | Q(mitra__in=cakupan))


def crosscutting_opd(opd_id: UUID) -> QuerySet[Crosscutting]:
    """What this OPD asked or was asked, the newest first."""
    return (
        Crosscutting.objects.filter(Q(opd=opd_id) | Q(mitra=opd_id))
        .select_related("opd", "mitra")
        .order_by("-diusulkan_pada", "pk")
    )


def mitra_menunggu(dokumen: DokumenRencana, diketahui: dt.datetime | None) -> list[UUID]:
    """The asked OPD, once for each request that waits for an answer."""
    baris = Crosscutting.objects.filter(simpul__dokumen=dokumen).order_by("diusulkan_pada", "pk")
    return [c.mitra_id for c in baris if status_pada(c, diketahui) == S.DIUSULKAN]


def get_crosscutting(crosscutting_id: UUID, *, untuk: Pengguna) -> Crosscutting:
    """One of them, else ``TidakDitemukan``."""
    c = crosscutting_terlihat(untuk).filter(pk=crosscutting_id).first()
    if c is None:
        raise TidakDitemukan("Crosscutting tidak ditemukan.")
    return c


def crosscutting_saat(c: Crosscutting, saat: dt.datetime) -> Crosscutting:
    """This one as it stood then, only to be read; ``TidakDitemukan`` before it was proposed."""
    status = status_pada(c, saat)
    if not status:
        raise belum_ada("Usulan crosscutting ini", saat)
    if status != c.status:
        c.alasan = ""
    c.status = status
    if status == S.DIUSULKAN:
        c.simpul_mitra, c.diputus_pada, c.pemutus = None, None, ""
    if status != S.DITARIK:
        c.ditarik_pada = None
    return c


def pernyataan_simpul(
    simpul_ids: Iterable[UUID | None], diketahui: dt.datetime | None = None
) -> dict[UUID, str]:
    """{node: what it says now (or said at ``diketahui``), or said last}. One query."""
    baris = IsiSimpul.objects.filter(simpul__in=[s for s in simpul_ids if s]).order_by(
        "dicatat_pada", "berlaku_sejak", "pk"
    )
    if diketahui is not None:
        baris = baris.filter(dicatat_pada__lte=diketahui)
    return dict(baris.values_list("simpul", "pernyataan"))


def crosscutting_menunggu(untuk: Pengguna) -> list[Crosscutting]:
    """What waits for the answer of the reader as head of an OPD, the oldest first. At most one query."""
    if not untuk.akses.boleh(Izin.CROSSCUTTING_PUTUS):
        return []
    cakupan = untuk.akses.cakupan(Izin.CROSSCUTTING_PUTUS)
    baris = Crosscutting.objects.filter(status=S.DIUSULKAN).select_related("opd", "mitra")
    if cakupan is not None:
        baris = baris.filter(mitra__in=cakupan)
    return list(baris.order_by("diusulkan_pada", "pk"))
