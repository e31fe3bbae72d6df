"""Runs of the import engine. The workbook itself is a Berkas; what it says is kept as a preview."""

import json
import uuid
import zlib
from typing import Any

from django.db import models
from django.db.models import Q

from terukur.impor.choices import Status


class Impor(models.Model):
    """One workbook on its way in: read, previewed, applied or not, undone or not.

    ``konteks``: what the room needs to know (tahun, pengajuan ...), scoped when it was made.
    ``pratinjau``: zlib of JSON: the summary of the reader and the rows as text.
    ``urung``: what the room needs to undo it. ``sidik_keadaan``: what was stored when the preview
    was made, so that a change in between is noticed at apply.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jenis = models.CharField("jenis", max_length=40)
    judul = models.CharField("untuk", max_length=300)
    berkas = models.ForeignKey("berkas.Berkas", models.PROTECT, related_name="+", verbose_name="berkas")
    catatan = models.ForeignKey(
        "berkas.Berkas",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="berkas bercatatan",
    )
    opd_id = models.UUIDField("OPD", null=True, blank=True)
    konteks = models.JSONField("konteks", default=dict, blank=True)
    status = models.CharField("status", max_length=12, choices=Status.choices, default=Status.DIUNGGAH)
    pratinjau = models.BinaryField("pratinjau", null=True)
    jumlah_baris = models.PositiveIntegerField("jumlah baris", default=0)
    jumlah_galat = models.PositiveIntegerField("jumlah galat", default=0)
    jumlah_peringatan = models.PositiveIntegerField("jumlah peringatan", default=0)
    pesan = models.CharField("pesan", max_length=1000, blank=True)
    tautan = models.CharField("tautan hasil", max_length=500, blank=True)
    urung = models.JSONField("bahan urung", default=dict, blank=True)
    oleh = models.CharField("oleh", max_length=64)
    oleh_nama = models.CharField("nama", max_length=150)
    oleh_peran = models.CharField("peran", max_length=300, blank=True)
    dibuat_pada = models.DateTimeField("dibuat pada")
    dibaca_pada = models.DateTimeField("dibaca pada", null=True, blank=True)
    diterapkan_pada = models.DateTimeField("diterapkan pada", null=True, blank=True)
    ditutup_pada = models.DateTimeField("ditutup pada", null=True, blank=True)

    class Meta:
        verbose_name = "impor"
        verbose_name_plural = "impor"
        indexes = [
            models.Index(fields=["oleh", "-dibuat_pada"], name="impor_oleh"),
            models.Index(fields=["opd_id", "-dibuat_pada"], name="impor_opd"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["diunggah", "gagal", "dibatalkan"])
                | Q(dibaca_pada__isnull=False, pratinjau__isnull=False),
                name="impor_terbaca_berpratinjau",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["diterapkan", "diurungkan"], diterapkan_pada__isnull=False)
                | (~Q(status__in=["diterapkan", "diurungkan"]) & Q(diterapkan_pada__isnull=True)),
                name="impor_diterapkan_bertanggal",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["diurungkan", "dibatalkan", "gagal"], ditutup_pada__isnull=False)
                | (~Q(status__in=["diurungkan", "dibatalkan", "gagal"]) & Q(ditutup_pada__isnull=True)),
                name="impor_ditutup_bertanggal",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["siap", "menerapkan", "diterapkan", "diurungkan"])
                | Q(jumlah_galat=0),
                name="impor_galat_tidak_diterapkan",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.jenis} {self.pk}"

    @property
    def isi(self) -> dict[str, Any]:
        """The preview as it was written; empty before reading."""
        isi: dict[str, Any] = json.loads(zlib.decompress(self.pratinjau)) if self.pratinjau else {}
        return isi


def padatkan(isi: dict[str, Any]) -> bytes:
    """What ``Impor.isi`` opens again."""
    return zlib.compress(json.dumps(isi, ensure_ascii=False).encode(), 6)


class KemajuanImpor(models.Model):
    """How far a job is, written beside its transaction, so that others see it before the commit."""

    impor = models.OneToOneField(Impor, models.CASCADE, related_name="kemajuan", primary_key=True)
    selesai = models.PositiveIntegerField("selesai", default=0)
    jumlah = models.PositiveIntegerField("jumlah", default=0)
    langkah = models.CharField("langkah", max_length=100, blank=True)
    batal_diminta = models.BooleanField("batal diminta", default=False)

    class Meta:
        verbose_name = "kemajuan impor"
        verbose_name_plural = "kemajuan impor"

    def __str__(self) -> str:
        return f"{self.impor_id}: {self.selesai}/{self.jumlah}"

    @property
    def persen(self) -> int:
        return min(100, self.selesai * 100 // self.jumlah) if self.jumlah else 0
