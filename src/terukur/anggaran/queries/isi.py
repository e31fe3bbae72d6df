"""What the needs of a submission say, read for checking and freezing."""

from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from terukur.inti.sql import tanya


@dataclass(frozen=True, slots=True)
class Rujukan:
    """A unit, source or account that a row names."""

    id: UUID | int
    kode: str
    nama: str


@dataclass(frozen=True, slots=True)
class BarisUang:
    """One need with what it names, in the words of ``KebutuhanResmi``."""

    id: UUID
    kode: str
    nama: str
    unit: Rujukan | None
    sumber_dana: Rujukan | None
    rekening: Rujukan | None
    uraian: str
    jumlah: Decimal | None
    di_atas_pagu: bool
    alasan: str

    @property
    def unit_id(self) -> UUID | int | None:
        return self.unit.id if self.unit else None

    @property
    def sumber_dana_id(self) -> UUID | int | None:
        return self.sumber_dana.id if self.sumber_dana else None

    @property
    def rekening_id(self) -> UUID | int | None:
        return self.rekening.id if self.rekening else None


@dataclass(frozen=True, slots=True)
class SubUang:
    """A sub kegiatan with its needs, none perhaps."""

    id: UUID
    kode: str
    nama: str
    unit: Rujukan | None
    baris: list[BarisUang] = field(default_factory=list)


_NAMA = "(select array[r.kode, r.nama] from {} r where r.id = {}_id)"
_ISI = f"""
select s.pengajuan_id, s.id, s.kode, s.nama, s.unit_id, {_NAMA.format("organisasi_unit", "s.unit")} unit,
  k.id, k.sumber_dana_id, {_NAMA.format("perencanaan_sumberdana", "k.sumber_dana")} sumber,
  k.rekening_id, {_NAMA.format("perencanaan_rekening", "k.rekening")} rekening,
  k.uraian, k.jumlah, k.di_atas_pagu, k.alasan
from perencanaan_subkegiatanrencana s
left join anggaran_kebutuhan k on k.sub_kegiatan_rencana_id = s.id
where s.pengajuan_id = any(%s) and s.dihapus_pada is null
order by s.kode, unit, s.id, k.di_atas_pagu, sumber, rekening, k.id"""  # noqa: S608 - all text is ours


def baca_isi(pengajuan_ids: Collection[UUID]) -> dict[UUID, list[SubUang]]:
    """{submission: its sub kegiatan in order of code, each with its needs}. One query.

    Every save of an operator asks this. It is written in SQL because composing it as querysets
    cost three times what answering costs.
    """
    hasil: dict[UUID, list[SubUang]] = {pk: [] for pk in pengajuan_ids}
    for (
        pengajuan_id, sub_id, kode, nama, unit_id, unit,
        kebutuhan_id, sumber_id, sumber, rekening_id, rekening, *isi,
    ) in tanya(_ISI, [list(pengajuan_ids)]):  # fmt: skip
        milik = hasil[pengajuan_id]
        if not milik or milik[-1].id != sub_id:
            milik.append(SubUang(sub_id, kode, nama, _rujukan(unit_id, unit)))
        if kebutuhan_id:
            milik[-1].baris.append(
                BarisUang(
                    kebutuhan_id, kode, nama, milik[-1].unit, _rujukan(sumber_id, sumber),
                    _rujukan(rekening_id, rekening), *isi,
                )
            )  # fmt: skip
    return hasil


def _rujukan(pk: UUID | int | None, nama: list[str]) -> Rujukan | None:
    return None if pk is None else Rujukan(pk, *nama)
