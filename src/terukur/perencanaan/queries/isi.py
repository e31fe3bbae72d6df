"""What the rows of a program kerja say, read for checking, freezing and comparing."""

from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from terukur.inti.bitemporal import sql_diketahui
from terukur.inti.sql import tanya
from terukur.perencanaan.models import VersiNomenklatur
from terukur.perencanaan.queries.nomenklatur import SQL_VERSI_TAHUN, telusuri_kode
from terukur.perencanaan.rules.matriks import AsalBaris, BarisRencana, IndikatorBaris

_LOKASI = """
array(
  select (select array[w.kode, w.nama] from organisasi_wilayah w where w.id = l.wilayah_id)
  from perencanaan_subkegiatanrencana_lokasi l where l.subkegiatanrencana_id = {}.id order by 1
)"""
_RENSTRA = f"""
select b.pemilik, array_agg(p.kode) as program
from perencanaan_rencanaberlaku b
join perencanaan_butirrencana p on p.versi_id = b.versi_id and p.jenis = 'program'
where {sql_diketahui("b")} and b.berlaku_sejak <= make_date(%(tahun)s, 12, 31)
  and b.berlaku_sampai >= make_date(%(tahun)s, 12, 31)
  and b.pemilik in (select t.opd_id::text from tenggat_pengajuan t where t.id = any(%(pengajuan)s))
group by b.pemilik"""  # noqa: S608 - all text is ours
_BARIS = f"""
with renstra as materialized ({_RENSTRA})
select s.pengajuan_id, s.id, s.dihapus_pada is null, s.kode, s.nama,
  u.id, u.kode, u.nama, n.indikator, n.satuan, n.versi_id,
  (select v.nama from perencanaan_versinomenklatur v where v.id = n.versi_id),
  s.target, s.target_maju, s.pagu_maju, s.target_akhir_renstra, s.realisasi_lalu, s.prakiraan_berjalan,
  {_LOKASI.format("s")}, s.lokasi_uraian, s.kelompok_sasaran, s.prioritas_id,
  (select p.nama from perencanaan_prioritasdaerah p where p.id = s.prioritas_id),
  s.prioritas_nasional, s.tag, s.catatan,
  array(
    select array[i.nama, i.satuan, i.target::text, i.target_maju::text]
    from perencanaan_indikatorrencana i where i.sub_kegiatan_id = s.id order by i.urutan, i.id
  ),
  a.id, a.target, a.target_maju, a.pagu_maju, a.prioritas_id, a.kelompok_sasaran, a.lokasi_uraian,
  {_LOKASI.format("a")},
  (select left(s.kode, 7) = any(r.program) from renstra r where r.pemilik = s.opd_id::text),
  {SQL_VERSI_TAHUN}
from perencanaan_subkegiatanrencana s
join perencanaan_nomenklatur n on n.id = s.nomenklatur_id
left join organisasi_unit u on u.id = s.unit_id
left join perencanaan_subkegiatanrencana a on a.id = s.asal_id
where s.pengajuan_id = any(%(pengajuan)s) and (s.dihapus_pada is null or s.asal_id is not null)
order by s.kode, u.kode, s.id"""  # noqa: S608 - all text is ours


@dataclass(frozen=True, slots=True)
class IsiProgram:
    """The rows of one submission in order of code, and (code, name) of copied ones removed since."""

    baris: list[BarisRencana] = field(default_factory=list)
    hilang: list[tuple[str, str]] = field(default_factory=list)


def baca_isi(pengajuan_ids: Collection[UUID], *, tahun: int | None = None) -> dict[UUID, IsiProgram]:
    """{submission: what its rows say, with what they said in the previous stage}. One query.

    ``tahun``: of the plan; codes of another version than that year's are then looked up in it, in
    four queries more where there are any. Every save of an operator asks this. It is written in
    SQL because composing it as querysets of joined models cost five times what answering costs; names
    are looked up in the list of columns, since planning six joins costs more than they do.
    """
    semua = tanya(_BARIS, {"pengajuan": list(pengajuan_ids), "tahun": tahun, "diketahui": None})
    tua = {b[3] for b in semua if b[2] and b[-1] and b[-1] != b[10]}
    temuan = telusuri_kode(VersiNomenklatur.objects.get(pk=semua[0][-1]), tua) if tua else {}
    hasil = {pk: IsiProgram() for pk in pengajuan_ids}
    for (
        pengajuan_id, pk, ada, kode, nama, unit, kode_unit, nama_unit, indikator, satuan, versi_id,
        nama_versi, target, target_maju, pagu_maju, akhir_renstra, realisasi_lalu, prakiraan_berjalan, lokasi,
        lokasi_uraian, sasaran, prioritas, nama_prioritas, prioritas_nasional, tag, catatan, tambahan,
        *asal, dalam_renstra, versi_tahun,
    ) in semua:  # fmt: skip
        if not ada:
            hasil[pengajuan_id].hilang.append((kode, nama))
            continue
        dicari = temuan.get(kode) if versi_id != versi_tahun else None
        hasil[pengajuan_id].baris.append(
            BarisRencana(
                id=str(pk), kode=kode, nama=nama, unit=str(unit or ""), kode_unit=kode_unit or "",
                nama_unit=nama_unit or "", indikator=indikator, satuan=satuan, target=target,
                target_maju=target_maju, pagu_maju=pagu_maju, target_akhir_renstra=akhir_renstra,
                realisasi_lalu=realisasi_lalu, prakiraan_berjalan=prakiraan_berjalan,
                lokasi=tuple(k for k, _ in lokasi), nama_lokasi=tuple(n for _, n in lokasi),
                lokasi_uraian=lokasi_uraian, kelompok_sasaran=sasaran, prioritas=str(prioritas or ""),
                nama_prioritas=nama_prioritas or "", prioritas_nasional=prioritas_nasional, tag=tuple(tag),
                catatan=catatan, versi_tahun=dicari is None or dicari.versi_tahun, nama_versi=nama_versi,
                pengganti="; ".join(f"{n.kode} {n.nama}" for n in dicari.pengganti) if dicari else "",
                indikator_tambahan=tuple(
                    IndikatorBaris(n, s, _angka(t), _angka(m)) for n, s, t, m in tambahan
                ),
                dalam_renstra=dalam_renstra, asal=_asal(*asal),
            )
        )  # fmt: skip
    return hasil


def _angka(teks: str | None) -> Decimal | None:
    return None if teks is None else Decimal(teks)


def _asal(
    pk: UUID | None,
    target: Decimal | None,
    target_maju: Decimal | None,
    pagu_maju: Decimal | None,
    prioritas: int | None,
    sasaran: str,
    uraian: str,
    lokasi: list[list[str]],
) -> AsalBaris | None:
    if pk is None:
        return None
    return AsalBaris(
        target, target_maju, pagu_maju, str(prioritas or ""), sasaran, frozenset(k for k, _ in lokasi), uraian
    )
