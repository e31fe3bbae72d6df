"""What the pemda decided about results, as dated data."""

from decimal import Decimal

from django.db import models
from django.db.models import Q

from terukur.inti.bitemporal import CatatanResmi, kendala_bitemporal


class KetentuanRealisasi(CatatanResmi):
    """One decision for all OPD. ``pihak_diakui``: whose part of a result counts in the score.

    ``hari_tenggat``: days after the end of a period by which its results are due. ``ambang_lebih``:
    a result whose achievement is more than this many per cent above 100 must say who caused it.
    """

    hari_tenggat = models.PositiveSmallIntegerField("tenggat (hari sesudah periode)", default=15)
    ambang_lebih = models.DecimalField(
        "ambang rincian kontribusi (% di atas target)", max_digits=6, decimal_places=2, default=Decimal(20)
    )
    pihak_diakui = models.JSONField("pihak yang diakui")
    dasar = models.CharField("dasar", max_length=200)

    class Meta:
        verbose_name = "ketentuan realisasi"
        verbose_name_plural = "ketentuan realisasi"
        constraints = [
            *kendala_bitemporal("ketentuan_realisasi"),
            models.CheckConstraint(
                condition=Q(ambang_lebih__gte=0) & ~Q(dasar="") & ~Q(pihak_diakui=[]),
                name="ketentuan_realisasi_isi",
            ),
        ]

    def __str__(self) -> str:
        return self.dasar


class KetentuanDini(CatatanResmi):
    """From where on a figure is an early warning, for all OPD; see ``rules.peringatan_dini.Ambang``."""

    ambang_tertinggal = models.DecimalField(
        "tertinggal bila capaian di bawah (%)", max_digits=5, decimal_places=2
    )
    ambang_serapan = models.DecimalField(
        "serapan mendahului capaian lebih dari (poin)", max_digits=5, decimal_places=2
    )
    ambang_fisik = models.DecimalField(
        "serapan mendahului fisik lebih dari (poin)", max_digits=5, decimal_places=2, default=Decimal(20)
    )
    ambang_tanpa_bukti = models.DecimalField("tanpa bukti lebih dari (%)", max_digits=5, decimal_places=2)
    hari_diam = models.PositiveSmallIntegerField("diam bila lewat tenggat lebih dari (hari)")
    hari_rencana = models.PositiveSmallIntegerField("rencana aksi paling lambat (hari sejak awal tahun)")
    dasar = models.CharField("dasar", max_length=200)

    class Meta:
        verbose_name = "ketentuan peringatan dini"
        verbose_name_plural = "ketentuan peringatan dini"
        constraints = [
            *kendala_bitemporal("ketentuan_dini"),
            models.CheckConstraint(
                condition=Q(
                    ambang_tertinggal__gt=0,
                    ambang_tertinggal__lte=100,
                    ambang_serapan__gte=0,
                    ambang_serapan__lt=100,
                    ambang_fisik__gte=0,
                    ambang_fisik__lt=100,
                    ambang_tanpa_bukti__gte=0,
                    ambang_tanpa_bukti__lt=100,
                    hari_rencana__lte=366,
                )
                & ~Q(dasar=""),
                name="ketentuan_dini_isi",
            ),
        ]

    def __str__(self) -> str:
        return self.dasar


class KetentuanLaju(CatatanResmi):
    """From how many points on a score has slowed or shifted up, for all OPD; see ``rules.laju``."""

    ambang_turun = models.DecimalField("melambat bila turun (poin)", max_digits=5, decimal_places=2)
    ambang_naik = models.DecimalField("naik gigi bila naik (poin)", max_digits=5, decimal_places=2)
    dasar = models.CharField("dasar", max_length=200)

    class Meta:
        verbose_name = "ketentuan perkembangan"
        verbose_name_plural = "ketentuan perkembangan"
        constraints = [
            *kendala_bitemporal("ketentuan_laju"),
            models.CheckConstraint(
                condition=Q(
                    ambang_turun__gt=0, ambang_turun__lte=100, ambang_naik__gt=0, ambang_naik__lte=100
                )
                & ~Q(dasar=""),
                name="ketentuan_laju_isi",
            ),
        ]

    def __str__(self) -> str:
        return self.dasar
