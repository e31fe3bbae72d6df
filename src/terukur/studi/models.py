"""What was learnt elsewhere, and what became of it here."""

import uuid

from django.db import models
from django.db.models import F, Q

from terukur.studi.choices import StatusStudi

S = StatusStudi


class StudiBanding(models.Model):
    """One lesson of a comparison, and the OPD that is to adopt it by a day.

    ``pokok`` was compared with ``pembanding`` on ``tanggal``; ``opd`` adopts ``pelajaran`` until
    ``tanggal_tenggat``. ``hasil``: what was done, or why it was not adopted. A study with lessons for
    several OPD is recorded once for each. ``versi`` counts the changes. ``asal``: who was to adopt it at
    first, where that OPD ended and ``opd`` carries on.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pokok = models.CharField("yang dibandingkan", max_length=200)
    pembanding = models.CharField("pembanding", max_length=200)
    tanggal = models.DateField("tanggal studi")
    pelajaran = models.TextField("pelajaran")
    opd = models.ForeignKey("organisasi.OPD", models.PROTECT, related_name="+", verbose_name="OPD pengadopsi")
    asal = models.ForeignKey("organisasi.OPD", models.PROTECT, related_name="+", null=True, blank=True)
    tanggal_tenggat = models.DateField("diadopsi paling lambat")
    berkas = models.ForeignKey("berkas.Berkas", models.PROTECT, related_name="+", null=True, blank=True)
    status = models.CharField("status", max_length=15, choices=StatusStudi, default=S.RENCANA)
    versi = models.PositiveIntegerField("versi", default=1)
    dicatat_pada = models.DateTimeField("dicatat pada")
    dicatat_oleh = models.CharField("dicatat oleh", max_length=64)
    dicatat_nama = models.CharField("nama pencatat", max_length=150)
    hasil = models.TextField("hasil atau alasan", blank=True)
    putus_pada = models.DateTimeField("dinyatakan pada", null=True, blank=True)
    putus_oleh = models.CharField("dinyatakan oleh", max_length=64, blank=True)
    putus_nama = models.CharField("nama yang menyatakan", max_length=150, blank=True)

    class Meta:
        verbose_name = "studi banding"
        verbose_name_plural = "studi banding"
        constraints = [
            models.CheckConstraint(
                name="studi_banding_isi", condition=~Q(pokok="") & ~Q(pembanding="") & ~Q(pelajaran="")
            ),
            models.CheckConstraint(
                name="studi_banding_urutan_tanggal", condition=Q(tanggal_tenggat__gte=F("tanggal"))
            ),
            models.CheckConstraint(
                name="studi_banding_putus",
                condition=Q(status=S.RENCANA, putus_pada=None, putus_oleh="", hasil="")
                | (~Q(status=S.RENCANA) & Q(putus_pada__isnull=False) & ~Q(putus_oleh="") & ~Q(hasil="")),
            ),
        ]
        indexes = [models.Index(fields=["status", "tanggal_tenggat"], name="studi_banding_tenggat")]

    def __str__(self) -> str:
        return self.pokok
