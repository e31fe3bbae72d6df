"""Housekeeping of uploads that never finished."""

from django.utils import timezone
from procrastinate.contrib.django import app

from terukur.berkas.actions import hapus_unggahan_lama


@app.periodic(cron="17 19 * * *")
@app.task(name="berkas.hapus_unggahan_lama", queueing_lock="berkas.hapus_unggahan_lama")
def hapus_unggahan(timestamp: int) -> int:
    """Once a night (19.17 UTC): drop pieces that nobody continued."""
    return hapus_unggahan_lama(pada=timezone.now())
