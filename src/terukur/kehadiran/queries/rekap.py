"""Recaps out of the computed days: one statement each, however many people and days."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from terukur.inti.sql import tanya
from terukur.kehadiran.choices import StatusHari
from terukur.kehadiran.queries.status_sql import termasuk
from terukur.kehadiran.rules.hari import Tanda
from terukur.kehadiran.rules.kalender import BERKETERANGAN

S = StatusHari
_DIHITUNG = f"h.status {termasuk(S.HADIR, S.TANPA_KETERANGAN, *BERKETERANGAN)}"
"""Work days that are over, without those of people exempted by SK: what a percentage is taken of."""
_ADA = f"h.status {termasuk(S.HADIR, S.DINAS, S.DIKLAT, S.WFA)}"
"""At work, on duty, in training, working elsewhere."""
_SELESAI = f"h.status <> {S.BELUM:d}"
_MANUAL = int(Tanda.REKAM_MANUAL | Tanda.KOREKSI)
_UKURAN = f"""
    count(*) filter (where {_DIHITUNG}),
    count(*) filter (where {_ADA}),
    count(*) filter (where h.status = {S.HADIR:d}),
    count(*) filter (where h.status = {S.DINAS:d}),
    count(*) filter (where h.status = {S.CUTI:d}),
    count(*) filter (where h.status {termasuk(S.IZIN, S.SAKIT)}),
    count(*) filter (where h.status = {S.TANPA_KETERANGAN:d}),
    count(*) filter (where h.pita_terlambat > 0 and {_SELESAI}),
    count(*) filter (where h.pita_pulang_cepat > 0 and {_SELESAI}),
    count(*) filter (where h.status = {S.HADIR:d} and h.tanda & {_MANUAL} > 0),
    count(*) filter (where h.status = {S.TANPA_JADWAL:d}),
    count(*) filter (where h.status = {S.DIKECUALIKAN:d}),
    coalesce(sum(h.terlambat) filter (where {_SELESAI}), 0),
    coalesce(sum(h.potongan), 0)
"""


def persen(bagian: int, semua: int) -> Decimal | None:
    """Per cent with two decimals; None of nothing."""
    return round(Decimal(100 * bagian) / semua, 2) if semua else None


@dataclass(frozen=True, slots=True)
class Ukuran:
    """Counts of days of one person, one OPD or one month. ``potongan`` in thousandths of a per cent.

    ``hari_kerja``: days that are over and were to be worked; ``masuk``: of them at work, on duty, in
    training or working elsewhere; ``manual``: present by an approved statement instead of a press.
    """

    hari_kerja: int
    masuk: int
    hadir: int
    dinas: int
    cuti: int
    izin_sakit: int
    tk: int
    terlambat: int
    cepat: int
    manual: int
    tanpa_jadwal: int
    dikecualikan: int
    menit_terlambat: int
    potongan: int

    @property
    def persen_masuk(self) -> Decimal | None:
        """None without a day to count: empty is not zero."""
        return persen(self.masuk, self.hari_kerja)

    @property
    def persen_manual(self) -> Decimal | None:
        return persen(self.manual, self.hadir)

    @property
    def persen_potongan(self) -> Decimal:
        return Decimal(self.potongan) / 1000


@dataclass(frozen=True, slots=True)
class RekapOPD:
    """One OPD in one month. ``pegawai``: how many people have a day in it."""

    opd_id: UUID
    opd: str
    pegawai: int
    ukuran: Ukuran


@dataclass(frozen=True, slots=True)
class RekapOrang:
    """One person in one month, with the office he last held in it."""

    pegawai_id: UUID
    nama: str
    nip: str
    opd: str
    jabatan: str
    eselon: str
    sk: str
    ukuran: Ukuran


def rekap_opd(sejak: dt.date, sampai: dt.date, *, opd_ids: Collection[UUID] | None = None) -> list[RekapOPD]:
    """Every OPD with days in this time (of ``opd_ids``; None: all), by name."""
    baris = tanya(
        f"select h.opd_id, o.nama, count(distinct h.pegawai_id), {_UKURAN}"  # noqa: S608
        " from kehadiran_harikehadiran h join organisasi_opd o on o.id = h.opd_id"
        " where h.tanggal between %(sejak)s and %(sampai)s"
        " and (%(opd)s::uuid[] is null or h.opd_id = any(%(opd)s::uuid[]))"
        " group by h.opd_id, o.nama order by o.nama, h.opd_id",
        {"sejak": sejak, "sampai": sampai, "opd": None if opd_ids is None else list(opd_ids)},
    )
    return [RekapOPD(a, b, c, Ukuran(*u)) for a, b, c, *u in baris]


def tren_opd(
    sejak: dt.date, sampai: dt.date, *, opd_ids: Collection[UUID] | None = None
) -> dict[UUID, dict[dt.date, Decimal | None]]:
    """{OPD: {month: per cent of work days at work}}."""
    baris = tanya(
        "select h.opd_id, date_trunc('month', h.tanggal)::date,"  # noqa: S608
        f" count(*) filter (where {_ADA}), count(*) filter (where {_DIHITUNG})"
        " from kehadiran_harikehadiran h where h.tanggal between %(sejak)s and %(sampai)s"
        " and h.opd_id is not null and (%(opd)s::uuid[] is null or h.opd_id = any(%(opd)s::uuid[]))"
        " group by 1, 2",
        {"sejak": sejak, "sampai": sampai, "opd": None if opd_ids is None else list(opd_ids)},
    )
    hasil: dict[UUID, dict[dt.date, Decimal | None]] = {}
    for opd_id, bulan, masuk, semua in baris:
        hasil.setdefault(opd_id, {})[bulan] = persen(masuk, semua)
    return hasil


_ORANG = f"""
with h as (
    select h.pegawai_id, (array_agg(h.opd_id order by h.tanggal desc))[1] as opd_id, {_UKURAN}
    from kehadiran_harikehadiran h
    where h.tanggal between %(sejak)s and %(sampai)s
      and (%(opd)s::uuid[] is null or h.opd_id = any(%(opd)s::uuid[]))
      and (%(orang)s::uuid[] is null or h.pegawai_id = any(%(orang)s::uuid[]))
    group by h.pegawai_id
)
select p.id, p.nama, p.nip, coalesce(o.nama, ''), coalesce(j.nama, ''), coalesce(j.eselon, ''),
       coalesce(k.nomor_sk, ''), h.*
