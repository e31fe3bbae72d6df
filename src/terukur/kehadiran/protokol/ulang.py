"""A kept body read once more: by its kind and the serial number, as if it came now."""

from collections.abc import Callable
from typing import Any

from terukur.kehadiran.protokol.http import Permintaan
from terukur.kehadiran.protokol.kenali import kenali
from terukur.kehadiran.protokol.maksud import Maksud

_Tiruan = Callable[[str], dict[str, Any]]


def _iclock(akhir: str, **kueri: str) -> _Tiruan:
    return lambda seri: {"ruas": ("iclock", akhir), "kueri": {"sn": seri, **kueri}}


_ASAL: dict[str, _Tiruan] = {
    "ATTLOG": _iclock("cdata", table="ATTLOG"),
    "OPERLOG": _iclock("cdata", table="OPERLOG"),
    "options": _iclock("cdata", table="options"),
    "registry": _iclock("registry"),
    "rtlog": _iclock("cdata", table="rtlog"),
    "transaction": _iclock("cdata", table="tabledata", tablename="transaction"),
    "realtime_glog": lambda seri: {"tajuk": {"request_code": "realtime_glog", "dev_id": seri}},
    "webhook": lambda seri: {"ruas": ("webhook", "fingerspot", "-")},
    "hikvision": lambda seri: {"ruas": ("hikvision", seri)},
}
"""Kinds of bodies (``Kiriman.jenis``) that hold presses, events or options -> the request they came in."""


def baca_ulang(jenis: str, nomor_seri: str, isi: bytes) -> Maksud | None:
    """What a kept body said; None for one from which nothing is taken."""
    asal = _ASAL.get(jenis)
    if asal is None:
        return None
    bagian: dict[str, Any] = {"ruas": (), "kueri": {}, "tajuk": {}} | asal(nomor_seri)
    return kenali(Permintaan(metode="POST", panjang=len(isi), berpotong=False, tutup=True, isi=isi, **bagian))


def dialek_jenis(jenis: str) -> str:
    """How a device speaks whose bodies are of this kind; ADMS where nothing is known."""
    maksud = baca_ulang(jenis, "X", b'{"cloud_id": "X"}')
    return maksud.dialek if maksud else "adms"
