"""The report of an OPD for one period while it is filled in, signed and verified."""

import uuid
from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from terukur.realisasi.choices import FOTO, Pihak, StatusLaporan

S = StatusLaporan
SUDAH_DIAJUKAN = (S.DIAJUKAN, S.DIKEMBALIKAN, S.SIAP_PERBAIKAN, S.DIVERIFIKASI)


def _siapa_kapan(nama: str, tabel: str = "laporan_realisasi") -> models.CheckConstraint:
    """``<nama>_pada`` and ``<nama>_oleh`` stand together or not at all."""
    return models.CheckConstraint(
        condition=Q(**{f"{nama}_pada": None, f"{nama}_oleh": ""})
        | (Q(**{f"{nama}_pada__isnull": False}) & ~Q(**{f"{nama}_oleh": ""})),
        name=f"{tabel}_{nama}_siapa_kapan",
    )


class LaporanRealisasi(models.Model):
    """All results of one OPD for one period. ``terlibat``: ids of all who filled in or signed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    opd = models.ForeignKey("organisasi.OPD", models.PROTECT, related_name="+", db_index=False)
    tahun = models.PositiveSmallIntegerField("tahun")
    periode = models.CharField("periode", max_length=8)
    status = models.CharField("status", max_length=20, choices=StatusLaporan, default=S.DRAF)
    terlibat = models.JSONField("yang ikut menyiapkan", default=list, blank=True)
    dibuat_pada = models.DateTimeField("dibuat pada")
    siap_pada = models.DateTimeField("siap pada", null=True, blank=True)
    siap_oleh = models.CharField("disiapkan oleh", max_length=64, blank=True)
    siap_nama = models.CharField("nama penyiap", max_length=150, blank=True)
    diajukan_pada = models.DateTimeField("diajukan pada", null=True, blank=True)
    diajukan_oleh = models.CharField("diajukan oleh", max_length=64, blank=True)
    diajukan_nama = models.CharField("nama penanda tangan", max_length=150, blank=True)
    diajukan_penugasan = models.CharField("dasar kewenangan", max_length=300, blank=True)
    dikembalikan_pada = models.DateTimeField("dikembalikan pada", null=True, blank=True)
    dikembalikan_oleh = models.CharField("dikembalikan oleh", max_length=64, blank=True)
    dikembalikan_nama = models.CharField("nama yang mengembalikan", max_length=150, blank=True)
    alasan = models.TextField("alasan dikembalikan", blank=True)
    diverifikasi_pada = models.DateTimeField("diverifikasi pada", null=True, blank=True)
    diverifikasi_oleh = models.CharField("diverifikasi oleh", max_length=64, blank=True)
    diverifikasi_nama = models.CharField("nama verifikator", max_length=150, blank=True)
    diverifikasi_sendiri = models.BooleanField("diverifikasi sendiri", default=False)
    kertas = models.ForeignKey("jejak.Kertas", models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = "laporan realisasi"
        verbose_name_plural = "laporan realisasi"
        constraints = [
            models.UniqueConstraint(fields=["opd", "periode"], name="laporan_realisasi_unik"),
            *(_siapa_kapan(n) for n in ("siap", "diajukan", "dikembalikan", "diverifikasi")),
            models.CheckConstraint(
                condition=(Q(status__in=SUDAH_DIAJUKAN) & Q(diajukan_pada__isnull=False))
                | (~Q(status__in=SUDAH_DIAJUKAN) & Q(diajukan_pada=None)),
                name="laporan_realisasi_diajukan",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=(S.SIAP_DITANDATANGANI, S.SIAP_PERBAIKAN))
                | Q(siap_pada__isnull=False),
                name="laporan_realisasi_siap",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=(S.DIKEMBALIKAN, S.SIAP_PERBAIKAN))
                | (
                    Q(dikembalikan_pada__isnull=False, dikembalikan_pada__gte=F("diajukan_pada"))
                    & ~Q(alasan="")
                ),
                name="laporan_realisasi_dikembalikan",
            ),
            models.CheckConstraint(
                condition=(
                    Q(status=S.DIVERIFIKASI)
                    & Q(diverifikasi_pada__isnull=False, diverifikasi_pada__gte=F("diajukan_pada"))
                )
                | (~Q(status=S.DIVERIFIKASI) & Q(diverifikasi_pada=None, diverifikasi_sendiri=False)),
                name="laporan_realisasi_diverifikasi",
            ),
        ]
        indexes = [models.Index(fields=["status", "tahun"], name="laporan_realisasi_status")]

    def __str__(self) -> str:
        return f"{self.opd_id} {self.periode}"


class Realisasi(models.Model):
    """The result of one indicator in a report. ``kunci``: the id of the ``RencanaAksi``, or for a success
    outside the plan ``rules.kunci_di_luar_rencana``. ``nilai`` None: not filled in, which is not zero.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    laporan = models.ForeignKey(
        LaporanRealisasi, models.PROTECT, related_name="daftar_realisasi", db_index=False
    )
    kunci = models.UUIDField("kunci baris")
    indikator = models.ForeignKey("kinerja.Indikator", models.PROTECT, related_name="+")
    di_luar_rencana = models.BooleanField("di luar rencana", default=False)
    nilai = models.DecimalField("realisasi", max_digits=20, decimal_places=4, null=True, blank=True)
    pembilang = models.DecimalField("pembilang", max_digits=20, decimal_places=4, null=True, blank=True)
    penyebut = models.DecimalField("penyebut", max_digits=20, decimal_places=4, null=True, blank=True)
    alasan = models.TextField("alasan angka jauh di atas target", blank=True)
    kendala = models.TextField("kendala", blank=True)
    faktor_pendorong = models.TextField("faktor pendorong", blank=True)
    faktor_penghambat = models.TextField("faktor penghambat", blank=True)
    tindak_lanjut = models.TextField("tindak lanjut", blank=True)
    versi = models.PositiveIntegerField("versi simpan", default=1)
    disimpan_pada = models.DateTimeField("disimpan pada")
    disimpan_oleh = models.CharField("disimpan oleh", max_length=64)
    nama_penyimpan = models.CharField("nama penyimpan", max_length=150, blank=True)

    class Meta:
        verbose_name = "realisasi"
        verbose_name_plural = "realisasi"
        constraints = [
            models.UniqueConstraint(fields=["laporan", "kunci"], name="realisasi_unik"),
            models.CheckConstraint(
                condition=Q(pembilang=None, penyebut=None)
                | (Q(pembilang__isnull=False, penyebut__isnull=False, nilai__isnull=False) & ~Q(penyebut=0)),
                name="realisasi_komponen",
            ),
            models.CheckConstraint(condition=~Q(disimpan_oleh=""), name="realisasi_disimpan_siapa"),
        ]
        indexes = [models.Index(fields=["kunci"], name="realisasi_kunci")]

    def __str__(self) -> str:
        return f"{self.kunci}: {self.nilai}"


