"""Why a day is what it is: its window and the presses in it, as the engine sees them."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from terukur.inti.sql import tanya
from terukur.kehadiran.queries.bahan import muat_bahan
from terukur.kehadiran.rules.jendela import batas_jendela
from terukur.organisasi.queries import zona_pemda

_SQL = """
select s.waktu, m.nama, s.tombol, s.cara, s.asal, s.diterima_pada, coalesce(r.putusan, '')
from kehadiran_pinpegawai t
join kehadiran_mesin m on m.kelompok_id = t.kelompok_id
join kehadiran_pindai s on s.mesin_id = m.id and s.pin = t.pin
left join kehadiran_rekamponsel r on r.mesin_id = s.mesin_id and r.pin = s.pin and r.waktu = s.waktu
where t.pegawai_id = %(pegawai)s and t.digantikan_pada is null
  and s.waktu >= %(buka)s and s.waktu < %(tutup)s
  and t.berlaku_sejak <= (s.waktu at time zone %(zona)s)::date
  and (t.berlaku_sampai is null or t.berlaku_sampai >= (s.waktu at time zone %(zona)s)::date)
order by s.waktu, m.nama
"""


@dataclass(frozen=True, slots=True)
class RekamDalam:
    """A press, the device that took it, and how it came here; ``putusan`` of one by phone."""

    waktu: dt.datetime
    mesin: str
    tombol: int
    cara: int
    asal: int
    diterima_pada: dt.datetime
    putusan: str


@dataclass(frozen=True, slots=True)
class JendelaHari:
    """Presses from ``buka`` (inclusive) until ``tutup`` (exclusive) belong to the day."""

    buka: dt.datetime
    tutup: dt.datetime
    rekam: tuple[RekamDalam, ...]


def jendela_hari(pegawai_id: UUID, tanggal: dt.date) -> JendelaHari:
    """Three statements, whatever lies in the past."""
    b, _ = muat_bahan(sejak=tanggal, sampai=tanggal, pegawai=[pegawai_id])
    batas = batas_jendela(b.masuk, b.pulang, b.buka, b.awal - 1, b.zona)
    buka, tutup = (dt.datetime.fromtimestamp(int(x), dt.UTC) for x in batas[0])
    nilai = {"pegawai": pegawai_id, "buka": buka, "tutup": tutup, "zona": zona_pemda().key}
    return JendelaHari(buka, tutup, tuple(RekamDalam(*r) for r in tanya(_SQL, nilai)))
