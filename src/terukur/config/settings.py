"""All settings of Terukur, in one file; the environment is read by the helpers of lingkungan."""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from terukur.config.basisdata import basisdata_dari_url, basisdata_tertanam
from terukur.config.lingkungan import PengaturanSalah, env_bool, env_daftar, env_int, env_rahasia, env_str
from terukur.inti.waktu import ZONA

PAKET = Path(__file__).resolve().parent.parent
DATA = Path(env_str("TERUKUR_DATA", "data")).resolve()
"""Folder of the embedded cluster, evidence files and keys; ``terukur backup`` saves it."""

MODE_LATIHAN = env_bool("TERUKUR_MODE_LATIHAN", True)
"""Trial mode: ribbon on every page, nothing is sent out, the data can be reset."""

DEBUG = env_bool("TERUKUR_DEBUG", False)
if DEBUG and not MODE_LATIHAN:
    raise PengaturanSalah("TERUKUR_DEBUG membuka isi server; matikan untuk pemakaian sebenarnya.")


def _kunci_rahasia() -> str:
    """SECRET_KEY from the environment, else one generated once and kept in ``data/rahasia``."""
    if kunci := env_rahasia("TERUKUR_SECRET_KEY"):
        return kunci
    berkas = DATA / "rahasia" / "secret_key"
    if not berkas.exists():
        berkas.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            with os.fdopen(os.open(berkas, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as f:
                f.write(secrets.token_urlsafe(60))
        except FileExistsError:
            pass  # another process of the same start was first
    return berkas.read_text(encoding="utf-8")


SECRET_KEY = _kunci_rahasia()
TERUKUR_ALAMAT = env_str("TERUKUR_ALAMAT", "http://localhost:8000").rstrip("/")
"""Public address of this server, printed in QR codes and messages."""
_alamat = urlsplit(TERUKUR_ALAMAT)
if _alamat.scheme not in {"http", "https"} or not _alamat.hostname:
    raise PengaturanSalah("TERUKUR_ALAMAT harus http://… atau https://…; lihat .env.contoh.")
HTTPS = _alamat.scheme == "https"
ALLOWED_HOSTS = [*env_daftar("TERUKUR_HOST"), _alamat.hostname, "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [*env_daftar("TERUKUR_ASAL_TEPERCAYA"), f"{_alamat.scheme}://{_alamat.netloc}"]

TERUKUR_TAJUK_DITERIMA = env_str("TERUKUR_TAJUK_DITERIMA", "")
ALLAUTH_TRUSTED_CLIENT_IP_HEADER = env_str("TERUKUR_TAJUK_ALAMAT", "") or None
"""The trusted proxy's header with the visitor's address; without it the log knows the proxy's only."""
TERUKUR_PEMDA = env_str("TERUKUR_PEMDA", "Kabupaten Nusa Tenun")
TERUKUR_IBU_KOTA = env_str("TERUKUR_IBU_KOTA", "Watu Ikat")
TERUKUR_ZONA = env_str("TERUKUR_ZONA", "WITA")
if TERUKUR_ZONA not in ZONA:
    raise PengaturanSalah("TERUKUR_ZONA harus WIB, WITA atau WIT; lihat .env.contoh.")
TERUKUR_APPRISE = (env_rahasia("TERUKUR_APPRISE") or "").split()
"""Channels to the outside, separated by blanks; see terukur.pesan.saluran."""

TERUKUR_PERMINTAAN_PER_MENIT = env_int("TERUKUR_PERMINTAAN_PER_MENIT", 300)
"""Requests a minute that one account may make of one web process; 0: without limit."""
TERUKUR_KONTAK_KEAMANAN = env_daftar("TERUKUR_KONTAK_KEAMANAN")
"""Where to report a weakness of this server, ``mailto:`` or ``https://``; shown in security.txt."""
if any(not k.startswith(("mailto:", "https://")) for k in TERUKUR_KONTAK_KEAMANAN):
    raise PengaturanSalah("TERUKUR_KONTAK_KEAMANAN harus mailto:… atau https://…; lihat .env.contoh.")

TERUKUR_METRIK_TOKEN = env_rahasia("TERUKUR_METRIK_TOKEN") or ""
"""What a monitoring server shows to read ``/metrik/``; empty: there is no such page."""
if TERUKUR_METRIK_TOKEN and len(TERUKUR_METRIK_TOKEN) < 20:
    raise PengaturanSalah("TERUKUR_METRIK_TOKEN sedikitnya 20 huruf; buat dengan openssl rand -hex 32.")

TERUKUR_LOG = env_str("TERUKUR_LOG", "baris")
if TERUKUR_LOG not in {"baris", "json"}:
    raise PengaturanSalah("TERUKUR_LOG harus baris atau json; lihat .env.contoh.")

TERUKUR_CADANGAN = env_str("TERUKUR_CADANGAN", "")
"""Where backups go: a folder or ``s3://server/bucket/folder``; empty: none are made by themselves."""
TERUKUR_CADANGAN_PENERIMA = env_daftar("TERUKUR_CADANGAN_PENERIMA")
TERUKUR_CADANGAN_PENERIMA_KUNCI = env_daftar("TERUKUR_CADANGAN_PENERIMA_KUNCI") or TERUKUR_CADANGAN_PENERIMA
"""Public age keys that can open database and files, and those that can open the server's keys."""
TERUKUR_CADANGAN_SIMPAN = env_int("TERUKUR_CADANGAN_SIMPAN", 30)

TERUKUR_MESIN_PROKSI = env_daftar("TERUKUR_MESIN_PROKSI")
"""Networks of the proxies before the listener of devices, whose X-Forwarded-For is believed."""

TERUKUR_FINGERSPOT = env_str("TERUKUR_FINGERSPOT", "https://developer.fingerspot.io/api").rstrip("/")
"""Address of the service from which records of Fingerspot.io devices are pulled."""

TERUKUR_API_PER_MENIT = env_int("TERUKUR_API_PER_MENIT", 300)
"""Requests a minute that one API token may make."""

TERUKUR_WEBHOOK_JARINGAN = env_daftar("TERUKUR_WEBHOOK_JARINGAN")
"""Networks (``10.1.0.0/16``) besides the public internet whose addresses a webhook may have."""

TERUKUR_OIDC_ALAMAT = env_str("TERUKUR_OIDC_ALAMAT", "").rstrip("/")
"""Issuer of the single sign-on (OpenID Connect); empty: people log in by password only."""
TERUKUR_OIDC_KLIEN = env_str("TERUKUR_OIDC_KLIEN", "")
TERUKUR_OIDC_RAHASIA = env_rahasia("TERUKUR_OIDC_RAHASIA") or ""
TERUKUR_OIDC_NAMA = env_str("TERUKUR_OIDC_NAMA", "SSO pemda")
"""What the office calls it, for the button: ``Masuk lewat SSO pemda``."""
TERUKUR_OIDC_KLAIM = env_str("TERUKUR_OIDC_KLAIM", "preferred_username")
TERUKUR_OIDC_KLAIM_BERISI = env_str("TERUKUR_OIDC_KLAIM_BERISI", "nama_pengguna")
"""The claim by which a person is found, and what it holds: ``nama_pengguna`` or ``nip``."""
TERUKUR_OIDC_DUA_LANGKAH = env_daftar("TERUKUR_OIDC_DUA_LANGKAH")
"""Values of ``amr`` or ``acr`` that count as a second factor; empty: our own TOTP is asked as ever."""
if TERUKUR_OIDC_ALAMAT:
    _sso = urlsplit(TERUKUR_OIDC_ALAMAT)
    if _sso.scheme != "https" and _sso.hostname not in {"localhost", "127.0.0.1"}:
        raise PengaturanSalah("TERUKUR_OIDC_ALAMAT harus https://…; lihat .env.contoh.")
    if not (TERUKUR_OIDC_KLIEN and TERUKUR_OIDC_RAHASIA):
        raise PengaturanSalah("TERUKUR_OIDC_KLIEN dan TERUKUR_OIDC_RAHASIA belum diisi; lihat .env.contoh.")
    if TERUKUR_OIDC_KLAIM_BERISI not in {"nama_pengguna", "nip"}:
        raise PengaturanSalah("TERUKUR_OIDC_KLAIM_BERISI harus nama_pengguna atau nip; lihat .env.contoh.")
    if TERUKUR_OIDC_KLAIM == "email":
        raise PengaturanSalah("TERUKUR_OIDC_KLAIM tidak boleh surel, yang dapat berpindah orang.")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "procrastinate.contrib.django",
    "terukur.inti",
    "terukur.antarmuka",
    "terukur.jejak",
    "terukur.akun",
    "terukur.berkas",
    "terukur.pesan",
    "terukur.impor",
    "terukur.organisasi",
    "terukur.eskalasi",
    "terukur.tenggat",
    "terukur.studi",
    "terukur.kehadiran",
    "terukur.perencanaan",
    "terukur.anggaran",
    "terukur.kinerja",
    "terukur.realisasi",
    "terukur.beranda",
    "terukur.api",
    "terukur.contoh",
]

MIDDLEWARE = [
    "terukur.inti.middleware.PengukuranMiddleware",
    "terukur.inti.middleware.PenerimaanMiddleware",
    "terukur.antarmuka.middleware.KebijakanIsiMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "terukur.antarmuka.middleware.BatasKirimanMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "terukur.jejak.middleware.PenolakanMiddleware",
    "terukur.jejak.middleware.PembacaanMiddleware",
    "terukur.akun.middleware.BatasSesiMiddleware",
    "terukur.akun.middleware.BatasLajuMiddleware",
    "terukur.akun.middleware.AksesPenggunaMiddleware",
    "terukur.akun.middleware.SesiHabisMiddleware",
    "terukur.inti.middleware.AksesMiddleware",
    "terukur.akun.middleware.KewajibanAkunMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "terukur.antarmuka.middleware.GalatMiddleware",
]

CSRF_FAILURE_VIEW = "terukur.antarmuka.galat.csrf_ditolak"
ROOT_URLCONF = "terukur.config.urls"
WSGI_APPLICATION = "terukur.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "terukur.antarmuka.jinja.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "terukur.antarmuka.konteks.umum",
            ],
        },
    },
]
FORM_RENDERER = "terukur.antarmuka.formulir.PerenderFormulir"

