"""Lists of OPD, unit and jabatan.

Every list takes ``per`` (the day it speaks of), ``diketahui`` (as known when; None: now) and the
reader, whose scope applies.
"""

import datetime as dt
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from terukur.akun.models import Pengguna
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import TidakDitemukan
from terukur.organisasi.models import (
    OPD,
    Jabatan,
    JabatanVersi,
    OPDPenerus,
    OPDVersi,
    Penugasan,
    ProfilOPD,
    UnitVersi,
)
from terukur.organisasi.queries.penanda import URUTAN_PENANDA
from terukur.organisasi.queries.saring import cari, dalam

_URUTAN_JENIS = Case(
    *[When(jenis=j, then=Value(n)) for n, j in enumerate(URUTAN_PENANDA)], output_field=IntegerField()
)
"""Sorts penugasan as they sign: whoever stands in first."""


def tabel_opd(
    untuk: Pengguna, *, per: dt.date, diketahui: dt.datetime | None = None, kata: str = "", jenis: str = ""
) -> "QuerySet[OPDVersi]":
    """Versions of OPD on the day, with ``jumlah_unit``."""
    unit = (
        UnitVersi.objects.pada(per, diketahui)
        .filter(opd=OuterRef("opd"))
        .order_by()
        .values("opd")
        .annotate(n=Count("pk"))
        .values("n")
    )
    baris: QuerySet[OPDVersi] = (
        OPDVersi.objects.pada(per, diketahui)
        .filter(dalam(untuk.akses.cakupan(Izin.ORGANISASI_LIHAT)))
        .filter(cari(kata, "kode", "nama", "singkatan"))
        .select_related("opd", "induk")
        .annotate(jumlah_unit=Subquery(unit))
    )
    return baris.filter(jenis=jenis) if jenis else baris


def tabel_unit(
    untuk: Pengguna,
    *,
    per: dt.date,
    diketahui: dt.datetime | None = None,
    kata: str = "",
    jenis: str = "",
    opd_id: UUID | None = None,
) -> "QuerySet[UnitVersi]":
    """Versions of units on the day, with ``nama_opd`` and ``kode_opd`` as the OPD had them that day."""
    opd = OPDVersi.objects.pada(per, diketahui).filter(opd=OuterRef("opd"))
    baris: QuerySet[UnitVersi] = (
        UnitVersi.objects.pada(per, diketahui)
        .filter(dalam(untuk.akses.cakupan(Izin.ORGANISASI_LIHAT)))
        .filter(cari(kata, "kode", "nama"))
        .annotate(nama_opd=Subquery(opd.values("nama")[:1]), kode_opd=Subquery(opd.values("kode")[:1]))
    )
    if jenis:
        baris = baris.filter(jenis=jenis)
    return baris.filter(opd_id=opd_id) if opd_id else baris


def tabel_jabatan(
    untuk: Pengguna,
    *,
    per: dt.date,
    diketahui: dt.datetime | None = None,
    kata: str = "",
    eselon: str = "",
    opd_id: UUID | None = None,
    kosong: bool = False,
) -> "QuerySet[JabatanVersi]":
    """Offices of the day with ``pejabat`` and ``jenis_pejabat`` (whoever stands in first).

    ``kosong``: only those that nobody holds.
    """
    tugas = Penugasan.objects.pada(per, diketahui).filter(jabatan=OuterRef("jabatan"))
    pertama = tugas.order_by(_URUTAN_JENIS, "pk")
    opd = OPDVersi.objects.pada(per, diketahui).filter(opd=OuterRef("opd")).values("nama")[:1]
    unit = UnitVersi.objects.pada(per, diketahui).filter(unit=OuterRef("unit")).values("nama")[:1]
    jumlah = tugas.order_by().values("jabatan").annotate(n=Count("pk")).values("n")
    baris: QuerySet[JabatanVersi] = (
        JabatanVersi.objects.pada(per, diketahui)
        .filter(dalam(untuk.akses.cakupan(Izin.PEGAWAI_LIHAT)))
        .filter(cari(kata, "nama"))
        .annotate(
            pejabat=Subquery(pertama.values("pegawai__nama")[:1]),
            jenis_pejabat=Subquery(pertama.values("jenis")[:1]),
            nama_opd=Subquery(opd),
            nama_unit=Subquery(unit),
            jumlah_pemegang=Subquery(jumlah),
        )
    )
    if eselon:
        baris = baris.filter(eselon=eselon)
    if opd_id:
        baris = baris.filter(opd_id=opd_id)
    return baris.filter(~Exists(tugas)) if kosong else baris


def get_jabatan(jabatan_id: UUID, *, untuk: Pengguna, izin: Izin = Izin.PEGAWAI_LIHAT) -> Jabatan:
    """One office in the reader's scope, else ``TidakDitemukan``."""
    cakupan = untuk.akses.cakupan(izin)
    jabatan = Jabatan.objects.select_related("opd", "unit").filter(pk=jabatan_id).first()
    if jabatan is None or (cakupan is not None and jabatan.opd_id not in cakupan):
        raise TidakDitemukan("Jabatan tidak ditemukan.")
    return jabatan


def riwayat_opd(opd: OPD) -> "QuerySet[OPDVersi]":
    """Versions as known now, newest first."""
    return opd.riwayat.diketahui(None).select_related("induk").order_by("-berlaku_sejak", "-pk")


def penerus_opd(opd: OPD) -> list[OPDPenerus]:
    """Mergers and splits in which this OPD took part, before or after."""
    return list(
        OPDPenerus.objects.filter(Q(pendahulu=opd) | Q(penerus=opd))
        .select_related("pendahulu", "penerus")
        .order_by("tanggal", "pk")
    )


def profil_opd(opd: OPD, *, per: dt.date, diketahui: dt.datetime | None = None) -> ProfilOPD | None:
    """Tugas and fungsi as they hold on the day."""
    return ProfilOPD.objects.pada(per, diketahui).filter(opd=opd).first()
