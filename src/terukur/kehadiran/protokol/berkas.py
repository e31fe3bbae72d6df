"""Files that people bring: ``attlog.dat`` off a USB stick, tables and XML of Fingerspot (absensi.md 2)."""

import datetime as dt
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from terukur.kehadiran.protokol.lain import CARA_FINGERSPOT
from terukur.kehadiran.protokol.rekam import (
    TANPA_TOMBOL,
    BarisBuruk,
    JamRusak,
    Muatan,
    Rekam,
    TidakTerbaca,
    baca_cara,
    baca_pin,
    baca_tombol,
    baca_waktu,
    baris_isi,
)

_SATU_KATA = re.compile(rb"(?:SN=)?[0-9A-Za-z._-]{3,64}")
_NAMA_USB = re.compile(r"([0-9A-Za-z-]{1,40})_attlog\.dat", re.IGNORECASE)
KOLOM = {
    "pin": ("pin", "no. id", "no id", "id", "user id", "userid", "ac-no.", "enroll id"),
    "waktu": ("scan_date", "waktu", "tanggal scan", "scan", "date/time", "datetime", "time", "tanggal jam"),
    "cara": ("verifymode", "verify", "verifikasi", "cara"),
    "tombol": ("status_scan", "status", "inoutmode", "io", "tombol"),
    "seri": ("sn", "nomor seri", "serial number", "cloud_id", "mesin"),
}
"""Heads of columns by which a table is known, in lower case."""


@dataclass(frozen=True, slots=True)
class IsiBerkas:
    """What a file says. ``seri``: {line number: device it names}, only where a line or the file names one."""

    muatan: Muatan
    seri: dict[int, str]
    bentuk: str


def baca_usb(nama: str, isi: bytes) -> IsiBerkas:
    """``attlog.dat``: PIN padded by spaces, time, number of the device, status, verify, work code.

    Old devices without colour write their serial number before, a checksum behind; both are single words.
    """
    rekam, buruk, seri = [], [], ""
    baris, kepala, _ = _usb_lama(isi)
    if kepala:
        seri = kepala.removeprefix("SN=")
    elif (cocok := _NAMA_USB.fullmatch(nama)) and len(cocok[1]) > 4:
        seri = cocok[1]
    for nomor, satu in baris:
        try:
            rekam.append(_baris_usb(nomor, satu))
        except JamRusak:
            buruk.append(BarisBuruk(nomor, satu, "jam_rusak"))
        except ValueError:
            buruk.append(BarisBuruk(nomor, satu, "tidak_terbaca"))
    muatan = Muatan(tuple(rekam), tuple(buruk), len(baris))
    return IsiBerkas(muatan, {n: seri for n, _ in baris} if seri else {}, "attlog.dat")


def jumlah_uji(isi: bytes) -> str:
    """The checksum behind the lines of an old device's file; empty where there is none.

    It is shown and not verified: the rule by which the vendor forms it is not known (absensi.md 2).
    """
    return _usb_lama(isi)[2]


def _usb_lama(isi: bytes) -> tuple[list[tuple[int, bytes]], str, str]:
    """(lines, single word before them, single word behind them)."""
    baris, kepala, ekor = list(baris_isi(isi)), "", ""
    if len(baris) > 1 and _SATU_KATA.fullmatch(baris[0][1]):
        kepala = baris.pop(0)[1].decode()
        if _SATU_KATA.fullmatch(baris[-1][1]):
            ekor = baris.pop()[1].decode()
    return baris, kepala, ekor


def _baris_usb(nomor: int, baris: bytes) -> Rekam:
    kolom = baris.decode("utf-8", "replace").split("\t")
    if not 2 <= len(kolom) <= 8:
        raise TidakTerbaca
    return Rekam(
        nomor, baca_pin(kolom[0]), baca_waktu(kolom[1]), baca_tombol(kolom[3] if len(kolom) > 3 else ""),
        baca_cara(kolom[4] if len(kolom) > 4 else ""), baris,
    )  # fmt: skip


