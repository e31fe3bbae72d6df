"""Who is meant by a scope, and which rule holds for a person."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from terukur.akun.models import Pengguna
from terukur.inti.izin import Izin
from terukur.kehadiran.choices import LingkupJadwal
from terukur.kehadiran.models import Ketentuan
from terukur.kehadiran.queries.atasan import jabatan_banyak
from terukur.kehadiran.rules.atasan import tempat_kerja
from terukur.kehadiran.rules.lingkup import kunci_orang
from terukur.organisasi.models import Pegawai, Penugasan
from terukur.organisasi.models.pegawai import PenugasanQuerySet
from terukur.organisasi.queries import hari_pemda

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


def pegawai_kelola(
    untuk: Pengguna, *, pada: dt.datetime, izin: Izin = Izin.KEHADIRAN_KELOLA
) -> QuerySet[Pegawai]:
    """Active people with an office in the reader's OPD today, by name; everybody for the whole kabupaten."""
    cakupan = untuk.akses.cakupan(izin)
    semua = Pegawai.objects.filter(aktif=True).order_by("nama", "pk")
    if cakupan is None:
        return semua
    tugas = penugasan_hari(pada).filter(opd_pada__in=cakupan)
    return semua.filter(pk__in=tugas.values("pegawai_id"))


def opd_orang(pegawai_ids: Iterable[UUID], *, pada: dt.datetime) -> dict[UUID, UUID]:
    """{person: the OPD where he works at ``pada``}. One query."""
    milik = jabatan_banyak(list(pegawai_ids), pada=pada)
    return {p: j.opd_id for p, semua in milik.items() if (j := tempat_kerja(semua))}
