"""Action plans (rencana aksi): the working rows, the set ones, and how a set target changes."""

import uuid
from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from terukur.inti.bitemporal import CatatanResmi, kendala_bitemporal
from terukur.kinerja.choices import Asal, PemicuRevisi
from terukur.kinerja.models.indikator import Indikator


class RencanaAksi(models.Model):
    """One action of an OPD with its indicator, in one submission, while it is being filled in.

    ``kode_sub``: code of the sub kegiatan whose money it uses, as in the OPD's program kerja.
    ``bobot`` weighs it among the OPD's actions. A removed row stays, dated, so that it can be undone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pengajuan = models.ForeignKey("tenggat.Pengajuan", models.PROTECT, related_name="daftar_rencana_aksi")
    opd = models.ForeignKey("organisasi.OPD", models.PROTECT, related_name="+")
    unit = models.ForeignKey("organisasi.Unit", models.PROTECT, related_name="+", null=True, blank=True)
    urutan = models.PositiveIntegerField("nomor urut")
    aksi = models.TextField("rencana aksi")
    indikator = models.ForeignKey(Indikator, models.PROTECT, related_name="+")
    asal = models.CharField("asal", max_length=15, choices=Asal, default=Asal.RENJA)
    penanggung_jawab = models.ForeignKey(
        "organisasi.Jabatan", models.PROTECT, related_name="+", null=True, blank=True
    )
    kode_sub = models.CharField("sub kegiatan", max_length=20, blank=True)
    bobot = models.DecimalField("bobot", max_digits=5, decimal_places=2, default=Decimal(1))
    catatan = models.TextField("catatan", blank=True)
    versi = models.PositiveIntegerField("versi simpan", default=1)
    dibuat_pada = models.DateTimeField("dibuat pada")
    disimpan_pada = models.DateTimeField("disimpan pada")
    disimpan_oleh = models.CharField("disimpan oleh", max_length=64)
    nama_penyimpan = models.CharField("nama penyimpan", max_length=150, blank=True)
    dihapus_pada = models.DateTimeField("dihapus pada", null=True, blank=True)
    dihapus_oleh = models.CharField("dihapus oleh", max_length=64, blank=True)

    class Meta:
        verbose_name = "rencana aksi"
        verbose_name_plural = "rencana aksi"
        constraints = [
            models.UniqueConstraint(fields=["pengajuan", "urutan"], name="rencana_aksi_urutan_unik"),
            models.CheckConstraint(condition=~Q(aksi=""), name="rencana_aksi_bernama"),
            models.CheckConstraint(condition=Q(bobot__gt=0), name="rencana_aksi_bobot"),
            models.CheckConstraint(
                condition=Q(dihapus_pada__isnull=True, dihapus_oleh="")
                | (Q(dihapus_pada__isnull=False) & ~Q(dihapus_oleh="")),
                name="rencana_aksi_dihapus_siapa_kapan",
            ),
            models.CheckConstraint(
                condition=Q(disimpan_pada__gte=F("dibuat_pada")), name="rencana_aksi_urutan_simpan"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.urutan}. {self.aksi}"


class TargetAksi(models.Model):
    """What an action means to reach in one period. ``nilai_atas`` only for a range."""

    rencana_aksi = models.ForeignKey(
        RencanaAksi, models.CASCADE, related_name="daftar_target", db_index=False
    )
    periode = models.CharField("periode", max_length=8)
    nilai = models.DecimalField("target", max_digits=20, decimal_places=4)
    nilai_atas = models.DecimalField("sampai", max_digits=20, decimal_places=4, null=True, blank=True)

    class Meta:
        verbose_name = "target"
        verbose_name_plural = "target"
        constraints = [
            models.UniqueConstraint(fields=["rencana_aksi", "periode"], name="target_aksi_unik"),
            models.CheckConstraint(
                condition=Q(nilai_atas=None) | Q(nilai_atas__gte=F("nilai")), name="target_aksi_rentang"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.periode}: {self.nilai}"


class RegisterRencanaAksi(models.Model):
    """The register number under which the action plan of one package was set, once and for all."""

    pengajuan = models.OneToOneField("tenggat.Pengajuan", models.PROTECT, related_name="+")
    kertas = models.OneToOneField("jejak.Kertas", models.PROTECT, related_name="+")
    ditetapkan_pada = models.DateTimeField("ditetapkan pada")

    class Meta:
        verbose_name = "register rencana aksi"
        verbose_name_plural = "register rencana aksi"

    def __str__(self) -> str:
        return str(self.kertas_id)


class RencanaAksiResmi(CatatanResmi):
    """An action as submitted, and again as set. ``kunci`` is the id of the ``RencanaAksi``.

    Valid time is the planning year. ``nomor_register`` names the paper by which it was set; empty
    until then. ``isi``: what the row said, in words and values of canonical JSON.
    """

    kunci = models.UUIDField("kunci baris")
    pengajuan = models.ForeignKey("tenggat.Pengajuan", models.PROTECT, related_name="+")
    opd = models.ForeignKey("organisasi.OPD", models.PROTECT, related_name="+", db_index=False)
    tahun = models.PositiveSmallIntegerField("tahun")
    indikator = models.ForeignKey(Indikator, models.PROTECT, related_name="+")
    nomor_register = models.CharField("nomor register", max_length=30, blank=True)
    isi = models.JSONField("isi")

    class Meta:
        verbose_name = "rencana aksi resmi"
        verbose_name_plural = "rencana aksi resmi"
        constraints = kendala_bitemporal("rencana_aksi_resmi", "kunci")
        indexes = [models.Index(fields=["opd", "tahun"], name="rencana_aksi_resmi_opd")]

    def __str__(self) -> str:
        return f"{self.tahun} {self.isi['aksi']}"


class RevisiTarget(models.Model):
    """One official change of set targets (PK Perubahan): why, by which document, approved by whom."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    opd = models.ForeignKey("organisasi.OPD", models.PROTECT, related_name="daftar_revisi_target")
    kunci = models.UUIDField("kunci baris")
    tahun = models.PositiveSmallIntegerField("tahun")
    pemicu = models.CharField("sebab", max_length=10, choices=PemicuRevisi)
    alasan = models.TextField("alasan")
    nomor_dokumen = models.CharField("nomor dokumen", max_length=100)
    tanggal_dokumen = models.DateField("tanggal dokumen")
    disetujui_oleh = models.CharField("disetujui oleh", max_length=200)
    perubahan = models.JSONField("perubahan")
    catatan_nomor = models.PositiveBigIntegerField("nomor catatan jejak", unique=True)
    dicatat_pada = models.DateTimeField("dicatat pada")
    dicatat_oleh = models.CharField("dicatat oleh", max_length=64)
    nama_pencatat = models.CharField("nama pencatat", max_length=150)

    class Meta:
        verbose_name = "revisi target"
        verbose_name_plural = "revisi target"
        constraints = [
            models.CheckConstraint(
                condition=~Q(alasan="") & ~Q(nomor_dokumen="") & ~Q(disetujui_oleh=""),
                name="revisi_target_dasar",
            )
        ]
        indexes = [models.Index(fields=["kunci", "dicatat_pada"], name="revisi_target_kunci")]

    def __str__(self) -> str:
        return f"{self.nomor_dokumen} {self.dicatat_pada:%Y-%m-%d}"


