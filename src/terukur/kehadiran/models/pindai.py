"""What devices sent, the scans in it, and whose PIN is whose."""

from django.db import models
from django.db.models import Q

from terukur.inti.bitemporal import CatatanResmi, kendala_bitemporal
from terukur.kehadiran.choices import AlasanKarantina, AsalPindai, PutusanKiriman
from terukur.kehadiran.models.mesin import KelompokMesin, Mesin


class Kiriman(models.Model):
    """One body as it arrived, stored before it is acknowledged; the database refuses to change it.

    ``jenis``: ATTLOG, OPERLOG, rtlog, webhook, usb, ... ``sidik``: SHA-256 of the body in hexadecimal.
    ``isi`` is empty of what was refused beyond the room there is for it.
    """

    mesin = models.ForeignKey(Mesin, models.PROTECT, related_name="kiriman", null=True, blank=True)
    nomor_seri = models.CharField("nomor seri", max_length=64)
    jenis = models.CharField("jenis", max_length=20)
    alamat = models.GenericIPAddressField("alamat", null=True)
    diterima_pada = models.DateTimeField("diterima pada")
    isi = models.BinaryField("isi")
    sidik = models.CharField("sidik", max_length=64)
    putusan = models.CharField("putusan", max_length=10, choices=PutusanKiriman)
    alasan = models.CharField("alasan", max_length=200, blank=True)
    jumlah_baris = models.PositiveIntegerField("baris", default=0)
    jumlah_baru = models.PositiveIntegerField("rekam baru", default=0)
    jumlah_karantina = models.PositiveIntegerField("baris dikarantina", default=0)

    class Meta:
        verbose_name = "kiriman mesin"
        verbose_name_plural = "kiriman mesin"
        constraints = [
            models.CheckConstraint(
                condition=Q(sidik__regex=r"^[0-9a-f]{64}$"), name="kehadiran_kiriman_sidik"
            ),
        ]
        indexes = [
            models.Index(fields=["mesin", "diterima_pada"], name="kehadiran_kiriman_mesin"),
            models.Index(
                fields=["nomor_seri"], condition=Q(putusan="karantina"), name="kehadiran_kiriman_karantina"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nomor_seri} {self.jenis} {self.diterima_pada}"


class Pindai(models.Model):
    """One press, once: (mesin, pin, waktu). The table is partitioned by month; nothing in it changes.

    ``waktu`` is the device's clock read in its zone. ``tombol``: 0 in, 1 out, ... 255 undefined, evidence
    only. ``cara``: how the person was recognised, as the device numbers it.
    """

    pk = models.CompositePrimaryKey("mesin_id", "pin", "waktu")
    mesin = models.ForeignKey(Mesin, models.PROTECT, related_name="+")
    pin = models.CharField("PIN", max_length=24)
    waktu = models.DateTimeField("waktu")
    tombol = models.SmallIntegerField("tombol")
    cara = models.SmallIntegerField("cara verifikasi")
    asal = models.SmallIntegerField("asal", choices=AsalPindai)
    diterima_pada = models.DateTimeField("diterima pada")
    kiriman = models.ForeignKey(Kiriman, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "rekam kehadiran"
        verbose_name_plural = "rekam kehadiran"

    def __str__(self) -> str:
        return f"{self.pin} {self.waktu}"


class BarisKarantina(models.Model):
    """A line that is kept and shown but not counted, until somebody has looked at it."""

    kiriman = models.ForeignKey(Kiriman, models.PROTECT, related_name="baris_karantina")
    mesin = models.ForeignKey(Mesin, models.PROTECT, related_name="+")
    nomor = models.PositiveIntegerField("baris ke")
    isi = models.BinaryField("isi")
    alasan = models.CharField("alasan", max_length=15, choices=AlasanKarantina)

    class Meta:
        verbose_name = "baris dikarantina"
        verbose_name_plural = "baris dikarantina"
        constraints = [
            models.UniqueConstraint(fields=["kiriman", "nomor"], name="kehadiran_bariskarantina_sekali"),
        ]

    def __str__(self) -> str:
        return f"{self.kiriman_id}:{self.nomor}"


class BerkasPindai(models.Model):
    """A file of records that somebody brought, with its berita acara; applied once, as one ``Kiriman``.

    A file can be edited on the way: its records are weaker evidence than what a device sent
    (``Pindai.asal``). ``tertua``: records of earlier days are taken for a broken clock.
    """

    mesin = models.ForeignKey(Mesin, models.PROTECT, related_name="berkas")
    berkas = models.ForeignKey("berkas.Berkas", models.PROTECT, related_name="+")
    berita_acara = models.ForeignKey("berkas.Berkas", models.PROTECT, related_name="+", null=True, blank=True)
    nomor = models.CharField("nomor berita acara", max_length=100)
    alasan = models.CharField("alasan", max_length=200)
    tertua = models.DateField("rekam tertua")
    dibuat_pada = models.DateTimeField("diunggah pada")
    dibuat_oleh = models.CharField("diunggah oleh", max_length=64)
    dibuat_nama = models.CharField("nama pengunggah", max_length=150)
    kiriman = models.OneToOneField(
        Kiriman, models.PROTECT, related_name="berkas_pindai", null=True, blank=True
    )
    dibatalkan_pada = models.DateTimeField("dibatalkan pada", null=True, blank=True)

    class Meta:
        verbose_name = "berkas rekam"
        verbose_name_plural = "berkas rekam"
        constraints = [
            models.CheckConstraint(
                condition=Q(kiriman__isnull=True) | Q(dibatalkan_pada__isnull=True),
                name="kehadiran_berkaspindai_satu_akhir",
            ),
            models.CheckConstraint(condition=~Q(nomor=""), name="kehadiran_berkaspindai_nomor"),
        ]

    def __str__(self) -> str:
        return self.nomor


class PinPegawai(CatatanResmi):
    """Whose a PIN is in a group of devices, on which days. A PIN is text: ``007`` is not ``7``."""

    kelompok = models.ForeignKey(KelompokMesin, models.PROTECT, related_name="pin")
    pin = models.CharField("PIN", max_length=24)
    pegawai = models.ForeignKey("organisasi.Pegawai", models.PROTECT, related_name="pin")
    dasar = models.CharField("keterangan", max_length=200, blank=True)

    class Meta:
        verbose_name = "PIN pegawai"
        verbose_name_plural = "PIN pegawai"
        constraints = [
            *kendala_bitemporal("kehadiran_pin", "kelompok", "pin"),
            models.CheckConstraint(condition=~Q(pin=""), name="kehadiran_pin_terisi"),
        ]
        indexes = [models.Index(fields=["pegawai"], name="kehadiran_pin_pegawai")]

    def __str__(self) -> str:
        return self.pin
