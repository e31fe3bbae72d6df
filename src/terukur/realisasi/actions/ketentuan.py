"""What the pemda decides about results, from a day on."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, TypeVar

from django.db import transaction

from terukur.inti.bitemporal import CatatanResmi, catat_fakta
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import Pelaku
from terukur.jejak.actions import catat
from terukur.realisasi.choices import Pihak
from terukur.realisasi.models import KetentuanDini, KetentuanLaju, KetentuanRealisasi
from terukur.realisasi.rules.laju import AmbangLaju
from terukur.realisasi.rules.peringatan_dini import Ambang

K_ = TypeVar("K_", bound=CatatanResmi)


def _tetapkan(
    model: type[K_], objek: str, isi: dict[str, Any], *, sejak: dt.date, oleh: Pelaku, pada: dt.datetime
) -> K_:
    """A decision as a dated fact with its journal entry; refused without its basis."""
    isi["dasar"] = isi["dasar"].strip()
    if not isi["dasar"]:
        raise AturanDilanggar("Tuliskan dasar ketentuan ini.", kolom={"dasar": "Isi dasar."})
    ketentuan = catat_fakta(model, kunci={}, isi=isi, sejak=sejak, pada=pada)
    catat(
        peristiwa=f"{objek}.tetapkan", objek=objek, objek_id=ketentuan.pk, isi={"sejak": sejak, **isi},
        oleh=oleh, pada=pada,
    )  # fmt: skip
    return ketentuan


@transaction.atomic
def tetapkan_ketentuan(
    *,
    hari_tenggat: int,
    ambang_lebih: Decimal,
    pihak_diakui: Sequence[str],
    dasar: str,
    sejak: dt.date,
    oleh: Pelaku,
    pada: dt.datetime,
) -> KetentuanRealisasi:
    """Decide from ``sejak`` on. Figures already submitted keep the decision under which they were."""
    isi = {
        "hari_tenggat": hari_tenggat,
        "ambang_lebih": ambang_lebih,
        "pihak_diakui": [p.value for p in Pihak if p == Pihak.OPD or p.value in pihak_diakui],
        "dasar": dasar,
    }
    return _tetapkan(KetentuanRealisasi, "ketentuan_realisasi", isi, sejak=sejak, oleh=oleh, pada=pada)


@transaction.atomic
def tetapkan_ambang(*, ambang: Ambang, sejak: dt.date, oleh: Pelaku, pada: dt.datetime) -> KetentuanDini:
    """Decide the thresholds of the early warnings from ``sejak`` on; what was issued keeps its cause."""
    isi = {
        "ambang_tertinggal": ambang.tertinggal,
        "ambang_serapan": ambang.serapan,
        "ambang_fisik": ambang.fisik,
        "ambang_tanpa_bukti": ambang.tanpa_bukti,
        "hari_diam": ambang.hari_diam,
        "hari_rencana": ambang.hari_rencana,
        "dasar": ambang.dasar,
    }
    return _tetapkan(KetentuanDini, "ketentuan_dini", isi, sejak=sejak, oleh=oleh, pada=pada)


@transaction.atomic
def tetapkan_laju(*, ambang: AmbangLaju, sejak: dt.date, oleh: Pelaku, pada: dt.datetime) -> KetentuanLaju:
    """Decide the thresholds of the comparison over time from ``sejak`` on."""
    isi = {"ambang_turun": ambang.turun, "ambang_naik": ambang.naik, "dasar": ambang.dasar}
    return _tetapkan(KetentuanLaju, "ketentuan_laju", isi, sejak=sejak, oleh=oleh, pada=pada)
