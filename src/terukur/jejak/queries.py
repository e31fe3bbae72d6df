"""Reading the journal."""

import contextlib
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Q, QuerySet
from django.urls import reverse

from terukur.inti.izin import Izin
from terukur.inti.kesalahan import TidakDitemukan
from terukur.jejak.models import Catatan, CatatanQuerySet, MasaSimpanBaca, Pembacaan, SampelAudit, Segel
from terukur.jejak.penyedia import Saringan, Unsur, daftar_objek, daftar_populasi
from terukur.jejak.rules import sebut_peristiwa


def riwayat(objek: str, objek_id: object) -> CatatanQuerySet:
    """All entries about one record, oldest first; refused attempts included (``ditolak``).

    The caller has already checked that the reader may see the record itself.
    """
    return Catatan.objects.tentang(objek, objek_id).order_by("nomor")


def riwayat_sampai(
    objek: str, objek_ids: Iterable[object], *, sampai: dt.datetime
) -> dict[str, list[Catatan]]:
    """{id of a record: what was done to it up to an instant, oldest first}, without refused attempts. One
    query. The caller has already checked that the reader may see the records."""
    hasil: dict[str, list[Catatan]] = defaultdict(list)
    baris = Catatan.objects.filter(
        objek=objek, objek_id__in=[str(i) for i in objek_ids], pada__lte=sampai, ditolak=False
    )
    for c in baris.order_by("nomor"):
        hasil[c.objek_id].append(c)
    return hasil


def segel_atas(nomor: int) -> Segel | None:
    """The first seal that covers entry ``nomor``; None until the next minute's seal."""
    return Segel.objects.filter(catatan_nomor__gte=nomor).order_by("catatan_nomor").first()


def nomor_terakhir() -> int:
    """Number of the newest entry, 0 in an empty journal: it moves with every official act."""
    return Catatan.objects.order_by("-nomor").values_list("nomor", flat=True).first() or 0


def terlihat(untuk: Any) -> CatatanQuerySet:
    """Entries that this reader may see: an auditor all, others the acts on the OPD in their scope.

    ``untuk`` is a user with ``akses``. Refused attempts are for the auditor.
    """
    if untuk.akses.boleh(Izin.JEJAK_AUDIT):
        return Catatan.objects.all()
    cakupan = untuk.akses.cakupan(Izin.JEJAK_LIHAT)
    boleh = Catatan.objects.filter(ditolak=False)
    return boleh if cakupan is None else boleh.filter(opd_id__in=cakupan)


def riwayat_untuk(objek: str, objek_id: str, *, untuk: Any) -> list[Catatan]:
    """One record's entries as this reader may see them, oldest first.

    Raises ``TidakDitemukan`` when there are none, so that a record of another OPD looks like one
    that does not exist.
    """
    catatan = terlihat(untuk)
    if not untuk.akses.boleh(Izin.JEJAK_AUDIT) and _terbuka(objek, objek_id, untuk):
        catatan = Catatan.objects.filter(ditolak=False)
    hasil = list(catatan.tentang(objek, objek_id).order_by("nomor"))
    if not hasil:
        raise TidakDitemukan("Belum ada catatan tentang data ini dalam cakupan Anda.")
    return hasil


def _terbuka(objek: str, objek_id: str, untuk: Any) -> bool:
    """Whether the record's own room lets this reader see it, whoever's OPD its entries bear."""
    terbuka = daftar_objek.ambil(objek).terbuka if objek in daftar_objek else None
    with contextlib.suppress(ValidationError, ValueError):  # an id typed into the address
        return terbuka is not None and terbuka(untuk, objek_id)
    return False


def get_catatan(nomor: int, *, untuk: Any) -> Catatan:
    """One entry that ``riwayat_untuk`` shows this reader; otherwise ``TidakDitemukan``."""
    catatan = terlihat(untuk).filter(pk=nomor).first()
    if catatan is None:
        lain = Catatan.objects.filter(pk=nomor, ditolak=False).first()
        catatan = lain if lain and _terbuka(lain.objek, lain.objek_id, untuk) else None
    if catatan is None:
        raise TidakDitemukan("Catatan tidak ditemukan.")
    return catatan


def _syarat(s: Saringan) -> Q:
    syarat = Q()
    for kolom in ("objek", "objek_id", "peristiwa", "opd_id"):
        if nilai := getattr(s, kolom):
            syarat &= Q(**{kolom: nilai})
    if s.pelaku:
        syarat &= Q(pelaku_id=s.pelaku) | Q(pelaku_nama__icontains=s.pelaku)
    if s.sejak:
        syarat &= Q(pada__gte=s.sejak)
    if s.sampai:
        syarat &= Q(pada__lt=s.sampai)
    if s.ditolak:
        syarat &= Q(ditolak=True)
    return syarat


