"""The month of a person as a calendar: words and classes of its cells, and the totals above it."""

import calendar
import datetime as dt
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from terukur.kehadiran.choices import StatusHari

S = StatusHari
SINGKAT = {
    S.HADIR: "Hadir", S.TANPA_KETERANGAN: "TK", S.LEPAS: "", S.LIBUR: "Libur", S.CUTI: "Cuti", S.DINAS: "DL",
    S.DIKLAT: "Diklat", S.IZIN: "Izin", S.SAKIT: "Sakit", S.WFA: "WFA", S.DIKECUALIKAN: "SK",
    S.TANPA_JADWAL: "", S.BELUM: "",
}  # fmt: skip
WARNA = {S.HADIR: "selesai", S.TANPA_KETERANGAN: "buruk", S.LEPAS: "lepas", S.LIBUR: "lepas", S.BELUM: "",
         S.TANPA_JADWAL: ""}  # fmt: skip
NAMA_BULAN = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober",
    "November", "Desember",
)  # fmt: skip
BERKETERANGAN = (S.CUTI, S.DINAS, S.DIKLAT, S.IZIN, S.SAKIT, S.WFA)


def akhir_bulan(hari: dt.date) -> dt.date:
    return hari.replace(day=calendar.monthrange(hari.year, hari.month)[1])


def sebut_bulan(bulan: dt.date) -> str:
    """``November 2026``."""
    return f"{NAMA_BULAN[bulan.month - 1]} {bulan.year}"


class Hari(Protocol):
    """A computed day, stored or not."""

    status: int
    terlambat: int
    pulang_cepat: int
    pita_terlambat: int
    pita_pulang_cepat: int


def kode_pita(h: Hari) -> list[str]:
    """``TL 1``, ``PSW 2``: the bands of a day that is over."""
    if h.status == S.BELUM:
        return []
    pita = (("TL", h.pita_terlambat), ("PSW", h.pita_pulang_cepat))
    return [f"{kode} {nomor}" for kode, nomor in pita if nomor]


def sebut_hari(h: Hari) -> tuple[str, str]:
    """(words, class of the badge) of a day: ``TL 1 · 12 mnt``, ``Cuti``."""
    status = S(h.status)
    if status == S.HADIR and (pita := kode_pita(h)):
        menit = h.terlambat + h.pulang_cepat
        return " · ".join([*pita, *([f"{menit} mnt"] if menit else [])]), "tunggu"
    return status.label, {"lepas": "netral", "": "netral"}.get(warna(h), warna(h))


def kata_sel(h: Hari) -> list[str]:
    """What stands in the cell below the number."""
    status = S(h.status)
    if status == S.HADIR and (pita := kode_pita(h)):
        return pita
    return [kata] if (kata := SINGKAT[status]) else []


def warna(h: Hari) -> str:
    """Class of a cell or badge; colour never stands without ``kata_sel``."""
    status = S(h.status)
    if status == S.HADIR and kode_pita(h):
        return "tunggu"
    return WARNA.get(status, "info")


def minggu(awal: dt.date) -> list[list[dt.date | None]]:
    """The weeks of a month from Monday to Sunday; None outside of it."""
    hari: list[dt.date | None] = [None] * awal.weekday()
    satu = awal
    while satu.month == awal.month:
        hari.append(satu)
        satu += dt.timedelta(days=1)
    hari += [None] * (-len(hari) % 7)
    return [hari[n : n + 7] for n in range(0, len(hari), 7)]


@dataclass(frozen=True, slots=True)
class Jumlah:
    """A total: words, number, class of the number."""

    nama: str
    nilai: int
    jenis: str = ""


def jumlahkan(hari: Collection[Hari]) -> Sequence[Jumlah]:
    """Totals of the days that are over: always Hadir, Terlambat and TK, others where there are any."""
    status = Counter(S(h.status) for h in hari)
    terlambat = sum(bool(h.pita_terlambat) for h in hari if h.status != S.BELUM)
    cepat = sum(bool(h.pita_pulang_cepat) for h in hari if h.status != S.BELUM)
    lain = [Jumlah(s.label, status[s]) for s in BERKETERANGAN if status[s]]
    if cepat:
        lain.append(Jumlah("Pulang cepat", cepat, "tunggu"))
    tk = status[S.TANPA_KETERANGAN]
    return [
        Jumlah("Hadir", status[S.HADIR]),
        *lain,
        Jumlah("Terlambat", terlambat, "tunggu" if terlambat else ""),
        Jumlah("Tanpa keterangan", tk, "buruk" if tk else ""),
    ]
