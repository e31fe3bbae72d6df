"""What anggaran asks of the room above that knows results; it registers itself here."""

import datetime as dt
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from terukur.inti.registri import Registri

if TYPE_CHECKING:
    from terukur.akun.models import Pengguna


class PenyediaCapaian(Protocol):
    """Achievement of programs. Registered under ``capaian`` in ``AppConfig.ready`` of its room::

        penyedia_capaian.daftarkan("capaian", PenyediaCapaianProgram())

    The column "Capaian" and the criterion "Kinerja sejauh ini" exist only where one is registered.
    """

    keterangan: str
    """What the figures are and up to when, in words: ``menurut data tercatat s.d. Triwulan III``."""

    def capaian(
        self,
        tahun: int,
        kode_program: Collection[str],
        *,
        untuk: "Pengguna | None",
        diketahui: dt.datetime | None = None,
    ) -> Mapping[str, Decimal]:
        """{kode program: achievement in percent, share and cap applied} known when planning ``tahun``.

        Codes are expanded (``1.02.02``). Programs of which nothing is known are absent: no result is
        not a result of zero. ``untuk`` None: for the whole kabupaten. ``diketahui``: as known then. A
        constant number of queries.
        """
        ...


penyedia_capaian: Registri[PenyediaCapaian] = Registri("penyedia capaian")


def capaian_program() -> PenyediaCapaian | None:
    """The room that knows results; None where it is not installed."""
    return penyedia_capaian.ambil("capaian") if "capaian" in penyedia_capaian else None
