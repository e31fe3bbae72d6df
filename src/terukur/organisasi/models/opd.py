"""OPD, unit and jabatan: an anchor that never changes its id, and dated versions of the rest.

The anchor carries a copy of the version of today (``potret``), so that lists and foreign keys
need no join on dates. Only ``actions`` writes either; the daily job moves the copies on when a
version recorded ahead begins.
"""

import uuid
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q

from terukur.inti.bitemporal import CatatanResmi, kendala_bitemporal, rentang_berlaku, rentang_diketahui
from terukur.organisasi.choices import Eselon, JenisOPD, JenisPenerus, JenisUnit

POLA_KODE = r"^[0-9]\.[0-9]{2}\.[0-9]\.[0-9]{2}\.[0-9]\.[0-9]{2}\.[0-9]{2}\.[0-9]{4}$"
"""22 characters: three bidang urusan, number of the OPD, number of the unit (0000: the OPD)."""


def satu_pada_satu_saat(nama: str, *kunci: str, syarat: Q | None = None) -> ExclusionConstraint:
    """No two rows alike in ``kunci`` may hold on one day as known at one instant."""
    return ExclusionConstraint(
        name=nama,
        expressions=[
            *((k, RangeOperators.EQUAL) for k in kunci),
            (rentang_berlaku(), RangeOperators.OVERLAPS),
            (rentang_diketahui(), RangeOperators.OVERLAPS),
        ],
        condition=syarat,
    )


class Jangkar(models.Model):
    """Abstract anchor. ``aktif``: has a version today."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    aktif = models.BooleanField("aktif", default=False)

    class Meta:
        abstract = True


class OPD(Jangkar):
    """A perangkat daerah. All columns but ``id`` are the copy of today's ``OPDVersi``."""

    kode = models.CharField("kode", max_length=22)
    nama = models.CharField("nama", max_length=200)
    singkatan = models.CharField("singkatan", max_length=40)
    jenis = models.CharField("jenis", max_length=20, choices=JenisOPD.choices)
    induk = models.ForeignKey(
        "self", verbose_name="OPD induk", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "OPD"
        verbose_name_plural = "OPD"
        constraints = [
            models.UniqueConstraint(
                fields=["kode"], condition=Q(aktif=True), name="organisasi_opd_kode_unik"
            ),
        ]

    def __str__(self) -> str:
        return self.nama


class OPDVersi(CatatanResmi):
    """What an OPD was called and coded on which days. No row on a day: it did not exist."""

    KOLOM_POTRET: ClassVar = ("kode", "nama", "singkatan", "jenis", "induk_id")

    opd = models.ForeignKey(OPD, on_delete=models.PROTECT, related_name="riwayat")
    kode = models.CharField("kode", max_length=22)
    nama = models.CharField("nama", max_length=200)
    singkatan = models.CharField("singkatan", max_length=40)
    jenis = models.CharField("jenis", max_length=20, choices=JenisOPD.choices)
    induk = models.ForeignKey(
        OPD, verbose_name="OPD induk", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    dasar = models.CharField("dasar hukum", max_length=200, blank=True)

    class Meta:
        verbose_name = "versi OPD"
        verbose_name_plural = "versi OPD"
        constraints = [
            *kendala_bitemporal("organisasi_opdversi", "opd"),
            satu_pada_satu_saat("organisasi_opdversi_satu_kode", "kode"),
            models.CheckConstraint(condition=Q(kode__regex=POLA_KODE), name="organisasi_opdversi_kode_22"),
            models.CheckConstraint(
                condition=Q(induk__isnull=True) | ~Q(induk=models.F("opd")),
                name="organisasi_opdversi_bukan_induknya",
            ),
        ]

    def __str__(self) -> str:
        return self.nama


class Unit(Jangkar):
    """A part of an OPD with its own code: puskesmas, UPTD, kelurahan, Bagian, RSUD, sekolah."""

    opd = models.ForeignKey(OPD, on_delete=models.PROTECT, related_name="unit")
    kode = models.CharField("kode", max_length=22)
    nama = models.CharField("nama", max_length=200)
    jenis = models.CharField("jenis", max_length=20, choices=JenisUnit.choices)

    class Meta:
        verbose_name = "unit"
        verbose_name_plural = "unit"
        constraints = [
            models.UniqueConstraint(
                fields=["kode"], condition=Q(aktif=True), name="organisasi_unit_kode_unik"
            ),
        ]

    def __str__(self) -> str:
        return self.nama


class UnitVersi(CatatanResmi):
    """Dated name, code, kind and OPD of a unit."""

    KOLOM_POTRET: ClassVar = ("opd_id", "kode", "nama", "jenis")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="riwayat")
    opd = models.ForeignKey(OPD, on_delete=models.PROTECT, related_name="+")
    kode = models.CharField("kode", max_length=22)
    nama = models.CharField("nama", max_length=200)
    jenis = models.CharField("jenis", max_length=20, choices=JenisUnit.choices)
    dasar = models.CharField("dasar hukum", max_length=200, blank=True)

    class Meta:
        verbose_name = "versi unit"
        verbose_name_plural = "versi unit"
        constraints = [
            *kendala_bitemporal("organisasi_unitversi", "unit"),
            satu_pada_satu_saat("organisasi_unitversi_satu_kode", "kode"),
            models.CheckConstraint(condition=Q(kode__regex=POLA_KODE), name="organisasi_unitversi_kode_22"),
        ]

    def __str__(self) -> str:
        return self.nama


class Jabatan(Jangkar):
    """An office. ``kepala``: its holder signs for the OPD (kepala dinas, camat, Sekda, ...).

    ``tunggal``: at most one definitive holder at a time; False for offices that many hold
    (pelaksana, guru, perawat).
    """

    opd = models.ForeignKey(OPD, on_delete=models.PROTECT, related_name="jabatan")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="jabatan")
    nama = models.CharField("nama jabatan", max_length=200)
    eselon = models.CharField("eselon", max_length=15, choices=Eselon.choices)
    kepala = models.BooleanField("memimpin OPD", default=False)
    tunggal = models.BooleanField("hanya seorang", default=True)

    class Meta:
        verbose_name = "jabatan"
        verbose_name_plural = "jabatan"

    def __str__(self) -> str:
        return self.nama


