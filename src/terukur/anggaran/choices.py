"""Vocabulary of the budget: kinds of spending, what happens above the ceiling."""

from django.db import models


class JenisBelanja(models.TextChoices):
    """Kelompok belanja of the official account list (Permendagri 90/2019): second digit of 5.x."""

    OPERASI = "operasi", "Belanja operasi"
    MODAL = "modal", "Belanja modal"
    TAK_TERDUGA = "tak_terduga", "Belanja tidak terduga"
    TRANSFER = "transfer", "Belanja transfer"


class CaraLampaui(models.TextChoices):
    """What a need above the ceiling becomes; dated data set by TAPD per year and stage."""

    USULAN = "usulan", "Masuk daftar usulan di atas pagu"
    TOLAK = "tolak", "Ditolak saat diisi"
