"""Checking what the database holds now: chain, seals, search columns, register of papers."""

import datetime as dt
from collections.abc import Iterator

from terukur.jejak.baku import waktu_baku
from terukur.jejak.ekspor import ekspor_jejak
from terukur.jejak.kertas import kertas_cocok
from terukur.jejak.kunci import kunci_publik
from terukur.jejak.models import Catatan, Kertas, SalinanKertas
from terukur.jejak.verifikasi import Pemeriksaan

_KOLOM = ("nomor", "peristiwa", "objek", "objek_id", "ditolak")


def _kolom_cocok(c: Catatan) -> bool:
    """Whether the columns that lists search in say what the canonical bytes say."""
    isi = c.uraian
    pelaku = {
        "id": c.pelaku_id,
        "nama": c.pelaku_nama,
        "peran": c.pelaku_peran,
        "penugasan": c.penugasan,
    }
    return (
        all(getattr(c, k) == isi[k] for k in _KOLOM)
        and isi["pelaku"] == pelaku
        and isi["pada"] == waktu_baku(c.pada)
        and isi["opd_id"] == (str(c.opd_id) if c.opd_id else None)
    )


def _salinan_cocok(s: SalinanKertas) -> bool:
    catatan = Catatan.objects.filter(pk=s.catatan_nomor, objek="kertas", objek_id=str(s.kertas_id)).first()
    return catatan is not None and catatan.isi["sidik_berkas"] == s.sidik


def periksa_tersimpan(*, pada: dt.datetime) -> Iterator[str]:
    """Yield one Indonesian sentence per thing that is wrong; nothing when all is sound.

    Trusts the server's own key only. Takes about a minute per million entries.
    """
    rantai = Pemeriksaan([kunci_publik()])
    rantai.periksa(ekspor_jejak(pada=pada))
    yield from rantai.temuan
    for c in Catatan.objects.order_by("nomor").iterator():
        if not _kolom_cocok(c):
            yield f"[kolom] Kolom pencarian catatan {c.nomor} tidak cocok dengan isi bakunya."
    for k in Kertas.objects.order_by("pk").iterator():
        if not kertas_cocok(k):
            yield f"[register] Naskah {k.nomor} tidak cocok dengan catatan {k.catatan_daftar}."
    for s in SalinanKertas.objects.order_by("pk").iterator():
        if not _salinan_cocok(s):
            yield f"[register] Salinan {s.sidik[:12]} tidak cocok dengan catatan {s.catatan_nomor}."
