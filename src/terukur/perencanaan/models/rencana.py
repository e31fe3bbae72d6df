"""RPJMD and Renstra: documents, their versions, what a version says, and which one is in force."""

import uuid

from django.db import models
from django.db.models import F, Q

from terukur.inti.bitemporal import CatatanResmi, kendala_bitemporal
from terukur.perencanaan.choices import JenisButir, JenisRencana, Polaritas, StatusRencana, TitikTarget
from terukur.tenggat.choices import JenisPenetapan

S = StatusRencana


class DokumenRencana(models.Model):
    """An RPJMD (of the kabupaten) or a Renstra (of ``opd``) for a period of years."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jenis = models.CharField("jenis", max_length=8, choices=JenisRencana)
    opd = models.ForeignKey("organisasi.OPD", models.PROTECT, related_name="+", null=True, blank=True)
    tahun_awal = models.PositiveSmallIntegerField("tahun awal")
    tahun_akhir = models.PositiveSmallIntegerField("tahun akhir")

    class Meta:
        verbose_name = "dokumen rencana"
        verbose_name_plural = "dokumen rencana"
        constraints = [
            models.UniqueConstraint(
                fields=["jenis", "opd", "tahun_awal"], name="dokumen_rencana_unik", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(jenis="rpjmd", opd=None) | Q(jenis="renstra", opd__isnull=False),
                name="dokumen_rencana_pemilik",
            ),
            models.CheckConstraint(
                condition=Q(tahun_akhir__gte=F("tahun_awal")) & Q(tahun_akhir__lte=F("tahun_awal") + 5),
                name="dokumen_rencana_periode",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_jenis_display()} {self.tahun_awal}–{self.tahun_akhir}"

    @property
    def pemilik(self) -> str:
        """Whose plan it is: one of them is in force for each owner on each day."""
        return str(self.opd_id) if self.opd_id else "kabupaten"

    @property
    def tahun(self) -> range:
        return range(self.tahun_awal, self.tahun_akhir + 1)


class VersiRencana(models.Model):
    """One version of a document: the first (``nomor`` 0), or a Perubahan with its reason.

    Only one version is a draft at a time. A set version never changes; which version is in force
    on a day, and was known when, is told by ``RencanaBerlaku``.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dokumen = models.ForeignKey(DokumenRencana, models.PROTECT, related_name="daftar_versi")
    nomor = models.PositiveSmallIntegerField("perubahan ke-", default=0)
    status = models.CharField("status", max_length=12, choices=StatusRencana, default=S.DRAF)
    visi = models.TextField("visi", blank=True)
    alasan = models.TextField("alasan perubahan", blank=True)
    dibuat_pada = models.DateTimeField("dibuat pada")
    dibuat_oleh = models.CharField("dibuat oleh", max_length=64)
    diajukan_pada = models.DateTimeField("diajukan pada", null=True, blank=True)
    diajukan_oleh = models.CharField("diajukan oleh", max_length=64, blank=True)
    diajukan_nama = models.CharField("nama pengaju", max_length=150, blank=True)
    diajukan_penugasan = models.CharField("jabatan pengaju", max_length=300, blank=True)
    dikembalikan_pada = models.DateTimeField("dikembalikan pada", null=True, blank=True)
    catatan_kembali = models.TextField("catatan pengembalian", blank=True)
    diverifikasi_pada = models.DateTimeField("diverifikasi pada", null=True, blank=True)
    diverifikasi_oleh = models.CharField("diverifikasi oleh", max_length=64, blank=True)
    diverifikasi_nama = models.CharField("nama verifikator", max_length=150, blank=True)
    diverifikasi_sendiri = models.BooleanField("diverifikasi sendiri", default=False)
    ditetapkan_pada = models.DateTimeField("ditetapkan pada", null=True, blank=True)
    ditetapkan_oleh = models.CharField("ditetapkan oleh", max_length=64, blank=True)
    jenis_dokumen = models.CharField("jenis dokumen", max_length=20, choices=JenisPenetapan, blank=True)
    nomor_dokumen = models.CharField("nomor dokumen", max_length=100, blank=True)
    tanggal_dokumen = models.DateField("tanggal dokumen", null=True, blank=True)
    penanda_tangan = models.CharField("penanda tangan", max_length=200, blank=True)

    class Meta:
        verbose_name = "versi rencana"
        verbose_name_plural = "versi rencana"
        constraints = [
            models.UniqueConstraint(fields=["dokumen", "nomor"], name="versi_rencana_nomor_unik"),
            models.UniqueConstraint(
                fields=["dokumen"], condition=~Q(status="ditetapkan"), name="versi_rencana_satu_draf"
            ),
            models.CheckConstraint(
                condition=Q(nomor=0, alasan="") | (Q(nomor__gt=0) & ~Q(alasan="")),
                name="versi_rencana_perubahan_beralasan",
            ),
            models.CheckConstraint(
                condition=Q(status=S.DRAF, diajukan_pada=None, diverifikasi_pada=None, ditetapkan_pada=None)
                | Q(
                    status=S.DIAJUKAN, diajukan_pada__isnull=False, diverifikasi_pada=None,
                    ditetapkan_pada=None,
                )
                | Q(
                    status=S.DIKEMBALIKAN, diajukan_pada__isnull=False, dikembalikan_pada__isnull=False,
                    diverifikasi_pada=None, ditetapkan_pada=None,
                )
                | Q(
                    status=S.DIVERIFIKASI, diajukan_pada__isnull=False, diverifikasi_pada__isnull=False,
                    ditetapkan_pada=None,
                )
                | Q(status=S.DITETAPKAN, ditetapkan_pada__isnull=False),
                name="versi_rencana_status_waktu",
            ),
            models.CheckConstraint(
                condition=(Q(diajukan_pada=None, diajukan_oleh="") | Q(diajukan_pada__isnull=False))
                & (Q(diajukan_pada=None) | ~Q(diajukan_oleh=""))
                & (Q(diverifikasi_pada=None, diverifikasi_oleh="") | Q(diverifikasi_pada__isnull=False))
                & (Q(diverifikasi_pada=None) | ~Q(diverifikasi_oleh="")),
                name="versi_rencana_siapa_kapan",
            ),
            models.CheckConstraint(
                condition=Q(dikembalikan_pada=None, catatan_kembali="")
                | (Q(dikembalikan_pada__isnull=False) & ~Q(catatan_kembali="")),
                name="versi_rencana_kembali_bercatatan",
            ),
            models.CheckConstraint(
                condition=Q(
                    ditetapkan_pada=None, ditetapkan_oleh="", jenis_dokumen="", nomor_dokumen="",
                    tanggal_dokumen=None, penanda_tangan="",
                )
                | (
                    Q(ditetapkan_pada__isnull=False, tanggal_dokumen__isnull=False)
                    & ~Q(ditetapkan_oleh="") & ~Q(jenis_dokumen="") & ~Q(nomor_dokumen="")
                    & ~Q(penanda_tangan="")
                ),
                name="versi_rencana_ditetapkan_berdokumen",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.dokumen_id} {self.nomor}"

    @property
    def sebutan(self) -> str:
        """``Awal`` or ``Perubahan ke-1``."""
        return f"Perubahan ke-{self.nomor}" if self.nomor else "Awal"


class RencanaBerlaku(CatatanResmi):
    """Which version of whose plan holds on which days; a Perubahan supersedes from its date on."""

    pemilik = models.CharField("pemilik", max_length=36)
    versi = models.ForeignKey(VersiRencana, models.PROTECT, related_name="daftar_berlaku")

    class Meta:
        verbose_name = "rencana berlaku"
        verbose_name_plural = "rencana berlaku"
        constraints = kendala_bitemporal("rencana_berlaku", "pemilik")
        indexes = [models.Index(fields=["pemilik"], name="rencana_berlaku_pemilik")]

    def __str__(self) -> str:
        return f"{self.pemilik}: {self.versi_id}"


class ButirRencana(models.Model):
    """A misi, tujuan, sasaran or program of one version. ``kunci`` is the same in every version.

    A sasaran of a Renstra names the sasaran of the RPJMD that it serves (``sasaran_rpjmd``). A
    program carries its (expanded) code; in the RPJMD also the OPD that answers for it (``opd``).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kunci = models.UUIDField("kunci", default=uuid.uuid4, editable=False)
    versi = models.ForeignKey(VersiRencana, models.PROTECT, related_name="daftar_butir")
    jenis = models.CharField("jenis", max_length=8, choices=JenisButir)
    induk = models.ForeignKey("self", models.CASCADE, related_name="daftar_anak", null=True, blank=True)
    urutan = models.PositiveSmallIntegerField("urutan")
    nama = models.TextField("nama")
    kode = models.CharField("kode program", max_length=20, blank=True)
    opd = models.ForeignKey("organisasi.OPD", models.PROTECT, related_name="+", null=True, blank=True)
    sasaran_rpjmd = models.ForeignKey("self", models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = "butir rencana"
        verbose_name_plural = "butir rencana"
        constraints = [
            models.UniqueConstraint(fields=["versi", "kunci"], name="butir_rencana_kunci_unik"),
            models.UniqueConstraint(
                fields=["induk", "kode"], condition=~Q(kode=""), name="butir_rencana_kode_unik"
            ),
            models.CheckConstraint(condition=~Q(nama=""), name="butir_rencana_bernama"),
            models.CheckConstraint(
                condition=Q(jenis="misi", induk=None)
                | Q(jenis="tujuan")
                | Q(jenis__in=("sasaran", "program"), induk__isnull=False),
                name="butir_rencana_susunan",
            ),
            models.CheckConstraint(
                condition=(Q(jenis="program") & ~Q(kode="")) | (~Q(jenis="program") & Q(kode="", opd=None)),
                name="butir_rencana_program_berkode",
            ),
            models.CheckConstraint(condition=~Q(kode__startswith="X"), name="butir_rencana_kode_terbentang"),
            models.CheckConstraint(
                condition=Q(sasaran_rpjmd=None) | Q(jenis="sasaran"), name="butir_rencana_acuan_sasaran"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kode} {self.nama}".strip()


class IndikatorButir(models.Model):
    """An indicator of a tujuan, sasaran or program. ``kunci`` is the same in every version."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kunci = models.UUIDField("kunci", default=uuid.uuid4, editable=False)
    butir = models.ForeignKey(ButirRencana, models.CASCADE, related_name="daftar_indikator")
    urutan = models.PositiveSmallIntegerField("urutan")
    nama = models.TextField("indikator")
    satuan = models.CharField("satuan", max_length=100)
    polaritas = models.CharField("polaritas", max_length=8, choices=Polaritas)
    sumber_data = models.CharField("sumber data", max_length=200, blank=True)

    class Meta:
        verbose_name = "indikator"
        verbose_name_plural = "indikator"
        constraints = [
            models.UniqueConstraint(fields=["butir", "nama"], name="indikator_butir_unik"),
            models.CheckConstraint(condition=~Q(nama=""), name="indikator_butir_bernama"),
        ]

    def __str__(self) -> str:
        return f"{self.nama} ({self.satuan})"


class TargetIndikator(models.Model):
    """One number of an indicator, or its predikat in words; what is not filled in has no row.

    ``nilai_atas``: the upper end of a range (polaritas rentang).
    """

    indikator = models.ForeignKey(IndikatorButir, models.CASCADE, related_name="daftar_target")
    titik = models.CharField("titik", max_length=5, choices=TitikTarget)
    tahun = models.PositiveSmallIntegerField("tahun", null=True, blank=True)
    nilai = models.DecimalField("nilai", max_digits=20, decimal_places=4, null=True, blank=True)
    nilai_atas = models.DecimalField("batas atas", max_digits=20, decimal_places=4, null=True, blank=True)
    predikat = models.CharField("predikat", max_length=60, blank=True)

    class Meta:
        verbose_name = "target"
        verbose_name_plural = "target"
        constraints = [
            models.UniqueConstraint(
                fields=["indikator", "titik", "tahun"], name="target_indikator_unik", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(titik="tahun", tahun__isnull=False) | Q(titik__in=("awal", "akhir"), tahun=None),
                name="target_indikator_titik",
            ),
            models.CheckConstraint(
                condition=Q(nilai__isnull=False, predikat="")
                | (Q(nilai=None, nilai_atas=None) & ~Q(predikat="")),
                name="target_indikator_angka_atau_predikat",
            ),
            models.CheckConstraint(
                condition=Q(nilai_atas=None) | Q(nilai_atas__gte=F("nilai")), name="target_indikator_rentang"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.titik} {self.tahun or ''}".strip()


class PaguIndikatif(models.Model):
    """Indicative money of a program of a Renstra in one year."""

    program = models.ForeignKey(ButirRencana, models.CASCADE, related_name="daftar_pagu")
    tahun = models.PositiveSmallIntegerField("tahun")
    jumlah = models.DecimalField("pagu indikatif", max_digits=20, decimal_places=2)

    class Meta:
        verbose_name = "pagu indikatif"
        verbose_name_plural = "pagu indikatif"
        constraints = [
            models.UniqueConstraint(fields=["program", "tahun"], name="pagu_indikatif_unik"),
            models.CheckConstraint(condition=Q(jumlah__gte=0), name="pagu_indikatif_tidak_negatif"),
        ]

    def __str__(self) -> str:
        return f"{self.tahun}: {self.jumlah}"
