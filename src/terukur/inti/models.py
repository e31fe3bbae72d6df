"""The kernel's tables: keys of forms already acted upon; web processes that live; how long pages took."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class KirimanSekali(models.Model):
    """Idempotency key of one submitted form: the second arrival does nothing again.

    ``tujuan`` is the address to which the first arrival was answered, so that a double click
    lands on the same page.
    """

    kunci = models.UUIDField(primary_key=True)
    pelaku = models.CharField(max_length=64)
    peristiwa = models.CharField(max_length=100)
    tujuan = models.CharField(max_length=500, blank=True)
    dicatat_pada = models.DateTimeField()

    class Meta:
        verbose_name = "kiriman sekali"
        verbose_name_plural = "kiriman sekali"

    def __str__(self) -> str:
        return str(self.kunci)


class ProsesWeb(models.Model):
    """A process of the web server, by its beat; forgotten a day after its last one.

    ``lompatan_milidetik``: by how much its wall clock last jumped against the time since boot.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mesin = models.CharField("mesin", max_length=100)
    pid = models.PositiveIntegerField("nomor proses")
    mulai_pada = models.DateTimeField("mulai")
    terakhir_pada = models.DateTimeField("denyut terakhir")
    lompatan_pada = models.DateTimeField("jam melompat pada", null=True)
    lompatan_milidetik = models.IntegerField("lompatan jam (milidetik)", null=True)

    objects: "ClassVar[models.Manager[ProsesWeb]]" = models.Manager()

    class Meta:
        verbose_name = "proses web"
        verbose_name_plural = "proses web"
        constraints = [
            models.CheckConstraint(
                name="inti_prosesweb_lompatan",
                condition=Q(lompatan_pada__isnull=True, lompatan_milidetik__isnull=True)
                | Q(lompatan_pada__isnull=False, lompatan_milidetik__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mesin} {self.pid}"


class WaktuHalaman(models.Model):
    """How long one page took within five minutes, all processes together; no address, no person.

    ``rute`` is the view's name. ``sebaran[i]``: how many answers fell into step i of
    ``pengukuran.batas_langkah``. ``jumlah_galat``: answers of 500 and above.
    """

    awal_pada = models.DateTimeField("awal lima menit")
    rute = models.CharField("rute", max_length=120)
    jumlah = models.PositiveIntegerField("jumlah permintaan")
    jumlah_galat = models.PositiveIntegerField("jumlah galat")
    terlama = models.PositiveIntegerField("terlama (milidetik)")
    sebaran = ArrayField(models.PositiveIntegerField(), verbose_name="sebaran")

    objects: "ClassVar[models.Manager[WaktuHalaman]]" = models.Manager()

    class Meta:
        verbose_name = "waktu halaman"
        verbose_name_plural = "waktu halaman"
        constraints = [
            models.UniqueConstraint(fields=["awal_pada", "rute"], name="inti_waktuhalaman_unik"),
            models.CheckConstraint(
                name="inti_waktuhalaman_galat", condition=Q(jumlah_galat__lte=F("jumlah"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rute} {self.awal_pada:%Y-%m-%d %H:%M}"
