"""Writing to the journal. The only place that appends to the chain."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from terukur.inti.models import KirimanSekali
from terukur.inti.pelaku import Pelaku
from terukur.jejak.baku import SIDIK_AWAL, baku, sidik, sidik_sambung
from terukur.jejak.models import Catatan

KUNCI_RANTAI = 0x7465727500000001
"""Key of the advisory lock under which the chain grows."""

VERSI_BAKU = 1

UMUR_KUNCI = dt.timedelta(days=60)
"""A form left open longer than this is refused by its expired session anyway."""

BATAS_PENOLAKAN = 5
JENDELA_PENOLAKAN = dt.timedelta(minutes=10)
"""Of one actor and one event, at most this many refusals enter the chain in this time."""


def kunci_rantai() -> None:
    """Hold the end of the chain until the transaction ends."""
    with connection.cursor() as kursor:
        kursor.execute("select pg_advisory_xact_lock(%s)", [KUNCI_RANTAI])


def catat(
    *,
    peristiwa: str,
    objek: str,
    objek_id: object,
    isi: Mapping[str, Any],
    oleh: Pelaku,
    pada: dt.datetime,
    opd_id: UUID | None = None,
    ditolak: bool = False,
) -> Catatan:
    """Append one entry in the caller's transaction.

    ``peristiwa`` is ``<objek>.<verba>`` (``pengajuan.ajukan``). ``isi`` holds what changed:
    see ``baku`` for its types; no secrets, diagnoses, NIK or coordinates, since an entry stays.
    ``ditolak`` marks a refused act. Numbers run from 1 without gaps: the end of the chain is
    locked from here until the caller's commit, so call this after taking one's own row locks.

    Raises ``RuntimeError`` outside a transaction, ``TypeError`` or ``ValueError`` when ``isi``
    has no canonical form.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("catat() belongs inside the transaction of the act it records")
    kunci_rantai()
    terakhir = Catatan.objects.order_by("-nomor").values_list("nomor", "sidik").first()
    nomor, sebelum = (terakhir[0] + 1, terakhir[1]) if terakhir else (1, SIDIK_AWAL)
    isi_baku = baku(
        {
            "v": VERSI_BAKU,
            "nomor": nomor,
            "pada": pada,
            "pelaku": {
                "id": oleh.id,
                "nama": oleh.nama,
                "peran": oleh.peran,
                "penugasan": oleh.penugasan,
            },
            "peristiwa": peristiwa,
            "objek": objek,
            "objek_id": str(objek_id),
            "opd_id": opd_id,
            "ditolak": ditolak,
            "isi": isi,
        }
    )
    catatan = Catatan(
        nomor=nomor,
        pada=pada,
        pelaku_id=oleh.id,
        pelaku_nama=oleh.nama,
        pelaku_peran=oleh.peran,
        penugasan=oleh.penugasan,
        peristiwa=peristiwa,
        objek=objek,
        objek_id=str(objek_id),
        opd_id=opd_id,
        ditolak=ditolak,
        baku=isi_baku,
        sebelum=sebelum,
        sidik=sidik_sambung(sebelum, sidik(isi_baku)),
    )
    catatan.save(force_insert=True)
    return catatan


@transaction.atomic
def catat_penolakan(
    *,
    peristiwa: str,
    objek: str,
    objek_id: object,
    opd_id: UUID | None,
    kode: str,
    pesan: str,
    oleh: Pelaku,
    pada: dt.datetime,
) -> Catatan | None:
    """Append a refused act, in a transaction of its own after the act's rollback.

    Returns None when this actor was refused the same event too often lately: a stubborn
    button-presser or a script must not be able to flood the chain.
    """
    lalu = Catatan.objects.filter(
        ditolak=True, pelaku_id=oleh.id, peristiwa=peristiwa, pada__gt=pada - JENDELA_PENOLAKAN
    )
    if lalu.count() >= BATAS_PENOLAKAN:
        return None
    return catat(
        peristiwa=peristiwa,
        objek=objek,
        objek_id=str(objek_id)[:100],
        opd_id=opd_id,
        isi={"kode": kode, "alasan": pesan[:500]},
        oleh=oleh,
        pada=pada,
        ditolak=True,
    )


def hapus_kunci_lama(*, pada: dt.datetime) -> int:
    """Forget the keys of forms sent long ago; nobody sends them again. Returns how many."""
    jumlah, _ = KirimanSekali.objects.filter(dicatat_pada__lt=pada - UMUR_KUNCI).delete()
    return jumlah


@transaction.atomic
def catat_ekspor(*, oleh: Pelaku, pada: dt.datetime) -> Catatan:
    """Record that somebody takes the whole journal out; the export then includes this entry."""
    ujung = Catatan.objects.order_by("-nomor").values_list("nomor", flat=True).first() or 0
    return catat(
        peristiwa="jejak.ekspor",
        objek="jejak",
        objek_id="",
        isi={"sampai_catatan": ujung},
        oleh=oleh,
        pada=pada,
    )
