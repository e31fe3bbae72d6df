"""Evidence files. The bytes lie on disk by their SHA-256; a row says who brought them and for whom."""

import uuid

from django.db import models
from django.db.models import F, Q


class Berkas(models.Model):
    """One file as somebody gave it. Never changed; the same content may have many rows.

    ``sidik``: SHA-256 of the stored bytes. ``opd_id`` None: belongs to the whole kabupaten.
    ``diunggah_oleh``: ``Pelaku.id``.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sidik = models.CharField("sidik SHA-256", max_length=64)
    nama = models.CharField("nama berkas", max_length=180)
    jenis = models.CharField("jenis", max_length=10)
    jenis_mime = models.CharField("jenis MIME", max_length=100)
    ukuran = models.PositiveBigIntegerField("ukuran (byte)")
    opd_id = models.UUIDField("OPD", null=True, blank=True)
    diunggah_oleh = models.CharField("diunggah oleh", max_length=64)
    diunggah_pada = models.DateTimeField("diunggah pada")

    class Meta:
        verbose_name = "berkas"
        verbose_name_plural = "berkas"
        indexes = [
            models.Index(fields=["sidik"], name="berkas_sidik"),
            models.Index(fields=["opd_id", "diunggah_pada"], name="berkas_opd"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(sidik__regex=r"^[0-9a-f]{64}$"), name="berkas_sidik_heksa"),
            models.CheckConstraint(condition=Q(ukuran__gt=0), name="berkas_ada_isi"),
        ]

    def __str__(self) -> str:
        return f"{self.nama} ({self.sidik[:12]})"


class Unggahan(models.Model):
    """A file on its way in pieces over a bad line. ``diterima``: bytes that are safely here.

    ``sidik``: SHA-256 the sender states for the whole; checked when the last byte has come.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    nama = models.CharField("nama berkas", max_length=180)
    ukuran = models.PositiveBigIntegerField("ukuran (byte)")
    sidik = models.CharField("sidik SHA-256", max_length=64)
    diterima = models.PositiveBigIntegerField("diterima (byte)", default=0)
    oleh = models.CharField("oleh", max_length=64)
    dimulai_pada = models.DateTimeField("dimulai pada")
    diterima_pada = models.DateTimeField("bagian terakhir diterima pada")

    class Meta:
        verbose_name = "unggahan"
        verbose_name_plural = "unggahan"
        constraints = [
            models.UniqueConstraint(fields=["oleh", "sidik", "ukuran"], name="berkas_unggahan_sekali"),
            models.CheckConstraint(condition=Q(diterima__lte=F("ukuran")), name="berkas_unggahan_batas"),
            models.CheckConstraint(
                condition=Q(sidik__regex=r"^[0-9a-f]{64}$"), name="berkas_unggahan_sidik_heksa"
            ),
            models.CheckConstraint(
                condition=Q(diterima_pada__gte=F("dimulai_pada")), name="berkas_unggahan_urutan"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nama}: {self.diterima}/{self.ukuran}"

    @property
    def is_lengkap(self) -> bool:
        return self.diterima == self.ukuran
