"""Records by phone: places, the rule set, screens with a changing code, and what is kept of a record."""

import uuid

from django.db import models
from django.db.models import Q

from terukur.inti.bitemporal import CatatanResmi, kendala_bitemporal
from terukur.kehadiran.choices import CaraPonsel, PutusanPonsel
from terukur.kehadiran.models.mesin import Mesin

P = PutusanPonsel


class LetakMesin(CatatanResmi):
    """Where a device or a place of records by phone stands: degrees WGS 84; ``radius`` of its fence in m."""

    mesin = models.ForeignKey(Mesin, models.PROTECT, related_name="letak")
    lintang = models.DecimalField("lintang", max_digits=10, decimal_places=7)
    bujur = models.DecimalField("bujur", max_digits=10, decimal_places=7)
    radius = models.PositiveIntegerField("radius pagar (meter)")

    class Meta:
        verbose_name = "letak mesin"
        verbose_name_plural = "letak mesin"
        constraints = [
            *kendala_bitemporal("kehadiran_letakmesin", "mesin"),
            models.CheckConstraint(
                name="kehadiran_letakmesin_titik",
                condition=Q(
                    lintang__gte=-90, lintang__lte=90, bujur__gte=-180, bujur__lte=180, radius__gte=10
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mesin_id}: {self.lintang}, {self.bujur}"


class KetentuanPonsel(CatatanResmi):
    """The numbers of records by phone on given days, for the whole kabupaten (``kunci`` is constant).

    ``bobot``: {``AlasanRisiko``: points}; from ``ambang`` points on a human looks. ``hitung_menunggu``: what
    waits for him counts as it came. ``simpan_hari``: days for which coordinates are kept.
    """

    kunci = models.CharField(max_length=5, default="semua")
    ketelitian_terbesar = models.PositiveIntegerField("ketelitian terburuk (meter)")
    kecepatan_terbesar = models.PositiveIntegerField("kecepatan tertinggi (km/jam)")
    ambang = models.PositiveSmallIntegerField("nilai untuk diperiksa")
    hitung_menunggu = models.BooleanField("dihitung selama menunggu")
    simpan_hari = models.PositiveSmallIntegerField("koordinat disimpan (hari)")
    bobot = models.JSONField("bobot")
    dasar = models.CharField("dasar", max_length=200)

    class Meta:
        verbose_name = "ketentuan rekam ponsel"
        verbose_name_plural = "ketentuan rekam ponsel"
        constraints = [
            *kendala_bitemporal("kehadiran_ketentuanponsel", "kunci"),
            models.CheckConstraint(condition=~Q(dasar=""), name="kehadiran_ketentuanponsel_dasar"),
        ]

    def __str__(self) -> str:
        return self.dasar


class LayarTempat(models.Model):
    """A screen at a place that shows a code. ``sidik_kunci``: SHA-256 of the secret in its address, which is
    shown once; ``rahasia``: key of the code. Revoked it shows nothing and its codes are refused."""

    mesin = models.ForeignKey(Mesin, models.PROTECT, related_name="layar")
    nama = models.CharField("nama", max_length=100)
    sidik_kunci = models.CharField("sidik kunci", max_length=64, unique=True)
    rahasia = models.CharField("rahasia", max_length=64)
    dibuat_pada = models.DateTimeField("dibuat pada")
    dibuat_nama = models.CharField("dibuat oleh", max_length=150)
    dicabut_pada = models.DateTimeField("dicabut pada", null=True)

    class Meta:
        verbose_name = "layar tempat"
        verbose_name_plural = "layar tempat"

    def __str__(self) -> str:
        return self.nama


class RekamPonsel(models.Model):
    """What came with one ``Pindai`` (mesin, pin, waktu) by phone, and what became of it.

    ``kunci``: of the form, so that sending it again adds nothing. ``sampel``: [[latitude, longitude,
    accuracy in m, ms before sending], ...], of which ``lintang`` .. ``akurasi`` is the most accurate, to
    centimetres; ``jarak`` in m from the middle of the fence. ``perangkat``: digest of a random mark in the
    browser. All these but ``jarak`` and ``akurasi`` are erased after some days (``ditipiskan_pada``).
    ``alasan``: [[``AlasanRisiko``, points, evidence], ...]. ``dihitung``: whether the engine sees the press.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kunci = models.UUIDField()
    mesin = models.ForeignKey(Mesin, models.PROTECT, related_name="+")
    pin = models.CharField("PIN", max_length=24)
    waktu = models.DateTimeField("waktu")
    tanggal = models.DateField("tanggal")
    pegawai = models.ForeignKey("organisasi.Pegawai", models.PROTECT, related_name="+")
    opd = models.ForeignKey("organisasi.OPD", models.PROTECT, related_name="+", null=True)
    cara = models.CharField("cara", max_length=5, choices=CaraPonsel)
    layar = models.ForeignKey(LayarTempat, models.PROTECT, related_name="+", null=True)
    lintang = models.DecimalField("lintang", max_digits=10, decimal_places=7, null=True)
    bujur = models.DecimalField("bujur", max_digits=10, decimal_places=7, null=True)
    akurasi = models.DecimalField("ketelitian (meter)", max_digits=9, decimal_places=2, null=True)
    jarak = models.PositiveIntegerField("jarak (meter)", null=True)
    sampel = models.JSONField("sampel posisi", default=list)
    perangkat = models.CharField("sidik perangkat", max_length=32, blank=True)
    alasan = models.JSONField("alasan", default=list)
    nilai = models.PositiveSmallIntegerField("nilai risiko", default=0)
    putusan = models.CharField("keadaan", max_length=14, choices=PutusanPonsel)
    dihitung = models.BooleanField("dihitung")
    diputus_pada = models.DateTimeField("diputus pada", null=True)
    diputus_oleh = models.CharField("diputus oleh", max_length=64, blank=True)
    diputus_nama = models.CharField("nama pemutus", max_length=150, blank=True)
    catatan = models.CharField("alasan putusan", max_length=300, blank=True)
    ditipiskan_pada = models.DateTimeField("koordinat dihapus pada", null=True)

    class Meta:
        verbose_name = "rekam ponsel"
        verbose_name_plural = "rekam ponsel"
        constraints = [
            models.UniqueConstraint(fields=["mesin", "pin", "waktu"], name="kehadiran_rekamponsel_pindai"),
            models.CheckConstraint(
                name="kehadiran_rekamponsel_putus",
                condition=Q(putusan__in=[P.DITERIMA, P.TIDAK_DITERIMA], diputus_pada__isnull=False)
                & ~Q(catatan="")
                | Q(putusan__in=[P.LANGSUNG, P.MENUNGGU], diputus_pada=None),
            ),
            models.CheckConstraint(
                name="kehadiran_rekamponsel_dihitung",
                condition=Q(putusan__in=[P.LANGSUNG, P.DITERIMA], dihitung=True)
                | Q(putusan=P.TIDAK_DITERIMA, dihitung=False)
                | Q(putusan=P.MENUNGGU),
            ),
            models.CheckConstraint(
                name="kehadiran_rekamponsel_tipis",
                condition=Q(ditipiskan_pada=None) | Q(lintang=None, bujur=None, sampel=[], perangkat=""),
            ),
        ]
        indexes = [
            models.Index(fields=["pegawai", "waktu"], name="kehadiran_rekamponsel_orang"),
            models.Index(fields=["tanggal"], name="kehadiran_rekamponsel_hari"),
            models.Index(
                fields=["tanggal"], condition=Q(putusan=P.MENUNGGU), name="kehadiran_rekamponsel_tunggu"
            ),
            models.Index(fields=["tanggal"], condition=Q(dihitung=False), name="kehadiran_rekamponsel_mati"),
        ]

    def __str__(self) -> str:
        return f"{self.pegawai_id} {self.waktu}"
