"""What upper rooms tell the journal's pages: names of records and of OPD, and who may read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from terukur.inti.registri import Registri


@dataclass(frozen=True, slots=True)
class ObjekJejak:
    """A kind of record. ``nama``: its name on a page (``Jadwal pengumpulan``).

    ``terbuka(pengguna, objek_id)``: whether the reader may see the whole history of this record
    although its entries belong to no OPD or to another one. ``tautan(objek_id)``: its page, or "".
    """

    nama: str
    terbuka: Callable[[Any, str], bool] | None = None
    tautan: Callable[[str], str] | None = None


_SINGKATAN = {"opd", "nip", "sk", "sotk", "tapd", "apip", "sipd", "bkpsdm"}

daftar_objek: Registri[ObjekJejak] = Registri("objek jejak")
"""Key: the journal's object word (``pengajuan``)."""

daftar_nama_opd: Registri[Callable[[], Mapping[UUID, str]]] = Registri("nama OPD")
"""Filled by organisasi with one function: the names of all OPD, past ones included."""


def nama_objek(objek: str) -> str:
    """``sub_kegiatan`` -> ``Sub kegiatan``, or the name its room registered."""
    return daftar_objek.ambil(objek).nama if objek in daftar_objek else sebut(objek)


def nama_opd() -> dict[UUID, str]:
    """Names of all OPD; empty while no room has registered them."""
    return {k: v for _, sumber in daftar_nama_opd for k, v in sumber().items()}


def sebut(kata: str) -> str:
    """``tulis_profil`` -> ``Tulis profil``; ``nomor_sk`` -> ``Nomor SK``; ``unit_id`` -> ``Unit``."""
    teks = " ".join(k.upper() if k in _SINGKATAN else k for k in kata.removesuffix("_id").split("_") if k)
    return teks[:1].upper() + teks[1:]
