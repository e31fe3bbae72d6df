"""Many rows of a program kerja at once, in a constant number of queries: for imports."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import F

from terukur.inti.pelaku import Pelaku
from terukur.perencanaan.actions.penguncian import buka_untuk_diisi, selesai_diisi
from terukur.perencanaan.models import Nomenklatur, SubKegiatanRencana
from terukur.tenggat.models import Pengajuan


@dataclass(frozen=True, slots=True)
class BarisBaru:
    """A sub kegiatan to have: its expanded code, the official row it stands on, its unit."""

    kode: str
    nomenklatur: Nomenklatur
    unit_id: UUID | None


@transaction.atomic
def adakan_banyak(
    *, pengajuan: Pengajuan, baris: Sequence[BarisBaru], oleh: Pelaku, pada: dt.datetime
) -> tuple[dict[tuple[str, UUID | None], UUID], list[UUID]]:
    """Add those that are not there yet; the caller ends with ``selesai_diisi``.

    Returns {(code, unit): id} of all of them, and the ids of the new ones. Raises
    ``AturanDilanggar`` when locked.
    """
    pengajuan = buka_untuk_diisi(pengajuan, pada=pada)
    ada = {
        (kode, unit): pk
        for kode, unit, pk in SubKegiatanRencana.objects.filter(pengajuan=pengajuan, dihapus_pada=None)
        .order_by("pk")
        .values_list("kode", "unit_id", "pk")
    }
    baru = {
        (b.kode, b.unit_id): SubKegiatanRencana(
            pengajuan=pengajuan,
            opd_id=pengajuan.opd_id,
            unit_id=b.unit_id,
            nomenklatur=b.nomenklatur,
            kode=b.kode,
            nama=b.nomenklatur.nama,
            dibuat_pada=pada,
            disimpan_pada=pada,
            disimpan_oleh=oleh.id,
            nama_penyimpan=oleh.nama,
        )
        for b in baris
        if (b.kode, b.unit_id) not in ada
    }
    SubKegiatanRencana.objects.bulk_create(baru.values(), batch_size=1000)
    semua = ada | {k: s.pk for k, s in baru.items()}
    return {(b.kode, b.unit_id): semua[b.kode, b.unit_id] for b in baris}, [s.pk for s in baru.values()]


@transaction.atomic
def hapus_banyak(
    *, pengajuan: Pengajuan, sub_kegiatan_ids: Collection[UUID], oleh: Pelaku, pada: dt.datetime
) -> int:
    """Take rows out of the program kerja, as ``hapus_sub_kegiatan`` does one; returns how many."""
    pengajuan = buka_untuk_diisi(pengajuan, pada=pada)
    jumlah = SubKegiatanRencana.objects.filter(
        pengajuan=pengajuan, dihapus_pada=None, pk__in=sub_kegiatan_ids
    ).update(
        dihapus_pada=pada,
        dihapus_oleh=oleh.id,
        disimpan_pada=pada,
        disimpan_oleh=oleh.id,
        nama_penyimpan=oleh.nama,
        versi=F("versi") + 1,
    )
    selesai_diisi(pengajuan, oleh=oleh, pada=pada)
    return jumlah
