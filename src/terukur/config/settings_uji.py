"""Settings of the test run: own cluster, plain static files, a cheap hasher."""

import os
from typing import Any

os.environ["TERUKUR_DATA"] = os.environ.get("TERUKUR_DATA_KLASTER_UJI", "data/uji")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop runs in the test's thread
os.environ.pop("DATABASE_URL", None)

from jinja2 import FileSystemBytecodeCache

from terukur.config.settings import *  # noqa: F403
from terukur.config.settings import DATA, TEMPLATES

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["*"]
TERUKUR_PERMINTAAN_PER_MENIT = 0  # sweeps ask faster than anybody
TERUKUR_KONTAK_KEAMANAN = ["mailto:csirt@contohkab.go.id"]
WHITENOISE_AUTOREFRESH = True  # tests collect no static files

# Compiled once for all workers, and again only where a template changed.
(DATA / "templat").mkdir(parents=True, exist_ok=True)
_pilihan: Any = TEMPLATES[0]["OPTIONS"]
_pilihan["bytecode_cache"] = FileSystemBytecodeCache(str(DATA / "templat"))
