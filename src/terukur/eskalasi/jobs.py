"""Each night: what an OPD that ended leaves open. Each morning: deadlines near, and those that passed."""

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


@app.periodic(cron="10 18 * * *")  # UTC: the first hours after midnight anywhere in Indonesia
@app.task(name="eskalasi.teruskan_surat", queueing_lock="eskalasi.teruskan_surat")
def teruskan(timestamp: int) -> None:
    """Pass on the open papers of an OPD after its last day; the next night makes good a missed one."""
    actions.teruskan_surat_sisa(pada=timezone.now())
