"""What this room tells the rooms below: names of OPD and of its records for the journal's pages."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse

from terukur.akun.peran import DAFTAR_PERAN
from terukur.inti.izin import Izin
from terukur.inti.kesalahan import TidakDitemukan
from terukur.jejak.penyedia import KataIsi, ObjekJejak
from terukur.organisasi.choices import (
    Eselon,
    JenisLibur,
    JenisOPD,
    JenisPenugasan,
    JenisUnit,
    StatusPegawai,
    TingkatWilayah,
)
from terukur.organisasi.models import OPD
from terukur.organisasi.queries.daftar_orang import get_pegawai


def nama_opd() -> Mapping[UUID, str]:
    """Names of all OPD, past ones included."""
    return dict(OPD.objects.order_by("pk").values_list("pk", "nama"))


def _umum(pengguna: Any, objek_id: str) -> bool:
    """Regions, the calendar and the limits of temporary offices belong to everybody."""
    return bool(pengguna.akses.boleh(Izin.ORGANISASI_LIHAT))


def _pegawai(pengguna: Any, objek_id: str) -> bool:
    try:
        get_pegawai(UUID(objek_id), untuk=pengguna)
    except (ValueError, TidakDitemukan):
        return False
    return True


def _pengguna(pengguna: Any, objek_id: str) -> bool:
    """Who manages users of the whole kabupaten; an admin OPD sees the entries of the own OPD."""
    akses = pengguna.akses
    return akses.boleh(Izin.PENGGUNA_KELOLA) and akses.cakupan(Izin.PENGGUNA_KELOLA) is None


def _halaman(nama: str) -> Callable[[str], str]:
    return lambda objek_id: reverse(f"organisasi:{nama}", args=[objek_id])


OBJEK_JEJAK = {
    "opd": ObjekJejak("OPD", tautan=_halaman("opd")),
    "unit": ObjekJejak("Unit"),
    "jabatan": ObjekJejak("Jabatan"),
    "pegawai": ObjekJejak("Pegawai", terbuka=_pegawai, tautan=_halaman("pegawai")),
    "pengguna": ObjekJejak("Pengguna", terbuka=_pengguna, tautan=_halaman("pengguna")),
    "wilayah": ObjekJejak("Wilayah", terbuka=_umum),
    "libur": ObjekJejak("Hari libur", terbuka=_umum),
    "batas_penugasan": ObjekJejak("Batas penugasan", terbuka=_umum),
}
"""Kinds of record as the journal's pages name them."""


KATA = KataIsi(
    kolom={
        "aktif": "Masih bekerja",
        "bulan": "Paling lama (bulan)",
        "eselon": "Eselon",
        "fungsi": "Fungsi",
        "hari_peringatan": "Diperingatkan berapa hari sebelumnya",
        "hari_terakhir": "Hari terakhir berlaku",
        "induk": "Induk",
        "induk_id": "OPD induk",
        "jabatan": "Jabatan",
        "jabatan_diakhiri": "Jabatan definitif yang diakhiri",
        "jabatan_id": "Nomor data jabatan",
        "jumlah_perpanjangan": "Jumlah perpanjangan",
        "kepala": "Menandatangani untuk OPD",
        "menggantikan": "Pegawai yang digantikan",
        "nip_berubah": "NIP berubah",
        "nomor_sk": "Nomor SK",
        "opd": "OPD",
        "opd_id": "Nomor data OPD",
        "pegawai": "Pegawai",
        "penerus": "OPD penerus",
        "penerus_id": "Nomor data OPD penerus",
        "pengguna_id": "Nomor data pengguna",
        "perkiraan": "Perkiraan",
        "program": "Program",
        "singkatan": "Singkatan",
        "tanggal_sk": "Tanggal SK",
        "tingkat": "Tingkat",
        "tugas": "Tugas",
        "tunggal": "Hanya dipegang seorang",
        "unit": "Unit",
        "unit_id": "Nomor data unit",
    },
    nilai={
        "opd.jenis": dict(JenisOPD.choices),
        "unit.jenis": dict(JenisUnit.choices),
        "libur.jenis": dict(JenisLibur.choices),
        "pegawai.jenis": dict(JenisPenugasan.choices),
        "pegawai.status": dict(StatusPegawai.choices),
        "eselon": dict(Eselon.choices),
        "tingkat": dict(TingkatWilayah.choices),
        "peran": {p.value: d.nama for p, d in DAFTAR_PERAN.items()},
    },
)
"""Words of this room for what the journal holds."""
