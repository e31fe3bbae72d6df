"""How days are judged: dated data of a regulation, for all or for one OPD."""

from django.db import models
from django.db.models import F, Q

from terukur.inti.bitemporal import kendala_bitemporal
from terukur.kehadiran.choices import CaraBaca, PeristiwaPotongan
from terukur.kehadiran.models.jadwal import Berlingkup, kendala_lingkup


class Ketentuan(Berlingkup):
    """One rule set. Its id is what a day stores; a changed rule is a new row.

    ``toleransi_detik``: seconds after the hour that still count as on time (59: late from 07.31.00, ANRI
    18/2016). ``jarak_ganda_detik``: presses closer than this are one. ``batas_persen``: most that one day
    may cost, in per cent; empty: no cap. ``kuota_lupa``: approved lupa rekam per month.
    ``hari_sanggah``: working days for sanggah before a month may close. ``tebus_menit``: lateness of up to so
    many minutes may be made up for by leaving as much later, ``tebus_kali`` times a month (PermenPANRB
    6/2018: 30 and 5); 0: never.
    """

    cara = models.CharField("cara membaca", max_length=10, choices=CaraBaca, default=CaraBaca.FILO)
    toleransi_detik = models.PositiveSmallIntegerField("toleransi (detik)", default=59)
    jarak_ganda_detik = models.PositiveSmallIntegerField("jarak rekam ganda (detik)", default=60)
    batas_persen = models.DecimalField(
        "potongan tertinggi sehari (%)", max_digits=6, decimal_places=3, null=True
    )
    kuota_lupa = models.PositiveSmallIntegerField("kuota lupa rekam sebulan", default=2)
    hari_sanggah = models.PositiveSmallIntegerField("hari sanggah", default=3)
    tebus_menit = models.PositiveSmallIntegerField("terlambat yang boleh ditebus (menit)", default=0)
    tebus_kali = models.PositiveSmallIntegerField("menebus terlambat sebulan (kali)", default=0)
    dasar = models.CharField("dasar hukum", max_length=300)

    class Meta:
        verbose_name = "ketentuan kehadiran"
        verbose_name_plural = "ketentuan kehadiran"
        constraints = [
            *kendala_bitemporal("kehadiran_ketentuan", "kunci"),
            kendala_lingkup("kehadiran_ketentuan_lingkup"),
            models.CheckConstraint(condition=~Q(dasar=""), name="kehadiran_ketentuan_dasar"),
            models.CheckConstraint(
                condition=Q(tebus_menit=0, tebus_kali=0) | Q(tebus_menit__gt=0, tebus_kali__gt=0),
                name="kehadiran_ketentuan_tebus",
            ),
        ]

    def __str__(self) -> str:
        return self.dasar


class BarisKetentuan(models.Model):
    """One band: ``dari`` to ``sampai`` whole minutes (inclusive; no end: open) and its deduction in per cent.

    ``pita``: 1 to 4 as in TL1..TL4; 0 for events without bands. A missing arrival or departure falls into the
    last band (Permenko 10/2025 Ps 22).
    """

    ketentuan = models.ForeignKey(Ketentuan, models.CASCADE, related_name="baris")
    peristiwa = models.CharField("peristiwa", max_length=16, choices=PeristiwaPotongan)
    pita = models.PositiveSmallIntegerField("pita", default=0)
    dari = models.PositiveSmallIntegerField("dari (menit)", default=0)
    sampai = models.PositiveSmallIntegerField("sampai (menit)", null=True, blank=True)
    persen = models.DecimalField("potongan (%)", max_digits=6, decimal_places=3)

    class Meta:
        verbose_name = "baris ketentuan"
        verbose_name_plural = "baris ketentuan"
        constraints = [
            models.UniqueConstraint(
                fields=["ketentuan", "peristiwa", "pita"], name="kehadiran_barisketentuan_sekali"
            ),
            models.CheckConstraint(
                condition=Q(sampai=None) | Q(sampai__gte=F("dari")), name="kehadiran_barisketentuan_urutan"
            ),
            models.CheckConstraint(
                condition=Q(persen__gte=0, persen__lte=100), name="kehadiran_barisketentuan_persen"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.peristiwa} {self.pita}"
