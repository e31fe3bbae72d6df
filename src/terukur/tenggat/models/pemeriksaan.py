"""Verification by requirement, notes, APIP review and the decree that freezes a stage."""

from urllib.parse import urlencode

from django.db import models
from django.db.models import F, Q

from terukur.tenggat.choices import HasilReviu, JenisPenetapan, StatusPemeriksaan
from terukur.tenggat.models.jendela import Syarat
from terukur.tenggat.models.pengajuan import Pengajuan
from terukur.tenggat.penyedia import daftar_penyedia


class PemeriksaanSyarat(models.Model):
    """How far one requirement of a package is verified.

    ``versi_diverifikasi`` is the frozen content that the verifier saw: after a correction only
    the fields that differ from it have lost their verification. ``diverifikasi_sendiri`` is
    printed when no verifier outside the OPD was there to do it.
    """

    pengajuan = models.ForeignKey(
        Pengajuan, on_delete=models.PROTECT, related_name="daftar_pemeriksaan", db_index=False
    )
    syarat = models.ForeignKey(Syarat, on_delete=models.PROTECT, related_name="daftar_pemeriksaan")
    status = models.CharField(
        "status", max_length=15, choices=StatusPemeriksaan, default=StatusPemeriksaan.MENUNGGU
    )
    versi_diverifikasi = models.PositiveIntegerField("versi diverifikasi", null=True, blank=True)
    diperiksa_pada = models.DateTimeField("diperiksa pada", null=True, blank=True)
    diperiksa_oleh = models.CharField("diperiksa oleh", max_length=64, blank=True)
    diperiksa_nama = models.CharField("nama pemeriksa", max_length=150, blank=True)
    diverifikasi_sendiri = models.BooleanField("diverifikasi sendiri", default=False)
    menunggu_sejak = models.DateTimeField("menunggu sejak")

    class Meta:
        verbose_name = "pemeriksaan syarat"
        verbose_name_plural = "pemeriksaan syarat"
        constraints = [
            models.UniqueConstraint(fields=["pengajuan", "syarat"], name="pemeriksaan_unik"),
            models.CheckConstraint(
                name="pemeriksaan_status_siapa",
                condition=Q(status="menunggu")
                | (Q(status="dikembalikan", diperiksa_pada__isnull=False) & ~Q(diperiksa_oleh=""))
                | (
                    Q(
                        status="diverifikasi",
                        diperiksa_pada__isnull=False,
                        versi_diverifikasi__isnull=False,
                        versi_diverifikasi__gte=1,
                    )
                    & ~Q(diperiksa_oleh="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pengajuan_id} {self.syarat_id} {self.status}"


class CatatanPemeriksaan(models.Model):
    """A verifier's note on a row and a field (or on the whole requirement), and its answer."""

    pengajuan = models.ForeignKey(Pengajuan, on_delete=models.PROTECT, related_name="daftar_catatan")
    syarat = models.ForeignKey(Syarat, on_delete=models.PROTECT, related_name="daftar_catatan")
    baris = models.CharField("baris", max_length=100, blank=True)
    label_baris = models.CharField("nama baris", max_length=300, blank=True)
    kolom = models.CharField("isian", max_length=100, blank=True)
    isi = models.TextField("catatan", max_length=2000)
    versi = models.PositiveIntegerField("versi isi")
    dibuat_pada = models.DateTimeField("dibuat pada")
    dibuat_oleh = models.CharField("dibuat oleh", max_length=64)
    dibuat_nama = models.CharField("nama pembuat", max_length=150)
    tanggapan = models.TextField("tanggapan OPD", max_length=2000, blank=True)
    ditanggapi_pada = models.DateTimeField("ditanggapi pada", null=True, blank=True)
    ditanggapi_oleh = models.CharField("ditanggapi oleh", max_length=64, blank=True)
    selesai_pada = models.DateTimeField("selesai pada", null=True, blank=True)
    selesai_oleh = models.CharField("diselesaikan oleh", max_length=64, blank=True)

    @property
    def tautan(self) -> str:
        """Where the noted row and field are filled in. Needs ``syarat`` and ``pengajuan``."""
        halaman = daftar_penyedia.ambil(self.syarat.kode).tautan_isi(self.pengajuan)
        return f"{halaman}?{urlencode({'baris': self.baris})}{f'#id_{self.kolom}' if self.kolom else ''}"

    class Meta:
        verbose_name = "catatan pemeriksaan"
        verbose_name_plural = "catatan pemeriksaan"
        constraints = [
            models.CheckConstraint(name="catatan_pemeriksaan_berisi", condition=~Q(isi="")),
            models.CheckConstraint(name="catatan_pemeriksaan_kolom", condition=Q(kolom="") | ~Q(baris="")),
            models.CheckConstraint(
                name="catatan_pemeriksaan_tanggapan",
                condition=Q(ditanggapi_pada=None, ditanggapi_oleh="", tanggapan="")
                | (Q(ditanggapi_pada__isnull=False) & ~Q(ditanggapi_oleh="") & ~Q(tanggapan="")),
            ),
            models.CheckConstraint(
                name="catatan_pemeriksaan_selesai",
                condition=Q(selesai_pada=None, selesai_oleh="")
                | (Q(selesai_pada__isnull=False, selesai_pada__gte=F("dibuat_pada")) & ~Q(selesai_oleh="")),
            ),
        ]
        indexes = [models.Index(fields=["pengajuan", "selesai_pada"])]

    def __str__(self) -> str:
        return f"{self.pengajuan_id} {self.baris} {self.kolom}"


class Reviu(models.Model):
    """APIP review of a package (Inspektorat): notes and a result, for one frozen content."""

    pengajuan = models.ForeignKey(Pengajuan, on_delete=models.PROTECT, related_name="daftar_reviu")
    versi = models.PositiveIntegerField("versi isi")
    hasil = models.CharField("hasil", max_length=20, choices=HasilReviu)
    catatan = models.TextField("catatan", max_length=4000, blank=True)
    direviu_pada = models.DateTimeField("direviu pada")
    direviu_oleh = models.CharField("direviu oleh", max_length=64)
    direviu_nama = models.CharField("nama pereviu", max_length=150)

    class Meta:
        verbose_name = "reviu APIP"
        verbose_name_plural = "reviu APIP"
        constraints = [
            models.CheckConstraint(
                name="reviu_catatan_wajib", condition=Q(hasil="tanpa_catatan") | ~Q(catatan="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pengajuan_id} {self.hasil}"


class Penetapan(models.Model):
    """The document that freezes the stage of a package: kind, number, date, signatory."""

    pengajuan = models.OneToOneField(Pengajuan, on_delete=models.PROTECT, related_name="penetapan")
    jenis = models.CharField("jenis dokumen", max_length=20, choices=JenisPenetapan)
    nomor = models.CharField("nomor dokumen", max_length=100)
    tanggal = models.DateField("tanggal dokumen")
    penanda_tangan = models.CharField("penanda tangan", max_length=200)
    ditetapkan_pada = models.DateTimeField("dicatat pada")
    ditetapkan_oleh = models.CharField("dicatat oleh", max_length=64)
    ditetapkan_nama = models.CharField("nama pencatat", max_length=150)

    class Meta:
        verbose_name = "penetapan"
        verbose_name_plural = "penetapan"
        constraints = [
            models.CheckConstraint(name="penetapan_utuh", condition=~Q(nomor="") & ~Q(penanda_tangan="")),
        ]

    def __str__(self) -> str:
        return f"{self.nomor} {self.pengajuan_id}"


class BeritaAcara(models.Model):
    """Minutes of a verification, with both sides; one for each round that was verified."""

    pengajuan = models.ForeignKey(Pengajuan, on_delete=models.PROTECT, related_name="daftar_berita_acara")
    versi = models.PositiveIntegerField("versi isi")
    kertas = models.OneToOneField("jejak.Kertas", on_delete=models.PROTECT, related_name="+")
    dibuat_pada = models.DateTimeField("dibuat pada")

    class Meta:
        verbose_name = "berita acara verifikasi"
        verbose_name_plural = "berita acara verifikasi"
        constraints = [
            models.UniqueConstraint(fields=["pengajuan", "versi"], name="berita_acara_per_versi"),
        ]

    def __str__(self) -> str:
        return f"{self.pengajuan_id} v{self.versi}"


class HasilTTE(models.Model):
    """A signed copy given back for one of our papers, with the number of the naskah dinas."""

    kertas = models.ForeignKey("jejak.Kertas", on_delete=models.PROTECT, related_name="+")
    nomor_naskah = models.CharField("nomor naskah dinas", max_length=100, blank=True)
    berkas = models.ForeignKey("berkas.Berkas", on_delete=models.PROTECT, related_name="+")
    diunggah_pada = models.DateTimeField("diunggah pada")
    diunggah_oleh = models.CharField("diunggah oleh", max_length=64)
    diunggah_nama = models.CharField("nama pengunggah", max_length=150)

    class Meta:
        verbose_name = "hasil TTE"
        verbose_name_plural = "hasil TTE"
        constraints = [models.UniqueConstraint(fields=["kertas", "berkas"], name="hasil_tte_unik")]

    def __str__(self) -> str:
        return f"{self.kertas_id} {self.berkas_id}"
