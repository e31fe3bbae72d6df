"""Who is meant by a scope, and which rule holds for a person."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from terukur.akun.models import Pengguna
from terukur.inti.izin import Izin
from terukur.kehadiran.choices import LingkupJadwal
from terukur.kehadiran.models import Ketentuan
from terukur.kehadiran.queries.atasan import jabatan_banyak
from terukur.kehadiran.rules.atasan import tempat_kerja
from terukur.kehadiran.rules.lingkup import kunci_orang
from terukur.organisasi.models import OPD, Pegawai, Penugasan, Unit
from terukur.organisasi.models.pegawai import PenugasanQuerySet
from terukur.organisasi.queries import daftar_opd, daftar_unit, hari_pemda

L = LingkupJadwal


def tempat(pegawai_id: UUID, *, pada: dt.datetime) -> tuple[UUID | None, UUID | None]:
    """(OPD, unit) where a person works at ``pada``; None where he holds no office."""
    j = tempat_kerja(jabatan_banyak([pegawai_id], pada=pada).get(pegawai_id, []))
    return (j.opd_id, j.unit_id) if j else (None, None)


def ketentuan_orang(pegawai_id: UUID, *, hari: dt.date, pada: dt.datetime) -> Ketentuan | None:
    """The rule set of ``hari`` for a person who works where he does at ``pada``; the narrowest wins."""
    opd_id, unit_id = tempat(pegawai_id, pada=pada)
    kunci = kunci_orang(pegawai_id, unit_id, opd_id)
    ada = {k.kunci: k for k in Ketentuan.objects.pada(hari).filter(kunci__in=kunci).order_by("pk")}
    return next((ada[k] for k in kunci if k in ada), None)


def ada_tebus(sejak: dt.date, sampai: dt.date) -> bool:
    """Is there a rule set on these days by which lateness may be made up for so many times a month?"""
    berlaku = Ketentuan.objects.diketahui(None).filter(tebus_kali__gt=0, berlaku_sejak__lte=sampai)
    return berlaku.filter(Q(berlaku_sampai=None) | Q(berlaku_sampai__gte=sejak)).exists()


def penugasan_hari(pada: dt.datetime) -> PenugasanQuerySet:
    """Penugasan of the day of ``pada``, as known now, with the jabatan of the day."""
    hari = hari_pemda(pada)
    return Penugasan.objects.pada(hari).dengan_jabatan(hari)


def orang_lingkup(
    lingkup: str, pemilik_id: UUID | None, *, sejak: dt.date, sampai: dt.date
) -> QuerySet[Pegawai]:
    """Everybody whom a scope can touch on some of these days: who holds an office there on one of them."""
    if lingkup == L.SEMUA:
        return Pegawai.objects.all()
    if lingkup == L.PEGAWAI:
        return Pegawai.objects.filter(pk__in=[pemilik_id])
    tugas = Penugasan.objects.diketahui(None).filter(berlaku_sejak__lte=sampai)
    tugas = tugas.filter(Q(berlaku_sampai__isnull=True) | Q(berlaku_sampai__gte=sejak))
    kolom = "jabatan__riwayat__unit" if lingkup == L.UNIT else "jabatan__riwayat__opd"
    return Pegawai.objects.filter(pk__in=tugas.filter(**{kolom: pemilik_id}).values("pegawai_id"))


@dataclass(frozen=True, slots=True)
class Wilayah:
    """Where somebody manages: whole OPD (None: the kabupaten) and, of others, only some units."""

    opd: frozenset[UUID] | None
    unit: frozenset[UUID] = frozenset()

    def syarat(self, opd: str, unit: str) -> Q:
        """A condition on two fields that hold an OPD and its unit."""
        if self.opd is None:
            return Q()
        return Q(**{f"{opd}__in": self.opd}) | Q(**{f"{unit}__in": self.unit})


def wilayah(untuk: Pengguna, izin: Izin = Izin.KEHADIRAN_KELOLA) -> Wilayah:
    """Where ``untuk`` holds ``izin``; who was made admin of a unit holds it for that unit only."""
    cakupan = untuk.akses.cakupan(izin)
    if cakupan is None:
        return Wilayah(None)
    unit = {o: untuk.akses.unit(izin, o) for o in cakupan}
    utuh = frozenset(o for o, u in unit.items() if u is None)
    return Wilayah(utuh, frozenset(u for semua in unit.values() if semua for u in semua))


def pilihan_wilayah(untuk: Pengguna, izin: Izin) -> tuple[list[OPD], list[Unit]]:
    """OPD and units that somebody manages as wholes: of an OPD of which he has a unit only, that unit."""
    di = wilayah(untuk, izin)
    opd = [o for o in daftar_opd(untuk, izin=izin) if di.opd is None or o.pk in di.opd]
    unit = daftar_unit(untuk, izin=izin)
    return opd, [u for u in unit if di.opd is None or u.opd_id in di.opd or u.pk in di.unit]


def tulis_wilayah(di: Wilayah) -> dict[str, list[str] | None]:
    """As JSON, for what is done later."""
    opd = None if di.opd is None else sorted(str(o) for o in di.opd)
    return {"opd": opd, "unit": sorted(str(u) for u in di.unit)}


def baca_wilayah(isi: Mapping[str, Any]) -> Wilayah:
    opd = None if isi["opd"] is None else frozenset(UUID(o) for o in isi["opd"])
    return Wilayah(opd, frozenset(UUID(u) for u in isi.get("unit", ())))


def pegawai_wilayah(di: Wilayah, *, pada: dt.datetime) -> QuerySet[Pegawai]:
    """Active people with an office there today, by name; everybody for the whole kabupaten."""
    semua = Pegawai.objects.filter(aktif=True).order_by("nama", "pk")
    if di.opd is None:
        return semua
    tugas = penugasan_hari(pada).filter(di.syarat("opd_pada", "unit_pada"))
    return semua.filter(pk__in=tugas.values("pegawai_id"))


def pegawai_kelola(
    untuk: Pengguna, *, pada: dt.datetime, izin: Izin = Izin.KEHADIRAN_KELOLA
) -> QuerySet[Pegawai]:
    """Active people where the reader holds ``izin`` today, by name."""
    return pegawai_wilayah(wilayah(untuk, izin), pada=pada)


def opd_orang(pegawai_ids: Iterable[UUID], *, pada: dt.datetime) -> dict[UUID, UUID]:
    """{person: the OPD where he works at ``pada``}. One query."""
    milik = jabatan_banyak(list(pegawai_ids), pada=pada)
    return {p: j.opd_id for p, semua in milik.items() if (j := tempat_kerja(semua))}