def baca_xml(isi: bytes) -> IsiBerkas:
    """Fingerspot's export: ``<att_log>`` with sn, pin, scan_date, verifymode. Raises ``TidakTerbaca``."""
    if b"<!DOCTYPE" in isi or b"<!ENTITY" in isi:
        raise TidakTerbaca
    try:
        akar = ET.fromstring(isi)  # noqa: S314 - no entities, checked above
    except ET.ParseError:
        raise TidakTerbaca from None
    baris: list[tuple[int, dict[str, Any]]] = [
        (n, {_nama_kolom(k.tag) or k.tag: k.text or "" for k in satu})
        for n, satu in enumerate(akar.iter("att_log"), 1)
    ]
    if not baris:
        raise TidakTerbaca
    return _susun(baris, "XML Fingerspot")


def baca_tabel(lembar: Iterable[Sequence[Sequence[Any]]], bentuk: str) -> IsiBerkas:
    """Sheets of a workbook: a head with PIN and time, then a row for each press. Raises ``TidakTerbaca``.

    ``nomor`` of the lines counts on from sheet to sheet.
    """
    baris: list[tuple[int, dict[str, Any]]] = []
    ada, lalu = False, 0
    for satu in lembar:
        kepala: dict[int, str] = {}
        for n, sel in enumerate(satu, 1):
            if not kepala:
                calon = {c: k for c, s in enumerate(sel) if (k := _nama_kolom(str(s)))}
                if {"pin", "waktu"} <= set(calon.values()):
                    kepala, ada = calon, True
            elif any(str(s).strip() for s in sel):
                baris.append((lalu + n, {k: sel[c] for c, k in kepala.items() if c < len(sel)}))
        lalu += len(satu)
    if not ada:
        raise TidakTerbaca
    return _susun(baris, bentuk)


def _nama_kolom(teks: str) -> str:
    bersih = teks.strip().lower()
    return next((k for k, nama in KOLOM.items() if bersih in nama), "")


def _susun(baris: Sequence[tuple[int, dict[str, Any]]], bentuk: str) -> IsiBerkas:
    rekam, buruk, seri = [], [], {}
    for nomor, nilai in baris:
        teks = {k: tulis_sel(v) for k, v in nilai.items()}
        asli = "\t".join(teks.values()).encode()
        if teks.get("seri"):
            seri[nomor] = teks["seri"]
        try:
            cara = baca_cara(teks.get("cara", ""))
            rekam.append(
                Rekam(
                    nomor, baca_pin(teks.get("pin", "")), _waktu_sel(nilai.get("waktu")),
                    baca_tombol(teks.get("tombol", "")) if teks.get("tombol") else TANPA_TOMBOL,
                    CARA_FINGERSPOT.get(cara, cara), asli,
                )
            )  # fmt: skip
        except JamRusak:
            buruk.append(BarisBuruk(nomor, asli, "jam_rusak"))
        except ValueError:
            buruk.append(BarisBuruk(nomor, asli, "tidak_terbaca"))
    return IsiBerkas(Muatan(tuple(rekam), tuple(buruk), len(baris)), seri, bentuk)


def tulis_sel(nilai: Any) -> str:
    """A cell as text: the number 7 is the PIN ``7``, never ``7.0``."""
    if isinstance(nilai, float) and nilai.is_integer():
        return str(int(nilai))
    if isinstance(nilai, dt.datetime):
        return nilai.isoformat(" ", "seconds")
    return str(nilai).strip()


def _waktu_sel(nilai: Any) -> dt.datetime:
    """A time of day with seconds; ``19/05/2018 07:30:03`` too. A cell without seconds is read as :00."""
    if isinstance(nilai, dt.datetime):
        return nilai.replace(tzinfo=None, microsecond=0)
    teks = " ".join(str(nilai).split())
    if cocok := re.fullmatch(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4}) (\d{1,2})[:.](\d\d)(?:[:.](\d\d))?", teks):
        h, b, t, j, m, d = (int(c or 0) for c in cocok.groups())
        teks = f"{t:04}-{b:02}-{h:02} {j:02}:{m:02}:{d:02}"
    elif re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", teks):
        teks += ":00"
    return baca_waktu(teks)
