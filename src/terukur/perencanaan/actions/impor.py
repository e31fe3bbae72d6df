"""Applying an imported workbook to a program kerja: all of it or nothing, and undoing it."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
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
from terukur.perencanaan.rules.isian import KOLOM_ANGKA
from terukur.tenggat.models import Pengajuan

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
def terapkan_impor(*, rencana: RencanaImpor, oleh: Pelaku, pada: dt.datetime) -> dict[str, Any]:
    """Write the planned rows and their money; returns what ``urungkan_impor`` needs, JSON-able.

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
    lama_isi: dict[str, dict[str, Any]] = {}
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
                lama_isi[str(b.pk)] = _simpan_lama(b, r.isi)
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
        if r.uang_ubah:
            uang[b.pk] = r.uang_ubah
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
            "baru": len(baru),
            "berubah": len(ubah),
            "total": rencana.total,
        },
        oleh=oleh,
        pada=pada,
    )
    penyedia = penyedia_uang()
    cadangan: list[dict[str, Any]] = []
    if penyedia and uang:
        cadangan = penyedia.cadangkan(pengajuan, list(uang))
        penyedia.simpan(pengajuan, uang, oleh=oleh, pada=pada)
    if baru or ubah or uang:
        selesai_diisi(pengajuan, oleh=oleh, pada=pada)
    return {
        "pengajuan": str(pengajuan.pk),
        "baru": [str(b.pk) for b, _ in baru],
        "lama": lama_isi,
        "versi": {str(b.pk): b.versi for b, _ in baru + ubah},
        "uang": [str(pk) for pk in uang],
        "cadangan": cadangan,
    }


def _simpan_lama(b: SubKegiatanRencana, isi: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that an import is about to change, JSON-able; of places their ids."""

    def tulis(k: str) -> Any:
        if k == "lokasi":
            return sorted(b.lokasi.values_list("pk", flat=True))
        if k == "prioritas":
            return b.prioritas_id
        nilai = getattr(b, k)
        return str(nilai) if isinstance(nilai, Decimal) else nilai

    return {k: tulis(k) for k in isi}


@transaction.atomic
def urungkan_impor(*, urung: Mapping[str, Any], oleh: Pelaku, pada: dt.datetime) -> None:
    """Take an import back: added rows go, changed fields and money return to what they were.

    Raises ``AturanDilanggar`` when locked, or when somebody saved one of the rows since: their
    work would be lost.
    """
    pengajuan = buka_untuk_diisi(Pengajuan(pk=UUID(urung["pengajuan"])), pada=pada)
    versi = {UUID(k): v for k, v in urung["versi"].items()}
    baris = {
        b.pk: b
        for b in SubKegiatanRencana.objects.select_for_update()
        .filter(pengajuan=pengajuan, pk__in=versi)
        .order_by("pk")
    }
    berubah = sorted(b.kode for b in baris.values() if b.versi != versi[b.pk] or b.dihapus_pada is not None)
    if berubah or len(baris) < len(versi):
        raise AturanDilanggar(
            f"Impor tidak dapat diurungkan: {', '.join(berubah[:5]) or 'sebagian baris'} sudah diubah "
            "setelah impor. Perbaiki barisnya satu per satu.",
            kode="urung_usang",
        )
    penyedia = penyedia_uang()
    if penyedia and urung["uang"]:
        uang = [UUID(i) for i in urung["uang"]]
        penyedia.kembalikan(pengajuan, uang, urung["cadangan"], oleh=oleh, pada=pada)
    for b in baris.values():
        b.versi += 1
        b.disimpan_pada = max(pada, b.disimpan_pada)
        b.disimpan_oleh, b.nama_penyimpan = oleh.id, oleh.nama
        if str(b.pk) in urung["baru"]:
            b.dihapus_pada, b.dihapus_oleh = pada, oleh.id
        for k, nilai in urung["lama"].get(str(b.pk), {}).items():
            if k == "lokasi":
                b.lokasi.set(nilai)
            elif k == "prioritas":
                b.prioritas_id = nilai
            else:
                setattr(b, k, nilai if nilai is None or k not in KOLOM_ANGKA else Decimal(nilai))
        b.save()
    catat(
        peristiwa="program_kerja.urungkan_impor",
        objek="pengajuan",
        objek_id=pengajuan.pk,
        opd_id=pengajuan.opd_id,
        isi={"dihapus": len(urung["baru"]), "dikembalikan": len(urung["lama"])},
        oleh=oleh,
        pada=pada,
    )
    selesai_diisi(pengajuan, oleh=oleh, pada=pada)
