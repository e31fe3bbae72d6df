"""People, rosters and requests for tests of this and upper rooms, made through the actions."""

import datetime as dt
from typing import Any

from terukur.akun.akses import susun_akses
from terukur.akun.models import Pengguna
from terukur.inti.pelaku import SISTEM
from terukur.kehadiran.actions import permohonan as actions
from terukur.kehadiran.actions.ketentuan import siapkan_bawaan
from terukur.kehadiran.choices import JenisPermohonan
from terukur.kehadiran.models import Permohonan
from terukur.kehadiran.rules.isi_permohonan import IsiPermohonan
from terukur.organisasi.choices import Eselon
from terukur.organisasi.models import OPD, Jabatan, Pegawai, Unit
from terukur.organisasi.tests.factories import (
    AWAL,
    AWAL_PADA,
    buat_jabatan,
    buat_pegawai,
    buat_pengguna,
    buat_penugasan,
)

SEKARANG = dt.datetime(2026, 11, 18, 1, 0, tzinfo=dt.UTC)
"""Wednesday, 09.00 WITA."""
HARI_INI = dt.date(2026, 11, 18)


def buat_pejabat(
    opd: OPD,
    nama: str,
    *,
    unit: Unit | None = None,
    eselon: str = Eselon.NONSTRUKTURAL,
    kepala: bool = False,
    jabatan: str = "",
    pada: dt.datetime = SEKARANG,
    **lain: Any,
) -> Pengguna:
    """A user with a person and an office; ``.akses`` of ``pada``, ``.pegawai`` the person."""
    pengguna = buat_pengguna(nama=nama)
    pegawai = buat_pegawai(nama, pengguna=pengguna)
    kursi = buat_jabatan(
        opd, jabatan or f"Jabatan {nama}", unit=unit, eselon=eselon, kepala=kepala,
        tunggal=eselon != Eselon.NONSTRUKTURAL or bool(jabatan),
    )  # fmt: skip
    buat_penugasan(pegawai, kursi, **lain)
    pengguna.akses = susun_akses(pengguna, pada=pada)
    return pengguna


def tempatkan(pegawai: Pegawai, opd: OPD, unit: Unit | None = None) -> Pegawai:
    """Give a person the office of ordinary staff."""
    pelaksana = Jabatan.objects.filter(opd=opd, unit=unit, nama="Pelaksana").first() or buat_jabatan(
        opd, "Pelaksana", unit=unit, eselon=Eselon.NONSTRUKTURAL, tunggal=False
    )
    buat_penugasan(pegawai, pelaksana)
    return pegawai


def buat_staf(opd: OPD, nama: str = "", *, unit: Unit | None = None) -> Pegawai:
    """A person without a login in an OPD or one of its units."""
    return tempatkan(buat_pegawai(nama), opd, unit)


def isi_permohonan(jenis: str = JenisPermohonan.IZIN, **ganti: Any) -> IsiPermohonan:
    awal: dict[str, Any] = {"sejak": HARI_INI, "sampai": HARI_INI, "alasan": "Mengurus surat keluarga"}
    return IsiPermohonan(jenis, **awal | ganti)


def buat_permohonan(
    pegawai: Pegawai, jenis: str = JenisPermohonan.IZIN, *, pada: dt.datetime = SEKARANG, **ganti: Any
) -> Permohonan:
    return actions.ajukan(pegawai_id=pegawai.pk, isi=isi_permohonan(jenis, **ganti), oleh=SISTEM, pada=pada)


def buat_bawaan(sejak: dt.date = AWAL, *, pada: dt.datetime = AWAL_PADA) -> None:
    """Patterns, five office days for all and the rules to begin with."""
    siapkan_bawaan(sejak=sejak, oleh=SISTEM, pada=pada)
