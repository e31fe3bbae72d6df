"""What the worker does for this room."""

from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from terukur.inti.pelaku import SISTEM
from terukur.realisasi.actions.edisi import TUGAS_CETAK, catat_cetakan
from terukur.realisasi.exports import sidik_berkas
from terukur.realisasi.models import Edisi


@app.task(name=TUGAS_CETAK)
def cetak_edisi(edisi_id: str) -> None:
    """Make the files of a new edition once, and put their digests on record."""
    edisi = Edisi.objects.select_related("kertas").get(pk=UUID(edisi_id))
    catat_cetakan(edisi=edisi, sidik=sidik_berkas(edisi), oleh=SISTEM, pada=timezone.now())
