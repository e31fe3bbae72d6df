"""Corrections to editions of the late list that a slow storage made necessary."""

import datetime as dt

from terukur.tenggat.models import LaporanKeterlambatan, Pengajuan, RalatLaporan


def catat_ralat(pengajuan: Pengajuan, *, pada: dt.datetime) -> list[RalatLaporan]:
    """Where an edition that speaks of a later instant was published before this package was stored.

    The package was received in time for that edition, so the edition is corrected beside it: its
    own content stays as published.
    """
    toleransi = dt.timedelta(seconds=pengajuan.jendela.toleransi_detik)
    terkena = LaporanKeterlambatan.objects.filter(
        jendela=pengajuan.jendela, saat__gte=pada - toleransi
    ).order_by("saat", "pk")
    return [
        RalatLaporan.objects.create(laporan=laporan, pengajuan=pengajuan, diterima_pada=pada)
        for laporan in terkena
    ]
