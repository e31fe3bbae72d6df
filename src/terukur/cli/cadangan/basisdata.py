"""PostgreSQL's own programs for dump and restore, and the snapshot that a dump is taken of."""

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, TypeAlias

import psycopg
from psycopg.conninfo import make_conninfo

from terukur.config.lingkungan import PengaturanSalah

KUNCI_PENCADANGAN = 0x7465727500000003
KUNCI_LATIHAN = 0x7465727500000004
"""Advisory locks: one backup, one drill of a database at a time, from whichever machine."""

Sambungan: TypeAlias = psycopg.Connection[tuple[Any, ...]]

_BUKAN_LIBPQ = {"cursor_factory", "context", "prepare_threshold", "password"}


class DumpGagal(PengaturanSalah):
    """pg_dump or pg_restore did not end well."""


class SedangBerjalan(PengaturanSalah):
    """Another one is at it; this is no failure of the backup."""


def sambung(parameter: dict[str, Any]) -> Sambungan:
    """A connection of our own beside Django's. ``parameter``: ``connection.get_connection_params()``."""
    bersih = {k: v for k, v in parameter.items() if k not in {"cursor_factory", "context"}}
    return psycopg.connect(**bersih, autocommit=True)


@contextlib.contextmanager
def sendirian(parameter: dict[str, Any], kunci: int) -> Iterator[Sambungan]:
    """A connection that holds an advisory lock; ``PengaturanSalah`` when another one has it."""
    with sambung(parameter) as sambungan:
        baris = sambungan.execute("select pg_try_advisory_lock(%s)", [kunci]).fetchone()
        if not baris or not baris[0]:
            raise SedangBerjalan("Pencadangan atau latihan lain sedang berjalan; tunggu sampai selesai.")
        try:
            yield sambungan
        finally:
            # Given back here, not by the server when it comes to notice that we are gone.
            with contextlib.suppress(psycopg.Error):
                sambungan.execute("select pg_advisory_unlock(%s)", [kunci])


def potret(sambungan: Sambungan) -> str:
    """Begin one unchanging view of the database; its name for pg_dump. End it with ``commit``."""
    sambungan.execute("begin isolation level repeatable read read only")
    baris = sambungan.execute("select pg_export_snapshot()").fetchone()
    assert baris is not None
    return str(baris[0])


def versi_server(sambungan: Sambungan) -> int:
    """Major version."""
    return sambungan.info.server_version // 10000


@contextlib.contextmanager
def dump(parameter: dict[str, Any], biner: Path, snapshot: str) -> Iterator[IO[bytes]]:
    """The dump as a stream, in PostgreSQL's custom format. ``DumpGagal`` at the end if it is not whole."""
    perintah = [
        str(biner / "pg_dump"), "--format=custom", f"--snapshot={snapshot}", "--no-owner",
        "--no-privileges", "--no-password", f"--dbname={_conninfo(parameter)}",
    ]  # fmt: skip
    with subprocess.Popen(
        perintah, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env=_lingkungan(parameter), cwd="/",
    ) as proses:  # fmt: skip
        assert proses.stdout is not None
        assert proses.stderr is not None
        try:
            yield proses.stdout
        except BaseException:
            proses.kill()
            raise
        pesan = proses.stderr.read().decode(errors="replace")
        if proses.wait() != 0:
            raise DumpGagal(f"pg_dump gagal:\n{pesan[-1500:]}")


@contextlib.contextmanager
def pulihkan_dump(parameter: dict[str, Any], biner: Path) -> Iterator[IO[bytes]]:
    """Write a dump into the block's stream: restored whole, in one transaction, or not at all.

    ``DumpGagal`` when pg_restore refuses; leaving the block by an exception restores nothing.
    """
    perintah = [
        str(biner / "pg_restore"), "--single-transaction", "--exit-on-error", "--no-owner",
        "--no-privileges", "--no-comments", "--no-password", f"--dbname={_conninfo(parameter)}",
    ]  # fmt: skip
    with subprocess.Popen(
        perintah, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        env=_lingkungan(parameter), cwd="/",
    ) as proses:  # fmt: skip
        assert proses.stdin is not None
        assert proses.stderr is not None
        try:
            yield proses.stdin
            proses.stdin.close()
        except BrokenPipeError:
            pass  # it gave up; its words follow
        except BaseException:
            proses.kill()
            with contextlib.suppress(BrokenPipeError):
                proses.stdin.close()
            raise
        pesan = proses.stderr.read().decode(errors="replace")
        if proses.wait() != 0:
            raise DumpGagal(f"pg_restore gagal:\n{pesan[-1500:]}")


def _conninfo(parameter: dict[str, Any]) -> str:
    return make_conninfo(**{k: v for k, v in parameter.items() if k not in _BUKAN_LIBPQ and v is not None})


def _lingkungan(parameter: dict[str, Any]) -> dict[str, str]:
    """The password goes by the environment: command lines can be read by every user of the machine."""
    sandi = parameter.get("password")
    return {**os.environ, **({"PGPASSWORD": str(sandi)} if sandi else {})}
