"""A browser at the pages of field checks, at a fixed day in the second quarter."""

import datetime as dt
from typing import Any

import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from terukur.realisasi.choices import HasilLapangan
from terukur.realisasi.tests.factories import TW1, sesudah

KINI = sesudah(TW1, 20)
HARI = dt.date(2027, 4, 20)
H = HasilLapangan


def masuk(orang: Any, *, csrf: bool = False) -> Client:
    k = Client(enforce_csrf_checks=csrf)
    k.force_login(orang)
    return k


def alamat(token: str) -> str:
    return reverse("realisasi:jawab_lapangan", args=[token])


def kirim(
    token: str, klien: Client | None = None, *, pada: dt.datetime = KINI, **isi_form: Any
) -> HttpResponse:
    with time_machine.travel(pada, tick=False):
        isi_form = {"hasil": "sesuai", "tempat": "Dusun Contoh", "catatan": ""} | isi_form
        return (klien or Client()).post(alamat(token), isi_form)  # type: ignore[return-value]


def buka(token: str, *, pada: dt.datetime = KINI) -> Any:
    with time_machine.travel(pada, tick=False):
        return Client().get(alamat(token))
