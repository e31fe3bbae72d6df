"""Mandatory spending as dated data, and the flag "belanja rutin internal" set by hand."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from terukur.anggaran.choices import ArahBatas, CaraKomponen
from terukur.inti.bitemporal import CatatanResmi, kendala_bitemporal
from terukur.tenggat.choices import Tahapan


class KetentuanBelanja(CatatanResmi):
    """A share of the budget that the law limits; valid time is the budget year from which it holds.

    ``pembilang`` and ``penyebut`` are formulas over codes of ``KomponenBelanja``:
    ``pegawai - tunjangan_guru``. Their grammar is ``rules.wajib.baca_rumus``.
    """

    kode = models.SlugField("kode", max_length=40)
    nama = models.CharField("nama", max_length=150)
    arah = models.CharField("batas", max_length=4, choices=ArahBatas.choices)
    persen = models.DecimalField("persen", max_digits=7, decimal_places=4)
    pembilang = models.CharField("yang dihitung", max_length=300)
    penyebut = models.CharField("dasar perhitungan", max_length=300)
    dasar = models.CharField("dasar hukum", max_length=200)
    catatan = models.CharField("catatan", max_length=300, blank=True)
    urutan = models.PositiveSmallIntegerField("urutan", default=50)
    ditetapkan_oleh = models.CharField("ditetapkan oleh", max_length=64)

    class Meta:
        verbose_name = "ketentuan belanja wajib"
        verbose_name_plural = "ketentuan belanja wajib"
        constraints = [
            *kendala_bitemporal("ketentuan_belanja", "kode"),
            models.CheckConstraint(
                name="ketentuan_belanja_persen", condition=Q(persen__gt=0) & Q(persen__lte=100)
            ),
            models.CheckConstraint(
                name="ketentuan_belanja_arah", condition=Q(arah__in=[a.value for a in ArahBatas])
            ),
            models.CheckConstraint(
                name="ketentuan_belanja_lengkap",
                condition=~Q(nama="") & ~Q(pembilang="") & ~Q(penyebut="") & ~Q(dasar=""),
            ),
        ]

    def __str__(self) -> str:
        return self.nama


class KomponenBelanja(CatatanResmi):
    """One amount of the formulas and where it comes from; valid time is the budget year.

    ``rekening`` and ``sub_kegiatan`` hold beginnings of codes (``5.1.01``, ``1.01``). In the way
    ``rekening``, needs without an account are judged by ``sub_kegiatan``, which is an estimate.
    ``mengikat``: scenarios protect the sub kegiatan of this component.
    """

    kode = models.SlugField("kode", max_length=40)
    nama = models.CharField("nama", max_length=150)
    cara = models.CharField("asal angka", max_length=12, choices=CaraKomponen.choices)
    rekening = ArrayField(models.CharField(max_length=30), verbose_name="awalan rekening", default=list)
    sub_kegiatan = ArrayField(
        models.CharField(max_length=20), verbose_name="awalan kode sub kegiatan", default=list
    )
    mengikat = models.BooleanField("dilindungi pada skenario", default=False)
    dasar = models.CharField("dasar", max_length=200)
    urutan = models.PositiveSmallIntegerField("urutan", default=50)
    ditetapkan_oleh = models.CharField("ditetapkan oleh", max_length=64)

    class Meta:
        verbose_name = "komponen belanja"
        verbose_name_plural = "komponen belanja"
        constraints = [
            *kendala_bitemporal("komponen_belanja", "kode"),
            models.CheckConstraint(
                name="komponen_belanja_awalan",
                condition=(Q(cara=CaraKomponen.REKENING) & ~Q(rekening=[]))
                | (Q(cara=CaraKomponen.SUB_KEGIATAN, rekening=[]) & ~Q(sub_kegiatan=[]))
                | Q(cara__in=[CaraKomponen.SEMUA, CaraKomponen.ISIAN], rekening=[], sub_kegiatan=[]),
            ),
            models.CheckConstraint(name="komponen_belanja_bernama", condition=~Q(nama="") & ~Q(dasar="")),
        ]

    def __str__(self) -> str:
        return self.nama


class NilaiKomponen(CatatanResmi):
    """What TAPD enters for a component that the needs do not tell, in one stage (DAU, DBH, ADD)."""

    komponen = models.SlugField("komponen", max_length=40)
    tahun = models.PositiveSmallIntegerField("tahun")
    tahapan = models.CharField("tahapan", max_length=30, choices=Tahapan.pilihan)
    pergeseran_ke = models.PositiveSmallIntegerField("pergeseran ke-", default=0)
    nilai = models.DecimalField("nilai", max_digits=20, decimal_places=2)
    dasar = models.CharField("dasar dokumen", max_length=200)
    ditetapkan_oleh = models.CharField("ditetapkan oleh", max_length=64)

    class Meta:
        verbose_name = "nilai komponen"
        verbose_name_plural = "nilai komponen"
        constraints = [
            *kendala_bitemporal("nilai_komponen", "komponen", "tahun", "tahapan", "pergeseran_ke"),
            models.CheckConstraint(name="nilai_komponen_tidak_negatif", condition=Q(nilai__gte=0)),
            models.CheckConstraint(name="nilai_komponen_berdasar", condition=~Q(dasar="")),
        ]

    def __str__(self) -> str:
        return f"{self.komponen} {self.tahapan} {self.tahun}"


class TandaRutin(CatatanResmi):
    """Someone's word, against the rule of program 01, on whether a sub kegiatan is belanja rutin internal.

    Valid time is the budget year, so that the flag holds in every stage of it. Withdrawn, the rule
    decides again; the row stays readable.
    """

    opd = models.ForeignKey("organisasi.OPD", models.PROTECT, related_name="+")
    tahun = models.PositiveSmallIntegerField("tahun")
    kode = models.CharField("kode sub kegiatan", max_length=20)
    rutin = models.BooleanField("belanja rutin internal")
    alasan = models.CharField("alasan", max_length=300)
    ditandai_oleh = models.CharField("ditandai oleh", max_length=64)
    nama_penanda = models.CharField("nama penanda", max_length=150)

    class Meta:
        verbose_name = "tanda belanja rutin internal"
        verbose_name_plural = "tanda belanja rutin internal"
        constraints = [
            *kendala_bitemporal("tanda_rutin", "opd", "tahun", "kode"),
            models.CheckConstraint(name="tanda_rutin_beralasan", condition=~Q(alasan="")),
        ]

    def __str__(self) -> str:
        return f"{self.tahun} {self.kode}"
