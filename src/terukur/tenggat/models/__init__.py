"""Windows, submissions, verification, extensions, late lists."""

from terukur.tenggat.models.jendela import (
    CalonPeserta,
    Denyut,
    DokumenSyarat,
    GangguanLayanan,
    Jendela,
    Syarat,
)
from terukur.tenggat.models.laporan import LaporanKeterlambatan, Pengingat, RalatLaporan
from terukur.tenggat.models.pemeriksaan import (
    BeritaAcara,
    CatatanPemeriksaan,
    HasilTTE,
    PemeriksaanSyarat,
    Penetapan,
    Reviu,
)
from terukur.tenggat.models.pengajuan import (
    DokumenPengajuan,
    IsiBeku,
    KegiatanTercatat,
    Paraf,
    Pengajuan,
    TandaTerima,
)
from terukur.tenggat.models.perpanjangan import Perpanjangan

__all__ = [
    "BeritaAcara", "CalonPeserta", "CatatanPemeriksaan", "Denyut", "DokumenPengajuan", "DokumenSyarat",
    "GangguanLayanan", "HasilTTE", "IsiBeku", "Jendela", "KegiatanTercatat", "LaporanKeterlambatan",
    "Paraf", "PemeriksaanSyarat", "Penetapan", "Pengajuan", "Pengingat", "Perpanjangan",
    "RalatLaporan", "Reviu", "Syarat", "TandaTerima",
]  # fmt: skip
