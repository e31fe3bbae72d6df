"""How an entry reads in words. Pure."""

import contextlib
import datetime as dt
import hashlib
import heapq
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from terukur.inti.angka import tulis_angka
from terukur.inti.waktu import tulis_tanggal, tulis_waktu
from terukur.jejak.penyedia import kata_nilai, kolom_isi, nama_objek, sebut

_PECAHAN = re.compile(r"-?\d{1,30}\.\d{1,30}")
_BULAT = re.compile(r"-?\d{1,30}")
_BERANGKA = ("target", "jumlah", "pagu", "nilai", "realisasi", "prakiraan")
"""Fields whose text of digits is a number: elsewhere it may be a code, a NIP or a year."""
_TANGGAL = re.compile(r"\d{4}-\d{2}-\d{2}")
_SAAT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_SIDIK = re.compile(r"[0-9a-f]{64}")
_KODE = re.compile(r"[a-z]+(_[a-z]+)+")


@dataclass(frozen=True, slots=True)
class Perubahan:
    """One field of an entry in words. ``lama`` is None when no earlier entry of the record had it."""

    nama: str
    baru: str
    lama: str | None = None

    @property
    def berubah(self) -> bool:
        return self.lama is not None and self.lama != self.baru


def sebut_peristiwa(peristiwa: str) -> str:
    """``pengajuan.ajukan`` -> ``Ajukan pengajuan``; ``opd.tulis_profil`` -> ``Tulis profil OPD``."""
    objek, _, verba = peristiwa.rpartition(".")
    if not objek:
        return sebut(peristiwa)
    nama = nama_objek(objek)
    return f"{sebut(verba)} {nama if nama.isupper() else nama[:1].lower() + nama[1:]}"


def sebut_kolom(kunci: str, objek: str = "") -> str:
    """A field of an entry in words; one that no room names any more is read from its code."""
    return kolom_isi(kunci, objek) or sebut(kunci)


def tulis_nilai(nilai: Any, zona: ZoneInfo, *, kunci: str = "", objek: str = "") -> str:
    """A value of an entry in the notation of the office; numbers and times come as text.

    ``kunci`` and ``objek``: the field it stands in and the kind of record, for its own words.
    """
    if nilai is None or nilai == "":
        return "(kosong)"
    if kunci and (kata := kata_nilai(kunci, nilai, objek)):
        return kata
    if isinstance(nilai, bool):
        return "ya" if nilai else "tidak"
    if isinstance(nilai, int):
        return str(nilai) if 1900 <= nilai <= 2200 else tulis_angka(nilai)
    if isinstance(nilai, Mapping):
        return "; ".join(
            f"{sebut_kolom(k, objek)}: {tulis_nilai(v, zona, kunci=k, objek=objek)}" for k, v in nilai.items()
        )
    if isinstance(nilai, list):
        if len(nilai) > 3 and all(isinstance(v, str) and _UUID.fullmatch(v) for v in nilai):
            return f"{tulis_angka(len(nilai))} data"  # ids tell a reader nothing; the entry's page has them
        return ", ".join(tulis_nilai(v, zona, kunci=kunci, objek=objek) for v in nilai) or "(kosong)"
    return _tulis_teks(str(nilai), zona, kunci=kunci)


def _tulis_teks(teks: str, zona: ZoneInfo, *, kunci: str) -> str:
    with contextlib.suppress(ValueError):  # somebody may have typed what only looks like a date
        if _SAAT.fullmatch(teks):
            return tulis_waktu(dt.datetime.fromisoformat(teks), zona)
        if _TANGGAL.fullmatch(teks):
            return tulis_tanggal(dt.date.fromisoformat(teks))
    if _PECAHAN.fullmatch(teks):
        return tulis_angka(Decimal(teks), len(teks.split(".")[1]))
    if kunci.startswith(_BERANGKA) and _BULAT.fullmatch(teks):
        return tulis_angka(int(teks))
    if _UUID.fullmatch(teks) or _SIDIK.fullmatch(teks):
        return f"{teks[:8]}…"
    return sebut(teks) if _KODE.fullmatch(teks) else teks


def uraikan(
    isi: Mapping[str, Any], lalu: Mapping[str, Any], zona: ZoneInfo, *, objek: str = ""
) -> list[Perubahan]:
    """The fields of one entry, each with what the record's earlier entries said last (``lalu``)."""
    return [
        Perubahan(
            sebut_kolom(kunci, objek),
            tulis_nilai(nilai, zona, kunci=kunci, objek=objek),
            tulis_nilai(lalu[kunci], zona, kunci=kunci, objek=objek) if kunci in lalu else None,
        )
        for kunci, nilai in isi.items()
    ]


def uraikan_berturut(
    semua: Iterable[tuple[Mapping[str, Any], bool]], zona: ZoneInfo, *, objek: str = ""
) -> list[list[Perubahan]]:
    """``uraikan`` for the entries of one record, oldest first; refused ones (True) change nothing."""
    hasil, lalu = [], dict[str, Any]()
    for isi, ditolak in semua:
        hasil.append(uraikan(isi, {} if ditolak else lalu, zona, objek=objek))
        if not ditolak:
            lalu.update(isi)
    return hasil


@dataclass(frozen=True, slots=True)
class Tarikan:
    """Result of a drawing: size and digest of the population, and the chosen ids in order."""

    jumlah: int
    sidik: str
    terpilih: list[str]


METODE = (
    "Setiap anggota populasi diberi kunci SHA-256(benih, tanda |, nomor anggota); yang kuncinya terkecil "
    "terpilih, menurut urutan kunci. Sidik populasi: SHA-256 semua nomor anggota menurut urutan populasi, "
    "masing-masing diikuti ganti baris."
)
"""How a sample is drawn, so that anybody can draw it again."""


def tarik(ids: Iterable[str], benih: str, ukuran: int) -> Tarikan:
    """The ``ukuran`` members whose SHA-256(benih|id) is smallest. Reads the population once, as a stream."""
    populasi, jumlah = hashlib.sha256(), 0

    def berkunci() -> Iterator[tuple[bytes, str]]:
        nonlocal jumlah
        for satu in ids:
            jumlah += 1
            populasi.update(f"{satu}\n".encode())
            yield hashlib.sha256(f"{benih}|{satu}".encode()).digest(), satu

    terpilih = [satu for _, satu in heapq.nsmallest(ukuran, berkunci())]
    return Tarikan(jumlah, populasi.hexdigest(), terpilih)


def sebut_saringan(saring: Mapping[str, str], opd: Mapping[UUID, str], zona: ZoneInfo) -> str:
    """What narrowed a population, in words: ``Peristiwa: Ajukan pengajuan; Perangkat daerah: ...``.

    The end is stored as the first instant outside; it reads as the last day inside.
    """
    bagian = []
    if peristiwa := saring.get("peristiwa"):
        bagian.append(f"Peristiwa: {sebut_peristiwa(peristiwa)}")
    if opd_id := saring.get("opd_id"):
        bagian.append(f"Perangkat daerah: {opd.get(UUID(opd_id), opd_id)}")
    for nama, geser in (("sejak", 0), ("sampai", 1)):
        if saat := saring.get(nama):
            hari = (dt.datetime.fromisoformat(saat).astimezone(zona) - dt.timedelta(days=geser)).date()
            bagian.append(f"{sebut(nama)}: {tulis_tanggal(hari)}")
    return "; ".join(bagian)
