"""Extensions: asked with a reason, decided by the Sekda, ending by themselves."""

import uuid

from django.db import models
from django.db.models import F, Q

from terukur.tenggat.choices import StatusPerpanjangan
from terukur.tenggat.models.jendela import GangguanLayanan
from terukur.tenggat.models.pengajuan import Pengajuan


class Perpanjangan(models.Model):
    """An extension for one package. Rows granted together share ``kelompok``.

    ``sampai`` is the instant at which it ends by itself; ``dasar`` the ground that every report
    prints. Collective grants have no request (``diminta_pada`` is NULL).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pengajuan = models.ForeignKey(Pengajuan, on_delete=models.PROTECT, related_name="daftar_perpanjangan")
    kelompok = models.UUIDField("kelompok", null=True, blank=True)
    status = models.CharField("status", max_length=10, choices=StatusPerpanjangan)
    alasan = models.TextField("alasan OPD", max_length=2000, blank=True)
    diminta_sampai = models.DateTimeField("diminta sampai", null=True, blank=True)
    diminta_pada = models.DateTimeField("diminta pada", null=True, blank=True)
    diminta_oleh = models.CharField("diminta oleh", max_length=64, blank=True)
    diminta_nama = models.CharField("nama peminta", max_length=150, blank=True)
    sampai = models.DateTimeField("diperpanjang sampai", null=True, blank=True)
    dasar = models.CharField("dasar keputusan", max_length=300, blank=True)
    alasan_tolak = models.CharField("alasan penolakan", max_length=300, blank=True)
    diputus_pada = models.DateTimeField("diputus pada", null=True, blank=True)
    diputus_oleh = models.CharField("diputus oleh", max_length=64, blank=True)
    diputus_nama = models.CharField("nama pemutus", max_length=150, blank=True)
    diputus_penugasan = models.CharField("jabatan pemutus", max_length=300, blank=True)
    diputus_sendiri = models.BooleanField("diputus untuk perangkat daerah sendiri", default=False)
    daftar_gangguan = models.ManyToManyField(GangguanLayanan, related_name="+", blank=True)

    class Meta:
        verbose_name = "perpanjangan"
        verbose_name_plural = "perpanjangan"
        constraints = [
            models.CheckConstraint(
                name="perpanjangan_diminta",
                condition=(
                    Q(diminta_pada=None, diminta_oleh="", diminta_sampai=None)
                    & ~Q(status="diminta")
                    & Q(kelompok__isnull=False)
                )
                | (
                    Q(
                        diminta_pada__isnull=False,
                        diminta_sampai__isnull=False,
                        diminta_sampai__gt=F("diminta_pada"),
                    )
                    & ~Q(diminta_oleh="")
                    & ~Q(alasan="")
                ),
            ),
            models.CheckConstraint(
                name="perpanjangan_diputus",
                condition=Q(status="diminta", diputus_pada=None, diputus_oleh="", sampai=None)
                | (
                    Q(
                        status="diberikan",
                        diputus_pada__isnull=False,
                        sampai__isnull=False,
                        sampai__gt=F("diputus_pada"),
                    )
                    & ~Q(diputus_oleh="")
                    & ~Q(dasar="")
                )
                | (
                    Q(status="ditolak", diputus_pada__isnull=False, sampai=None)
                    & ~Q(diputus_oleh="")
                    & ~Q(alasan_tolak="")
                ),
            ),
            models.CheckConstraint(
                name="perpanjangan_urutan",
                condition=Q(diminta_pada=None)
                | Q(diputus_pada=None)
                | Q(diputus_pada__gte=F("diminta_pada")),
            ),
            models.UniqueConstraint(
                fields=["pengajuan"], condition=Q(status="diminta"), name="perpanjangan_satu_diminta"
            ),
        ]
        indexes = [models.Index(fields=["status", "diminta_pada"])]

    def __str__(self) -> str:
        return f"{self.pengajuan_id} {self.status}"
