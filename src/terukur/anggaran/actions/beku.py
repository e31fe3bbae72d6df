"""A stage frozen, and the next one begun from it."""

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction

from terukur.anggaran.models import Kebutuhan, KebutuhanResmi
from terukur.anggaran.queries import BarisUang, baca_isi, kebutuhan_pengajuan, tahap_jendela
from terukur.inti.pelaku import Pelaku
from terukur.perencanaan.actions.salin import salin_tahapan
from terukur.perencanaan.models import SubKegiatanRencana
from terukur.tenggat.models import Pengajuan

_KOLOM_BEKU = (
    "unit_id", "kode", "nama", "sumber_dana_id", "rekening_id", "uraian", "jumlah", "di_atas_pagu", "alasan",
)  # fmt: skip
_SISIPKAN = f"""
insert into {KebutuhanResmi._meta.db_table}
  (pengajuan_id, opd_id, tahun, tahapan, pergeseran_ke, peristiwa, berlaku_sejak, berlaku_sampai,
   dicatat_pada, baris, {", ".join(_KOLOM_BEKU)})
select %(pengajuan)s, %(opd)s, %(tahun)s, %(tahapan)s, %(pergeseran_ke)s, %(peristiwa)s, %(sejak)s,
  %(sampai)s, %(pada)s, b.baris, {", ".join(f"b.{k}" for k in _KOLOM_BEKU)}
from jsonb_to_recordset(%(baris)s::jsonb) b(
  baris uuid, unit_id uuid, kode text, nama text, sumber_dana_id bigint, rekening_id bigint, uraian text,
  jumlah numeric, di_atas_pagu boolean, alasan text)"""  # noqa: S608 - all text is ours
"""All rows as one parameter: Django's bulk form writes each of them four times slower."""
_UKURAN = 2000


def bekukan(
    *,
    pengajuan: Pengajuan,
    peristiwa: str,
    pertama: bool = False,
    baris: Sequence[BarisUang] | None = None,
    oleh: Pelaku,
    pada: dt.datetime,
) -> Sequence[BarisUang]:
    """Write the needs of a submission as official rows of its year, known from ``pada``.

    ``peristiwa``: ``ajukan`` or ``tetapkan``. Rows that did not change keep their fact; others
    are superseded, never overwritten. Called by tenggat inside its own act, which locks the
    submission and writes the journal. ``baris``: the needs, where that act has read them.
    ``pertama``: nothing of this submission is official yet. Returns the needs, now official.
    """
    if baris is None:
        baris = [b for sub in baca_isi([pengajuan.pk])[pengajuan.pk] for b in sub.baris]
    baru = {b.id: b for b in baris}
    gugur = []
    resmi = KebutuhanResmi.objects.diketahui(None).filter(pengajuan=pengajuan).order_by("pk")
    for lama in () if pertama else resmi:
        kini = baru.get(lama.baris)
        sama = kini and all(getattr(lama, n) == getattr(kini, n) for n in _KOLOM_BEKU)
        if sama and lama.peristiwa == peristiwa:
            del baru[lama.baris]
        else:
            gugur.append(lama.pk)
    if gugur:
        KebutuhanResmi.objects.filter(pk__in=gugur).update(digantikan_pada=pada)
    _sisipkan(pengajuan, peristiwa, list(baru.values()), pada=pada)
    return baris


def _sisipkan(pengajuan: Pengajuan, peristiwa: str, baru: list[BarisUang], *, pada: dt.datetime) -> None:
    tahap = tahap_jendela(pengajuan.jendela)
    isi = [{"baris": b.id, **{n: getattr(b, n) for n in _KOLOM_BEKU}} for b in baru]
    with connection.cursor() as kursor:
        kursor.execute(
            _SISIPKAN,
            {
                "pengajuan": pengajuan.pk, "opd": pengajuan.opd_id, **tahap.kunci, "peristiwa": peristiwa,
                "sejak": dt.date(tahap.tahun, 1, 1), "sampai": dt.date(tahap.tahun, 12, 31), "pada": pada,
                "baris": json.dumps(isi, default=str),
            },
        )  # fmt: skip


@transaction.atomic
def salin(*, lama: Pengajuan, baru: Pengajuan, oleh: Pelaku, pada: dt.datetime) -> int:
    """Fill the needs of the next stage from an earlier one; return how many rows.

    The sub kegiatan come first: perencanaan's copy does nothing where it ran already. Rows go to
    the sub kegiatan copied from theirs, else to the one of the same code and unit. What no longer
    fits under the new stage's ceilings is copied too: it stands in the findings as a galat until
    someone lowers it or proposes it above.
    """
    salin_tahapan(lama=lama, baru=baru, oleh=oleh, pada=pada)
    tujuan: dict[Any, SubKegiatanRencana] = {}
    for s in SubKegiatanRencana.objects.filter(pengajuan=baru, dihapus_pada=None).order_by("pk"):
        tujuan[s.kode, s.unit_id] = s
        if s.asal_id:
            tujuan[s.asal_id] = s
    terisi = set(Kebutuhan.objects.milik([baru.pk]).values_list("sub_kegiatan_rencana_id", flat=True))
    salinan = []
    for k in kebutuhan_pengajuan([lama.pk]):
        asal = k.sub_kegiatan_rencana
        sub = tujuan.get(asal.pk) or tujuan.get((asal.kode, asal.unit_id))
        if sub is None or sub.pk in terisi:
            continue
        salinan.append(
            Kebutuhan(
                sub_kegiatan_rencana=sub,
                sumber_dana=k.sumber_dana,
                rekening=k.rekening,
                uraian=k.uraian,
                jumlah=k.jumlah,
                di_atas_pagu=k.di_atas_pagu,
                alasan=k.alasan,
                disimpan_pada=pada,
                disimpan_oleh=oleh.id,
            )
        )
    return len(Kebutuhan.objects.bulk_create(salinan, batch_size=_UKURAN))
