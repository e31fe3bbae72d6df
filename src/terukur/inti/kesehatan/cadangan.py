"""Backups: how old the newest one is, and whether the drill could restore it."""

import datetime as dt
from collections.abc import Iterator

from django.conf import settings

from terukur.inti.kesehatan import Hasil, Keadaan, Ukuran, nilai_batas, tulis_lama
from terukur.inti.models import Pencadangan

JAM = 3600
CADANGAN_PERHATIAN, CADANGAN_GANGGUAN = 26 * JAM, 50 * JAM
"""Seconds: one missed night, two of them."""
LATIHAN_PERHATIAN, LATIHAN_GANGGUAN = 50 * JAM, 8 * 24 * JAM


def periksa_cadangan(pada: dt.datetime) -> Iterator[Hasil]:
    """The newest backup and the newest drill. In trial mode nobody needs any: the data are examples."""
    for jenis, judul, perhatian, gangguan, batas, langkah in (
        (
            Pencadangan.Jenis.CADANGAN, "Cadangan", CADANGAN_PERHATIAN, CADANGAN_GANGGUAN,
            "yang berhasil terakhir 26 jam (perhatian), 50 jam (gangguan)",
            "Jalankan terukur backup dan baca keterangannya; lihat panduan pengelola server.",
        ),
        (
            Pencadangan.Jenis.LATIHAN, "Latihan pemulihan", LATIHAN_PERHATIAN, LATIHAN_GANGGUAN,
            "yang berhasil terakhir 50 jam (perhatian), 8 hari atau gagal (gangguan)",
            "Jalankan terukur backup --latihan dan baca keterangannya: cadangan yang tidak dapat dipulihkan "
            "bukan cadangan.",
        ),
    ):  # fmt: skip
        semua = Pencadangan.objects.filter(jenis=jenis).order_by("-dimulai_pada", "pk")
        terakhir, berhasil = semua.first(), semua.filter(berhasil=True).first()
        umur = (pada - berhasil.dimulai_pada).total_seconds() if berhasil else None
        if umur is not None:
            keadaan = nilai_batas(umur, perhatian, gangguan)
        else:
            keadaan = Keadaan.BAIK if settings.MODE_LATIHAN else Keadaan.GANGGUAN
        if terakhir and not terakhir.berhasil:
            # A backup is tried again within the hour; a drill would fail again.
            gagal = Keadaan.GANGGUAN if jenis == Pencadangan.Jenis.LATIHAN else Keadaan.PERHATIAN
            keadaan = max(keadaan, gagal, key=lambda k: k.angka)
        elif terakhir and terakhir.galat:
            keadaan = max(keadaan, Keadaan.PERHATIAN, key=lambda k: k.angka)
        yield Hasil(
            str(jenis), judul, keadaan, _nilai(terakhir, berhasil, pada), batas, langkah,
            berhasil.dimulai_pada if berhasil and keadaan is not Keadaan.BAIK else None,
            ukuran=_ukuran(jenis, berhasil, umur),
        )  # fmt: skip


def _nilai(terakhir: Pencadangan | None, berhasil: Pencadangan | None, pada: dt.datetime) -> str:
    if terakhir is None:
        return "mode latihan: belum pernah" if settings.MODE_LATIHAN else "belum pernah"
    nilai = (
        f"terakhir berhasil {tulis_lama(pada - berhasil.dimulai_pada)} lalu" if berhasil else "belum berhasil"
    )
    if berhasil and "detik" in berhasil.rincian:
        nilai += f", selesai dalam {tulis_lama(dt.timedelta(seconds=float(berhasil.rincian['detik'])))}"
    return f"{nilai}; percobaan terakhir: {terakhir.galat}" if terakhir.galat else nilai


def _ukuran(jenis: str, berhasil: Pencadangan | None, umur: float | None) -> tuple[Ukuran, ...]:
    if berhasil is None or umur is None:
        return ()
    lama = (berhasil.selesai_pada - berhasil.dimulai_pada).total_seconds()
    return (Ukuran(f"{jenis}_umur_detik", umur), Ukuran(f"{jenis}_lama_detik", lama))
