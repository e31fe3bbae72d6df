"""Days on which offices are closed."""

from django.db import models

from terukur.organisasi.choices import JenisLibur


class HariLibur(models.Model):
    """One closed day. ``perkiraan``: the SKB of that year is not out yet; nothing may hang on it."""

    tanggal = models.DateField("tanggal")
    nama = models.CharField("nama", max_length=150)
    jenis = models.CharField("jenis", max_length=15, choices=JenisLibur.choices)
    perkiraan = models.BooleanField("perkiraan", default=False)
    dasar = models.CharField("dasar (SKB atau keputusan)", max_length=200, blank=True)

    class Meta:
        verbose_name = "hari libur"
        verbose_name_plural = "hari libur"
        constraints = [
            models.UniqueConstraint(fields=["tanggal", "nama"], name="organisasi_harilibur_unik"),
            models.CheckConstraint(
                condition=models.Q(perkiraan=True) | ~models.Q(dasar=""), name="organisasi_harilibur_berdasar"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tanggal} {self.nama}"
