"""Levels and kinds of the official nomenclature."""

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
