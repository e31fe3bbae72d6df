"""Tokens of other systems, and how much they are used."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from terukur.api.choices import Sumber


class Token(models.Model):
    """One system's key. Only its digest is stored: it is shown once, when it is made.

    It reads as its maker would, cut down to ``sumber`` and ``opd`` (none, with ``seluruh_opd``:
    all that the maker may see): when the maker loses a role, so does the token.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    nama = models.CharField("nama sistem", max_length=100)
    awalan = models.CharField("awal token", max_length=12)
    sidik = models.CharField("sidik token", max_length=64, unique=True)
    sumber = ArrayField(models.CharField(max_length=30, choices=Sumber.choices), verbose_name="data")
    seluruh_opd = models.BooleanField("seluruh OPD")
    opd = models.ManyToManyField("organisasi.OPD", verbose_name="OPD", related_name="+", blank=True)
    dibuat_pada = models.DateTimeField("dibuat pada")
    dibuat_oleh = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kedaluwarsa_pada = models.DateTimeField("kedaluwarsa pada")
    dicabut_pada = models.DateTimeField("dicabut pada", null=True, blank=True)
    dicabut_oleh = models.CharField("dicabut oleh", max_length=64, blank=True)

    class Meta:
        verbose_name = "token"
        verbose_name_plural = "token"
        constraints = [
            models.CheckConstraint(name="api_token_umur", condition=Q(kedaluwarsa_pada__gt=F("dibuat_pada"))),
            models.CheckConstraint(name="api_token_bersumber", condition=Q(sumber__len__gte=1)),
            models.CheckConstraint(
                name="api_token_dicabut",
                condition=Q(dicabut_pada=None, dicabut_oleh="")
                | (Q(dicabut_pada__isnull=False, dicabut_pada__gte=F("dibuat_pada")) & ~Q(dicabut_oleh="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nama} ({self.awalan}…)"


class PemakaianToken(models.Model):
    """When a token was last used, and its requests: of the current minute, and in all."""

    token = models.OneToOneField(Token, models.CASCADE, primary_key=True, related_name="pemakaian")
    terakhir_pada = models.DateTimeField("terakhir dipakai pada")
    menit_pada = models.DateTimeField("menit yang dihitung pada")
    jumlah_semenit = models.PositiveIntegerField("jumlah permintaan menit itu")
    jumlah = models.PositiveBigIntegerField("jumlah permintaan")

    class Meta:
        verbose_name = "pemakaian token"
        verbose_name_plural = "pemakaian token"

    def __str__(self) -> str:
        return f"{self.token_id}: {self.jumlah}"
