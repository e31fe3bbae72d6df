"""Ceilings, and what each sub kegiatan needs from which source."""

import uuid
from collections.abc import Collection

from django.db import models
from django.db.models import F, GeneratedField, Q, UUIDField, Value
from django.db.models.functions import Coalesce

from terukur.anggaran.choices import CaraLampaui
from terukur.inti.bitemporal import CatatanResmi, kendala_bitemporal
from terukur.tenggat.choices import Tahapan

TANPA_UNIT = uuid.UUID(int=0)
"""Stands for "the OPD itself" in the identity of a ceiling, since NULL equals nothing."""
TANPA_SUMBER = 0
"""Stands for "any source"."""

_TAHAP = ("tahun", "tahapan", "pergeseran_ke")


class Pagu(CatatanResmi):
    """A ceiling of one OPD (or of a unit of it) for a source, year and stage, set by TAPD.

    ``unit`` NULL: for the OPD outside units with a ceiling of their own. ``sumber_dana`` NULL:
    for every source without a ceiling of its own. Valid from the day the ``dasar`` (document)
    says; a change supersedes and leaves the history readable with ``?per=`` and ``?diketahui=``.
    """

    opd = models.ForeignKey("organisasi.OPD", models.PROTECT, related_name="+")
    unit = models.ForeignKey("organisasi.Unit", models.PROTECT, related_name="+", null=True, blank=True)
    sumber_dana = models.ForeignKey(
        "perencanaan.SumberDana", models.PROTECT, related_name="+", null=True, blank=True
    )
    tahun = models.PositiveSmallIntegerField("tahun")
    tahapan = models.CharField("tahapan", max_length=30, choices=Tahapan.pilihan)
    pergeseran_ke = models.PositiveSmallIntegerField("pergeseran ke-", default=0)
    nilai = models.DecimalField("nilai", max_digits=20, decimal_places=2)
    dasar = models.CharField("dasar dokumen", max_length=200)
    ditetapkan_oleh = models.CharField("ditetapkan oleh", max_length=64)
    kunci_unit = GeneratedField(
        expression=Coalesce(F("unit"), Value(TANPA_UNIT), output_field=UUIDField()),
        output_field=UUIDField(),
        db_persist=True,
    )
    kunci_sumber = GeneratedField(
        expression=Coalesce(F("sumber_dana"), Value(TANPA_SUMBER)),
        output_field=models.BigIntegerField(),
        db_persist=True,
    )

    class Meta:
        verbose_name = "pagu"
        verbose_name_plural = "pagu"
        constraints = [
            *kendala_bitemporal("pagu", "opd", "kunci_unit", "kunci_sumber", *_TAHAP),
            models.CheckConstraint(name="pagu_tidak_negatif", condition=Q(nilai__gte=0)),
            models.CheckConstraint(name="pagu_berdasar", condition=~Q(dasar="")),
        ]
        indexes = [models.Index(fields=[*_TAHAP, "opd"], name="pagu_tahap_opd")]

    def __str__(self) -> str:
        return f"Pagu {self.tahapan} {self.tahun}"


