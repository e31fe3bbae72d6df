"""OPERLOG: what was done at the device, and the sieve that lets no template through (absensi.md 1.6)."""

import datetime as dt
from dataclasses import dataclass

from terukur.kehadiran.protokol.rekam import baca_waktu, baris_isi

GAWAT = frozenset({13, 21, 22, 23, *range(76, 84)})
"""Data cleared, clock set, factory reset, records deleted, network or server changed."""
RAHASIA = frozenset({"passwd", "password", "card", "cardno", "pwd"})
PANJANG_PALING = 300
"""Characters of an OPLOG or USER line; what is longer carries something else."""


@dataclass(frozen=True, slots=True)
class Peristiwa:
    """``waktu``: the device's wall clock, None where it cannot be read."""

    kode: int
    pelaku: str
    waktu: dt.datetime | None
    rincian: str
    gawat: bool


def saring(isi: bytes) -> bytes:
    """The body without what must not be kept: of FP, FACE, BIODATA .. lines only the first word stays.

    Only OPLOG and USER lines pass, the latter without password and card number.
    """
    hasil = []
    for _, baris in baris_isi(isi):
        kata = baris.split(None, 1)[0].upper()
        if kata in (b"OPLOG", b"USER") and len(baris) <= PANJANG_PALING:
            hasil.append(baris if kata == b"OPLOG" else tanpa_rahasia(baris))
        else:
            hasil.append(kata[:10] + b" (dibuang)")
    return b"\n".join(hasil) + b"\n" if hasil else b""


def tanpa_rahasia(isi: bytes) -> bytes:
    """Lines of ``name=value`` by tabs with the values of ``RAHASIA`` left out."""
    baris = []
    for satu in isi.split(b"\n"):
        kolom = satu.split(b"\t")
        for n, k in enumerate(kolom):
            nama = k.partition(b"=")[0]
            if nama.strip().lower().decode("ascii", "replace") in RAHASIA:
                kolom[n] = nama + b"="
        baris.append(b"\t".join(kolom))
    return b"\n".join(baris)


def baca_operlog(isi: bytes) -> tuple[list[Peristiwa], int]:
    """(events of the OPLOG lines that can be read, number of lines of any kind)."""
    hasil, jumlah = [], 0
    for _, baris in baris_isi(isi):
        jumlah += 1
        if baris[:6].upper() == b"OPLOG " and (peristiwa := _baris(baris[6:].decode("utf-8", "replace"))):
            hasil.append(peristiwa)
    return hasil, jumlah


def _baris(teks: str) -> Peristiwa | None:
    """``op \\t admin \\t time \\t o1 .. o4``."""
    kolom = [k.strip() for k in teks.split("\t")]
    if not (kolom[0].isascii() and kolom[0].isdigit() and len(kolom[0]) <= 4):
        return None
    try:
        waktu = baca_waktu(kolom[2]) if len(kolom) > 2 else None
    except ValueError:
        waktu = None
    kode = int(kolom[0])
    pelaku = kolom[1][:24] if len(kolom) > 1 else ""
    return Peristiwa(kode, pelaku, waktu, " ".join(kolom[3:])[:200].strip(), kode in GAWAT)
