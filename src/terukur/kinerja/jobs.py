"""Each morning: crosscutting that a head of OPD has not answered."""

from django.utils import timezone
from procrastinate.contrib.django import app

from terukur.kinerja import actions


@app.periodic(cron="15 23 * * *")  # UTC: between six and eight in the morning anywhere in Indonesia
@app.task(name="kinerja.ingatkan_crosscutting", queueing_lock="kinerja.ingatkan_crosscutting")
def ingatkan_crosscutting(timestamp: int) -> None:
    """Remind of what has waited for a week; a missed morning is made good the next one."""
    actions.ingatkan_crosscutting(pada=timezone.now())
