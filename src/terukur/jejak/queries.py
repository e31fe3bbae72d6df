"""Reading the journal."""

import contextlib
import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Q

from terukur.inti.izin import Izin
from terukur.inti.kesalahan import TidakDitemukan
from terukur.jejak.models import Catatan, CatatanQuerySet, Segel
from terukur.jejak.penyedia import daftar_objek


def riwayat(objek: str, objek_id: object) -> CatatanQuerySet:
    """All entries about one record, oldest first; refused attempts included (``ditolak``).

    The caller has already checked that the reader may see the record itself.
    """
    return Catatan.objects.tentang(objek, objek_id).order_by("nomor")


def segel_atas(nomor: int) -> Segel | None:
    """The first seal that covers entry ``nomor``; None until the next minute's seal."""
    return Segel.objects.filter(catatan_nomor__gte=nomor).order_by("catatan_nomor").first()


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


@dataclass(frozen=True, slots=True)
class Saringan:
    """What the auditor asks for; empty fields do not filter. ``sejak`` and ``sampai``: instants,
    the second exclusive."""

    objek: str = ""
    objek_id: str = ""
    peristiwa: str = ""
    pelaku: str = ""
    opd_id: UUID | None = None
    sejak: dt.datetime | None = None
    sampai: dt.datetime | None = None
    ditolak: bool = False


def saring(untuk: Any, s: Saringan) -> CatatanQuerySet:
    """Entries that answer ``s``, newest first."""
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
    return terlihat(untuk).filter(syarat).order_by("-nomor")


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
