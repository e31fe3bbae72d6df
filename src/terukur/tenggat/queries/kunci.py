"""Locks of a window between those who submit and the one who publishes."""

from uuid import UUID

from django.db import connection

_RUANG = 0x74656E67  # first key of the pair: this room


def _kunci(jendela_id: UUID) -> int:
    return int.from_bytes(jendela_id.bytes[:4], "big", signed=True)


def kunci_penerimaan(jendela_id: UUID) -> None:
    """Shared lock held by a submission until its commit: an edition waits for it."""
    with connection.cursor() as kursor:
        kursor.execute("select pg_advisory_xact_lock_shared(%s, %s)", [_RUANG, _kunci(jendela_id)])


def kunci_penerbitan(jendela_id: UUID) -> None:
    """Exclusive lock held while an edition is made: no submission of this window is half stored."""
    with connection.cursor() as kursor:
        kursor.execute("select pg_advisory_xact_lock(%s, %s)", [_RUANG, _kunci(jendela_id)])
