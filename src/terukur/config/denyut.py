"""The web server's beat: a thread in each of its processes, so that an outage is measured by itself."""

import logging
import threading
import time

from django.db import close_old_connections, connection

from terukur.tenggat.jobs import berdenyut_situs
from terukur.tenggat.rules import BATAS_DIAM

JEDA = 30.0
"""Seconds between two beats."""
_log = logging.getLogger(__name__)


def berdenyut_terus(berhenti: threading.Event, jeda: float = JEDA) -> None:
    """Beat until ``berhenti``. While the database cannot be reached there is no beat: nor is there a site.

    The clock since boot tells a pause of ours from a jump of the clock on the wall.
    """
    lalu = float("-inf")
    while True:
        try:
            close_old_connections()
            kini = time.clock_gettime(time.CLOCK_BOOTTIME)
            berdenyut_situs(menerus=kini - lalu <= BATAS_DIAM.total_seconds())
            lalu = kini
        except Exception:
            _log.warning("no beat of the site", exc_info=True)
        finally:
            connection.close()
        if berhenti.wait(jeda):
            return


def mulai() -> None:
    """Start beating; the thread ends with the process."""
    threading.Thread(target=berdenyut_terus, args=[threading.Event()], name="denyut", daemon=True).start()
