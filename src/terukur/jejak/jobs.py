"""Work of the worker: a seal every minute when there is news."""

from django.utils import timezone
from procrastinate.contrib.django import app

from terukur.jejak.segel import segelkan


@app.periodic(cron="* * * * *")
@app.task(name="jejak.segelkan", queueing_lock="jejak.segelkan", lock="jejak.segelkan")
def segelkan_rantai(timestamp: int) -> None:
    """``timestamp`` is the tick's time, which procrastinate passes; the seal bears the real one."""
    segelkan(pada=timezone.now())
