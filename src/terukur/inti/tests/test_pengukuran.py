"""Times of pages: percentiles that never flatter, counts that nothing loses, no query for the request."""

import datetime as dt
import math

import pytest
from django.db import Error, IntegrityError, connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from terukur.inti import middleware
from terukur.inti.log import permintaan_kini
from terukur.inti.middleware import PengukuranMiddleware
from terukur.inti.models import WaktuHalaman
from terukur.inti.pengukuran import Pencatat, persentil, ringkas_halaman, simpan_pengukuran

PADA = dt.datetime(2026, 3, 30, 8, 2, 11, tzinfo=dt.UTC)
JAM = dt.timedelta(hours=1)


@given(st.lists(st.floats(0.01, 500_000), min_size=1, max_size=200), st.sampled_from([0.5, 0.95, 1]))
def test_a_percentile_never_flatters_and_errs_by_at_most_a_fifth(waktu, bagian):
    p = Pencatat()
    for w in waktu:
        p.catat("r", w, galat=False)
    h = p.ambil()["r"]
    tepat = sorted(waktu)[math.ceil(bagian * len(waktu)) - 1]
    hasil = persentil(h.sebaran, bagian, h.terlama)
    assert tepat <= hasil <= h.terlama
    assert hasil <= max(tepat * 2**0.25, 1) + 1 or tepat > 65_000


@pytest.mark.django_db
def test_processes_are_counted_together():
    satu, dua = Pencatat(), Pencatat()
    for n in range(10):
        satu.catat("a", 10 + n, galat=False)
        dua.catat("a", 1000 + n, galat=n == 0)
    dua.catat("b", 3, galat=False)
    for p in (satu, dua):
        simpan_pengukuran(pada=PADA, dari=p)
    a, b = ringkas_halaman(sejak=PADA - JAM)
    assert (a.rute, a.jumlah, a.galat, a.terlama) == ("a", 20, 1, 1009)
    assert 19 <= a.p50 <= 23
    assert a.p95 >= 1008
    assert (b.rute, b.jumlah, b.p50) == ("b", 1, 3)
    assert WaktuHalaman.objects.count() == 2
    assert simpan_pengukuran(pada=PADA, dari=satu) == 0, "what is written is not written again"


@pytest.mark.django_db
def test_an_hour_speaks_of_an_hour_and_two_days_are_forgotten():
    p = Pencatat()
    for lama in (dt.timedelta(days=3), 2 * JAM, dt.timedelta(0)):
        p.catat("a", 10, galat=False)
        simpan_pengukuran(pada=PADA - lama, dari=p)
    assert [h.jumlah for h in ringkas_halaman(sejak=PADA - JAM)] == [1]
    assert [h.jumlah for h in ringkas_halaman(sejak=PADA - dt.timedelta(days=9))] == [2]


@pytest.mark.django_db
def test_what_could_not_be_written_is_kept():
    p = Pencatat()
    p.catat("a", 10, galat=False)
    p.catat("b", 20, galat=True)

    def tanpa_tabel():
        with transaction.atomic(), connection.cursor() as kursor:
            kursor.execute("alter table inti_waktuhalaman rename to lain")
            simpan_pengukuran(pada=PADA, dari=p)

    with pytest.raises(Error):
        tanpa_tabel()
    p.catat("a", 30, galat=False)
    simpan_pengukuran(pada=PADA, dari=p)
    assert {h.rute: (h.jumlah, h.galat) for h in ringkas_halaman(sejak=PADA - JAM)} == {
        "a": (2, 0),
        "b": (1, 1),
    }


@pytest.mark.django_db
def test_more_errors_than_answers_are_refused():
    with pytest.raises(IntegrityError), transaction.atomic():
        WaktuHalaman.objects.create(
            awal_pada=PADA, rute="a", jumlah=1, jumlah_galat=2, terlama=1, sebaran=[1]
        )


class Cocok:
    view_name = "ruang:halaman"


@pytest.mark.parametrize(("status", "galat"), [(200, 0), (404, 0), (500, 1)])
def test_a_request_is_counted_by_its_view_and_costs_no_query(
    monkeypatch, db, django_assert_num_queries, status, galat
):
    p = Pencatat()
    monkeypatch.setattr(middleware, "pencatat", p)
    terlihat = []

    def jawab(request):
        request.resolver_match = Cocok()
        terlihat.append(permintaan_kini.get())
        return HttpResponse(status=status)

    with django_assert_num_queries(0):
        jawaban = PengukuranMiddleware(jawab)(RequestFactory().get("/rahasia/198001012005011001/"))
    assert terlihat == [jawaban.headers["X-Request-ID"]]
    assert permintaan_kini.get() == ""
    [(rute, h)] = p.ambil().items()
    assert (rute, h.jumlah, h.galat) == ("ruang:halaman", 1, galat)


def test_what_no_view_answers_is_not_counted(monkeypatch):
    p = Pencatat()
    monkeypatch.setattr(middleware, "pencatat", p)
    PengukuranMiddleware(lambda r: HttpResponse(status=404))(RequestFactory().get("/wp-login.php"))
    assert p.ambil() == {}
