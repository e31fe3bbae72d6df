"""What a warning and a disposisi have in common: a cause, who gave it, and an OPD that answers."""

import uuid

from django.db import models
from django.db.models import F, Q


class Terbitan(models.Model):
    """Abstract. Issued by a leader on paper, never edited afterwards.

    ``sebab``: what the issuer saw, as ``rules.sebab.Sebab.sebagai_isi`` writes it. ``sebab_kunci`` names
    the matter for whoever handed the cause over; empty when it was written by hand. ``terbit_pimpinan``:
    issued by the bupati or wakil bupati, so that nobody below them decides about it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    perihal = models.CharField("perihal", max_length=200)
    sebab = models.JSONField("sebab")
    sebab_kunci = models.CharField("kunci sebab", max_length=100, blank=True)
    tanggal_tenggat = models.DateField("paling lambat")
    terbit_pada = models.DateTimeField("terbit pada")
    terbit_oleh = models.CharField("diterbitkan oleh", max_length=64)
    terbit_nama = models.CharField("nama penerbit", max_length=150)
    terbit_jabatan = models.CharField("jabatan penerbit", max_length=300)
    terbit_pimpinan = models.BooleanField("diterbitkan pimpinan")

    class Meta:
        abstract = True


def kendala_diteruskan(tabel: str) -> models.CheckConstraint:
    """From whom a duty came and since when are known together, and it came from somebody else."""
    return models.CheckConstraint(
        name=f"{tabel}_diteruskan",
        condition=Q(asal=None, diteruskan_pada=None)
        | (Q(asal__isnull=False, diteruskan_pada__isnull=False) & ~Q(asal=F("opd"))),
    )


class Ditujukan(models.Model):
    """Abstract. What one OPD must answer. ``kepala_nama`` and ``kepala_jabatan``: its head of that day.

    ``opd``: whose duty the answer is. ``asal``: to whom the paper went, where that OPD ended and the duty
    passed on; the paper itself stays as it was sent (ADR 0023).
    """

    opd = models.ForeignKey("organisasi.OPD", models.PROTECT, related_name="+")
    asal = models.ForeignKey("organisasi.OPD", models.PROTECT, related_name="+", null=True, blank=True)
    diteruskan_pada = models.DateTimeField("diteruskan pada", null=True, blank=True)
    kepala_nama = models.CharField("nama kepala OPD", max_length=200)
    kepala_jabatan = models.CharField("jabatan kepala OPD", max_length=300)
    ditanggapi_pada = models.DateTimeField("ditanggapi pada", null=True, blank=True)
    catatan = models.TextField("catatan penerbit", blank=True)
    putus_pada = models.DateTimeField("diputus pada", null=True, blank=True)
    putus_oleh = models.CharField("diputus oleh", max_length=64, blank=True)
    putus_nama = models.CharField("nama pemutus", max_length=150, blank=True)
    putus_jabatan = models.CharField("jabatan pemutus", max_length=300, blank=True)

    class Meta:
        abstract = True