if _url := env_rahasia("DATABASE_URL"):
    DATABASES = {"default": basisdata_dari_url(_url)}
    BASISDATA_TERTANAM = False
else:
    DATABASES = {"default": basisdata_tertanam(DATA)}
    BASISDATA_TERTANAM = True
DATABASES["default"]["CONN_MAX_AGE"] = 600
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "terukur_cache",
        # Counters of failed logins live here: the default of 300 entries would forget them.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

AUTH_USER_MODEL = "akun.Pengguna"
AUTHENTICATION_BACKENDS = ["terukur.akun.backends.NipAtauNamaPengguna"]
PASSWORD_HASHERS = ["terukur.akun.sandi.Argon2idTerukur"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("nama_pengguna", "nip", "nama", "email")},
    },
    {"NAME": "terukur.akun.sandi.KataSetempat"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/beranda/"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
MESSAGE_STORAGE = "terukur.antarmuka.kilas.Kilas"
if HTTPS:  # no other host below the same domain can plant these
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-terukur-sesi", "__Host-terukur-csrf"

# allauth: no sign-up, no mail, no limit per address (an office shares one), five failures per account.
ACCOUNT_ADAPTER = "terukur.akun.adapter.AdapterAkun"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "nama_pengguna"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": "5/5m/key",
    "login_berjalan": "5/30s/key",  # of one account, checked at the same time: see AdapterAkun
    "change_password": "10/5m/user",
    "reauthenticate": "10/5m/user",
    "signup": "1/d/key",
    "reset_password": "5/d/key",
    "reset_password_from_key": "5/d/key",
    "request_login_code": "1/d/key",
    "verify_phone": "1/d/key",
}
ACCOUNT_FORMS = {
    "login": "terukur.akun.forms.FormulirMasuk",
    "change_password": "terukur.akun.forms.FormulirGantiSandi",
    "reauthenticate": "terukur.akun.forms.FormulirSandiUlang",
}
SOCIALACCOUNT_ADAPTER = "terukur.akun.sso.AdapterSSO"
SOCIALACCOUNT_REQUESTS_TIMEOUT = 4  # seconds; a worker waits for the provider
MFA_ADAPTER = "terukur.akun.adapter.AdapterDuaLangkah"
MFA_TOTP_ISSUER = "Terukur"
MFA_TOTP_TOLERANCE = 1
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RATE_LIMITS = {"webauthn_login": None}
MFA_FORMS = {
    "authenticate": "terukur.akun.forms.FormulirKode",
    "reauthenticate": "terukur.akun.forms.FormulirKodeUlang",
    "activate_totp": "terukur.akun.forms.FormulirAktifkanTotp",
}

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia")]
TIME_ZONE = ZONA[TERUKUR_ZONA].key
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["terukur.antarmuka.formats"]

STATIC_URL = "/statik/"
STATIC_ROOT = DATA / "statik"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if HTTPS:
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env_bool("TERUKUR_HSTS_SUBDOMAIN", True)
if _tajuk := env_str("TERUKUR_TAJUK_HTTPS", ""):
    SECURE_PROXY_SSL_HEADER = (f"HTTP_{_tajuk.upper().replace('-', '_')}", "https")
    SECURE_SSL_REDIRECT = HTTPS
FILE_UPLOAD_PERMISSIONS = 0o600

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "baris": {
            "()": "terukur.inti.log.FormatBaris",
            "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s",
        },
        "json": {"()": "terukur.inti.log.FormatJson"},
    },
    "handlers": {"layar": {"class": "logging.StreamHandler", "formatter": TERUKUR_LOG}},
    "root": {"handlers": ["layar"], "level": "WARNING"},
    "loggers": {
        # Django's own handlers say nothing on the screen unless DEBUG is on.
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},  # 4xx are answers, not events
        "terukur": {"level": "INFO"},
        # One line per request is for a collector, not for eyes.
        "terukur.permintaan": {"level": "INFO" if TERUKUR_LOG == "json" else "WARNING"},
    },
}
