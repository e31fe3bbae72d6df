"""Delivery to the outside, by the worker."""

from uuid import UUID

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from terukur.pesan.actions import TUGAS_ANTAR, antar_kiriman, susulkan_kiriman
from terukur.pesan.saluran import GagalKirim

ULANGI = RetryStrategy(max_attempts=6, exponential_wait=4, retry_exceptions=[GagalKirim])
"""Waits of 4, 16, 64, 256, 1,024 seconds: a mail server that restarts is waited for."""


@app.task(name=TUGAS_ANTAR, retry=ULANGI)
def antar(kiriman_id: str) -> None:
    if not antar_kiriman(kiriman_id=UUID(kiriman_id), pada=timezone.now()):
        raise GagalKirim(kiriman_id)


@app.periodic(cron="*/15 * * * *")
@app.task(name="pesan.susulkan", queueing_lock="pesan.susulkan")
def susulkan(timestamp: int) -> None:
    susulkan_kiriman(pada=timezone.now())
