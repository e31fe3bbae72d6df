"""The lists of the journal as tables to download. Times carry their seconds and zone, as text."""

import datetime as dt
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings

from terukur.inti.lembar import Kolom
from terukur.inti.waktu import singkatan_zona
from terukur.jejak.penyedia import nama_objek, nama_opd, sebut
from terukur.jejak.rules import sebut_peristiwa, tulis_nilai


def _waktu(baris: Any) -> str:
    zona = ZoneInfo(settings.TIME_ZONE)
    pada: dt.datetime = baris.pada
    return f"{pada.astimezone(zona):%d/%m/%Y %H:%M:%S} {singkatan_zona(zona)}"


KOLOM_SEGEL: Final = (
    Kolom("Segel", "nomor", "angka"),
    Kolom("Waktu", _waktu),
    Kolom("Sampai catatan", "catatan_nomor", "angka"),
    Kolom("Sidik ujung jejak", "sidik", "kode"),
    Kolom("Kunci publik", "kunci", "kode"),
    Kolom("Tanda tangan", "tanda", "kode"),
)


def kolom_catatan() -> tuple[Kolom, ...]:
    """Columns of the list of entries; the names of the OPD are read once."""
    zona = ZoneInfo(settings.TIME_ZONE)
    opd = nama_opd()
    return (
        Kolom("Nomor", "nomor", "angka"),
        Kolom("Waktu", _waktu),
        Kolom("Pelaku", "pelaku_nama"),
        Kolom("Peran", lambda c: ", ".join(sebut(p) for p in c.pelaku_peran.split(",") if p)),
        Kolom("Penugasan", "penugasan"),
        Kolom("Peristiwa", lambda c: sebut_peristiwa(c.peristiwa)),
        Kolom("Objek", lambda c: nama_objek(c.objek)),
        Kolom("Nomor objek", "objek_id", "kode"),
        Kolom("Perangkat daerah", lambda c: (opd.get(c.opd_id) or str(c.opd_id)) if c.opd_id else ""),
        Kolom("Hasil", lambda c: "Ditolak" if c.ditolak else "Dilaksanakan"),
        Kolom("Isi", lambda c: tulis_nilai(c.isi, zona, objek=c.objek) if c.isi else "", lebar=80),
        Kolom("Sidik", "sidik", "kode"),
    )
