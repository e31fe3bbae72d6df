"""What people ask to have recorded for their days, and who decided."""

import uuid

from django.db import models
from django.db.models import F, Q

from terukur.kehadiran.choices import PERMOHONAN_REKAM, BagianHari, JenisPermohonan, StatusPermohonan

S = StatusPermohonan
REKAM = [str(j) for j in PERMOHONAN_REKAM]


class Permohonan(models.Model):
    """A request for the days ``sejak`` .. ``sampai`` (inclusive).

    Absences explain the days; a rekam (``PERMOHONAN_REKAM``) states for one day the hours ``masuk`` and
    ``pulang`` in minutes after its midnight. ``nomor``: number of the SPT, of the letter or of the form.
    ``alasan`` is read by those who decide, never by others: lists say only the kind.
    ``banding_atas``: the refused request that this one appeals against.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pegawai = models.ForeignKey("organisasi.Pegawai", models.PROTECT, related_name="permohonan")
    jenis = models.CharField("jenis", max_length=20, choices=JenisPermohonan)
    sejak = models.DateField("sejak")
    sampai = models.DateField("sampai")
    bagian = models.CharField("bagian hari", max_length=6, choices=BagianHari, default=BagianHari.PENUH)
    masuk = models.PositiveSmallIntegerField("masuk (menit)", null=True, blank=True)
    pulang = models.PositiveSmallIntegerField("pulang (menit)", null=True, blank=True)
    nomor = models.CharField("nomor surat", max_length=100, blank=True)
    alasan = models.TextField("alasan", blank=True)
    mesin = models.ForeignKey("kehadiran.Mesin", models.PROTECT, related_name="+", null=True, blank=True)
    berkas = models.ForeignKey("berkas.Berkas", models.PROTECT, related_name="+", null=True, blank=True)
    banding_atas = models.OneToOneField("self", models.PROTECT, related_name="banding", null=True, blank=True)
    status = models.CharField("status", max_length=17, choices=StatusPermohonan, default=S.DIAJUKAN)
    versi = models.PositiveIntegerField("versi", default=1)
    diajukan_pada = models.DateTimeField("diajukan pada")
    diajukan_oleh = models.CharField("diajukan oleh", max_length=64)
    atasan_pada = models.DateTimeField("diputus atasan pada", null=True, blank=True)
    atasan_oleh = models.CharField("diputus atasan oleh", max_length=64, blank=True)
    atasan_nama = models.CharField("nama atasan", max_length=150, blank=True)
    putus_pada = models.DateTimeField("diputus pada", null=True, blank=True)
    putus_oleh = models.CharField("diputus oleh", max_length=64, blank=True)
    putus_nama = models.CharField("nama pemutus", max_length=150, blank=True)
    catatan = models.TextField("catatan pemutus", blank=True)
    berlaku_pada = models.DateTimeField("disetujui pada", null=True, blank=True)

    class Meta:
        verbose_name = "permohonan kehadiran"
        verbose_name_plural = "permohonan kehadiran"
        constraints = [
            models.CheckConstraint(name="kehadiran_permohonan_urutan", condition=Q(sampai__gte=F("sejak"))),
            models.CheckConstraint(
                name="kehadiran_permohonan_rekam",
                condition=(
                    Q(jenis__in=REKAM, sejak=F("sampai"), bagian=BagianHari.PENUH)
                    & (Q(masuk__isnull=False) | Q(pulang__isnull=False))
                )
                | (~Q(jenis__in=REKAM) & Q(masuk=None, pulang=None)),
            ),
            models.CheckConstraint(
                name="kehadiran_permohonan_separuh",
                condition=Q(bagian=BagianHari.PENUH) | Q(sejak=F("sampai")),
            ),
            models.CheckConstraint(
                name="kehadiran_permohonan_disetujui",
                condition=(
                    Q(status__in=[S.DISETUJUI, S.DIBATALKAN], berlaku_pada__isnull=False)
                    | (~Q(status__in=[S.DISETUJUI, S.DIBATALKAN]) & Q(berlaku_pada=None))
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["pegawai", "sejak"], name="kehadiran_permohonan_pegawai"),
            models.Index(fields=["status", "diajukan_pada"], name="kehadiran_permohonan_status"),
            models.Index(fields=["diajukan_oleh"], name="kehadiran_permohonan_pengisi"),
        ]

    def __str__(self) -> str:
        return f"{self.jenis} {self.sejak}"
