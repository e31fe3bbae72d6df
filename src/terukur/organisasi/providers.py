"""What this room tells the rooms below: names of OPD and of its records for the journal's pages."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse

from terukur.inti.izin import Izin
from terukur.inti.kesalahan import TidakDitemukan
from terukur.jejak.penyedia import ObjekJejak
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
