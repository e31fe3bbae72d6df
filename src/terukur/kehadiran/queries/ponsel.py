"""Reads of records by phone: places, who may, the rule of a day, the records and their queue."""

import datetime as dt
from collections.abc import Collection
from decimal import Decimal
from hashlib import sha256
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from terukur.akun.models import Pengguna
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import TidakDitemukan
from terukur.inti.sql import tanya
from terukur.kehadiran.choices import Dialek, PutusanPonsel
from terukur.kehadiran.models import KetentuanPonsel, LayarTempat, LetakMesin, Mesin, PinPegawai, RekamPonsel
from terukur.kehadiran.queries.lingkup import penugasan_hari, wilayah
from terukur.kehadiran.queries.perangkat import cakupan
from terukur.kehadiran.queries.pin import orang_pin
from terukur.kehadiran.rules.ponsel import KELOMPOK_PONSEL, Tempat
from terukur.organisasi.choices import Eselon

SEBULAN = dt.timedelta(days=30)
SERUPA = 20
"""Rows shown of the records that look like another one."""


# ---- places, rights, rules ----


def daftar_tempat(untuk: Pengguna) -> QuerySet[Mesin]:
    """Places of records by phone of the reader's OPD; ``layar_hidup``: screens that are not revoked."""
    semua = Mesin.objects.filter(dialek=Dialek.PONSEL).select_related("opd")
    semua = semua.annotate(layar_hidup=Count("layar", filter=Q(layar__dicabut_pada=None)))
    return semua.filter(wilayah(untuk, Izin.MESIN_KELOLA).syarat("opd_id", "unit_id"))


def get_tempat(mesin_id: int, *, untuk: Pengguna) -> Mesin:
    tempat = daftar_tempat(untuk).filter(pk=mesin_id).first()
    if tempat is None:
        raise TidakDitemukan("Tempat rekam tidak ditemukan.")
    return tempat


def letak_mesin(mesin_ids: Collection[int], *, hari: dt.date) -> dict[int, LetakMesin]:
    """{device or place: where it stands on a day}."""
    return {x.mesin_id: x for x in LetakMesin.objects.pada(hari).filter(mesin__in=mesin_ids).order_by("pk")}


def tempat_hari(hari: dt.date) -> list[Tempat]:
    """All places in use on a day, of every OPD."""
    letak = LetakMesin.objects.pada(hari).filter(mesin__dialek=Dialek.PONSEL, mesin__aktif=True)
    return [
        Tempat(x.mesin_id, x.mesin.nama, (float(x.lintang), float(x.bujur)), x.radius)
        for x in letak.select_related("mesin").order_by("mesin")
    ]


def semua_izin() -> QuerySet[PinPegawai]:
    """Who may record by phone, of all times, as known now."""
    return PinPegawai.objects.diketahui(None).filter(kelompok__nama=KELOMPOK_PONSEL)


def daftar_izin(untuk: Pengguna, *, pada: dt.datetime) -> QuerySet[PinPegawai]:
    """Those of the reader's people."""
    semua = semua_izin().select_related("pegawai")
    if cakupan(untuk) is None:
        return semua
    return semua.filter(pegawai__in=orang_pin(untuk, pada=pada).order_by().values("pk"))


def get_izin(baris_id: int, *, untuk: Pengguna, pada: dt.datetime) -> PinPegawai:
    baris = daftar_izin(untuk, pada=pada).filter(pk=baris_id).first()
    if baris is None:
        raise TidakDitemukan("Izin rekam ponsel tidak ditemukan.")
    return baris


def boleh_ponsel(pegawai_id: UUID, hari: dt.date) -> bool:
    return PinPegawai.objects.pada(hari).filter(kelompok__nama=KELOMPOK_PONSEL, pegawai=pegawai_id).exists()


def ketentuan_ponsel(hari: dt.date) -> KetentuanPonsel | None:
    """The rule set of a day; None: nobody has set one, so nobody records by phone."""
    return KetentuanPonsel.objects.pada(hari).order_by("pk").first()


def layar_hidup(kunci: str) -> LayarTempat | None:
    """The screen whose address holds this secret, unless it was revoked or its place is out of use."""
    sidik = sha256(kunci.encode()).hexdigest()
    hidup = LayarTempat.objects.filter(sidik_kunci=sidik, dicabut_pada=None, mesin__aktif=True)
    return hidup.select_related("mesin").first()


