"""Progress of a job, told on a connection of its own, and the wish to stop, heard on it."""

import time
from types import TracebackType
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from terukur.impor.jenis import ImporDibatalkan

JEDA: float = 0.5
"""Seconds between two writes."""

TABEL = "impor_kemajuanimpor"


class Pelapor:
    """``with Pelapor(id) as lapor: lapor(200, 20000)``. Raises ``ImporDibatalkan`` when asked to stop."""

    def __init__(self, impor_id: UUID, jeda: float = JEDA) -> None:
        self.impor_id, self.jeda = impor_id, jeda
        self._terakhir = 0.0
        self._sambungan: BaseDatabaseWrapper | None = None

    def __enter__(self) -> "Pelapor":
        self._sambungan = connections[DEFAULT_DB_ALIAS].copy()
        return self

    def __call__(self, selesai: int, jumlah: int) -> None:
        if time.monotonic() - self._terakhir < self.jeda or self._sambungan is None:
            return
        self._terakhir = time.monotonic()
        with self._sambungan.cursor() as kursor:
            kursor.execute(
                f"update {TABEL} set selesai = %s, jumlah = %s where impor_id = %s returning batal_diminta",  # noqa: S608
                [selesai, jumlah, self.impor_id],
            )
            baris = kursor.fetchone()
        if baris and baris[0]:
            raise ImporDibatalkan

    def __exit__(
        self, jenis: type[BaseException] | None, nilai: BaseException | None, jejak: TracebackType | None
    ) -> None:
        if self._sambungan is not None:
            self._sambungan.close()
            self._sambungan = None


def diam(selesai: int, jumlah: int) -> None:
    """A reporter that says nothing: for small files applied at once."""
