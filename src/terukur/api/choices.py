"""What a token may open, what a webhook may tell, and how a delivery stands."""

from django.db import models

from terukur.inti.izin import Izin


class Sumber(models.TextChoices):
    JADWAL = "jadwal", "Jadwal pengumpulan"
    PENGAJUAN = "pengajuan", "Pengajuan"
    PROGRAM_KERJA = "program_kerja", "Program kerja resmi"
    KEBUTUHAN_ANGGARAN = "kebutuhan_anggaran", "Kebutuhan anggaran resmi"

    @property
    def izin(self) -> Izin:
        """The permission that opens the same data on pages."""
        return _IZIN[self]


_IZIN = {
    Sumber.JADWAL: Izin.TENGGAT_LIHAT,
    Sumber.PENGAJUAN: Izin.PENGAJUAN_LIHAT,
    Sumber.PROGRAM_KERJA: Izin.PROGRAM_LIHAT,
    Sumber.KEBUTUHAN_ANGGARAN: Izin.ANGGARAN_LIHAT,
}


class Peristiwa(models.TextChoices):
    """Acts that may be told to other systems: their word in the journal."""

    JENDELA_BUKA = "jendela.buka", "Jadwal pengumpulan dibuka"
    JENDELA_TUTUP = "jendela.tutup", "Jadwal pengumpulan ditutup"
    PENGAJUAN_AJUKAN = "pengajuan.ajukan", "Pengajuan diajukan"
    PENGAJUAN_AJUKAN_PERBAIKAN = "pengajuan.ajukan_perbaikan", "Perbaikan pengajuan diajukan"
    PENGAJUAN_KEMBALIKAN = "pengajuan.kembalikan", "Pengajuan dikembalikan"
    PENGAJUAN_SELESAIKAN = "pengajuan.selesaikan_verifikasi", "Verifikasi pengajuan selesai"
    PENGAJUAN_TETAPKAN = "pengajuan.tetapkan", "Tahapan ditetapkan"
    PERPANJANGAN_BERI = "perpanjangan.beri", "Perpanjangan diberikan"
    LAPORAN_TERBIT = "laporan.terbit", "Laporan keterlambatan terbit"


class StatusKabar(models.TextChoices):
    MENUNGGU = "menunggu", "Menunggu"
    TERKIRIM = "terkirim", "Terkirim"
    GAGAL = "gagal", "Gagal"
    LATIHAN = "latihan", "Tidak dikirim: mode latihan"
