"""Editions of the late list, corrections to them, and reminders already sent."""

import uuid

from django.db import models
from django.db.models import F, Q

from terukur.tenggat.choices import JenisSaat
from terukur.tenggat.models.jendela import Jendela
from terukur.tenggat.models.pengajuan import Pengajuan


class LaporanKeterlambatan(models.Model):
    """One edition: the situation of a window at an instant. Never changed once published.

    ``saat`` is the instant spoken of, ``terbit_pada`` when it was published (later only when the
    worker was down). The content, its digest and the register number are those of ``kertas``.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jendela = models.ForeignKey(Jendela, on_delete=models.PROTECT, related_name="daftar_laporan")
    jenis = models.CharField("jenis", max_length=15, choices=JenisSaat)
    saat = models.DateTimeField("keadaan pada")
    edisi = models.PositiveSmallIntegerField("edisi")
    kertas = models.OneToOneField("jejak.Kertas", on_delete=models.PROTECT, related_name="+")
    terbit_pada = models.DateTimeField("terbit pada")

    class Meta:
        verbose_name = "laporan keterlambatan"
        verbose_name_plural = "laporan keterlambatan"
        constraints = [
            models.UniqueConstraint(fields=["jendela", "saat"], name="laporan_satu_per_saat"),
            models.UniqueConstraint(fields=["jendela", "edisi"], name="laporan_edisi_unik"),
            models.CheckConstraint(name="laporan_sesudah_saat", condition=Q(terbit_pada__gte=F("saat"))),
        ]

    def __str__(self) -> str:
        return f"{self.jendela_id} edisi {self.edisi}"


class RalatLaporan(models.Model):
    """A package received before the instant of an edition but stored only after its publication."""

    laporan = models.ForeignKey(LaporanKeterlambatan, on_delete=models.PROTECT, related_name="daftar_ralat")
    pengajuan = models.ForeignKey(Pengajuan, on_delete=models.PROTECT, related_name="+")
    diterima_pada = models.DateTimeField("diterima pada")
    dicatat_pada = models.DateTimeField("dicatat pada", auto_now_add=True)

    class Meta:
        verbose_name = "ralat laporan"
        verbose_name_plural = "ralat laporan"
        constraints = [models.UniqueConstraint(fields=["laporan", "pengajuan"], name="ralat_unik")]

    def __str__(self) -> str:
        return f"{self.laporan_id} {self.pengajuan_id}"


class Pengingat(models.Model):
    """A reminder that was sent for a due instant; at most once for each lead time."""

    pengajuan = models.ForeignKey(Pengajuan, on_delete=models.PROTECT, related_name="daftar_pengingat")
    tenggat_pada = models.DateTimeField("tenggat")
    jam_sebelum = models.PositiveSmallIntegerField("jam sebelum tenggat")
    dikirim_pada = models.DateTimeField("dikirim pada")

    class Meta:
        verbose_name = "pengingat"
        verbose_name_plural = "pengingat"
        constraints = [
            models.UniqueConstraint(
                fields=["pengajuan", "tenggat_pada", "jam_sebelum"], name="pengingat_sekali"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pengajuan_id} -{self.jam_sebelum} jam"