# ---- records ----


def rekam_orang(pegawai_id: UUID, sejak: dt.date, sampai: dt.date) -> list[RekamPonsel]:
    """A person's records by phone, the newest first."""
    milik = RekamPonsel.objects.filter(pegawai=pegawai_id, tanggal__gte=sejak, tanggal__lte=sampai)
    return list(milik.select_related("mesin").order_by("-waktu"))


def rekam_diperiksa(pegawai_id: UUID, sejak: dt.date, sampai: dt.date) -> list[RekamPonsel]:
    """Those of his records that wait for a human, or that one did not accept."""
    milik = RekamPonsel.objects.filter(
        pegawai=pegawai_id, tanggal__gte=sejak, tanggal__lte=sampai,
        putusan__in=[PutusanPonsel.MENUNGGU, PutusanPonsel.TIDAK_DITERIMA],
    )  # fmt: skip
    return list(milik.select_related("mesin").order_by("-waktu")[:5])


def daftar_periksa(untuk: Pengguna, *, pada: dt.datetime) -> QuerySet[RekamPonsel]:
    """Records of the OPD or units in which ``untuk`` manages attendance, but not his own.

    Those of heads and echelon II are BKPSDM's: no admin of an OPD decides on his superiors.
    """
    semua = RekamPonsel.objects.select_related("mesin", "pegawai", "opd").exclude(pegawai__pengguna=untuk)
    di = wilayah(untuk)
    if di.opd is None:
        return semua
    tugas = penugasan_hari(pada)
    milik = Q(opd__in=di.opd)
    if di.unit:
        milik |= Q(pegawai__in=tugas.filter(unit_pada__in=di.unit).values("pegawai_id"))
    tinggi = tugas.filter(Q(kepala_pada=True) | Q(eselon_pada__in=(Eselon.II_A, Eselon.II_B)))
    return semua.filter(milik).exclude(pegawai__in=tinggi.values("pegawai_id"))


def get_rekam(rekam_id: UUID, *, untuk: Pengguna, pada: dt.datetime) -> tuple[RekamPonsel, bool]:
    """A record for himself (False) and for whoever may decide on it (True)."""
    if ada := daftar_periksa(untuk, pada=pada).filter(pk=rekam_id).first():
        return ada, True
    milik = RekamPonsel.objects.select_related("mesin", "pegawai", "opd")
    ada = milik.filter(pk=rekam_id, pegawai__pengguna=untuk).first()
    if ada is None:
        raise TidakDitemukan("Rekam ponsel tidak ditemukan.")
    return ada, False


def rekam_serupa(r: RekamPonsel, *, untuk: Pengguna, pada: dt.datetime) -> list[RekamPonsel]:
    """Records of others in the reader's scope on the same day, from the very same point or phone."""
    sama = Q(pk=None)
    if r.lintang is not None:
        sama |= Q(lintang=r.lintang, bujur=r.bujur)
    if r.perangkat:
        sama |= Q(perangkat=r.perangkat)
    lain = daftar_periksa(untuk, pada=pada).filter(sama, tanggal=r.tanggal).exclude(pegawai=r.pegawai_id)
    return list(lain.order_by("waktu", "pk")[:SERUPA])


def persen_ponsel(
    sejak: dt.date, sampai: dt.date, *, opd_ids: Collection[UUID] | None = None
) -> dict[UUID, Decimal]:
    """{OPD: per cent of the days present whose hour of coming or going is one by phone}. One statement."""
    baris = tanya(
        "with r as (select pegawai_id, waktu from kehadiran_rekamponsel"
        " where dihitung and tanggal between %(sejak)s::date - 1 and %(sampai)s::date + 1)"
        " select h.opd_id, count(*) filter (where (h.pegawai_id, h.masuk) in (select * from r)"
        " or (h.pegawai_id, h.pulang) in (select * from r)), count(*)"
        " from kehadiran_harikehadiran h where h.status = 1 and h.opd_id is not null"
        " and h.tanggal between %(sejak)s and %(sampai)s"
        " and (%(opd)s::uuid[] is null or h.opd_id = any(%(opd)s::uuid[])) group by 1",
        {"sejak": sejak, "sampai": sampai, "opd": None if opd_ids is None else list(opd_ids)},
    )
    return {opd: Decimal(100 * n) / semua for opd, n, semua in baris}
