"""From a lesson to its adoption, or to the reason why not."""

import datetime as dt
from dataclasses import dataclass

from terukur.inti.alur import Alur, Transisi
from terukur.inti.izin import Izin
from terukur.studi.choices import StatusStudi

S = StatusStudi
HARI_DEKAT = 7
"""So many days before its deadline the OPD is reminded (own rule)."""


@dataclass(frozen=True, slots=True)
class KonteksStudi:
    """``hanya_unit``: the reader acts for a unit of the OPD only."""

    hanya_unit: bool = False


def seluruh_opd(k: KonteksStudi) -> str | None:
    """Why this reader cannot act for the whole OPD; None when he can."""
    if not k.hanya_unit:
        return None
    return "Anda operator unit. Operator atau admin OPD yang mencatat dan menyatakan hasilnya."


ALUR_STUDI = Alur(
    "studi_banding",
    status=S.choices,
    awal=S.RENCANA,
    transisi=(
        Transisi("ubah", "Ubah", (S.RENCANA,), S.RENCANA, Izin.STUDI_ISI, (seluruh_opd,)),
        Transisi(
            "adopsi", "Nyatakan diadopsi", (S.RENCANA,), S.DIADOPSI, Izin.STUDI_ISI, (seluruh_opd,)
        ),
        Transisi(
            "tidak_adopsi", "Nyatakan tidak diadopsi", (S.RENCANA,), S.TIDAK_DIADOPSI, Izin.STUDI_ISI,
            (seluruh_opd,),
        ),
        Transisi(
            "buka_kembali", "Buka kembali", (S.DIADOPSI, S.TIDAK_DIADOPSI), S.RENCANA, Izin.STUDI_ISI,
            (seluruh_opd,),
        ),
    ),
)  # fmt: skip


def hari_lewat(status: str, tanggal_tenggat: dt.date, *, hari: dt.date) -> int:
    """Days past the deadline of what is still to be adopted, else 0."""
    return max(0, (hari - tanggal_tenggat).days) if status == S.RENCANA else 0
