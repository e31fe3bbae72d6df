"""Tests run on their own embedded cluster, without durability, beside the real one."""

import contextlib
import importlib

import hypothesis
import pytest

# A busy machine is no finding: no example is judged by its duration.
hypothesis.settings.register_profile("terukur", deadline=None)
hypothesis.settings.load_profile("terukur")

pytest_plugins = [
    "tests.basisdata_uji",
    "tests.data_uji",
    "tests.kabupaten",
    "tests.peramban",
    "tests.rekaman_dunia",
    "tests.urutan_acak",
]
_susunan = contextlib.ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    from django.conf import settings

    from terukur.config.klaster import Klaster

    _izinkan_flush()
    if not hasattr(config, "workerinput"):
        _susunan.enter_context(Klaster(settings.DATA, awet=False).pakai())


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Each worker compiles its share of the test files first, and finds the others compiled.

    Otherwise all of them compile all files side by side: half of what collecting costs in a new clone.
    """
    pekerja = getattr(session.config, "workerinput", None)
    if pekerja is None or session.config.args_source is not pytest.Config.ArgsSource.TESTPATHS:
        return
    akar = session.config.rootpath
    semua = sorted(
        ".".join(berkas.relative_to(asal).with_suffix("").parts)
        for asal, pola in ((akar, "tests/**/test_*.py"), (akar / "src", "terukur/*/tests/test_*.py"))
        for berkas in asal.glob(pola)
    )
    for nama in semua[int(pekerja["workerid"][2:]) :: pekerja["workercount"]]:
        importlib.import_module(nama)


def _izinkan_flush() -> None:
    """Tests with real transactions empty all tables but those that a migration filled; the queue's too.

    The journal's triggers would refuse. Tables are mostly empty already, and deleting nothing costs a
    hundredth of truncating. What a migration's end would fill again (kinds of content, permissions) stays.
    """
    from django.core.management.commands import flush
    from django.db.backends.postgresql.operations import DatabaseOperations

    def sql_flush(self, style, tables, **_):  # type: ignore[no-untyped-def]
        from terukur.contoh.actions.ulang import TETAP

        return [
            "set session_replication_role = replica",
            *(f"delete from {self.quote_name(t)}" for t in {*tables, *_ANTREAN} - TETAP - _ISI_MIGRASI),
            "set session_replication_role = origin",
        ]

    DatabaseOperations.sql_flush = sql_flush  # type: ignore[method-assign]
    flush.emit_post_migrate_signal = lambda *_, **__: None


_ISI_MIGRASI = frozenset({"django_content_type", "auth_permission"})
_ANTREAN = (
    "procrastinate_events",
    "procrastinate_periodic_defers",
    "procrastinate_jobs",
    "procrastinate_workers",
)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes give no name to a test: a zip holds its hour, and two workers would collect other tests."""
    return argname if isinstance(val, bytes) else None


@pytest.fixture(autouse=True)
def _catatan_kueri_kosong() -> None:
    """Captured queries pile up over tests, and Django warns at 9,000: each test begins with none."""
    from django.db import connection

    connection.queries_log.clear()


def pytest_unconfigure(config: pytest.Config) -> None:
    _susunan.close()
