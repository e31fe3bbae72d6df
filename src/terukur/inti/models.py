"""The kernel's tables: keys of forms acted upon; web processes; how long pages took; how backups went."""

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


class Pencadangan(models.Model):
    """One attempt to back up, or to restore the newest backup aside (``latihan``), that has ended.

    Written by the command ``terukur backup``. ``nama``: of the backup, ``20261126T183000Z``; empty
    when it never got one. ``galat``: one Indonesian sentence why it failed, or what to look at
    although it did not. ``rincian``: counts, sizes in bytes, seconds (``detik``: the drill's RTO).
    """

    class Jenis(models.TextChoices):
        CADANGAN = "cadangan", "Cadangan"
        LATIHAN = "latihan", "Latihan pemulihan"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jenis = models.CharField("jenis", max_length=10, choices=Jenis.choices)
    tujuan = models.CharField("tujuan", max_length=500)
    nama = models.CharField("nama cadangan", max_length=40, blank=True)
    dimulai_pada = models.DateTimeField("dimulai pada")
    selesai_pada = models.DateTimeField("selesai pada")
    berhasil = models.BooleanField("berhasil")
    galat = models.TextField("keterangan galat", blank=True)
    rincian = models.JSONField("rincian", default=dict)

    class Meta:
        verbose_name = "pencadangan"
        verbose_name_plural = "pencadangan"
        indexes = [models.Index(fields=["jenis", "-dimulai_pada"], name="inti_pencadangan_terbaru")]
        constraints = [
            models.CheckConstraint(
                condition=Q(jenis__in=["cadangan", "latihan"]), name="inti_pencadangan_jenis"
            ),
            models.CheckConstraint(
                condition=Q(selesai_pada__gte=F("dimulai_pada")), name="inti_pencadangan_urutan"
            ),
            models.CheckConstraint(
                condition=Q(berhasil=True) | ~Q(galat=""), name="inti_pencadangan_gagal_beralasan"
            ),
            models.CheckConstraint(
                condition=Q(berhasil=False) | ~Q(nama=""), name="inti_pencadangan_berhasil_bernama"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.jenis} {self.nama}: {'berhasil' if self.berhasil else 'gagal'}"
