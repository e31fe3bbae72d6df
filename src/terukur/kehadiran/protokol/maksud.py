"""What a request wants, whatever the dialect: the one form in which the rest of the room sees it."""

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Literal

from terukur.kehadiran.protokol.operlog import Peristiwa
from terukur.kehadiran.protokol.rekam import Muatan

NamaDialek = Literal["adms", "acc", "fingerspot", "fk", "hikvision"]
"""As in choices.Dialek."""


class Jenis(Enum):
    JABAT = auto()
    """handshake: the device asks for its settings"""
    DAFTAR = auto()
    """registration of a PUSH 3 device"""
    SETELAN = auto()
    """a PUSH 3 device asks for its settings once more"""
    AMBIL = auto()
    """poll for commands"""
    DENYUT = auto()
    """sign of life that carries nothing"""
    REKAM = auto()
    PERISTIWA = auto()
    HASIL = auto()
    """results of commands"""
    KETERANGAN = auto()
    """options of the device"""
    LAIN = auto()
    """acknowledged and kept, but nothing is taken from it"""
    BUANG = auto()
    """biometric templates and photos: acknowledged, dropped unread"""
    TIDAK_DIKENAL = auto()


@dataclass(frozen=True, slots=True)
class Maksud:
    """``tabel``: kind of the body, at most 20 characters. ``isi``: what may be kept of the body.

    ``cap``: (name of a cursor, value) that came along, in the form of ``CAP``. ``kunci``: comm key or secret
    that the device showed, None where it showed none. ``balasan``: the acknowledgement, or the
    number that FK wants to hear again. ``keterangan``: options, names in lower case.
    """

    jenis: Jenis
    dialek: NamaDialek = "adms"
    nomor_seri: str = ""
    tabel: str = ""
    isi: bytes = b""
    muatan: Muatan = field(default_factory=Muatan)
    peristiwa: tuple[Peristiwa, ...] = ()
    hasil: "tuple[HasilPerintah, ...]" = ()
    keterangan: dict[str, str] = field(default_factory=dict)
    cap: tuple[str, str] | None = None
    kunci: str | None = None
    balasan: str = ""
    versi_push: str = ""


@dataclass(frozen=True, slots=True)
class HasilPerintah:
    """``kembali``: what the device returned, None if that is no number. ``teks``: all it said."""

    nomor: int
    kembali: int | None
    nilai: dict[str, str]
    teks: str
