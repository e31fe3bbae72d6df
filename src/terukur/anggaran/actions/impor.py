"""A budget workbook applied to one submission: all of it or nothing, and taken back again."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from terukur.anggaran.actions.kebutuhan import IsianKebutuhan
from terukur.anggaran.actions.massal import cadangkan, kembalikan, simpan_banyak
from terukur.anggaran.models import Kebutuhan
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import Pelaku
from terukur.jejak.actions import catat
from terukur.perencanaan.actions.massal import BarisBaru, adakan_banyak, hapus_banyak
from terukur.perencanaan.models import SubKegiatanRencana
from terukur.tenggat.models import Pengajuan

Tempat = tuple[str, UUID | None]
"""(expanded code of a sub kegiatan, unit)."""


@dataclass(frozen=True, slots=True)
class RencanaImpor:
    """What an import will do: the sub kegiatan it needs, and the needs of each.

    ``keterangan``: JSON-able facts about the file for the journal (name, digest, totals).
    """

    sub: Sequence[BarisBaru]
    isian: Mapping[Tempat, Sequence[IsianKebutuhan]]
    keterangan: Mapping[str, Any]


@transaction.atomic
def terapkan_impor(
    *, pengajuan: Pengajuan, rencana: RencanaImpor, oleh: Pelaku, pada: dt.datetime
) -> dict[str, Any]:
    """Store the needs of a workbook, replacing those of the same sub kegiatan.

    A plan without a sub kegiatan changes nothing. Returns what ``batalkan_impor`` needs to take it
    back, JSON-able. Raises ``AturanDilanggar`` when the submission is locked or the policy refuses
    the excess; then nothing is stored.
    """
    if not rencana.sub:
        return {"pengajuan": str(pengajuan.pk), "pada": pada.isoformat(), "kena": [], "baru": [],
                "semula": [], "jumlah": 0}  # fmt: skip
    tempat, baru = adakan_banyak(pengajuan=pengajuan, baris=rencana.sub, oleh=oleh, pada=pada)
    kena = list(tempat.values())
    semula = cadangkan(kena)
    jumlah = simpan_banyak(
        pengajuan=pengajuan,
        isian={tempat[t]: baris for t, baris in rencana.isian.items()},
        oleh=oleh,
        pada=pada,
    )
    catat(
        peristiwa="kebutuhan.impor",
        objek="pengajuan",
        objek_id=pengajuan.pk,
        isi={**rencana.keterangan, "sub_kegiatan_baru": len(baru), "baris": jumlah},
        oleh=oleh,
        pada=pada,
        opd_id=pengajuan.opd_id,
    )
    return {
        "pengajuan": str(pengajuan.pk),
        "pada": pada.isoformat(),
        "kena": [str(i) for i in kena],
        "baru": [str(i) for i in baru],
        "semula": semula,
        "jumlah": jumlah,
    }


@transaction.atomic
def batalkan_impor(
    *, pengajuan: Pengajuan, cadangan: Mapping[str, Any], oleh: Pelaku, pada: dt.datetime
) -> int:
    """Take an import back: the needs of before return, sub kegiatan it added go; how many rows return.

    Refused when somebody changed one of its rows since: that work would be lost.
    """
    kena = [UUID(i) for i in cadangan["kena"]]
    saat = dt.datetime.fromisoformat(cadangan["pada"])
    sesudah = Kebutuhan.objects.filter(sub_kegiatan_rencana__in=kena, disimpan_pada__gt=saat)
    tersentuh = SubKegiatanRencana.objects.filter(pk__in=kena, disimpan_pada__gt=saat)
    if sesudah.exists() or tersentuh.exists():
        raise AturanDilanggar(
            "Impor ini tidak dapat dibatalkan karena sebagian barisnya sudah diubah sesudahnya. Perbaiki "
            "baris itu, atau impor berkas yang benar untuk menggantinya.",
            kode="sudah_diubah",
        )
    jumlah = kembalikan(
        pengajuan=pengajuan, sub_kegiatan_ids=kena, cadangan=cadangan["semula"], oleh=oleh, pada=pada
    )
    hapus_banyak(
        pengajuan=pengajuan, sub_kegiatan_ids=[UUID(i) for i in cadangan["baru"]], oleh=oleh, pada=pada
    )
    catat(
        peristiwa="kebutuhan.batalkan_impor",
        objek="pengajuan",
        objek_id=pengajuan.pk,
        isi={"impor_pada": cadangan["pada"], "baris_kembali": jumlah},
        oleh=oleh,
        pada=pada,
        opd_id=pengajuan.opd_id,
    )
    return jumlah
