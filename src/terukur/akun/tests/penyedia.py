"""A real OpenID Connect provider on loopback: allauth's own, in a process of its own.

``python -m terukur.akun.tests.penyedia FOLDER PORT REDIRECT_URI`` serves until it is stopped. Its people and
what it says of each stand in ``FOLDER/orang.json`` (name -> claims), which is read anew for every token.
"""

import json
import os
import socketserver
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

KLIEN, RAHASIA, SANDI = "terukur", "rahasia-klien-contoh-2026", "sandi-di-sso-2026"
SUMBER = Path(__file__).resolve().parents[3]


class Penyedia:
    """As a test sees it."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.alamat = folder, f"http://127.0.0.1:{port}"

    def kata(self, **orang: dict[str, Any]) -> None:
        """What it says from now on, of whom: ``kata(ani={"nip": "…"})``."""
        (self.folder / "orang.json").write_text(json.dumps(orang))


@contextmanager
def jalankan(folder: Path, port: int, balik: str, orang: list[str]) -> Iterator[Penyedia]:
    penyedia = Penyedia(folder, port)
    penyedia.kata(**{nama: {} for nama in orang})
    with (folder / "log").open("w") as log:
        proses = subprocess.Popen(
            [sys.executable, "-m", __name__, str(folder), str(port), balik],
            env=os.environ | {"PYTHONPATH": str(SUMBER)}, stdout=log, stderr=log,
        )  # fmt: skip
    try:
        for _ in range(600):
            try:
                with urllib.request.urlopen(f"{penyedia.alamat}/.well-known/openid-configuration", timeout=5):
                    break
            except OSError:
                assert proses.poll() is None, (folder / "log").read_text()
                time.sleep(0.1)
        yield penyedia
    finally:
        proses.terminate()
        proses.wait(20)


# ---- from here on in the provider's own process ----


def kunci_baru() -> str:
    from cryptography.hazmat.primitives import serialization as s
    from cryptography.hazmat.primitives.asymmetric import rsa

    kunci = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return kunci.private_bytes(s.Encoding.PEM, s.PrivateFormat.PKCS8, s.NoEncryption()).decode()


def atur(folder: Path) -> None:
    import django
    from django.conf import settings

    settings.configure(
        SECRET_KEY="hanya-untuk-uji",
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF="terukur.akun.tests.penyedia_urls",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "db.sqlite3")}},
        INSTALLED_APPS=[
            "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
            "django.contrib.messages", "allauth", "allauth.account", "allauth.idp.oidc",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "allauth.account.middleware.AccountMiddleware",
        ],
        TEMPLATES=[{
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {"context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]},
        }],
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        SESSION_COOKIE_NAME="sso_sesi",
        CSRF_COOKIE_NAME="sso_csrf",
        LOGIN_URL="account_login",
        ACCOUNT_EMAIL_VERIFICATION="none",
        ACCOUNT_RATE_LIMITS=False,
        ACCOUNT_REAUTHENTICATION_TIMEOUT=0,
        IDP_OIDC_ADAPTER="terukur.akun.tests.penyedia_urls.Adapter",
        IDP_OIDC_PRIVATE_KEY=kunci_baru(),
        ORANG=folder / "orang.json",
        USE_TZ=True,
    )  # fmt: skip
    django.setup()


def isi(folder: Path, balik: str) -> None:
    from allauth.idp.oidc.models import Client
    from django.contrib.auth.models import User
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    for nama in json.loads((folder / "orang.json").read_text()):
        User.objects.create_user(nama, password=SANDI)
    klien = Client(id=KLIEN, name="Terukur", redirect_uris=balik, scopes="openid\nprofile")
    klien.set_secret(RAHASIA)
    klien.save()


class Peladen(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Diam(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        pass


if __name__ == "__main__":
    atur(Path(sys.argv[1]))
    isi(Path(sys.argv[1]), sys.argv[3])
    from django.core.wsgi import get_wsgi_application

    make_server("127.0.0.1", int(sys.argv[2]), get_wsgi_application(), Peladen, Diam).serve_forever()
