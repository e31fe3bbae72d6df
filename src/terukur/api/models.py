"""Tokens of other systems and their use; webhooks and what was sent to them."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from terukur.api.choices import Peristiwa, StatusKabar, Sumber


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


class Webhook(models.Model):
    """An address that is told of official acts. ``nomor`` is the last journal entry it was asked about.

    Its secret is stored nowhere: it follows from the server's key and ``id`` (``rules.rahasia_webhook``).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    nama = models.CharField("nama sistem", max_length=100)
    alamat = models.URLField("alamat", max_length=300)
    peristiwa = ArrayField(
        models.CharField(max_length=60, choices=Peristiwa.choices), verbose_name="peristiwa"
    )
    nomor = models.BigIntegerField("nomor jejak terakhir")
    dibuat_pada = models.DateTimeField("dibuat pada")
    dibuat_oleh = models.CharField("dibuat oleh", max_length=64)
    dihentikan_pada = models.DateTimeField("dihentikan pada", null=True, blank=True)
    dihentikan_oleh = models.CharField("dihentikan oleh", max_length=64, blank=True)

    class Meta:
        verbose_name = "webhook"
        verbose_name_plural = "webhook"
        constraints = [
            models.CheckConstraint(name="api_webhook_berperistiwa", condition=Q(peristiwa__len__gte=1)),
            models.CheckConstraint(
                name="api_webhook_dihentikan",
                condition=Q(dihentikan_pada=None, dihentikan_oleh="")
                | (
                    Q(dihentikan_pada__isnull=False, dihentikan_pada__gte=F("dibuat_pada"))
                    & ~Q(dihentikan_oleh="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.nama


class Kabar(models.Model):
    """One act told to one webhook: exactly the text that is signed, and how its delivery stands."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="daftar_kabar")
    nomor = models.BigIntegerField("nomor jejak")
    peristiwa = models.CharField("peristiwa", max_length=60)
    isi = models.TextField("isi")
    status = models.CharField("status", max_length=10, choices=StatusKabar.choices)
    percobaan = models.PositiveSmallIntegerField("percobaan", default=0)
    dibuat_pada = models.DateTimeField("dibuat pada")
    dicoba_pada = models.DateTimeField("dicoba pada", null=True, blank=True)
    terkirim_pada = models.DateTimeField("terkirim pada", null=True, blank=True)
    alasan = models.CharField("alasan", max_length=200, blank=True)

    class Meta:
        verbose_name = "kabar"
        verbose_name_plural = "kabar"
        constraints = [
            models.UniqueConstraint(fields=["webhook", "nomor"], name="api_kabar_sekali"),
            models.CheckConstraint(
                name="api_kabar_status_waktu",
                condition=Q(status=StatusKabar.TERKIRIM, terkirim_pada__isnull=False)
                | (~Q(status=StatusKabar.TERKIRIM) & Q(terkirim_pada=None)),
            ),
        ]
        indexes = [models.Index(fields=["status", "dibuat_pada"], name="api_kabar_status")]

    def __str__(self) -> str:
        return f"{self.peristiwa} {self.nomor}: {self.status}"
