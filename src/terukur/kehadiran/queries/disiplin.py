"""Counters of PP 94/2021 out of the computed days."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from itertools import chain
from uuid import UUID

import numpy as np

from terukur.inti.sql import tanya
from terukur.kehadiran.choices import StatusHari
from terukur.kehadiran.queries.bahan import nomor_hari
from terukur.kehadiran.rules.disiplin import NETRAL, Jenjang, hitung_disiplin, jenjang
from terukur.organisasi.choices import StatusPegawai

KE_BELAKANG = dt.timedelta(days=60)
"""So far back a run that reaches into the year is followed: longer than any that matters."""
# A run breaks on a working day with presence or reason, and on days of which nothing was recorded here.
_SQL = f"""
with tk as (
    select h.pegawai_id, h.tanggal,
           lag(h.tanggal) over (partition by h.pegawai_id order by h.tanggal) as lalu
    from kehadiran_harikehadiran h
    where h.status = {StatusHari.TANPA_KETERANGAN:d} and h.tanggal between %(sejak)s and %(sampai)s
      and (%(orang)s::uuid[] is null or h.pegawai_id = any(%(orang)s::uuid[]))
)
select tk.pegawai_id, array_agg(tk.tanggal - date '1970-01-01'),
       array_agg((tk.tanggal - tk.lalu > 1 and (exists (
           select 1 from kehadiran_harikehadiran h
           where h.pegawai_id = tk.pegawai_id and h.tanggal > tk.lalu and h.tanggal < tk.tanggal
           and h.status <> all(%(netral)s)
       ) or tk.tanggal - tk.lalu - 1 > (
           select count(*) from kehadiran_harikehadiran h
           where h.pegawai_id = tk.pegawai_id and h.tanggal > tk.lalu and h.tanggal < tk.tanggal
       )))::int)
from tk join organisasi_pegawai p on p.id = tk.pegawai_id
where p.status = any(%(pns)s)
group by tk.pegawai_id
"""  # noqa: S608
"""One row per person: his TK days, and whether each is cut off from the one before."""


@dataclass(frozen=True, slots=True)
class Penghitung:
    """TK days of one PNS or CPNS in a year and the longest run of working days reaching into it."""

    pegawai_id: UUID
    hari: int
    beruntun: int

    @property
    def jenjang(self) -> Jenjang | None:
        return jenjang(self.hari, self.beruntun)


def penghitung(sampai: dt.date, *, pegawai_ids: Collection[UUID] | None = None) -> list[Penghitung]:
    """Everyone (or of these people) with a TK day in the year of ``sampai`` up to that day, most days first.

    One statement.
    """
    awal = dt.date(sampai.year, 1, 1)
    baris = tanya(
        _SQL,
        {
            "sejak": awal - KE_BELAKANG, "sampai": sampai,
            "orang": None if pegawai_ids is None else list(pegawai_ids),
            "netral": [int(s) for s in NETRAL],
            "pns": [str(StatusPegawai.PNS), str(StatusPegawai.CPNS)],
        },
    )  # fmt: skip
    hari, beruntun = hitung_disiplin(
        np.repeat(np.arange(len(baris)), [len(h) for _, h, _ in baris]),
        np.fromiter(chain.from_iterable(h for _, h, _ in baris), np.int64),
        np.fromiter(chain.from_iterable(p for *_, p in baris), np.bool_),
        awal=nomor_hari(awal),
        banyak=len(baris),
    )
    hasil = [Penghitung(p, int(hari[n]), int(beruntun[n])) for n, (p, *_) in enumerate(baris) if hari[n]]
    return sorted(hasil, key=lambda x: (-x.hari, -x.beruntun, x.pegawai_id))
