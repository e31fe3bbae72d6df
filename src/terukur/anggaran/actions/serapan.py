"""Recording what a book says was spent up to a day; a later book for the same day supersedes it."""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from hashlib import sha256
from uuid import UUID

from django.db import connection, transaction

from terukur.anggaran.choices import SumberRealisasi
from terukur.anggaran.models import RealisasiAnggaran
from terukur.anggaran.rules.serapan import UangRealisasi, gabung_kembar
from terukur.inti.bitemporal import SATU_HARI, salinan_fakta
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import Pelaku
from terukur.jejak.actions import catat
from terukur.jejak.models import Catatan
from terukur.organisasi.queries import hari_pemda

_RUANG = 0x73657261  # first key of the advisory lock: one writer per OPD at a time


def _sidik(baris: list[UangRealisasi]) -> str:
    return sha256(repr([dataclasses.astuple(b) for b in baris]).encode()).hexdigest()


def _kunci(opd_id: UUID) -> None:
    with connection.cursor() as kursor:
        kursor.execute(
            "select pg_advisory_xact_lock(%s, ('x' || left(%s::text, 8))::bit(32)::int)",
            [_RUANG, str(opd_id)],
        )


@transaction.atomic
def catat_realisasi(
    *,
    opd_id: UUID,
    tahun: int,
    sumber: SumberRealisasi,
    batas: dt.date,
    baris: Sequence[UangRealisasi],
    dasar: str,
    oleh: Pelaku,
    pada: dt.datetime,
) -> Catatan:
    """Record all rows of a book as the state of the day ``batas``; returns the journal entry.

    Earlier cut-offs keep their days; the same cut-off is superseded, both stay on record. Raises
    ``AturanDilanggar`` for a day outside the year or to come, or for a book without rows.
    """
    if batas.year != tahun or batas > hari_pemda(pada):
        raise AturanDilanggar(
            f"Tanggal keadaan harus dalam tahun {tahun} dan tidak sesudah hari ini.",
            kolom={"batas": f"Pilih tanggal dalam tahun {tahun} yang sudah lewat."},
        )
    rapi = gabung_kembar(b for b in baris if b.anggaran is not None or b.realisasi is not None)
    if not rapi:
        raise AturanDilanggar("Tidak ada baris yang berisi anggaran atau realisasi.", kode="kosong")
    _kunci(opd_id)
    milik = RealisasiAnggaran.objects.diketahui(None).filter(opd=opd_id, tahun=tahun, sumber=sumber)
    sesudah = (
        milik.filter(berlaku_sejak__gt=batas)
        .order_by("berlaku_sejak")
        .values_list("berlaku_sejak", flat=True)
    ).first()
    catatan = catat(
        peristiwa="realisasi_anggaran.catat",
        objek="realisasi_anggaran",
        objek_id=f"{tahun}/{sumber}/{opd_id}",
        isi={
            "tahun": tahun,
            "sumber": sumber,
            "batas": batas,
            "dasar": dasar,
            "baris": len(rapi),
            "anggaran": sum((b.anggaran for b in rapi if b.anggaran is not None), Decimal(0)),
            "realisasi": sum((b.realisasi for b in rapi if b.realisasi is not None), Decimal(0)),
            "sidik_isi": _sidik(rapi),
        },
        oleh=oleh,
        pada=pada,
        opd_id=opd_id,
    )
    _potong(list(milik.filter(berlaku_sejak__lte=batas).berlaku(batas)), batas, pada)
    RealisasiAnggaran.objects.bulk_create(
        [
            RealisasiAnggaran(
                opd_id=opd_id,
                tahun=tahun,
                sumber=sumber,
                kode_unit=b.kode_unit,
                nama_unit=b.nama_unit[:250],
                kode=b.kode,
                nama=b.nama,
                jenis=b.jenis,
                anggaran=b.anggaran,
                realisasi=b.realisasi,
                batas=batas,
                catatan_nomor=catatan.nomor,
                berlaku_sejak=batas,
                berlaku_sampai=sesudah - SATU_HARI if sesudah else None,
                dicatat_pada=pada,
            )
            for b in rapi
        ],
        batch_size=1000,
    )
    return catatan


def _potong(lama: list[RealisasiAnggaran], batas: dt.date, pada: dt.datetime) -> None:
    """Supersede these rows at ``pada``; what they say of the days before ``batas`` stays."""
    RealisasiAnggaran.objects.filter(pk__in=[r.pk for r in lama]).update(digantikan_pada=pada)
    RealisasiAnggaran.objects.bulk_create(
        [
            salinan_fakta(r, dicatat_pada=pada, digantikan_pada=None, berlaku_sampai=batas - SATU_HARI)
            for r in lama
            if r.berlaku_sejak < batas
        ],
        batch_size=1000,
    )


@transaction.atomic
def batalkan_realisasi(
    *, opd_id: UUID, tahun: int, sumber: str, nomor: int, oleh: Pelaku, pada: dt.datetime
) -> None:
    """Take back what entry ``nomor`` recorded; what was known before it is known again.

    Refused when something was recorded for the same OPD, year and book since.
    """
    _kunci(opd_id)
    milik = RealisasiAnggaran.objects.filter(opd=opd_id, tahun=tahun, sumber=sumber)
    contoh = milik.filter(catatan_nomor=nomor).order_by("pk").first()
    if contoh is None or milik.filter(dicatat_pada__gt=contoh.dicatat_pada).exists():
        raise AturanDilanggar(
            "Realisasi ini tidak dapat diurungkan karena sesudahnya sudah ada yang tercatat lagi.",
            kode="sudah_diubah",
        )
    catat(
        peristiwa="realisasi_anggaran.batalkan",
        objek="realisasi_anggaran",
        objek_id=f"{tahun}/{sumber}/{opd_id}",
        isi={"catatan": nomor},
        oleh=oleh,
        pada=pada,
        opd_id=opd_id,
    )
    saat = contoh.dicatat_pada
    semula = list(milik.filter(digantikan_pada=saat).order_by("pk"))
    milik.filter(dicatat_pada=saat, digantikan_pada=None).update(digantikan_pada=pada)
    RealisasiAnggaran.objects.bulk_create(
        [salinan_fakta(r, dicatat_pada=pada, digantikan_pada=None) for r in semula], batch_size=1000
    )
