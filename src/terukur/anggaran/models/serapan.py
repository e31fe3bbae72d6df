"""Money spent, as a book told it up to a day."""

from django.db import models
from django.db.models import Q

from terukur.anggaran.choices import JenisBelanja, SumberRealisasi
from terukur.inti.bitemporal import CatatanResmi, kendala_bitemporal

TANPA_JENIS = "belum_dirinci"
JENIS = [*JenisBelanja.choices, (TANPA_JENIS, "Belum dirinci")]


class RealisasiAnggaran(CatatanResmi):
    """Budget and spending of one sub kegiatan of a unit, by kind, in one book. Not audited.

    Valid time begins on the cut-off day (``batas``) and ends before the next one, so that ``?per=``
    finds the figures of the last cut-off. Codes and names are those of the book. Empty is not zero.
    """

    opd = models.ForeignKey("organisasi.OPD", models.PROTECT, related_name="+", db_index=False)
    tahun = models.PositiveSmallIntegerField("tahun anggaran")
    sumber = models.CharField("sumber", max_length=4, choices=SumberRealisasi)
    kode_unit = models.CharField("kode unit", max_length=40, blank=True)
    nama_unit = models.CharField("nama unit", max_length=250, blank=True)
    kode = models.CharField("kode", max_length=40)
    nama = models.TextField("nama", blank=True)
    jenis = models.CharField("jenis belanja", max_length=15, choices=JENIS)
    anggaran = models.DecimalField("anggaran", max_digits=20, decimal_places=2, null=True, blank=True)
    realisasi = models.DecimalField("realisasi", max_digits=20, decimal_places=2, null=True, blank=True)
    batas = models.DateField("keadaan sampai")
    catatan_nomor = models.PositiveBigIntegerField("nomor catatan jejak")

    class Meta:
        verbose_name = "realisasi anggaran"
        verbose_name_plural = "realisasi anggaran"
        constraints = [
            *kendala_bitemporal("realisasi_anggaran", "opd", "tahun", "sumber", "kode_unit", "kode", "jenis"),
            models.CheckConstraint(
                condition=Q(anggaran__isnull=False) | Q(realisasi__isnull=False),
                name="realisasi_anggaran_isi",
            ),
            models.CheckConstraint(
                condition=Q(berlaku_sejak__gte=models.F("batas")), name="realisasi_anggaran_batas"
            ),
        ]
        indexes = [models.Index(fields=["opd", "tahun", "sumber"], name="realisasi_anggaran_opd")]

    def __str__(self) -> str:
        return f"{self.tahun} {self.sumber} {self.kode} {self.jenis}"
