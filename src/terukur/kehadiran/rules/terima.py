"""Whether a device may speak, and what of it counts (absensi.md 1.5, 1.9, 4.1)."""

import datetime as dt
import hmac
from collections.abc import Sequence
from ipaddress import ip_address, ip_network
from statistics import median

from terukur.kehadiran.choices import AlasanKarantina, Dialek

MENDAHULUI = dt.timedelta(minutes=10)
"""A device's clock ahead of ours by more: the press is not counted."""
TERTUA = dt.date(2020, 1, 1)
"""Presses of earlier days come from a clock that lost its battery."""
TERJAUH = dt.date(2100, 1, 1)
GAGAL_SIMPAN = "tidak dapat disimpan"
"""How the reason begins for which a body was set aside that an admitted device may send."""
BATAS_LANGSUNG = 5
"""New presses in one body; more of them are a backlog, which says nothing about the clock."""
BANYAK_BEDA = 20
BATAS_DIAM = dt.timedelta(minutes=10)
"""Silence after which a device counts as out of order; it polls every 15 seconds."""
JEDA_TANDA = dt.timedelta(seconds=60)
"""Polls within so short a time after the last noted one change nothing in the database."""
ZKTECO = {Dialek.ADMS, Dialek.ACC}


def zona(jam: int) -> dt.timezone:
    return dt.timezone(dt.timedelta(hours=jam))


def alamat_boleh(jaringan: Sequence[str], alamat: str | None) -> bool:
    """``jaringan``: CIDR blocks; none of them means anywhere."""
    if not jaringan:
        return True
    if alamat is None:
        return False
    ip = ip_address(alamat)
    return any(ip in ip_network(j, strict=False) for j in jaringan)


def alasan_tolak(
    *, aktif: bool, dialek: str, bicara: str, jaringan: Sequence[str], alamat: str | None, kunci: str,
    ditunjukkan: str | None,
) -> str:  # fmt: skip
    """Why a request of a known device is refused; empty if it is not.

    ``bicara``: the dialect of the request. ``kunci``: the device's key, ``ditunjukkan``: what came along.
    Firmware shows its key in the handshake only; Fingerspot's secret address is compulsory.
    """
    if not aktif:
        return "mesin tidak aktif"
    if bicara != dialek and not {bicara, dialek} <= ZKTECO:
        return "berbicara dengan cara lain daripada jenis mesinnya"
    if not alamat_boleh(jaringan, alamat):
        return "alamat di luar jaringan mesin"
    if bicara == Dialek.FINGERSPOT and not kunci:
        return "kunci belum diisi"
    wajib = bicara in (Dialek.FINGERSPOT, Dialek.HIKVISION)
    if kunci and (wajib or ditunjukkan) and not hmac.compare_digest(
        kunci.encode(), (ditunjukkan or "").encode()
    ):  # fmt: skip
        return "kunci komunikasi berbeda"
    return ""


def alasan_jam(
    waktu: dt.datetime, diterima_pada: dt.datetime, tertua: dt.date = TERTUA
) -> AlasanKarantina | None:
    """Why the time of a press cannot be believed, None if it can. Both times carry their zone."""
    if waktu > diterima_pada + MENDAHULUI:
        return AlasanKarantina.JAM_KE_DEPAN
    if waktu.date() < tertua:
        return AlasanKarantina.JAM_RUSAK
    return None


def beda_baru(
    lama: Sequence[int], jumlah_baru: int, terakhir: dt.datetime | None, pada: dt.datetime
) -> list[int]:
    """The last differences of receipt and device's clock, in seconds, with that of a live press added."""
    if not terakhir or not 0 < jumlah_baru <= BATAS_LANGSUNG:
        return list(lama)
    return [*lama, round((pada - terakhir).total_seconds())][-BANYAK_BEDA:]


def beda_jam(beda: Sequence[int]) -> int | None:
    """Seconds by which the device's clock lags (negative: is ahead), None before the first press."""
    return round(median(beda)) if beda else None
