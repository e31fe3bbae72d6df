"""People, the offices they hold, and the roles that users are given."""

import datetime as dt
import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, FilteredRelation, Q

from terukur.akun.peran import DAFTAR_PERAN, Peran
from terukur.inti.bitemporal import CatatanResmi, FaktaQuerySet, kendala_bitemporal
from terukur.organisasi.choices import STATUS_ASN, JenisPenugasan, StatusPegawai
from terukur.organisasi.models.opd import OPD, Jabatan, Unit, satu_pada_satu_saat

PERAN_PER_OPD = (Peran.OPERATOR_OPD, Peran.ADMIN_OPD, Peran.PEMARAF)
"""Roles that always name an OPD; all other granted roles hold for the whole kabupaten."""

PERAN_DIBERIKAN = tuple(p for p, d in DAFTAR_PERAN.items() if not d.dari_penugasan and p is not Peran.PEGAWAI)
"""Roles that somebody grants: neither those of the penugasan nor the one everyone has."""


class Pegawai(models.Model):
    """A person at work. The NIK is not stored; the NIP only where there is one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    nip = models.CharField("NIP", max_length=18, blank=True)
    nama = models.CharField("nama", max_length=150)
    status = models.CharField("status", max_length=20, choices=StatusPegawai.choices)
    aktif = models.BooleanField("aktif", default=True)
    pengguna = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="pegawai"
    )

    class Meta:
        verbose_name = "pegawai"
        verbose_name_plural = "pegawai"
        constraints = [
            models.UniqueConstraint(fields=["nip"], condition=~Q(nip=""), name="organisasi_pegawai_nip_unik"),
            models.CheckConstraint(
                condition=Q(nip="") | Q(nip__regex=r"^[0-9]{18}$"), name="organisasi_pegawai_nip_18"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[str(s) for s in STATUS_ASN]) | ~Q(nip=""),
                name="organisasi_pegawai_asn_bernip",
            ),
        ]

    def __str__(self) -> str:
        return self.nama


class PenugasanQuerySet(FaktaQuerySet):
    """Penugasan together with the version of their jabatan on a day."""

    def dengan_jabatan(self, per: dt.date, diketahui: dt.datetime | None = None) -> "PenugasanQuerySet":
        """Annotate ``opd_pada``, ``unit_pada``, ``nama_jabatan``, ``eselon_pada``, ``kepala_pada``.

        The version of the jabatan is that of the day ``per`` as known at ``diketahui`` (None:
        now); a penugasan whose jabatan did not exist on that day falls out.
        """
        r = "jabatan__riwayat__"
        syarat = Q(**{f"{r}berlaku_sejak__lte": per}) & (
            Q(**{f"{r}berlaku_sampai__isnull": True}) | Q(**{f"{r}berlaku_sampai__gte": per})
        )
        if diketahui is None:
            syarat &= Q(**{f"{r}digantikan_pada__isnull": True})
        else:
            syarat &= Q(**{f"{r}dicatat_pada__lte": diketahui}) & (
                Q(**{f"{r}digantikan_pada__isnull": True}) | Q(**{f"{r}digantikan_pada__gt": diketahui})
            )
        baris: PenugasanQuerySet = (
            self.annotate(versi=FilteredRelation("jabatan__riwayat", condition=syarat))
            .filter(versi__isnull=False)
            .annotate(
                opd_pada=F("versi__opd_id"),
                unit_pada=F("versi__unit_id"),
                nama_jabatan=F("versi__nama"),
                eselon_pada=F("versi__eselon"),
                kepala_pada=F("versi__kepala"),
            )
        )
        return baris


class Penugasan(CatatanResmi):
    """A pegawai holds a jabatan by an SK, for the days it says.

    Both dates are inclusive. ``sk_dicatat_pada``: when this SK was first recorded; later
    corrections keep it, so that an SK recorded after it took effect stays visible as such.
    ``tunggal`` is copied from the jabatan: the database then refuses two holders of one kind.
    """

    pegawai = models.ForeignKey(Pegawai, on_delete=models.PROTECT, related_name="penugasan")
    jabatan = models.ForeignKey(Jabatan, on_delete=models.PROTECT, related_name="penugasan")
    jenis = models.CharField("jenis", max_length=10, choices=JenisPenugasan.choices)
    nomor_sk = models.CharField("nomor SK", max_length=100)
    tanggal_sk = models.DateField("tanggal SK")
    sk_dicatat_pada = models.DateTimeField("SK dicatat pada")
    tunggal = models.BooleanField(default=True)

    objects = PenugasanQuerySet.as_manager()  # type: ignore[misc]

    # Set by PenugasanQuerySet.dengan_jabatan.
    opd_pada: uuid.UUID
    unit_pada: uuid.UUID | None
    nama_jabatan: str
    eselon_pada: str
    kepala_pada: bool

    class Meta:
        verbose_name = "penugasan"
        verbose_name_plural = "penugasan"
        constraints = [
            *kendala_bitemporal("organisasi_penugasan", "pegawai", "jabatan"),
            satu_pada_satu_saat(
                "organisasi_penugasan_satu_pemegang", "jabatan", "jenis", syarat=Q(tunggal=True)
            ),
            models.CheckConstraint(condition=~Q(nomor_sk=""), name="organisasi_penugasan_nomor_sk"),
            models.CheckConstraint(
                condition=Q(jenis=JenisPenugasan.DEFINITIF) | Q(berlaku_sampai__isnull=False),
                name="organisasi_penugasan_sementara_berakhir",
            ),
        ]

    def __str__(self) -> str:
        return self.sebutan

    @property
    def sebutan(self) -> str:
        """``Plt. Kepala Dinas Kesehatan``, by the jabatan's name of the day asked for."""
        nama = self.__dict__.get("nama_jabatan") or self.jabatan.nama
        return nama if self.jenis == JenisPenugasan.DEFINITIF else f"{self.get_jenis_display()} {nama}"

    @property
    def dasar_kewenangan(self) -> str:
        """In words, for papers and the journal: ``Plt. Kepala Dinas Kesehatan, SK 821/12/2026``."""
        return f"{self.sebutan}, SK {self.nomor_sk}"


