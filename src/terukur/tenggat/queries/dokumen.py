"""What a window asks for as documents, and what packages hold of it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from terukur.inti.sql import tanya


@dataclass(frozen=True, slots=True)
class DokumenDiminta:
    """One named document that the window asks for."""

    id: int
    nama: str
    wajib: bool


@dataclass(frozen=True, slots=True)
class DokumenMasuk:
    """The file that counts for one of them; ``ukuran`` in bytes, ``sidik`` its SHA-256."""

    dokumen_id: int
    dokumen: str
    berkas: str
    ukuran: int
    sidik: str


_DOKUMEN = """
select d.id, d.nama, d.wajib, m.pengajuan_id, b.nama, b.ukuran, b.sidik
from tenggat_dokumensyarat d
left join tenggat_dokumenpengajuan m
  on m.dokumen_id = d.id and m.pengajuan_id = any(%s) and m.digantikan_pada is null
left join berkas_berkas b on b.id = m.berkas_id
where d.jendela_id = %s
order by d.urutan, d.id, m.id"""


def baca_dokumen(
    jendela_id: UUID, pengajuan_ids: Sequence[UUID]
) -> tuple[Sequence[DokumenDiminta], dict[UUID, list[DokumenMasuk]]]:
    """(what is asked for, {package: files that nothing has replaced}), in the order asked for. One query.

    By hand: every upload and every signature asks it (ADR 13).
    """
    diminta: dict[int, DokumenDiminta] = {}
    masuk: dict[UUID, list[DokumenMasuk]] = defaultdict(list)
    for pk, nama, wajib, pengajuan_id, *berkas in tanya(_DOKUMEN, [list(pengajuan_ids), jendela_id]):
        diminta[pk] = DokumenDiminta(pk, nama, wajib)
        if pengajuan_id is not None:
            masuk[pengajuan_id].append(DokumenMasuk(pk, nama, *berkas))
    return tuple(diminta.values()), masuk
