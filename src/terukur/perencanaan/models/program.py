"""The program kerja of an OPD in one stage: the working rows and the official frozen ones."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from terukur.inti.bitemporal import CatatanResmi, kendala_bitemporal
from terukur.perencanaan.models.referensi import Nomenklatur, PrioritasDaerah


class SubKegiatanRencana(models.Model):
    """One sub kegiatan that an OPD plans in one submission: a row of the Renja matrix (T-C.33).

    The official indicator and satuan are the nomenclature's and locked; their numbers stand here.
    ``versi`` is the optimistic lock: every save adds one. A removed row stays, dated, until the
    submission is frozen, so that removing can be undone. Money belongs to anggaran.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pengajuan = models.ForeignKey("tenggat.Pengajuan", models.PROTECT, related_name="daftar_sub_kegiatan")
    opd = models.ForeignKey("organisasi.OPD", models.PROTECT, related_name="+")
    unit = models.ForeignKey("organisasi.Unit", models.PROTECT, related_name="+", null=True, blank=True)
    nomenklatur = models.ForeignKey(Nomenklatur, models.PROTECT, related_name="+")
    kode = models.CharField("kode", max_length=20)
    nama = models.TextField("nama")
    target = models.DecimalField("target", max_digits=20, decimal_places=4, null=True, blank=True)
    target_maju = models.DecimalField(
        "target prakiraan maju", max_digits=20, decimal_places=4, null=True, blank=True
    )
    pagu_maju = models.DecimalField(
        "pagu prakiraan maju", max_digits=20, decimal_places=2, null=True, blank=True
    )
    target_akhir_renstra = models.DecimalField(
        "target akhir Renstra", max_digits=20, decimal_places=4, null=True, blank=True
    )
    realisasi_lalu = models.DecimalField(
        "realisasi Renja dua tahun lalu", max_digits=20, decimal_places=4, null=True, blank=True
    )
    prakiraan_berjalan = models.DecimalField(
        "prakiraan capaian tahun berjalan", max_digits=20, decimal_places=4, null=True, blank=True
    )
    lokasi = models.ManyToManyField("organisasi.Wilayah", related_name="+", blank=True)
    lokasi_uraian = models.TextField("uraian lokasi", blank=True)
    kelompok_sasaran = models.TextField("kelompok sasaran", blank=True)
    prioritas = models.ForeignKey(PrioritasDaerah, models.PROTECT, related_name="+", null=True, blank=True)
    prioritas_nasional = models.TextField("prioritas nasional", blank=True)
    tag = ArrayField(models.CharField(max_length=100), verbose_name="tag", default=list, blank=True)
    catatan = models.TextField("catatan", blank=True)
    asal = models.ForeignKey(
        "self", models.SET_NULL, related_name="+", null=True, blank=True,
        verbose_name="baris pada tahapan sebelumnya",
    )  # fmt: skip
    versi = models.PositiveIntegerField("versi simpan", default=1)
    dibuat_pada = models.DateTimeField("dibuat pada")
    disimpan_pada = models.DateTimeField("disimpan pada")
    disimpan_oleh = models.CharField("disimpan oleh", max_length=64)
    nama_penyimpan = models.CharField("nama penyimpan", max_length=150, blank=True)
    dihapus_pada = models.DateTimeField("dihapus pada", null=True, blank=True)
    dihapus_oleh = models.CharField("dihapus oleh", max_length=64, blank=True)

    class Meta:
        verbose_name = "sub kegiatan"
        verbose_name_plural = "sub kegiatan"
        constraints = [
            models.UniqueConstraint(
                fields=["pengajuan", "unit", "kode"],
                name="sub_kegiatan_kode_unik",
                condition=Q(dihapus_pada__isnull=True),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(dihapus_pada__isnull=True, dihapus_oleh="")
                | (Q(dihapus_pada__isnull=False) & ~Q(dihapus_oleh="")),
                name="sub_kegiatan_dihapus_siapa_kapan",
            ),
            models.CheckConstraint(
                condition=Q(disimpan_pada__gte=F("dibuat_pada")), name="sub_kegiatan_urutan_simpan"
            ),
            models.CheckConstraint(
                condition=(Q(target__isnull=True) | Q(target__gte=0))
                & (Q(target_maju__isnull=True) | Q(target_maju__gte=0))
                & (Q(pagu_maju__isnull=True) | Q(pagu_maju__gte=0)),
                name="sub_kegiatan_tidak_negatif",
            ),
            models.CheckConstraint(condition=~Q(kode__startswith="X"), name="sub_kegiatan_kode_terbentang"),
        ]
        indexes = [models.Index(fields=["pengajuan", "kode"], name="sub_kegiatan_pengajuan")]

    def __str__(self) -> str:
        return f"{self.kode} {self.nama}"

    @property
    def kunci(self) -> str:
        """Name of this row within its submission, the same in every stage. Needs ``unit``."""
        return f"{self.kode} @ {self.unit.kode}" if self.unit else self.kode


class IndikatorRencana(models.Model):
    """An additional indicator beside the official one of a sub kegiatan."""

    sub_kegiatan = models.ForeignKey(SubKegiatanRencana, models.CASCADE, related_name="daftar_indikator")
    urutan = models.PositiveSmallIntegerField("urutan")
    nama = models.TextField("indikator")
    satuan = models.CharField("satuan", max_length=100)
    target = models.DecimalField("target", max_digits=20, decimal_places=4, null=True, blank=True)
    target_maju = models.DecimalField(
        "target prakiraan maju", max_digits=20, decimal_places=4, null=True, blank=True
    )

    class Meta:
        verbose_name = "indikator tambahan"
        verbose_name_plural = "indikator tambahan"
        constraints = [
            models.UniqueConstraint(fields=["sub_kegiatan", "nama"], name="indikator_rencana_unik"),
            models.CheckConstraint(condition=~Q(nama=""), name="indikator_rencana_bernama"),
        ]

    def __str__(self) -> str:
        return f"{self.nama} ({self.satuan})"


class ProgramKerjaResmi(CatatanResmi):
    """Official program kerja: one row per sub kegiatan, frozen at ajukan and again at tetapkan.

    ``kunci`` names the row within its submission in words that every stage shares (code, and the
    unit's code where there is one). Valid time is the planning year; what was known at any
    instant is asked with ``.diketahui(saat)``.
    """

    pengajuan = models.ForeignKey("tenggat.Pengajuan", models.PROTECT, related_name="+")
    kunci = models.CharField("kunci baris", max_length=60)
    opd = models.ForeignKey("organisasi.OPD", models.PROTECT, related_name="+", db_index=False)
    tahun = models.PositiveSmallIntegerField("tahun")
    tahapan = models.CharField("tahapan", max_length=40)
    kode = models.CharField("kode", max_length=20)
    ditetapkan = models.BooleanField("ditetapkan", default=False)
    isi = models.JSONField("isi")

    class Meta:
        verbose_name = "program kerja resmi"
        verbose_name_plural = "program kerja resmi"
        constraints = kendala_bitemporal("program_kerja_resmi", "pengajuan", "kunci")
        indexes = [models.Index(fields=["opd", "tahun", "tahapan"], name="program_kerja_resmi_opd")]

    def __str__(self) -> str:
        return f"{self.tahapan} {self.tahun} {self.kunci}"
