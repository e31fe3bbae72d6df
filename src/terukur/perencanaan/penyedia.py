"""What perencanaan asks of the room above that owns the money; anggaran registers itself here."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from terukur.inti.pelaku import Pelaku
from terukur.inti.registri import Registri

if TYPE_CHECKING:
    from terukur.tenggat.models import Pengajuan


@dataclass(frozen=True, slots=True)
class PaguTersedia:
    """Ceiling of one unit (None: the OPD itself) from one sumber dana, and what is used of it."""

    unit_id: UUID | None
    nama_unit: str
    kode_sumber: str
    nama_sumber: str
    pagu: Decimal
    terpakai: Decimal


@dataclass(frozen=True, slots=True)
class UangSumber:
    """Money that a sub kegiatan needs from one sumber dana; ``jumlah`` None: not filled in.

    ``berekening``: it is the sum of a detail by rekening.
    """

    kode_sumber: str
    nama_sumber: str
    jumlah: Decimal | None
    berekening: bool = False


class PenyediaUang(Protocol):
    """Money of the rows of a program kerja. Registered under ``anggaran``."""

    def jumlah(self, pengajuan_ids: Collection[UUID]) -> Mapping[UUID, Decimal]:
        """Total by id of ``SubKegiatanRencana``; rows without money are absent. One query."""
        ...

    def rincian(self, pengajuan: "Pengajuan") -> Mapping[UUID, Sequence[UangSumber]]:
        """Money per sumber dana by id of ``SubKegiatanRencana``. A constant number of queries."""
        ...

    def pagu(self, pengajuan: "Pengajuan") -> Sequence[PaguTersedia]:
        """Ceilings of the OPD in the year and stage of the submission."""
        ...

    def simpan(
        self,
        pengajuan: "Pengajuan",
        uang: Mapping[UUID, Mapping[str, Decimal]],
        *,
        oleh: Pelaku,
        pada: dt.datetime,
    ) -> None:
        """Store imported money: {id of sub kegiatan: {kode sumber dana: amount}}.

        Replaces what those rows had without a rekening. Raises ``AturanDilanggar``.
        """
        ...

    def cadangkan(self, pengajuan: "Pengajuan", sub_kegiatan_ids: Collection[UUID]) -> list[dict[str, Any]]:
        """What these rows need now, JSON-able and exact, so that ``kembalikan`` can restore it."""
        ...

    def kembalikan(
        self,
        pengajuan: "Pengajuan",
        sub_kegiatan_ids: Collection[UUID],
        cadangan: Sequence[Mapping[str, Any]],
        *,
        oleh: Pelaku,
        pada: dt.datetime,
    ) -> None:
        """Write back what ``cadangkan`` told; everything else of these rows goes."""
        ...

    def tautan_ubah(self, sub_kegiatan_id: UUID) -> str:
        """Address of the page where the row is edited together with its money."""
        ...


daftar_uang: Registri[PenyediaUang] = Registri("penyedia uang")


def penyedia_uang() -> PenyediaUang | None:
    """The room that knows the money; None where it is not installed."""
    return daftar_uang.ambil("anggaran") if "anggaran" in daftar_uang else None
