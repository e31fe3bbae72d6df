"""Housekeeping of the worker."""

import logging
import subprocess
import sys
import threading
from collections.abc import Sequence

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Status

from terukur.inti.cadangan import perintah_malam

_log = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name="inti.jemput_tugas_macet", queueing_lock="inti.jemput_tugas_macet", pass_context=True)
async def jemput_tugas_macet(konteks: JobContext, timestamp: int) -> None:
    """Give back to the queue what a worker held when it died; procrastinate does not by itself.

    A tick whose successor waits already cannot return beside it (one ``queueing_lock`` waits at
    a time): it is dropped, the successor does its work. One job never holds up the others.
    """
    pengelola = konteks.app.job_manager
    for tugas in await pengelola.get_stalled_jobs():
        try:
            await pengelola.retry_job(tugas)
        except UniqueViolation:
            await pengelola.finish_job(tugas, status=Status.ABORTED, delete_job=True)
        except ConnectorException:
            _log.exception("job %s of a dead worker is not given back; the next tick tries again", tugas.id)


@app.periodic(cron="17 18 * * *")
@app.task(name="inti.bersihkan_sesi", queueing_lock="inti.bersihkan_sesi")
def bersihkan_sesi(timestamp: int) -> None:
    """Every night in Indonesia: forget sessions that have ended."""
    call_command("clearsessions")


@app.periodic(cron="23 * * * *")
@app.task(name="inti.cadangkan", queueing_lock="inti.cadangkan")
def cadangkan(timestamp: int) -> None:
    """Each hour: start the night's backup, then its drill, unless they are done.

    As processes of their own and watched from a thread: they may take an hour, and the worker's
    few places are for the ticks. How they went stands in ``Pencadangan``. A night without server
    is made up for in its first hour.
    """
    if settings.TERUKUR_CADANGAN and (perintah := perintah_malam(pada=timezone.now())):
        threading.Thread(target=_jalankan_berurutan, args=[perintah], name="cadangan", daemon=True).start()


def _jalankan_berurutan(perintah: Sequence[Sequence[str]]) -> None:
    """Run ``terukur`` commands one after the other until one fails."""
    for argumen in perintah:
        hasil = subprocess.run(
            [sys.executable, "-m", "terukur.cli", *argumen],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if hasil.returncode != 0:
            # What it said stands in ``Pencadangan``, on the health page.
            _log.error("terukur %s ended with status %s", " ".join(argumen), hasil.returncode)
            return
