"""Resetting the trial data takes about a minute: work for the worker."""

from django.utils import timezone
from procrastinate.contrib.django import app

from terukur.contoh.actions.ulang import TUGAS_ULANG, ulang


@app.task(name=TUGAS_ULANG, queueing_lock=TUGAS_ULANG)
def atur_ulang() -> None:
    ulang(pada=timezone.now())
