"""Working hours: patterns, who works by which, and the exceptions.

Hours are minutes after midnight of the day a shift begins; a departure beyond 1,440 is on the next day.
"""

from django.db import models
from django.db.models import F, Q

from terukur.inti.bitemporal import CatatanResmi, kendala_bitemporal
from terukur.kehadiran.choices import LingkupJadwal

L = LingkupJadwal


class Berlingkup(CatatanResmi):
    """Abstract fact for all, an OPD, a unit or one person. ``kunci`` spells out whose it is, never NULL."""

    lingkup = models.CharField("untuk", max_length=8, choices=LingkupJadwal)
    kunci = models.CharField(max_length=45)
    opd = models.ForeignKey("organisasi.OPD", models.PROTECT, related_name="+", null=True, blank=True)
    unit = models.ForeignKey("organisasi.Unit", models.PROTECT, related_name="+", null=True, blank=True)
    pegawai = models.ForeignKey("organisasi.Pegawai", models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        abstract = True


def kendala_lingkup(nama: str) -> models.CheckConstraint:
    """The owner named by ``lingkup`` is there, and no other."""
    return models.CheckConstraint(
        name=nama,
        condition=Q(lingkup=L.SEMUA, opd=None, unit=None, pegawai=None)
        | Q(lingkup=L.OPD, opd__isnull=False, unit=None, pegawai=None)
        | Q(lingkup=L.UNIT, opd=None, unit__isnull=False, pegawai=None)
        | Q(lingkup=L.PEGAWAI, opd=None, unit=None, pegawai__isnull=False),
    )


class PolaKerja(models.Model):
    """A named pattern of days. ``siklus``: 7 repeats by weekday (0 Monday), n by the day of a shift cycle.

    ``ikut_libur``: holidays and cuti bersama are free (offices); False for those who serve every day.
    ``luwes_menit``: so much later one may come and go by the same amount (Perpres 21/2023 Ps 8-9).
    """

    kode = models.CharField("kode", max_length=20, unique=True)
    nama = models.CharField("nama", max_length=100)
    siklus = models.PositiveSmallIntegerField("panjang siklus (hari)", default=7)
    ikut_libur = models.BooleanField("libur pada hari libur", default=True)
    luwes_menit = models.PositiveSmallIntegerField("kelonggaran masuk (menit)", default=0)

    class Meta:
        verbose_name = "pola kerja"
        verbose_name_plural = "pola kerja"
        constraints = [
            models.CheckConstraint(
                condition=Q(siklus__gte=1, siklus__lte=90), name="kehadiran_polakerja_siklus"
            ),
        ]

    def __str__(self) -> str:
        return self.nama


class HariPola(CatatanResmi):
    """The hours of one day of a pattern, in ordinary time or in Ramadan. Without hours: a day off.

    ``buka_menit``: the window of the day opens so long before the arrival; empty: in the middle of the time
    off before it (absensi.md 4.3).
    """

    pola = models.ForeignKey(PolaKerja, models.PROTECT, related_name="hari")
    ramadan = models.BooleanField("jam Ramadan", default=False)
    urutan = models.PositiveSmallIntegerField("hari ke")
    masuk = models.PositiveSmallIntegerField("masuk (menit)", null=True, blank=True)
    pulang = models.PositiveSmallIntegerField("pulang (menit)", null=True, blank=True)
    istirahat = models.PositiveSmallIntegerField("istirahat (menit)", default=0)
    buka_menit = models.PositiveSmallIntegerField(
        "jendela dibuka sebelum masuk (menit)", null=True, blank=True
    )
    dasar = models.CharField("dasar", max_length=200, blank=True)

    class Meta:
        verbose_name = "hari pola kerja"
        verbose_name_plural = "hari pola kerja"
        constraints = [
            *kendala_bitemporal("kehadiran_haripola", "pola", "ramadan", "urutan"),
            models.CheckConstraint(
                name="kehadiran_haripola_jam",
                condition=Q(masuk=None, pulang=None)
                | Q(masuk__lt=1440, pulang__gt=F("masuk"), pulang__lte=F("masuk") + 1440),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pola_id} {self.urutan}"


class PolaBerlaku(Berlingkup):
    """Who works by which pattern on which days. ``geser``: day of the cycle on 1 January 2000."""

    pola = models.ForeignKey(PolaKerja, models.PROTECT, related_name="+")
    geser = models.PositiveSmallIntegerField("hari siklus pada 1 Januari 2000", default=0)
    dasar = models.CharField("dasar", max_length=200, blank=True)

    class Meta:
        verbose_name = "pola berlaku"
        verbose_name_plural = "pola berlaku"
        constraints = [
            *kendala_bitemporal("kehadiran_polaberlaku", "kunci"),
            kendala_lingkup("kehadiran_polaberlaku_lingkup"),
        ]

    def __str__(self) -> str:
        return f"{self.kunci} {self.pola_id}"


class JadwalKhusus(Berlingkup):
    """Other hours on given days: a flood, an upacara, a swapped shift. Without hours: a day off."""

    masuk = models.PositiveSmallIntegerField("masuk (menit)", null=True, blank=True)
    pulang = models.PositiveSmallIntegerField("pulang (menit)", null=True, blank=True)
    dasar = models.CharField("dasar", max_length=200)

    class Meta:
        verbose_name = "jadwal khusus"
        verbose_name_plural = "jadwal khusus"
        constraints = [
            *kendala_bitemporal("kehadiran_jadwalkhusus", "kunci"),
            kendala_lingkup("kehadiran_jadwalkhusus_lingkup"),
            models.CheckConstraint(
                name="kehadiran_jadwalkhusus_jam",
                condition=Q(masuk=None, pulang=None)
                | Q(masuk__lt=1440, pulang__gt=F("masuk"), pulang__lte=F("masuk") + 1440),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kunci} {self.berlaku_sejak}"


class MasaRamadan(CatatanResmi):
    """The days of one Ramadan; the switch of the evening of the sidang isbat records or moves them."""

    tahun = models.PositiveSmallIntegerField("tahun")
    dasar = models.CharField("dasar", max_length=200)

    class Meta:
        verbose_name = "masa Ramadan"
        verbose_name_plural = "masa Ramadan"
        constraints = [*kendala_bitemporal("kehadiran_masaramadan", "tahun")]

    def __str__(self) -> str:
        return str(self.tahun)


class Pengecualian(CatatanResmi):
    """Somebody who need not record his presence; only by an SK, whose number is shown in every list."""

    pegawai = models.ForeignKey("organisasi.Pegawai", models.PROTECT, related_name="+")
    nomor_sk = models.CharField("nomor SK", max_length=100)
    tanggal_sk = models.DateField("tanggal SK")
    alasan = models.CharField("alasan", max_length=200)

    class Meta:
        verbose_name = "pengecualian"
        verbose_name_plural = "pengecualian"
        constraints = [
            *kendala_bitemporal("kehadiran_pengecualian", "pegawai"),
            models.CheckConstraint(condition=~Q(nomor_sk=""), name="kehadiran_pengecualian_nomor_sk"),
        ]

    def __str__(self) -> str:
        return self.nomor_sk
