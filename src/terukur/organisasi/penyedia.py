"""What upper rooms hook into: who must know that an OPD ends."""

import datetime as dt
from collections.abc import Callable
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
