"""Permintaan penjelasan and Peringatan kinerja."""

from django.db import models
from django.db.models import F, Q

from terukur.eskalasi.choices import JenisPeringatan, StatusPeringatan
from terukur.eskalasi.models.dasar import Ditujukan, Terbitan, kendala_diteruskan

S = StatusPeringatan
BERAKHIR = (S.DITERIMA, S.DITINGKATKAN, S.DICABUT)


class Peringatan(Terbitan, Ditujukan):
    """One paper to one OPD. ``sebelumnya``: the paper of the same matter that it follows.

    ``diminta``: what the OPD is asked to explain or to do. ``tanggal_tenggat`` may be set anew while the
    paper is open; the journal keeps every earlier one.
    """

    jenis = models.CharField("jenis", max_length=15, choices=JenisPeringatan)
    status = models.CharField("status", max_length=15, choices=StatusPeringatan, default=S.TERBIT)
    sebelumnya = models.OneToOneField(
        "self", models.PROTECT, related_name="berikutnya", null=True, blank=True, verbose_name="sebelumnya"
    )
    diminta = models.TextField("yang diminta")
    kertas = models.OneToOneField("jejak.Kertas", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "peringatan"
        verbose_name_plural = "peringatan"
        constraints = [
            models.CheckConstraint(
                name="peringatan_isi",
                condition=~Q(perihal="") & ~Q(diminta="") & ~Q(kepala_nama="") & ~Q(terbit_jabatan=""),
            ),
            models.CheckConstraint(
                name="peringatan_berjenjang",
                condition=Q(jenis__in=(JenisPeringatan.PENJELASAN, JenisPeringatan.PERINGATAN_1))
                | Q(sebelumnya__isnull=False),
            ),
            models.CheckConstraint(
                name="peringatan_ditanggapi",
                condition=~Q(status__in=(S.DITANGGAPI, S.TIDAK_DITERIMA, S.DITERIMA))
                | Q(ditanggapi_pada__isnull=False, ditanggapi_pada__gte=F("terbit_pada")),
            ),
            models.CheckConstraint(
                name="peringatan_diputus",
                condition=(Q(putus_pada=None, putus_oleh="") & ~Q(status__in=(*BERAKHIR, S.TIDAK_DITERIMA)))
                | (Q(putus_pada__isnull=False, putus_pada__gte=F("terbit_pada")) & ~Q(putus_oleh="")),
            ),
            models.CheckConstraint(
                name="peringatan_beralasan",
                condition=~Q(status__in=(S.TIDAK_DITERIMA, S.DICABUT)) | ~Q(catatan=""),
            ),
            kendala_diteruskan("peringatan"),
        ]
        indexes = [
            models.Index(fields=["status", "tanggal_tenggat"], name="peringatan_tenggat"),
            models.Index(fields=["opd", "-terbit_pada"], name="peringatan_opd"),
        ]

    def __str__(self) -> str:
        return f"{self.get_jenis_display()}: {self.perihal}"
