"""For whom a roster, an exception or a rule holds, as one word."""

import datetime as dt
from uuid import UUID

from terukur.kehadiran.choices import LingkupJadwal

L = LingkupJadwal
URUTAN = (L.PEGAWAI, L.UNIT, L.OPD, L.SEMUA)
"""The narrowest wins."""


def kunci_lingkup(lingkup: str, pemilik_id: UUID | None = None) -> str:
    """``kunci`` of a ``Berlingkup`` row: ``semua``, ``opd:<id>``, ``unit:<id>``, ``pegawai:<id>``."""
    if lingkup == L.SEMUA:
        return str(L.SEMUA)
    if pemilik_id is None:
        raise ValueError(f"{lingkup} names no owner")
    return f"{lingkup}:{pemilik_id}"


def kunci_orang(pegawai_id: UUID, unit_id: UUID | None, opd_id: UUID | None) -> list[str]:
    """All that can hold for a person, the narrowest first."""
    milik = {L.PEGAWAI: pegawai_id, L.UNIT: unit_id, L.OPD: opd_id}
    return [kunci_lingkup(k, milik.get(k)) for k in URUTAN if k == L.SEMUA or milik[k] is not None]


TAHUN_AWAL, TAHUN_AKHIR = 2000, 2100
"""Between them lies what a roster, a rule, a PIN or an exemption can be about."""


def is_wajar(hari: dt.date) -> bool:
    """Is it no slip of the pen, like 1926 for 2026?"""
    return TAHUN_AWAL <= hari.year <= TAHUN_AKHIR
