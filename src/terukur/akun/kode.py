"""A code of the second factor counts once."""

from allauth.account.adapter import get_adapter
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from django.core.cache import cache

from terukur.akun.models import Pengguna


def pakai_kode(pengguna: Pengguna, kode: str) -> None:
    """Use up a code that was found right; raises a ``ValidationError`` when it was used before.

    allauth remembers a code for one period only, while with our tolerance of one period to either
    side it would be taken for three: an onlooker could use it a second time.
    """
    masa = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
    if not cache.add(f"akun.kode_terpakai:{pengguna.pk}:{normalize_user_code(kode)}", "y", timeout=masa):
        raise get_adapter().validation_error("incorrect_code")
