"""What a window may require, offered by upper rooms: the contract of a requirement provider."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from terukur.inti.pelaku import Pelaku
from terukur.inti.registri import Registri

if TYPE_CHECKING:
    from terukur.tenggat.models import Jendela, Pengajuan


@dataclass(frozen=True, slots=True)
class Temuan:
    """One finding: a sentence and the address of the field where it is put right.

    ``baris`` and ``kolom`` name the place as in ``PenyediaSyarat.baris``; empty: the whole.
    """

    pesan: str
    tautan: str
    kolom: str = ""
    baris: str = ""


@dataclass(frozen=True, slots=True)
class Kelengkapan:
    """How complete one requirement of one OPD is.

    ``terpenuhi`` of ``jumlah`` items are valid; ``jumlah`` 0 means nothing was begun and counts
    as 0 %. While there is a ``galat`` the requirement is not complete; ``peringatan`` never
    hinders.
    """

    terpenuhi: int
    jumlah: int
    galat: tuple[Temuan, ...] = ()
    peringatan: tuple[Temuan, ...] = ()
    ringkasan: str = ""
    bacaan: Any = field(default=None, compare=False, repr=False)
    """What the provider read to judge, for its own ``bekukan`` in the same transaction."""

    @property
    def is_lengkap(self) -> bool:
        return self.jumlah > 0 and self.terpenuhi >= self.jumlah and not self.galat

    @property
    def is_kosong(self) -> bool:
        return self.terpenuhi == 0


KOSONG = Kelengkapan(0, 0, ringkasan="Belum mulai")


class PenyediaSyarat(Protocol):
    """A kind of requirement. Registered in ``daftar_penyedia`` by the room that owns the data."""

    kode: str
    urutan: int
    """Place in lists: the plan, then its money, then its evidence."""
    nama: str

    def kelengkapan(self, jendela: "Jendela", paket: "Sequence[Pengajuan]") -> Mapping[UUID, Kelengkapan]:
        """Completeness by OPD id of these packages of one window, ``opd`` joined.

        In a constant number of queries; an absent OPD is ``KOSONG``.
        """
        ...

    def bekukan(
        self, pengajuan: "Pengajuan", *, bacaan: Any = None, oleh: Pelaku, pada: dt.datetime
    ) -> dict[str, Any]:
        """Write what is submitted as official (bitemporal) rows and return its content.

        The content is what the receipt's digest covers: ``{"baris": {row key: {column: value}},
        ...}`` of values that canonical JSON can write; a column's name with its underscores read
        as spaces is its label. Called at every ``ajukan`` inside its
        transaction, under the lock of the package, with the ``bacaan`` of the completeness that
        was just judged there: what was judged is what is frozen. None: read it.
        """
        ...

    def isi_beku(self, pengajuan: "Pengajuan", *, diketahui: dt.datetime | None) -> dict[str, Any]:
        """The frozen content as known at ``diketahui`` (None: now); empty when none is frozen."""
        ...

    def salin_dari(self, lama: "Pengajuan", baru: "Pengajuan", *, oleh: Pelaku, pada: dt.datetime) -> None:
        """Fill the package of the next stage from that of an earlier one."""
        ...

    def tetapkan(self, pengajuan: "Pengajuan", *, oleh: Pelaku, pada: dt.datetime) -> None:
        """Freeze the stage; nothing of this package changes afterwards."""
        ...

    def tautan_isi(self, pengajuan: "Pengajuan") -> str:
        """Address of the page where it is filled in and read."""
        ...

    def baris(self, pengajuan: "Pengajuan") -> list[tuple[str, str]]:
        """(row key, label) of what a verifier may put a note on."""
        ...

    def kolom(self) -> Mapping[str, str]:
        """{field of a row: its name on the form}: what of a row a verifier may put a note on."""
        ...


daftar_penyedia: Registri[PenyediaSyarat] = Registri("penyedia syarat")
