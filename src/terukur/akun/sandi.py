"""Password hashing at the strength that a two-core server can carry at 07.30, and words too easy to guess."""

import re
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.exceptions import ValidationError


class Argon2idTerukur(Argon2PasswordHasher):
    """argon2id, 19 MiB, 2 passes, 1 lane (OWASP's minimum); 0.033 s of CPU per check."""

    memory_cost = 19 * 1024
    time_cost = 2
    parallelism = 1


KATA_SETEMPAT: Final = (
    "terukur", "kabupaten", "pemkab", "pemda", "dinas", "badan", "bagian", "kantor", "kecamatan", "bupati",
    "sekda", "kepala", "admin", "operator", "bappeda", "bapperida", "bkpsdm", "diskominfo", "inspektorat",
    "indonesia", "merdeka", "rahasia", "password", "sandi", "selamat", "bismillah", "sayang",
)  # fmt: skip
"""With the names of the kabupaten and its capital: what whoever knows the office tries first."""
SISA_HURUF: Final = 4


class KataSetempat:
    """Refuses a password that is little else than the office's own words and numbers (``Bappeda2026!``)."""

    def validate(self, password: str, user: Any = None) -> None:
        nama = re.findall(r"[a-z]{3,}", f"{settings.TERUKUR_PEMDA} {settings.TERUKUR_IBU_KOTA}".lower())
        kata = sorted({*KATA_SETEMPAT, *nama}, key=len, reverse=True)
        sisa, banyak = re.subn("|".join(map(re.escape, kata)), "", password.lower())
        if banyak and sum(c.isalpha() for c in sisa) < SISA_HURUF:
            raise ValidationError(
                "Kata sandi ini mudah ditebak karena hanya berisi nama kantor, jabatan atau daerah. "
                "Tambahkan kata lain yang hanya Anda tahu.",
                code="kata_setempat",
            )

    def get_help_text(self) -> str:
        return "Kata sandi tidak boleh hanya berisi nama kantor, jabatan atau daerah."
