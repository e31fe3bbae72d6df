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


def nama_pengirim(p: Permintaan) -> str:
    """Who a request says it is, before anything of it is read: its serial number, or the secret of a
    webhook's address; empty where it says nothing that could be one."""
    if p.jalur.startswith("iclock/"):
        nama = p.kueri.get("sn", "")
    elif not p.ruas:
        nama = p.tajuk.get("dev_id", "")
    elif p.jalur.startswith("hikvision/"):
        nama = p.ruas[1]
    else:
        nama = p.ruas[2] if p.jalur.startswith("webhook/fingerspot/") and len(p.ruas) == 3 else ""
    return nama if NOMOR_SERI.fullmatch(nama) else ""


def berbaris(p: Permintaan) -> bool:
    """Whether the body is read line by line; pictures hold newlines that end none."""
    return (
        p.jalur.startswith("iclock/")
        and p.jalur != "iclock/fdata"
        and p.kueri.get("table", "").upper() != "ATTPHOTO"
    )
