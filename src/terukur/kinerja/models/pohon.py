"""Pohon kinerja: outcomes and outputs of the kabupaten and its OPD, and what OPD ask of each other.

Migration 0005 adds what constraints cannot say: a trigger at the end of each transaction that keeps a
node below a node of a wider level that holds on the same days. Levels grow downwards, so there is no circle.
"""

import uuid

from django.db import models
from django.db.models import F, Q

from terukur.inti.bitemporal import CatatanResmi, kendala_bitemporal
from terukur.kinerja.choices import StatusCrosscutting, TingkatKinerja
from terukur.kinerja.models.indikator import Indikator

S = StatusCrosscutting


class SimpulKinerja(models.Model):
    """The identity of a node in the tree of an RPJMD's years. ``opd`` None: of the whole kabupaten."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dokumen = models.ForeignKey("perencanaan.DokumenRencana", models.PROTECT, related_name="+")
    opd = models.ForeignKey("organisasi.OPD", models.PROTECT, related_name="+", null=True, blank=True)
    dibuat_pada = models.DateTimeField("dibuat pada")

    class Meta:
        verbose_name = "simpul pohon kinerja"
        verbose_name_plural = "simpul pohon kinerja"

    def __str__(self) -> str:
        return str(self.pk)


class IsiSimpul(CatatanResmi):
    """What a node says and where it stands, from a day to the end of the RPJMD.

    ``induk`` belongs to the kabupaten or to the same OPD. ``butir``: the tujuan or sasaran of the RPJMD or
    Renstra that the node is; its indicators and targets are then those of the plan.
    """

    simpul = models.ForeignKey(SimpulKinerja, models.PROTECT, related_name="daftar_isi", db_index=False)
    induk = models.ForeignKey(SimpulKinerja, models.PROTECT, related_name="+", null=True, blank=True)
    tingkat = models.PositiveSmallIntegerField("tingkat", choices=TingkatKinerja)
    urutan = models.PositiveSmallIntegerField("urutan")
    pernyataan = models.TextField("pernyataan")
    butir = models.ForeignKey(
        "perencanaan.ButirRencana", models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        verbose_name = "isi simpul"
        verbose_name_plural = "isi simpul"
        constraints = [
            *kendala_bitemporal("isi_simpul", "simpul"),
            models.CheckConstraint(condition=~Q(pernyataan=""), name="isi_simpul_bernyataan"),
            models.CheckConstraint(condition=Q(tingkat__range=(1, 5)), name="isi_simpul_tingkat"),
            models.CheckConstraint(
                condition=Q(induk=None) | (Q(tingkat__gt=1) & ~Q(induk=F("simpul"))), name="isi_simpul_induk"
            ),
        ]

    def __str__(self) -> str:
        return self.pernyataan


class IndikatorSimpul(CatatanResmi):
    """An indicator of the catalogue by which a node is measured."""

    simpul = models.ForeignKey(SimpulKinerja, models.PROTECT, related_name="+", db_index=False)
    indikator = models.ForeignKey(Indikator, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "indikator simpul"
        verbose_name_plural = "indikator simpul"
        constraints = kendala_bitemporal("indikator_simpul", "simpul", "indikator")

    def __str__(self) -> str:
        return f"{self.simpul_id}: {self.indikator_id}"


class Crosscutting(models.Model):
    """What the OPD of ``simpul`` asks of another OPD (``mitra``), and what became of it.

    ``simpul_mitra``: with which node ``mitra`` contributes; chosen by whoever accepts.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    simpul = models.ForeignKey(SimpulKinerja, models.PROTECT, related_name="daftar_usulan")
    opd = models.ForeignKey("organisasi.OPD", models.PROTECT, related_name="+")
    mitra = models.ForeignKey("organisasi.OPD", models.PROTECT, related_name="+")
    simpul_mitra = models.ForeignKey(
        SimpulKinerja, models.PROTECT, related_name="daftar_kontribusi", null=True, blank=True
    )
    permintaan = models.TextField("yang diharapkan")
    status = models.CharField("status", max_length=10, choices=StatusCrosscutting, default=S.DIUSULKAN)
    diusulkan_pada = models.DateTimeField("diusulkan pada")
    diusulkan_oleh = models.CharField("diusulkan oleh", max_length=64)
    diputus_pada = models.DateTimeField("diputus pada", null=True, blank=True)
    diputus_oleh = models.CharField("diputus oleh", max_length=64, blank=True)
    pemutus = models.CharField("jabatan pemutus", max_length=300, blank=True)
    ditarik_pada = models.DateTimeField("ditarik pada", null=True, blank=True)
    ditarik_oleh = models.CharField("ditarik oleh", max_length=64, blank=True)
    alasan = models.TextField("alasan", blank=True)

    class Meta:
        verbose_name = "crosscutting"
        verbose_name_plural = "crosscutting"
        constraints = [
            models.UniqueConstraint(
                fields=["simpul", "mitra"], condition=Q(status__in=(S.DIUSULKAN, S.DITERIMA)),
                name="crosscutting_sekali",
            ),
            models.CheckConstraint(condition=~Q(opd=F("mitra")), name="crosscutting_opd_lain"),
            models.CheckConstraint(condition=~Q(permintaan=""), name="crosscutting_berisi"),
            models.CheckConstraint(
                condition=Q(
                    status=S.DIUSULKAN, diputus_pada=None, ditarik_pada=None, simpul_mitra=None, alasan=""
                )
                | Q(
                    status=S.DITERIMA, diputus_pada__isnull=False, ditarik_pada=None,
                    simpul_mitra__isnull=False, alasan="",
                )
                | (
                    Q(status=S.DITOLAK, diputus_pada__isnull=False, ditarik_pada=None, simpul_mitra=None)
                    & ~Q(alasan="")
                )
                | (Q(status=S.DITARIK, ditarik_pada__isnull=False) & ~Q(alasan="")),
                name="crosscutting_status_waktu",
            ),
            models.CheckConstraint(
                condition=(
                    Q(diputus_pada=None, diputus_oleh="", pemutus="")
                    | (
                        Q(diputus_pada__gte=F("diusulkan_pada"))
                        & ~Q(diputus_oleh="") & ~Q(pemutus="")
                    )
                )
                & (
                    Q(ditarik_pada=None, ditarik_oleh="")
                    | (Q(ditarik_pada__gte=F("diusulkan_pada")) & ~Q(ditarik_oleh=""))
                ),
                name="crosscutting_siapa_kapan",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.permintaan
