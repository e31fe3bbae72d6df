"""Each morning: deadlines that come near, and those that have passed."""

import logging

from django.utils import timezone
from procrastinate.contrib.django import app

from terukur.eskalasi import actions, queries

_log = logging.getLogger(__name__)


@app.periodic(cron="5 23 * * *")  # UTC: between six and eight in the morning anywhere in Indonesia
@app.task(name="eskalasi.ingatkan", queueing_lock="eskalasi.ingatkan")
def ingatkan(timestamp: int) -> None:
    """Remind of what waits for an OPD; a missed morning is made good the next one."""
    pada = timezone.now()
    for induk, hari_lewat in queries.perlu_diingatkan(pada=pada):
        try:
            actions.ingatkan(induk, hari_lewat=hari_lewat, pada=pada)
        except Exception:
            _log.exception("reminder of %s failed; the next morning tries again", induk.pk)
