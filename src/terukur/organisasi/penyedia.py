"""What upper rooms hook into: who must know that an OPD ends, and that days look different."""

import datetime as dt
from collections.abc import Callable, Collection
from uuid import UUID

from terukur.inti.pelaku import Pelaku
from terukur.inti.registri import Registri

PenerimaAkhirOPD = Callable[..., None]
"""``(opd_ids: Collection[UUID], *, oleh: Pelaku, pada: datetime)``: in the transaction that ended them,
after the successors were recorded."""

daftar_penerima_akhir: Registri[PenerimaAkhirOPD] = Registri("penerima akhir OPD")


def beri_tahu_akhir(opd_id: UUID, *, oleh: Pelaku, pada: dt.datetime) -> None:
    """Tell all rooms in which the OPD still owes something."""
    for _, terima in daftar_penerima_akhir:
        terima([opd_id], oleh=oleh, pada=pada)


PenerimaHari = Callable[..., object]
"""``(pegawai_ids: Collection[UUID] | None, *, sejak: date, sampai: date | None, pada: datetime)``: offices
of these people on these days, or (None) the holidays, were recorded otherwise; in the same transaction."""

daftar_penerima_hari: Registri[PenerimaHari] = Registri("penerima perubahan hari")


def beri_tahu_hari(
    pegawai_ids: Collection[UUID] | None, *, sejak: dt.date, sampai: dt.date | None, pada: dt.datetime
) -> None:
    """Tell all rooms that judge days."""
    for _, terima in daftar_penerima_hari:
        terima(pegawai_ids, sejak=sejak, sampai=sampai, pada=pada)
