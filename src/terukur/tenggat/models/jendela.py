"""Collection windows: when, who and what must be handed in."""

import uuid
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from terukur.inti.waktu import ZONA
from terukur.tenggat.choices import TOLERANSI_TERBESAR, StatusJendela, Tahapan, Zona


class Jendela(models.Model):
    """A collection window (on screens: jadwal pengumpulan), announced by a circular.

    ``dibuka_pada`` .. ``tenggat_pada`` .. ``ditutup_pada`` are the instants that the circular
    names. ``diumumkan_*`` is the act of opening, which freezes the participants; ``diakhiri_pada``
    the act of closing after the last instant. ``toleransi_detik`` is the published tolerance for
    the server's own queue: what is received up to so many seconds after due is on time.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    judul = models.CharField("judul", max_length=200)
    tahun = models.PositiveSmallIntegerField("tahun rencana")
    tahapan = models.CharField("tahapan", max_length=30, choices=Tahapan.pilihan)
    pergeseran_ke = models.PositiveSmallIntegerField("pergeseran ke-", null=True, blank=True)
    nomor_edaran = models.CharField("nomor edaran", max_length=100)
    tanggal_edaran = models.DateField("tanggal edaran")
    berkas_edaran = models.ForeignKey(
        "berkas.Berkas", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    zona = models.CharField("zona waktu", max_length=4, choices=Zona)
    dibuka_pada = models.DateTimeField("dibuka")
    tenggat_pada = models.DateTimeField("tenggat")
    ditutup_pada = models.DateTimeField("ditutup")
    toleransi_detik = models.PositiveSmallIntegerField("toleransi antrean server (detik)", default=10)
    langkah_paraf = ArrayField(
        models.CharField(max_length=60), default=list, blank=True, verbose_name="langkah paraf"
    )
    reviu_apip = models.BooleanField("direviu Inspektorat", default=False)
    lanjutan_dari = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="daftar_lanjutan",
        verbose_name="melanjutkan dari",
    )  # fmt: skip
    status = models.CharField("status", max_length=10, choices=StatusJendela, default=StatusJendela.DISIAPKAN)
    versi = models.PositiveIntegerField("versi isian", default=1)
    disiapkan_pada = models.DateTimeField("disiapkan pada")
    disiapkan_oleh = models.CharField("disiapkan oleh", max_length=64)
    diumumkan_pada = models.DateTimeField("diumumkan pada", null=True, blank=True)
    diumumkan_oleh = models.CharField("diumumkan oleh", max_length=64, blank=True)
    diakhiri_pada = models.DateTimeField("diakhiri pada", null=True, blank=True)

    class Meta:
        verbose_name = "jadwal pengumpulan"
        verbose_name_plural = "jadwal pengumpulan"
        constraints = [
            models.CheckConstraint(
                name="jendela_urutan_saat",
                condition=Q(dibuka_pada__lt=F("tenggat_pada")) & Q(tenggat_pada__lte=F("ditutup_pada")),
            ),
            models.CheckConstraint(
                name="jendela_status_saat",
                condition=Q(status="disiapkan", diumumkan_pada=None, diakhiri_pada=None)
                | Q(status="dibuka", diumumkan_pada__isnull=False, diakhiri_pada=None)
                | Q(
                    status="ditutup",
                    diumumkan_pada__isnull=False,
                    diakhiri_pada__isnull=False,
                    diakhiri_pada__gte=F("ditutup_pada"),
                ),
            ),
            models.CheckConstraint(
                name="jendela_siapa_mengumumkan",
                condition=Q(diumumkan_pada=None, diumumkan_oleh="")
                | (Q(diumumkan_pada__isnull=False) & ~Q(diumumkan_oleh="")),
            ),
            models.CheckConstraint(
                name="jendela_toleransi", condition=Q(toleransi_detik__lte=TOLERANSI_TERBESAR)
            ),
            models.CheckConstraint(
                name="jendela_pergeseran",
                condition=Q(pergeseran_ke=None) | Q(tahapan="pergeseran", pergeseran_ke__gte=1),
            ),
        ]
        indexes = [models.Index(fields=["status", "tenggat_pada"])]

    def __str__(self) -> str:
        return self.judul

    @property
    def zona_waktu(self) -> ZoneInfo:
        return ZONA[self.zona]

    @property
    def nama_tahapan(self) -> str:
        """``Pergeseran ke-2 2027``: stage and year as every amount must name them."""
        tahapan = Tahapan(self.tahapan).label
        urut = f" ke-{self.pergeseran_ke}" if self.pergeseran_ke else ""
        return f"{tahapan}{urut} {self.tahun}"


class CalonPeserta(models.Model):
    """An OPD chosen while the window is prepared; opening turns it into a ``Pengajuan``."""

    jendela = models.ForeignKey(Jendela, on_delete=models.CASCADE, related_name="daftar_calon")
    opd = models.ForeignKey("organisasi.OPD", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "calon peserta"
        verbose_name_plural = "calon peserta"
        constraints = [models.UniqueConstraint(fields=["jendela", "opd"], name="calon_peserta_unik")]

    def __str__(self) -> str:
        return f"{self.jendela_id} {self.opd_id}"


class Syarat(models.Model):
    """A requirement of a window: a registered provider, in order. Optional ones never hinder."""

    jendela = models.ForeignKey(Jendela, on_delete=models.CASCADE, related_name="daftar_syarat")
    kode = models.CharField("kode penyedia", max_length=40)
    nama = models.CharField("nama", max_length=100)
    urutan = models.PositiveSmallIntegerField("urutan")
    wajib = models.BooleanField("wajib", default=True)

    class Meta:
        verbose_name = "syarat"
        verbose_name_plural = "syarat"
        constraints = [
            models.UniqueConstraint(fields=["jendela", "kode"], name="syarat_unik"),
            models.UniqueConstraint(fields=["jendela", "urutan"], name="syarat_urutan_unik"),
        ]

    def __str__(self) -> str:
        return f"{self.jendela_id} {self.kode}"


class DokumenSyarat(models.Model):
    """A named document of the requirement data dukung, with the types and size allowed."""

    jendela = models.ForeignKey(Jendela, on_delete=models.CASCADE, related_name="daftar_dokumen_syarat")
    urutan = models.PositiveSmallIntegerField("urutan")
    nama = models.CharField("nama dokumen", max_length=150)
    keterangan = models.CharField("keterangan", max_length=300, blank=True)
    wajib = models.BooleanField("wajib", default=True)
    jenis = ArrayField(models.CharField(max_length=10), verbose_name="jenis berkas")
    batas_mb = models.PositiveSmallIntegerField("ukuran terbesar (MB)", default=10)

    class Meta:
        verbose_name = "dokumen syarat"
        verbose_name_plural = "dokumen syarat"
        constraints = [
            models.UniqueConstraint(fields=["jendela", "urutan"], name="dokumen_syarat_urutan_unik"),
            models.UniqueConstraint(fields=["jendela", "nama"], name="dokumen_syarat_nama_unik"),
            models.CheckConstraint(
                name="dokumen_syarat_ukuran", condition=Q(batas_mb__gte=1, batas_mb__lte=100)
            ),
        ]

    def __str__(self) -> str:
        return self.nama


class GangguanLayanan(models.Model):
    """A measured or reported outage of this server; attached to extensions by itself."""

    mulai_pada = models.DateTimeField("mulai")
    selesai_pada = models.DateTimeField("selesai")
    diukur = models.BooleanField("diukur sendiri oleh server")
    keterangan = models.CharField("keterangan", max_length=200)
    dicatat_pada = models.DateTimeField("dicatat pada")

    class Meta:
        verbose_name = "gangguan layanan"
        verbose_name_plural = "gangguan layanan"
        constraints = [
            models.CheckConstraint(name="gangguan_urutan", condition=Q(selesai_pada__gt=F("mulai_pada"))),
            models.UniqueConstraint(fields=["mulai_pada", "diukur"], name="gangguan_unik"),
        ]

    def __str__(self) -> str:
        return f"{self.mulai_pada:%Y-%m-%d %H:%M} {self.keterangan}"


class Denyut(models.Model):
    """Last beat of the site, whose gap is a measured outage, and of the worker's tick."""

    kode = models.CharField(max_length=20, primary_key=True)
    terakhir_pada = models.DateTimeField()

    class Meta:
        verbose_name = "denyut"
        verbose_name_plural = "denyut"

    def __str__(self) -> str:
        return self.kode
