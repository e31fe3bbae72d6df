"""Data dukung: files for the named documents of a window, and signed copies of our papers."""

import datetime as dt
from typing import BinaryIO
from uuid import UUID

from django.db import transaction

from terukur.berkas.actions import simpan
from terukur.berkas.models import Berkas
from terukur.inti.kesalahan import AturanDilanggar, TidakDitemukan
from terukur.inti.pelaku import Pelaku
from terukur.jejak.actions import catat
from terukur.jejak.kertas import catat_salinan
from terukur.jejak.models import Kertas, SalinanKertas
from terukur.tenggat import queries, rules
from terukur.tenggat.actions.kegiatan import catat_kegiatan
from terukur.tenggat.models import DokumenPengajuan, DokumenSyarat, HasilTTE, Pengajuan

KODE = "data_dukung"
MB = 1024 * 1024


def _dokumen(pengajuan_id: UUID, dokumen_id: int, *, pada: dt.datetime) -> tuple[Pengajuan, DokumenSyarat]:
    pengajuan = queries.kunci_pengajuan(pengajuan_id)
    rules.periksa_boleh_diisi(pengajuan, pada=pada)
    dokumen = DokumenSyarat.objects.filter(pk=dokumen_id, jendela_id=pengajuan.jendela_id).first()
    if dokumen is None:
        raise TidakDitemukan("Dokumen ini tidak diminta pada jadwal pengumpulan ini.")
    return pengajuan, dokumen


@transaction.atomic
def lampirkan_dokumen(
    *, pengajuan_id: UUID, dokumen_id: int, berkas: Berkas, oleh: Pelaku, pada: dt.datetime
) -> DokumenPengajuan:
    """Hand in a stored file for a named document; an earlier one is kept, dated as replaced."""
    pengajuan, dokumen = _dokumen(pengajuan_id, dokumen_id, pada=pada)
    if berkas.jenis not in dokumen.jenis:
        raise AturanDilanggar(f"“{dokumen.nama}” menerima berkas {', '.join(dokumen.jenis)}.")
    if berkas.ukuran > dokumen.batas_mb * MB:
        raise AturanDilanggar(f"“{dokumen.nama}” paling besar {dokumen.batas_mb} MB.")
    DokumenPengajuan.objects.filter(
        pengajuan=pengajuan, dokumen=dokumen, digantikan_pada=None
    ).update(digantikan_pada=pada)  # fmt: skip
    hasil = DokumenPengajuan.objects.create(
        pengajuan=pengajuan, dokumen=dokumen, berkas=berkas, diunggah_pada=pada, diunggah_oleh=oleh.id
    )
    catat(
        peristiwa="dokumen.unggah", objek="pengajuan", objek_id=pengajuan.pk,
        isi={"dokumen": dokumen.nama, "berkas": berkas.nama, "sidik": berkas.sidik},
        oleh=oleh, pada=pada, opd_id=pengajuan.opd_id,
    )  # fmt: skip
    catat_kegiatan(pengajuan=pengajuan, kode=KODE, pada=pada)
    return hasil


@transaction.atomic
def unggah_dokumen(
    *, pengajuan_id: UUID, dokumen_id: int, nama: str, isi: BinaryIO, oleh: Pelaku, pada: dt.datetime
) -> DokumenPengajuan:
    """Store a file of the allowed kinds and size and hand it in."""
    pengajuan, dokumen = _dokumen(pengajuan_id, dokumen_id, pada=pada)
    berkas = simpan(
        nama=nama, isi=isi, jenis_diizinkan=tuple(dokumen.jenis), batas_ukuran=dokumen.batas_mb * MB,
        opd_id=pengajuan.opd_id, oleh=oleh, pada=pada,
    )  # fmt: skip
    return lampirkan_dokumen(
        pengajuan_id=pengajuan_id, dokumen_id=dokumen_id, berkas=berkas, oleh=oleh, pada=pada
    )


@transaction.atomic
def hapus_dokumen(
    *, pengajuan_id: UUID, dokumen_id: int, oleh: Pelaku, pada: dt.datetime
) -> DokumenPengajuan:
    """Take a file back. It stays stored, dated; only the package no longer counts it."""
    pengajuan, dokumen = _dokumen(pengajuan_id, dokumen_id, pada=pada)
    berlaku = (
        DokumenPengajuan.objects.select_related("berkas")
        .filter(pengajuan=pengajuan, dokumen=dokumen, digantikan_pada=None)
        .first()
    )
    if berlaku is None:
        raise AturanDilanggar(f"“{dokumen.nama}” memang belum diunggah; muat ulang halaman.")
    berlaku.digantikan_pada = pada
    berlaku.save()
    catat(
        peristiwa="dokumen.hapus", objek="pengajuan", objek_id=pengajuan.pk,
        isi={"dokumen": dokumen.nama, "berkas": berlaku.berkas.nama, "sidik": berlaku.berkas.sidik},
        oleh=oleh, pada=pada, opd_id=pengajuan.opd_id,
    )  # fmt: skip
    catat_kegiatan(pengajuan=pengajuan, kode=KODE, pada=pada)
    return berlaku


@transaction.atomic
def catat_hasil_tte(
    *, kertas: Kertas, berkas: Berkas, nomor_naskah: str, oleh: Pelaku, pada: dt.datetime
) -> HasilTTE:
    """Take the signed copy of one of our papers back, with the number of the naskah dinas."""
    if HasilTTE.objects.filter(kertas=kertas, berkas__sidik=berkas.sidik).exists():
        raise AturanDilanggar(
            "Salinan bertanda tangan ini sudah pernah diunggah.", kolom={"berkas": "Sudah pernah diunggah."}
        )
    catat_salinan(kertas, ragam=SalinanKertas.Ragam.TTE, sidik_berkas=berkas.sidik, oleh=oleh, pada=pada)
    return HasilTTE.objects.create(
        kertas=kertas, nomor_naskah=nomor_naskah.strip(), berkas=berkas, diunggah_pada=pada,
        diunggah_oleh=oleh.id, diunggah_nama=oleh.nama,
    )  # fmt: skip
