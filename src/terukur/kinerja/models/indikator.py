"""The catalogue of indicators: what is measured, how, and by which rule it is judged."""

import uuid
from decimal import Decimal

from django.db import models
from django.db.models import Q

from terukur.inti.bitemporal import CatatanResmi, kendala_bitemporal
from terukur.inti.periode import JenisPeriode
from terukur.kinerja.choices import Agregasi, JenisIndikator, Metode
from terukur.perencanaan.choices import Polaritas

PERIODE = [(p.value, p.label) for p in JenisPeriode]


class Indikator(models.Model):
    """The identity of an indicator. ``opd`` None: one of the whole kabupaten. Its meaning is dated."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    nomor = models.PositiveIntegerField("nomor", unique=True)
    opd = models.ForeignKey(
        "organisasi.OPD", models.PROTECT, related_name="daftar_indikator", null=True, blank=True
    )
    dibuat_pada = models.DateTimeField("dibuat pada")

    class Meta:
        verbose_name = "indikator"
        verbose_name_plural = "indikator"

    def __str__(self) -> str:
        return self.kode

    @property
    def kode(self) -> str:
        return f"IK-{self.nomor:04}"


class DefinisiIndikator(CatatanResmi):
    """What an indicator means on a day: its manual (manual IK) and the formula that judges it.

    ``tangga``: for ``PREDIKAT`` [{"nama": "WTP", "nilai": "4"}, ...] from best to worst. With
    ``pembilang`` and ``penyebut`` named, a result is entered as these two parts, times ``pengali``.
    """

    indikator = models.ForeignKey(Indikator, models.PROTECT, related_name="daftar_definisi", db_index=False)
    nama = models.CharField("nama", max_length=300)
    satuan = models.CharField("satuan", max_length=60)
    jenis = models.CharField("jenis", max_length=10, choices=JenisIndikator)
    polaritas = models.CharField("arah", max_length=10, choices=Polaritas)
    metode = models.CharField("cara hitung", max_length=10, choices=Metode, default=Metode.SELISIH)
    agregasi = models.CharField("gabungan setahun", max_length=15, choices=Agregasi)
    periode = models.CharField("diukur", max_length=10, choices=PERIODE)
    batas_atas = models.DecimalField(
        "batas atas capaian (%)", max_digits=6, decimal_places=2, null=True, blank=True, default=Decimal(120)
    )
    tangga = models.JSONField("tangga predikat", default=list, blank=True)
    definisi = models.TextField("definisi operasional", blank=True)
    rumus_ukur = models.TextField("rumus pengukuran", blank=True)
    pembilang = models.CharField("pembilang", max_length=200, blank=True)
    penyebut = models.CharField("penyebut", max_length=200, blank=True)
    pengali = models.DecimalField("pengali", max_digits=8, decimal_places=2, default=Decimal(100))
    sumber_data = models.CharField("sumber data", max_length=200, blank=True)

    class Meta:
        verbose_name = "definisi indikator"
        verbose_name_plural = "definisi indikator"
        constraints = [
            *kendala_bitemporal("definisi_indikator", "indikator"),
            models.CheckConstraint(condition=~Q(nama="") & ~Q(satuan=""), name="definisi_indikator_bernama"),
            models.CheckConstraint(
                condition=Q(pembilang="", penyebut="") | (~Q(pembilang="") & ~Q(penyebut="")),
                name="definisi_indikator_komponen",
            ),
            models.CheckConstraint(
                condition=(Q(polaritas="predikat") & ~Q(tangga=[]))
                | (~Q(polaritas="predikat") & Q(tangga=[])),
                name="definisi_indikator_tangga",
            ),
            models.CheckConstraint(
                condition=Q(batas_atas=None) | Q(batas_atas__gte=100), name="definisi_indikator_batas"
            ),
        ]

    def __str__(self) -> str:
        return self.nama

    @property
    def jenis_periode(self) -> JenisPeriode:
        return JenisPeriode(self.periode)
