"""The embedded PostgreSQL cluster: start, stop, never as root, never touching parent folders.

PostgreSQL refuses to run as root. Who runs it, in this order:

1. not root: ourselves;
2. root, and the data can be reached by everyone: the OS user ``terukur`` or ``postgres``;
3. root, below a folder closed to others: a user namespace (files stay root's);
4. else a cluster under ``/var/lib/terukur``, as the OS user ``terukur``.

An existing cluster stays with the owner it has. No permission of a parent folder is ever changed.
"""

import contextlib
import fcntl
import logging
import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from terukur.config import pelaksana
from terukur.config.basisdata import NAMA_BASISDATA, direktori_soket
from terukur.config.lingkungan import PengaturanSalah

PENGGUNA_BASISDATA = "terukur"
BATAS_BERHENTI = 1.5
"""Seconds a fast shutdown may take before an immediate one (the next start then replays the log)."""

JEDA_JAGA = 1.0
"""Seconds between two looks at whether the server still runs."""

_catatan = logging.getLogger(__name__)


class Klaster:
    """One cluster under ``data/postgres``; its socket folder lies elsewhere.

    ``awet=False`` (tests only) trades durability for speed.
    """

    def __init__(self, data: Path, *, awet: bool = True) -> None:
        self.data = data.resolve()
        self.soket = direktori_soket(self.data)
        self.awet = awet

    @property
    def pgdata(self) -> Path:
        return self._cara().rumah / "postgres"

    @property
    def catatan(self) -> Path:
        """PostgreSQL's log file."""
        return self._cara().rumah / "catatan" / "postgres.log"

    def _cara(self) -> pelaksana.Cara:
        return pelaksana.pilih(self.data)

    def _jalankan(self, program: str, *argumen: str) -> subprocess.CompletedProcess[str]:
        biner = pelaksana.direktori_biner(self._versi())
        return subprocess.run(
            [*self._cara().awalan, str(biner / program), *argumen],
            capture_output=True, text=True, check=False, cwd="/", stdin=subprocess.DEVNULL,
            env={**os.environ, "LC_ALL": "C.UTF-8", "TZ": "UTC"},
        )  # fmt: skip

    def _versi(self) -> int | None:
        """Major version of the existing cluster; None when there is none yet."""
        with contextlib.suppress(FileNotFoundError):
            return int((self.pgdata / "PG_VERSION").read_text())
        return None

    # -- folders --

    def _siapkan_direktori(self) -> None:
        cara = self._cara()
        cara.rumah.mkdir(parents=True, exist_ok=True, mode=0o711)
        for jalur in (self.pgdata, self.catatan.parent, self.soket):
            jalur.mkdir(exist_ok=True, mode=0o700)
            keadaan = jalur.lstat()
            if jalur.is_symlink() or keadaan.st_uid not in {os.getuid(), cara.uid}:
                raise PengaturanSalah(
                    f"{jalur} milik pengguna lain atau berupa tautan; periksa, lalu hapus dan coba lagi."
                )
            if cara.uid is not None:
                os.chown(jalur, cara.uid, -1)
            jalur.chmod(0o700)

    def _berkas_kunci(self, nama: str) -> int:
        """Open a lock file under ``data``; closed on exec, so children do not hold the lock."""
        self.data.mkdir(parents=True, exist_ok=True, mode=0o711)
        try:
            return os.open(self.data / nama, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except PermissionError:
            raise PengaturanSalah(
                f"{self.data} pernah dipakai oleh pengguna lain. Jalankan sebagai pengguna itu, "
                "atau pilih folder lain lewat TERUKUR_DATA."
            ) from None

    @contextlib.contextmanager
    def _kunci(self) -> Iterator[None]:
        """Only one process starts or stops the cluster at a time."""
        kunci = self._berkas_kunci("klaster.kunci")
        try:
            fcntl.flock(kunci, fcntl.LOCK_EX)
            yield
        finally:
            os.close(kunci)

    # -- state --

    def _pid(self) -> int | None:
        """The running postmaster, told from a stale file by its working folder."""
        try:
            pid = int((self.pgdata / "postmaster.pid").read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None
        return pid if _bekerja_di(pid, self.pgdata) else None

    def berjalan(self) -> bool:
        return self._pid() is not None

    def _bersihkan_sisa(self) -> None:
        """After a kill -9 or a power cut: remove lock files whose process id is now somebody else's.

        Not while any process still works in the folder: PostgreSQL's own check of left-over
        backends reads ``postmaster.pid``.
        """
        batas = time.monotonic() + 10
        while any(_bekerja_di(int(p.name), self.pgdata) for p in Path("/proc").glob("[0-9]*")):
            if time.monotonic() > batas:
                raise PengaturanSalah(
                    f"Sisa proses PostgreSQL masih memakai {self.pgdata}; hentikan dahulu, lalu coba lagi."
                )
            time.sleep(0.1)
        for sisa in (self.pgdata / "postmaster.pid", *self.soket.glob(".s.PGSQL.*")):
            sisa.unlink(missing_ok=True)

    # -- start and stop --

    @contextlib.contextmanager
    def pakai(self) -> Iterator[None]:
        """The cluster runs within the block; the last user who leaves stops it.

        Users are counted by a shared lock that the kernel drops when a process dies, so a
        kill -9 leaves no wrong count behind.
        """
        pemakai = self._berkas_kunci("klaster.dipakai")
        try:
            fcntl.flock(pemakai, fcntl.LOCK_SH)
            self.mulai()
            yield
        finally:
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(pemakai, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self.hentikan()
            os.close(pemakai)

    @contextlib.contextmanager
    def dijaga(self) -> Iterator[None]:
        """Within the block a server that died by itself (``kill -9``, out of memory) is started again.

        Every process that uses the cluster watches it; the lock of ``mulai`` lets one of them act.
        """
        selesai = threading.Event()

        def awasi() -> None:
            while not selesai.wait(JEDA_JAGA):
                if self.berjalan():
                    continue
                try:
                    if self.mulai():
                        _catatan.warning("PostgreSQL mati dan dijalankan lagi")
                except (PengaturanSalah, OSError):
                    _catatan.exception("PostgreSQL mati dan belum dapat dijalankan lagi")

        penjaga = threading.Thread(target=awasi, name="penjaga-klaster", daemon=True)
        penjaga.start()
        try:
            yield
        finally:
            selesai.set()
            penjaga.join()

    def mulai(self) -> bool:
        """Start the cluster, creating it first if needed. False if it was running already."""
        with self._kunci():
            if self.berjalan():
                return False
            self._siapkan_direktori()
            if self._versi() is None:
                self._buat()
            else:
                self._bersihkan_sisa()
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
        # A creation that was cut short leaves a folder without PG_VERSION: begin anew.
        for sisa in self.pgdata.iterdir():
            shutil.rmtree(sisa) if sisa.is_dir() and not sisa.is_symlink() else sisa.unlink()
        hasil = self._jalankan(
            "initdb", "-D", str(self.pgdata), "-U", PENGGUNA_BASISDATA, "--encoding=UTF8",
            "--locale=C.UTF-8", "--auth-local=trust", "--auth-host=reject", "--data-checksums",
            *(() if self.awet else ("--no-sync",)),
        )  # fmt: skip
        if hasil.returncode != 0:
            raise PengaturanSalah(f"initdb gagal:\n{hasil.stderr[-1500:]}")

    def _pastikan_basisdata(self) -> None:
        import psycopg
        from psycopg import sql

        with psycopg.connect(
            host=str(self.soket), port=5432, user=PENGGUNA_BASISDATA, dbname="postgres", autocommit=True
        ) as sambungan:
            ada = sambungan.execute("select 1 from pg_database where datname = %s", [NAMA_BASISDATA])
            if not ada.fetchone():
                nama = sql.Identifier(NAMA_BASISDATA)
                sambungan.execute(sql.SQL("create database {}").format(nama))

    def hentikan(self) -> None:
        """Fast shutdown, after ``BATAS_BERHENTI`` an immediate one; nothing when it does not run."""
        with self._kunci():
            for sinyal in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
                pid = self._pid()
                if pid is None:
                    return
                os.kill(pid, sinyal)
                batas = time.monotonic() + BATAS_BERHENTI
                while _bekerja_di(pid, self.pgdata) and time.monotonic() < batas:
                    time.sleep(0.02)

    def hapus(self) -> None:
        """Stop the cluster and remove all of it: data, log, socket folder."""
        self.hentikan()
        rumah = self._cara().rumah
        sisa = [self.pgdata, self.catatan.parent, self.soket]
        for folder in [*sisa, *([rumah] if rumah != self.data else [])]:
            shutil.rmtree(folder, ignore_errors=True)


def _bekerja_di(pid: int, folder: Path) -> bool:
    """Whether the process lives with ``folder`` as its working folder, as every PostgreSQL process does."""
    try:
        return Path(f"/proc/{pid}/cwd").readlink() == folder
    except OSError:
        return False
