"""The program kerja of OPD as plain values for the rules, in a constant number of queries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from terukur.akun.models import Pengguna
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import TidakDitemukan
from terukur.organisasi.models import Unit, Wilayah
from terukur.perencanaan.models import (
    IndikatorRencana,
    ProgramKerjaResmi,
    SubKegiatanRencana,
    VersiNomenklatur,
)
from terukur.perencanaan.queries.nomenklatur import telusuri_kode, versi_tahun
from terukur.perencanaan.rules.kode import bidang_dari_kode_opd
from terukur.perencanaan.rules.matriks import (
    BarisRencana,
    HasilPeriksa,
    IndikatorBaris,
    periksa_program_kerja,
)
from terukur.tenggat.models import Pengajuan


def unit_pengajuan(pengajuan: Pengajuan) -> list[Unit]:
    """Units that rows of a submission may name: today's of the OPD, and those that rows have already."""
    dipakai = SubKegiatanRencana.objects.filter(pengajuan=pengajuan, dihapus_pada__isnull=True).values("unit")
    milik = Q(opd=pengajuan.opd_id, aktif=True) | Q(pk__in=dipakai)
    return list(Unit.objects.filter(milik).order_by("aktif", "kode", "pk"))


def daftar_sub_kegiatan(pengajuan_ids: Collection[UUID]) -> QuerySet[SubKegiatanRencana]:
    """Rows of these submissions in order of code, with what a page or a check reads of them."""
    lokasi = Wilayah.objects.order_by("kode", "pk")
    return (
        SubKegiatanRencana.objects.filter(pengajuan_id__in=pengajuan_ids, dihapus_pada__isnull=True)
        .select_related("nomenklatur__versi", "unit", "prioritas")
        .prefetch_related(
            Prefetch("lokasi", lokasi),
            Prefetch("daftar_indikator", IndikatorRencana.objects.order_by("urutan", "pk")),
        )
        .order_by("kode", "unit__kode", "pk")
    )


def get_sub_kegiatan(
    sub_kegiatan_id: UUID, *, untuk: Pengguna, izin: Izin = Izin.PROGRAM_LIHAT, terhapus: bool = False
) -> SubKegiatanRencana:
    """One row in the reader's scope; outside it, or outside his unit for writing: ``TidakDitemukan``."""
    baris = (
        SubKegiatanRencana.objects.filter(pk=sub_kegiatan_id)
        .filter(Q(dihapus_pada__isnull=not terhapus))
        .select_related("nomenklatur__versi", "unit", "prioritas", "pengajuan__jendela", "pengajuan__opd")
        .prefetch_related("lokasi", "daftar_indikator")
        .first()
    )
    if baris is None or not untuk.akses.boleh(izin, baris.opd_id):
        raise TidakDitemukan("Sub kegiatan tidak ditemukan.")
    if izin == Izin.PROGRAM_ISI:
        unit = unit_isian(untuk, baris.opd_id)
        if unit is not None and baris.unit_id not in unit:
            raise TidakDitemukan("Sub kegiatan tidak ditemukan.")
    return baris


def program_terlihat(untuk: Pengguna) -> QuerySet[Pengajuan]:
    """Submissions whose window asks for a program kerja, of the OPD that ``untuk`` may read."""
    cakupan = untuk.akses.cakupan(Izin.PROGRAM_LIHAT)
    qs = Pengajuan.objects.filter(jendela__daftar_syarat__kode="program_kerja").select_related(
        "jendela", "opd"
    )
    return qs if cakupan is None else qs.filter(opd_id__in=cakupan)


def terhapus_terakhir(pengajuan: Pengajuan, *, batas: int = 5) -> list[SubKegiatanRencana]:
    """Rows last removed from a submission, newest first, that can be brought back."""
    return list(
        SubKegiatanRencana.objects.filter(pengajuan=pengajuan, dihapus_pada__isnull=False)
        .select_related("unit")
        .order_by("-dihapus_pada", "pk")[:batas]
    )


def unit_isian(untuk: Pengguna, opd_id: UUID) -> frozenset[UUID] | None:
    """Units of the OPD whose rows ``untuk`` may write; None: all of the OPD."""
    return untuk.akses.unit(Izin.PROGRAM_ISI, opd_id)


def _nilai(baris: SubKegiatanRencana) -> BarisRencana:
    return BarisRencana(
        id=str(baris.pk),
        kode=baris.kode,
        nama=baris.nama,
        unit=str(baris.unit_id or ""),
        indikator=baris.nomenklatur.indikator,
        satuan=baris.nomenklatur.satuan,
        target=baris.target,
        target_maju=baris.target_maju,
        pagu_maju=baris.pagu_maju,
        lokasi=tuple(w.kode for w in baris.lokasi.all()),
        lokasi_uraian=baris.lokasi_uraian,
        kelompok_sasaran=baris.kelompok_sasaran,
        prioritas=str(baris.prioritas_id or ""),
        catatan=baris.catatan,
        nama_versi=baris.nomenklatur.versi.nama,
        indikator_tambahan=tuple(
            IndikatorBaris(i.nama, i.satuan, i.target) for i in baris.daftar_indikator.all()
        ),
    )