class JabatanVersi(CatatanResmi):
    """Dated name, place and rank of an office. Only one office heads an OPD on a day."""

    KOLOM_POTRET: ClassVar = ("opd_id", "unit_id", "nama", "eselon", "kepala", "tunggal")

    jabatan = models.ForeignKey(Jabatan, on_delete=models.PROTECT, related_name="riwayat")
    opd = models.ForeignKey(OPD, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    nama = models.CharField("nama jabatan", max_length=200)
    eselon = models.CharField("eselon", max_length=15, choices=Eselon.choices)
    kepala = models.BooleanField("memimpin OPD", default=False)
    tunggal = models.BooleanField("hanya seorang", default=True)
    dasar = models.CharField("dasar hukum", max_length=200, blank=True)

    class Meta:
        verbose_name = "versi jabatan"
        verbose_name_plural = "versi jabatan"
        constraints = [
            *kendala_bitemporal("organisasi_jabatanversi", "jabatan"),
            satu_pada_satu_saat("organisasi_jabatanversi_satu_kepala", "opd", syarat=Q(kepala=True)),
            models.CheckConstraint(
                condition=Q(kepala=False) | Q(unit__isnull=True, tunggal=True),
                name="organisasi_jabatanversi_kepala_opd",
            ),
        ]

    def __str__(self) -> str:
        return self.nama


class ProfilOPD(CatatanResmi):
    """Tugas and fungsi of an OPD by its Perbup SOTK.

    ``fungsi``: list of ``{"uraian": str, "program": [kode, ...]}`` in the order of the Perbup;
    ``program`` holds nomenclature codes that carry the fungsi out.
    """

    opd = models.ForeignKey(OPD, on_delete=models.PROTECT, related_name="profil")
    tugas = models.TextField("tugas")
    fungsi = models.JSONField("fungsi", default=list)
    dasar = models.CharField("dasar hukum", max_length=200, blank=True)

    class Meta:
        verbose_name = "profil OPD"
        verbose_name_plural = "profil OPD"
        constraints = kendala_bitemporal("organisasi_profilopd", "opd")

    def __str__(self) -> str:
        return f"Profil {self.opd_id}"


class OPDPenerus(models.Model):
    """From ``tanggal`` on, ``penerus`` carries on (part of) what ``pendahulu`` did.

    The history stays with the old OPD; this row is how comparisons over years find it.
    """

    pendahulu = models.ForeignKey(OPD, on_delete=models.PROTECT, related_name="penerus")
    penerus = models.ForeignKey(OPD, on_delete=models.PROTECT, related_name="pendahulu")
    jenis = models.CharField("jenis", max_length=10, choices=JenisPenerus.choices)
    tanggal = models.DateField("tanggal")
    dasar = models.CharField("dasar hukum", max_length=200)
    dicatat_pada = models.DateTimeField("dicatat pada")

    class Meta:
        verbose_name = "penerus OPD"
        verbose_name_plural = "penerus OPD"
        constraints = [
            models.UniqueConstraint(fields=["pendahulu", "penerus"], name="organisasi_penerus_sekali"),
            models.CheckConstraint(
                condition=~Q(pendahulu=models.F("penerus")), name="organisasi_penerus_bukan_diri"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pendahulu_id} → {self.penerus_id}"
