"""Attendance of apel: marks and presses of the designated devices, read as they are now."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from terukur.inti.sql import tanya
from terukur.kehadiran.queries.bahan_sql import APEL_REKAM, APEL_TANDA
from terukur.kehadiran.rules.hari import LAPISAN
from terukur.organisasi.queries import zona_pemda

# A letter approved afterwards explains too. Before noon is the first half: an apel has no shift of its own.
_SURAT = """exists (select 1 from kehadiran_permohonan s where s.pegawai_id = o.pegawai_id
 and s.status = 'disetujui' and s.jenis = any(%(lapisan)s::text[])
 and (k.mulai_pada at time zone %(zona)s)::date between s.sejak and s.sampai
 and s.bagian in ('penuh', case when extract(hour from k.mulai_pada at time zone %(zona)s) < 12
 then 'pagi' else 'siang' end))"""
_DASAR = (
    "select o.id, o.pegawai_id, o.opd_id, o.keadaan, "  # noqa: S608 - parts of this file
    f"{APEL_TANDA} as tanda, {APEL_REKAM} as rekam, {_SURAT} as surat"
    " from kehadiran_orangpengawasan o join kehadiran_pengawasan k on k.id = o.pengawasan_id"
    " where k.jenis = 'apel' and {}"
)
HADIR, BERKETERANGAN, TIDAK_IKUT, TIDAK_WAJIB = "Hadir", "Berketerangan", "Tidak ikut", "Tidak wajib"
_KELOMPOK = f"""case
 when coalesce(tanda, rekam is not null) then '{HADIR}'
 when keadaan = 'berketerangan' or (surat and keadaan = 'wajib') then '{BERKETERANGAN}'
 when keadaan = 'wajib' then '{TIDAK_IKUT}' else '{TIDAK_WAJIB}' end"""


def _nilai(**lain: object) -> dict[str, object]:
    return {"zona": zona_pemda().key, "lapisan": [str(j) for j in LAPISAN], **lain}


def hadir_apel(pengawasan_id: UUID) -> dict[int, tuple[str, dt.datetime | None]]:
    """{row of the list: (what became of him, first press in the time of the apel)}. One query."""
    sql = f"select id, {_KELOMPOK}, rekam from ({_DASAR.format('k.id = %(apel)s')}) x"  # noqa: S608
    return {o: (kata, rekam) for o, kata, rekam in tanya(sql, _nilai(apel=pengawasan_id))}


@dataclass(frozen=True, slots=True)
class RekapApel:
    """Apel of some months: of one person or of an OPD (then ``pegawai_id`` is None)."""

    pegawai_id: UUID | None
    opd_id: UUID | None
    nama: str
    nip: str
    opd: str
    wajib: int
    hadir: int
    berketerangan: int
    tidak_ikut: int

    @property
    def persen(self) -> int | None:
        """Of those expected without a letter; None where nobody was expected."""
        dasar = self.hadir + self.tidak_ikut
        return round(self.hadir * 100 / dasar) if dasar else None


_SELESAI = (
    "k.status = 'selesai' and (k.mulai_pada at time zone %(zona)s)::date between %(awal)s and %(akhir)s"
    " and (%(opd)s::uuid[] is null or o.opd_id = any(%(opd)s::uuid[]))"
)
_REKAP = f"with x as ({_DASAR.format(_SELESAI)}), y as (select *, {_KELOMPOK} as kata from x) "  # noqa: S608
_HITUNG = (
    f" count(*) filter (where kata <> '{TIDAK_WAJIB}'), count(*) filter (where kata = '{HADIR}'),"
    f" count(*) filter (where kata = '{BERKETERANGAN}'), count(*) filter (where kata = '{TIDAK_IKUT}')"
)


def rekap_apel(
    awal: dt.date, akhir: dt.date, *, opd_ids: Collection[UUID] | None, per_orang: bool
) -> list[RekapApel]:
    """Closed apel of these days, by OPD or by person. One query."""
    nilai = _nilai(awal=awal, akhir=akhir, opd=None if opd_ids is None else list(opd_ids))
    if per_orang:
        sql = (
            "select y.pegawai_id, y.opd_id, g.nama, g.nip, coalesce(d.nama, ''),"  # noqa: S608
            f"{_HITUNG} from y join organisasi_pegawai g on g.id = y.pegawai_id"
            " left join organisasi_opd d on d.id = y.opd_id group by 1, 2, 3, 4, 5 order by 3, 1, 2"
        )
    else:
        sql = (
            "select null, y.opd_id, coalesce(d.nama, ''), '', coalesce(d.nama, ''),"  # noqa: S608
            f"{_HITUNG} from y left join organisasi_opd d on d.id = y.opd_id group by 1, 2, 3, 4, 5"
            " order by 3, 2"
        )
    return [RekapApel(*b) for b in tanya(_REKAP + sql, nilai)]
