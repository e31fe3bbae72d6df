"""What a user may do, and for which OPD, at the moment of a request."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from terukur.akun.peran import DAFTAR_PERAN, Peran
from terukur.inti.izin import Izin
from terukur.inti.registri import Registri

if TYPE_CHECKING:
    from terukur.akun.models import Pengguna


@dataclass(frozen=True, slots=True)
class PeranAktif:
    """A role held now. ``opd_id`` None means the whole kabupaten.

    ``syarat``: for a verifikator, the requirement codes he checks (empty: all).
    ``dasar``: in words, on what ground (``Plt. Kepala Dinas Kesehatan, SK 821/12/2026``).
    """

    peran: Peran
    opd_id: UUID | None = None
    unit_id: UUID | None = None
    syarat: frozenset[str] = field(default_factory=frozenset)
    dasar: str = ""


class Akses:
    """The roles of one user at one instant, with the questions that pages and queries ask."""

    def __init__(self, peran: Iterable[PeranAktif]) -> None:
        self.peran = (PeranAktif(Peran.PEGAWAI), *peran)

    def boleh(self, izin: Izin, opd_id: UUID | None = None) -> bool:
        """Held at all (no ``opd_id``), or held for this OPD."""
        cakupan = self.cakupan(izin)
        if cakupan is None:
            return True
        if opd_id is None:
            return bool(cakupan) or any(izin in DAFTAR_PERAN[p.peran].izin for p in self.peran)
        return opd_id in cakupan

    def cakupan(self, izin: Izin) -> frozenset[UUID] | None:
        """The OPD for which ``izin`` is held; None means all of them."""
        opd = set()
        for p in self.peran:
            definisi = DAFTAR_PERAN[p.peran]
            if izin not in definisi.izin:
                continue
            if definisi.seluruh_opd:
                return None
            if p.opd_id:
                opd.add(p.opd_id)
        return frozenset(opd)

    def unit(self, izin: Izin, opd_id: UUID) -> frozenset[UUID] | None:
        """The units of this OPD for which ``izin`` is held; None means the whole OPD."""
        unit = set()
        for p in self.peran:
            definisi = DAFTAR_PERAN[p.peran]
            if izin not in definisi.izin or not (definisi.seluruh_opd or p.opd_id == opd_id):
                continue
            if p.unit_id is None:
                return None
            unit.add(p.unit_id)
        return frozenset(unit)

    @property
    def sebutan(self) -> str:
        """The roles in words for the page head: ``Operator OPD``; only ``Pegawai`` if no other."""
        nama = [DAFTAR_PERAN[p.peran].nama for p in self.peran if p.peran != Peran.PEGAWAI]
        return ", ".join(dict.fromkeys(nama)) or DAFTAR_PERAN[Peran.PEGAWAI].nama

    def memegang(self, *peran: Peran) -> list[PeranAktif]:
        """The user's holdings of any of these roles, in order."""
        return [p for p in self.peran if p.peran in peran]


SumberPeran = Callable[["Pengguna", dt.datetime], Iterable[PeranAktif]]
sumber_peran: Registri[SumberPeran] = Registri("sumber peran")
"""Who tells which roles a user holds at an instant; organisasi registers itself here."""


def susun_akses(pengguna: "Pengguna", *, pada: dt.datetime) -> Akses:
    """Collect the roles of ``pengguna`` at ``pada`` from all registered sources."""
    return Akses(p for _, sumber in sumber_peran for p in sumber(pengguna, pada))
