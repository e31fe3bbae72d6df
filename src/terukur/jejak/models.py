"""The official journal. Written only by ``actions``; the database refuses change and removal."""

import json
import uuid
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse


class CatatanQuerySet(models.QuerySet["Catatan"]):
    def tentang(self, objek: str, objek_id: object) -> "CatatanQuerySet":
        """Entries about one record."""
        return self.filter(objek=objek, objek_id=str(objek_id))


class Catatan(models.Model):
    """One entry of the chain. ``baku`` are its canonical bytes.

    ``sidik`` = SHA-256(previous ``sidik`` + SHA-256(``baku``)), see ``baku.sidik_sambung``.

    The other columns repeat what ``baku`` says, for searching; verification compares them.
    No foreign keys: the journal outlives everything it speaks of.
    """

    nomor = models.PositiveBigIntegerField("nomor", primary_key=True)
    pada = models.DateTimeField("pada")
    pelaku_id = models.CharField("pelaku", max_length=64)
    pelaku_nama = models.CharField("nama pelaku", max_length=200)
    pelaku_peran = models.CharField("peran", max_length=300, blank=True)
    penugasan = models.CharField("penugasan", max_length=300, blank=True)
    peristiwa = models.CharField("peristiwa", max_length=100)
    objek = models.CharField("objek", max_length=60)
    objek_id = models.CharField("nomor objek", max_length=100, blank=True)
    opd_id = models.UUIDField("OPD", null=True, blank=True)
    ditolak = models.BooleanField("ditolak", default=False)
    baku = models.BinaryField("isi baku")
    sebelum = models.CharField("sidik sebelumnya", max_length=64)
    sidik = models.CharField("sidik", max_length=64, unique=True)

    objects = CatatanQuerySet.as_manager()

    class Meta:
        verbose_name = "catatan"
        verbose_name_plural = "catatan"
        constraints = [
            models.CheckConstraint(name="jejak_catatan_nomor_mulai_satu", condition=Q(nomor__gte=1)),
            models.CheckConstraint(
                name="jejak_catatan_sidik_sah",
                condition=Q(sidik__regex=r"^[0-9a-f]{64}$") & Q(sebelum__regex=r"^[0-9a-f]{64}$"),
            ),
        ]
        indexes = [
            models.Index(fields=["objek", "objek_id", "nomor"], name="jejak_catatan_objek"),
            models.Index(fields=["peristiwa", "nomor"], name="jejak_catatan_peristiwa"),
            models.Index(fields=["pelaku_id", "nomor"], name="jejak_catatan_pelaku"),
            models.Index(fields=["opd_id", "nomor"], name="jejak_catatan_opd"),
            models.Index(fields=["pada"], name="jejak_catatan_pada"),
            models.Index(
                fields=["pelaku_id", "peristiwa", "pada"],
                name="jejak_catatan_ditolak",
                condition=Q(ditolak=True),
            ),
        ]

    def __str__(self) -> str:
        return f"Catatan {self.nomor}: {self.peristiwa}"

    @cached_property
    def uraian(self) -> dict[str, Any]:
        """``baku`` as read back."""
        hasil: dict[str, Any] = json.loads(bytes(self.baku))
        return hasil

    @property
    def isi(self) -> dict[str, Any]:
        """What the act recorded, as plain JSON values (Decimals and dates are text)."""
        hasil: dict[str, Any] = self.uraian["isi"]
        return hasil


class Segel(models.Model):
    """A signed checkpoint: "at ``pada`` the chain ended with entry ``catatan_nomor``, ``sidik``".

    ``tanda`` is the Ed25519 signature over ``baku``; ``sebelum`` is the SHA-256 of the previous
    seal's ``baku``, so that no seal can be left out. Key and signature are hex.
    """

    nomor = models.PositiveBigIntegerField("nomor", primary_key=True)
    catatan_nomor = models.PositiveBigIntegerField("sampai catatan", unique=True)
    sidik = models.CharField("sidik", max_length=64)
    pada = models.DateTimeField("pada")
    sebelum = models.CharField("segel sebelumnya", max_length=64)
    kunci = models.CharField("kunci publik", max_length=64)
    baku = models.BinaryField("isi baku")
    tanda = models.CharField("tanda tangan", max_length=128)

    class Meta:
        verbose_name = "segel"
        verbose_name_plural = "segel"

    def __str__(self) -> str:
        return f"Segel {self.nomor} sampai catatan {self.catatan_nomor}"


