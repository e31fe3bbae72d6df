"""Closed word lists of what the leaders send to an OPD, and how it stands."""

from django.db import models


class JenisPeringatan(models.TextChoices):
    """The papers of one matter, mildest first. None is a sanction of PP 94/2021 (ADR 0016)."""

    PENJELASAN = "penjelasan", "Permintaan penjelasan"
    PERINGATAN_1 = "peringatan_1", "Peringatan kinerja I"
    PERINGATAN_2 = "peringatan_2", "Peringatan kinerja II"
    PERINGATAN_3 = "peringatan_3", "Peringatan kinerja III"


class StatusPeringatan(models.TextChoices):
    TERBIT = "terbit", "Menunggu tanggapan"
    DITANGGAPI = "ditanggapi", "Sudah ditanggapi"
    TIDAK_DITERIMA = "tidak_diterima", "Tanggapan tidak diterima"
    DITERIMA = "diterima", "Tanggapan diterima"
    DITINGKATKAN = "ditingkatkan", "Ditingkatkan"
    DICABUT = "dicabut", "Dicabut"


class SifatDisposisi(models.TextChoices):
    BIASA = "biasa", "Biasa"
    SEGERA = "segera", "Segera"
    SANGAT_SEGERA = "sangat_segera", "Sangat segera"


class StatusTindakLanjut(models.TextChoices):
    TERKIRIM = "terkirim", "Belum diterima"
    DITERIMA = "diterima", "Sedang ditindaklanjuti"
    DILAPORKAN = "dilaporkan", "Sudah dilaporkan"
    DIKEMBALIKAN = "dikembalikan", "Laporan dikembalikan"
    SELESAI = "selesai", "Selesai"
    DIBATALKAN = "dibatalkan", "Dibatalkan"


class JabatanPimpinan(models.TextChoices):
    """In which office a leader signs who has no penugasan of an employee: he was elected or named."""

    BUPATI = "Bupati", "Bupati"
    WAKIL_BUPATI = "Wakil Bupati", "Wakil Bupati"
    PJ_BUPATI = "Pj. Bupati", "Pj. Bupati"
    PLT_BUPATI = "Plt. Bupati", "Plt. Bupati"
    PLH_BUPATI = "Plh. Bupati", "Plh. Bupati"
