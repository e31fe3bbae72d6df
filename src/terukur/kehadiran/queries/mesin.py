"""Reads for the intake of devices."""

import datetime as dt

from django.db.models import Exists, OuterRef

from terukur.kehadiran.choices import StatusPerintah
from terukur.kehadiran.models import KeadaanMesin, Mesin, MesinPadam, PerintahMesin, Pindai, ProsesPendengar

BATAS_DENYUT = dt.timedelta(seconds=90)
"""A listener beats every 30 seconds; after three beats without a sign it counts as gone."""


def mesin_berseri(nomor_seri: str) -> Mesin | None:
    """The admitted device of this serial number, case as written, with ``keadaan``.

    Annotated: ``sedang_padam``, ``ada_perintah``.
    """
    return (
        Mesin.objects.filter(nomor_seri=nomor_seri)
        .select_related("keadaan")
        .annotate(
            sedang_padam=Exists(MesinPadam.objects.filter(mesin=OuterRef("pk"), sampai=None)),
            ada_perintah=Exists(
                PerintahMesin.objects.filter(mesin=OuterRef("pk"), status=StatusPerintah.MENUNGGU)
            ),
        )
        .first()
    )


def keadaan(mesin: Mesin) -> KeadaanMesin:
    """What is known of a device; of one never heard an empty record that is not stored yet."""
    ada: KeadaanMesin | None = getattr(mesin, "keadaan", None)
    return ada or KeadaanMesin(mesin=mesin)


def jumlah_pindai(mesin: Mesin, sejak: dt.datetime, sampai: dt.datetime) -> int:
    """Presses of a device from ``sejak`` to ``sampai``, both inclusive."""
    return Pindai.objects.filter(mesin=mesin, waktu__gte=sejak, waktu__lte=sampai).count()


def pendengar_hidup(pada: dt.datetime) -> list[ProsesPendengar]:
    """Processes of the listener that beat."""
    return list(
        ProsesPendengar.objects.filter(terakhir_pada__gte=pada - BATAS_DENYUT).order_by("komputer", "pid")
    )
