"""Samples of this room's routes for the sweep of all routes and roles."""

import datetime as dt

from terukur.organisasi.models import OPD
from terukur.studi.tests.factories import buat_studi
from tests.rute import Contoh, Dunia


def contoh(dunia: Dunia) -> dict[str, Contoh]:
    pada = dt.datetime.now(dt.UTC)

    def satu(opd: OPD) -> dict[str, object]:
        return {"studi_id": buat_studi(opd, pada=pada).pk}

    sendiri, lain = satu(dunia.sendiri), satu(dunia.lain)
    langkah = {"langkah": "adopsi"}
    return {
        "studi:studi": Contoh(sendiri, umum="everybody inside reads all of them"),
        "studi:ubah": Contoh(sendiri, lain=lain),
        "studi:nyatakan": Contoh(sendiri | langkah, lain=lain | langkah),
    }
