"""Nomenclature by version, and the lists that plan and money choose from."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from terukur.inti.bitemporal import CatatanResmi, kendala_bitemporal
from terukur.perencanaan.choices import JenisPemda, Tingkat


class VersiNomenklatur(models.Model):
    """One generation of the national nomenclature, named by its Kepmendagri."""

    nama = models.CharField("nama", max_length=120)
    dasar = models.CharField("dasar hukum", max_length=200)
    tahun_mulai = models.PositiveSmallIntegerField("mulai tahun anggaran")
    dicatat_pada = models.DateTimeField("dicatat pada")

    class Meta:
        verbose_name = "versi nomenklatur"
        verbose_name_plural = "versi nomenklatur"
        constraints = [
            models.UniqueConstraint(fields=["nama"], name="versi_nomenklatur_nama_unik"),
        ]

    def __str__(self) -> str:
        return self.nama


class Nomenklatur(models.Model):
    """One official row. ``kode`` of program 01 carries the placeholder ``X.XX``."""

    versi = models.ForeignKey(VersiNomenklatur, models.CASCADE, related_name="daftar_nomenklatur")
    jenis_pemda = models.CharField("jenis pemda", max_length=6, choices=JenisPemda.choices)
    tingkat = models.CharField("tingkat", max_length=12, choices=Tingkat.choices)
    kode = models.CharField("kode", max_length=20)
    kode_induk = models.CharField("kode induk", max_length=20, blank=True)
    nama = models.TextField("nama")
    kinerja = models.TextField("kinerja", blank=True)
    indikator = models.TextField("indikator", blank=True)
    satuan = models.CharField("satuan", max_length=100, blank=True)
    spm = models.BooleanField("SPM", default=False)
    jenis = models.CharField("jenis", max_length=30, blank=True)
    pelaksana = models.TextField("pelaksana", blank=True)
    definisi = models.TextField("definisi operasional", blank=True)
    tag = ArrayField(models.CharField(max_length=100), verbose_name="tag", default=list, blank=True)
    kode_sebelumnya = models.CharField("kode sebelumnya", max_length=20, blank=True)

    class Meta:
        verbose_name = "nomenklatur"
        verbose_name_plural = "nomenklatur"
        constraints = [
            models.UniqueConstraint(fields=["versi", "jenis_pemda", "kode"], name="nomenklatur_kode_unik"),
            models.CheckConstraint(condition=~Q(nama=""), name="nomenklatur_bernama"),
        ]
        indexes = [
            GinIndex(fields=["nama"], name="nomenklatur_nama_trgm", opclasses=["gin_trgm_ops"]),
            models.Index(fields=["versi", "jenis_pemda", "kode_induk"], name="nomenklatur_induk"),
            models.Index(fields=["versi", "kode_sebelumnya"], name="nomenklatur_sebelumnya"),
        ]

    def __str__(self) -> str:
        return f"{self.kode} {self.nama}"


class TahunNomenklatur(CatatanResmi):
    """Which version a planning year uses. Valid time is that year; a change supersedes."""

    tahun = models.PositiveSmallIntegerField("tahun")
    versi = models.ForeignKey(VersiNomenklatur, models.PROTECT, related_name="daftar_tahun")

    class Meta:
        verbose_name = "nomenklatur per tahun"
        verbose_name_plural = "nomenklatur per tahun"
        constraints = kendala_bitemporal("tahun_nomenklatur", "tahun")

    def __str__(self) -> str:
        return f"{self.tahun}: {self.versi_id}"


class SumberDana(models.Model):
    """Source of money (Permendagri 90/2019, klasifikasi sumber dana). Only leaves carry money."""

    kode = models.CharField("kode", max_length=30, unique=True)
    kode_induk = models.CharField("kode induk", max_length=30, blank=True)
    nama = models.TextField("nama")
    daun = models.BooleanField("dapat dipakai", default=True)
    aktif = models.BooleanField("aktif", default=True)

    class Meta:
        verbose_name = "sumber dana"
        verbose_name_plural = "sumber dana"

    def __str__(self) -> str:
        return f"{self.kode} {self.nama}"


class Rekening(models.Model):
    """Account of spending (akun.kelompok.jenis.objek.rincian.sub rincian). Only leaves carry money."""

    kode = models.CharField("kode", max_length=30, unique=True)
    kode_induk = models.CharField("kode induk", max_length=30, blank=True)
    nama = models.TextField("nama")
    daun = models.BooleanField("dapat dipakai", default=True)

    class Meta:
        verbose_name = "rekening"
        verbose_name_plural = "rekening"
        indexes = [GinIndex(fields=["nama"], name="rekening_nama_trgm", opclasses=["gin_trgm_ops"])]

    def __str__(self) -> str:
        return f"{self.kode} {self.nama}"


class PrioritasDaerah(models.Model):
    """A priority of the kabupaten, as the RPJMD or the bupati sets it; dated, edited by Bappeda."""

    nama = models.CharField("nama", max_length=150)
    uraian = models.TextField("uraian", blank=True)
    urutan = models.PositiveSmallIntegerField("urutan")
    berlaku_sejak = models.DateField("berlaku sejak")
    berlaku_sampai = models.DateField("berlaku sampai", null=True, blank=True)

    class Meta:
        verbose_name = "prioritas daerah"
        verbose_name_plural = "prioritas daerah"
        constraints = [
            models.UniqueConstraint(fields=["nama", "berlaku_sejak"], name="prioritas_daerah_unik"),
            models.CheckConstraint(
                condition=Q(berlaku_sampai__isnull=True) | Q(berlaku_sampai__gte=F("berlaku_sejak")),
                name="prioritas_daerah_urutan_berlaku",
            ),
        ]

    def __str__(self) -> str:
        return self.nama
