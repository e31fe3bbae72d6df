"""Devices, what is known of them now, and what they were asked to do."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from terukur.kehadiran.choices import Dialek, StatusPerintah


class KelompokMesin(models.Model):
    """Devices that share one list of PIN: most pemda have one group for all of them."""

    nama = models.CharField("nama", max_length=100, unique=True)

    class Meta:
        verbose_name = "kelompok mesin"
        verbose_name_plural = "kelompok mesin"

    def __str__(self) -> str:
        return self.nama


class Mesin(models.Model):
    """A device an admin has admitted. Nothing that another serial number sends becomes attendance.

    ``nomor_seri`` is the firmware's, case counts. ``zona``: hours east of UTC of its clock (7 WIB, 8 WITA,
    9 WIT). ``jaringan``: CIDR blocks it may speak from; empty means any. ``kunci``: comm key, or the secret
    of a webhook's address. ``token``: of the service from which its records are pulled.
    """

    nomor_seri = models.CharField("nomor seri", max_length=64, unique=True)
    nama = models.CharField("nama", max_length=100)
    kelompok = models.ForeignKey(KelompokMesin, models.PROTECT, related_name="mesin")
    opd = models.ForeignKey("organisasi.OPD", models.PROTECT, related_name="+", verbose_name="OPD")
    unit = models.ForeignKey("organisasi.Unit", models.PROTECT, related_name="+", null=True, blank=True)
    tempat = models.CharField("tempat", max_length=200, blank=True)
    dialek = models.CharField("jenis", max_length=12, choices=Dialek, default=Dialek.ADMS)
    zona = models.PositiveSmallIntegerField(
        "zona waktu", choices=[(7, "WIB"), (8, "WITA"), (9, "WIT")],
        validators=[MinValueValidator(7), MaxValueValidator(9)],
    )  # fmt: skip
    jaringan = ArrayField(models.CharField(max_length=43), verbose_name="jaringan", default=list, blank=True)
    kunci = models.CharField("kunci komunikasi", max_length=64, blank=True)
    token = models.CharField("token layanan", max_length=200, blank=True)
    aktif = models.BooleanField("aktif", default=True)
    versi = models.PositiveIntegerField("versi", default=1)

    class Meta:
        verbose_name = "mesin"
        verbose_name_plural = "mesin"
        constraints = [
            models.CheckConstraint(condition=~Q(nomor_seri=""), name="kehadiran_mesin_nomor_seri"),
            models.CheckConstraint(condition=Q(zona__gte=7, zona__lte=9), name="kehadiran_mesin_zona"),
        ]

    def __str__(self) -> str:
        return self.nama


class KeadaanMesin(models.Model):
    """What the last requests of a device said. Rewritten by the listener, no official fact.

    ``beda_detik``: receipt minus the device's clock, median of ``beda_terakhir`` (the last sent at once).
    ``cap``: {"ATTLOG": stamp, ...} as the device last sent them, to be echoed to it.
    ``sesi``: registry code of a PUSH 3 device. ``ditarik_sampai``: last day pulled from its service in full,
    ``galat_tarik``: why the last pull failed, empty if it did not.
    """

    mesin = models.OneToOneField(Mesin, models.CASCADE, primary_key=True, related_name="keadaan")
    terlihat_pada = models.DateTimeField("terakhir terlihat", null=True)
    pindai_pada = models.DateTimeField("rekam terakhir", null=True)
    alamat = models.GenericIPAddressField("alamat", null=True)
    perangkat = models.CharField("perangkat keras dan lunak", max_length=200, blank=True)
    beda_detik = models.IntegerField("beda jam (detik)", null=True)
    jumlah_di_mesin = models.PositiveIntegerField("rekaman di mesin", null=True)
    cap = models.JSONField("cap", default=dict)
    sesi = models.CharField("sesi", max_length=32, blank=True)
    beda_terakhir = ArrayField(models.IntegerField(), verbose_name="beda jam terakhir (detik)", default=list)
    ditarik_sampai = models.DateField("ditarik sampai", null=True)
    galat_tarik = models.CharField("galat tarikan terakhir", max_length=200, blank=True)

    class Meta:
        verbose_name = "keadaan mesin"
        verbose_name_plural = "keadaan mesin"

    def __str__(self) -> str:
        return str(self.mesin_id)


class MesinPadam(models.Model):
    """A time in which a device was not heard of. ``sampai`` empty: still silent."""

    mesin = models.ForeignKey(Mesin, models.CASCADE, related_name="padam")
    sejak = models.DateTimeField("sejak")
    sampai = models.DateTimeField("sampai", null=True, blank=True)

    class Meta:
        verbose_name = "mesin padam"
        verbose_name_plural = "mesin padam"
        constraints = [
            models.UniqueConstraint(
                fields=["mesin"], condition=Q(sampai__isnull=True), name="kehadiran_mesinpadam_satu_terbuka"
            ),
            models.CheckConstraint(
                condition=Q(sampai__isnull=True) | Q(sampai__gte=F("sejak")),
                name="kehadiran_mesinpadam_urutan",
            ),
        ]
        indexes = [models.Index(fields=["mesin", "sejak"], name="kehadiran_mesinpadam_sejak")]

    def __str__(self) -> str:
        return f"{self.mesin_id} {self.sejak}"


class MesinAsing(models.Model):
    """A serial number that speaks to us and is not admitted; polls are counted, not kept."""

    nomor_seri = models.CharField("nomor seri", max_length=64, primary_key=True)
    pertama_pada = models.DateTimeField("pertama terlihat")
    terakhir_pada = models.DateTimeField("terakhir terlihat")
    alamat = models.GenericIPAddressField("alamat", null=True)
    jumlah = models.PositiveBigIntegerField("jumlah permintaan", default=1)

    class Meta:
        verbose_name = "mesin belum dikenal"
        verbose_name_plural = "mesin belum dikenal"

    def __str__(self) -> str:
        return self.nomor_seri


class PerintahMesin(models.Model):
    """One command out of the white list, as the device will read it after ``C:<id>:``."""

    mesin = models.ForeignKey(Mesin, models.CASCADE, related_name="perintah")
    isi = models.CharField("perintah", max_length=500)
    status = models.CharField(
        "status", max_length=10, choices=StatusPerintah, default=StatusPerintah.MENUNGGU
    )
    dibuat_pada = models.DateTimeField("dibuat pada")
    dibuat_oleh = models.CharField("dibuat oleh", max_length=64)
    dikirim_pada = models.DateTimeField("diambil pada", null=True, blank=True)
    dijawab_pada = models.DateTimeField("dijawab pada", null=True, blank=True)
    hasil = models.IntegerField("hasil", null=True, blank=True)
    jawaban = models.TextField("jawaban", blank=True)

    class Meta:
        verbose_name = "perintah mesin"
        verbose_name_plural = "perintah mesin"
        indexes = [
            models.Index(
                fields=["mesin", "id"], condition=Q(status="menunggu"), name="kehadiran_perintah_menunggu"
            ),
        ]

    def __str__(self) -> str:
        return self.isi


class PeristiwaMesin(models.Model):
    """A line of OPERLOG: what somebody did at the device itself (absensi.md 1.6)."""

    mesin = models.ForeignKey(Mesin, models.CASCADE, related_name="peristiwa")
    kode = models.PositiveSmallIntegerField("kode")
    pelaku = models.CharField("PIN pelaku", max_length=24, blank=True)
    waktu = models.DateTimeField("waktu di mesin", null=True)
    rincian = models.CharField("rincian", max_length=200, blank=True)
    gawat = models.BooleanField("perlu dilihat", default=False)
    diterima_pada = models.DateTimeField("diterima pada")

    class Meta:
        verbose_name = "peristiwa mesin"
        verbose_name_plural = "peristiwa mesin"
        constraints = [
            models.UniqueConstraint(
                fields=["mesin", "kode", "pelaku", "waktu", "rincian"],
                name="kehadiran_peristiwamesin_sekali",
                nulls_distinct=False,
            ),
        ]
        indexes = [models.Index(fields=["diterima_pada"], name="kehadiran_peristiwa_diterima")]

    def __str__(self) -> str:
        return f"{self.mesin_id} {self.kode}"


class ProsesPendengar(models.Model):
    """A process of the listener, by its beat; forgotten a day after its last one."""

    id = models.UUIDField(primary_key=True, editable=False)
    komputer = models.CharField("komputer", max_length=100)
    pid = models.PositiveIntegerField("nomor proses")
    mulai_pada = models.DateTimeField("mulai")
    terakhir_pada = models.DateTimeField("denyut terakhir")

    class Meta:
        verbose_name = "proses pendengar mesin"
        verbose_name_plural = "proses pendengar mesin"

    def __str__(self) -> str:
        return f"{self.komputer} {self.pid}"
