"""Facts in two times, against a naive model: one map day -> value per known instant."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DataError, IntegrityError, connection, models, transaction
from django.test.utils import isolate_apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from terukur.inti.bitemporal import CatatanResmi, cabut_fakta, catat_fakta, kendala_bitemporal

HARI_PERTAMA = dt.date(2026, 1, 1)
JUMLAH_HARI = 8
SAAT_PERTAMA = dt.datetime(2026, 1, 1, 8, tzinfo=dt.UTC)
hari = st.integers(0, JUMLAH_HARI - 1)
perintah = st.tuples(
    st.sampled_from(["catat", "cabut"]),
    st.sampled_from(["a", "b"]),
    hari,
    st.none() | hari,
    st.integers(0, 99),
)


def tanggal(n: int) -> dt.date:
    return HARI_PERTAMA + dt.timedelta(days=n)


def saat(n: int) -> dt.datetime:
    return SAAT_PERTAMA + dt.timedelta(hours=n)


@pytest.fixture
def fakta(db: None) -> Iterator[Any]:
    """A table of its own, made for the test and rolled back with it."""
    with isolate_apps("terukur.inti"):

        class Fakta(CatatanResmi):
            kunci = models.CharField(max_length=5)
            nilai = models.IntegerField()

            class Meta:
                app_label = "inti"
                db_table = "inti_fakta_uji"
                constraints = kendala_bitemporal("fakta_uji", "kunci")

        with connection.schema_editor() as editor:
            editor.create_model(Fakta)
        yield Fakta


def catat(model: Any, kunci: str, nilai: int, sejak: int, sampai: int | None, pada: int) -> Any:
    return catat_fakta(
        model, kunci={"kunci": kunci}, isi={"nilai": nilai}, sejak=tanggal(sejak),
        sampai=None if sampai is None else tanggal(sampai), pada=saat(pada),
    )  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30)
@given(st.lists(perintah, max_size=8))
def test_like_a_map_of_days_per_known_instant(fakta: Any, daftar: list[Any]) -> None:
    fakta.objects.all().delete()
    peta: dict[tuple[str, int], int] = {}
    diketahui = [dict(peta)]
    for n, (apa, kunci, sejak, sampai, nilai) in enumerate(daftar, start=1):
        if sampai is not None and sampai < sejak:
            sejak, sampai = sampai, sejak
        rentang = range(sejak, JUMLAH_HARI if sampai is None else sampai + 1)
        if apa == "catat":
            catat(fakta, kunci, nilai, sejak, sampai, n)
            peta |= {(kunci, h): nilai for h in rentang}
        else:
            cabut_fakta(
                fakta, kunci={"kunci": kunci}, sejak=tanggal(sejak),
                sampai=None if sampai is None else tanggal(sampai), pada=saat(n),
            )  # fmt: skip
            for h in rentang:
                peta.pop((kunci, h), None)
        diketahui.append(dict(peta))
    for n, harapan in enumerate(diketahui):
        for h in range(JUMLAH_HARI):
            baris = fakta.objects.pada(tanggal(h), saat(n))
            assert {b.kunci: b.nilai for b in baris} == {k: v for (k, hh), v in harapan.items() if hh == h}
            assert len(baris) == len({b.kunci for b in baris}), "one fact per thing, day and instant"
    for h in range(JUMLAH_HARI):
        kini = {b.kunci: b.nilai for b in fakta.objects.pada(tanggal(h))}
        assert kini == {k: v for (k, hh), v in peta.items() if hh == h}


def test_a_correction_never_overwrites(fakta: Any) -> None:
    lama = catat(fakta, "a", 1, 0, None, 1)
    baru = catat(fakta, "a", 2, 3, 5, 2)
    lama.refresh_from_db()
    assert (lama.nilai, lama.digantikan_pada) == (1, saat(2))
    assert fakta.objects.diketahui(saat(1)).get().pk == lama.pk
    assert fakta.objects.pada(tanggal(4)).get().pk == baru.pk
    sisa = fakta.objects.diketahui(None).filter(nilai=1).order_by("berlaku_sejak")
    assert [(s.berlaku_sejak, s.berlaku_sampai, s.dicatat_pada) for s in sisa] == [
        (tanggal(0), tanggal(2), saat(2)),
        (tanggal(6), None, saat(2)),
    ]


def test_two_corrections_at_the_same_instant(fakta: Any) -> None:
    catat(fakta, "a", 1, 0, None, 1)
    catat(fakta, "a", 2, 0, None, 1)
    assert fakta.objects.pada(tanggal(0), saat(1)).get().nilai == 2
    assert fakta.objects.pada(tanggal(0)).get().nilai == 2


def test_nothing_can_be_recorded_before_what_it_supersedes(fakta: Any) -> None:
    catat(fakta, "a", 1, 0, None, 5)
    with pytest.raises(IntegrityError), transaction.atomic():
        catat(fakta, "a", 2, 0, None, 4)


def baris(**ganti: Any) -> dict[str, Any]:
    return {
        "kunci": "a", "nilai": 1, "berlaku_sejak": tanggal(0), "berlaku_sampai": None,
        "dicatat_pada": saat(1), "digantikan_pada": None,
    } | ganti  # fmt: skip


@pytest.mark.parametrize(
    "ganti",
    [
        {},
        {"berlaku_sejak": tanggal(9)},
        {"berlaku_sampai": tanggal(0)},
        {"dicatat_pada": saat(7)},
        {"digantikan_pada": saat(2)},
    ],
)
def test_the_database_refuses_two_facts_of_one_day(fakta: Any, ganti: dict[str, Any]) -> None:
    fakta.objects.create(**baris())
    with pytest.raises(IntegrityError), transaction.atomic():
        fakta.objects.create(**baris(**ganti))


@pytest.mark.parametrize(
    "ganti",
    [
        {"kunci": "b"},
        {"berlaku_sejak": tanggal(5)},
        {"dicatat_pada": saat(3)},
        {"dicatat_pada": saat(0), "digantikan_pada": saat(1)},
    ],
)
def test_the_database_accepts_facts_that_do_not_meet(fakta: Any, ganti: dict[str, Any]) -> None:
    fakta.objects.create(**baris(berlaku_sampai=tanggal(4), digantikan_pada=saat(3)))
    fakta.objects.create(**baris(**ganti))
    assert fakta.objects.count() == 2


@pytest.mark.parametrize(
    "ganti", [{"berlaku_sampai": tanggal(-1)}, {"dicatat_pada": saat(2), "digantikan_pada": saat(1)}]
)
def test_the_database_refuses_times_in_the_wrong_order(fakta: Any, ganti: dict[str, Any]) -> None:
    with pytest.raises((IntegrityError, DataError)), transaction.atomic():
        fakta.objects.create(**baris(**ganti))