class Kontribusi(models.Model):
    """Which part of a result somebody caused. ``satuan``: as entered in units of the result."""

    realisasi = models.ForeignKey(Realisasi, models.CASCADE, related_name="daftar_kontribusi", db_index=False)
    pihak = models.CharField("pihak", max_length=12, choices=Pihak)
    persen = models.DecimalField("persen", max_digits=7, decimal_places=4)
    satuan = models.DecimalField("dalam satuan", max_digits=20, decimal_places=4, null=True, blank=True)
    dasar = models.TextField("dasar", blank=True)
    berkas = models.ForeignKey("berkas.Berkas", models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = "kontribusi"
        verbose_name_plural = "kontribusi"
        constraints = [
            models.UniqueConstraint(fields=["realisasi", "pihak"], name="kontribusi_unik"),
            models.CheckConstraint(condition=Q(persen__gt=0, persen__lte=100), name="kontribusi_persen"),
            models.CheckConstraint(
                condition=~Q(dasar="") | Q(pihak=Pihak.OPD, persen=Decimal(100)), name="kontribusi_dasar"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_pihak_display()} {self.persen} %"


class BuktiRealisasi(models.Model):
    """Evidence of a result: a file or a link. Withdrawn, it stays, dated, and the result is flagged.

    ``lintang`` and ``bujur`` (degrees, WGS 84) are what the camera wrote into a photo; ``tempat`` is what
    the person wrote.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    realisasi = models.ForeignKey(Realisasi, models.PROTECT, related_name="daftar_bukti")
    berkas = models.ForeignKey("berkas.Berkas", models.PROTECT, related_name="+", null=True, blank=True)
    tautan = models.URLField("tautan", max_length=500, blank=True)
    keterangan = models.CharField("keterangan", max_length=300, blank=True)
    tempat = models.CharField("tempat", max_length=300, blank=True)
    lintang = models.DecimalField("lintang", max_digits=9, decimal_places=6, null=True, blank=True)
    bujur = models.DecimalField("bujur", max_digits=9, decimal_places=6, null=True, blank=True)
    ditambah_pada = models.DateTimeField("ditambah pada")
    ditambah_oleh = models.CharField("ditambah oleh", max_length=64)
    dicabut_pada = models.DateTimeField("dicabut pada", null=True, blank=True)
    dicabut_oleh = models.CharField("dicabut oleh", max_length=64, blank=True)
    dicabut_nama = models.CharField("nama yang mencabut", max_length=150, blank=True)
    alasan_cabut = models.TextField("alasan dicabut", blank=True)
    sesudah_diajukan = models.BooleanField("dicabut sesudah diajukan", default=False)

    class Meta:
        verbose_name = "bukti realisasi"
        verbose_name_plural = "bukti realisasi"
        constraints = [
            models.CheckConstraint(
                condition=Q(berkas__isnull=False, tautan="")
                | Q(berkas__isnull=True, tautan__startswith="https://"),
                name="bukti_realisasi_satu_isi",
            ),
            models.CheckConstraint(
                condition=Q(lintang=None, bujur=None)
                | Q(lintang__gte=-90, lintang__lte=90, bujur__gte=-180, bujur__lte=180),
                name="bukti_realisasi_letak",
            ),
            models.CheckConstraint(
                condition=Q(dicabut_pada=None, dicabut_oleh="", alasan_cabut="", sesudah_diajukan=False)
                | (
                    Q(dicabut_pada__isnull=False, dicabut_pada__gte=F("ditambah_pada"))
                    & ~Q(dicabut_oleh="")
                    & ~Q(alasan_cabut="")
                ),
                name="bukti_realisasi_dicabut",
            ),
        ]

    def __str__(self) -> str:
        return self.keterangan or self.tautan

    @property
    def is_foto(self) -> bool:
        return self.berkas is not None and self.berkas.jenis in FOTO
