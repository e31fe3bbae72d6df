"""Times in which a device was silent, and the beat of the listener that tells its silence from ours."""

import datetime as dt
import os
import socket
import uuid

from django.db.models import Exists, OuterRef

from terukur.kehadiran.choices import Dialek
from terukur.kehadiran.models import Mesin, MesinPadam, ProsesPendengar
from terukur.kehadiran.queries.mesin import pendengar_hidup
from terukur.kehadiran.rules.terima import BATAS_DIAM, ZKTECO

DILUPAKAN = dt.timedelta(days=1)


def tandai_pendengar(kunci: uuid.UUID, *, pada: dt.datetime) -> None:
    """One beat of a process of the listener."""
    kolom = {"komputer": socket.gethostname()[:100], "pid": os.getpid(), "terakhir_pada": pada}
    ProsesPendengar.objects.update_or_create(
        id=kunci, defaults=kolom, create_defaults=kolom | {"mulai_pada": pada}
    )
    ProsesPendengar.objects.filter(terakhir_pada__lt=pada - DILUPAKAN).delete()


def hapus_pendengar(kunci: uuid.UUID) -> None:
    """The process ends in order."""
    ProsesPendengar.objects.filter(pk=kunci).delete()


def catat_padam(*, pada: dt.datetime) -> int:
    """Open a record for each device that polls and was silent too long; how many were opened.

    Only while the listener has been there all that time: else the silence is ours, not the devices'.
    """
    if not any(p.mulai_pada <= pada - BATAS_DIAM for p in pendengar_hidup(pada)):
        return 0
    diam = Mesin.objects.filter(
        ~Exists(MesinPadam.objects.filter(mesin=OuterRef("pk"), sampai=None)),
        aktif=True, dialek__in=[*ZKTECO, Dialek.FK], keadaan__terlihat_pada__lt=pada - BATAS_DIAM,
    )  # fmt: skip
    baru = [
        MesinPadam(mesin_id=m, sejak=sejak)
        for m, sejak in diam.values_list("pk", "keadaan__terlihat_pada")
        if sejak
    ]
    MesinPadam.objects.bulk_create(baru, ignore_conflicts=True)
    return len(baru)
