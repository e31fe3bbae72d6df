"""Reads of rosters, exceptions and rules, in the scope of who manages them."""

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from terukur.akun.models import Pengguna
from terukur.inti.bitemporal import SATU_HARI
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import TidakDitemukan
from terukur.kehadiran.choices import LingkupJadwal
from terukur.kehadiran.models import (
    HariPola,
    JadwalKhusus,
    Ketentuan,
    MasaRamadan,
    Pengecualian,
    PolaBerlaku,
    PolaKerja,
)
from terukur.kehadiran.queries.lingkup import pegawai_kelola, wilayah
from terukur.kehadiran.rules.jadwal import LEPAS, Jam, tulis_jam

L = LingkupJadwal


def _terlihat(untuk: Pengguna, *, pada: dt.datetime) -> Q:
    """Rows with a scope that the reader manages, and those that hold above it: of all, of his unit's OPD."""
    cakupan = untuk.akses.cakupan(Izin.KEHADIRAN_KELOLA)
    if cakupan is None:
        return Q()
    return Q(lingkup=L.SEMUA) | Q(opd__in=cakupan) | _terkelola(untuk, pada=pada)


def _terkelola(untuk: Pengguna, *, pada: dt.datetime) -> Q:
    di = wilayah(untuk)
    if di.opd is None:
        return Q()
    orang = pegawai_kelola(untuk, pada=pada).order_by()
    return Q(opd__in=di.opd) | Q(unit__opd__in=di.opd) | Q(unit__in=di.unit) | Q(pegawai__in=orang)


def _berlingkup(model: Any, untuk: Pengguna, *, sejak: dt.date | None, pada: dt.datetime) -> QuerySet[Any]:
    semua = model.objects.diketahui(None).filter(_terlihat(untuk, pada=pada))
    semua = semua.select_related("opd", "unit", "pegawai")
    if sejak is None:
        return semua  # type: ignore[no-any-return]
    return semua.filter(Q(berlaku_sampai__isnull=True) | Q(berlaku_sampai__gte=sejak))  # type: ignore[no-any-return]


def pola_berlaku(untuk: Pengguna, *, sejak: dt.date | None, pada: dt.datetime) -> QuerySet[PolaBerlaku]:
    """Who works by which pattern on ``sejak`` or later (None: ever)."""
    return _berlingkup(PolaBerlaku, untuk, sejak=sejak, pada=pada).select_related("pola")


def jadwal_khusus(untuk: Pengguna, *, sejak: dt.date | None, pada: dt.datetime) -> QuerySet[JadwalKhusus]:
    """Special days that end on ``sejak`` or later, without the monthly shifts of single people."""
    return _berlingkup(JadwalKhusus, untuk, sejak=sejak, pada=pada)


def ketentuan(untuk: Pengguna, *, sejak: dt.date | None, pada: dt.datetime) -> QuerySet[Ketentuan]:
    """Rule sets that hold on ``sejak`` or later."""
    return _berlingkup(Ketentuan, untuk, sejak=sejak, pada=pada)


def get_berlingkup(model: Any, pk: int, *, untuk: Pengguna, pada: dt.datetime, ubah: bool = False) -> Any:
    """One known row that the reader sees, else ``TidakDitemukan``; ``ubah``: only one that he manages."""
    semua = _berlingkup(model, untuk, sejak=None, pada=pada)
    if ubah:
        semua = semua.filter(_terkelola(untuk, pada=pada))
    if (baris := semua.filter(pk=pk).first()) is None:
        raise TidakDitemukan()
    return baris


def boleh_ubah(baris: Any, untuk: Pengguna) -> bool:
    """Is a row that the reader sees his to change?"""
    di = wilayah(untuk)
    if di.opd is None:
        return True
    return baris.lingkup != L.SEMUA and (baris.opd_id is None or baris.opd_id in di.opd)


def pengecualian(untuk: Pengguna, *, sejak: dt.date | None, pada: dt.datetime) -> QuerySet[Pengecualian]:
    """Who is left out by an SK on ``sejak`` or later."""
    semua = Pengecualian.objects.diketahui(None).select_related("pegawai")
    if untuk.akses.cakupan(Izin.KEHADIRAN_KELOLA) is not None:
        semua = semua.filter(pegawai__in=pegawai_kelola(untuk, pada=pada).order_by())
    if sejak is not None:
        semua = semua.filter(Q(berlaku_sampai__isnull=True) | Q(berlaku_sampai__gte=sejak))
    return semua


def masa_ramadan() -> QuerySet[MasaRamadan]:
    return MasaRamadan.objects.diketahui(None)


def sebut_lingkup(baris: Any) -> str:
    """Whose a row is, by name."""
    pemilik = baris.opd or baris.unit or baris.pegawai
    return pemilik.nama if pemilik else str(L.SEMUA.label)


# ---- patterns ----


def jam_pola(pola_ids: Collection[int], *, hari: dt.date) -> dict[int, dict[bool, dict[int, HariPola]]]:
    """{pattern: {Ramadan?: {day of the cycle: its hours on ``hari``}}}. One query."""
    hasil: dict[int, dict[bool, dict[int, HariPola]]] = defaultdict(lambda: defaultdict(dict))
    for h in HariPola.objects.pada(hari).filter(pola__in=pola_ids).order_by("urutan", "pk"):
        hasil[h.pola_id][h.ramadan][h.urutan] = h
    return hasil


def get_pola(pola_id: int) -> PolaKerja:
    if (pola := PolaKerja.objects.filter(pk=pola_id).first()) is None:
        raise TidakDitemukan("Pola kerja tidak ditemukan.")
    return pola


# ---- monthly shifts ----


def kode_sif(hari: dt.date) -> dict[str, Jam]:
    """{code: hours} of the patterns of one day, which name the shifts of a workbook; ``L``: a day off."""
    pola = {p.pk: p.kode for p in PolaKerja.objects.filter(siklus=1).order_by("kode")}
    jam = {
        pola[pk]: Jam(h.masuk, h.pulang)
        for pk, semua in jam_pola(pola, hari=hari).items()
        if (h := semua[False].get(0)) and h.masuk is not None
    }
    return jam | {"L": LEPAS}


def hari_bulan(bulan: dt.date) -> list[dt.date]:
    """The days of the month of ``bulan``."""
    awal = bulan.replace(day=1)
    return [awal + n * SATU_HARI for n in range(calendar.monthrange(awal.year, awal.month)[1])]


def sif_bulan(
    pegawai_ids: Collection[UUID] | QuerySet[Any], bulan: dt.date, kode: dict[str, Jam]
) -> dict[UUID, dict[dt.date, str]]:
    """{person: {day: code of the shift, or its hours where no code has them}} of a month. One query.

    Only of those who have shifts.
    """
    hari = hari_bulan(bulan)
    sebutan = {(j.masuk, j.pulang): k for k, j in kode.items()}
    hasil: dict[UUID, dict[dt.date, str]] = defaultdict(dict)
    semua = JadwalKhusus.objects.diketahui(None).filter(
        lingkup=L.PEGAWAI, pegawai__in=pegawai_ids, berlaku_sejak__lte=hari[-1]
    )
    semua = semua.filter(Q(berlaku_sampai__isnull=True) | Q(berlaku_sampai__gte=hari[0]))
    for j in semua.order_by("berlaku_sejak", "pk"):
        for h in hari:
            if j.berlaku_sejak <= h and (j.berlaku_sampai is None or h <= j.berlaku_sampai):
                jam = (j.masuk, j.pulang)
                hasil[j.pegawai_id][h] = sebutan.get(jam) or tulis_jam(*jam)
    return dict(hasil)
