"""Users. A user is a login; the person behind it is organisasi's pegawai."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from terukur.akun.akses import Akses
from terukur.inti.pelaku import Pelaku


class PenggunaManager(BaseUserManager["Pengguna"]):
    def get_by_natural_key(self, username: str | None) -> "Pengguna":
        return self.get(nama_pengguna__iexact=username)


class Pengguna(AbstractBaseUser):
    """A login. ``nip`` is a second name to log in by; both are unique, case-insensitively."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    nama_pengguna = models.CharField("nama pengguna", max_length=60, unique=True)
    nip = models.CharField("NIP", max_length=18, blank=True)
    nama = models.CharField("nama", max_length=150)
    email = models.EmailField("surel", blank=True)
    is_active = models.BooleanField("aktif", default=True)
    wajib_ganti_sandi = models.BooleanField("wajib ganti kata sandi", default=False)
    dibuat_pada = models.DateTimeField("dibuat pada")

    USERNAME_FIELD = "nama_pengguna"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["nama"]

    objects = PenggunaManager()

    # Set by AksesPenggunaMiddleware for a request; tests and jobs set it with susun_akses.
    akses: Akses

    class Meta:
        verbose_name = "pengguna"
        verbose_name_plural = "pengguna"
        constraints = [
            models.UniqueConstraint(Lower("nama_pengguna"), name="akun_nama_pengguna_unik"),
            models.UniqueConstraint(fields=["nip"], condition=~Q(nip=""), name="akun_nip_unik"),
        ]

    def __str__(self) -> str:
        return self.nama

    def get_full_name(self) -> str:
        return self.nama

    def pelaku(self, penugasan: str = "") -> Pelaku:
        """This user as the actor of an official act; ``penugasan`` names the office used."""
        peran = ",".join(sorted({p.peran.value for p in self.akses.peran}))
        return Pelaku(id=str(self.pk), nama=self.nama, peran=peran, penugasan=penugasan)

    # Django's permission tables are not used; allauth and contrib.auth ask for these.
    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False

    @property
    def is_staff(self) -> bool:
        return False


class TautanSSO(models.Model):
    """By which account of the single sign-on a person enters: the first one, until an admin releases it."""

    pengguna = models.OneToOneField(Pengguna, on_delete=models.CASCADE, related_name="tautan_sso")
    penerbit = models.CharField("penerbit", max_length=300)
    subjek = models.CharField("subjek", max_length=255)
    ditautkan_pada = models.DateTimeField("ditautkan pada")

    objects: "ClassVar[models.Manager[TautanSSO]]" = models.Manager()

    class Meta:
        verbose_name = "tautan SSO"
        verbose_name_plural = "tautan SSO"
        constraints = [
            models.UniqueConstraint(fields=["penerbit", "subjek"], name="akun_tautan_sso_unik"),
        ]

    def __str__(self) -> str:
        return self.penerbit
