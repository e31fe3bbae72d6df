"""Where a lesson of a studi banding stands."""

from django.db import models


class StatusStudi(models.TextChoices):
    RENCANA = "rencana", "Akan diadopsi"
    DIADOPSI = "diadopsi", "Diadopsi"
    TIDAK_DIADOPSI = "tidak_diadopsi", "Tidak diadopsi"
