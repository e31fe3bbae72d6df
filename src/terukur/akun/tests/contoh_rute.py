"""Samples for the sweep of routes."""

from allauth.usersessions.models import UserSession

from terukur.akun.models import Pengguna
from tests.rute import Contoh, Dunia

HANYA_TOTP = "only while a second factor is active"


def contoh(dunia: Dunia) -> dict[str, Contoh]:
    def sesi(pengguna: Pengguna) -> dict[str, object]:
        milik, _ = UserSession.objects.get_or_create(
            user=pengguna,
            session_key=str(pengguna.pk)[:30],
            defaults={"ip": "127.0.0.1", "user_agent": "uji"},
        )
        return {"sesi_id": milik.pk}

    tanpa_sso = Contoh(belum_terbuka="404 without single sign-on: test_sso.py")
    totp = Contoh(belum_terbuka=HANYA_TOTP)
    return {
        "akun:akhiri_sesi": Contoh(sesi, umum="another person's session looks like one that has ended"),
        "akun:sso_balik": tanpa_sso,
        "akun:sso_konfirmasi": tanpa_sso,
        "mfa_deactivate_totp": totp,
        "mfa_view_recovery_codes": totp,
        "mfa_download_recovery_codes": totp,
    }
