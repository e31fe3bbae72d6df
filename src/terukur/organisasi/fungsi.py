"""Fungsi without a program, program without a fungsi: programs come from rooms above."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from terukur.inti.registri import Registri
from terukur.organisasi.models import ProfilOPD


@dataclass(frozen=True, slots=True)
class Program:
    """A program as planned by an OPD: nomenclature code and name."""

    kode: str
    nama: str


SumberProgram = Callable[[UUID, dt.date], Iterable[Program]]
sumber_program: Registri[SumberProgram] = Registri("sumber program")
"""Who tells which programs an OPD plans on a day; perencanaan registers itself here."""


@dataclass(frozen=True, slots=True)
class BarisFungsi:
    """One fungsi with the programs that carry it out. ``kode_asing``: codes nobody plans."""

    uraian: str
    program: tuple[Program, ...]
    kode_asing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PetaFungsi:
    """``tanpa_fungsi``: programs that no fungsi of the profile claims."""

    fungsi: tuple[BarisFungsi, ...]
    tanpa_fungsi: tuple[Program, ...]

    @property
    def jumlah_tanpa_program(self) -> int:
        return sum(not f.program for f in self.fungsi)


def program_opd(opd_id: UUID, per: dt.date) -> list[Program]:
    """Programs of all sources, each code once, by kode."""
    semua = {p.kode: p for _, sumber in sumber_program for p in sumber(opd_id, per)}
    return [semua[kode] for kode in sorted(semua)]


def petakan(profil: ProfilOPD | None, program: Iterable[Program]) -> PetaFungsi:
    """Lay the fungsi of the profile beside the programs planned."""
    ada = {p.kode: p for p in program}
    baris = []
    terpakai: set[str] = set()
    for f in profil.fungsi if profil else []:
        kode = f["program"]
        terpakai |= set(kode)
        baris.append(
            BarisFungsi(
                f["uraian"],
                tuple(ada[k] for k in kode if k in ada),
                tuple(k for k in kode if k not in ada),
            )
        )
    return PetaFungsi(tuple(baris), tuple(p for k, p in ada.items() if k not in terpakai))
