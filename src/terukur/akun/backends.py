"""Login by NIP or user name."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from terukur.akun.models import Pengguna
from terukur.akun.queries import cari_pengguna


class NipAtauNamaPengguna(ModelBackend):
    """One field takes either. An unknown name costs one hash too, so timing tells nothing."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> Pengguna | None:
        if not username or password is None:
            return None
        pengguna = cari_pengguna(username)
        if pengguna is None:
            Pengguna().set_password(password)
            return None
        if pengguna.check_password(password) and self.user_can_authenticate(pengguna):
            return pengguna
        return None
