"""Months of the kabupaten as they were closed, and what changed afterwards."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from terukur.kehadiran.choices import StatusHari, StatusRekap


class RekapBulan(models.Model):
    """One month. People object until ``batas_sanggah``; closed, nothing of it changes any more.

    ``sidik``: SHA-256 over the rows of all people (rules/rekap.py); ``kertas``: the paper that attests it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    bulan = models.DateField("bulan", unique=True)
    status = models.CharField("status", max_length=8, choices=StatusRekap, default=StatusRekap.SANGGAH)
    disiapkan_pada = models.DateTimeField("disiapkan pada")
    disiapkan_oleh = models.CharField("disiapkan oleh", max_length=64)
    batas_sanggah = models.DateField("batas sanggah")
    ditutup_pada = models.DateTimeField("ditutup pada", null=True)
    ditutup_oleh = models.CharField("ditutup oleh", max_length=64, blank=True)
    ditutup_nama = models.CharField("nama penutup", max_length=150, blank=True)
    jumlah_pegawai = models.PositiveIntegerField("pegawai", default=0)
    sidik = models.CharField("sidik", max_length=64, blank=True)
    kertas = models.OneToOneField("jejak.Kertas", models.PROTECT, related_name="+", null=True)

    class Meta:
        verbose_name = "rekap bulan"
        verbose_name_plural = "rekap bulan"
        constraints = [
            models.CheckConstraint(
                name="kehadiran_rekapbulan_tutup",
                condition=Q(
                    status=StatusRekap.DITUTUP,
                    ditutup_pada__isnull=False,
                    sidik__regex=r"^[0-9a-f]{64}$",
                    kertas__isnull=False,
                )
                | Q(status=StatusRekap.SANGGAH, ditutup_pada=None, sidik="", kertas=None),
            ),
            models.CheckConstraint(
                name="kehadiran_rekapbulan_urutan",
                condition=Q(ditutup_pada=None) | Q(ditutup_pada__gte=F("disiapkan_pada")),
            ),
            models.CheckConstraint(name="kehadiran_rekapbulan_awal", condition=Q(bulan__day=1)),
        ]

    def __str__(self) -> str:
        return f"{self.bulan:%Y-%m}"


class RekapPegawai(models.Model):
    """One person in a closed month, as frozen. Arrays by day of the month, NULL where there was no day.

    ``potongan`` and ``potongan_hari`` in thousandths of a per cent. Words of the time: no later change of an
    office or name alters them. ``penyesuaian``: sum of the Penyesuaian booked into this month.
    """

    rekap = models.ForeignKey(RekapBulan, models.PROTECT, related_name="pegawai")
    pegawai = models.ForeignKey("organisasi.Pegawai", models.PROTECT, related_name="+")
    opd = models.ForeignKey("organisasi.OPD", models.PROTECT, related_name="+", null=True)
    nip = models.CharField("NIP", max_length=18, blank=True)
    nama = models.CharField("nama", max_length=150)
    nama_opd = models.CharField("OPD", max_length=200, blank=True)
    jabatan = models.CharField("jabatan", max_length=300, blank=True)
    eselon = models.CharField("eselon", max_length=20, blank=True)
    nomor_sk = models.CharField("SK pengecualian", max_length=100, blank=True)
    status_hari = ArrayField(models.SmallIntegerField(null=True), verbose_name="status tiap hari")
    potongan_hari = ArrayField(models.IntegerField(null=True), verbose_name="potongan tiap hari")
    hari_kerja = models.SmallIntegerField("hari kerja")
    hadir = models.SmallIntegerField("hadir")
    dinas = models.SmallIntegerField("dinas luar")
    cuti = models.SmallIntegerField("cuti")
    izin_sakit = models.SmallIntegerField("izin dan sakit")
    tk = models.SmallIntegerField("tanpa keterangan")
    terlambat = models.SmallIntegerField("terlambat")
    cepat = models.SmallIntegerField("pulang cepat")
    manual = models.SmallIntegerField("rekam manual")
    potongan = models.IntegerField("potongan (seperseribu persen)")
    penyesuaian = models.IntegerField("penyesuaian (seperseribu persen)", default=0)

    class Meta:
        verbose_name = "rekap pegawai"
        verbose_name_plural = "rekap pegawai"
        constraints = [
            models.UniqueConstraint(fields=["rekap", "pegawai"], name="kehadiran_rekappegawai_sekali"),
        ]
        indexes = [models.Index(fields=["rekap", "opd"], name="kehadiran_rekappegawai_opd")]

    def __str__(self) -> str:
        return f"{self.rekap_id} {self.pegawai_id}"


class Penyesuaian(models.Model):
    """A day of a closed month that was computed anew, booked into a later month with the difference.

    ``lama``: as frozen, or as the last Penyesuaian of this day left it.
    """

    rekap = models.ForeignKey(RekapBulan, models.PROTECT, related_name="penyesuaian")
    asal = models.ForeignKey(RekapBulan, models.PROTECT, related_name="+")
    pegawai = models.ForeignKey("organisasi.Pegawai", models.PROTECT, related_name="+")
    tanggal = models.DateField("tanggal")
    status_lama = models.SmallIntegerField("status lama", choices=StatusHari, null=True)
    status_baru = models.SmallIntegerField("status baru", choices=StatusHari)
    potongan_lama = models.IntegerField("potongan lama (seperseribu persen)")
    potongan_baru = models.IntegerField("potongan baru (seperseribu persen)")
    alasan = models.CharField("alasan", max_length=300)

    class Meta:
        verbose_name = "penyesuaian"
        verbose_name_plural = "penyesuaian"
        constraints = [
            models.UniqueConstraint(
                fields=["rekap", "pegawai", "tanggal"], name="kehadiran_penyesuaian_sekali"
            ),
        ]
        indexes = [models.Index(fields=["pegawai", "tanggal"], name="kehadiran_penyesuaian_hari")]

    def __str__(self) -> str:
        return f"{self.pegawai_id} {self.tanggal}"
