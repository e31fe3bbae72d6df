"""The beat of the web server outlives a database that is away, and ends when told."""

import threading

import pytest

from terukur.config import denyut


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
