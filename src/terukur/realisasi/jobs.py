"""What the worker does for this room."""

import logging
from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from terukur.inti.pelaku import SISTEM
from terukur.organisasi.queries import hari_pemda
from terukur.realisasi import queries
from terukur.realisasi.actions import ingatkan_lapangan, teruskan_lapangan_sisa, wariskan_sisa
from terukur.realisasi.actions.edisi import TUGAS_CETAK, catat_cetakan
from terukur.realisasi.exports import sidik_berkas
from terukur.realisasi.models import Edisi

_log = logging.getLogger(__name__)


@app.task(name=TUGAS_CETAK)
def cetak_edisi(edisi_id: str) -> None:
    """Make the files of a new edition once, and put their digests on record."""
    edisi = Edisi.objects.select_related("kertas").get(pk=UUID(edisi_id))
    catat_cetakan(edisi=edisi, sidik=sidik_berkas(edisi), oleh=SISTEM, pada=timezone.now())


@app.periodic(cron="15 23 * * *")  # UTC: between six and nine in the morning anywhere in Indonesia
@app.task(name="realisasi.ingatkan_lapangan", queueing_lock="realisasi.ingatkan_lapangan")
def ingatkan(timestamp: int) -> None:
    """Tell who asked for a field check that it is late; a missed morning is made good the next one."""
    pada = timezone.now()
    for p in queries.lapangan_terlambat(hari_pemda(pada)):
        try:
            ingatkan_lapangan(p, pada=pada)
        except Exception:
            _log.exception("reminder of field check %s failed; the next morning tries again", p.pk)


@app.periodic(cron="5 18 * * *")  # UTC: the first hours after midnight anywhere in Indonesia
@app.task(name="realisasi.wariskan_sisa", queueing_lock="realisasi.wariskan_sisa")
def wariskan(timestamp: int) -> None:
    """Pass on what an OPD left unreported or unchecked; the next night makes good a missed one."""
    pada = timezone.now()
    wariskan_sisa(pada=pada)
    teruskan_lapangan_sisa(pada=pada)
