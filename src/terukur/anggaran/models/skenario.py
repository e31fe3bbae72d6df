"""Capacity scenarios: what would be cut, sub kegiatan by sub kegiatan, if revenue fell."""

import uuid

from django.db import models
from django.db.models import F, Q

from terukur.anggaran.choices import Kriteria
from terukur.inti.bitemporal import CatatanResmi, kendala_bitemporal
from terukur.tenggat.choices import Tahapan


class BobotSkenario(CatatanResmi):
    """Weight of a criterion, or the protected share, in percent; set by TAPD from a day on."""

    kriteria = models.CharField("kriteria", max_length=12, choices=Kriteria.choices)
    nilai = models.DecimalField("nilai", max_digits=5, decimal_places=2)
    dasar = models.CharField("dasar", max_length=200)
    ditetapkan_oleh = models.CharField("ditetapkan oleh", max_length=64)

    class Meta:
        verbose_name = "bobot skenario"
        verbose_name_plural = "bobot skenario"
        constraints = [
            *kendala_bitemporal("bobot_skenario", "kriteria"),
            models.CheckConstraint(
                name="bobot_skenario_persen", condition=Q(nilai__gte=0) & Q(nilai__lte=100)
            ),
            models.CheckConstraint(name="bobot_skenario_berdasar", condition=~Q(dasar="")),
        ]

    def __str__(self) -> str:
        return f"{self.kriteria} {self.nilai}"


class Skenario(models.Model):
    """A saved scenario of one stage. ``kekurangan``: rupiah to be found, when it was computed.

    ``turun_persen`` is set where the fall was given in percent of ``pendapatan``. ``bobot`` holds
    the weights it was computed with, so that later weights alter nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    nama = models.CharField("nama", max_length=120)
    tahun = models.PositiveSmallIntegerField("tahun")
    tahapan = models.CharField("tahapan", max_length=30, choices=Tahapan.pilihan)
    pergeseran_ke = models.PositiveSmallIntegerField("pergeseran ke-", default=0)
    turun_persen = models.DecimalField(
        "pendapatan turun (persen)", max_digits=5, decimal_places=2, null=True, blank=True
    )
    pendapatan = models.DecimalField(
        "pendapatan", max_digits=20, decimal_places=2, null=True, blank=True
    )  # what the percentage was taken of
    asal_pendapatan = models.CharField("asal angka pendapatan", max_length=120, blank=True)
    kekurangan = models.DecimalField("kekurangan", max_digits=20, decimal_places=2)
    bobot = models.JSONField("bobot")
    dibuat_pada = models.DateTimeField("dibuat pada")
    dibuat_oleh = models.CharField("dibuat oleh", max_length=64)
    nama_pembuat = models.CharField("nama pembuat", max_length=150)
    diubah_pada = models.DateTimeField("diubah pada")

    class Meta:
        verbose_name = "skenario"
        verbose_name_plural = "skenario"
        constraints = [
            models.UniqueConstraint(
                fields=["tahun", "tahapan", "pergeseran_ke", "nama"], name="skenario_nama_unik"
            ),
            models.CheckConstraint(name="skenario_bernama", condition=~Q(nama="")),
            models.CheckConstraint(name="skenario_kekurangan", condition=Q(kekurangan__gt=0)),
            models.CheckConstraint(
                name="skenario_persen_dari_pendapatan",
                condition=Q(turun_persen__isnull=True, pendapatan__isnull=True, asal_pendapatan="")
                | (
                    Q(turun_persen__gt=0, turun_persen__lte=100, pendapatan__isnull=False)
                    & ~Q(asal_pendapatan="")
                ),
            ),
            models.CheckConstraint(
                name="skenario_urutan_ubah", condition=Q(diubah_pada__gte=F("dibuat_pada"))
            ),
        ]

    def __str__(self) -> str:
        return self.nama


class BarisSkenario(models.Model):
    """One sub kegiatan in a scenario, as it was then.

    ``usulan``: the cut that the rule proposed; ``potong``: the cut in force, another one only by
    hand with ``alasan``. Neither passes ``paling_banyak``, which keeps the protected share.
    ``rincian``: points per criterion, None where it could not be judged.
    """

    skenario = models.ForeignKey(Skenario, models.CASCADE, related_name="daftar_baris")
    sub_kegiatan_rencana = models.ForeignKey(
        "perencanaan.SubKegiatanRencana", models.SET_NULL, related_name="+", null=True
    )
    opd = models.ForeignKey("organisasi.OPD", models.PROTECT, related_name="+")
    nama_unit = models.CharField("unit", max_length=200, blank=True)
    kunci = models.CharField("kunci baris", max_length=100)
    kode = models.CharField("kode sub kegiatan", max_length=20)
    nama = models.TextField("nama sub kegiatan")
    jumlah = models.DecimalField("jumlah", max_digits=20, decimal_places=2)
    paling_banyak = models.DecimalField("potongan paling banyak", max_digits=20, decimal_places=2)
    usulan = models.DecimalField("usulan potongan", max_digits=20, decimal_places=2)
    potong = models.DecimalField("potongan", max_digits=20, decimal_places=2)
    poin = models.DecimalField("poin", max_digits=6, decimal_places=2)
    peringkat = models.PositiveIntegerField("peringkat")
    rincian = models.JSONField("rincian poin")
    alasan = models.CharField("alasan", max_length=300, blank=True)
    diubah_pada = models.DateTimeField("diubah pada", null=True, blank=True)
    diubah_oleh = models.CharField("diubah oleh", max_length=64, blank=True)
    nama_pengubah = models.CharField("nama pengubah", max_length=150, blank=True)

    class Meta:
        verbose_name = "baris skenario"
        verbose_name_plural = "baris skenario"
        constraints = [
            models.UniqueConstraint(fields=["skenario", "kunci"], name="baris_skenario_unik"),
            models.CheckConstraint(
                name="baris_skenario_batas",
                condition=Q(potong__gte=0, usulan__gte=0)
                & Q(potong__lte=F("paling_banyak"), usulan__lte=F("paling_banyak"))
                & Q(paling_banyak__lte=F("jumlah")),
            ),
            models.CheckConstraint(
                name="baris_skenario_tangan_beralasan",
                condition=Q(alasan="", diubah_pada__isnull=True, diubah_oleh="", potong=F("usulan"))
                | (Q(diubah_pada__isnull=False) & ~Q(alasan="") & ~Q(diubah_oleh="")),
            ),
        ]
        indexes = [models.Index(fields=["skenario", "peringkat"], name="baris_skenario_peringkat")]

    def __str__(self) -> str:
        return f"{self.kunci}: {self.potong}"
