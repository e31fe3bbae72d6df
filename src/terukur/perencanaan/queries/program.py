"""The program kerja of OPD as plain values for the rules, in a constant number of queries."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from terukur.akun.models import Pengguna
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import TidakDitemukan
from terukur.organisasi.models import Unit, Wilayah
from terukur.perencanaan.models import IndikatorRencana, ProgramKerjaResmi, SubKegiatanRencana
from terukur.perencanaan.queries.isi import baca_isi
from terukur.perencanaan.rules.isian import isi_baris
from terukur.perencanaan.rules.kode import bidang_dari_kode_opd
from terukur.perencanaan.rules.matriks import BarisRencana, HasilPeriksa, periksa_program_kerja
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
        .defer("nomenklatur__pelaksana", "nomenklatur__definisi")  # long, and nobody reads them here
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


def periksa_banyak(
    pengajuan: Iterable[Pengajuan], *, tahun: int
) -> dict[UUID, tuple[HasilPeriksa, list[BarisRencana]]]:
    """Findings and rows by id of submission (of one year), in one query, five with old codes."""
    peta = {p.pk: p for p in pengajuan}
    semua = baca_isi(peta.keys(), tahun=tahun)
    return {
        pk: (
            periksa_program_kerja(
                semua[pk].baris, bidang_opd=bidang_dari_kode_opd(p.opd.kode), hilang=semua[pk].hilang
            ),
            semua[pk].baris,
        )
        for pk, p in peta.items()
    }


def periksa(pengajuan: Pengajuan) -> HasilPeriksa:
    """Findings of one submission; ``pengajuan`` with window and OPD joined."""
    return periksa_banyak([pengajuan], tahun=pengajuan.jendela.tahun)[pengajuan.pk][0]


def isi_pengajuan(
    pengajuan: Pengajuan, baris: Iterable[BarisRencana] | None = None
) -> dict[str, dict[str, Any]]:
    """{row key: content} of the working rows of a submission; ``baris``: the rows, where read already."""
    baris = baca_isi([pengajuan.pk])[pengajuan.pk].baris if baris is None else baris
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
