"""Dates and times in the words of an Indonesian office. Reads no clock."""

import datetime as dt
from zoneinfo import ZoneInfo

ZONA = {
    "WIB": ZoneInfo("Asia/Jakarta"),
    "WITA": ZoneInfo("Asia/Makassar"),
    "WIT": ZoneInfo("Asia/Jayapura"),
}
HARI = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
BULAN = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip


def singkatan_zona(zona: ZoneInfo) -> str:
    """``WIB``, ``WITA`` or ``WIT``; raises ``ValueError`` for a zone outside Indonesia."""
    for singkatan, milik in ZONA.items():
        if milik.key == zona.key:
            return singkatan
    raise ValueError(f"{zona.key} is not one of Indonesia's three zones")


def tulis_tanggal(tanggal: dt.date, *, hari: bool = False) -> str:
    """``22 November 2026``, with ``hari`` ``Minggu, 22 November 2026``."""
    teks = f"{tanggal.day} {BULAN[tanggal.month - 1]} {tanggal.year}"
    return f"{HARI[tanggal.weekday()]}, {teks}" if hari else teks


def baca_tanggal(teks: str) -> dt.date:
    """What ``tulis_tanggal`` wrote, read back; any other text raises ``ValueError``."""
    tanggal, bulan, tahun = teks.rpartition(", ")[2].split()
    return dt.date(int(tahun), BULAN.index(bulan) + 1, int(tanggal))


def tulis_tanggal_singkat(tanggal: dt.date) -> str:
    """``22 Nov 2026``."""
    return f"{tanggal.day} {BULAN[tanggal.month - 1][:3]} {tanggal.year}"


def tulis_jam(saat: dt.datetime, zona: ZoneInfo) -> str:
    """``16.00 WITA``."""
    return f"{saat.astimezone(zona):%H.%M} {singkatan_zona(zona)}"


def tulis_waktu(saat: dt.datetime, zona: ZoneInfo, *, hari: bool = False) -> str:
    """``23 November 2026 pukul 16.00 WITA``."""
    return f"{tulis_tanggal(saat.astimezone(zona).date(), hari=hari)} pukul {tulis_jam(saat, zona)}"


def tulis_sisa(selisih: dt.timedelta) -> str:
    """A countdown in at most two units: ``1 hari 4 jam``, ``3 jam 20 menit``, ``lewat 2 hari``."""
    detik = int(selisih.total_seconds())
    if detik < 0:
        return f"lewat {tulis_sisa(-selisih)}"
    hari, sisa = divmod(detik, 86400)
    jam, sisa = divmod(sisa, 3600)
    menit = sisa // 60
    bagian = [(hari, "hari"), (jam, "jam"), (menit, "menit")]
    isi = [f"{n} {kata}" for n, kata in bagian if n]
    return " ".join(isi[:2]) or "kurang dari 1 menit"
