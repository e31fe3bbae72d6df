"""The plugin that shuffles unordered querysets."""

import uuid

import pytest
from django.db.models import Count
from django.utils import timezone

from terukur.inti.models import KirimanSekali

pytestmark = pytest.mark.django_db


@pytest.fixture
def kunci() -> list[uuid.UUID]:
    daftar = [uuid.UUID(int=n) for n in range(20)]
    KirimanSekali.objects.bulk_create(KirimanSekali(kunci=k, dicatat_pada=timezone.now()) for k in daftar)
    return daftar


def test_without_order_the_order_is_random(kunci: list[uuid.UUID]) -> None:
    urutan = {tuple(KirimanSekali.objects.values_list("kunci", flat=True)) for _ in range(4)}
    assert len(urutan) > 1


def test_an_order_is_kept(kunci: list[uuid.UUID]) -> None:
    assert list(KirimanSekali.objects.order_by("kunci").values_list("kunci", flat=True)) == kunci


def test_other_questions_still_work(kunci: list[uuid.UUID]) -> None:
    semua = KirimanSekali.objects.all()
    assert semua.count() == 20
    assert semua.exists()
    assert semua.get(kunci=kunci[3]).kunci == kunci[3]
    assert semua.aggregate(n=Count("pk"))["n"] == 20
    assert list(semua.values("pelaku").annotate(n=Count("pk")).values_list("n", flat=True)) == [20]
    assert semua.values("pelaku").distinct().count() == 1
    assert semua.filter(pk__in=semua.values("pk")[:3]).count() == 3
    assert len(semua.union(semua)) == 20
    assert semua.filter(pelaku="").delete()[0] == 20