class TargetResmi(CatatanResmi):
    """The set target of an action for one period. Valid time is that period; known since it was set.

    A row is superseded only when the target itself changes or passes to another OPD, so that the first
    row that was known before the period begins proves that its result was planned. ``catatan_nomor``:
    the journal entry that set, revised or passed it on.

    ``opd``: whose obligation the period is; None while the OPD has ended and nobody has taken it over.
    ``asal``: whose it was when it was set, where it has passed on (ADR 0022).
    """

    kunci = models.UUIDField("kunci baris")
    opd = models.ForeignKey(
        "organisasi.OPD", models.PROTECT, related_name="+", db_index=False, null=True, blank=True
    )
    asal = models.ForeignKey(
        "organisasi.OPD", models.PROTECT, related_name="+", db_index=False, null=True, blank=True
    )
    tahun = models.PositiveSmallIntegerField("tahun")
    periode = models.CharField("periode", max_length=8)
    nilai = models.DecimalField("target", max_digits=20, decimal_places=4)
    nilai_atas = models.DecimalField("sampai", max_digits=20, decimal_places=4, null=True, blank=True)
    revisi = models.ForeignKey(RevisiTarget, models.PROTECT, related_name="+", null=True, blank=True)
    catatan_nomor = models.PositiveBigIntegerField("nomor catatan jejak")

    class Meta:
        verbose_name = "target resmi"
        verbose_name_plural = "target resmi"
        constraints = [
            *kendala_bitemporal("target_resmi", "kunci", "periode"),
            models.CheckConstraint(
                condition=Q(nilai_atas=None) | Q(nilai_atas__gte=F("nilai")), name="target_resmi_rentang"
            ),
            models.CheckConstraint(
                condition=Q(opd__isnull=False) | Q(asal__isnull=False), name="target_resmi_milik"
            ),
        ]
        indexes = [models.Index(fields=["opd", "tahun"], name="target_resmi_opd")]

    def __str__(self) -> str:
        return f"{self.periode}: {self.nilai}"