from h
join organisasi_pegawai p on p.id = h.pegawai_id
left join organisasi_opd o on o.id = h.opd_id
left join lateral (
    select v.nama, v.eselon
    from organisasi_penugasan t
    join organisasi_jabatanversi v on v.jabatan_id = t.jabatan_id and v.digantikan_pada is null
      and v.berlaku_sejak <= %(sampai)s and (v.berlaku_sampai is null or v.berlaku_sampai >= %(sejak)s)
    where t.pegawai_id = p.id and t.digantikan_pada is null
      and t.berlaku_sejak <= %(sampai)s and (t.berlaku_sampai is null or t.berlaku_sampai >= %(sejak)s)
    order by (t.jenis = 'definitif') desc, t.berlaku_sejak desc, v.berlaku_sejak desc, t.id limit 1
) j on true
left join lateral (
    select k.nomor_sk from kehadiran_pengecualian k
    where k.pegawai_id = p.id and k.digantikan_pada is null and k.berlaku_sejak <= %(sampai)s
      and (k.berlaku_sampai is null or k.berlaku_sampai >= %(sejak)s)
    order by k.berlaku_sejak desc limit 1
) k on true
order by p.nama, p.id
"""  # noqa: S608


def rekap_orang(
    sejak: dt.date,
    sampai: dt.date,
    *,
    opd_ids: Collection[UUID] | None = None,
    pegawai_ids: Collection[UUID] | None = None,
) -> list[RekapOrang]:
    """Everyone with a day in this time, heads of OPD included, by name. One statement."""
    baris = tanya(
        _ORANG,
        {
            "sejak": sejak, "sampai": sampai, "opd": None if opd_ids is None else list(opd_ids),
            "orang": None if pegawai_ids is None else list(pegawai_ids),
        },
    )  # fmt: skip
    return [RekapOrang(a, b, c, d, e, f, g, Ukuran(*u)) for a, b, c, d, e, f, g, _, _, *u in baris]


@dataclass(frozen=True, slots=True)
class Berhenti:
    """Somebody who does not press (any more). ``terakhir`` None: not once in ``MUNDUR`` days."""

    pegawai_id: UUID
    nama: str
    nip: str
    opd: str
    terakhir: dt.date | None
    hari: int


MUNDUR = 60
"""Days that are looked back for a press."""


def berhenti_rekam(
    sampai: dt.date, *, opd_ids: Collection[UUID] | None = None, paling_sedikit: int = 3
) -> list[Berhenti]:
    """People without any press since ``paling_sedikit`` or more work days that no letter explains.

    Looks back ``MUNDUR`` days; who pressed in none of them, or never, is among them. Days by approved hours
    count: they are presence without a press. One statement.
    """
    baris = tanya(
        "with h as (select h.pegawai_id, h.tanggal, h.status, h.opd_id, max(h.tanggal)"  # noqa: S608
        "   filter (where h.jumlah_pindai > 0) over (partition by h.pegawai_id) as terakhir"
        "  from kehadiran_harikehadiran h where h.tanggal between %(sejak)s and %(sampai)s)"
        " select p.id, p.nama, p.nip, coalesce(max(o.nama), ''), h.terakhir, count(*)"
        " from h join organisasi_pegawai p on p.id = h.pegawai_id and p.aktif"
        " left join organisasi_opd o on o.id = h.opd_id"
        " where (h.terakhir is null or h.tanggal > h.terakhir)"
        f" and h.status {termasuk(S.HADIR, S.TANPA_KETERANGAN)}"
        " and (%(opd)s::uuid[] is null or h.opd_id = any(%(opd)s::uuid[]))"
        " group by p.id, p.nama, p.nip, h.terakhir having count(*) >= %(paling)s"
        " order by count(*) desc, p.nama, p.id",
        {
            "sejak": sampai - dt.timedelta(days=MUNDUR), "sampai": sampai, "paling": paling_sedikit,
            "opd": None if opd_ids is None else list(opd_ids),
        },
    )  # fmt: skip
    return [Berhenti(*b) for b in baris]
