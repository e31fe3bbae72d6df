"""Physical progress and procurement of a sub kegiatan up to the end of a month."""

from django.db import models
from django.db.models import Q

from terukur.inti.bitemporal import CatatanResmi, kendala_bitemporal
from terukur.realisasi.choices import Pengadaan, RagamFisik


class RealisasiFisik(CatatanResmi):
    """What an OPD says of one sub kegiatan up to the end of a month. Valid time is that month.

    ``ragam``: the operator's entry and the figure that the head confirmed are facts of their own, so that
    an entry changed afterwards leaves the confirmed figure in force until it is confirmed as well.
    ``realisasi`` and ``rencana`` in per cent since January; empty is not zero. ``alasan``: why it fell, or
    why a confirmed month was changed. ``oleh`` and ``nama_oleh``: who entered, or confirmed it.
    """

    opd = models.ForeignKey("organisasi.OPD", models.PROTECT, related_name="+", db_index=False)
    tahun = models.PositiveSmallIntegerField("tahun")
    bulan = models.PositiveSmallIntegerField("bulan")
    kode = models.CharField("kode sub kegiatan", max_length=40)
    ragam = models.CharField("ragam", max_length=6, choices=RagamFisik)
    rencana = models.DecimalField("rencana fisik (%)", max_digits=5, decimal_places=2, null=True, blank=True)
    realisasi = models.DecimalField(
        "realisasi fisik (%)", max_digits=5, decimal_places=2, null=True, blank=True
    )
    pengadaan = models.CharField("pengadaan", max_length=12, choices=Pengadaan, blank=True)
    nomor_kontrak = models.CharField("nomor kontrak", max_length=120, blank=True)
    tanggal_kontrak = models.DateField("tanggal kontrak", null=True, blank=True)
    nilai_kontrak = models.DecimalField(
        "nilai kontrak", max_digits=20, decimal_places=2, null=True, blank=True
    )
    catatan = models.CharField("catatan", max_length=500, blank=True)
    alasan = models.CharField("alasan", max_length=300, blank=True)
    oleh = models.CharField("oleh", max_length=64)
    nama_oleh = models.CharField("nama", max_length=150, blank=True)
    penugasan = models.CharField("penugasan", max_length=300, blank=True)
    catatan_nomor = models.PositiveBigIntegerField("nomor catatan jejak")

    class Meta:
        verbose_name = "realisasi fisik"
        verbose_name_plural = "realisasi fisik"
        constraints = [
            *kendala_bitemporal("realisasi_fisik", "opd", "tahun", "bulan", "kode", "ragam"),
            models.CheckConstraint(
                name="realisasi_fisik_bulan", condition=Q(bulan__gte=1, bulan__lte=12) & ~Q(kode="")
            ),
            models.CheckConstraint(
                name="realisasi_fisik_persen",
                condition=(Q(realisasi=None) | Q(realisasi__gte=0, realisasi__lte=100))
                & (Q(rencana=None) | Q(rencana__gte=0, rencana__lte=100)),
            ),
            models.CheckConstraint(
                name="realisasi_fisik_kontrak",
                condition=~Q(nomor_kontrak="") | Q(tanggal_kontrak=None, nilai_kontrak=None),
            ),
            models.CheckConstraint(
                name="realisasi_fisik_nilai_kontrak", condition=Q(nilai_kontrak=None) | Q(nilai_kontrak__gt=0)
            ),
            models.CheckConstraint(
                name="realisasi_fisik_penanda",
                condition=(Q(ragam=RagamFisik.RESMI) & ~Q(penugasan=""))
                | Q(ragam=RagamFisik.ISIAN, penugasan=""),
            ),
        ]
        indexes = [models.Index(fields=["tahun", "bulan", "opd"], name="realisasi_fisik_baca")]

    def __str__(self) -> str:
        return f"{self.kode} {self.tahun}-{self.bulan:02} {self.ragam}"