class Kertas(models.Model):
    """Register of official papers: what was issued, and the digest of what it says.

    ``isi_baku`` are the canonical bytes of the content, ``sidik`` their SHA-256, ``kode`` the
    unguessable word in the QR code. ``catatan_nomor`` is the act that the paper attests,
    ``catatan_daftar`` the journal entry of its registration.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jenis = models.CharField("jenis", max_length=4)
    nama_jenis = models.CharField("nama jenis", max_length=80)
    tahun = models.PositiveSmallIntegerField("tahun")
    urut = models.PositiveIntegerField("nomor urut")
    kode = models.CharField("kode", max_length=32, unique=True)
    judul = models.CharField("judul", max_length=300)
    opd_id = models.UUIDField("OPD", null=True, blank=True)
    nama_opd = models.CharField("nama OPD", max_length=200, blank=True)
    isi_baku = models.BinaryField("isi baku")
    sidik = models.CharField("sidik", max_length=64)
    catatan_nomor = models.PositiveBigIntegerField("catatan")
    catatan_daftar = models.PositiveBigIntegerField("catatan pendaftaran", unique=True)
    pada = models.DateTimeField("pada")

    class Meta:
        verbose_name = "kertas"
        verbose_name_plural = "kertas"
        constraints = [
            models.UniqueConstraint(fields=["jenis", "tahun", "urut"], name="jejak_kertas_nomor_unik"),
            models.CheckConstraint(name="jejak_kertas_jenis", condition=Q(jenis__regex=r"^[A-Z]{2,4}$")),
            models.CheckConstraint(name="jejak_kertas_urut", condition=Q(urut__gte=1)),
            models.CheckConstraint(
                name="jejak_kertas_didaftarkan_setelah_peristiwa",
                condition=Q(catatan_daftar__gte=F("catatan_nomor")),
            ),
        ]
        indexes = [models.Index(fields=["opd_id", "pada"], name="jejak_kertas_opd")]

    def __str__(self) -> str:
        return self.nomor

    @property
    def nomor(self) -> str:
        """``TT-2026-000123``."""
        return f"{self.jenis}-{self.tahun}-{self.urut:06d}"

    @cached_property
    def isi(self) -> dict[str, Any]:
        """The content as plain JSON values (Decimals and dates are text)."""
        hasil: dict[str, Any] = json.loads(bytes(self.isi_baku))
        return hasil

    @property
    def tautan(self) -> str:
        """Full address of the public verification page, for the QR code."""
        alamat = settings.TERUKUR_ALAMAT.rstrip("/")
        return f"{alamat}{reverse('jejak:periksa', args=[self.kode])}"


class SalinanKertas(models.Model):
    """A file known to be a copy of a paper: our own print, or the signed copy sent back."""

    class Ragam(models.TextChoices):
        CETAKAN = "cetakan", "Cetakan Terukur"
        TTE = "tte", "Salinan bertanda tangan"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kertas = models.ForeignKey(Kertas, on_delete=models.PROTECT, related_name="salinan")
    ragam = models.CharField("ragam", max_length=10, choices=Ragam.choices)
    sidik = models.CharField("sidik berkas", max_length=64)
    catatan_nomor = models.PositiveBigIntegerField("catatan", unique=True)
    pada = models.DateTimeField("pada")

    class Meta:
        verbose_name = "salinan kertas"
        verbose_name_plural = "salinan kertas"
        constraints = [
            models.UniqueConstraint(fields=["kertas", "sidik"], name="jejak_salinan_unik"),
            models.CheckConstraint(
                name="jejak_salinan_sidik_sah", condition=Q(sidik__regex=r"^[0-9a-f]{64}$")
            ),
            models.CheckConstraint(name="jejak_salinan_ragam_sah", condition=Q(ragam__in=["cetakan", "tte"])),
        ]

    def __str__(self) -> str:
        return f"{self.ragam} {self.sidik[:8]}"


class Pembacaan(models.Model):
    """Who took or saw something sensitive. A log beside the chain: it may be shortened, the chain may not.

    ``halaman`` is the route's name, ``alamat`` the path without its query (which may hold a name
    or a NIP), ``perihal`` the file's name or what the page shows.
    """

    pada = models.DateTimeField("pada")
    pelaku_id = models.CharField("pelaku", max_length=64)
    pelaku_nama = models.CharField("nama pelaku", max_length=200)
    pelaku_peran = models.CharField("peran", max_length=300, blank=True)
    halaman = models.CharField("halaman", max_length=100)
    alamat = models.CharField("alamat", max_length=300)
    perihal = models.CharField("perihal", max_length=200)
    opd_id = models.UUIDField("OPD", null=True, blank=True)

    class Meta:
        verbose_name = "pembacaan"
        verbose_name_plural = "pembacaan"
        indexes = [
            models.Index(fields=["pada"], name="jejak_pembacaan_pada"),
            models.Index(fields=["pelaku_id", "pada"], name="jejak_pembacaan_pelaku"),
            models.Index(fields=["halaman", "pada"], name="jejak_pembacaan_halaman"),
            models.Index(fields=["opd_id", "pada"], name="jejak_pembacaan_opd"),
        ]

    def __str__(self) -> str:
        return f"{self.pelaku_nama}: {self.perihal}"


class MasaSimpanBaca(models.Model):
    """How many months reads are kept, from a day on; set by a document, never changed afterwards."""

    berlaku_sejak = models.DateField("berlaku sejak", unique=True)
    bulan = models.PositiveSmallIntegerField("bulan")
    dasar = models.CharField("dasar dokumen", max_length=200)
    ditetapkan_oleh = models.CharField("ditetapkan oleh", max_length=64)
    dicatat_pada = models.DateTimeField("dicatat pada")

    class Meta:
        verbose_name = "masa simpan catatan baca"
        verbose_name_plural = "masa simpan catatan baca"
        constraints = [
            models.CheckConstraint(name="jejak_masa_simpan_wajar", condition=Q(bulan__gte=3, bulan__lte=120)),
            models.CheckConstraint(name="jejak_masa_simpan_berdasar", condition=~Q(dasar="")),
        ]

    def __str__(self) -> str:
        return f"{self.bulan} bulan sejak {self.berlaku_sejak}"


class SampelAudit(models.Model):
    """One drawing from a population. The same seed and ``sidik_populasi`` give the same ``terpilih``.

    ``terpilih``: ids in the order of the drawing. ``saring``: what narrowed the population, as text.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    populasi = models.CharField("populasi", max_length=40)
    pilihan = models.CharField("bagian populasi", max_length=60, blank=True)
    saring = models.JSONField("saringan", default=dict)
    nama = models.CharField("nama populasi", max_length=300)
    benih = models.CharField("benih", max_length=64)
    ukuran = models.PositiveIntegerField("ukuran sampel")
    jumlah_populasi = models.PositiveBigIntegerField("jumlah populasi")
    sidik_populasi = models.CharField("sidik populasi", max_length=64)
    terpilih = ArrayField(models.CharField(max_length=100), verbose_name="terpilih")
    oleh_nama = models.CharField("ditarik oleh", max_length=200)
    pada = models.DateTimeField("pada")
    catatan_nomor = models.PositiveBigIntegerField("catatan", unique=True)

    class Meta:
        verbose_name = "sampel audit"
        verbose_name_plural = "sampel audit"
        constraints = [
            models.CheckConstraint(
                name="jejak_sampel_ukuran", condition=Q(ukuran__gte=1, ukuran__lte=F("jumlah_populasi"))
            ),
            models.CheckConstraint(
                name="jejak_sampel_sidik", condition=Q(sidik_populasi__regex=r"^[0-9a-f]{64}$")
            ),
        ]
        indexes = [models.Index(fields=["pada"], name="jejak_sampel_pada")]

    def __str__(self) -> str:
        return f"{self.ukuran} dari {self.nama}"
