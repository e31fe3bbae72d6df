"""Holidays and region codes."""

import datetime as dt

from django.db import transaction

from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import Pelaku
from terukur.jejak.actions import catat
from terukur.organisasi.choices import TingkatWilayah
from terukur.organisasi.models import HariLibur, Wilayah
from terukur.organisasi.penyedia import beri_tahu_hari


@transaction.atomic
def tetapkan_libur(
    *,
    tanggal: dt.date,
    nama: str,
    jenis: str,
    perkiraan: bool = False,
    dasar: str = "",
    oleh: Pelaku,
    pada: dt.datetime,
) -> HariLibur:
    """Record a holiday, or replace what is known of the same day and name.

    A day that is not ``perkiraan`` names its ground (SKB tiga menteri, keputusan bupati).
    """
    if not perkiraan and not dasar.strip():
        raise AturanDilanggar(
            "Sebutkan SKB atau keputusan yang menetapkan hari libur ini, atau tandai sebagai perkiraan.",
            kode="libur_tanpa_dasar",
            kolom={"dasar": "Wajib diisi kecuali hari libur masih perkiraan."},
        )
    libur, _ = HariLibur.objects.update_or_create(
        tanggal=tanggal,
        nama=nama,
        defaults={"jenis": jenis, "perkiraan": perkiraan, "dasar": dasar.strip()},
    )
    beri_tahu_hari(None, sejak=tanggal, sampai=tanggal, pada=pada)
    catat(
        peristiwa="libur.tetapkan",
        objek="libur",
        objek_id=tanggal.isoformat(),
        isi={"tanggal": tanggal, "nama": nama, "jenis": jenis, "perkiraan": perkiraan, "dasar": dasar},
        oleh=oleh,
        pada=pada,
    )
    return libur


@transaction.atomic
def hapus_libur(*, libur: HariLibur, alasan: str, oleh: Pelaku, pada: dt.datetime) -> None:
    """Take a day out of the calendar; the journal keeps that it was there."""
    beri_tahu_hari(None, sejak=libur.tanggal, sampai=libur.tanggal, pada=pada)
    catat(
        peristiwa="libur.hapus",
        objek="libur",
        objek_id=libur.tanggal.isoformat(),
        isi={"tanggal": libur.tanggal, "nama": libur.nama, "jenis": libur.jenis, "alasan": alasan},
        oleh=oleh,
        pada=pada,
    )
    libur.delete()


@transaction.atomic
def catat_wilayah(
    *,
    kode: str,
    nama: str,
    tingkat: str,
    induk: Wilayah | None = None,
    oleh: Pelaku,
    pada: dt.datetime,
) -> Wilayah:
    """Record a region, or correct the name of a code already stored.

    ``induk`` must be the region whose code this one continues.
    """
    if induk is not None and not kode.startswith(f"{induk.kode}."):
        raise AturanDilanggar(
            f"Kode {kode} bukan bagian dari {induk.nama} ({induk.kode}).",
            kode="induk_wilayah",
            kolom={"kode": f"Harus diawali {induk.kode}."},
        )
    if len(kode) != {"provinsi": 2, "kabkota": 5, "kecamatan": 8}.get(tingkat, 13):
        raise AturanDilanggar(
            f"Kode {kode} tidak sesuai tingkat {TingkatWilayah(tingkat).label}.",
            kode="kode_wilayah",
            kolom={"kode": "Contoh: 53.13 kabupaten, 53.13.01 kecamatan, 53.13.01.2001 desa."},
        )
    wilayah, _ = Wilayah.objects.update_or_create(
        kode=kode, defaults={"nama": nama, "tingkat": tingkat, "induk": induk, "aktif": True}
    )
    catat(
        peristiwa="wilayah.catat",
        objek="wilayah",
        objek_id=kode,
        isi={"kode": kode, "nama": nama, "tingkat": tingkat},
        oleh=oleh,
        pada=pada,
    )
    return wilayah
