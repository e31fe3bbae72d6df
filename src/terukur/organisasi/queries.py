"""Reads of organisasi. Days are days of the pemda (``settings.TIME_ZONE``)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q

from terukur.akun.akses import PeranAktif
from terukur.akun.models import Pengguna
from terukur.akun.peran import Peran
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import TidakDitemukan
from terukur.organisasi import rules
from terukur.organisasi.choices import JenisPenugasan
from terukur.organisasi.models import (
    OPD,
    HariLibur,
    OPDVersi,
    Penugasan,
    PeranPengguna,
    Unit,
    UnitVersi,
)
from terukur.organisasi.models.pegawai import PERAN_PER_OPD, PenugasanQuerySet

URUTAN_PENANDA = (JenisPenugasan.PLH, JenisPenugasan.PLT, JenisPenugasan.PJ, JenisPenugasan.DEFINITIF)
"""Who signs when several hold the office: whoever stands in, before the one stood in for."""


def zona_pemda() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)


def hari_pemda(pada: dt.datetime) -> dt.date:
    """The calendar day of an instant where the pemda is."""
    return pada.astimezone(zona_pemda()).date()


# -- OPD and unit ---------------------------------------------------------------------------


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


# -- who signs ------------------------------------------------------------------------------


def _penanda(pada: dt.datetime, diketahui: dt.datetime | None) -> PenugasanQuerySet:
    hari = hari_pemda(pada)
    saat = diketahui or pada
    return (
        Penugasan.objects.pada(hari, saat)
        .dengan_jabatan(hari, saat)
        .filter(kepala_pada=True, pegawai__aktif=True)
        .select_related("pegawai", "pegawai__pengguna", "jabatan")
        .order_by("pk")
    )


def daftar_penanda(
    opd_ids: Collection[UUID] | None = None, *, pada: dt.datetime, diketahui: dt.datetime | None = None
) -> dict[UUID, list[Penugasan]]:
    """All who may sign, per OPD, the one standing in first. One query.

    As known at ``diketahui`` (None: at ``pada``, so that an SK recorded later gives nobody
    authority over acts of before).
    """
    kueri = _penanda(pada, diketahui)
    if opd_ids is not None:
        kueri = kueri.filter(opd_pada__in=opd_ids)
    hasil: dict[UUID, list[Penugasan]] = defaultdict(list)
    for p in kueri:
        hasil[p.opd_pada].append(p)
    for daftar in hasil.values():
        daftar.sort(key=lambda p: URUTAN_PENANDA.index(JenisPenugasan(p.jenis)))
    return dict(hasil)


def penanda_tangan(
    opd_id: UUID, *, pada: dt.datetime, diketahui: dt.datetime | None = None
) -> Penugasan | None:
    """Who signs for the OPD at ``pada``: Plh before Plt before Pj before the definitive head."""
    return next(iter(daftar_penanda([opd_id], pada=pada, diketahui=diketahui).get(opd_id, [])), None)


def penugasan_penanda(pengguna: Pengguna, opd_id: UUID, *, pada: dt.datetime) -> Penugasan | None:
    """The penugasan by which ``pengguna`` may sign for the OPD at ``pada``; None: he may not."""
    for p in daftar_penanda([opd_id], pada=pada).get(opd_id, []):
        if p.pegawai.pengguna_id == pengguna.pk:
            return p
    return None


# -- roles ----------------------------------------------------------------------------------


def peran_pengguna(pengguna: Pengguna, pada: dt.datetime) -> list[PeranAktif]:
    """The ``sumber_peran`` of organisasi: granted roles, and KEPALA_OPD by penugasan. Two queries."""
    hari = hari_pemda(pada)
    hasil = [
        PeranAktif(Peran(p.peran), p.opd_id, p.unit_id, frozenset(p.syarat), p.dasar)
        for p in PeranPengguna.objects.pada(hari, pada).filter(pengguna=pengguna).order_by("peran", "pk")
    ]
    for p in _penanda(pada, None).filter(pegawai__pengguna=pengguna):
        hasil.append(PeranAktif(Peran.KEPALA_OPD, p.opd_pada, dasar=p.dasar_kewenangan))
    return hasil


def pengguna_berperan(
    peran: Peran, *, opd_id: UUID | None = None, pada: dt.datetime, syarat: str | None = None
) -> list[Pengguna]:
    """Active users holding ``peran`` at ``pada``, by name.

    ``opd_id`` narrows roles that name an OPD; roles of the whole kabupaten hold for every OPD.
    ``syarat``: of the verifikator, those who check this requirement.
    """
    if opd_id is not None and (peran in PERAN_PER_OPD or peran is Peran.KEPALA_OPD):
        return pengguna_berperan_per_opd(peran, [opd_id], pada=pada).get(opd_id, [])
    if peran is Peran.KEPALA_OPD:
        semua = {u for daftar in pengguna_berperan_per_opd(peran, None, pada=pada).values() for u in daftar}
        return sorted(semua, key=lambda u: (u.nama, str(u.pk)))
    kueri = (
        PeranPengguna.objects.pada(hari_pemda(pada), pada)
        .filter(peran=peran, pengguna__is_active=True)
        .select_related("pengguna")
    )
    if syarat is not None:
        kueri = kueri.filter(Q(syarat=[]) | Q(syarat__contains=[syarat]))
    return sorted({p.pengguna for p in kueri}, key=lambda u: (u.nama, str(u.pk)))


def pengguna_berperan_per_opd(
    peran: Peran, opd_ids: Collection[UUID] | None, *, pada: dt.datetime
) -> dict[UUID, list[Pengguna]]:
    """Active users holding ``peran`` for each OPD at ``pada`` (None: every OPD). One query."""
    hasil: dict[UUID, set[Pengguna]] = defaultdict(set)
    if peran is Peran.KEPALA_OPD:
        for opd, daftar in daftar_penanda(opd_ids, pada=pada).items():
            hasil[opd] |= {
                p.pegawai.pengguna for p in daftar if p.pegawai.pengguna and p.pegawai.pengguna.is_active
            }
    else:
        kueri = (
            PeranPengguna.objects.pada(hari_pemda(pada), pada)
            .filter(peran=peran, opd__isnull=False, pengguna__is_active=True)
            .select_related("pengguna")
        )
        if opd_ids is not None:
            kueri = kueri.filter(opd_id__in=opd_ids)
        for p in kueri:
            hasil[p.opd_id].add(p.pengguna)
    return {opd: sorted(u, key=lambda u: (u.nama, str(u.pk))) for opd, u in hasil.items() if u}


# -- working days ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class HariKerja:
    """A computed day. ``perkiraan``: a year it crosses has no official calendar yet."""

    tanggal: dt.date
    perkiraan: bool


def _kalender(dari: dt.date, sampai: dt.date) -> tuple[set[dt.date], bool]:
    baris = HariLibur.objects.filter(
        tanggal__gte=dt.date(dari.year, 1, 1), tanggal__lte=dt.date(sampai.year, 12, 31)
    ).values_list("tanggal", "perkiraan")
    libur = {tanggal for tanggal, _ in baris}
    resmi = {tanggal.year for tanggal, perkiraan in baris if not perkiraan}
    tahun = set(range(dari.year, sampai.year + 1))
    taksiran = {tanggal.year for tanggal, perkiraan in baris if perkiraan}
    return libur, bool(taksiran & tahun) or not tahun <= resmi


def geser_hari_kerja(mulai: dt.date, jumlah: int) -> HariKerja:
    """The ``jumlah``-th working day after ``mulai`` (not counted itself), by the stored calendar.

    Where ``perkiraan`` is set, no due date may be fixed on it: a year it crosses has holidays
    that are only estimated, or none recorded at all.
    """
    jauh = dt.timedelta(days=abs(jumlah) * 3 + 60)
    tepi = mulai + jauh if jumlah >= 0 else mulai - jauh
    libur, _ = _kalender(min(mulai, tepi), max(mulai, tepi))
    hasil = rules.geser_hari_kerja(mulai, jumlah, libur)
    _, perkiraan = _kalender(min(mulai, hasil), max(mulai, hasil))
    return HariKerja(hasil, perkiraan)


def hari_kerja(dari: dt.date, sampai: dt.date) -> int:
    """Working days after ``dari`` up to and including ``sampai``, by the stored calendar."""
    libur, _ = _kalender(dari, sampai)
    return rules.hitung_hari_kerja(dari, sampai, libur)
