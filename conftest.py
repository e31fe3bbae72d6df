"""Tests run on their own embedded cluster, without durability, beside the real one."""

import pytest


def pytest_configure(config: pytest.Config) -> None:
    from django.conf import settings

    from terukur.config.klaster import Klaster

    if not hasattr(config, "workerinput"):
        config._klaster = Klaster(settings.DATA, awet=False)  # type: ignore[attr-defined]
        config._klaster_milik = config._klaster.mulai()  # type: ignore[attr-defined]


def pytest_unconfigure(config: pytest.Config) -> None:
    if getattr(config, "_klaster_milik", False):
        config._klaster.hentikan()  # type: ignore[attr-defined]
