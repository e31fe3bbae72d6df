"""The official journal. Written only by ``actions``; the database refuses change and removal."""

import json
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Q


class CatatanQuerySet(models.QuerySet["Catatan"]):
    def tentang(self, objek: str, objek_id: object) -> "CatatanQuerySet":
        """Entries about one record."""
        return self.filter(objek=objek, objek_id=str(objek_id))


class Catatan(models.Model):
    """One entry of the chain. ``baku`` are the canonical bytes, ``sidik`` their SHA-256.

    The other columns repeat what ``baku`` says, for searching; verification compares them.
    No foreign keys: the journal outlives everything it speaks of.
    """

    nomor = models.PositiveBigIntegerField("nomor", primary_key=True)
    pada = models.DateTimeField("pada")
    pelaku_id = models.CharField("pelaku", max_length=64)
    pelaku_nama = models.CharField("nama pelaku", max_length=200)
    pelaku_peran = models.CharField("peran", max_length=300, blank=True)
    penugasan = models.CharField("penugasan", max_length=300, blank=True)
    peristiwa = models.CharField("peristiwa", max_length=100)
    objek = models.CharField("objek", max_length=60)
    objek_id = models.CharField("nomor objek", max_length=100, blank=True)
    opd_id = models.UUIDField("OPD", null=True, blank=True)
    ditolak = models.BooleanField("ditolak", default=False)
    baku = models.BinaryField("isi baku")
    sebelum = models.CharField("sidik sebelumnya", max_length=64)
    sidik = models.CharField("sidik", max_length=64, unique=True)

    objects = CatatanQuerySet.as_manager()

    class Meta:
        verbose_name = "catatan"
        verbose_name_plural = "catatan"
        constraints = [
            models.CheckConstraint(name="jejak_catatan_nomor_mulai_satu", condition=Q(nomor__gte=1)),
            models.CheckConstraint(
                name="jejak_catatan_sidik_sah",
                condition=Q(sidik__regex=r"^[0-9a-f]{64}$") & Q(sebelum__regex=r"^[0-9a-f]{64}$"),
            ),
        ]
        indexes = [
            models.Index(fields=["objek", "objek_id", "nomor"], name="jejak_catatan_objek"),
            models.Index(fields=["peristiwa", "nomor"], name="jejak_catatan_peristiwa"),
            models.Index(fields=["pelaku_id", "nomor"], name="jejak_catatan_pelaku"),
            models.Index(fields=["opd_id", "nomor"], name="jejak_catatan_opd"),
            models.Index(fields=["pada"], name="jejak_catatan_pada"),
            models.Index(
                fields=["pelaku_id", "peristiwa", "pada"],
                name="jejak_catatan_ditolak",
                condition=Q(ditolak=True),
            ),
        ]

    def __str__(self) -> str:
        return f"Catatan {self.nomor}: {self.peristiwa}"

    @cached_property
    def uraian(self) -> dict[str, Any]:
        """``baku`` as read back."""
        hasil: dict[str, Any] = json.loads(bytes(self.baku))
        return hasil

    @property
    def isi(self) -> dict[str, Any]:
        """What the act recorded, as plain JSON values (Decimals and dates are text)."""
        hasil: dict[str, Any] = self.uraian["isi"]
        return hasil
