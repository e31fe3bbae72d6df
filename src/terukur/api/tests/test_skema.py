"""The API keeps to its own description: asked by schemathesis with a valid token."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, settings

from terukur.api.tests.factories import buat, buat_resmi, tajuk
from terukur.organisasi.tests.factories import buat_opd
from tests.rute import dikembalikan

CONTOH = 12
"""Examples of each kind for each operation: seconds, not minutes.

The same at every run. By chance schemathesis now and then takes a request for invalid of which
only the token was missing, which this test adds, and a parameter that is sent as nothing.
"""
konfigurasi = schemathesis.Config.from_dict({"generation": {"max-examples": CONTOH}})


def aplikasi(environ: Any, start_response: Any) -> Any:
    """The application as Django's test client calls it: the connection of the test stays open."""
    for sinyal in (request_started, request_finished):
        sinyal.disconnect(close_old_connections)
    try:
        jawaban = django(environ, start_response)
        isi = [b"".join(jawaban)]
        jawaban.close()
        return isi
    finally:
        for sinyal in (request_started, request_finished):
            sinyal.connect(close_old_connections)


django = get_wsgi_application()
skema = schemathesis.pytest.from_fixture("penjelasan")


@pytest.fixture(scope="module")
def penjelasan() -> Any:
    """Read where the test runs: cases made at collection would be made by every worker."""
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", aplikasi, config=konfigurasi)


@pytest.fixture
def _django_db_helper() -> None:
    """Takes the place of pytest-django's transaction per test: ours is one per module."""


@pytest.fixture(scope="module")
def token(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """A token of everything, in a world with two rows of each kind."""
    with django_db_blocker.unblock(), dikembalikan():
        for _ in range(2):
            buat_resmi(buat_opd())
        yield buat(pada=timezone.now())[1]


@skema.parametrize()
@settings(max_examples=CONTOH, suppress_health_check=list(HealthCheck), derandomize=True)
@pytest.mark.django_db
def test_answers_are_as_described(case: Any, token: str, settings: Any) -> None:
    settings.TERUKUR_API_PER_MENIT = 10**6
    case.call_and_validate(headers={**tajuk(token), "Accept-Encoding": "identity"})
