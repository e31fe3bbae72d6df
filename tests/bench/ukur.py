"""Requests asked of the application itself, and what they cost of the processors.

Processor time, never the clock: other work on the machine does not change it much. Counted are this
process and the PostgreSQL backend that serves it.
"""

import gc
import io
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from terukur.akun.middleware import SEJAK, TERAKHIR
from terukur.akun.models import Pengguna

CSRF = "k" * 32


def penangan(**pengaturan: object) -> WSGIHandler:
    """The application as a server calls it, with some settings replaced while it is built."""
    for isyarat in (request_started, request_finished):
        isyarat.disconnect(close_old_connections)  # our transaction lives over many requests
    with override_settings(**pengaturan):
        return WSGIHandler()


def masuk(pengguna: Pengguna) -> str:
    """A session that logged in this minute, as the header ``Cookie``."""
    sesi, kini = SessionStore(), time.time()
    sesi[SESSION_KEY] = str(pengguna.pk)
    sesi[BACKEND_SESSION_KEY] = "terukur.akun.backends.NipAtauNamaPengguna"
    sesi[HASH_SESSION_KEY] = pengguna.get_session_auth_hash()
    sesi["account_authentication_methods"] = [{"method": "password", "at": kini}]
    sesi["account_authentication_methods_user"] = str(pengguna.pk)
    sesi[SEJAK] = sesi[TERAKHIR] = kini
    sesi.create()
    return f"sessionid={sesi.session_key}; csrftoken={CSRF}"


@dataclass(frozen=True)
class Jawaban:
    status: int
    tajuk: Mapping[str, str]
    isi: bytes


def minta(aplikasi: WSGIHandler, jalur: str, kuki: str, kirim: Mapping[str, str] | None = None) -> Jawaban:
    """One request, a POST where there is something to ``kirim``."""
    badan = urlencode({**kirim, "csrfmiddlewaretoken": CSRF}).encode() if kirim is not None else b""
    alamat, _, kueri = jalur.partition("?")
    lingkungan = {
        "REQUEST_METHOD": "GET" if kirim is None else "POST", "PATH_INFO": alamat, "QUERY_STRING": kueri,
        "SERVER_NAME": "localhost", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "localhost", "HTTP_COOKIE": kuki,
        "CONTENT_TYPE": "application/x-www-form-urlencoded", "CONTENT_LENGTH": str(len(badan)),
        "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(badan), "wsgi.errors": io.StringIO(),
        "wsgi.version": (1, 0), "wsgi.multithread": False, "wsgi.multiprocess": True,
    }  # fmt: skip
    kepala: list[tuple[int, dict[str, str]]] = []

    def mulai(status: str, tajuk: list[tuple[str, str]], _: object = None) -> None:
        kepala.append((int(status.split()[0]), dict(tajuk)))

    jawaban = aplikasi(lingkungan, mulai)  # type: ignore[arg-type]
    isi = b"".join(jawaban)
    jawaban.close()  # type: ignore[attr-defined]
    return Jawaban(*kepala[0], isi)


def prosesor_basisdata() -> float:
    """Seconds of processor time that the backend of our connection has used."""
    connection.ensure_connection()
    pid = connection.connection.info.backend_pid
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


@dataclass(frozen=True)
class Biaya:
    """Median milliseconds of processor time: of the application and of PostgreSQL."""

    aplikasi: float
    basisdata: float
    kueri: int

    @property
    def semua(self) -> float:
        return self.aplikasi + self.basisdata


Perbuatan = Callable[[], object]


def ukur(
    perbuatan: Mapping[str, Perbuatan],
    *,
    ulang: int,
    sekali: Callable[[], AbstractContextManager[object]] = nullcontext,
) -> dict[str, Biaya]:
    """Costs of several acts, each done ``ulang`` times in turn, so that a busy hour hits all alike.

    Each runs within ``sekali()`` (to take it back afterwards), which is not counted.
    """
    kueri = {}
    for nama, lakukan in perbuatan.items():
        for _ in range(3):  # warm: templates compiled, lazy parts made
            with sekali():
                lakukan()
        with sekali(), CaptureQueriesContext(connection) as tangkap:
            lakukan()
        kueri[nama] = len(tangkap)
    catatan: dict[str, list[tuple[float, float]]] = {nama: [] for nama in perbuatan}
    gc.collect()
    for _ in range(ulang):
        for nama, lakukan in perbuatan.items():
            with sekali():
                basisdata, aplikasi = prosesor_basisdata(), time.process_time()
                lakukan()
                aplikasi = time.process_time() - aplikasi
                basisdata = prosesor_basisdata() - basisdata
            catatan[nama].append((aplikasi, basisdata))
    return {
        nama: Biaya(tengah([a for a, _ in c]), tengah([b for _, b in c]), kueri[nama])
        for nama, c in catatan.items()
    }


def tengah(detik: Sequence[float]) -> float:
    return statistics.median(detik) * 1000
