"""Which days are there already, which are decided, and what a month still lacks."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

import numpy as np

from terukur.inti.bitemporal import SATU_HARI
from terukur.inti.sql import tanya
from terukur.kehadiran.choices import StatusHari
from terukur.kehadiran.queries.bahan import nomor_hari
from terukur.kehadiran.rules.hari import Bahan, Benar, Hasil, Tanda
from terukur.kehadiran.rules.kalender import akhir_bulan

MUNDUR = 40
"""Days that are looked back for one that was computed for everybody."""
_SUDAH_ADA = """
select pegawai_id, array_agg(tanggal - date '1970-01-01') from kehadiran_harikehadiran
where pegawai_id = any(%s::uuid[]) and tanggal between %s and %s group by pegawai_id
"""
_PERTAMA = """
select g.id, (select min(h.tanggal) from kehadiran_harikehadiran h where h.pegawai_id = g.id)
from organisasi_pegawai g where g.id = any(%s::uuid[])
"""
_LENGKAP = f"""
select exists (select 1 from kehadiran_harikehadiran where tanggal = %(hari)s) and not exists (
    select 1 from organisasi_penugasan t
    left join kehadiran_harikehadiran h on h.pegawai_id = t.pegawai_id and h.tanggal = %(hari)s
    where t.digantikan_pada is null and t.dicatat_pada < %(hari)s::date + 1 and t.berlaku_sejak <= %(hari)s
    and (t.berlaku_sampai is null or t.berlaku_sampai >= %(hari)s)
    and coalesce(h.status, {StatusHari.BELUM:d}) = {StatusHari.BELUM:d}
)
"""  # noqa: S608
# Of each person since his first day here. Who has none at all counts while he is active: the night gives him
# one.
_KURANG = """
with t as (
    select t.pegawai_id, greatest(t.berlaku_sejak, f.awal, %(sejak)s) as awal,
           least(t.berlaku_sampai, %(sampai)s) as akhir
    from organisasi_penugasan t
    join organisasi_pegawai g on g.id = t.pegawai_id
    cross join lateral (
        select min(h.tanggal) as awal from kehadiran_harikehadiran h where h.pegawai_id = t.pegawai_id
    ) f
    where t.digantikan_pada is null and t.berlaku_sejak <= %(sampai)s
      and (t.berlaku_sampai is null or t.berlaku_sampai >= %(sejak)s)
      and (f.awal is not null or (g.aktif and t.dicatat_pada < %(sampai)s::date + 1))
), x as (
    select distinct t.pegawai_id, d::date as tanggal
    from t, generate_series(t.awal, t.akhir, interval '1 day') d
)
select count(*), count(distinct x.pegawai_id) from x where not exists (
    select 1 from kehadiran_harikehadiran h where h.pegawai_id = x.pegawai_id and h.tanggal = x.tanggal
)
"""
_BELUM = f"""
select count(*) filter (where tanda & {Tanda.LIBUR_PERKIRAAN:d} = 0),
       count(*) filter (where tanda & {Tanda.LIBUR_PERKIRAAN:d} > 0)
from kehadiran_harikehadiran where tanggal between %s and %s and status = {StatusHari.BELUM:d}
"""  # noqa: S608


def _orang(b: Bahan) -> list[UUID]:
    isi = np.ascontiguousarray(b.pegawai, "<i8").tobytes()
    return [UUID(bytes=isi[n : n + 16]) for n in range(0, len(isi), 16)]


def sudah_ada(b: Bahan) -> Benar:
    """Days of ``b`` that are stored. One statement."""
    orang = _orang(b)
    ada: Benar = np.zeros(b.luwes.shape, np.bool_)
    nomor = {p: n for n, p in enumerate(orang)}
    awal = dt.date(1970, 1, 1) + b.awal * SATU_HARI
    for p, hari in tanya(_SUDAH_ADA, [orang, awal, awal + (b.luwes.shape[1] - 1) * SATU_HARI]):
        ada[nomor[p], np.array(hari) - b.awal] = True
    return ada


def sejak_tercatat(b: Bahan) -> Benar:
    """Days of ``b`` on which each person's days had begun here: nobody is absent before. One statement."""
    orang, hari = _orang(b), b.awal + np.arange(b.luwes.shape[1])
    pertama = dict(tanya(_PERTAMA, [orang]))
    awal = [nomor_hari(t) if (t := pertama[p]) else np.iinfo(np.int64).max for p in orang]
    return np.array(awal, np.int64).reshape(-1, 1) <= hari


def yang_diminta(b: Bahan, h: Hasil, diminta: Collection[tuple[UUID, dt.date]]) -> Benar:
    """Days that were asked for, and those beside them of whose window a press turns out to be."""
    nomor = {p: n for n, p in enumerate(_orang(b))}
    minta: Benar = np.zeros(b.luwes.shape, np.bool_)
    for p, t in diminta:
        if p in nomor and 0 <= (d := nomor_hari(t) - b.awal) < b.luwes.shape[1]:
            minta[nomor[p], d] = True
    dekat = np.zeros_like(minta)
    dekat[:, 1:] |= minta[:, :-1]
    dekat[:, :-1] |= minta[:, 1:]
    return minta | (dekat & (h.jumlah > 0))


def hari_lengkap(sejak: dt.date, sampai: dt.date) -> dt.date | None:
    """The last of these days that is decided for everybody of whose office was known then; None: none."""
    hari = sampai
    while hari >= sejak:
        if tanya(_LENGKAP, {"hari": hari})[0][0]:
            return hari
        hari -= SATU_HARI
    return None


@dataclass(frozen=True, slots=True)
class Kurang:
    """What a month lacks: days without a row and of how many people; not decided; waiting for a holiday."""

    hari: int
    orang: int
    belum: int
    perkiraan: int

    @property
    def hitung(self) -> bool:
        """Is there something that computing can decide?"""
        return bool(self.hari or self.belum)

    @property
    def sebab(self) -> str:
        if self.hari:
            return f"{self.hari} hari dari {self.orang} pegawai belum dihitung; dilengkapi malam ini."
        if self.belum:
            return f"{self.belum} hari belum selesai; dihitung lagi malam ini."
        if self.perkiraan:
            return (
                f"{self.perkiraan} hari menunggu libur yang masih perkiraan; tetapkan liburnya lebih dahulu."
            )
        return ""


def kurang_bulan(bulan: dt.date) -> Kurang:
    """Two statements."""
    awal, akhir = bulan.replace(day=1), akhir_bulan(bulan)
    return Kurang(*tanya(_KURANG, {"sejak": awal, "sampai": akhir})[0], *tanya(_BELUM, [awal, akhir])[0])