def saring(untuk: Any, s: Saringan) -> CatatanQuerySet:
    """Entries that answer ``s``, newest first."""
    return terlihat(untuk).filter(_syarat(s)).order_by("-nomor")


def kata_yang_ada(kolom: str) -> list[str]:
    """The distinct values of ``objek`` or ``peristiwa``, in order.

    Walks the index from value to value, so that a journal of millions answers at once.
    """
    if kolom not in {"objek", "peristiwa"}:
        raise ValueError(f"no word list for {kolom}")
    with connection.cursor() as kursor:
        kursor.execute(
            f"""
            with recursive t as (
                (select {kolom} as k from jejak_catatan order by {kolom} limit 1)
                union all
                select (select {kolom} from jejak_catatan where {kolom} > t.k order by {kolom} limit 1)
                from t where t.k is not null
            )
            select k from t where k is not null
            """  # noqa: S608
        )
        return [baris[0] for baris in kursor.fetchall()]


def zona() -> ZoneInfo:
    """The zone of the pemda."""
    return ZoneInfo(settings.TIME_ZONE)


MASA_SIMPAN_BAWAAN = 24
"""Months for which reads are kept until the pemda sets its own."""


def masa_simpan(hari: dt.date) -> int:
    """Months for which reads are kept, as in force on ``hari``."""
    berlaku = MasaSimpanBaca.objects.filter(berlaku_sejak__lte=hari).order_by("-berlaku_sejak")
    return berlaku.values_list("bulan", flat=True).first() or MASA_SIMPAN_BAWAAN


def pembacaan(
    untuk: Any,
    *,
    pelaku: str = "",
    halaman: str = "",
    opd_id: UUID | None = None,
    sejak: dt.datetime | None = None,
    sampai: dt.datetime | None = None,
) -> QuerySet[Pembacaan]:
    """Sensitive reads that answer the filter, newest first; for the auditor only."""
    if not untuk.akses.boleh(Izin.JEJAK_AUDIT):
        return Pembacaan.objects.none()
    syarat = Q()
    if pelaku:
        syarat &= Q(pelaku_id=pelaku) | Q(pelaku_nama__icontains=pelaku)
    if halaman:
        syarat &= Q(halaman=halaman)
    if opd_id:
        syarat &= Q(opd_id=opd_id)
    if sejak:
        syarat &= Q(pada__gte=sejak)
    if sampai:
        syarat &= Q(pada__lt=sampai)
    return Pembacaan.objects.filter(syarat).order_by("-pada", "-pk")


# ---- samples ----


def ids_catatan(pilihan: str, s: Saringan) -> Iterator[str]:
    """Numbers of the entries that answer ``s``, in order."""
    nomor = Catatan.objects.filter(_syarat(s)).order_by("nomor").values_list("nomor", flat=True)
    return map(str, nomor.iterator())


def unsur_catatan(ids: list[str]) -> dict[str, Unsur]:
    """Entries as members of a sample."""
    return {
        str(c.nomor): Unsur(
            sebutan=f"Catatan {c.nomor}: {sebut_peristiwa(c.peristiwa)}",
            opd_id=c.opd_id,
            tautan=reverse("jejak:catatan", args=[c.nomor]),
            objek=c.objek if c.objek_id else "",
            objek_id=c.objek_id,
        )
        for c in Catatan.objects.filter(nomor__in=[int(i) for i in ids]).defer("baku")
    }


def daftar_sampel(untuk: Any) -> QuerySet[SampelAudit]:
    """All drawings, newest first: an audit hides none of its own."""
    boleh = untuk.akses.boleh(Izin.AUDIT_SAMPEL)
    return (SampelAudit.objects.all() if boleh else SampelAudit.objects.none()).order_by("-pada", "-pk")


def get_sampel(sampel_id: UUID, *, untuk: Any) -> SampelAudit:
    """One drawing; ``TidakDitemukan`` when there is none for this reader."""
    sampel = daftar_sampel(untuk).filter(pk=sampel_id).first()
    if sampel is None:
        raise TidakDitemukan("Sampel tidak ditemukan.")
    return sampel


def isi_sampel(sampel: SampelAudit) -> list[tuple[str, Unsur | None]]:
    """(id, member) in the order of the drawing; None for what has been removed since."""
    unsur = daftar_populasi.ambil(sampel.populasi).unsur(sampel.terpilih)
    return [(i, unsur.get(i)) for i in sampel.terpilih]
