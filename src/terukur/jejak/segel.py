"""Sealing: a signed statement of where the chain stands."""

import datetime as dt

from django.db import connection, transaction

from terukur.jejak.baku import SIDIK_AWAL, baku, sidik, sidik_sambung
from terukur.jejak.keamanan import catat_keamanan
from terukur.jejak.kunci import kunci_publik, kunci_segel
from terukur.jejak.models import Catatan, Segel

KUNCI_PENYEGELAN = 0x7465727500000002


class RantaiRusak(RuntimeError):
    """The stored chain does not continue from the last seal; it must not be sealed."""


def _ujung_terperiksa(dari: int, sidik_awal: str) -> Catatan | None:
    """Recompute the chain after entry ``dari``; return its last entry, None when there is none."""
    nomor, sebelum, akhir = dari, sidik_awal, None
    for akhir in Catatan.objects.filter(nomor__gt=dari).order_by("nomor").iterator():
        nomor += 1
        seharusnya = sidik_sambung(sebelum, sidik(bytes(akhir.baku)))
        if (akhir.nomor, akhir.sebelum, akhir.sidik) != (nomor, sebelum, seharusnya):
            raise RantaiRusak(f"entry {nomor} does not follow from the one before it")
        sebelum = akhir.sidik
    return akhir


def periksa_ujung(lalu: Segel | None) -> Catatan | None:
    """The last entry after seal ``lalu``, all of them recomputed; raises ``RantaiRusak``."""
    if lalu is None:
        return _ujung_terperiksa(0, SIDIK_AWAL)
    if not Catatan.objects.filter(pk=lalu.catatan_nomor, sidik=lalu.sidik).exists():
        raise RantaiRusak(f"entry {lalu.catatan_nomor} is no longer the one that was sealed")
    return _ujung_terperiksa(lalu.catatan_nomor, lalu.sidik)


@transaction.atomic
def segelkan(*, pada: dt.datetime) -> Segel | None:
    """Seal the chain as it stands; None when nothing was added since the last seal.

    What was added is recomputed first. If it does not continue from the last seal the security
    log says so and ``RantaiRusak`` is raised: a broken chain gets no signature.
    """
    with connection.cursor() as kursor:
        kursor.execute("select pg_advisory_xact_lock(%s)", [KUNCI_PENYEGELAN])
    lalu = Segel.objects.order_by("-nomor").first()
    try:
        akhir = periksa_ujung(lalu)
    except RantaiRusak as rusak:
        catat_keamanan("jejak.rusak", keterangan=rusak)
        raise
    if akhir is None:
        return None
    nomor = lalu.nomor + 1 if lalu else 1
    sebelum = sidik(bytes(lalu.baku)) if lalu else SIDIK_AWAL
    publik = kunci_publik()
    isi = baku(
        {
            "v": 1,
            "segel": nomor,
            "catatan": akhir.nomor,
            "sidik": akhir.sidik,
            "pada": pada,
            "sebelum": sebelum,
            "kunci": publik,
        }
    )
    return Segel.objects.create(
        nomor=nomor,
        catatan_nomor=akhir.nomor,
        sidik=akhir.sidik,
        pada=pada,
        sebelum=sebelum,
        kunci=publik,
        baku=isi,
        tanda=kunci_segel().sign(isi).hex(),
    )
