"""The beat of the web server outlives a database that is away, and ends when told."""

import datetime as dt
import threading

import pytest

from terukur.config import denyut
from terukur.inti.models import ProsesWeb
from terukur.inti.pengukuran import pencatat, ringkas_halaman


@pytest.mark.django_db
def test_it_goes_on_after_a_failure(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    berhenti = threading.Event()
    panggilan: list[bool] = []

    def denyut_situs(*, menerus: bool) -> None:
        panggilan.append(menerus)
        if len(panggilan) == 1:
            raise RuntimeError("basis data pergi")
        if len(panggilan) == 3:
            berhenti.set()

    monkeypatch.setattr(denyut, "berdenyut_situs", denyut_situs)
    monkeypatch.setattr(denyut, "close_old_connections", lambda: None)
    monkeypatch.setattr(denyut.connection, "close", lambda: None)
    denyut.berdenyut_terus(berhenti, jeda=0.01)
    assert panggilan == [False, False, True], "only a beat that succeeded makes the next one continuous"
    assert "no beat of the site" in caplog.text


def berdenyut(
    monkeypatch: pytest.MonkeyPatch, jam: list[tuple[float, float]], gagal: set[int] = frozenset()
) -> None:
    """Beat at each (seconds since boot, wall clock) after the first; the database is away at ``gagal``."""
    berhenti = threading.Event()
    sisa = list(jam)

    def kini() -> tuple[float, float]:
        satu = sisa.pop(0)
        if not sisa:
            berhenti.set()
        return satu

    def denyut_situs(*, menerus: bool) -> None:
        if len(jam) - len(sisa) - 1 in gagal:
            raise RuntimeError("basis data pergi")

    monkeypatch.setattr(denyut, "_jam", kini)
    monkeypatch.setattr(denyut, "berdenyut_situs", denyut_situs)
    monkeypatch.setattr(denyut, "close_old_connections", lambda: None)
    monkeypatch.setattr(denyut.connection, "close", lambda: None)
    denyut.berdenyut_terus(berhenti, jeda=0.0)


AWAL = dt.datetime(2026, 3, 30, 8, 0, tzinfo=dt.UTC).timestamp()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("jam", "gagal", "lompatan"),
    [
        ([(0, 0), (0, 0), (30, 30)], set(), None),
        ([(0, 0), (0, 0), (30, 31.9)], set(), None),  # NTP steers
        ([(0, 0), (0, 0), (30, -3570), (60, -3540)], set(), -3_600_000),
        ([(0, 0), (0, 0), (30, 330), (60, 360)], {2}, 300_000),  # seen while the database was away
        ([(0, 0), (0, 0), (40_000, 40_000)], set(), None),  # the machine slept: no jump
    ],
)
def test_it_registers_its_process_and_jumps_of_the_clock(
    monkeypatch: pytest.MonkeyPatch,
    jam: list[tuple[float, float]],
    gagal: set[int],
    lompatan: int | None,
) -> None:
    berdenyut(monkeypatch, [(boot, AWAL + dinding) for boot, dinding in jam], gagal)
    [proses] = ProsesWeb.objects.all()
    assert proses.lompatan_milidetik == lompatan
    assert proses.terakhir_pada.timestamp() == AWAL + jam[-1][1]


@pytest.mark.django_db
def test_it_writes_the_times_of_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    pencatat.ambil()
    pencatat.catat("a:b", 12, galat=False)
    berdenyut(monkeypatch, [(0, AWAL), (0, AWAL)])
    [halaman] = ringkas_halaman(sejak=dt.datetime.fromtimestamp(AWAL, dt.UTC))
    assert (halaman.rute, halaman.jumlah, halaman.terlama) == ("a:b", 1, 12)
