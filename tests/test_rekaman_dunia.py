"""The plugin that records worlds: a world laid down again is the one that was built."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from terukur.akun.peran import Peran
from terukur.jejak.models import Catatan
from terukur.organisasi.models import OPD, Jabatan
from terukur.organisasi.tests.factories import buat_jabatan, buat_opd, buat_pengguna
from terukur.realisasi.models import CapaianResmi
from terukur.realisasi.tests.factories import buat_regu, isi, laporkan
from tests import rekaman_dunia
from tests.rute import dikembalikan

pytestmark = pytest.mark.usefixtures("django_db_setup")


@pytest.fixture
def ulangi(django_db_blocker: DjangoDbBlocker) -> Any:
    """``ulangi(uji)``: what ``uji`` gives in two transactions of its own."""

    def fungsi(uji: Callable[[], Any]) -> tuple[Any, Any]:
        hasil = []
        with django_db_blocker.unblock():
            for _ in range(2):
                rekaman_dunia.mulai(awal=uji)
                with dikembalikan():
                    hasil.append(uji())
        return tuple(hasil)

    return fungsi


def semua_baris() -> dict[str, list[Any]]:
    with connection.cursor() as kursor:
        hasil = {}
        for m in apps.get_models(include_auto_created=True):
            if m._meta.managed:
                kursor.execute(f'select t::text from "{m._meta.db_table}" t order by 1')
                hasil[m._meta.label] = kursor.fetchall()
        return hasil


def test_laid_down_again_every_row_is_the_same(ulangi: Any) -> None:
    def uji() -> Any:
        regu = buat_regu()
        isi(regu, 8)
        return regu, semua_baris()

    (dulu, baris), (kini, lagi) = ulangi(uji)
    assert lagi == baris
    assert kini == dulu
    assert kini.opd is not dulu.opd, "no test holds another's records"


def test_it_costs_next_to_nothing_and_goes_on_as_usual(ulangi: Any) -> None:
    def uji() -> Any:
        regu = buat_regu()
        with CaptureQueriesContext(connection) as kueri:
            laporkan(regu, 8)
        capaian = CapaianResmi.objects.order_by("pk").values_list("periode", "capaian_sd")
        return list(capaian), Catatan.objects.count(), len(kueri)

    dulu, kini = ulangi(uji)
    assert kini[:2] == dulu[:2]
    assert kini[2] * 5 < dulu[2]


def test_arguments_stay_the_callers_own(ulangi: Any) -> None:
    def uji() -> bool:
        opd = buat_opd()
        return buat_jabatan(opd).opd is opd

    assert ulangi(uji) == (True, True)


@pytest.mark.parametrize("sela", ["simpan", "argumen"])
def test_after_anything_else_a_step_is_taken_anew(ulangi: Any, sela: str) -> None:
    kali = iter(range(9))

    def uji() -> str:
        opd = buat_opd("Dinas Semula")
        opd.nama = f"Dinas Berganti {next(kali)}"
        if sela == "simpan":
            OPD.objects.update(nama=opd.nama)
            opd = OPD.objects.get()
        return buat_jabatan(opd, kepala=True).nama

    assert ulangi(uji) == ("Kepala Dinas Berganti 0", "Kepala Dinas Berganti 1")


def test_a_replaced_setting_is_heard(ulangi: Any, settings: Any) -> None:
    settings.TIME_ZONE = "Asia/Jayapura"

    def uji() -> Any:
        return buat_pengguna(Peran.KEPALA_OPD).pk, Jabatan.objects.count()

    dulu, kini = ulangi(uji)
    assert dulu != kini
    assert dulu[1] == kini[1] == 1


@pytest.mark.django_db
def test_every_test_takes_part() -> None:
    assert rekaman_dunia._uji.keadaan is not None


@pytest.mark.django_db
def test_but_one_that_replaces_something(monkeypatch: pytest.MonkeyPatch) -> None:
    assert rekaman_dunia._uji.keadaan is None
