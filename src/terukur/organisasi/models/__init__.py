"""Tables of organisasi: who the OPD are, who works where, who may sign, which days count."""

from terukur.organisasi.models.kalender import HariLibur
from terukur.organisasi.models.opd import (
    OPD,
    Jabatan,
    JabatanVersi,
    OPDPenerus,
    OPDVersi,
    ProfilOPD,
    Unit,
    UnitVersi,
)
from terukur.organisasi.models.pegawai import BatasPenugasan, Pegawai, Penugasan, PeranPengguna
from terukur.organisasi.models.wilayah import Wilayah

__all__ = [
    "OPD",
    "BatasPenugasan",
    "HariLibur",
    "Jabatan",
    "JabatanVersi",
    "OPDPenerus",
    "OPDVersi",
    "Pegawai",
    "Penugasan",
    "PeranPengguna",
    "ProfilOPD",
    "Unit",
    "UnitVersi",
    "Wilayah",
]
