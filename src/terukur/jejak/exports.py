"""The lists of the journal as tables to download. Times carry their seconds and zone, as text."""

import datetime as dt
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings

from terukur.inti.lembar import Kolom
from terukur.inti.waktu import singkatan_zona
from terukur.jejak.models import SampelAudit
from terukur.jejak.penyedia import nama_objek, nama_opd, sebut
from terukur.jejak.rules import METODE, sebut_peristiwa, sebut_saringan, tulis_nilai


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


def kolom_pembacaan() -> tuple[Kolom, ...]:
    """Columns of the log of sensitive reads."""
    opd = nama_opd()
    return (
        Kolom("Waktu", _waktu),
        Kolom("Pelaku", "pelaku_nama"),
        Kolom("Peran", lambda b: ", ".join(sebut(p) for p in b.pelaku_peran.split(",") if p)),
        Kolom("Yang dibaca", "perihal"),
        Kolom("Halaman", "halaman", "kode"),
        Kolom("Alamat", "alamat", "kode"),
        Kolom("Perangkat daerah", lambda b: (opd.get(b.opd_id) or str(b.opd_id)) if b.opd_id else ""),
    )


def kolom_sampel() -> tuple[Kolom, ...]:
    """Columns of one sample, in the order of the drawing."""
    alamat = settings.TERUKUR_ALAMAT
    return (
        Kolom("Urutan", "urut", "angka"),
        Kolom("Nomor anggota", "nomor", "kode"),
        Kolom("Sebutan", "sebutan", lebar=60),
        Kolom("Perangkat daerah", "opd"),
        Kolom("Data", lambda b: f"{alamat}{b['tautan']}" if b["tautan"] else ""),
        Kolom("Riwayat", lambda b: f"{alamat}{b['riwayat']}" if b["riwayat"] else ""),
        Kolom("Jumlah berkas", lambda b: len(b["berkas"]), "angka"),
        Kolom(
            "Berkas dan sidiknya", lambda b: "; ".join(f"{f.nama} {f.sidik}" for f in b["berkas"]), lebar=80
        ),
    )


def lembar_metode(s: SampelAudit) -> str:
    """How this sample came about, for the auditor's working paper."""
    saringan = sebut_saringan(s.saring, nama_opd(), ZoneInfo(settings.TIME_ZONE))
    return (
        f"SAMPEL AUDIT {settings.TERUKUR_PEMDA}\n\n"
        f"Populasi: {s.nama}\nSaringan: {saringan or 'tidak ada'}\n"
        f"Jumlah populasi: {s.jumlah_populasi}\nSidik populasi (SHA-256): {s.sidik_populasi}\n"
        f"Ukuran sampel: {s.ukuran}\nBenih: {s.benih}\n"
        f"Ditarik oleh {s.oleh_nama} pada {_waktu(s)}, catatan jejak {s.catatan_nomor}\n\n"
        f"Cara menarik: {METODE}\n"
    )
