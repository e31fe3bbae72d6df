"""Rows of a program kerja: add, change, remove and bring back.

Drafts are not official facts: these acts are not journalled one by one. What counts is frozen and
journalled at ``ajukan``; imports and copies, which change many rows at once, are journalled here.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from terukur.inti.kesalahan import AturanDilanggar, Bentrok, TidakDitemukan
from terukur.inti.pelaku import Pelaku
from terukur.organisasi.models import Unit
from terukur.perencanaan.actions.penguncian import buka_untuk_diisi, selesai_diisi
from terukur.perencanaan.choices import Tingkat
from terukur.perencanaan.models import IndikatorRencana, Nomenklatur, SubKegiatanRencana
from terukur.perencanaan.rules.isian import (
    KOLOM_ANGKA,
    LABEL_KOLOM,
    kolom_bentrok,
    periksa_besar,
    tulis_isian,
)
from terukur.perencanaan.rules.kode import (
    bentangkan_kode,
    bidang_dari_kode_opd,
    bidang_kode,
    is_penunjang,
)
from terukur.tenggat.models import Pengajuan


def _periksa_isi(isi: Mapping[str, Any], *, opd_id: UUID) -> None:
    if asing := set(isi) - set(LABEL_KOLOM):
        raise AturanDilanggar(f"Isian tidak dikenal: {', '.join(sorted(asing))}.", kode="isian_asing")
    for k in KOLOM_ANGKA:
        nilai: Decimal | None = isi.get(k)
        if nilai is not None and nilai < 0:
            raise AturanDilanggar(
                f"{LABEL_KOLOM[k]} tidak boleh negatif.", kolom={k: "Isi angka 0 atau lebih."}
            )
        if pesan := periksa_besar(k, nilai):
            raise AturanDilanggar(pesan, kolom={k: "Angkanya terlalu besar."})
    unit: Unit | None = isi.get("unit")
    if unit is not None and unit.opd_id != opd_id:
        raise AturanDilanggar("Unit itu bukan bagian OPD ini.", kolom={"unit": "Pilih unit OPD ini."})


def _periksa_ganda(
    pengajuan: Pengajuan, *, kode: str, unit: Unit | None, kecuali: UUID | None = None
) -> None:
    kembar = SubKegiatanRencana.objects.filter(
        pengajuan=pengajuan, kode=kode, unit=unit, dihapus_pada__isnull=True
    )
    if kecuali is not None:
        kembar = kembar.exclude(pk=kecuali)
    if kembar.exists():
        pada_unit = f" untuk {unit.nama}" if unit else ""
        raise AturanDilanggar(
            f"{kode} sudah ada{pada_unit} dalam program kerja ini. Buka baris itu, atau pilih unit lain.",
            kode="kode_ganda",
            kolom={"unit": "Kode ini sudah ada pada unit ini."},
        )


def _kode_rencana(nomenklatur: Nomenklatur, pengajuan: Pengajuan, kode: str) -> str:
    """The code under which the OPD plans the row: ``kode`` if it fits, else expanded."""
    if nomenklatur.tingkat != Tingkat.SUB_KEGIATAN:
        raise AturanDilanggar("Pilih sub kegiatan, bukan program atau kegiatan.", kode="bukan_sub_kegiatan")
    if not is_penunjang(nomenklatur.kode):
        return nomenklatur.kode
    bidang = bidang_dari_kode_opd(pengajuan.opd.kode)
    if kode and not is_penunjang(kode) and bentangkan_kode(nomenklatur.kode, bidang_kode(kode)) == kode:
        return kode
    if not bidang:
        raise AturanDilanggar(
            f"Kode OPD {pengajuan.opd.kode} tidak memuat bidang urusan, sehingga kode penunjang tidak "
            "dapat dibentuk. Minta admin memperbaiki kode OPD.",
            kode="tanpa_bidang",
        )
    return bentangkan_kode(nomenklatur.kode, bidang[0])


def _isi_baris(baris: SubKegiatanRencana, isi: Mapping[str, Any]) -> None:
    for k, nilai in isi.items():
        if k != "lokasi":
            setattr(baris, k, nilai)


@transaction.atomic
def tambah_sub_kegiatan(
    *,
    pengajuan: Pengajuan,
    nomenklatur: Nomenklatur,
    kode: str = "",
    isi: Mapping[str, Any] | None = None,
    oleh: Pelaku,
    pada: dt.datetime,
) -> SubKegiatanRencana:
    """Add a sub kegiatan to the program kerja.

    ``isi``: {field: value} of ``LABEL_KOLOM`` (Decimal, str, list of Wilayah for ``lokasi``,
    Unit, PrioritasDaerah, list of str for ``tag``). ``kode``: the expanded code, for an OPD with
    several bidang; else the first bidang of the OPD expands a placeholder. Raises
    ``AturanDilanggar`` when locked, when the code is there already for the unit, or when a value
    cannot be.
    """
    pengajuan = buka_untuk_diisi(pengajuan, pada=pada)
    baris = _tambah(pengajuan, nomenklatur, kode, dict(isi or {}), oleh=oleh, pada=pada)
    selesai_diisi(pengajuan, oleh=oleh, pada=pada)
    return baris


@transaction.atomic
def tambah_banyak_sub_kegiatan(
    *,
    pengajuan: Pengajuan,
    daftar: Iterable[tuple[Nomenklatur, Mapping[str, Any]]],
    oleh: Pelaku,
    pada: dt.datetime,
) -> list[SubKegiatanRencana]:
    """Add many, each as ``tambah_sub_kegiatan`` does one; all or none."""
    pengajuan = buka_untuk_diisi(pengajuan, pada=pada)
    hasil = [_tambah(pengajuan, n, "", dict(isi), oleh=oleh, pada=pada) for n, isi in daftar]
    selesai_diisi(pengajuan, oleh=oleh, pada=pada)
    return hasil


def _tambah(
    pengajuan: Pengajuan, nomenklatur: Nomenklatur, kode: str, isi: dict[str, Any], *, oleh: Pelaku,
    pada: dt.datetime,
) -> SubKegiatanRencana:  # fmt: skip
    _periksa_isi(isi, opd_id=pengajuan.opd_id)
    kode = _kode_rencana(nomenklatur, pengajuan, kode)
    _periksa_ganda(pengajuan, kode=kode, unit=isi.get("unit"))
    baris = SubKegiatanRencana(
        pengajuan=pengajuan,
        opd=pengajuan.opd,
        nomenklatur=nomenklatur,
        kode=kode,
        nama=nomenklatur.nama,
        dibuat_pada=pada,
        disimpan_pada=pada,
        disimpan_oleh=oleh.id,
        nama_penyimpan=oleh.nama,
    )
    _isi_baris(baris, isi)
    baris.save(force_insert=True)
    if lokasi := isi.get("lokasi"):
        baris.lokasi.set(lokasi)
    return baris


def _kunci_baris(sub_kegiatan_id: UUID, *, pada: dt.datetime, terhapus: bool = False) -> SubKegiatanRencana:
    """The row, locked, of a submission that may be filled in."""
    dasar = SubKegiatanRencana.objects.filter(pk=sub_kegiatan_id, dihapus_pada__isnull=not terhapus)
    hilang = TidakDitemukan("Sub kegiatan tidak ditemukan; mungkin sudah dihapus.")
    pengajuan_id = dasar.values_list("pengajuan_id", flat=True).first()
    if pengajuan_id is None:
        raise hilang
    pengajuan = buka_untuk_diisi(Pengajuan(pk=pengajuan_id), pada=pada)
    baris = (
        dasar.select_for_update(of=("self",))
        .select_related("unit", "prioritas", "nomenklatur")
        .prefetch_related("lokasi")
        .first()
    )
    if baris is None:  # a colleague was here while this waited for the submission
        raise hilang
    baris.pengajuan = pengajuan
    return baris


def _nilai_tersimpan(baris: SubKegiatanRencana, kolom: Mapping[str, Any]) -> dict[str, Any]:
    hasil: dict[str, Any] = {}
    for k in kolom:
        hasil[k] = sorted(baris.lokasi.all(), key=lambda w: str(w.pk)) if k == "lokasi" else getattr(baris, k)
    return hasil


def _tandai_simpan(baris: SubKegiatanRencana, *, oleh: Pelaku, pada: dt.datetime) -> None:
    baris.versi += 1
    baris.disimpan_pada = max(pada, baris.disimpan_pada)
    baris.disimpan_oleh, baris.nama_penyimpan = oleh.id, oleh.nama


@transaction.atomic
def ubah_sub_kegiatan(
    *,
    sub_kegiatan_id: UUID,
    versi: int,
    isi: Mapping[str, Any],
    oleh: Pelaku,
    pada: dt.datetime,
) -> SubKegiatanRencana:
    """Save one field or many: {field: value} as in ``tambah_sub_kegiatan``; others stay.

    ``versi`` is the one the form was opened with. If somebody saved since and a sent field
    differs from what stands there, raises ``Bentrok`` with both sides in words; nothing is
    written. Equal values write nothing and keep the version.
    """
    baris = _kunci_baris(sub_kegiatan_id, pada=pada)
    kiriman = dict(isi)
    _periksa_isi(kiriman, opd_id=baris.opd_id)
    if "lokasi" in kiriman:
        kiriman["lokasi"] = sorted(kiriman["lokasi"], key=lambda w: str(w.pk))
    tersimpan = _nilai_tersimpan(baris, kiriman)
    beda = kolom_bentrok(tersimpan, kiriman)
    if not beda:
        return baris
    if versi != baris.versi:
        raise Bentrok(
            f"Baris ini sudah disimpan oleh {baris.nama_penyimpan or 'pengguna lain'} setelah Anda "
            "membukanya. Isian Anda belum disimpan; bandingkan keduanya lalu pilih.",
            tersimpan={k: tulis_isian(tersimpan[k]) for k in beda},
            kiriman={k: tulis_isian(kiriman[k]) for k in beda},
        )
    if "unit" in beda:
        _periksa_ganda(baris.pengajuan, kode=baris.kode, unit=kiriman["unit"], kecuali=baris.pk)
    _isi_baris(baris, kiriman)
    _tandai_simpan(baris, oleh=oleh, pada=pada)
    baris.save()
    if "lokasi" in beda:
        baris.lokasi.set(kiriman["lokasi"])
    selesai_diisi(baris.pengajuan, oleh=oleh, pada=pada)
    return baris


@transaction.atomic
def hapus_sub_kegiatan(*, sub_kegiatan_id: UUID, oleh: Pelaku, pada: dt.datetime) -> SubKegiatanRencana:
    """Take the row out of the program kerja. It stays, dated, and ``pulihkan_sub_kegiatan`` undoes it."""
    baris = _kunci_baris(sub_kegiatan_id, pada=pada)
    _tandai_simpan(baris, oleh=oleh, pada=pada)
    baris.dihapus_pada, baris.dihapus_oleh = pada, oleh.id
    baris.save()
    selesai_diisi(baris.pengajuan, oleh=oleh, pada=pada)
    return baris


@transaction.atomic
def pulihkan_sub_kegiatan(*, sub_kegiatan_id: UUID, oleh: Pelaku, pada: dt.datetime) -> SubKegiatanRencana:
    """Bring a removed row back with everything it had; refused if its code was added anew since."""
    baris = _kunci_baris(sub_kegiatan_id, pada=pada, terhapus=True)
    _periksa_ganda(baris.pengajuan, kode=baris.kode, unit=baris.unit)
    _tandai_simpan(baris, oleh=oleh, pada=pada)
    baris.dihapus_pada, baris.dihapus_oleh = None, ""
    baris.save()
    selesai_diisi(baris.pengajuan, oleh=oleh, pada=pada)
    return baris


@transaction.atomic
def simpan_indikator(
    *,
    sub_kegiatan_id: UUID,
    nama: str,
    satuan: str,
    target: Decimal | None = None,
    target_maju: Decimal | None = None,
    indikator_id: int | None = None,
    oleh: Pelaku,
    pada: dt.datetime,
) -> IndikatorRencana:
    """Add an additional indicator, or change ``indikator_id`` of this row."""
    baris = _kunci_baris(sub_kegiatan_id, pada=pada)
    nama, satuan = " ".join(nama.split()), " ".join(satuan.split())
    kosong = {k: f"Isi {k}." for k, v in (("nama", nama), ("satuan", satuan)) if not v}
    if kosong:
        raise AturanDilanggar("Indikator tambahan memerlukan nama dan satuan.", kolom=kosong)
    if any(n is not None and n < 0 for n in (target, target_maju)):
        raise AturanDilanggar("Target tidak boleh negatif.", kolom={"target": "Isi angka 0 atau lebih."})
    daftar = list(baris.daftar_indikator.order_by("urutan", "pk"))
    if any(i.nama.casefold() == nama.casefold() and i.pk != indikator_id for i in daftar):
        raise AturanDilanggar(
            f"Indikator “{nama}” sudah ada pada sub kegiatan ini.", kolom={"nama": "Sudah ada."}
        )
    indikator = next((i for i in daftar if i.pk == indikator_id), None)
    if indikator is None:
        if indikator_id is not None:
            raise TidakDitemukan("Indikator tidak ditemukan; mungkin sudah dihapus.")
        urutan = daftar[-1].urutan + 1 if daftar else 1
        indikator = IndikatorRencana(sub_kegiatan=baris, urutan=urutan)
    indikator.nama, indikator.satuan = nama, satuan
    indikator.target, indikator.target_maju = target, target_maju
    indikator.save()
    _tandai_simpan(baris, oleh=oleh, pada=pada)
    baris.save()
    selesai_diisi(baris.pengajuan, oleh=oleh, pada=pada)
    return indikator


@transaction.atomic
def hapus_indikator(
    *, sub_kegiatan_id: UUID, indikator_id: int, oleh: Pelaku, pada: dt.datetime
) -> SubKegiatanRencana:
    """Remove an additional indicator of this row."""
    baris = _kunci_baris(sub_kegiatan_id, pada=pada)
    jumlah, _ = IndikatorRencana.objects.filter(sub_kegiatan=baris, pk=indikator_id).delete()
    if not jumlah:
        raise TidakDitemukan("Indikator tidak ditemukan; mungkin sudah dihapus.")
    _tandai_simpan(baris, oleh=oleh, pada=pada)
    baris.save()
    selesai_diisi(baris.pengajuan, oleh=oleh, pada=pada)
    return baris
