"""Two PostgreSQL servers under Patroni and one etcd, as plain processes on loopback.

They run with the configuration that ``deploy/patroni`` ships; only addresses, folders and the sockets'
authentication are those of a test.
"""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import requests
import yaml

from terukur.config import pelaksana
from terukur.config.basisdata import NAMA_BASISDATA
from tests.kabupaten import AKAR, port_bebas

PATRONI = Path(os.environ.get("TERUKUR_PATRONI") or AKAR / ".venv-ha" / "bin" / "patroni")
CONTOH = AKAR / "deploy" / "patroni" / "config.yml"
SANDI = "sandi-uji"


def yang_kurang() -> str:
    """What this machine lacks for the test, as a sentence; empty when nothing."""
    if not shutil.which("etcd"):
        return "etcd is not installed (Debian: apt install etcd-server)"
    return "" if PATRONI.exists() else f"Patroni is not at {PATRONI}; make soak installs it"


def tunggu(apa: str, syarat: Callable[[], Any], batas: float = 90) -> Any:
    """The first true answer of ``syarat``; a server that does not answer counts as false."""
    akhir = time.monotonic() + batas
    while True:
        with suppress(psycopg.Error, requests.RequestException):
            if hasil := syarat():
                return hasil
        assert time.monotonic() < akhir, f"not within {batas} s: {apa}"
        time.sleep(0.2)


@dataclass
class Simpul:
    """One database server: its folder, its ports, its Patroni."""

    nama: str
    folder: Path
    port: int
    port_api: int
    proses: subprocess.Popen[bytes] | None = None

    @property
    def pengaturan(self) -> Path:
        return self.folder / "patroni.yml"

    @property
    def catatan(self) -> Path:
        return self.folder.parent / f"{self.nama}.log"

    def sambung(self, nama: str = "postgres") -> "psycopg.Connection[Any]":
        """As superuser, through the socket."""
        return psycopg.connect(
            host=str(self.folder), port=self.port, user="postgres", dbname=nama, autocommit=True,
            connect_timeout=3,
        )  # fmt: skip

    def tanya(self, sql: str) -> list[tuple[Any, ...]]:
        with self.sambung() as s:
            return s.execute(sql).fetchall()  # type: ignore[call-overload,no-any-return]

    def peran(self) -> str:
        """``primary``, ``replica`` ... as its Patroni says; empty when that does not answer."""
        with suppress(requests.RequestException):
            isi = requests.get(f"http://127.0.0.1:{self.port_api}/patroni", timeout=3).json()
            if isi.get("state") in {"running", "streaming", "in archive recovery"}:
                return str(isi["role"]).replace("master", "primary")
        return ""

    def mulai(self, cara: pelaksana.Cara) -> None:
        with self.catatan.open("ab") as catatan:
            self.proses = subprocess.Popen(
                [*cara.awalan, str(PATRONI), str(self.pengaturan)], cwd="/", start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=catatan, stderr=subprocess.STDOUT,
                env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(self.folder)},
            )  # fmt: skip

    def semua_proses(self) -> list[int]:
        """Patroni (and what runs it) by its argument, PostgreSQL by its working folder."""
        hasil = []
        for p in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                milik = str(self.pengaturan).encode() in (p / "cmdline").read_bytes().split(b"\0")
                if milik or (p / "cwd").readlink() == self.folder / "data":
                    hasil.append(int(p.name))
        return hasil

    def bunuh(self) -> None:
        """SIGKILL to all of it at once, as a power cut would."""
        for pid in self.semua_proses():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        tunggu("the killed server is gone", lambda: not self.semua_proses())
        if self.proses:
            self.proses.wait(10)

    def bekukan_pengirim(self) -> int:
        """The line to the replica stalls: SIGSTOP to the sender of the log. Its process id."""
        pid = int(self.tanya("select pid from pg_stat_replication")[0][0])
        os.kill(pid, signal.SIGSTOP)
        return pid


