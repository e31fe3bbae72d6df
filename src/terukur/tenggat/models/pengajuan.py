"""The package of one OPD in one window, its receipt, and what stood in it."""

import uuid

from django.db import models
from django.db.models import F, Q

from terukur.tenggat.choices import StatusPengajuan
from terukur.tenggat.models.jendela import DokumenSyarat, Jendela

_BELUM = Q(status__in=("draf", "siap_ditandatangani"))
_SIAP = Q(status__in=("siap_ditandatangani", "siap_perbaikan"))


class Pengajuan(models.Model):
    """One submission: created for each participant when the window opens.

    The first ``ajukan`` freezes the on-time verdict: ``diajukan_pada`` is the time of receipt,
    ``tenggat_berlaku`` the due instant used (with the extension known then), ``selisih_detik``
    receipt minus due (negative: early). Corrections after a return set ``diperbaiki_pada`` only.
    ``versi`` counts the frozen contents. ``perbaikan_*``: what the head or a pemaraf asks the
    operator to mend before they sign; it falls when the package is ready again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jendela = models.ForeignKey(
        Jendela, on_delete=models.PROTECT, related_name="daftar_pengajuan", db_index=False
    )
    opd = models.ForeignKey("organisasi.OPD", on_delete=models.PROTECT, related_name="daftar_pengajuan")
    status = models.CharField("status", max_length=20, choices=StatusPengajuan, default=StatusPengajuan.DRAF)
    versi = models.PositiveIntegerField("versi isi beku", default=0)
    dibuat_pada = models.DateTimeField("dibuat pada")
    siap_pada = models.DateTimeField("siap pada", null=True, blank=True)
    siap_oleh = models.CharField("siap oleh", max_length=64, blank=True)
    siap_nama = models.CharField("disiapkan oleh", max_length=150, blank=True)
    perbaikan_pada = models.DateTimeField("diminta diperbaiki pada", null=True, blank=True)
    perbaikan_oleh = models.CharField("diminta diperbaiki oleh", max_length=500, blank=True)
    perbaikan_alasan = models.CharField("yang perlu diperbaiki", max_length=2000, blank=True)
    diajukan_pada = models.DateTimeField("diajukan pada", null=True, blank=True)
    diajukan_oleh = models.CharField("diajukan oleh", max_length=64, blank=True)
    diajukan_nama = models.CharField("nama penanda tangan", max_length=150, blank=True)
    diajukan_penugasan = models.CharField("penugasan penanda tangan", max_length=300, blank=True)
    tepat_waktu = models.BooleanField("tepat waktu", null=True, blank=True)
    tenggat_berlaku = models.DateTimeField("tenggat yang berlaku", null=True, blank=True)
    selisih_detik = models.BigIntegerField("selisih dari tenggat (detik)", null=True, blank=True)
    diperbaiki_pada = models.DateTimeField("perbaikan diajukan pada", null=True, blank=True)
    dikembalikan_pada = models.DateTimeField("dikembalikan pada", null=True, blank=True)
    dikembalikan_nama = models.CharField("dikembalikan oleh", max_length=150, blank=True)
    diverifikasi_pada = models.DateTimeField("diverifikasi pada", null=True, blank=True)
    ditetapkan_pada = models.DateTimeField("ditetapkan pada", null=True, blank=True)

    class Meta:
        verbose_name = "pengajuan"
        verbose_name_plural = "pengajuan"
        constraints = [
            models.UniqueConstraint(fields=["jendela", "opd"], name="pengajuan_satu_per_opd"),
            models.CheckConstraint(
                name="pengajuan_status_diajukan",
                condition=(_BELUM & Q(diajukan_pada=None)) | (~_BELUM & Q(diajukan_pada__isnull=False)),
            ),
            models.CheckConstraint(
                name="pengajuan_putusan_utuh",
                condition=Q(
                    diajukan_pada=None,
                    diajukan_oleh="",
                    diajukan_nama="",
                    diajukan_penugasan="",
                    tepat_waktu=None,
                    tenggat_berlaku=None,
                    selisih_detik=None,
                    versi=0,
                )
                | (
                    Q(
                        diajukan_pada__isnull=False,
                        tepat_waktu__isnull=False,
                        tenggat_berlaku__isnull=False,
                        selisih_detik__isnull=False,
                        versi__gte=1,
                    )
                    & ~Q(diajukan_oleh="")
                    & ~Q(diajukan_penugasan="")
                ),
            ),
            models.CheckConstraint(
                name="pengajuan_siap",
                condition=(_SIAP & Q(siap_pada__isnull=False) & ~Q(siap_oleh=""))
                | (~_SIAP & (Q(siap_pada=None, siap_oleh="") | Q(diajukan_pada__isnull=False))),
            ),
            models.CheckConstraint(
                name="pengajuan_minta_perbaikan",
                condition=Q(perbaikan_pada=None, perbaikan_oleh="", perbaikan_alasan="")
                | (
                    Q(status__in=("draf", "dikembalikan"), perbaikan_pada__isnull=False)
                    & ~Q(perbaikan_oleh="")
                    & ~Q(perbaikan_alasan="")
                ),
            ),
            models.CheckConstraint(
                name="pengajuan_diverifikasi",
                condition=(Q(status__in=("diverifikasi", "ditetapkan")) & Q(diverifikasi_pada__isnull=False))
                | (~Q(status__in=("diverifikasi", "ditetapkan")) & Q(diverifikasi_pada=None)),
            ),
            models.CheckConstraint(
                name="pengajuan_ditetapkan",
                condition=Q(
                    status="ditetapkan",
                    ditetapkan_pada__isnull=False,
                    ditetapkan_pada__gte=F("diajukan_pada"),
                )
                | (~Q(status="ditetapkan") & Q(ditetapkan_pada=None)),
            ),
            models.CheckConstraint(
                name="pengajuan_dikembalikan",
                condition=~Q(status__in=("dikembalikan", "siap_perbaikan"))
                | Q(dikembalikan_pada__isnull=False, dikembalikan_pada__gte=F("diajukan_pada")),
            ),
        ]
        indexes = [models.Index(fields=["jendela", "status"])]

    def __str__(self) -> str:
        return f"{self.jendela_id} {self.opd_id}"


class Paraf(models.Model):
    """One initial below the signature of the head, for the content of the present round."""

    pengajuan = models.ForeignKey(Pengajuan, on_delete=models.PROTECT, related_name="daftar_paraf")
    urutan = models.PositiveSmallIntegerField("urutan")
    langkah = models.CharField("langkah", max_length=60)
    putaran = models.PositiveIntegerField("putaran")
    oleh = models.CharField("oleh", max_length=64)
    nama = models.CharField("nama", max_length=150)
    pada = models.DateTimeField("pada")
    dibatalkan_pada = models.DateTimeField("dibatalkan pada", null=True, blank=True)

    class Meta:
        verbose_name = "paraf"
        verbose_name_plural = "paraf"
        constraints = [
            models.UniqueConstraint(
                fields=["pengajuan", "putaran", "urutan"],
                condition=Q(dibatalkan_pada=None),
                name="paraf_sekali",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pengajuan_id} {self.langkah}"


class IsiBeku(models.Model):
    """Content of one requirement as submitted: what the receipt's digest covers. Never changed."""

    pengajuan = models.ForeignKey(
        Pengajuan, on_delete=models.PROTECT, related_name="daftar_isi_beku", db_index=False
    )
    versi = models.PositiveIntegerField("versi")
    kode = models.CharField("kode penyedia", max_length=40)
    isi = models.JSONField("isi")
    sidik = models.CharField("sidik", max_length=64)
    dibekukan_pada = models.DateTimeField("dibekukan pada")

    class Meta:
        verbose_name = "isi beku"
        verbose_name_plural = "isi beku"
        constraints = [
            models.UniqueConstraint(fields=["pengajuan", "versi", "kode"], name="isi_beku_unik"),
        ]

    def __str__(self) -> str:
        return f"{self.pengajuan_id} {self.kode} v{self.versi}"


