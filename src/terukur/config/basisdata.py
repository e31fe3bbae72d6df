"""Where the database is: ``DATABASE_URL``, or the embedded cluster's socket."""

import hashlib
import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from terukur.config.lingkungan import PengaturanSalah

NAMA_BASISDATA = "terukur"
VERSI_TERENDAH = 15


def direktori_soket(data: Path) -> Path:
    """Socket folder of the embedded cluster under ``data``.

    Outside the data folder, and short: a Unix socket path holds at most 107 bytes. Always below
    ``/tmp``, whatever TMPDIR says, so that every process of one installation finds it.
    """
    sidik = hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:12]
    return Path("/tmp") / f"terukur-{os.getuid()}-{sidik}"  # noqa: S108


def basisdata_dari_url(url: str) -> dict[str, Any]:
    """Django's database setting from ``postgresql://user:sandi@host:port/nama?opsi=nilai``.

    A host may be a %2F-encoded socket folder; several hosts are separated by commas.
    """
    bagian = urlsplit(url)
    if bagian.scheme not in {"postgres", "postgresql"}:
        raise PengaturanSalah("DATABASE_URL harus postgresql://…; Terukur hanya memakai PostgreSQL.")
    tempat = bagian.netloc.rpartition("@")[2]
    host = [unquote(t.rpartition(":")[0] or t) if t.rpartition(":")[2].isdigit() else unquote(t)
            for t in tempat.split(",")]  # fmt: skip
    port = [t.rpartition(":")[2] for t in tempat.split(",") if t.rpartition(":")[2].isdigit()]
    opsi: dict[str, Any] = {k: v[-1] for k, v in parse_qs(bagian.query).items()}
    if "host" in opsi:
        host = [opsi.pop("host")]
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(bagian.path.lstrip("/")) or NAMA_BASISDATA,
        "USER": unquote(bagian.username or ""),
        "PASSWORD": unquote(bagian.password or ""),
        "HOST": ",".join(h for h in host if h),
        "PORT": ",".join(port),
        "OPTIONS": opsi,
    }


def basisdata_tertanam(data: Path) -> dict[str, Any]:
    """Django's database setting for the embedded cluster under ``data``."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": NAMA_BASISDATA,
        "USER": "terukur",
        "PASSWORD": "",
        "HOST": str(direktori_soket(data)),
        "PORT": "5432",
        "OPTIONS": {},
    }


def periksa_ketahanan(sambungan: Any) -> None:
    """Refuse a server that is too old, or that may forget what it has acknowledged.

    ``sambungan``: Django's connection. Raises ``PengaturanSalah`` naming the setting.
    """
    with sambungan.cursor() as kursor:
        kursor.execute(
            "select current_setting('server_version_num')::int, current_setting('fsync'),"
            " current_setting('synchronous_commit'), current_setting('full_page_writes')"
        )
        versi, fsync, komit, halaman = kursor.fetchone()
    if versi < VERSI_TERENDAH * 10000:
        raise PengaturanSalah(
            f"PostgreSQL {versi // 10000} terlalu lama; Terukur memerlukan {VERSI_TERENDAH} ke atas."
        )
    salah = [
        nama
        for nama, aman in (
            ("fsync", fsync == "on"),
            ("synchronous_commit", komit in {"on", "remote_apply"}),
            ("full_page_writes", halaman == "on"),
        )
        if not aman
    ]
    if salah:
        raise PengaturanSalah(
            f"PostgreSQL berjalan tanpa {', '.join(salah)}: catatan resmi dapat hilang saat listrik padam. "
            "Nyalakan pengaturan itu, lalu mulai lagi."
        )
