"""What upper rooms tell the journal's pages: names of records and of OPD, and who may read."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, BinaryIO
from uuid import UUID

from terukur.inti.izin import Izin
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


_SINGKATAN = {"opd", "nip", "sk", "sso", "sotk", "tapd", "apip", "sipd", "bkpsdm"}

daftar_objek: Registri[ObjekJejak] = Registri("objek jejak")
"""Key: the journal's object word (``pengajuan``)."""

daftar_nama_opd: Registri[Callable[[], Mapping[UUID, str]]] = Registri("nama OPD")
"""Filled by organisasi with one function: the names of all OPD, past ones included."""


@dataclass(frozen=True, slots=True)
class KataIsi:
    """Words for what entries hold. ``kolom``: field -> its name on a page; ``objek.field`` where a
    field means something else in one kind of record. ``nilai``: field -> {code: word}. ``tulis``:
    field -> how its value is written.
    """

    kolom: Mapping[str, str] = field(default_factory=dict)
    nilai: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    tulis: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)


daftar_kata_isi: Registri[KataIsi] = Registri("kata isi jejak")
"""Key: the room."""


def kolom_isi(kunci: str, objek: str = "") -> str | None:
    """The name of a field of an entry about ``objek``; None when no room has named it."""
    for cari in (f"{objek}.{kunci}", kunci):
        for _, kata in daftar_kata_isi:
            if cari in kata.kolom:
                return kata.kolom[cari]
    return None


def kata_nilai(kunci: str, nilai: Any, objek: str = "") -> str | None:
    """A value of a field in the words of the room it belongs to; None when it has none."""
    for cari in (f"{objek}.{kunci}", kunci):
        for _, kata in daftar_kata_isi:
            if cari in kata.tulis:
                return kata.tulis[cari](nilai)
            if isinstance(nilai, str) and nilai in kata.nilai.get(cari, {}):
                return kata.nilai[cari][nilai]
    return None


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


# ---- populations from which an auditor draws ----


@dataclass(frozen=True, slots=True)
class Saringan:
    """What the auditor asks for; empty fields do not filter. ``sejak`` and ``sampai``: instants,
    the second exclusive."""

    objek: str = ""
    objek_id: str = ""
    peristiwa: str = ""
    pelaku: str = ""
    opd_id: UUID | None = None
    sejak: dt.datetime | None = None
    sampai: dt.datetime | None = None
    ditolak: bool = False

    def sebagai_teks(self) -> dict[str, str]:
        """The fields that filter, for a record of what was asked."""
        isi = {f.name: getattr(self, f.name) for f in fields(self)}
        return {k: v.isoformat() if isinstance(v, dt.datetime) else str(v) for k, v in isi.items() if v}


@dataclass(frozen=True, slots=True)
class BerkasUnsur:
    """An evidence file of a member: name, digest, page of its download, and how its bytes are opened."""

    nama: str
    sidik: str
    tautan: str
    buka: Callable[[], BinaryIO]


@dataclass(frozen=True, slots=True)
class Unsur:
    """One member as the sample shows it. ``objek`` and ``objek_id`` name its history ("" when none)."""

    sebutan: str
    opd_id: UUID | None
    tautan: str
    objek: str
    objek_id: str
    berkas: tuple[BerkasUnsur, ...] = ()


@dataclass(frozen=True, slots=True)
class Populasi:
    """A population. ``pilihan()``: its parts (value, label), e.g. the windows; none means one whole.

    ``ids(pilihan, saring)``: all members in a fixed order, read as a stream. ``unsur(ids)``: members
    by id, in a number of queries that does not grow. ``disaring``: whether ``saring`` narrows it.
    ``izin``: who may draw from it.
    """

    nama: str
    pilihan: Callable[[], list[tuple[str, str]]]
    ids: Callable[[str, Saringan], Iterable[str]]
    unsur: Callable[[list[str]], dict[str, Unsur]]
    disaring: bool = False
    izin: Izin = Izin.AUDIT_SAMPEL


daftar_populasi: Registri[Populasi] = Registri("populasi audit")
