"""Corrections to editions of the late list that a slow storage made necessary."""

import datetime as dt

from terukur.inti.pelaku import Pelaku
from terukur.jejak.actions import catat
from terukur.tenggat.actions.pemberitahuan import kirim_ralat
from terukur.tenggat.models import LaporanKeterlambatan, Pengajuan, RalatLaporan


def catat_ralat(pengajuan: Pengajuan, *, oleh: Pelaku, pada: dt.datetime) -> list[RalatLaporan]:
    """Where an edition that speaks of a later instant was published before this package was stored.

    The package was received in time for that edition, so the edition is corrected beside it: its
    own content stays as published, and those who got it are told.
    """
    toleransi = dt.timedelta(seconds=pengajuan.jendela.toleransi_detik)
    terkena = (
        LaporanKeterlambatan.objects.filter(jendela=pengajuan.jendela, saat__gte=pada - toleransi)
        .select_related("kertas")
        .order_by("saat", "pk")
    )
    hasil = []
    for laporan in terkena:
        hasil.append(RalatLaporan.objects.create(laporan=laporan, pengajuan=pengajuan, diterima_pada=pada))
        catat(
            peristiwa="laporan.ralat", objek="jendela", objek_id=pengajuan.jendela_id,
            isi={"laporan": laporan.kertas.nomor, "opd": pengajuan.opd.nama, "diterima": pada},
            oleh=oleh, pada=pada, opd_id=pengajuan.opd_id,
        )  # fmt: skip
        kirim_ralat(laporan, pengajuan, pada=pada)
    return hasil
