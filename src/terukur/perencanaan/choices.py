"""Levels and kinds of the nomenclature, of the plans of five years and of their indicators."""

from django.db import models


class JenisPemda(models.TextChoices):
    KABKOT = "KABKOT", "Kabupaten/kota"
    PROV = "PROV", "Provinsi"


class Tingkat(models.TextChoices):
    """Levels of the nomenclature, from the widest to the narrowest."""

    URUSAN = "urusan", "Urusan"
    BIDANG = "bidang", "Bidang urusan"
    PROGRAM = "program", "Program"
    KEGIATAN = "kegiatan", "Kegiatan"
    SUB_KEGIATAN = "sub_kegiatan", "Sub kegiatan"


class Polaritas(models.TextChoices):
    """Which way an indicator should move."""

    NAIK = "naik", "Makin tinggi makin baik"
    TURUN = "turun", "Makin rendah makin baik"
    STABIL = "stabil", "Harus tetap"
    RENTANG = "rentang", "Dalam rentang"
    YA_TIDAK = "ya_tidak", "Ya atau tidak"
    PREDIKAT = "predikat", "Predikat"


class JenisRencana(models.TextChoices):
    """The two plans of five years (Permendagri 86/2017): of the kabupaten and of one OPD."""

    RPJMD = "rpjmd", "RPJMD"
    RENSTRA = "renstra", "Renstra"


class StatusRencana(models.TextChoices):
    DRAF = "draf", "Draf"
    DIAJUKAN = "diajukan", "Diajukan"
    DIKEMBALIKAN = "dikembalikan", "Dikembalikan"
    DIVERIFIKASI = "diverifikasi", "Diverifikasi"
    DITETAPKAN = "ditetapkan", "Ditetapkan"


class JenisButir(models.TextChoices):
    """Levels of a plan of five years, from the widest to the narrowest."""

    MISI = "misi", "Misi"
    TUJUAN = "tujuan", "Tujuan"
    SASARAN = "sasaran", "Sasaran"
    PROGRAM = "program", "Program"


class TitikTarget(models.TextChoices):
    """Where on the line of time a number of an indicator stands."""

    AWAL = "awal", "Kondisi awal"
    TAHUN = "tahun", "Target tahunan"
    AKHIR = "akhir", "Kondisi akhir"
