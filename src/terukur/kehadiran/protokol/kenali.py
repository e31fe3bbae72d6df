"""From a request to its meaning, over all dialects."""

import re

from terukur.kehadiran.protokol import acc, adms, lain
from terukur.kehadiran.protokol.http import Permintaan
from terukur.kehadiran.protokol.maksud import Jenis, Maksud

NOMOR_SERI = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,63}")
TIDAK_DIKENAL = Maksud(Jenis.TIDAK_DIKENAL)


def kenali(p: Permintaan) -> Maksud:
    """What a request wants; ``TIDAK_DIKENAL`` where nobody speaks so or the serial number is none."""
    if p.jalur.startswith("iclock/"):
        maksud = acc.kenali(p) or adms.kenali(p)
    else:
        maksud = lain.kenali(p) or TIDAK_DIKENAL
    return maksud if NOMOR_SERI.fullmatch(maksud.nomor_seri) else TIDAK_DIKENAL
