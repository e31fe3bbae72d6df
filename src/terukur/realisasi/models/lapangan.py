"""Field checks: who was asked to look at what, where, until when; and what was answered, for good."""

import uuid

from django.db import models
from django.db.models import F, Q

from terukur.realisasi.choices import HasilLapangan


class PemeriksaanLapangan(models.Model):
    """One request to go and look. ``kunci`` as in ``Realisasi``; ``judul``: its words when it was asked.

    ``opd``: who has to deal with the answer. ``asal``: about whose result it was asked, where that OPD ended
    before anybody answered. ``sidik_token``: SHA-256 of the secret in the link, which is stored nowhere.
    ``hasil``, ``versi`` and ``dijawab_pada``: of the answer in force, beside ``JawabanLapangan`` so that
    lists need no second look.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    opd = models.ForeignKey("organisasi.OPD", models.PROTECT, related_name="+", db_index=False)
    asal = models.ForeignKey(
        "organisasi.OPD", models.PROTECT, related_name="+", db_index=False, null=True, blank=True
    )
    tahun = models.PositiveSmallIntegerField("tahun")
    periode = models.CharField("periode", max_length=8)
    kunci = models.UUIDField("kunci baris")
    judul = models.TextField("yang dilaporkan")
    wilayah = models.ForeignKey("organisasi.Wilayah", models.PROTECT, related_name="+")
    yang_dilihat = models.CharField("yang dilihat", max_length=500)
    tanggal_tenggat = models.DateField("paling lambat")
    nama_pemeriksa = models.CharField("nama yang diminta", max_length=150)
    jabatan_pemeriksa = models.CharField("jabatan yang diminta", max_length=150)
    sidik_token = models.CharField("sidik tautan", max_length=64, unique=True)
    tautan_pada = models.DateTimeField("tautan dibuat pada")
    diminta_pada = models.DateTimeField("diminta pada")
    diminta_oleh = models.CharField("diminta oleh", max_length=64)
    diminta_nama = models.CharField("nama peminta", max_length=150)
    diminta_sebagai = models.CharField("diminta sebagai", max_length=200, blank=True)
    hasil = models.CharField("hasil", max_length=12, choices=HasilLapangan, blank=True)
    versi = models.PositiveSmallIntegerField("versi jawaban", default=0)
    dijawab_pada = models.DateTimeField("dijawab pada", null=True, blank=True)
    dicabut_pada = models.DateTimeField("dicabut pada", null=True, blank=True)
    dicabut_oleh = models.CharField("dicabut oleh", max_length=64, blank=True)
    dicabut_nama = models.CharField("nama yang mencabut", max_length=150, blank=True)
    alasan_cabut = models.TextField("alasan dicabut", blank=True)

    class Meta:
        verbose_name = "pemeriksaan lapangan"
        verbose_name_plural = "pemeriksaan lapangan"
        constraints = [
            models.CheckConstraint(
                condition=Q(sidik_token__regex=r"^[0-9a-f]{64}$"),  # noqa: S106 - a pattern
                name="lapangan_sidik",
            ),
            models.CheckConstraint(
                condition=~Q(yang_dilihat="") & ~Q(nama_pemeriksa="") & ~Q(jabatan_pemeriksa=""),
                name="lapangan_isi",
            ),
            models.CheckConstraint(
                condition=~Q(diminta_oleh="") & Q(tautan_pada__gte=F("diminta_pada")),
                name="lapangan_diminta",
            ),
            models.CheckConstraint(
                condition=Q(versi=0, hasil="", dijawab_pada=None)
                | (
                    Q(versi__gt=0, dijawab_pada__isnull=False, dijawab_pada__gte=F("diminta_pada"))
                    & ~Q(hasil="")
                ),
                name="lapangan_dijawab",
            ),
            models.CheckConstraint(
                condition=Q(dicabut_pada=None, dicabut_oleh="", alasan_cabut="")
                | (
                    Q(dicabut_pada__isnull=False, dicabut_pada__gte=F("diminta_pada"))
                    & ~Q(dicabut_oleh="")
                    & ~Q(alasan_cabut="")
                ),
                name="lapangan_dicabut",
            ),
        ]
        indexes = [
            models.Index(fields=["opd", "periode"], name="lapangan_opd_periode"),
            models.Index(fields=["kunci", "tahun"], name="lapangan_kunci"),
            models.Index(
                fields=["tanggal_tenggat"],
                condition=Q(versi=0, dicabut_pada=None),
                name="lapangan_menunggu",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.judul} ({self.periode})"


class JawabanLapangan(models.Model):
    """One version of the answer; the database refuses to change it. The highest ``versi`` is in force.

    ``lintang`` and ``bujur`` (degrees, WGS 84) with ``akurasi`` (metres) are what the telephone said;
    ``tempat`` is what the person wrote. ``hari_terlambat``: the verdict when it was received.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pemeriksaan = models.ForeignKey(
        PemeriksaanLapangan, models.PROTECT, related_name="daftar_jawaban", db_index=False
    )
    versi = models.PositiveSmallIntegerField("versi")
    hasil = models.CharField("hasil", max_length=12, choices=HasilLapangan)
    catatan = models.TextField("catatan", blank=True)
    tempat = models.CharField("tempat", max_length=300, blank=True)
    lintang = models.DecimalField("lintang", max_digits=9, decimal_places=6, null=True, blank=True)
    bujur = models.DecimalField("bujur", max_digits=9, decimal_places=6, null=True, blank=True)
    akurasi = models.PositiveIntegerField("akurasi (meter)", null=True, blank=True)
    hari_terlambat = models.PositiveSmallIntegerField("terlambat (hari)", default=0)
    dijawab_pada = models.DateTimeField("dijawab pada")
    catatan_nomor = models.PositiveBigIntegerField("nomor catatan jejak")

    class Meta:
        verbose_name = "jawaban lapangan"
        verbose_name_plural = "jawaban lapangan"
        constraints = [
            models.UniqueConstraint(fields=["pemeriksaan", "versi"], name="jawaban_lapangan_versi"),
            models.CheckConstraint(condition=Q(versi__gt=0), name="jawaban_lapangan_mulai_satu"),
            models.CheckConstraint(
                condition=Q(hasil=HasilLapangan.SESUAI) | ~Q(catatan=""), name="jawaban_lapangan_catatan"
            ),
            models.CheckConstraint(
                condition=Q(lintang=None, bujur=None, akurasi=None)
                | (
                    Q(lintang__isnull=False, lintang__gte=-90, lintang__lte=90)
                    & Q(bujur__isnull=False, bujur__gte=-180, bujur__lte=180)
                ),
                name="jawaban_lapangan_letak",
            ),
            models.CheckConstraint(
                condition=Q(hasil=HasilLapangan.TIDAK_DAPAT) | ~Q(tempat="") | Q(lintang__isnull=False),
                name="jawaban_lapangan_tempat",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pemeriksaan_id} versi {self.versi}"


class FotoLapangan(models.Model):
    """A photo of one version of an answer."""

    jawaban = models.ForeignKey(JawabanLapangan, models.PROTECT, related_name="daftar_foto", db_index=False)
    urutan = models.PositiveSmallIntegerField("urutan")
    berkas = models.ForeignKey("berkas.Berkas", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "foto lapangan"
        verbose_name_plural = "foto lapangan"
        constraints = [models.UniqueConstraint(fields=["jawaban", "urutan"], name="foto_lapangan_urutan")]

    def __str__(self) -> str:
        return f"Foto {self.urutan}"
