"""Closed word lists of collection windows and submissions."""

from enum import StrEnum

from django.db import models


class Tahapan(StrEnum):
    """The stages in which plan and money live, in the order of the year (rujukan: praktik)."""

    RANCANGAN_AWAL_RENJA = "rancangan_awal_renja"
    RANCANGAN_RENJA = "rancangan_renja"
    RANCANGAN_AKHIR_RENJA = "rancangan_akhir_renja"
    RENJA = "renja"
    KUA_PPAS = "kua_ppas"
    RKA = "rka"
    RAPBD = "rapbd"
    APBD = "apbd"
    DPA = "dpa"
    RENCANA_AKSI = "rencana_aksi"
    PERGESERAN = "pergeseran"
    KUPA_PPAS = "kupa_ppas"
    RKA_P = "rka_p"
    DPPA = "dppa"

    @property
    def label(self) -> str:
        """The name as it stands on paper."""
        return _LABEL_TAHAPAN[self]

    @property
    def urutan(self) -> int:
        """Position in the year, from 0. Pergeseran may repeat at the same position."""
        return list(Tahapan).index(self)

    @property
    def berikut(self) -> "Tahapan":
        """The stage that follows in the year; the last follows itself."""
        return list(Tahapan)[min(self.urutan + 1, len(Tahapan) - 1)]

    @classmethod
    def pilihan(cls) -> list[tuple[str, str]]:
        """(code, label) in the order of the year."""
        return [(t.value, t.label) for t in cls]


_LABEL_TAHAPAN = {
    Tahapan.RANCANGAN_AWAL_RENJA: "Rancangan Awal Renja",
    Tahapan.RANCANGAN_RENJA: "Rancangan Renja",
    Tahapan.RANCANGAN_AKHIR_RENJA: "Rancangan Akhir Renja",
    Tahapan.RENJA: "Renja",
    Tahapan.KUA_PPAS: "KUA-PPAS",
    Tahapan.RKA: "RKA",
    Tahapan.RAPBD: "RAPBD",
    Tahapan.APBD: "APBD",
    Tahapan.DPA: "DPA",
    Tahapan.RENCANA_AKSI: "Rencana Aksi",
    Tahapan.PERGESERAN: "Pergeseran",
    Tahapan.KUPA_PPAS: "KUPA-PPAS Perubahan",
    Tahapan.RKA_P: "RKA Perubahan",
    Tahapan.DPPA: "DPPA",
}


class Zona(models.TextChoices):
    WIB = "WIB", "WIB"
    WITA = "WITA", "WITA"
    WIT = "WIT", "WIT"


class StatusJendela(models.TextChoices):
    DISIAPKAN = "disiapkan", "Disiapkan"
    DIBUKA = "dibuka", "Dibuka"
    DITUTUP = "ditutup", "Ditutup"


class StatusPengajuan(models.TextChoices):
    """State of one OPD's package. ``Belum mulai`` is a draft in which nothing is filled yet."""

    DRAF = "draf", "Draf"
    SIAP_DITANDATANGANI = "siap_ditandatangani", "Siap ditandatangani"
    DIAJUKAN = "diajukan", "Diajukan"
    DIKEMBALIKAN = "dikembalikan", "Dikembalikan"
    SIAP_PERBAIKAN = "siap_perbaikan", "Perbaikan siap ditandatangani"
    DIVERIFIKASI = "diverifikasi", "Diverifikasi"
    DITETAPKAN = "ditetapkan", "Ditetapkan"


TOLERANSI_TERBESAR = 20
"""Most seconds of tolerance: with the time to store and the pace of the tick a list comes within 60 s."""

SUDAH_DIAJUKAN = (
    StatusPengajuan.DIAJUKAN,
    StatusPengajuan.DIKEMBALIKAN,
    StatusPengajuan.SIAP_PERBAIKAN,
    StatusPengajuan.DIVERIFIKASI,
    StatusPengajuan.DITETAPKAN,
)
"""States that only a package with a receipt can have."""


class StatusPemeriksaan(models.TextChoices):
    MENUNGGU = "menunggu", "Menunggu pemeriksaan"
    DIVERIFIKASI = "diverifikasi", "Diverifikasi"
    DIKEMBALIKAN = "dikembalikan", "Dikembalikan"


class StatusPerpanjangan(models.TextChoices):
    DIMINTA = "diminta", "Menunggu keputusan"
    DIBERIKAN = "diberikan", "Diberikan"
    DITOLAK = "ditolak", "Ditolak"


class HasilReviu(models.TextChoices):
    TANPA_CATATAN = "tanpa_catatan", "Sesuai, tanpa catatan"
    DENGAN_CATATAN = "dengan_catatan", "Sesuai, dengan catatan"
    PERLU_PERBAIKAN = "perlu_perbaikan", "Perlu perbaikan"


class JenisPenetapan(models.TextChoices):
    """Document that freezes a stage (Renja: Perbup; DPA: pengesahan PPKD; ...)."""

    PERBUP = "perbup", "Peraturan Bupati"
    PERDA = "perda", "Peraturan Daerah"
    SK_BUPATI = "sk_bupati", "Keputusan Bupati"
    NOTA_KESEPAKATAN = "nota_kesepakatan", "Nota Kesepakatan"
    PENGESAHAN_PPKD = "pengesahan_ppkd", "Pengesahan PPKD"
    BERITA_ACARA = "berita_acara", "Berita Acara"


class JenisSaat(models.TextChoices):
    """Why an edition of the late list is due."""

    TENGGAT = "tenggat", "Tenggat"
    TUTUP = "tutup", "Penutupan"
    PERPANJANGAN = "perpanjangan", "Akhir perpanjangan"


class KeadaanPengajuan(models.TextChoices):
    """How a package stands at an instant, as the late list says it."""

    TEPAT_WAKTU = "tepat_waktu", "Tepat waktu"
    TERLAMBAT = "terlambat", "Terlambat"
    DIPERPANJANG = "diperpanjang", "Diberi perpanjangan"
    BELUM = "belum", "Belum mengajukan"


JENIS_BERKAS = ("pdf", "docx", "xlsx", "xls", "jpg", "png", "zip")
"""File types that a window may ask for, by extension; berkas checks the content."""
