"""Locks of a window between those who submit and the one who publishes."""

from uuid import UUID

from django.db import connection

from terukur.tenggat.models import Pengajuan

_RUANG = 0x74656E67  # first key of the pair: this room


_KUNCI = "('x' || left({}::text, 8))::bit(32)::int"  # second key: the window


def kunci_penerimaan(jendela_id: UUID) -> None:
    """Shared lock held by a submission until its commit: an edition waits for it."""
    with connection.cursor() as kursor:
        kursor.execute(
            f"select pg_advisory_xact_lock_shared(%s, {_KUNCI.format('%s::uuid')})", [_RUANG, jendela_id]
        )


def kunci_penerimaan_paket(pengajuan_id: UUID) -> None:
    """``kunci_penerimaan`` of the window that the package belongs to. One query.

    Nothing happens where there is no such package: whoever locks its row next will say so.
    """
    with connection.cursor() as kursor:
        kursor.execute(
            f"select pg_advisory_xact_lock_shared(%s, {_KUNCI.format('jendela_id')})"  # noqa: S608
            f" from {Pengajuan._meta.db_table} where id = %s",
            [_RUANG, pengajuan_id],
        )


def kunci_penerbitan(jendela_id: UUID) -> None:
    """Exclusive lock held while an edition is made: no submission of this window is half stored."""
    with connection.cursor() as kursor:
        kursor.execute(f"select pg_advisory_xact_lock(%s, {_KUNCI.format('%s::uuid')})", [_RUANG, jendela_id])
