"""What a token may open."""

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
