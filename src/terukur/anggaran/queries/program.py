"""What an OPD may spend on each program or kegiatan, as set last for a year."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Sum

from terukur.anggaran.models import KebutuhanResmi
from terukur.anggaran.rules.ruang import Tahap, kode_tingkat
from terukur.perencanaan.queries import nama_kode, versi_tahun
from terukur.tenggat.choices import Tahapan


@dataclass(frozen=True, slots=True)
class AnggaranProgram:
    """``tahap``: which stage the amounts were set in. ``baris``: (code, name, amount) in order of code."""

    tahap: Tahap
    baris: tuple[tuple[str, str, Decimal], ...]


def anggaran_program(
    opd_id: UUID, tahun: int, tingkat: str = "program", *, diketahui: dt.datetime | None = None
) -> AnggaranProgram | None:
    """Amounts of the OPD by program, kegiatan or sub kegiatan in the last stage of the year that was set.

    None: none was set, as known at ``diketahui``. Proposals above the ceiling are no budget and do not
    count. Three queries.
    """
    semua = list(
        KebutuhanResmi.objects.diketahui(diketahui)
        .filter(opd=opd_id, tahun=tahun, peristiwa="tetapkan", di_atas_pagu=False, jumlah__isnull=False)
        .values("tahapan", "pergeseran_ke", "kode")
        .annotate(total=Sum("jumlah"))
        .order_by("kode", "tahapan", "pergeseran_ke")
    )
    if not semua:
        return None
    tahapan, ke = max(
        ((Tahapan(b["tahapan"]), b["pergeseran_ke"]) for b in semua), key=lambda t: (t[0].urutan, t[1])
    )
    jumlah: dict[str, Decimal] = {}
    for b in semua:
        if (b["tahapan"], b["pergeseran_ke"]) == (tahapan, ke):
            kode = kode_tingkat(b["kode"], tingkat)
            jumlah[kode] = jumlah.get(kode, Decimal(0)) + b["total"]
    versi = versi_tahun(tahun, diketahui=diketahui)
    nama = nama_kode(versi, jumlah) if versi else {}
    return AnggaranProgram(
        Tahap(tahun, tahapan, ke), tuple((k, nama.get(k, k), jumlah[k]) for k in sorted(jumlah))
    )
