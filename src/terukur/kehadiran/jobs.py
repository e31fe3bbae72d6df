"""Work of the worker: days are computed again as soon as something about them changed."""

import datetime as dt
import logging

from django.utils import timezone
from procrastinate.contrib.django import app

from terukur.kehadiran.actions.hitung import hitung_rentang, kuras_antrean
from terukur.organisasi.queries import hari_pemda

_log = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name="kehadiran.kuras_antrean", queueing_lock="kehadiran.kuras_antrean")
def kuras(timestamp: int) -> None:
    kuras_antrean(pada=timezone.now())


@app.periodic(cron="7 16-23 * * *")
@app.task(name="kehadiran.hitung_malam", queueing_lock="kehadiran.hitung_malam")
def hitung_malam(timestamp: int) -> None:
    """Each hour from 23.07 WIB to 08.07 WIT: the days of everyone whose windows have closed meanwhile.

    The day before yesterday too, whose night shift ended yesterday: so TK appears without any press.
    """
    pada = timezone.now()
    kini = hari_pemda(pada)
    berubah = hitung_rentang(sejak=kini - dt.timedelta(days=2), sampai=kini, pada=pada)
    _log.info("kehadiran: %s hari berubah", berubah)