def baris_rencana(daftar: Sequence[SubKegiatanRencana], versi: VersiNomenklatur | None) -> list[BarisRencana]:
    """Plain values with the previous stage and, for codes of older versions, their successors."""
    asal_ids = {b.asal_id for b in daftar if b.asal_id}
    asal = {}
    if asal_ids:
        lama = (
            SubKegiatanRencana.objects.filter(pk__in=asal_ids)
            .select_related("nomenklatur__versi")
            .prefetch_related("lokasi", "daftar_indikator")
            .order_by("pk")
        )
        asal = {b.pk: _nilai(b) for b in lama}
    tua = [b.kode for b in daftar if versi and b.nomenklatur.versi_id != versi.pk]
    temuan = telusuri_kode(versi, tua) if versi and tua else {}
    hasil = []
    for b in daftar:
        t = temuan.get(b.kode)
        hasil.append(
            replace(
                _nilai(b),
                asal=asal.get(b.asal_id) if b.asal_id else None,
                versi_tahun=t is None or t.versi_tahun,
                pengganti="; ".join(f"{n.kode} {n.nama}" for n in t.pengganti) if t else "",
            )
        )
    return hasil


def hilang_dari_asal(pengajuan_ids: Collection[UUID]) -> dict[UUID, list[tuple[str, str]]]:
    """(code, name) of rows that were copied from the previous stage and then removed."""
    hasil: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    baris = (
        SubKegiatanRencana.objects.filter(
            pengajuan_id__in=pengajuan_ids, dihapus_pada__isnull=False, asal__isnull=False
        )
        .order_by("kode", "pk")
        .values_list("pengajuan_id", "kode", "nama")
    )
    for pengajuan_id, kode, nama in baris:
        hasil[pengajuan_id].append((kode, nama))
    return hasil


def periksa_banyak(
    pengajuan: Iterable[Pengajuan], *, tahun: int
) -> tuple[dict[UUID, HasilPeriksa], list[SubKegiatanRencana]]:
    """Findings by id of submission (of one year) and all rows, in a constant number of queries."""
    peta = {p.pk: p for p in pengajuan}
    versi = versi_tahun(tahun)
    semua = list(daftar_sub_kegiatan(peta.keys()))
    per_pengajuan: dict[UUID, list[BarisRencana]] = defaultdict(list)
    for model, nilai in zip(semua, baris_rencana(semua, versi), strict=True):
        per_pengajuan[model.pengajuan_id].append(nilai)
    hilang = hilang_dari_asal(peta.keys())
    hasil = {
        pk: periksa_program_kerja(
            per_pengajuan[pk],
            bidang_opd=bidang_dari_kode_opd(p.opd.kode),
            hilang=hilang.get(pk, ()),
        )
        for pk, p in peta.items()
    }
    return hasil, semua


def periksa(pengajuan: Pengajuan) -> HasilPeriksa:
    """Findings of one submission; ``pengajuan`` with window and OPD joined."""
    return periksa_banyak([pengajuan], tahun=pengajuan.jendela.tahun)[0][pengajuan.pk]


def isi_baris(baris: SubKegiatanRencana) -> dict[str, Any]:
    """A row's content as canonical values: what is frozen, digested and compared between stages.

    Numbers as text in plain notation, empty as None, so that equal contents are equal text.
    """

    def angka(nilai: Any) -> str | None:
        return None if nilai is None else f"{nilai.normalize():f}"

    return {
        "kode": baris.kode,
        "nama": baris.nama,
        "unit": baris.unit.nama if baris.unit else "",
        "indikator": baris.nomenklatur.indikator,
        "satuan": baris.nomenklatur.satuan,
        "nomenklatur": baris.nomenklatur.versi.nama,
        "target": angka(baris.target),
        "lokasi": [f"{w.kode} {w.nama}" for w in baris.lokasi.all()],
        "uraian_lokasi": baris.lokasi_uraian,
        "kelompok_sasaran": baris.kelompok_sasaran,
        "prioritas_daerah": baris.prioritas.nama if baris.prioritas else "",
        "prioritas_nasional": baris.prioritas_nasional,
        "target_prakiraan_maju": angka(baris.target_maju),
        "pagu_prakiraan_maju": angka(baris.pagu_maju),
        "target_akhir_renstra": angka(baris.target_akhir_renstra),
        "realisasi_dua_tahun_lalu": angka(baris.realisasi_lalu),
        "prakiraan_tahun_berjalan": angka(baris.prakiraan_berjalan),
        "penanda": list(baris.tag),
        "catatan": baris.catatan,
        "indikator_tambahan": [
            {
                "nama": i.nama,
                "satuan": i.satuan,
                "target": angka(i.target),
                "target_maju": angka(i.target_maju),
            }
            for i in baris.daftar_indikator.all()
        ],
    }


def isi_pengajuan(
    pengajuan: Pengajuan, baris: Iterable[SubKegiatanRencana] | None = None
) -> dict[str, dict[str, Any]]:
    """{row key: content} of the working rows of a submission; ``baris``: the rows, where read already."""
    baris = daftar_sub_kegiatan([pengajuan.pk]) if baris is None else baris
    return {b.kunci: isi_baris(b) for b in baris}


def isi_resmi(pengajuan: Pengajuan, *, diketahui: dt.datetime | None = None) -> dict[str, dict[str, Any]]:
    """{row key: content} as frozen, as known at ``diketahui`` (None: now). Empty before ajukan."""
    resmi = ProgramKerjaResmi.objects.diketahui(diketahui).filter(pengajuan=pengajuan).order_by("kunci", "pk")
    return {r.kunci: r.isi for r in resmi}


def program_resmi_terlihat(
    untuk: Pengguna, *, per: dt.date | None = None, diketahui: dt.datetime | None = None
) -> QuerySet[ProgramKerjaResmi]:
    """Frozen rows of the OPD that ``untuk`` may read: as known at ``diketahui``, of the year of ``per``."""
    cakupan = untuk.akses.cakupan(Izin.PROGRAM_LIHAT)
    baris = ProgramKerjaResmi.objects.diketahui(diketahui).select_related("opd")
    if cakupan is not None:
        baris = baris.filter(opd_id__in=cakupan)
    return baris if per is None else baris.berlaku(per)
