"""Corrections to editions of the late list that a slow storage made necessary."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from terukur.inti.pelaku import Pelaku
from terukur.jejak.actions import catat
from terukur.tenggat.actions.pemberitahuan import kirim_ralat
from terukur.tenggat.models import LaporanKeterlambatan, Pengajuan, RalatLaporan


def catat_ralat(
    pengajuan: Pengajuan, laporan_ids: Collection[UUID], *, oleh: Pelaku, pada: dt.datetime
) -> list[RalatLaporan]:
    """For editions that speak of a later instant and were published before this package was stored.

    The package was received in time for such an edition, so the edition is corrected beside it: its
    own content stays as published, and those who got it are told.
    """
    if not laporan_ids:
        return []
    terkena = LaporanKeterlambatan.objects.filter(pk__in=laporan_ids).select_related("kertas")
    hasil = []
    for laporan in terkena.order_by("saat", "pk"):
        hasil.append(RalatLaporan.objects.create(laporan=laporan, pengajuan=pengajuan, diterima_pada=pada))
        catat(
            peristiwa="laporan.ralat", objek="jendela", objek_id=pengajuan.jendela_id,
            isi={"laporan": laporan.kertas.nomor, "opd": pengajuan.opd.nama, "diterima": pada},
            oleh=oleh, pada=pada, opd_id=pengajuan.opd_id,
        )  # fmt: skip
        kirim_ralat(laporan, pengajuan, pada=pada)
    return hasil
