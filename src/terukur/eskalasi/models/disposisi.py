"""Disposisi: an instruction to one or more OPD, each followed to its end."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from terukur.eskalasi.choices import SifatDisposisi, StatusTindakLanjut
from terukur.eskalasi.models.dasar import Ditujukan, Terbitan, kendala_diteruskan

S = StatusTindakLanjut
SELESAI = (S.SELESAI, S.DIBATALKAN)


class Disposisi(Terbitan):
    """The instruction itself. How each OPD stands is told by its ``TindakLanjut``."""

    instruksi = models.TextField("instruksi")
    sifat = models.CharField("sifat", max_length=15, choices=SifatDisposisi, default=SifatDisposisi.BIASA)
    kertas = models.OneToOneField("jejak.Kertas", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "disposisi"
        verbose_name_plural = "disposisi"
        constraints = [
            models.CheckConstraint(
                name="disposisi_isi", condition=~Q(perihal="") & ~Q(instruksi="") & ~Q(terbit_jabatan="")
            ),
        ]
        indexes = [models.Index(fields=["-terbit_pada"], name="disposisi_terbit")]

    def __str__(self) -> str:
        return self.perihal


class TindakLanjut(Ditujukan):
    """A disposisi in the hands of one OPD: received, reported, finished or returned.

    ``tanggal_tenggat``: that of the disposisi, until the duty passes to another OPD.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    disposisi = models.ForeignKey(Disposisi, models.PROTECT, related_name="daftar_tindak_lanjut")
    tanggal_tenggat = models.DateField("paling lambat")
    status = models.CharField("status", max_length=15, choices=StatusTindakLanjut, default=S.TERKIRIM)
    diterima_pada = models.DateTimeField("diterima pada", null=True, blank=True)
    diterima_oleh = models.CharField("diterima oleh", max_length=64, blank=True)
    diterima_nama = models.CharField("nama penerima", max_length=150, blank=True)

    class Meta:
        verbose_name = "tindak lanjut"
        verbose_name_plural = "tindak lanjut"
        constraints = [
            models.UniqueConstraint("disposisi", Coalesce("asal", "opd"), name="tindak_lanjut_sekali"),
            kendala_diteruskan("tindak_lanjut"),
            models.CheckConstraint(
                name="tindak_lanjut_diterima",
                condition=Q(diterima_pada=None, diterima_oleh="", status__in=(S.TERKIRIM, S.DIBATALKAN))
                | (Q(diterima_pada__isnull=False) & ~Q(diterima_oleh="") & ~Q(status=S.TERKIRIM)),
            ),
            models.CheckConstraint(
                name="tindak_lanjut_dilaporkan",
                condition=~Q(status__in=(S.DILAPORKAN, S.DIKEMBALIKAN, S.SELESAI))
                | Q(ditanggapi_pada__isnull=False, ditanggapi_pada__gte=F("diterima_pada")),
            ),
            models.CheckConstraint(
                name="tindak_lanjut_diputus",
                condition=(
                    Q(putus_pada=None, putus_oleh="")
                    & ~Q(status__in=(S.DIKEMBALIKAN, S.SELESAI, S.DIBATALKAN))
                )
                | (Q(putus_pada__isnull=False) & ~Q(putus_oleh="")),
            ),
            models.CheckConstraint(
                name="tindak_lanjut_beralasan",
                condition=~Q(status__in=(S.DIKEMBALIKAN, S.DIBATALKAN)) | ~Q(catatan=""),
            ),
        ]
        indexes = [models.Index(fields=["opd", "status"], name="tindak_lanjut_opd")]

    def __str__(self) -> str:
        return f"{self.disposisi_id} {self.opd_id}"
