"""Tests run on their own embedded cluster, without durability, beside the real one."""

import contextlib

import pytest

pytest_plugins = ["tests.data_uji"]
_susunan = contextlib.ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    from django.conf import settings

    from terukur.config.klaster import Klaster

    if not hasattr(config, "workerinput"):
        _susunan.enter_context(Klaster(settings.DATA, awet=False).pakai())


def pytest_unconfigure(config: pytest.Config) -> None:
    _susunan.close()
