"""What an OPD answers: a reply to a warning, or a report on a disposisi."""

import uuid

from django.db import models
from django.db.models import F, Q

from terukur.eskalasi.models.disposisi import TindakLanjut
from terukur.eskalasi.models.peringatan import Peringatan


class Tanggapan(models.Model):
    """One answer: a draft until the head of the OPD sends it, then never changed.

    ``hari_terlambat``: days past the deadline that stood when it was sent; no later deadline changes it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    peringatan = models.ForeignKey(
        Peringatan, models.PROTECT, related_name="daftar_tanggapan", null=True, blank=True
    )
    tindak_lanjut = models.ForeignKey(
        TindakLanjut, models.PROTECT, related_name="daftar_tanggapan", null=True, blank=True
    )
    isi = models.TextField("isi tanggapan")
    berkas = models.ForeignKey("berkas.Berkas", models.PROTECT, related_name="+", null=True, blank=True)
    versi = models.PositiveIntegerField("versi simpan", default=1)
    disimpan_pada = models.DateTimeField("disimpan pada")
    disimpan_oleh = models.CharField("disimpan oleh", max_length=64)
    disimpan_nama = models.CharField("nama penyimpan", max_length=150)
    dikirim_pada = models.DateTimeField("dikirim pada", null=True, blank=True)
    dikirim_oleh = models.CharField("dikirim oleh", max_length=64, blank=True)
    dikirim_nama = models.CharField("nama pengirim", max_length=150, blank=True)
    hari_terlambat = models.PositiveSmallIntegerField("hari terlambat", default=0)
    dikirim_penugasan = models.CharField("penugasan pengirim", max_length=300, blank=True)

    class Meta:
        verbose_name = "tanggapan"
        verbose_name_plural = "tanggapan"
        constraints = [
            models.CheckConstraint(
                name="tanggapan_satu_induk",
                condition=Q(peringatan__isnull=False, tindak_lanjut=None)
                | Q(peringatan=None, tindak_lanjut__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["peringatan"], condition=Q(dikirim_pada=None), name="tanggapan_satu_draf_peringatan"
            ),
            models.UniqueConstraint(
                fields=["tindak_lanjut"],
                condition=Q(dikirim_pada=None),
                name="tanggapan_satu_draf_tindak_lanjut",
            ),
            models.CheckConstraint(
                name="tanggapan_dikirim",
                condition=Q(dikirim_pada=None, dikirim_oleh="", dikirim_penugasan="")
                | (
                    Q(dikirim_pada__isnull=False, dikirim_pada__gte=F("disimpan_pada"))
                    & ~Q(dikirim_oleh="")
                    & ~Q(dikirim_penugasan="")
                    & ~Q(isi="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.peringatan_id or self.tindak_lanjut_id}"
