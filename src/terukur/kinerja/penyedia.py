"""What upper rooms hook into: who must recompute when targets are set or revised."""

import datetime as dt
from collections.abc import Callable, Sequence
from uuid import UUID

from terukur.inti.pelaku import Pelaku
from terukur.inti.registri import Registri

PenerimaTarget = Callable[..., None]
"""``(kunci: Sequence[UUID], *, oleh: Pelaku, pada: datetime)``: in the transaction that set the targets."""

daftar_penerima_target: Registri[PenerimaTarget] = Registri("penerima target")


def beri_tahu_target(kunci: Sequence[UUID], *, oleh: Pelaku, pada: dt.datetime) -> None:
    """Tell all who keep figures derived from the targets of these actions."""
    for _, terima in daftar_penerima_target:
        terima(kunci, oleh=oleh, pada=pada)
