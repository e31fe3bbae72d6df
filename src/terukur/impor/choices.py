"""States of one import."""

from django.db import models


class Status(models.TextChoices):
    DIUNGGAH = "diunggah", "Sedang dibaca"
    DIBACA = "dibaca", "Ada galat"
    SIAP = "siap", "Siap diterapkan"
    MENERAPKAN = "menerapkan", "Sedang diterapkan"
    DITERAPKAN = "diterapkan", "Diterapkan"
    DIURUNGKAN = "diurungkan", "Diurungkan"
    DIBATALKAN = "dibatalkan", "Dibatalkan"
    GAGAL = "gagal", "Tidak dapat dibaca"


BERJALAN = frozenset({Status.DIUNGGAH, Status.MENERAPKAN})
"""Somebody is working on it: the page refreshes itself."""
