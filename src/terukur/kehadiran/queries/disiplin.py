"""Counters of PP 94/2021 out of the computed days."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

import numpy as np

from terukur.inti.sql import tanya
from terukur.kehadiran.queries.bahan import nomor_hari
from terukur.kehadiran.rules.disiplin import NETRAL, Jenjang, hitung_disiplin, jenjang
from terukur.organisasi.choices import StatusPegawai

KE_BELAKANG = dt.timedelta(days=60)
"""So far back a run that reaches into the year is followed: longer than any that matters."""
# A run breaks on a working day with presence or reason, and on days of which nothing was recorded here.
_SQL = """
with tk as (
    select h.pegawai_id, h.tanggal,
           lag(h.tanggal) over (partition by h.pegawai_id order by h.tanggal) as lalu
    from kehadiran_harikehadiran h
    where h.status = 2 and h.tanggal between %(sejak)s and %(sampai)s
)
select tk.pegawai_id, tk.tanggal - date '1970-01-01',
       tk.tanggal - tk.lalu > 1 and tk.tanggal - tk.lalu - 1 > (
           select count(*) from kehadiran_harikehadiran h
           where h.pegawai_id = tk.pegawai_id and h.tanggal > tk.lalu and h.tanggal < tk.tanggal
           and h.status = any(%(netral)s)
       )
from tk join organisasi_pegawai p on p.id = tk.pegawai_id
where p.status = any(%(pns)s)
"""


@dataclass(frozen=True, slots=True)
class Penghitung:
    """TK days of one PNS or CPNS in a year and the longest run of working days reaching into it."""

    pegawai_id: UUID
    hari: int
    beruntun: int

    @property
    def jenjang(self) -> Jenjang | None:
        return jenjang(self.hari, self.beruntun)


def penghitung(sampai: dt.date) -> list[Penghitung]:
    """Everyone with a TK day in the year of ``sampai`` up to that day, most days first. One statement."""
    awal = dt.date(sampai.year, 1, 1)
    baris = tanya(
        _SQL,
        {
            "sejak": awal - KE_BELAKANG, "sampai": sampai,
            "netral": [int(s) for s in NETRAL],
            "pns": [str(StatusPegawai.PNS), str(StatusPegawai.CPNS)],
        },
    )  # fmt: skip
    nomor: dict[UUID, int] = {}
    orang = np.array([nomor.setdefault(p, len(nomor)) for p, _, _ in baris], np.int64)
    hari, beruntun = hitung_disiplin(
        orang,
        np.array([h for _, h, _ in baris], np.int64),
        np.array([bool(p) for *_, p in baris], np.bool_),
        awal=nomor_hari(awal),
        banyak=len(nomor),
    )
    hasil = [Penghitung(p, int(hari[n]), int(beruntun[n])) for p, n in nomor.items() if hari[n]]
    return sorted(hasil, key=lambda x: (-x.hari, -x.beruntun, x.pegawai_id))
