"""Sums of needs per OPD, program, source and kind of spending, in one stage."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum
from django.db.models.functions import Left

from terukur.akun.models import Pengguna
from terukur.anggaran.choices import JenisBelanja
from terukur.anggaran.models import Kebutuhan, KebutuhanResmi
from terukur.anggaran.queries.pagu import saring_tahap
from terukur.anggaran.rules.ruang import NOL, Tahap, jenis_belanja, kode_tingkat
from terukur.inti.izin import Izin

MENURUT = {
    "opd": "OPD",
    "program": "Program",
    "sumber_dana": "Sumber dana",
    "jenis_belanja": "Jenis belanja",
}
TANPA_JENIS = "Belum dirinci per rekening"
TANPA_SUMBER = "Belum dipilih"


@dataclass(slots=True)
class BarisRekap:
    """One sum. ``kode`` is empty where the dimension has none."""

    kode: str
    nama: str
    jumlah: Decimal = NOL
    di_atas_pagu: Decimal = NOL
    jumlah_baris: int = 0


def _kelompok(untuk: Pengguna, tahap: Tahap, diketahui: dt.datetime | None) -> list[tuple[Any, ...]]:
    """Needs added up by OPD, code, source and kind, in one query.

    ``diketahui`` None: the present entries; else the frozen ones as known then.
    """
    cakupan = untuk.akses.cakupan(Izin.ANGGARAN_LIHAT)
    baris: QuerySet[Any]
    if diketahui is None:
        sub = "sub_kegiatan_rencana__"
        opd, kode = f"{sub}opd", f"{sub}kode"
        baris = Kebutuhan.objects.aktif().filter(**saring_tahap(tahap, f"{sub}pengajuan__jendela__"))
    else:
        opd, kode = "opd", "kode"
        baris = KebutuhanResmi.objects.diketahui(diketahui).filter(**tahap.kunci)
    if cakupan is not None:
        baris = baris.filter(**{f"{opd}__in": cakupan})
    hasil = (
        baris.filter(jumlah__isnull=False)
        .annotate(jenis=Left("rekening__kode", 3))
        .values(
            f"{opd}__kode", f"{opd}__nama", kode, "sumber_dana__kode", "sumber_dana__nama", "jenis",
            "di_atas_pagu",
        )
        .annotate(total=Sum("jumlah"))
        .order_by(f"{opd}__kode", kode, "sumber_dana__kode", "jenis", "di_atas_pagu")
        .values_list(
            f"{opd}__kode", f"{opd}__nama", kode, "sumber_dana__kode", "sumber_dana__nama", "jenis",
            "di_atas_pagu", "total",
        )
    )  # fmt: skip
    return list(hasil)


def kebutuhan_opd(*, untuk: Pengguna, tahap: Tahap) -> list[tuple[str, bool, Decimal]]:
    """(name of the OPD, is proposed above, sum) within the reader's scope, by code. One light query."""
    cakupan, opd = untuk.akses.cakupan(Izin.ANGGARAN_LIHAT), "sub_kegiatan_rencana__opd"
    baris = Kebutuhan.objects.aktif().filter(
        jumlah__isnull=False, **saring_tahap(tahap, "sub_kegiatan_rencana__pengajuan__jendela__")
    )
    if cakupan is not None:
        baris = baris.filter(**{f"{opd}__in": cakupan})
    return list(
        baris.values(f"{opd}__kode", f"{opd}__nama", "di_atas_pagu")
        .annotate(total=Sum("jumlah"))
        .order_by(f"{opd}__kode", f"{opd}__nama", "di_atas_pagu")
        .values_list(f"{opd}__nama", "di_atas_pagu", "total")
    )


def rekap(
    *,
    untuk: Pengguna,
    tahap: Tahap,
    menurut: str = "opd",
    diketahui: dt.datetime | None = None,
    nama_program: Callable[[set[str]], dict[str, str]] | None = None,
) -> list[BarisRekap]:
    """Sums by one of ``MENURUT`` within the reader's scope, in order of code.

    ``nama_program`` gives the names of program codes. Every amount counts exactly once in every
    dimension, so all of them have the same total.
    """
    hasil: dict[tuple[str, str], BarisRekap] = {}
    for kode_opd, nama_opd, kode, kode_sumber, nama_sumber, jenis, atas, total in _kelompok(
        untuk, tahap, diketahui
    ):
        match menurut:
            case "program":
                kunci = (kode_tingkat(kode, "program"), "")
            case "sumber_dana":
                kunci = (kode_sumber or "", nama_sumber or TANPA_SUMBER)
            case "jenis_belanja":
                golongan = jenis_belanja(jenis or "")
                kunci = (jenis or "", JenisBelanja(golongan).label if golongan else TANPA_JENIS)
            case _:
                kunci = (kode_opd, nama_opd)
        baris = hasil.setdefault(kunci, BarisRekap(*kunci))
        baris.jumlah_baris += 1
        if atas:
            baris.di_atas_pagu += total
        else:
            baris.jumlah += total
    if menurut == "program" and nama_program:
        nama = nama_program({b.kode for b in hasil.values()})
        for b in hasil.values():
            b.nama = nama.get(b.kode, "")
    return [hasil[k] for k in sorted(hasil)]
