"""The web server's beat: a thread in each of its processes, so that an outage is measured by itself."""

import logging
import threading

from django.db import close_old_connections, connection

from terukur.tenggat.jobs import berdenyut_situs

JEDA = 30.0
"""Seconds between two beats."""
_log = logging.getLogger(__name__)


def berdenyut_terus(berhenti: threading.Event, jeda: float = JEDA) -> None:
    """Beat until ``berhenti``. While the database cannot be reached there is no beat: nor is there a site."""
    while True:
        try:
            close_old_connections()
            berdenyut_situs()
        except Exception:
            _log.warning("no beat of the site", exc_info=True)
        finally:
            connection.close()
        if berhenti.wait(jeda):
            return


def mulai() -> None:
    """Start beating; the thread ends with the process."""
    threading.Thread(target=berdenyut_terus, args=[threading.Event()], name="denyut", daemon=True).start()
