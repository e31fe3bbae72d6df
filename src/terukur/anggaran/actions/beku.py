"""A stage frozen, and the next one begun from it."""

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction

from terukur.anggaran.models import Kebutuhan, KebutuhanResmi
from terukur.anggaran.queries import kebutuhan_pengajuan, tahap_jendela
from terukur.inti.pelaku import Pelaku
from terukur.perencanaan.actions.salin import salin_tahapan
from terukur.perencanaan.models import SubKegiatanRencana
from terukur.tenggat.models import Pengajuan

_KOLOM_BEKU = (
    "unit_id", "peristiwa", "kode", "nama", "sumber_dana_id", "rekening_id", "uraian", "jumlah",
    "di_atas_pagu", "alasan",
)  # fmt: skip
_UKURAN = 2000


def bekukan(
    *,
    pengajuan: Pengajuan,
    peristiwa: str,
    pertama: bool = False,
    baris: Iterable[Kebutuhan] | None = None,
    oleh: Pelaku,
    pada: dt.datetime,
) -> list[KebutuhanResmi]:
    """Write the needs of a submission as official rows of its year, known from ``pada``.

    ``peristiwa``: ``ajukan`` or ``tetapkan``. Rows that did not change keep their fact; others
    are superseded, never overwritten. Called by tenggat inside its own act, which locks the
    submission and writes the journal. ``baris``: the needs, where that act has read them.
    ``pertama``: nothing of this submission is official yet. Returns the facts that now hold, unit,
    source and account joined.
    """
    tahap = tahap_jendela(pengajuan.jendela)
    baru = {
        k.pk: KebutuhanResmi(
            baris=k.pk,
            pengajuan=pengajuan,
            opd_id=pengajuan.opd_id,
            unit=k.sub_kegiatan_rencana.unit,
            **tahap.kunci,
            peristiwa=peristiwa,
            kode=k.sub_kegiatan_rencana.kode,
            nama=k.sub_kegiatan_rencana.nama,
            sumber_dana=k.sumber_dana,
            rekening=k.rekening,
            uraian=k.uraian,
            jumlah=k.jumlah,
            di_atas_pagu=k.di_atas_pagu,
            alasan=k.alasan,
            berlaku_sejak=dt.date(tahap.tahun, 1, 1),
            berlaku_sampai=dt.date(tahap.tahun, 12, 31),
            dicatat_pada=pada,
        )
        for k in (kebutuhan_pengajuan([pengajuan.pk]) if baris is None else baris)
    }
    gugur, tetap = [], []
    resmi = KebutuhanResmi.objects.diketahui(None).filter(pengajuan=pengajuan).order_by("pk")
    for lama in () if pertama else resmi:
        kini = baru.get(lama.baris)
        if kini and all(getattr(lama, n) == getattr(kini, n) for n in _KOLOM_BEKU):
            lama.unit, lama.sumber_dana, lama.rekening = kini.unit, kini.sumber_dana, kini.rekening
            tetap.append(lama)
            del baru[lama.baris]
        else:
            gugur.append(lama.pk)
    if gugur:
        KebutuhanResmi.objects.filter(pk__in=gugur).update(digantikan_pada=pada)
    _sisipkan(list(baru.values()))
    return [*tetap, *baru.values()]


def _sisipkan(baru: list[KebutuhanResmi]) -> None:
    """Store the rows, all as one parameter: Django's bulk form writes each of them four times slower."""
    kolom = [f for f in KebutuhanResmi._meta.concrete_fields if not f.primary_key]
    nama = ", ".join(f.attname for f in kolom)
    bentuk = ", ".join(f"{f.attname} {f.cast_db_type(connection)}" for f in kolom)
    with connection.cursor() as kursor:
        kursor.execute(
            f"insert into {KebutuhanResmi._meta.db_table} ({nama})"  # noqa: S608 - names of our columns
            f" select {nama} from jsonb_to_recordset(%s::jsonb) b({bentuk})",
            [json.dumps([{f.attname: getattr(b, f.attname) for f in kolom} for b in baru], default=str)],
        )


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
