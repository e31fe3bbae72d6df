"""The journal as JSON lines, and the proof of one entry, in the form that ``verifikasi`` reads."""

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from terukur.jejak.baku import sidik, waktu_baku
from terukur.jejak.kunci import kunci_publik
from terukur.jejak.models import Catatan, Segel
from terukur.jejak.queries import segel_atas


def _baris(isi: dict[str, Any]) -> bytes:
    return json.dumps(isi, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _kepala(jenis: str, *, dari: int, jumlah: int, segel: QuerySet[Segel], pada: dt.datetime) -> bytes:
    kunci = sorted({kunci_publik(), *segel.order_by().values_list("kunci", flat=True).distinct()})
    return _baris(
        {
            "jenis": jenis,
            "v": 1,
            "pemda": settings.TERUKUR_PEMDA,
            "dibuat": waktu_baku(pada),
            "kunci": kunci,
            "dari": dari,
            "jumlah_catatan": jumlah,
            "jumlah_segel": segel.count(),
        }
    )


def _baris_segel(s: Segel) -> bytes:
    return _baris({"s": s.nomor, "baku": bytes(s.baku).decode(), "tanda": s.tanda})


def _baris_catatan(c: Catatan, *, tertutup: bool = False) -> bytes:
    isi = {"ringkas": sidik(bytes(c.baku))} if tertutup else {"baku": bytes(c.baku).decode()}
    return _baris({"c": c.nomor, "sebelum": c.sebelum, **isi, "sidik": c.sidik})


AKHIR = _baris({"akhir": True})


def ekspor_jejak(*, pada: dt.datetime) -> Iterator[bytes]:
    """The whole journal up to its present end, line by line: header, seals, entries, last line.

    Entries appended while the export streams stay out. The seals are taken before the end of the
    chain is looked up, and all of them: a seal over entries that are gone must show.
    """
    segel_akhir = Segel.objects.order_by("-nomor").values_list("nomor", flat=True).first() or 0
    ujung = Catatan.objects.order_by("-nomor").values_list("nomor", flat=True).first() or 0
    segel = Segel.objects.filter(nomor__lte=segel_akhir)
    catatan = Catatan.objects.filter(nomor__lte=ujung)
    yield _kepala("terukur-jejak", dari=1, jumlah=catatan.count(), segel=segel, pada=pada)
    for s in segel.order_by("nomor").iterator():
        yield _baris_segel(s)
    for c in catatan.order_by("nomor").iterator():
        yield _baris_catatan(c)
    yield AKHIR


def bukti(nomor: int, *, pada: dt.datetime) -> bytes | None:
    """The proof of entry ``nomor``: its content, the chain to the next seal, and that seal.

    The neighbours enter only by their digests, so that a receipt shows nobody else's acts.
    None while no seal covers the entry yet (at most a minute).
    """
    segel = segel_atas(nomor)
    if segel is None:
        return None
    rantai = list(Catatan.objects.filter(nomor__gte=nomor, nomor__lte=segel.catatan_nomor).order_by("nomor"))
    kepala = _kepala(
        "terukur-bukti", dari=nomor, jumlah=len(rantai), segel=Segel.objects.filter(pk=segel.pk), pada=pada
    )
    baris = [_baris_catatan(c, tertutup=c.nomor != nomor) for c in rantai]
    return b"".join([kepala, _baris_segel(segel), *baris, AKHIR])
