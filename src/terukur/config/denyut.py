"""The web server's beat: a thread in each of its processes.

By it an outage is measured, processes and jumps of the clock are seen, and the times of pages are written.
"""

import datetime as dt
import logging
import threading
import time
import uuid

from django.db import close_old_connections, connection

from terukur.inti.pengukuran import simpan_pengukuran
from terukur.inti.proses import LOMPATAN, tandai_hidup
from terukur.tenggat.jobs import berdenyut_situs
from terukur.tenggat.rules import BATAS_DIAM

JEDA = 30.0
"""Seconds between two beats."""
_log = logging.getLogger(__name__)


def _jam() -> tuple[float, float]:
    """(seconds since boot, which nobody can set; the wall clock's seconds)."""
    return time.clock_gettime(time.CLOCK_BOOTTIME), time.time()


def berdenyut_terus(berhenti: threading.Event, jeda: float = JEDA) -> None:
    """Beat until ``berhenti``. While the database cannot be reached there is no beat: nor is there a site.

    The clock since boot tells a pause of ours from a jump of the clock on the wall.
    """
    kunci = uuid.uuid4()
    lalu = float("-inf")
    kini, dinding = _jam()
    geser, lompatan = dinding - kini, 0.0
    while True:
        try:
            kini, dinding = _jam()
            # NTP's gentle steering between two looks is none; a jump while the database is away waits.
            if abs(dinding - kini - geser) > LOMPATAN:
                lompatan += dinding - kini - geser
            geser = dinding - kini
            close_old_connections()
            berdenyut_situs(menerus=kini - lalu <= BATAS_DIAM.total_seconds())
            pada = dt.datetime.fromtimestamp(dinding, dt.UTC)
            tandai_hidup(kunci, lompatan=lompatan, pada=pada)
            lalu, lompatan = kini, 0.0
            simpan_pengukuran(pada=pada)
        except Exception:
            _log.warning("no beat of the site", exc_info=True)
        finally:
            connection.close()
        if berhenti.wait(jeda):
            return


def mulai() -> None:
    """Start beating; the thread ends with the process."""
    threading.Thread(target=berdenyut_terus, args=[threading.Event()], name="denyut", daemon=True).start()
