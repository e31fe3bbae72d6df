"""Housekeeping of the worker."""

from django.core.management import call_command
from procrastinate import JobContext
from procrastinate.contrib.django import app


@app.periodic(cron="* * * * *")
@app.task(name="inti.jemput_tugas_macet", queueing_lock="inti.jemput_tugas_macet", pass_context=True)
async def jemput_tugas_macet(konteks: JobContext, timestamp: int) -> None:
    """Give back to the queue what a worker held when it died; procrastinate does not by itself."""
    pengelola = konteks.app.job_manager
    for tugas in await pengelola.get_stalled_jobs():
        await pengelola.retry_job(tugas)


@app.periodic(cron="17 18 * * *")
@app.task(name="inti.bersihkan_sesi", queueing_lock="inti.bersihkan_sesi")
def bersihkan_sesi(timestamp: int) -> None:
    """Every night in Indonesia: forget sessions that have ended."""
    call_command("clearsessions")
