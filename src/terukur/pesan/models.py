"""Messages in the inbox, and their delivery to the outside."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from terukur.pesan.choices import StatusKiriman


class Pesan(models.Model):
    """One message to one user. ``kunci`` names the occasion: one message per user and occasion."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    penerima = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="penerima",
        on_delete=models.CASCADE,
        related_name="pesan",
        db_index=False,
    )
    kunci = models.CharField("kunci", max_length=200)
    judul = models.CharField("judul", max_length=200)
    isi = models.TextField("isi")
    tautan = models.CharField("tautan", max_length=500, blank=True)
    dikirim_pada = models.DateTimeField("dikirim pada")
    dibaca_pada = models.DateTimeField("dibaca pada", null=True, blank=True)

    class Meta:
        verbose_name = "pesan"
        verbose_name_plural = "pesan"
        constraints = [
            models.UniqueConstraint(fields=["penerima", "kunci"], name="pesan_sekali_per_penerima"),
            models.CheckConstraint(
                name="pesan_dibaca_setelah_dikirim",
                condition=Q(dibaca_pada__isnull=True) | Q(dibaca_pada__gte=F("dikirim_pada")),
            ),
            models.CheckConstraint(
                name="pesan_tautan_ke_dalam",
                condition=Q(tautan="") | (Q(tautan__startswith="/") & ~Q(tautan__startswith="//")),
            ),
        ]
        indexes = [
            models.Index(fields=["penerima", "-dikirim_pada"], name="pesan_kotak"),
            models.Index(
                fields=["penerima"], name="pesan_belum_dibaca", condition=Q(dibaca_pada__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.judul


class Kiriman(models.Model):
    """Delivery of one message by one channel. ``saluran`` is the service's word, never an address
    with its password."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pesan = models.ForeignKey(Pesan, on_delete=models.CASCADE, related_name="kiriman")
    saluran = models.CharField("saluran", max_length=40)
    status = models.CharField(
        "status", max_length=10, choices=StatusKiriman.choices, default=StatusKiriman.MENUNGGU
    )
    percobaan = models.PositiveSmallIntegerField("percobaan", default=0)
    dicoba_pada = models.DateTimeField("dicoba pada", null=True, blank=True)
    terkirim_pada = models.DateTimeField("terkirim pada", null=True, blank=True)
    alasan = models.CharField("alasan", max_length=300, blank=True)

    class Meta:
        verbose_name = "kiriman"
        verbose_name_plural = "kiriman"
        constraints = [
            models.UniqueConstraint(fields=["pesan", "saluran"], name="pesan_kiriman_sekali"),
            models.CheckConstraint(
                name="pesan_kiriman_status_waktu",
                condition=Q(status=StatusKiriman.TERKIRIM, terkirim_pada__isnull=False)
                | (~Q(status=StatusKiriman.TERKIRIM) & Q(terkirim_pada__isnull=True)),
            ),
            models.CheckConstraint(
                name="pesan_kiriman_status_sah", condition=Q(status__in=StatusKiriman.values)
            ),
            models.CheckConstraint(
                name="pesan_kiriman_percobaan_waktu",
                condition=Q(percobaan=0, dicoba_pada__isnull=True)
                | Q(percobaan__gte=1, dicoba_pada__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["status", "dicoba_pada"], name="pesan_kiriman_status")]

    def __str__(self) -> str:
        return f"{self.saluran}: {self.status}"
