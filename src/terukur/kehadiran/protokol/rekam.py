"""Lines of attendance as devices write them (absensi.md 1.5, 1.8). A bad line never fails its batch."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

TANPA_TOMBOL = 255
"""Status "undefined" of the firmware: common, and no reason to drop anything."""
KOLOM_PALING = 12
BARIS_PALING = 1024
"""Bytes of a line that is read at all, and characters of a time: whoever sends more sends something else."""
WAKTU_PALING = 40

Alasan = Literal["tidak_terbaca", "jam_rusak"]
_PIN = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,23}")
_WAKTU = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d", re.ASCII)
_MIRIP_WAKTU = re.compile(r"[0-9][0-9 :/T.-]{5,}|[-0-9][0-9]*-[-0-9: ]+")


@dataclass(frozen=True, slots=True)
class Rekam:
    """One press. ``waktu`` is the device's wall clock without zone (Hikvision: with its own zone)."""

    nomor: int
    pin: str
    waktu: dt.datetime
    tombol: int
    cara: int
    isi: bytes


@dataclass(frozen=True, slots=True)
class BarisBuruk:
    """A line kept for people to look at. ``nomor`` counts from 1; ``alasan`` as in AlasanKarantina."""

    nomor: int
    isi: bytes
    alasan: Alasan


@dataclass(frozen=True, slots=True)
class Muatan:
    rekam: tuple[Rekam, ...] = ()
    buruk: tuple[BarisBuruk, ...] = ()
    jumlah: int = 0
    """Lines that were not empty, those passed over included."""


class TidakTerbaca(ValueError):
    """The line is none of attendance."""


class JamRusak(ValueError):
    """Somebody pressed, but the device did not know when."""


def baris_isi(isi: bytes) -> Iterator[tuple[int, bytes]]:
    """(number from 1, line) of the lines that hold something; LF or CRLF, NUL bytes left out."""
    for nomor, satu in enumerate(isi.replace(b"\0", b"").split(b"\n"), 1):
        if (bersih := satu.strip(b"\r ")).strip():
            yield nomor, bersih


def kumpulkan(
    baris: Iterable[tuple[int, bytes]], baca: Callable[[int, bytes], Rekam | None], paling: int = BARIS_PALING
) -> Muatan:
    """Read each line by ``baca``, which gives None for what is no press of a person.

    Lines of more than ``paling`` bytes are not read.
    """
    rekam, buruk, jumlah = [], [], 0
    for nomor, satu in baris:
        jumlah += 1
        try:
            if len(satu) > paling or b"\r" in satu:  # two lines run together, or damage
                raise TidakTerbaca
            hasil = baca(nomor, satu)
        except JamRusak:
            buruk.append(BarisBuruk(nomor, satu, "jam_rusak"))
        except ValueError:
            buruk.append(BarisBuruk(nomor, satu, "tidak_terbaca"))
        else:
            if hasil:
                rekam.append(hasil)
    return Muatan(tuple(rekam), tuple(buruk), jumlah)


def baca_attlog(isi: bytes) -> Muatan:
    """A body of ``table=ATTLOG``: 2 to 12 columns by tabs, or by spaces, or ``PIN=.. Time=..``."""
    return kumpulkan(baris_isi(isi), _baris_attlog)


def _baris_attlog(nomor: int, baris: bytes) -> Rekam:
    teks = baris.decode("utf-8", "replace")
    kolom = teks.split("\t")
    if "=" in kolom[0]:
        return dari_kunci(nomor, baris, nilai_kunci(kolom))
    if len(kolom) == 1:
        kata = [k for k in teks.split(" ") if k]
        kolom = [kata[0], " ".join(kata[1:3]), *kata[3:]]
    if not 2 <= len(kolom) <= KOLOM_PALING:
        raise TidakTerbaca
    return Rekam(
        nomor, baca_pin(kolom[0]), baca_waktu(kolom[1]), baca_tombol(kolom[2] if len(kolom) > 2 else ""),
        baca_cara(kolom[3] if len(kolom) > 3 else ""), baris,
    )  # fmt: skip


def nilai_kunci(kolom: Iterable[str]) -> dict[str, str]:
    """``["PIN=42", "Time=.."]`` as a dict; names in lower case, the first of a name counts."""
    hasil: dict[str, str] = {}
    for satu in kolom:
        nama, _, nilai = satu.partition("=")
        hasil.setdefault(nama.strip(" ").lower(), nilai.strip(" "))
    return hasil


def dari_kunci(nomor: int, baris: bytes, nilai: dict[str, str]) -> Rekam:
    """A press written by names, of either dialect."""
    tombol = nilai.get("status", nilai.get("inoutstatus", ""))
    cara = nilai.get("verifymode", nilai.get("verifytype", nilai.get("verify", "")))
    return Rekam(
        nomor, baca_pin(nilai.get("pin", "")), baca_waktu(nilai.get("time", "")), baca_tombol(tombol),
        baca_cara(cara), baris,
    )  # fmt: skip


def baca_pin(teks: str) -> str:
    """A PIN is text: ``007`` is not ``7``. At most 24 letters, digits, ``._-``."""
    teks = teks.strip(" ")
    if not _PIN.fullmatch(teks):
        raise TidakTerbaca
    return teks


def baca_waktu(teks: str) -> dt.datetime:
    """``2026-10-05 06:58:10`` of the device's clock. Raises ``JamRusak`` for what is only like a time."""
    teks = teks.strip(" ")
    if len(teks) > WAKTU_PALING:
        raise TidakTerbaca
    if _WAKTU.fullmatch(teks):
        try:
            return dt.datetime.fromisoformat(teks)
        except ValueError:
            raise JamRusak from None
    if _MIRIP_WAKTU.fullmatch(teks):
        raise JamRusak
    raise TidakTerbaca


def baca_tombol(teks: str) -> int:
    """0 in, 1 out, 2 break out, 3 break in, 4 and 5 overtime, 255 undefined or not said."""
    return _bilangan(teks, TANPA_TOMBOL, 255)


def baca_cara(teks: str) -> int:
    """How the person was recognised, as the device numbers it; 0 where it does not say."""
    return _bilangan(teks, 0, 32767)


def _bilangan(teks: str, bawaan: int, paling: int) -> int:
    teks = teks.strip(" ")
    if not teks:
        return bawaan
    if not (teks.isascii() and teks.isdigit() and len(teks) <= 5 and int(teks) <= paling):
        raise TidakTerbaca
    return int(teks)
