"""Nightly work: versions recorded ahead begin by themselves."""

import logging

from django.utils import timezone
from procrastinate.contrib.django import app

from terukur.organisasi.actions import segarkan_potret

logger = logging.getLogger(__name__)


@app.periodic(cron="1,31 * * * *")
@app.task(name="organisasi.segarkan_potret", queueing_lock="organisasi.segarkan_potret", pass_context=False)
def segarkan_potret_berkala(timestamp: int) -> None:
    """Every half hour, so that the first run after midnight is right in all three time zones."""
    jumlah = segarkan_potret(pada=timezone.now())
    if jumlah:
        logger.info("organisasi: %s potret disegarkan", jumlah)
