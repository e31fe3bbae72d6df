"""Recording how complete a package is, right after each change."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from terukur.tenggat.models import KegiatanTercatat, Pengajuan
from terukur.tenggat.penyedia import KOSONG, Kelengkapan, daftar_penyedia


@transaction.atomic
def catat_kegiatan(*, pengajuan: Pengajuan, kode: Iterable[str] | str, pada: dt.datetime) -> None:
    """Record the completeness of these requirements of a package as it stands now.

    Every provider calls this at the end of each write, in its own transaction, so that a late
    list made hours later still knows the situation of the instant. A requirement that the window
    does not ask for is passed over. Nothing is written while neither values nor minute changed.
    """
    diminta = set(pengajuan.jendela.daftar_syarat.values_list("kode", flat=True))
    kodes = [kode] if isinstance(kode, str) else list(kode)
    for k in kodes:
        if k in diminta:
            jawaban = daftar_penyedia.ambil(k).kelengkapan(pengajuan.jendela, [pengajuan.opd_id])
            simpan_kegiatan(pengajuan, k, jawaban.get(pengajuan.opd_id, KOSONG), pada=pada)


def simpan_kegiatan(pengajuan: Pengajuan, kode: str, k: Kelengkapan, *, pada: dt.datetime) -> None:
    """Append one row unless the last one says the same in the same minute."""
    isi = (k.terpenuhi, k.jumlah, len(k.galat))
    terakhir = (
        KegiatanTercatat.objects.filter(pengajuan=pengajuan, kode=kode).order_by("-pada", "-pk").first()
    )
    if terakhir is not None:
        sama = (terakhir.terpenuhi, terakhir.jumlah, terakhir.jumlah_galat) == isi
        menit = terakhir.pada.replace(second=0, microsecond=0)
        if sama and menit == pada.replace(second=0, microsecond=0):
            return
    KegiatanTercatat.objects.create(
        pengajuan=pengajuan, kode=kode, terpenuhi=isi[0], jumlah=isi[1], jumlah_galat=isi[2],
        ringkasan=k.ringkasan[:200], pada=pada,
    )  # fmt: skip
