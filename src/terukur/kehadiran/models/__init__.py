from terukur.kehadiran.models.hari import AntreanHari, HariKehadiran
from terukur.kehadiran.models.jadwal import (
    HariPola,
    JadwalKhusus,
    MasaRamadan,
    Pengecualian,
    PolaBerlaku,
    PolaKerja,
)
from terukur.kehadiran.models.ketentuan import BarisKetentuan, Ketentuan
from terukur.kehadiran.models.mesin import (
    KeadaanMesin,
    KelompokMesin,
    Mesin,
    MesinAsing,
    MesinPadam,
    PerintahMesin,
    PeristiwaMesin,
    ProsesPendengar,
)
from terukur.kehadiran.models.pengawasan import (
    OrangPengawasan,
    Pengawasan,
    TandaPengawasan,
    TemuanSidak,
)
from terukur.kehadiran.models.permohonan import Permohonan
from terukur.kehadiran.models.pindai import BarisKarantina, BerkasPindai, Kiriman, Pindai, PinPegawai
from terukur.kehadiran.models.ponsel import KetentuanPonsel, LayarTempat, LetakMesin, RekamPonsel
from terukur.kehadiran.models.rekap import Penyesuaian, RekapBulan, RekapPegawai

__all__ = [
    "AntreanHari",
    "BarisKarantina",
    "BarisKetentuan",
    "BerkasPindai",
    "HariKehadiran",
    "HariPola",
    "JadwalKhusus",
    "KeadaanMesin",
    "KelompokMesin",
    "Ketentuan",
    "KetentuanPonsel",
    "Kiriman",
    "LayarTempat",
    "LetakMesin",
    "MasaRamadan",
    "Mesin",
    "MesinAsing",
    "MesinPadam",
    "OrangPengawasan",
    "Pengawasan",
    "Pengecualian",
    "Penyesuaian",
    "PerintahMesin",
    "PeristiwaMesin",
    "Permohonan",
    "PinPegawai",
    "Pindai",
    "PolaBerlaku",
    "PolaKerja",
    "ProsesPendengar",
    "RekamPonsel",
    "RekapBulan",
    "RekapPegawai",
    "TandaPengawasan",
    "TemuanSidak",
]
