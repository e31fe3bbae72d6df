"""Lists of users and their roles.

Every list takes ``per`` (the day it speaks of), ``diketahui`` (as known when; None: now) and the
reader, whose scope applies.
"""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.db.models import (
    Exists,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
)

from terukur.akun.models import Pengguna
from terukur.akun.peran import Peran
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import TidakDitemukan
from terukur.organisasi.models import (
    Penugasan,
    PeranPengguna,
)
from terukur.organisasi.queries.saring import cari
from terukur.organisasi.queries.waktu import hari_pemda


def _opd_pengguna(opd_id: Collection[UUID], *, pada: dt.datetime) -> Q:
    """Users who hold a role or an office in these OPD at ``pada``."""
    hari = hari_pemda(pada)
    peran = PeranPengguna.objects.pada(hari).filter(pengguna=OuterRef("pk"), opd_id__in=opd_id)
    tugas = (
        Penugasan.objects.pada(hari)
        .dengan_jabatan(hari)
        .filter(pegawai__pengguna=OuterRef("pk"), opd_pada__in=opd_id)
    )
    return Q(Exists(peran)) | Q(Exists(tugas))


def tabel_pengguna(
    untuk: Pengguna,
    *,
    pada: dt.datetime,
    per: dt.date,
    diketahui: dt.datetime | None = None,
    kata: str = "",
    peran: str = "",
    opd_id: UUID | None = None,
) -> "QuerySet[Pengguna]":
    """Users in the reader's scope, with their granted roles of the day as ``peran_pada``."""
    cakupan = untuk.akses.cakupan(Izin.PENGGUNA_LIHAT)
    diberi = PeranPengguna.objects.pada(per, diketahui).select_related("opd", "unit")
    baris = (
        Pengguna.objects.filter(cari(kata, "nama", "nama_pengguna"))
        .select_related("pegawai")
        .prefetch_related(Prefetch("peran", queryset=diberi.order_by("peran", "pk"), to_attr="peran_pada"))
    )
    if cakupan is not None:
        baris = baris.filter(_opd_pengguna(cakupan, pada=pada))
    if opd_id:
        baris = baris.filter(_opd_pengguna([opd_id], pada=pada))
    if peran == Peran.KEPALA_OPD:
        kepala = (
            Penugasan.objects.pada(per, diketahui)
            .dengan_jabatan(per, diketahui)
            .filter(pegawai__pengguna=OuterRef("pk"), kepala_pada=True)
        )
        baris = baris.filter(Exists(kepala))
    elif peran:
        baris = baris.filter(Exists(diberi.filter(pengguna=OuterRef("pk"), peran=peran)))
    return baris


def get_pengguna(
    pengguna_id: UUID, *, untuk: Pengguna, pada: dt.datetime, izin: Izin = Izin.PENGGUNA_LIHAT
) -> Pengguna:
    """One user in the reader's scope, else ``TidakDitemukan``."""
    cakupan = untuk.akses.cakupan(izin)
    baris = Pengguna.objects.filter(pk=pengguna_id)
    if cakupan is not None:
        baris = baris.filter(_opd_pengguna(cakupan, pada=pada))
    pengguna = baris.first()
    if pengguna is None:
        raise TidakDitemukan("Pengguna tidak ditemukan.")
    return pengguna


def riwayat_peran(pengguna: Pengguna) -> list[PeranPengguna]:
    """Granted roles as known now, newest first."""
    return list(
        PeranPengguna.objects.diketahui(None)
        .filter(pengguna=pengguna)
        .select_related("opd", "unit")
        .order_by("-berlaku_sejak", "-pk")
    )


def get_peran(baris_id: int, *, untuk: Pengguna, izin: Izin = Izin.PENGGUNA_KELOLA) -> PeranPengguna:
    """One granted role as known now whose OPD is in the reader's scope, else ``TidakDitemukan``."""
    cakupan = untuk.akses.cakupan(izin)
    baris: PeranPengguna | None = (
        PeranPengguna.objects.diketahui(None)
        .select_related("opd", "unit", "pengguna")
        .filter(pk=baris_id)
        .first()
    )
    if baris is None or (cakupan is not None and baris.opd_id not in cakupan):
        raise TidakDitemukan("Peran tidak ditemukan.")
    return baris
