"""Telling other systems, by the worker."""

from uuid import UUID

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from terukur.api.actions import TUGAS_ANTAR, antar_kabar, edarkan
from terukur.api.pengantar import GagalAntar

ULANGI = RetryStrategy(max_attempts=8, exponential_wait=4, retry_exceptions=[GagalAntar])
"""Waits of 4 seconds up to 4.5 hours: a receiver that is moved overnight is waited for."""


@app.periodic(cron="* * * * *")
@app.task(name="api.edarkan", queueing_lock="api.edarkan")
def edarkan_kabar(timestamp: int) -> None:
    edarkan(pada=timezone.now())


@app.task(name=TUGAS_ANTAR, retry=ULANGI)
def antar(kabar_id: str) -> None:
    if not antar_kabar(kabar_id=UUID(kabar_id), pada=timezone.now()):
        raise GagalAntar(kabar_id)
