"""States of a delivery to the outside."""

from django.db import models


class StatusKiriman(models.TextChoices):
    MENUNGGU = "menunggu", "Menunggu"
    TERKIRIM = "terkirim", "Terkirim"
    GAGAL = "gagal", "Gagal"
