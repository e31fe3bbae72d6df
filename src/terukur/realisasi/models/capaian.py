"""The official figures: one fact per indicator of an OPD and period, with its standing that far."""

from decimal import Decimal

from django.db import models
from django.db.models import Q

from terukur.inti.bitemporal import CatatanResmi, kendala_bitemporal
from terukur.kinerja.choices import Agregasi
from terukur.realisasi.choices import HasilCapaian, StatusCapaian


class CapaianResmi(CatatanResmi):
    """What is officially known of one indicator in one period. Valid time is that period.

    ``kunci`` as in ``Realisasi``. ``urutan``: month in which the period ends. ``target_sejak``: when the
    first target of the period was set. ``bagian``: the share of the result that is recognised, 0..1, from
    ``kontribusi`` ({"baris": [[pihak, per cent, basis]], "diakui": [pihak]}, and "satuan": [[pihak, units]]
    where it was entered so). ``sumber``: who entered, signed and verified it, with the numbers of their
    journal entries.

    Fields ending in ``_sd`` tell the standing from the beginning of the year up to and including this
    period, computed when the row was written: ``realisasi_sd`` in full, ``mentah_sd`` the achievement of
    what is planned and verified, ``capaian_sd`` after share and cap (None: not scored). ``terisi`` of
    ``jatuh`` due periods have a verified result. ``catatan_nomor``: the journal entry that caused the row.
    """

    kunci = models.UUIDField("kunci baris")
    opd = models.ForeignKey("organisasi.OPD", models.PROTECT, related_name="+", db_index=False)
    tahun = models.PositiveSmallIntegerField("tahun")
    periode = models.CharField("periode", max_length=8)
    urutan = models.PositiveSmallIntegerField("bulan akhir periode")
    indikator = models.ForeignKey("kinerja.Indikator", models.PROTECT, related_name="+", db_index=False)
    status = models.CharField("status", max_length=12, choices=StatusCapaian)
    target = models.DecimalField("target", max_digits=20, decimal_places=4, null=True, blank=True)
    target_atas = models.DecimalField("target sampai", max_digits=20, decimal_places=4, null=True, blank=True)
    target_sejak = models.DateTimeField("target ditetapkan sejak", null=True, blank=True)
    direncanakan = models.BooleanField("direncanakan")
    realisasi = models.DecimalField("realisasi", max_digits=20, decimal_places=4, null=True, blank=True)
    pembilang = models.DecimalField("pembilang", max_digits=20, decimal_places=4, null=True, blank=True)
    penyebut = models.DecimalField("penyebut", max_digits=20, decimal_places=4, null=True, blank=True)
    bagian = models.DecimalField("bagian diakui", max_digits=7, decimal_places=6, default=Decimal(1))
    kontribusi = models.JSONField("kontribusi", default=dict, blank=True)
    bukti = models.PositiveSmallIntegerField("banyak bukti", default=0)
    bukti_dicabut = models.PositiveSmallIntegerField("banyak bukti dicabut", default=0)
    sumber = models.JSONField("sumber", default=dict, blank=True)
    rumus = models.JSONField("rumus")
    agregasi = models.CharField("gabungan", max_length=15, choices=Agregasi)
    bobot = models.DecimalField("bobot", max_digits=5, decimal_places=2)
    terisi = models.PositiveSmallIntegerField("periode terisi")
    jatuh = models.PositiveSmallIntegerField("periode jatuh tempo")
    target_sd = models.DecimalField("target s.d.", max_digits=24, decimal_places=4, null=True, blank=True)
    target_atas_sd = models.DecimalField(
        "target sampai s.d.", max_digits=24, decimal_places=4, null=True, blank=True
    )
    realisasi_sd = models.DecimalField(
        "realisasi s.d.", max_digits=24, decimal_places=4, null=True, blank=True
    )
    bagian_sd = models.DecimalField(
        "bagian diakui s.d.", max_digits=7, decimal_places=6, null=True, blank=True
    )
    mentah_sd = models.DecimalField("capaian mentah", max_digits=30, decimal_places=4, null=True, blank=True)
    capaian_sd = models.DecimalField("capaian", max_digits=30, decimal_places=4, null=True, blank=True)
    keadaan = models.CharField("keadaan", max_length=15)
    hasil = models.CharField("hasil", max_length=20, choices=HasilCapaian)
    hitungan = models.TextField("hitungan")
    catatan_nomor = models.PositiveBigIntegerField("nomor catatan jejak")

    class Meta:
        verbose_name = "capaian resmi"
        verbose_name_plural = "capaian resmi"
        constraints = [
            *kendala_bitemporal("capaian_resmi", "kunci", "periode"),
            models.CheckConstraint(
                condition=(Q(status=StatusCapaian.BELUM) & Q(realisasi=None) & Q(target__isnull=False))
                | (~Q(status=StatusCapaian.BELUM) & Q(realisasi__isnull=False)),
                name="capaian_resmi_status_nilai",
            ),
            models.CheckConstraint(condition=Q(bagian__gte=0, bagian__lte=1), name="capaian_resmi_bagian"),
            models.CheckConstraint(
                condition=Q(direncanakan=False) | Q(target__isnull=False, target_sejak__isnull=False),
                name="capaian_resmi_direncanakan",
            ),
            models.CheckConstraint(
                condition=~Q(hasil=HasilCapaian.TERCAPAI) | Q(terisi=models.F("jatuh"), direncanakan=True),
                name="capaian_resmi_lengkap_baru_tercapai",
            ),
        ]
        indexes = [
            # Answers card and grid by itself, in their order, whatever was superseded since.
            models.Index(
                fields=["tahun", "opd", "kunci", "-urutan", "berlaku_sejak"],
                include=[
                    "berlaku_sampai",
                    "dicatat_pada",
                    "digantikan_pada",
                    "bobot",
                    "capaian_sd",
                    "realisasi",
                    "bukti",
                    "hasil",
                ],
                name="capaian_resmi_papan",
            ),
            models.Index(fields=["dicatat_pada"], name="capaian_resmi_dicatat"),
        ]

    def __str__(self) -> str:
        return f"{self.kunci} {self.periode}"
