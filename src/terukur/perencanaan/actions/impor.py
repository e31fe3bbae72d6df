"""Applying an imported workbook to a program kerja: all of it or nothing, and undoing it."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction

from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import Pelaku
from terukur.jejak.actions import catat
from terukur.perencanaan.actions.penguncian import buka_untuk_diisi, selesai_diisi
from terukur.perencanaan.models import SubKegiatanRencana
from terukur.perencanaan.penyedia import penyedia_uang
from terukur.perencanaan.queries.impor import RencanaImpor

_KOLOM = (
    "target", "target_maju", "pagu_maju", "lokasi_uraian", "kelompok_sasaran", "prioritas", "catatan",
    "versi", "disimpan_pada", "disimpan_oleh", "nama_penyimpan",
)  # fmt: skip


def _tulis_lokasi(isi: list[tuple[SubKegiatanRencana, dict[str, Any]]]) -> None:
    lewat = SubKegiatanRencana.lokasi.through
    ganti = [(b, i["lokasi"]) for b, i in isi if "lokasi" in i]
    lewat.objects.filter(subkegiatanrencana__in=[b.pk for b, _ in ganti]).delete()
    lewat.objects.bulk_create(
        [lewat(subkegiatanrencana=b, wilayah=w) for b, daftar in ganti for w in daftar], batch_size=1000
    )


@transaction.atomic
def terapkan_impor(*, rencana: RencanaImpor, sidik_berkas: str, oleh: Pelaku, pada: dt.datetime) -> int:
    """Write the planned rows and their money; returns how many sub kegiatan the workbook touched.

    Raises ``AturanDilanggar`` when the workbook has a galat, when the submission is locked, when
    somebody saved one of the rows since the plan was made, or when anggaran refuses the money;
    then nothing is written.
    """
    pengajuan = buka_untuk_diisi(rencana.pengajuan, pada=pada)
    if galat := rencana.hasil.galat:
        raise AturanDilanggar(
            f"Berkas masih memuat {len(galat)} galat, jadi tidak ada yang disimpan. {galat[0].pesan}",
            kode="impor_galat",
        )
    terkini = {
        b.pk: b
        for b in SubKegiatanRencana.objects.select_for_update()
        .filter(pengajuan=pengajuan, dihapus_pada__isnull=True)
        .order_by("pk")
    }
    kunci = {(b.kode, b.unit_id) for b in terkini.values()}
    baru: list[tuple[SubKegiatanRencana, dict[str, Any]]] = []
    ubah: list[tuple[SubKegiatanRencana, dict[str, Any]]] = []
    uang: dict[UUID, dict[str, Any]] = {}
    for r in rencana.baris:
        if r.sub_kegiatan is None:
            b = SubKegiatanRencana(
                pengajuan=pengajuan, opd_id=pengajuan.opd_id, unit=r.unit, nomenklatur=r.nomenklatur,
                kode=r.kode, nama=r.nomenklatur.nama, dibuat_pada=pada, disimpan_pada=pada,
                disimpan_oleh=oleh.id, nama_penyimpan=oleh.nama,
            )  # fmt: skip
            bentrok = (r.kode, b.unit_id) in kunci
            baru.append((b, r.isi))
        else:
            lama = terkini.get(r.sub_kegiatan.pk)
            bentrok = lama is None or lama.versi != r.sub_kegiatan.versi
            b = lama or r.sub_kegiatan
            if r.isi:
                b.versi += 1
                b.disimpan_pada = max(pada, b.disimpan_pada)
                b.disimpan_oleh, b.nama_penyimpan = oleh.id, oleh.nama
                ubah.append((b, r.isi))
        if bentrok:
            raise AturanDilanggar(
                f"Baris {r.kode} berubah setelah pratinjau dibuat. Buat pratinjau lagi agar terlihat "
                "perbedaannya.",
                kode="impor_usang",
            )
        for k, nilai in r.isi.items():
            if k != "lokasi":
                setattr(b, k, nilai)
        if r.uang:
            uang[b.pk] = r.uang
    SubKegiatanRencana.objects.bulk_create([b for b, _ in baru], batch_size=500)
    SubKegiatanRencana.objects.bulk_update([b for b, _ in ubah], list(_KOLOM), batch_size=500)
    _tulis_lokasi(baru + ubah)
    catat(
        peristiwa="program_kerja.impor",
        objek="pengajuan",
        objek_id=pengajuan.pk,
        opd_id=pengajuan.opd_id,
        isi={
            "berkas": rencana.hasil.berkas,
            "sidik_berkas": sidik_berkas,
            "baru": len(baru),
            "berubah": len(ubah),
            "total": rencana.total,
        },
        oleh=oleh,
        pada=pada,
    )
    penyedia = penyedia_uang()
    if penyedia and uang:
        penyedia.simpan(pengajuan, uang, oleh=oleh, pada=pada)
    selesai_diisi(pengajuan, oleh=oleh, pada=pada)
    return len(rencana.baris)
