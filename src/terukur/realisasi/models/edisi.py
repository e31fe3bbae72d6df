"""Published editions: what a report said on the day it was given out, for good."""

import uuid

from django.db import models
from django.db.models import F, Q

from terukur.realisasi.choices import JenisEdisi

SELURUH = "Seluruh perangkat daerah"


class Edisi(models.Model):
    """One published report. Its content is frozen in ``kertas``; rows are never changed. ``opd`` None: of
    every OPD, which only the RFK tells.

    ``per`` and ``diketahui``: of which day it speaks, and as known at which instant, so that it can be
    computed anew from the facts. ``ke`` counts the editions of the same report of the same day;
    ``alasan`` says why there is another. ``perender``: with which versions its files were first made.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jenis = models.CharField("jenis", max_length=10, choices=JenisEdisi)
    opd = models.ForeignKey("organisasi.OPD", models.PROTECT, related_name="+", db_index=False, null=True)
    per = models.DateField("keadaan per")
    diketahui = models.DateTimeField("diketahui pada")
    ke = models.PositiveSmallIntegerField("edisi ke-", default=1)
    alasan = models.CharField("alasan edisi baru", max_length=300, blank=True)
    kertas = models.OneToOneField("jejak.Kertas", models.PROTECT, related_name="+")
    perender = models.CharField("perender", max_length=120)
    terbit_pada = models.DateTimeField("terbit pada")
    terbit_oleh = models.CharField("diterbitkan oleh", max_length=64)
    nama_penerbit = models.CharField("nama penerbit", max_length=150, blank=True)

    class Meta:
        verbose_name = "edisi"
        verbose_name_plural = "edisi"
        constraints = [
            models.UniqueConstraint(
                fields=["opd", "jenis", "per", "ke"], name="edisi_nomor_unik", nulls_distinct=False
            ),
            models.CheckConstraint(
                name="edisi_seluruh_hanya_rfk", condition=Q(opd__isnull=False) | Q(jenis=JenisEdisi.RFK)
            ),
            models.CheckConstraint(
                name="edisi_ke", condition=Q(ke=1, alasan="") | (Q(ke__gt=1) & ~Q(alasan=""))
            ),
            models.CheckConstraint(
                name="edisi_diketahui_sebelum_terbit", condition=Q(diketahui__lte=F("terbit_pada"))
            ),
        ]
        indexes = [models.Index(fields=["-terbit_pada"], name="edisi_terbit")]

    @property
    def nama_opd(self) -> str:
        """Whose report it is, in words."""
        return self.opd.nama if self.opd else SELURUH

    def __str__(self) -> str:
        return f"{self.get_jenis_display()} per {self.per:%d-%m-%Y} edisi ke-{self.ke}"
