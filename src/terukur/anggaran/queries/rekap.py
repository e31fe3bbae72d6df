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
from terukur.inti.sql import tanya

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


_UANG = """
with jumlah as (
  select case when k.di_atas_pagu then s.opd_id end as opd_di_atas, sum(k.jumlah) as jumlah
  from perencanaan_subkegiatanrencana s join anggaran_kebutuhan k on k.sub_kegiatan_rencana_id = s.id
  where s.pengajuan_id = any(array(
      select p.id from tenggat_pengajuan p join tenggat_jendela j on j.id = p.jendela_id
      where j.tahun = %(tahun)s and j.tahapan = %(tahapan)s
        and j.pergeseran_ke is not distinct from nullif(%(pergeseran_ke)s, 0)
    ))
    and s.dihapus_pada is null and k.jumlah is not null
    and (%(opd)s::uuid[] is null or s.opd_id = any(%(opd)s))
  group by 1
)
select
  (select jumlah from jumlah where opd_di_atas is null),
  (
    select sum(nilai) from anggaran_pagu
    where tahun = %(tahun)s and tahapan = %(tahapan)s and pergeseran_ke = %(pergeseran_ke)s
      and digantikan_pada is null and berlaku_sampai is null
  ),
  array(
    select array[o.nama, j.jumlah::text] from jumlah j join organisasi_opd o on o.id = j.opd_di_atas
    where j.jumlah <> 0 order by o.kode, o.nama
  )"""


@dataclass(frozen=True, slots=True)
class UangTahap:
    """Needs of a stage within the ceilings, all its ceilings, and (OPD, sum) proposed above them."""

    kebutuhan: Decimal
    pagu: Decimal
    di_atas_pagu: tuple[tuple[str, Decimal], ...]

    @property
    def persen(self) -> Decimal | None:
        """Of the ceilings; None: none is set."""
        return self.kebutuhan * 100 / self.pagu if self.pagu else None


def uang_tahap(*, untuk: Pengguna, tahap: Tahap) -> UangTahap:
    """The needs of a stage within the reader's scope beside all its ceilings. One query.

    The leaders' grid asks it each time. It is written in SQL because composing two querysets cost more
    than their answer, and so that only the rows of the stage are read, however many are stored.
    """
    cakupan = untuk.akses.cakupan(Izin.ANGGARAN_LIHAT)
    opd = None if cakupan is None else list(cakupan)
    [(kebutuhan, pagu, di_atas)] = tanya(_UANG, {**tahap.kunci, "opd": opd})
    return UangTahap(kebutuhan or NOL, pagu or NOL, tuple((nama, Decimal(n)) for nama, n in di_atas))


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
