"""Rosters in numbers: hours as people write them, cycles, Ramadan, the patterns to begin with."""

import datetime as dt
import re
from dataclasses import dataclass

SEHARI = 1440
AWAL_SIKLUS = dt.date(2000, 1, 1)
"""Day on which ``PolaBerlaku.geser`` says which day of the cycle it is."""
SEMINGGU = 7


@dataclass(frozen=True, slots=True)
class Jam:
    """Hours of one day in minutes after its midnight; ``masuk`` None: a day off."""

    masuk: int | None = None
    pulang: int | None = None
    istirahat: int = 0
    buka_menit: int | None = None

    @property
    def lama(self) -> int:
        """Minutes at work without the break."""
        if self.masuk is None or self.pulang is None:
            return 0
        return self.pulang - self.masuk - self.istirahat


LEPAS = Jam()
_JAM = re.compile(r"([01]?\d|2[0-3])[.:]([0-5]\d)")


def baca_jam(teks: str) -> Jam:
    """``07.30-16.00``, ``21.00-07.00`` (over midnight), empty or ``L``: a day off. Raises ``ValueError``."""
    rapi = teks.strip().replace("–", "-").replace(" ", "")
    if rapi.casefold() in {"", "-", "l", "libur"}:
        return LEPAS
    awal, _, akhir = rapi.partition("-")
    cocok = [_JAM.fullmatch(t) for t in (awal, akhir)]
    if not all(cocok):
        raise ValueError(f"“{teks[:20]}” bukan jam. Contoh: 07.30-16.00; kosongkan untuk hari lepas.")
    masuk, pulang = (int(c[1]) * 60 + int(c[2]) for c in cocok if c)
    return Jam(masuk, pulang if pulang > masuk else pulang + SEHARI)


def tulis_jam(masuk: int | None, pulang: int | None) -> str:
    """``07.30-16.00``; ``L`` for a day off."""
    if masuk is None or pulang is None:
        return "L"
    a, b = (f"{m % SEHARI // 60:02d}.{m % 60:02d}" for m in (masuk, pulang))
    return f"{a}-{b}"


def sebut_jam(masuk: int | None, pulang: int | None) -> str:
    """``07.30-16.00``; ``lepas`` for a day off."""
    return "lepas" if masuk is None else tulis_jam(masuk, pulang)


def hitung_geser(siklus: int, *, sejak: dt.date, hari_ke: int) -> int:
    """``geser`` such that ``sejak`` is day ``hari_ke`` (from 1) of the cycle; weeks need none."""
    if siklus == SEMINGGU:
        return 0
    return (hari_ke - 1 - (sejak - AWAL_SIKLUS).days) % siklus


def hari_siklus(siklus: int, geser: int, tanggal: dt.date) -> int:
    """Which day of its pattern ``tanggal`` is, from 0: the weekday of a week, else by ``geser``."""
    if siklus == SEMINGGU:
        return tanggal.weekday()
    return ((tanggal - AWAL_SIKLUS).days + geser) % siklus


_HIJRAH = dt.date(622, 7, 19)
_TAHUN_HIJRIAH = 354.36707


def tahun_hijriah(tanggal: dt.date) -> int:
    """The Islamic year in which a day of Ramadan lies (two Ramadan fall into 2030)."""
    return int((tanggal - _HIJRAH).days / _TAHUN_HIJRIAH) + 1


# ---- to begin with ----


@dataclass(frozen=True, slots=True)
class PolaBawaan:
    """A pattern to begin with: its days in ordinary time and, where they differ, in Ramadan."""

    kode: str
    nama: str
    hari: tuple[Jam, ...]
    ramadan: tuple[Jam, ...] = ()
    ikut_libur: bool = True
    luwes_menit: int = 0
    dasar: str = "Perpres 21/2023"


def _m(teks: str, istirahat: int = 0) -> Jam:
    jam = baca_jam(teks)
    return Jam(jam.masuk, jam.pulang, istirahat)


_LIMA = (*[_m("07.30-16.00", 60)] * 4, _m("07.30-16.30", 90), LEPAS, LEPAS)
_LIMA_RAMADAN = (*[_m("08.00-15.00", 30)] * 4, _m("08.00-15.30", 60), LEPAS, LEPAS)
_ENAM = (*[_m("07.30-15.00", 30)] * 4, _m("07.30-11.30"), _m("07.30-13.00"), LEPAS)
_ENAM_RAMADAN = (*[_m("08.00-14.30", 30)] * 4, _m("08.00-11.30"), _m("08.00-13.00"), LEPAS)
_LAYANAN = "Perpres 21/2023 Ps 7 (layanan langsung)"
POLA_BAWAAN = (
    PolaBawaan("KANTOR5", "Kantor, lima hari", _LIMA, _LIMA_RAMADAN),
    PolaBawaan("KANTOR6", "Kantor, enam hari", _ENAM, _ENAM_RAMADAN),
    PolaBawaan(
        "LUWES5", "Kantor, lima hari, jam luwes", _LIMA, _LIMA_RAMADAN, luwes_menit=60,
        dasar="Perpres 21/2023 Ps 8-9; PermenPANRB 4/2025",
    ),
    PolaBawaan("P", "Sif pagi", (_m("07.00-14.00"),), ikut_libur=False, dasar=_LAYANAN),
    PolaBawaan("S", "Sif siang", (_m("14.00-21.00"),), ikut_libur=False, dasar=_LAYANAN),
    PolaBawaan("M", "Sif malam", (_m("21.00-07.00"),), ikut_libur=False, dasar=_LAYANAN),
    PolaBawaan(
        "SIF4", "Sif pagi, siang, malam, lepas",
        (_m("07.00-14.00"), _m("14.00-21.00"), _m("21.00-07.00"), LEPAS), ikut_libur=False, dasar=_LAYANAN,
    ),
    PolaBawaan(
        "JAGA24", "Jaga 24 jam, lepas 48 jam", (_m("08.00-08.00"), LEPAS, LEPAS), ikut_libur=False,
        dasar=_LAYANAN,
    ),
)  # fmt: skip
"""37.5 hours a week without breaks, in Ramadan 32.5. The hours inside a week are common ones: a Perbup may
set others. Patterns of one day with a short code are the shifts of the monthly workbook."""