class DuaSimpul:
    """etcd and two nodes below ``akar``; ``sinkron=False`` switches the shipped synchronous_mode off."""

    def __init__(self, akar: Path, *, sinkron: bool = True) -> None:
        self.akar, self.sinkron = akar, sinkron
        akar.mkdir(
            mode=0o700, exist_ok=True
        )  # so that root gets a user namespace: another OS user may not reach our Python
        self.cara = pelaksana.pilih(akar)
        assert self.cara.uid is None, "root without user namespaces: run this test as an ordinary user"
        self.simpul = [Simpul(n, akar / n, port_bebas(), port_bebas()) for n in ("db1", "db2")]
        self.port_etcd, self._etcd = port_bebas(), None

    @property
    def url(self) -> str:
        """As the operator writes it into DATABASE_URL."""
        tempat = ",".join(f"127.0.0.1:{s.port}" for s in self.simpul)
        return (
            f"postgresql://terukur:{SANDI}@{tempat}/{NAMA_BASISDATA}"
            "?target_session_attrs=read-write&connect_timeout=3"
        )

    def mulai(self) -> "DuaSimpul":
        self._mulai_etcd()
        for s in self.simpul:
            s.folder.mkdir(mode=0o700)
            s.pengaturan.write_text(yaml.safe_dump(self._isi(s)))
            s.pengaturan.chmod(0o600)
            s.mulai(self.cara)
        self.tunggu_berpasangan()
        with self.pemimpin().sambung() as s:
            s.execute(f"create role terukur login password '{SANDI}'")  # type: ignore[call-overload]
            s.execute(f"create database {NAMA_BASISDATA} owner terukur")  # type: ignore[call-overload]
        return self

    def _mulai_etcd(self) -> None:
        klien, rekan = f"http://127.0.0.1:{self.port_etcd}", f"http://127.0.0.1:{port_bebas()}"
        with (self.akar / "etcd.log").open("wb") as catatan:
            self._etcd = subprocess.Popen(
                ["etcd", "--name", "saksi", "--data-dir", str(self.akar / "etcd"),
                 "--listen-client-urls", klien, "--advertise-client-urls", klien,
                 "--listen-peer-urls", rekan, "--initial-advertise-peer-urls", rekan,
                 "--initial-cluster", f"saksi={rekan}"],
                cwd="/", start_new_session=True, stdin=subprocess.DEVNULL, stdout=catatan,
                stderr=subprocess.STDOUT,
            )  # fmt: skip
        tunggu("etcd answers", lambda: requests.get(f"{klien}/health", timeout=3).json()["health"] == "true")

    def _isi(self, s: Simpul) -> dict[str, Any]:
        """The shipped configuration, moved to this test's addresses and folders."""
        teks = CONTOH.read_text().replace("10.20.0.0/24", "127.0.0.1/32")
        isi: dict[str, Any] = yaml.safe_load(teks)
        isi["name"] = s.nama
        isi["etcd3"]["hosts"] = f"127.0.0.1:{self.port_etcd}"
        isi["restapi"] |= dict.fromkeys(("listen", "connect_address"), f"127.0.0.1:{s.port_api}")
        isi["watchdog"]["mode"] = "off"
        dcs, pg = isi["bootstrap"]["dcs"], isi["postgresql"]
        assert dcs["synchronous_mode"] is True
        if not self.sinkron:
            dcs["synchronous_mode"], dcs["maximum_lag_on_failover"] = False, 2**30
        pg |= dict.fromkeys(("listen", "connect_address"), f"127.0.0.1:{s.port}")
        pg["data_dir"], pg["pgpass"] = str(s.folder / "data"), str(s.folder / "pgpass")
        pg["bin_dir"] = str(pelaksana.direktori_biner())
        pg["parameters"]["unix_socket_directories"] = str(s.folder)
        # Who runs the test need not be called postgres.
        pg["pg_hba"] = [b.replace(" peer", " trust") for b in pg["pg_hba"]]
        return isi

    def pemimpin(self) -> Simpul:
        """The node that Patroni calls the leader."""
        return next(s for s in self.simpul if s.peran() == "primary")

    def berpasangan(self) -> bool:
        """Whether a leader has a replica that follows it, synchronously where that is asked for."""
        peran = [s.peran() for s in self.simpul]
        if sorted(peran) not in (["primary", "replica"], ["primary", "sync_standby"]):
            return False
        isi = self.simpul[peran.index("primary")].tanya("select state, sync_state from pg_stat_replication")
        return isi == [("streaming", "sync" if self.sinkron else "async")]

    def tunggu_berpasangan(self) -> None:
        tunggu("a leader and a replica that follows", self.berpasangan, 120)

    def ekor(self) -> str:
        return "\n".join(
            f"--- {p.name}\n{p.read_text(errors='replace')[-2500:]}" for p in self.akar.glob("*.log")
        )

    def berhenti(self) -> None:
        for s in self.simpul:
            s.bunuh()
        if self._etcd:
            self._etcd.kill()
            self._etcd.wait(10)
