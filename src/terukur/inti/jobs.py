"""Housekeeping of the worker."""

import logging

from django.core.management import call_command
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Status

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
