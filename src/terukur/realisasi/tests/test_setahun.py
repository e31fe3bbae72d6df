"""A year of an OPD by quarter: what was filled in, or what was official on a past day."""

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from terukur.akun.peran import Peran
from terukur.organisasi.queries import zona_pemda
from terukur.organisasi.tests.factories import buat_opd
from terukur.realisasi import queries
from terukur.realisasi.tests.factories import TAHUN, TW1, TW2, buat_regu, isi, laporkan, sesudah
from terukur.tenggat.tests.factories import buat_orang

pytestmark = pytest.mark.django_db


def test_of_a_past_day_only_what_was_official_then(client: Client, time_machine: Any) -> None:
    regu = buat_regu(opd=buat_opd())
    laporkan(regu, 9)
    tahu = sesudah(TW1) + dt.timedelta(days=20)
    laporkan(regu, 5, periode=TW2)
    isi(regu, 7, periode=f"{TAHUN}-TW3")
    [kini] = queries.baris_setahun(regu.opd.pk, TAHUN)
    assert kini.nilai == {TW1: 9, TW2: 5, f"{TAHUN}-TW3": 7}
    [dulu] = queries.setahun_resmi(regu.opd.pk, TAHUN, diketahui=tahu)
    assert {p: n for p, n in dulu.nilai.items() if n is not None} == {TW1: 9}
    assert (dulu.judul, dulu.target) == (kini.judul, kini.target)
    assert queries.setahun_resmi(regu.opd.pk, TAHUN, diketahui=dt.datetime(2020, 1, 1, tzinfo=dt.UTC)) == []

    time_machine.move_to(sesudah(f"{TAHUN}-TW3"), tick=False)
    client.force_login(buat_orang(Peran.PIMPINAN))
    alamat = reverse("realisasi:setahun", args=[regu.opd.pk])
    saat = tahu.astimezone(zona_pemda()).strftime("%Y-%m-%dT%H:%M")
    tanya = {"tahun": str(TAHUN), "diketahui": saat}
    html = client.get(alamat, tanya).content.decode()
    assert "yang resmi menurut data tercatat s.d." in html
    assert f"{reverse('realisasi:penjelasan', args=[regu.kunci, TW1])}?diketahui={TAHUN}" in html
    unduhan = b"".join(client.get(alamat, tanya | {"unduh": "csv"})).decode("utf-8-sig")  # type: ignore[arg-type]
    [baris] = csv.DictReader(io.StringIO(unduhan), delimiter=";")
    assert [baris[f"Triwulan {r}: realisasi"] for r in ("I", "II", "III")] == ["9,0000", "", ""]


def test_queries_do_not_grow_with_actions(django_assert_max_num_queries: Any) -> None:
    saat = dt.datetime(TAHUN, 12, 1, tzinfo=dt.UTC)
    regu = buat_regu(opd=buat_opd())
    with django_assert_max_num_queries(3):
        queries.setahun_resmi(regu.opd.pk, TAHUN, diketahui=saat)
