"""Each night: lessons of an OPD that ended. Each morning: adoption that is due soon or overdue."""

import logging

from django.utils import timezone
from procrastinate.contrib.django import app

from terukur.organisasi.queries import hari_pemda
from terukur.studi import actions, queries

_log = logging.getLogger(__name__)


@app.periodic(cron="15 23 * * *")  # UTC: between six and eight in the morning anywhere in Indonesia
@app.task(name="studi.ingatkan", queueing_lock="studi.ingatkan")
def ingatkan(timestamp: int) -> None:
    """Remind of what an OPD is to adopt; a missed morning is made good the next one."""
    pada = timezone.now()
    for s in queries.perlu_diingatkan(hari=hari_pemda(pada)):
        try:
            actions.ingatkan(s, pada=pada)
        except Exception:
            _log.exception("reminder of %s failed; the next morning tries again", s.pk)


@app.periodic(cron="15 18 * * *")  # UTC: the first hours after midnight anywhere in Indonesia
@app.task(name="studi.teruskan", queueing_lock="studi.teruskan")
def teruskan(timestamp: int) -> None:
    """Pass on what an OPD was still to adopt on its last day; the next night makes good a missed one."""
    actions.teruskan_studi_sisa(pada=timezone.now())
