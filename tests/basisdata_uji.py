"""The test database is a copy of one that stands migrated in the test cluster.

A pytest plugin. Migrating takes ten seconds, for every worker of every run; copying takes less than
one. The migrated database is named after what made it (our migrations and the installed packages), so
a changed migration makes a new one. Django still runs ``migrate`` on the copy, as it always does.
"""

import fcntl
import hashlib
from importlib import metadata
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

AKAR = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """The hook of pytest-django before it creates its database."""
    from django.conf import settings

    with (Path(settings.DATA) / "induk.kunci").open("w") as kunci, django_db_blocker.unblock():
        fcntl.flock(kunci, fcntl.LOCK_EX)
        settings.DATABASES["default"]["TEST"]["TEMPLATE"] = _induk()
    _hapus_seketika()


def _hapus_seketika() -> None:
    """At the end the database goes even while the server's side of a closed connection still winds up."""
    from django.db import connection

    def _destroy_test_db(nama: str, verbosity: int) -> None:
        with connection.creation._nodb_cursor() as kursor:
            kursor.execute(f'drop database "{nama}" with (force)')

    connection.creation._destroy_test_db = _destroy_test_db  # type: ignore[method-assign]


def _induk() -> str:
    """Name of the migrated database, made by whoever comes first."""
    from django.db import connection

    nama = f"induk_{_sidik()}"
    pembuat = connection.creation
    with pembuat._nodb_cursor() as kursor:
        kursor.execute("select datname from pg_database where datname like 'induk\\_%%'")
        ada = {baris[0] for baris in kursor.fetchall()}
        if nama in ada:
            return nama
        for usang in ada:
            kursor.execute(f"drop database {usang}")
    asal, uji = connection.settings_dict["NAME"], connection.settings_dict["TEST"]
    nama_uji, uji["NAME"] = uji["NAME"], f"induk_{_SETENGAH}"
    pembuat.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    connection.close()
    uji["NAME"], connection.settings_dict["NAME"] = nama_uji, asal
    with pembuat._nodb_cursor() as kursor:
        kursor.execute(f"alter database induk_{_SETENGAH} rename to {nama}")
    return nama


_SETENGAH = "setengah"
"""It has its own name only when whole: a run that is killed leaves one that the next run drops."""


def _sidik() -> str:
    ringkas = hashlib.sha256()
    for berkas in sorted(AKAR.glob("src/terukur/*/migrations/*.py")):
        ringkas.update(str(berkas.relative_to(AKAR)).encode() + berkas.read_bytes())
    for paket in sorted(f"{d.name}=={d.version}" for d in metadata.distributions()):
        ringkas.update(paket.encode())
    return ringkas.hexdigest()[:12]
