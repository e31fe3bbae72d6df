"""Mandatory spending of a stage: the limits and components of its year, and the amounts entered."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from terukur.akun.models import Pengguna
from terukur.anggaran.choices import ArahBatas, CaraKomponen
from terukur.anggaran.models import (
    Kebutuhan,
    KebutuhanResmi,
    KetentuanBelanja,
    KomponenBelanja,
    NilaiKomponen,
)
from terukur.anggaran.queries.pagu import saring_tahap
from terukur.anggaran.rules import wajib as rules
from terukur.anggaran.rules.ruang import NOL, Tahap
from terukur.anggaran.rules.wajib import HasilWajib, KelompokUang, Nilai, Putusan
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import TidakDitemukan
from terukur.tenggat.models import Pengajuan


def awal_tahun(tahun: int) -> dt.date:
    """The day that stands for a budget year in valid time."""
    return dt.date(tahun, 1, 1)


def ketentuan_tahun(tahun: int, *, diketahui: dt.datetime | None = None) -> QuerySet[KetentuanBelanja]:
    """The limits of a budget year, in their order."""
    return KetentuanBelanja.objects.pada(awal_tahun(tahun), diketahui).order_by("urutan", "kode")


def komponen_tahun(tahun: int, *, diketahui: dt.datetime | None = None) -> QuerySet[KomponenBelanja]:
    """The components of a budget year, in their order."""
    return KomponenBelanja.objects.pada(awal_tahun(tahun), diketahui).order_by("urutan", "kode")


def nilai_komponen(tahap: Tahap, *, diketahui: dt.datetime | None = None) -> dict[str, NilaiKomponen]:
    """What TAPD has entered for a stage, the last known, by component."""
    baris = NilaiKomponen.objects.diketahui(diketahui).filter(berlaku_sampai=None, **tahap.kunci)
    return {n.komponen: n for n in baris.order_by("pk")}


def get_ketentuan(kode: str, tahun: int) -> KetentuanBelanja:
    """Raises ``TidakDitemukan``."""
    if ketentuan := ketentuan_tahun(tahun).filter(kode=kode).first():
        return ketentuan
    raise TidakDitemukan(f"Ketentuan ini tidak berlaku pada tahun anggaran {tahun}.")


def get_komponen(kode: str, tahun: int) -> KomponenBelanja:
    """Raises ``TidakDitemukan``."""
    if komponen := komponen_tahun(tahun).filter(kode=kode).first():
        return komponen
    raise TidakDitemukan(f"Komponen ini tidak berlaku pada tahun anggaran {tahun}.")


def riwayat_ketentuan() -> QuerySet[KetentuanBelanja]:
    """Everything ever recorded about the limits, the newest first."""
    return KetentuanBelanja.objects.order_by("-dicatat_pada", "urutan", "kode", "pk")


def komponen_nilai(k: KomponenBelanja) -> rules.Komponen:
    """A component as a plain value."""
    return rules.Komponen(
        k.kode, k.nama, CaraKomponen(k.cara), tuple(k.rekening), tuple(k.sub_kegiatan), k.mengikat
    )


@dataclass(frozen=True, slots=True)
class NilaiTahap:
    """A component with its amount in a stage; ``isian``: what TAPD entered, if it is entered by hand."""

    komponen: KomponenBelanja
    nilai: Nilai
    isian: NilaiKomponen | None


@dataclass(frozen=True, slots=True)
class BelanjaWajib:
    """All checks of a stage. ``opd_belum``: packages of the stage without a single need."""

    hasil: Sequence[HasilWajib]
    komponen: Sequence[NilaiTahap]
    opd_belum: int

    def uraian(self, rumus: str) -> list[tuple[str, str, Decimal | None]]:
        """A formula in words with its amounts: (sign, name, amount)."""
        nilai = {k.komponen.kode: k.nilai for k in self.komponen}
        return rules.uraikan_rumus(rumus, nilai, {k.komponen.kode: k.komponen.nama for k in self.komponen})


def periksa_wajib(*, untuk: Pengguna, tahap: Tahap, diketahui: dt.datetime | None = None) -> BelanjaWajib:
    """The checks of a stage over the reader's scope, in a constant number of queries.

    Only needs within the ceilings count. ``diketahui`` None: the present entries; else the frozen
    ones as known then. While an OPD has entered nothing, no sum over the needs is complete.
    """
    uang, opd_belum = _uang(untuk, tahap, diketahui)
    lewat = (f"{opd_belum} OPD belum mengisi kebutuhan",) if opd_belum else ()
    isian = nilai_komponen(tahap, diketahui=diketahui)
    daftar = []
    terisi: dict[str, Nilai] = {}
    for k in komponen_tahun(tahap.tahun, diketahui=diketahui):
        if k.cara == CaraKomponen.ISIAN:
            ada = isian.get(k.kode)
            nilai = terisi[k.kode] = Nilai(ada.nilai) if ada else Nilai(None, ("belum diisi",))
        else:
            terisi[k.kode] = rules.jumlah_komponen(komponen_nilai(k), uang)
            nilai = replace(terisi[k.kode], umum=lewat)
        daftar.append(NilaiTahap(k, nilai, isian.get(k.kode)))
    semua = {d.komponen.kode: d.nilai for d in daftar}
    nama = {d.komponen.kode: d.komponen.nama for d in daftar}
    hasil = []
    for a in ketentuan_tahun(tahap.tahun, diketahui=diketahui):
        ketentuan = rules.Ketentuan(
            a.kode, a.nama, ArahBatas(a.arah), a.persen, a.pembilang, a.penyebut, a.dasar, a.catatan
        )
        satu = rules.periksa_ketentuan(ketentuan, semua, nama)
        if satu.putusan is Putusan.BELUM:
            satu = replace(satu, sementara=rules.periksa_ketentuan(ketentuan, terisi, nama).persen)
        hasil.append(satu)
    return BelanjaWajib(hasil, daftar, opd_belum)


def _uang(untuk: Pengguna, tahap: Tahap, diketahui: dt.datetime | None) -> tuple[list[KelompokUang], int]:
    """Needs within the ceilings by code and account, and how many OPD have none. Two queries."""
    cakupan = untuk.akses.cakupan(Izin.LAPORAN_LIHAT)
    baris: QuerySet[Any]
    if diketahui is None:
        sub = "sub_kegiatan_rencana__"
        baris = Kebutuhan.objects.aktif().filter(**saring_tahap(tahap, f"{sub}pengajuan__jendela__"))
    else:
        sub = ""
        baris = KebutuhanResmi.objects.diketahui(diketahui).filter(**tahap.kunci)
    if cakupan is not None:
        baris = baris.filter(**{f"{sub}opd__in": cakupan})
    baris = baris.filter(di_atas_pagu=False)
    kelompok = (
        baris.values(f"{sub}kode", "rekening__kode")
        .annotate(total=Sum("jumlah"), kosong=Count("pk", filter=Q(jumlah__isnull=True)))
        .order_by(f"{sub}kode", "rekening__kode")
        .values_list(f"{sub}kode", "rekening__kode", "total", "kosong")
    )
    paket = Pengajuan.objects.filter(**saring_tahap(tahap, "jendela__"))
    if cakupan is not None:
        paket = paket.filter(opd__in=cakupan)
    terisi: Any = baris.values(f"{sub}opd")
    belum = paket.exclude(opd__in=terisi).values("opd").distinct().count()
    return [KelompokUang(k, r or "", t or NOL, n) for k, r, t, n in kelompok], belum
