"""The tree program > kegiatan > sub kegiatan as a page shows it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from terukur.perencanaan.rules.kode import induk_kode


@dataclass(slots=True)
class Simpul:
    """A node; ``jumlah`` is the sum of the known amounts below it, None when none is known."""

    kode: str
    nama: str
    jumlah: Decimal | None = None
    lengkap: bool = True
    id: str = ""
    unit: str = ""
    anak: list["Simpul"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Daun:
    """A sub kegiatan of the tree."""

    id: str
    kode: str
    nama: str
    unit: str
    jumlah: Decimal | None
    lengkap: bool


def susun_pohon(daun: Iterable[Daun], nama: Mapping[str, str]) -> list[Simpul]:
    """Programs in order of code, each with its kegiatan, each with its sub kegiatan.

    ``nama``: names of the programs and kegiatan by (expanded) code. A node is complete when
    everything below it is.
    """
    program: dict[str, Simpul] = {}
    kegiatan: dict[str, Simpul] = {}
    for d in sorted(daun, key=lambda d: (d.kode, d.unit, d.id)):
        kode_kegiatan = induk_kode(d.kode)
        kode_program = induk_kode(kode_kegiatan)
        p = program.get(kode_program)
        if p is None:
            p = program[kode_program] = Simpul(kode_program, nama.get(kode_program, ""))
        k = kegiatan.get(kode_kegiatan)
        if k is None:
            k = kegiatan[kode_kegiatan] = Simpul(kode_kegiatan, nama.get(kode_kegiatan, ""))
            p.anak.append(k)
        k.anak.append(Simpul(d.kode, d.nama, d.jumlah, d.lengkap, d.id, d.unit))
        for simpul in (p, k):
            simpul.lengkap = simpul.lengkap and d.lengkap
            if d.jumlah is not None:
                simpul.jumlah = (simpul.jumlah or Decimal(0)) + d.jumlah
    return list(program.values())
