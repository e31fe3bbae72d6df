"""allauth's views in use, one by one, each with its declaration; the rest of allauth has no address.

The names stay allauth's, since its code redirects by them.
"""

from allauth.account import views as account
from allauth.account.decorators import reauthentication_required
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as pemulihan
from allauth.usersessions import views as sesi
from django.urls import include, path

from terukur.akun import views
from terukur.inti.izin import Izin, izin, publik

sendiri = izin(Izin.AKUN_SENDIRI)

pola_akun = [
    path("", views.saya, name="saya"),
    path("sesi/<int:sesi_id>/akhiri/", views.akhiri_sesi, name="akhiri_sesi"),
    path("sso/", views.sso_mulai, name="sso_mulai"),
    path("sso/balik/", views.sso_balik, name="sso_balik"),
    path("sso/konfirmasi/", views.sso_konfirmasi, name="sso_konfirmasi"),
]

urlpatterns = [
    path("", include((pola_akun, "akun"))),
    path("masuk/", publik(account.login), name="account_login"),
    path("masuk/kode/", publik(mfa.authenticate), name="mfa_authenticate"),
    path("keluar/", publik(account.logout), name="account_logout"),
    path("nonaktif/", publik(account.account_inactive), name="account_inactive"),
    path("konfirmasi/", sendiri(account.reauthenticate), name="account_reauthenticate"),
    path("konfirmasi/kode/", sendiri(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("sandi/", sendiri(account.password_change), name="account_change_password"),
    path("sandi/buat/", sendiri(account.password_set), name="account_set_password"),
    path("verifikasi-dua-langkah/", sendiri(mfa.index), name="mfa_index"),
    path("verifikasi-dua-langkah/aktifkan/", sendiri(views.AktifkanTotp.as_view()), name="mfa_activate_totp"),
    path("verifikasi-dua-langkah/matikan/", sendiri(views.MatikanTotp.as_view()), name="mfa_deactivate_totp"),
    path("kode-pemulihan/", sendiri(pemulihan.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "kode-pemulihan/buat/",
        sendiri(pemulihan.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "kode-pemulihan/unduh/",
        sendiri(pemulihan.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path(
        "sesi/",
        sendiri(reauthentication_required(sesi.list_usersessions, allow_get=True)),
        name="usersessions_list",
    ),
]
