"""OPD and unit, as of today or of any day as known at any instant."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

from terukur.akun.models import Pengguna
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import TidakDitemukan
from terukur.organisasi.models import OPD, OPDPenerus, OPDVersi, Unit, UnitVersi
from terukur.organisasi.queries.waktu import hari_pemda


def _pakai_versi(jangkar: OPD | Unit, versi: OPDVersi | UnitVersi) -> None:
    for kolom in versi.KOLOM_POTRET:
        setattr(jangkar, kolom, getattr(versi, kolom))
    jangkar.aktif = True


def daftar_opd(
    untuk: Pengguna,
    *,
    per: dt.date | None = None,
    diketahui: dt.datetime | None = None,
    izin: Izin = Izin.ORGANISASI_LIHAT,
) -> list[OPD]:
    """The OPD for which ``untuk`` holds ``izin``, by kode.

    ``per`` None: the active OPD of today. With ``per`` (and ``diketahui``): the OPD of that day
    as known then, each carrying the names and codes of that day.
    """
    cakupan = untuk.akses.cakupan(izin)
    return semua_opd(per=per, diketahui=diketahui, id_opd=cakupan)


def semua_opd(
    *,
    per: dt.date | None = None,
    diketahui: dt.datetime | None = None,
    id_opd: Collection[UUID] | None = None,
) -> list[OPD]:
    """Like ``daftar_opd`` without a reader: for jobs and for rooms that scope by themselves."""
    if per is None and diketahui is None:
        opd = OPD.objects.filter(aktif=True)
        if id_opd is not None:
            opd = opd.filter(pk__in=id_opd)
        return list(opd.order_by("kode", "pk"))
    if per is None:
        assert diketahui is not None
        per = hari_pemda(diketahui)
    versi = OPDVersi.objects.pada(per, diketahui).select_related("opd").order_by("kode", "pk")
    if id_opd is not None:
        versi = versi.filter(opd_id__in=id_opd)
    hasil = []
    for v in versi:
        _pakai_versi(v.opd, v)
        hasil.append(v.opd)
    return hasil


def sebut_saat(opd: Iterable[OPD], saat: dt.datetime) -> None:
    """Give these the names and codes of the day of ``saat``, as known then; who had ended, its last ones.
    ``aktif``: whether it was there that day. One query."""
    hari, menurut_id = hari_pemda(saat), defaultdict(list)
    for o in opd:
        menurut_id[o.pk].append(o)
    versi = OPDVersi.objects.diketahui(saat).filter(opd__in=menurut_id, berlaku_sejak__lte=hari)
    for v in versi.order_by("berlaku_sejak", "pk"):
        for o in menurut_id[v.opd_id]:
            _pakai_versi(o, v)
            o.aktif = v.berlaku_sampai is None or v.berlaku_sampai >= hari


def pendahulu_opd(opd_id: UUID) -> list[UUID]:
    """The OPD that this one carries on since a merge or split."""
    return list(
        OPDPenerus.objects.filter(penerus=opd_id)
        .order_by("tanggal", "pk")
        .values_list("pendahulu_id", flat=True)
    )


def hari_terakhir(opd_ids: Collection[UUID]) -> dict[UUID, dt.date]:
    """{OPD: its last day} of those of which an end is recorded, as known now. One query."""
    versi = OPDVersi.objects.diketahui(None).filter(opd__in=opd_ids)
    akhir: dict[UUID, dt.date] = {}
    terbuka: set[UUID] = set()
    for opd_id, sampai in versi.order_by("opd", "berlaku_sejak").values_list("opd", "berlaku_sampai"):
        if sampai is None:
            terbuka.add(opd_id)
        else:
            akhir[opd_id] = max(sampai, akhir.get(opd_id, sampai))
    return {o: sampai for o, sampai in akhir.items() if o not in terbuka}


def penerus_banyak(opd_ids: Collection[UUID]) -> dict[UUID, list[OPD]]:
    """{OPD that ended: those that carry it on}, by kode; it is not there where none was named. One query."""
    hasil: dict[UUID, list[OPD]] = defaultdict(list)
    baris = OPDPenerus.objects.filter(pendahulu__in=opd_ids).select_related("penerus")
    for p in baris.order_by("penerus__kode", "pk"):
        hasil[p.pendahulu_id].append(p.penerus)
    return dict(hasil)


def calon_penerus(asal: OPD, *, hari: dt.date) -> list[OPD]:
    """Who may take over on ``hari``: the recorded successors that exist; where none does, any OPD."""
    ada = semua_opd(per=hari)
    penerus = {o.pk for o in penerus_banyak([asal.pk]).get(asal.pk, [])}
    return [o for o in ada if o.pk in penerus] or ada


def opd_unit(unit_ids: Collection[UUID], *, per: dt.date) -> dict[UUID, UUID]:
    """{unit: the OPD to which it belongs on ``per``}, as known now. One query."""
    versi = UnitVersi.objects.pada(per).filter(unit__in=unit_ids).order_by("pk")
    return dict(versi.values_list("unit", "opd"))


def get_opd(opd_id: UUID, *, untuk: Pengguna, izin: Izin = Izin.ORGANISASI_LIHAT) -> OPD:
    """One OPD in the reader's scope (also one that no longer exists), else ``TidakDitemukan``."""
    cakupan = untuk.akses.cakupan(izin)
    opd = OPD.objects.filter(pk=opd_id).first()
    if opd is None or (cakupan is not None and opd.pk not in cakupan):
        raise TidakDitemukan("OPD tidak ditemukan.")
    return opd


def daftar_unit(
    untuk: Pengguna,
    *,
    opd_id: UUID | None = None,
    per: dt.date | None = None,
    diketahui: dt.datetime | None = None,
    izin: Izin = Izin.ORGANISASI_LIHAT,
) -> list[Unit]:
    """Units in the reader's scope, by kode; ``per``/``diketahui`` as in ``daftar_opd``."""
    cakupan = untuk.akses.cakupan(izin)
    if opd_id is not None:
        cakupan = frozenset({opd_id}) if cakupan is None or opd_id in cakupan else frozenset()
    if per is None and diketahui is None:
        unit = Unit.objects.filter(aktif=True).select_related("opd")
        if cakupan is not None:
            unit = unit.filter(opd_id__in=cakupan)
        return list(unit.order_by("kode", "pk"))
    if per is None:
        assert diketahui is not None
        per = hari_pemda(diketahui)
    versi = UnitVersi.objects.pada(per, diketahui).select_related("unit", "opd").order_by("kode", "pk")
    if cakupan is not None:
        versi = versi.filter(opd_id__in=cakupan)
    hasil = []
    for v in versi:
        _pakai_versi(v.unit, v)
        v.unit.opd = v.opd
        hasil.append(v.unit)
    return hasil


def get_unit(unit_id: UUID, *, untuk: Pengguna, izin: Izin = Izin.ORGANISASI_LIHAT) -> Unit:
    """One unit in the reader's scope, else ``TidakDitemukan``."""
    cakupan = untuk.akses.cakupan(izin)
    unit = Unit.objects.select_related("opd").filter(pk=unit_id).first()
    if unit is None or (cakupan is not None and unit.opd_id not in cakupan):
        raise TidakDitemukan("Unit tidak ditemukan.")
    return unit
