"""Official region codes, from provinsi down to desa and kelurahan."""

from django.db import models
from django.db.models import Q

from terukur.organisasi.choices import TingkatWilayah


class Wilayah(models.Model):
    """``kode`` in the official form ``53.13.01.2001``; ``induk`` is the level above, if stored."""

    kode = models.CharField("kode", max_length=13, unique=True)
    nama = models.CharField("nama", max_length=120)
    tingkat = models.CharField("tingkat", max_length=10, choices=TingkatWilayah.choices)
    induk = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="anak", verbose_name="induk"
    )
    aktif = models.BooleanField("aktif", default=True)

    class Meta:
        verbose_name = "wilayah"
        verbose_name_plural = "wilayah"
        constraints = [
            models.CheckConstraint(
                condition=Q(tingkat="provinsi", kode__regex=r"^[0-9]{2}$")
                | Q(tingkat="kabkota", kode__regex=r"^[0-9]{2}\.[0-9]{2}$")
                | Q(tingkat="kecamatan", kode__regex=r"^[0-9]{2}\.[0-9]{2}\.[0-9]{2}$")
                | Q(
                    tingkat__in=["desa", "kelurahan"], kode__regex=r"^[0-9]{2}\.[0-9]{2}\.[0-9]{2}\.[0-9]{4}$"
                ),
                name="organisasi_wilayah_kode_tingkat",
            ),
        ]

    def __str__(self) -> str:
        return self.nama
