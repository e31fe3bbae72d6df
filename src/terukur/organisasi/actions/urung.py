"""Taking an import back: what was known before it is known again; nothing is erased."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.db.models import ProtectedError

from terukur.inti.bitemporal import CatatanResmi, salinan_fakta
from terukur.inti.kesalahan import AturanDilanggar
from terukur.inti.pelaku import Pelaku
from terukur.jejak.actions import catat
from terukur.organisasi.actions.potret import segarkan
from terukur.organisasi.models import HariLibur, OPDVersi, Pegawai, Penugasan, UnitVersi, Wilayah
from terukur.organisasi.penyedia import beri_tahu_hari
from terukur.organisasi.queries import hari_pemda

FAKTA: Final[dict[str, tuple[type[CatatanResmi], tuple[str, ...]]]] = {
    "opd": (OPDVersi, ("opd_id",)),
    "unit": (UnitVersi, ("unit_id",)),
    "penugasan": (Penugasan, ("pegawai_id", "jabatan_id")),
}
BIASA: Final[dict[str, tuple[type[Any], tuple[str, ...]]]] = {
    "pegawai": (Pegawai, ("nama", "status", "nip", "aktif")),
    "wilayah": (Wilayah, ("nama", "tingkat", "induk_id")),
    "libur": (HariLibur, ("jenis", "perkiraan", "dasar")),
}
"""Columns that an import may change, by kind."""

_SUDAH_DIPAKAI = "Impor tidak dapat diurungkan: sebagian datanya sudah dipakai atau diubah sesudahnya."


@transaction.atomic
def urungkan_fakta(*, jenis: str, dicatat_pada: dt.datetime, oleh: Pelaku, pada: dt.datetime) -> int:
    """Withdraw the dated facts of ``jenis`` recorded at ``dicatat_pada`` and restore what they
    superseded, as knowledge of ``pada``. Returns how many were withdrawn.

    Raises ``AturanDilanggar`` when one of the things has changed since.
    """
    model, kunci = FAKTA[jenis]
    baru = list(model.objects.filter(dicatat_pada=dicatat_pada).select_for_update().order_by("pk"))
    lama = list(
        model.objects.filter(digantikan_pada=dicatat_pada, dicatat_pada__lt=dicatat_pada).order_by("pk")
    )
    tersentuh = {tuple(getattr(b, k) for k in kunci) for b in (*baru, *lama)}
    sesudah = model.objects.filter(dicatat_pada__gt=dicatat_pada).values_list(*kunci)
    if tersentuh & set(sesudah) or any(b.digantikan_pada not in (None, dicatat_pada) for b in baru):
        raise AturanDilanggar(_SUDAH_DIPAKAI, kode="sudah_dipakai")
    model.objects.filter(pk__in=[b.pk for b in baru], digantikan_pada=None).update(digantikan_pada=pada)
    for b in lama:
        salinan_fakta(b, dicatat_pada=pada, digantikan_pada=None).save(force_insert=True)
    if jenis in ("opd", "unit"):
        hari = hari_pemda(pada)
        for jangkar in {getattr(b, jenis) for b in (*baru, *lama)}:
            segarkan(jangkar, hari=hari)
    for b in (*baru, *lama) if jenis == "penugasan" else ():
        beri_tahu_hari({b.pegawai_id}, sejak=b.berlaku_sejak, sampai=b.berlaku_sampai, pada=pada)
    _catat(jenis, len(baru), oleh=oleh, pada=pada)
    return len(baru)


@transaction.atomic
def urungkan_biasa(
    *,
    jenis: str,
    baru: list[str],
    lama: Mapping[str, Mapping[str, Any]],
    oleh: Pelaku,
    pada: dt.datetime,
) -> None:
    """Delete the records that an import created and give changed ones their former values.

    ``baru``: primary keys. ``lama``: {primary key: {column: value}}.
    """
    model, _ = BIASA[jenis]
    if jenis == "libur":
        berubah = HariLibur.objects.filter(pk__in=[*baru, *lama]).values_list("tanggal", flat=True)
        for tanggal in sorted(set(berubah)):
            beri_tahu_hari(None, sejak=tanggal, sampai=tanggal, pada=pada)
    try:
        for pk in reversed(baru):
            model.objects.filter(pk=pk).delete()
    except ProtectedError:
        raise AturanDilanggar(_SUDAH_DIPAKAI, kode="sudah_dipakai") from None
    for pk, isi in lama.items():
        model.objects.filter(pk=pk).update(**isi)
    _catat(jenis, len(baru) + len(lama), oleh=oleh, pada=pada)


def _catat(jenis: str, jumlah: int, *, oleh: Pelaku, pada: dt.datetime) -> None:
    catat(
        peristiwa=f"{jenis}.urungkan_impor",
        objek=jenis,
        objek_id="impor",
        isi={"jumlah": jumlah},
        oleh=oleh,
        pada=pada,
    )
