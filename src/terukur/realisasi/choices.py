"""Closed word lists of results, who caused them, and how a figure stands."""

from django.db import models

FOTO = ("jpg", "png")
"""Kinds of files that are pictures."""


class StatusLaporan(models.TextChoices):
    """States of the report of one OPD and period."""

    DRAF = "draf", "Draf"
    SIAP_DITANDATANGANI = "siap_ditandatangani", "Siap ditandatangani"
    DIAJUKAN = "diajukan", "Diajukan"
    DIKEMBALIKAN = "dikembalikan", "Dikembalikan"
    SIAP_PERBAIKAN = "siap_perbaikan", "Perbaikan siap ditandatangani"
    DIVERIFIKASI = "diverifikasi", "Diverifikasi"


class Pihak(models.TextChoices):
    """Who caused a result."""

    OPD = "opd", "OPD sendiri"
    OPD_LAIN = "opd_lain", "OPD lain"
    PUSAT = "pusat", "Pusat/provinsi"
    SWASTA = "swasta", "Swasta"
    MASYARAKAT = "masyarakat", "Masyarakat"


class StatusCapaian(models.TextChoices):
    """What is known officially of the result of one period."""

    BELUM = "belum", "Belum mengisi"
    DIAJUKAN = "diajukan", "Diajukan"
    DIVERIFIKASI = "diverifikasi", "Diverifikasi"


class HasilCapaian(models.TextChoices):
    """How an indicator stands, in one word; incomplete and unplanned are never "tercapai"."""

    TIDAK_DIRENCANAKAN = "tidak_direncanakan", "Tidak direncanakan"
    TANPA_TARGET = "tanpa_target", "Belum ada target"
    BELUM_DIVERIFIKASI = "belum_diverifikasi", "Belum diverifikasi"
    BELUM_MENGISI = "belum_mengisi", "Belum mengisi"
    BELUM_LENGKAP = "belum_lengkap", "Data belum lengkap"
    TAK_TERHITUNG = "tak_terhitung", "Tidak dapat dihitung"
    BELUM_TERCAPAI = "belum_tercapai", "Belum tercapai"
    TERCAPAI = "tercapai", "Tercapai"


class JenisEdisi(models.TextChoices):
    """Reports that are published as editions."""

    RAPOR = "rapor", "Rapor Kinerja"
    EVALUASI = "evaluasi", "Evaluasi Hasil Renja"
    RFK = "rfk", "Laporan Realisasi Fisik dan Keuangan"
    LKJIP = "lkjip", "Laporan Kinerja (draf Bab II dan III)"


class RagamFisik(models.TextChoices):
    """Whose word a physical figure is: the operator's, or the OPD's since its head confirmed it."""

    ISIAN = "isian", "Isian operator"
    RESMI = "resmi", "Disahkan kepala OPD"


class Pengadaan(models.TextChoices):
    """How far the procurement of a sub kegiatan is (Perpres 16/2018 as changed by 12/2021)."""

    TIDAK_PERLU = "tidak_perlu", "Tidak perlu pengadaan"
    BELUM = "belum", "Belum diumumkan"
    DIUMUMKAN = "diumumkan", "Diumumkan (RUP)"
    PEMILIHAN = "pemilihan", "Proses pemilihan"
    KONTRAK = "kontrak", "Kontrak"
    PELAKSANAAN = "pelaksanaan", "Pelaksanaan"
    SERAH_TERIMA = "serah_terima", "Serah terima"
    GAGAL = "gagal", "Gagal/diulang"


class KeadaanFisik(models.TextChoices):
    """How far an OPD is with the physical figures of one month."""

    KOSONG = "kosong", "Belum mengisi"
    SEBAGIAN = "sebagian", "Terisi sebagian"
    MENUNGGU = "menunggu", "Menunggu pengesahan"
    DISAHKAN = "disahkan", "Disahkan"
    TIDAK_ADA = "tidak_ada", "Tidak ada sub kegiatan"


class KeadaanBerkas(models.TextChoices):
    """Whether a paper that a review asks for is there."""

    ADA = "ada", "Ada"
    BELUM_ADA = "belum_ada", "Belum ada"
    BELUM_WAKTUNYA = "belum_waktunya", "Belum waktunya"


class JenisDini(models.TextChoices):
    """Kinds of early warning, the gravest first where two weigh alike."""

    DIAM = "diam", "Laporan belum disampaikan"
    TERTINGGAL = "tertinggal", "Tertinggal dari jalur target"
    SERAPAN = "serapan", "Serapan tanpa keluaran"
    LAPANGAN = "lapangan", "Tidak sesuai di lapangan"
    TANPA_RENCANA = "tanpa_rencana", "Belum ada rencana aksi"
    TANPA_BUKTI = "tanpa_bukti", "Keluaran tanpa bukti"


class LangkahDini(models.TextChoices):
    """What is proposed to the leader; he decides."""

    PENJELASAN = "penjelasan", "Minta penjelasan"
    DISPOSISI = "disposisi", "Beri disposisi"
    TINGKATKAN = "tingkatkan", "Terbitkan tingkat berikutnya"
    PUTUSKAN = "putuskan", "Putuskan tanggapannya"
    TUNGGU = "tunggu", "Menunggu tanggapan"


class ArahLaju(models.TextChoices):
    """How an OPD moves against its own past, whoever needs attention first."""

    BERHENTI = "berhenti", "Berhenti"
    MELAMBAT = "melambat", "Melambat"
    PULIH = "pulih", "Pulih"
    NAIK = "naik", "Naik gigi"
    TETAP = "tetap", "Tetap"
    BELUM = "belum", "Belum diketahui"


class HasilLapangan(models.TextChoices):
    """What somebody found who went and looked."""

    SESUAI = "sesuai", "Sesuai"
    TIDAK_SESUAI = "tidak_sesuai", "Tidak sesuai"
    TIDAK_DAPAT = "tidak_dapat", "Tidak dapat diperiksa"


class KeadaanLapangan(models.TextChoices):
    """How a field check stands on a day: asked, overdue, or what was found; withdrawn stays visible."""

    MENUNGGU = "menunggu", "Menunggu"
    TERLAMBAT = "terlambat", "Terlambat"
    SESUAI = "sesuai", "Sesuai"
    TIDAK_SESUAI = "tidak_sesuai", "Tidak sesuai"
    TIDAK_DAPAT = "tidak_dapat", "Tidak dapat diperiksa"
    DICABUT = "dicabut", "Dicabut"