class KebijakanPagu(CatatanResmi):
    """What happens above the ceiling in one year and stage: refuse, or list as a proposal."""

    tahun = models.PositiveSmallIntegerField("tahun")
    tahapan = models.CharField("tahapan", max_length=30, choices=Tahapan.pilihan)
    pergeseran_ke = models.PositiveSmallIntegerField("pergeseran ke-", default=0)
    cara = models.CharField("cara", max_length=10, choices=CaraLampaui.choices)
    dasar = models.CharField("dasar dokumen", max_length=200)
    ditetapkan_oleh = models.CharField("ditetapkan oleh", max_length=64)

    class Meta:
        verbose_name = "kebijakan pagu"
        verbose_name_plural = "kebijakan pagu"
        constraints = [
            *kendala_bitemporal("kebijakan_pagu", *_TAHAP),
            models.CheckConstraint(
                name="kebijakan_pagu_cara", condition=Q(cara__in=[c.value for c in CaraLampaui])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tahapan} {self.tahun}: {self.cara}"


class KebutuhanQuerySet(models.QuerySet["Kebutuhan"]):
    def aktif(self) -> "KebutuhanQuerySet":
        """Without those of removed sub kegiatan."""
        return self.filter(sub_kegiatan_rencana__dihapus_pada__isnull=True)

    def milik(self, pengajuan_ids: Collection[uuid.UUID]) -> "KebutuhanQuerySet":
        return self.aktif().filter(sub_kegiatan_rencana__pengajuan__in=pengajuan_ids)


class Kebutuhan(models.Model):
    """An amount that one sub kegiatan needs from one source, optionally for one rekening.

    ``jumlah`` NULL: the row is begun but not filled in; that is not zero. ``sumber_dana`` NULL:
    not chosen yet (an import may not know it); the package cannot be submitted so.
    ``di_atas_pagu``: openly proposed above the ceiling with ``alasan``; takes no room.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sub_kegiatan_rencana = models.ForeignKey(
        "perencanaan.SubKegiatanRencana", models.CASCADE, related_name="daftar_kebutuhan"
    )
    sumber_dana = models.ForeignKey(
        "perencanaan.SumberDana", models.PROTECT, related_name="+", null=True, blank=True
    )
    rekening = models.ForeignKey(
        "perencanaan.Rekening", models.PROTECT, related_name="+", null=True, blank=True
    )
    uraian = models.CharField("uraian", max_length=300, blank=True)
    jumlah = models.DecimalField("jumlah", max_digits=20, decimal_places=2, null=True, blank=True)
    di_atas_pagu = models.BooleanField("usulan di atas pagu", default=False)
    alasan = models.TextField("alasan", blank=True)
    disimpan_pada = models.DateTimeField("disimpan pada")
    disimpan_oleh = models.CharField("disimpan oleh", max_length=64)

    objects = KebutuhanQuerySet.as_manager()

    class Meta:
        verbose_name = "kebutuhan anggaran"
        verbose_name_plural = "kebutuhan anggaran"
        constraints = [
            models.UniqueConstraint(
                fields=["sub_kegiatan_rencana", "sumber_dana", "rekening", "di_atas_pagu"],
                name="kebutuhan_unik",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="kebutuhan_tidak_negatif", condition=Q(jumlah__isnull=True) | Q(jumlah__gte=0)
            ),
            models.CheckConstraint(
                name="kebutuhan_di_atas_pagu_beralasan",
                condition=Q(di_atas_pagu=False, alasan="")
                | (Q(di_atas_pagu=True, jumlah__isnull=False) & ~Q(alasan="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sub_kegiatan_rencana_id}: {self.jumlah}"


class KebutuhanResmi(CatatanResmi):
    """A need as submitted: frozen at ajukan and again at tetapkan.

    ``baris`` is the id of the ``Kebutuhan`` it was frozen from; valid time is the budget year; a
    later submission of the same package supersedes, so every instant's state stays readable.
    """

    baris = models.UUIDField("baris")
    pengajuan = models.ForeignKey("tenggat.Pengajuan", models.PROTECT, related_name="+", db_index=False)
    opd = models.ForeignKey("organisasi.OPD", models.PROTECT, related_name="+")
    unit = models.ForeignKey("organisasi.Unit", models.PROTECT, related_name="+", null=True, blank=True)
    tahun = models.PositiveSmallIntegerField("tahun")
    tahapan = models.CharField("tahapan", max_length=30, choices=Tahapan.pilihan)
    pergeseran_ke = models.PositiveSmallIntegerField("pergeseran ke-", default=0)
    peristiwa = models.CharField("dibekukan saat", max_length=20)
    kode = models.CharField("kode sub kegiatan", max_length=20)
    nama = models.TextField("nama sub kegiatan")
    sumber_dana = models.ForeignKey(
        "perencanaan.SumberDana", models.PROTECT, related_name="+", null=True, blank=True
    )
    rekening = models.ForeignKey(
        "perencanaan.Rekening", models.PROTECT, related_name="+", null=True, blank=True
    )
    uraian = models.CharField("uraian", max_length=300, blank=True)
    jumlah = models.DecimalField("jumlah", max_digits=20, decimal_places=2, null=True, blank=True)
    di_atas_pagu = models.BooleanField("usulan di atas pagu")
    alasan = models.TextField("alasan", blank=True)

    class Meta:
        verbose_name = "kebutuhan anggaran resmi"
        verbose_name_plural = "kebutuhan anggaran resmi"
        constraints = [
            *kendala_bitemporal("kebutuhan_resmi", "baris"),
            models.CheckConstraint(
                name="kebutuhan_resmi_tidak_negatif", condition=Q(jumlah__isnull=True) | Q(jumlah__gte=0)
            ),
        ]
        indexes = [models.Index(fields=["pengajuan", "dicatat_pada"], name="kebutuhan_resmi_pengajuan")]

    def __str__(self) -> str:
        return f"{self.tahapan} {self.tahun} {self.kode}"
