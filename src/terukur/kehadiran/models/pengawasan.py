"""Direct supervision: a sidak or an apel, who was to be there, who was seen, and what does not agree."""

import uuid

from django.db import models
from django.db.models import F, Q

from terukur.kehadiran.choices import (
    JenisPengawasan,
    JenisTemuan,
    KeadaanOrang,
    LingkupJadwal,
    PutusanTemuan,
    StatusPengawasan,
)

J, S, L = JenisPengawasan, StatusPengawasan, LingkupJadwal


class Pengawasan(models.Model):
    """One sidak or apel of an OPD, a unit, or (apel only) of all.

    ``mulai_pada``: when it is planned; of a sidak, when it was opened. ``buka_pada`` .. ``tutup_pada``: of an
    apel, presses on ``mesin`` within count as being there. ``hari_libur``: an apel also for those who are
    free that day (upacara). ``penanggung_jawab``: of an apel, who marks beside those who keep attendance.
    ``sidik_tanda``: SHA-256 over the list and its marks at closing; ``kertas``: the paper that attests it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jenis = models.CharField("jenis", max_length=5, choices=JenisPengawasan)
    nama = models.CharField("nama", max_length=150)
    lingkup = models.CharField("untuk", max_length=8, choices=LingkupJadwal)
    opd = models.ForeignKey("organisasi.OPD", models.PROTECT, related_name="+", null=True)
    unit = models.ForeignKey("organisasi.Unit", models.PROTECT, related_name="+", null=True)
    tempat = models.CharField("tempat", max_length=200, blank=True)
    nomor_tugas = models.CharField("nomor surat tugas", max_length=100, blank=True)
    mulai_pada = models.DateTimeField("mulai")
    buka_pada = models.DateTimeField("rekam dihitung sejak", null=True)
    tutup_pada = models.DateTimeField("rekam dihitung sampai", null=True)
    hari_libur = models.BooleanField("wajib juga pada hari libur", default=False)
    mesin = models.ManyToManyField("kehadiran.Mesin", related_name="+", verbose_name="mesin")
    penanggung_jawab = models.ForeignKey("organisasi.Pegawai", models.PROTECT, related_name="+", null=True)
    status = models.CharField(
        "status", max_length=12, choices=StatusPengawasan, default=StatusPengawasan.DIRENCANAKAN
    )
    dibuat_pada = models.DateTimeField("dibuat pada")
    dibuat_oleh = models.CharField("dibuat oleh", max_length=64)
    dibuat_nama = models.CharField("nama pembuat", max_length=150)
    dibuka_pada = models.DateTimeField("dibuka pada", null=True)
    ditutup_pada = models.DateTimeField("ditutup pada", null=True)
    ditutup_oleh = models.CharField("ditutup oleh", max_length=64, blank=True)
    ditutup_nama = models.CharField("nama penutup", max_length=150, blank=True)
    pendamping = models.CharField("pejabat yang mendampingi", max_length=150, blank=True)
    jabatan_pendamping = models.CharField("jabatan pendamping", max_length=200, blank=True)
    catatan = models.TextField("catatan", blank=True)
    sidik_tanda = models.CharField("sidik tanda", max_length=64, blank=True)
    kertas = models.OneToOneField("jejak.Kertas", models.PROTECT, related_name="+", null=True)

    class Meta:
        verbose_name = "pengawasan langsung"
        verbose_name_plural = "pengawasan langsung"
        constraints = [
            models.CheckConstraint(
                name="kehadiran_pengawasan_lingkup",
                condition=Q(jenis=J.APEL, lingkup=L.SEMUA, opd=None, unit=None)
                | Q(lingkup=L.OPD, opd__isnull=False, unit=None)
                | Q(lingkup=L.UNIT, opd__isnull=False, unit__isnull=False),
            ),
            models.CheckConstraint(
                name="kehadiran_pengawasan_jendela",
                condition=Q(jenis=J.SIDAK, buka_pada=None, tutup_pada=None)
                | Q(jenis=J.APEL, buka_pada__lte=F("mulai_pada"), tutup_pada__gt=F("buka_pada")),
            ),
            models.CheckConstraint(
                name="kehadiran_pengawasan_status",
                condition=Q(status__in=[S.DIRENCANAKAN, S.DIBATALKAN], dibuka_pada=None, ditutup_pada=None)
                | Q(status=S.BERJALAN, dibuka_pada__isnull=False, ditutup_pada=None)
                | Q(
                    status=S.SELESAI,
                    dibuka_pada__isnull=False,
                    ditutup_pada__gte=F("dibuka_pada"),
                    sidik_tanda__regex=r"^[0-9a-f]{64}$",
                    kertas__isnull=False,
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["jenis", "mulai_pada"], name="kehadiran_pengawasan_mulai"),
            models.Index(fields=["opd", "mulai_pada"], name="kehadiran_pengawasan_opd"),
        ]

    def __str__(self) -> str:
        return self.nama


class OrangPengawasan(models.Model):
    """One person on the list as it was made; the database lets nobody change it.

    ``lapisan``: StatusHari of the approved absence, 0 none. ``keterangan``: why he need not be there, in the
    words that anybody may read ("Cuti", never the diagnosis).
    """

    pengawasan = models.ForeignKey(Pengawasan, models.PROTECT, related_name="orang")
    pegawai = models.ForeignKey("organisasi.Pegawai", models.PROTECT, related_name="+")
    opd = models.ForeignKey("organisasi.OPD", models.PROTECT, related_name="+", null=True)
    nama = models.CharField("nama", max_length=150)
    sebutan = models.CharField("jabatan", max_length=300, blank=True)
    eselon = models.CharField("eselon", max_length=20, blank=True)
    keadaan = models.CharField("keadaan", max_length=13, choices=KeadaanOrang)
    lapisan = models.SmallIntegerField("keterangan yang disetujui", default=0)
    keterangan = models.CharField("keterangan", max_length=150, blank=True)
    jadwal_masuk = models.DateTimeField("jadwal masuk", null=True)
    jadwal_pulang = models.DateTimeField("jadwal pulang", null=True)

    class Meta:
        verbose_name = "orang dalam pengawasan"
        verbose_name_plural = "orang dalam pengawasan"
        constraints = [
            models.UniqueConstraint(
                fields=["pengawasan", "pegawai"], name="kehadiran_orangpengawasan_sekali"
            ),
        ]
        indexes = [models.Index(fields=["pegawai"], name="kehadiran_orangpengawasan_peg")]

    def __str__(self) -> str:
        return self.nama


class TandaPengawasan(models.Model):
    """Somebody was seen, or was not: evidence that the database lets nobody change or take away.

    A correction is another mark that names the one it replaces; both stay. ``pada``: time of the server.
    Position of the inspector's phone: empty where the phone gave none.
    """

    orang = models.ForeignKey(OrangPengawasan, models.PROTECT, related_name="tanda")
    ada = models.BooleanField("ada")
    pada = models.DateTimeField("pada")
    oleh = models.CharField("oleh", max_length=64)
    nama = models.CharField("nama penanda", max_length=150)
    catatan = models.CharField("catatan", max_length=300, blank=True)
    lintang = models.DecimalField("lintang", max_digits=9, decimal_places=6, null=True)
    bujur = models.DecimalField("bujur", max_digits=9, decimal_places=6, null=True)
    akurasi = models.PositiveIntegerField("ketepatan (meter)", null=True)
    mengganti = models.OneToOneField("self", models.PROTECT, related_name="pengganti", null=True)

    class Meta:
        verbose_name = "tanda pengawasan"
        verbose_name_plural = "tanda pengawasan"
        constraints = [
            models.UniqueConstraint(
                fields=["orang"], condition=Q(mengganti=None), name="kehadiran_tandapengawasan_pertama"
            ),
            models.CheckConstraint(
                name="kehadiran_tandapengawasan_koreksi", condition=Q(mengganti=None) | ~Q(catatan="")
            ),
            models.CheckConstraint(
                name="kehadiran_tandapengawasan_letak",
                condition=Q(lintang=None, bujur=None, akurasi=None)
                | Q(
                    lintang__gte=-90, lintang__lte=90, bujur__gte=-180, bujur__lte=180, akurasi__isnull=False
                ),
            ),
        ]

    def __str__(self) -> str:
        return "ada" if self.ada else "tidak ada di tempat"


class TemuanSidak(models.Model):
    """A mark that does not agree with scans or letters: explained once, then decided; no sanction by itself.

    ``uraian``: the facts in words as they stood when it was noted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    orang = models.ForeignKey(OrangPengawasan, models.PROTECT, related_name="temuan")
    jenis = models.CharField("jenis", max_length=15, choices=JenisTemuan)
    uraian = models.CharField("uraian", max_length=300)
    dicatat_pada = models.DateTimeField("dicatat pada")
    penjelasan = models.TextField("penjelasan", blank=True)
    dijelaskan_pada = models.DateTimeField("dijelaskan pada", null=True)
    dijelaskan_oleh = models.CharField("dijelaskan oleh", max_length=64, blank=True)
    dijelaskan_nama = models.CharField("nama yang menjelaskan", max_length=150, blank=True)
    putusan = models.CharField("putusan", max_length=14, choices=PutusanTemuan, blank=True)
    alasan = models.TextField("alasan putusan", blank=True)
    putus_pada = models.DateTimeField("diputus pada", null=True)
    putus_oleh = models.CharField("diputus oleh", max_length=64, blank=True)
    putus_nama = models.CharField("nama pemutus", max_length=150, blank=True)

    class Meta:
        verbose_name = "temuan sidak"
        verbose_name_plural = "temuan sidak"
        constraints = [
            models.UniqueConstraint(fields=["orang", "jenis"], name="kehadiran_temuansidak_sekali"),
            models.CheckConstraint(
                name="kehadiran_temuansidak_penjelasan",
                condition=Q(penjelasan="", dijelaskan_pada=None)
                | (~Q(penjelasan="") & Q(dijelaskan_pada__isnull=False)),
            ),
            models.CheckConstraint(
                name="kehadiran_temuansidak_putusan",
                condition=Q(putusan="", alasan="", putus_pada=None)
                | (~Q(putusan="") & ~Q(alasan="") & Q(putus_pada__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.get_jenis_display()
