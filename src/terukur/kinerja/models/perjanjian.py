"""Perjanjian kinerja (PK): who promises what to whom for a year, and its later versions.

Migration 0003 adds what constraints cannot say: triggers that refuse every change of a version both
parties signed, and of the lines of one that waits for the second party.
"""

import uuid

from django.db import models
from django.db.models import F, Q

from terukur.kinerja.choices import PemicuRevisi, StatusPerjanjian
from terukur.kinerja.models.indikator import Indikator

S = StatusPerjanjian


def sebut_perjanjian(perubahan_ke: int) -> str:
    """``Perjanjian Kinerja`` or ``Perjanjian Kinerja Perubahan ke-1``."""
    return "Perjanjian Kinerja" + (f" Perubahan ke-{perubahan_ke}" if perubahan_ke else "")


class PerjanjianKinerja(models.Model):
    """One version of the PK of a jabatan for a year: the first (``perubahan_ke`` 0) or a PK Perubahan.

    ``pegawai``: whose, where many hold the jabatan. ``atasan``: the office of the second party; None is the
    bupati. ``pihak_pertama`` and ``pihak_kedua``: person, office and capacity frozen when each signed
    (keys of ``rules.perjanjian.Pihak``). ``sumber_anggaran``: the stage its amounts were taken from.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    opd = models.ForeignKey("organisasi.OPD", models.PROTECT, related_name="+", db_index=False)
    jabatan = models.ForeignKey("organisasi.Jabatan", models.PROTECT, related_name="+", db_index=False)
    pegawai = models.ForeignKey("organisasi.Pegawai", models.PROTECT, related_name="+", null=True, blank=True)
    atasan = models.ForeignKey("organisasi.Jabatan", models.PROTECT, related_name="+", null=True, blank=True)
    tahun = models.PositiveSmallIntegerField("tahun")
    perubahan_ke = models.PositiveSmallIntegerField("perubahan ke-", default=0)
    status = models.CharField("status", max_length=12, choices=StatusPerjanjian, default=S.DRAF)
    pemicu = models.CharField("sebab perubahan", max_length=10, choices=PemicuRevisi, blank=True)
    alasan = models.TextField("alasan perubahan", blank=True)
    nomor_dokumen = models.CharField("nomor dokumen", max_length=100, blank=True)
    tanggal_dokumen = models.DateField("tanggal dokumen", null=True, blank=True)
    sumber_anggaran = models.CharField("sumber anggaran", max_length=100, blank=True)
    versi = models.PositiveIntegerField("versi simpan", default=1)
    dibuat_pada = models.DateTimeField("dibuat pada")
    dibuat_oleh = models.CharField("dibuat oleh", max_length=64)
    disimpan_pada = models.DateTimeField("disimpan pada")
    diajukan_pada = models.DateTimeField("ditandatangani pihak pertama pada", null=True, blank=True)
    diajukan_oleh = models.CharField("ditandatangani pihak pertama oleh", max_length=64, blank=True)
    pihak_pertama = models.JSONField("pihak pertama", null=True, blank=True)
    penanda = models.ForeignKey("organisasi.Pegawai", models.PROTECT, related_name="+", null=True, blank=True)
    dikembalikan_pada = models.DateTimeField("dikembalikan pada", null=True, blank=True)
    dikembalikan_oleh = models.CharField("dikembalikan oleh", max_length=64, blank=True)
    dikembalikan_nama = models.CharField("nama yang mengembalikan", max_length=150, blank=True)
    alasan_kembali = models.TextField("alasan dikembalikan", blank=True)
    ditetapkan_pada = models.DateTimeField("ditandatangani pihak kedua pada", null=True, blank=True)
    ditetapkan_oleh = models.CharField("ditandatangani pihak kedua oleh", max_length=64, blank=True)
    pihak_kedua = models.JSONField("pihak kedua", null=True, blank=True)
    kertas = models.OneToOneField("jejak.Kertas", models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = "perjanjian kinerja"
        verbose_name_plural = "perjanjian kinerja"
        constraints = [
            models.UniqueConstraint(
                fields=["jabatan", "pegawai", "tahun", "perubahan_ke"], name="perjanjian_versi_unik",
                nulls_distinct=False,
            ),
            models.UniqueConstraint(
                fields=["jabatan", "pegawai", "tahun"], condition=~Q(status=S.DITETAPKAN),
                name="perjanjian_satu_proses", nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(atasan=None) | ~Q(atasan=F("jabatan")), name="perjanjian_atasan_lain"
            ),
            models.CheckConstraint(
                condition=Q(perubahan_ke=0, pemicu="", alasan="", nomor_dokumen="", tanggal_dokumen=None)
                | (
                    Q(perubahan_ke__gt=0, tanggal_dokumen__isnull=False)
                    & ~Q(pemicu="") & ~Q(alasan="") & ~Q(nomor_dokumen="")
                ),
                name="perjanjian_perubahan_berdasar",
            ),
            models.CheckConstraint(
                condition=Q(status=S.DRAF, diajukan_pada=None, ditetapkan_pada=None)
                | (
                    Q(
                        status=S.DIKEMBALIKAN, diajukan_pada=None, ditetapkan_pada=None,
                        dikembalikan_pada__isnull=False,
                    )
                    & ~Q(alasan_kembali="")
                )
                | Q(status=S.DIAJUKAN, diajukan_pada__isnull=False, ditetapkan_pada=None)
                | Q(
                    status=S.DITETAPKAN, diajukan_pada__isnull=False, ditetapkan_pada__isnull=False,
                    ditetapkan_pada__gte=F("diajukan_pada"),
                ),
                name="perjanjian_status_waktu",
            ),
            models.CheckConstraint(
                condition=Q(diajukan_pada=None, diajukan_oleh="", pihak_pertama__isnull=True)
                | (Q(diajukan_pada__isnull=False, pihak_pertama__isnull=False) & ~Q(diajukan_oleh="")),
                name="perjanjian_pihak_pertama",
            ),
            models.CheckConstraint(
                condition=Q(ditetapkan_pada=None, ditetapkan_oleh="", pihak_kedua__isnull=True, kertas=None)
                | (
                    Q(ditetapkan_pada__isnull=False, pihak_kedua__isnull=False, kertas__isnull=False)
                    & ~Q(ditetapkan_oleh="")
                ),
                name="perjanjian_pihak_kedua",
            ),
            models.CheckConstraint(
                condition=Q(dikembalikan_pada=None, dikembalikan_oleh="", alasan_kembali="")
                | (Q(dikembalikan_pada__isnull=False) & ~Q(dikembalikan_oleh="") & ~Q(alasan_kembali="")),
                name="perjanjian_dikembalikan",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["tahun", "opd"], name="perjanjian_tahun_opd")]

    def __str__(self) -> str:
        return f"{self.sebutan} {self.tahun}"

    @property
    def sebutan(self) -> str:
        """``Perjanjian Kinerja`` or ``Perjanjian Kinerja Perubahan ke-1``."""
        return sebut_perjanjian(self.perubahan_ke)


class BarisPerjanjian(models.Model):
    """One promise: a sasaran, its indicator and the target of the year.

    ``kunci`` is the same in every version. ``induk``: the line of the superior's PK that it serves.
    ``ukuran``: what the indicator meant when the first party signed; None in a draft.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    perjanjian = models.ForeignKey(PerjanjianKinerja, models.CASCADE, related_name="daftar_baris")
    kunci = models.UUIDField("kunci", default=uuid.uuid4, editable=False)
    urutan = models.PositiveSmallIntegerField("nomor urut")
    sasaran = models.TextField("sasaran")
    indikator = models.ForeignKey(Indikator, models.PROTECT, related_name="+")
    nilai = models.DecimalField("target", max_digits=20, decimal_places=4, null=True, blank=True)
    nilai_atas = models.DecimalField("sampai", max_digits=20, decimal_places=4, null=True, blank=True)
    induk = models.ForeignKey("self", models.PROTECT, related_name="+", null=True, blank=True)
    ukuran = models.JSONField("ukuran", null=True, blank=True)
    versi = models.PositiveIntegerField("versi simpan", default=1)
    nama_penyimpan = models.CharField("nama penyimpan", max_length=150, blank=True)

    class Meta:
        verbose_name = "baris perjanjian kinerja"
        verbose_name_plural = "baris perjanjian kinerja"
        constraints = [
            models.UniqueConstraint(fields=["perjanjian", "kunci"], name="baris_perjanjian_kunci"),
            models.UniqueConstraint(
                fields=["perjanjian", "indikator"], name="baris_perjanjian_indikator_sekali"
            ),
            models.CheckConstraint(condition=~Q(sasaran=""), name="baris_perjanjian_sasaran"),
            models.CheckConstraint(
                condition=Q(nilai_atas=None) | Q(nilai__isnull=False, nilai_atas__gte=F("nilai")),
                name="baris_perjanjian_rentang",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.urutan}. {self.sasaran}"


class ProgramPerjanjian(models.Model):
    """Money behind a PK: a program (head of an OPD) or a kegiatan (below), as the budget says."""

    perjanjian = models.ForeignKey(PerjanjianKinerja, models.CASCADE, related_name="daftar_program")
    kode = models.CharField("kode", max_length=20)
    nama = models.TextField("nama")
    jumlah = models.DecimalField("anggaran", max_digits=20, decimal_places=2)

    class Meta:
        verbose_name = "program perjanjian kinerja"
        verbose_name_plural = "program perjanjian kinerja"
        constraints = [
            models.UniqueConstraint(fields=["perjanjian", "kode"], name="program_perjanjian_kode"),
            models.CheckConstraint(condition=Q(jumlah__gte=0), name="program_perjanjian_jumlah"),
        ]

    def __str__(self) -> str:
        return f"{self.kode} {self.nama}"
