"""Silent devices on the pages of those whom they touch."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from terukur.inti.sql import tanya
from terukur.kehadiran.choices import StatusHari
from terukur.kehadiran.queries.kuota import SEKITAR
from terukur.kehadiran.queries.status_sql import termasuk

S = StatusHari
BIASA = dt.timedelta(days=14)
"""Whoever pressed at a device so shortly before it fell silent is touched by its silence."""
_SQL = f"""
with orang as (
    select distinct s.mesin_id
    from kehadiran_pinpegawai t
    join kehadiran_mesin m on m.kelompok_id = t.kelompok_id
    join kehadiran_pindai s on s.mesin_id = m.id and s.pin = t.pin
    where t.pegawai_id = %(pegawai)s and t.digantikan_pada is null
      and s.waktu >= %(awal)s and s.waktu < %(akhir)s
)
select h.tanggal, m.id, m.nama, p.sejak, p.sampai, (
    select count(distinct t.pegawai_id)
    from kehadiran_pindai s
    join kehadiran_pinpegawai t
      on t.kelompok_id = m.kelompok_id and t.pin = s.pin and t.digantikan_pada is null
    where s.mesin_id = m.id and s.waktu >= p.sejak - %(biasa)s and s.waktu < p.sejak
)
from kehadiran_harikehadiran h
join kehadiran_mesinpadam p on exists (
    select 1 from (values (h.jadwal_masuk), (h.jadwal_pulang)) as j(jam)
    where p.sejak <= j.jam + %(sekitar)s and coalesce(p.sampai, %(pada)s) >= j.jam - %(sekitar)s
)
join kehadiran_mesin m on m.id = p.mesin_id and m.id in (select mesin_id from orang)
where h.pegawai_id = %(pegawai)s and h.tanggal between %(sejak)s and %(sampai)s
  and (h.masuk is null or h.pulang is null or h.pita_terlambat > 0 or h.pita_pulang_cepat > 0)
  and h.jadwal_masuk is not null and h.status {termasuk(S.BELUM, S.HADIR, S.TANPA_KETERANGAN)}
order by h.tanggal, p.sejak, m.nama
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Gangguan:
    """On ``tanggal`` a device of mine was silent around my hour. ``terdampak``: people who used it before."""

    tanggal: dt.date
    mesin_id: int
    mesin: str
    sejak: dt.datetime
    sampai: dt.datetime | None
    terdampak: int


def gangguan_orang(pegawai_id: UUID, sejak: dt.date, sampai: dt.date, *, pada: dt.datetime) -> list[Gangguan]:
    """Silences that may explain what a day lacks. One statement."""
    awal = dt.datetime.combine(sejak, dt.time(0), dt.UTC) - BIASA
    nilai = {
        "pegawai": pegawai_id, "sejak": sejak, "sampai": sampai, "awal": awal,
        "akhir": dt.datetime.combine(sampai, dt.time(0), dt.UTC) + dt.timedelta(days=2), "biasa": BIASA,
        "sekitar": SEKITAR, "pada": pada,
    }  # fmt: skip
    return [Gangguan(*baris) for baris in tanya(_SQL, nilai)]