class TandaTerima(models.Model):
    """Receipt of one ``ajukan``; the paper itself, with number and digest, is ``kertas``."""

    pengajuan = models.ForeignKey(
        Pengajuan, on_delete=models.PROTECT, related_name="daftar_tanda_terima", db_index=False
    )
    versi = models.PositiveIntegerField("versi")
    kertas = models.OneToOneField("jejak.Kertas", on_delete=models.PROTECT, related_name="+")
    diterima_pada = models.DateTimeField("diterima pada")
    disimpan_pada = models.DateTimeField("disimpan pada", auto_now_add=True)

    class Meta:
        verbose_name = "tanda terima"
        verbose_name_plural = "tanda terima"
        constraints = [
            models.UniqueConstraint(fields=["pengajuan", "versi"], name="tanda_terima_per_versi"),
        ]

    def __str__(self) -> str:
        return f"{self.pengajuan_id} v{self.versi}"


class DokumenPengajuan(models.Model):
    """A file handed in for a named document. Replacing keeps the older one, dated."""

    pengajuan = models.ForeignKey(Pengajuan, on_delete=models.PROTECT, related_name="daftar_dokumen")
    dokumen = models.ForeignKey(DokumenSyarat, on_delete=models.PROTECT, related_name="daftar_unggahan")
    berkas = models.ForeignKey("berkas.Berkas", on_delete=models.PROTECT, related_name="+")
    diunggah_pada = models.DateTimeField("diunggah pada")
    diunggah_oleh = models.CharField("diunggah oleh", max_length=64)
    digantikan_pada = models.DateTimeField("digantikan pada", null=True, blank=True)

    class Meta:
        verbose_name = "dokumen pengajuan"
        verbose_name_plural = "dokumen pengajuan"
        constraints = [
            models.UniqueConstraint(
                fields=["pengajuan", "dokumen"],
                condition=Q(digantikan_pada=None),
                name="dokumen_pengajuan_satu_berlaku",
            ),
            models.CheckConstraint(
                name="dokumen_pengajuan_urutan",
                condition=Q(digantikan_pada=None) | Q(digantikan_pada__gte=F("diunggah_pada")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pengajuan_id} {self.dokumen_id}"


class KegiatanTercatat(models.Model):
    """Completeness of one requirement right after a change: how it stood at any instant.

    Append-only; at most one row a minute while nothing but the time differs, and one for a
    submission. ``kegiatan_pada`` is when the OPD itself last worked on it: before ``pada`` where a
    ceiling or the nomenclature changed the completeness, None where it never did.
    """

    pengajuan = models.ForeignKey(
        Pengajuan, on_delete=models.PROTECT, related_name="daftar_kegiatan", db_index=False
    )
    kode = models.CharField("kode penyedia", max_length=40)
    terpenuhi = models.PositiveIntegerField("terpenuhi")
    jumlah = models.PositiveIntegerField("jumlah")
    jumlah_galat = models.PositiveIntegerField("jumlah galat")
    ringkasan = models.CharField("ringkasan", max_length=200, blank=True)
    pada = models.DateTimeField("pada")
    kegiatan_pada = models.DateTimeField("kegiatan OPD", null=True)

    class Meta:
        verbose_name = "kegiatan tercatat"
        verbose_name_plural = "kegiatan tercatat"
        indexes = [models.Index(fields=["pengajuan", "kode", "-pada", "-id"], name="kegiatan_terakhir")]

    def __str__(self) -> str:
        return f"{self.pengajuan_id} {self.kode} {self.pada:%Y-%m-%d %H:%M}"