class BatasPenugasan(CatatanResmi):
    """How long a Plt or Pj may last; dated data, since the law changes."""

    jenis = models.CharField("jenis", max_length=10, choices=JenisPenugasan.choices)
    bulan = models.PositiveSmallIntegerField("paling lama (bulan)")
    jumlah_perpanjangan = models.PositiveSmallIntegerField("jumlah perpanjangan")
    hari_peringatan = models.PositiveSmallIntegerField("diperingatkan sebelum (hari)")
    dasar = models.CharField("dasar hukum", max_length=200)

    class Meta:
        verbose_name = "batas penugasan"
        verbose_name_plural = "batas penugasan"
        constraints = [
            *kendala_bitemporal("organisasi_bataspenugasan", "jenis"),
            models.CheckConstraint(condition=Q(bulan__gte=1), name="organisasi_bataspenugasan_bulan"),
        ]

    def __str__(self) -> str:
        return f"{self.jenis} {self.bulan} bulan"


class PeranPengguna(CatatanResmi):
    """A role granted to a user. ``lingkup`` is the identity of OPD and unit, never NULL.

    ``syarat``: codes of the requirements a verifikator checks; empty means all.
    """

    pengguna = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="peran")
    peran = models.CharField(
        "peran", max_length=20, choices=[(p.value, DAFTAR_PERAN[p].nama) for p in PERAN_DIBERIKAN]
    )
    opd = models.ForeignKey(OPD, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    lingkup = models.CharField(max_length=80)
    syarat = ArrayField(models.CharField(max_length=40), verbose_name="syarat", default=list, blank=True)
    dasar = models.CharField("dasar", max_length=200, blank=True)

    class Meta:
        verbose_name = "peran pengguna"
        verbose_name_plural = "peran pengguna"
        constraints = [
            *kendala_bitemporal("organisasi_peranpengguna", "pengguna", "peran", "lingkup"),
            models.CheckConstraint(
                condition=Q(peran__in=[str(p) for p in PERAN_DIBERIKAN]),
                name="organisasi_peranpengguna_diberikan",
            ),
            models.CheckConstraint(
                condition=Q(peran__in=[str(p) for p in PERAN_PER_OPD], opd__isnull=False)
                | (~Q(peran__in=[str(p) for p in PERAN_PER_OPD]) & Q(opd__isnull=True, unit__isnull=True)),
                name="organisasi_peranpengguna_lingkup",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.peran} {self.pengguna_id}"
