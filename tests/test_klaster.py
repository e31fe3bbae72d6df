"""The embedded cluster for real: in open and closed folders, after a kill -9, with two starters."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from terukur.config import pelaksana
from terukur.config.basisdata import basisdata_dari_url, direktori_soket
from terukur.config.klaster import PENGGUNA_BASISDATA, Klaster
from terukur.config.lingkungan import PengaturanSalah

pytestmark = pytest.mark.lambat
Buat = Callable[..., Klaster]
hanya_root = pytest.mark.skipif(os.getuid() != 0, reason="only root needs another way to run PostgreSQL")


@pytest.fixture
def buat() -> Iterator[Buat]:
    """Clusters below a fresh folder that any user can reach (pytest's own tmp_path is closed)."""
    with tempfile.TemporaryDirectory(prefix="terukur-uji-", dir="/tmp") as folder:
        akar = Path(folder)
        akar.chmod(0o755)
        dibuat: list[Klaster] = []

        def baru(nama: str = "data") -> Klaster:
            dibuat.append(Klaster(akar / nama, awet=False))
            return dibuat[-1]

        yield baru
        for klaster in dibuat:
            klaster.hentikan()
            for sisa in klaster.soket.glob(".s*"):
                sisa.unlink()
            if klaster.soket.exists():
                klaster.soket.rmdir()


def tanya(klaster: Klaster, perintah: str) -> object:
    with psycopg.connect(host=str(klaster.soket), port=5432, user=PENGGUNA_BASISDATA, dbname="terukur") as s:
        baris = s.execute(perintah).fetchone()
        return baris[0] if baris else None


def tunggu_mati(klaster: Klaster) -> None:
    batas = time.monotonic() + 5
    while klaster.berjalan():
        assert time.monotonic() < batas
        time.sleep(0.02)


def test_starts_keeps_data_and_stops(buat: Buat) -> None:
    klaster = buat()
    assert klaster.mulai() is True
    assert klaster.mulai() is False
    with psycopg.connect(
        host=str(klaster.soket), port=5432, user=PENGGUNA_BASISDATA, dbname="terukur"
    ) as sambungan:
        sambungan.execute("create table isi as select 42 as nilai")
    klaster.hentikan()
    assert not klaster.berjalan()
    with klaster.pakai():
        assert tanya(klaster, "select nilai from isi") == 42
        assert tanya(klaster, "show listen_addresses") == ""
    assert not klaster.berjalan()


def test_socket_is_private_and_outside_the_data(buat: Buat) -> None:
    klaster = buat("sangat" * 20)
    klaster.mulai()
    assert klaster.soket.stat().st_mode & 0o777 == 0o700
    assert klaster.data not in klaster.soket.parents
    assert len(bytes(klaster.soket / ".s.PGSQL.5432")) < 107
    assert not list(klaster.pgdata.glob(".s.PGSQL*"))


def test_starts_after_kill_9(buat: Buat) -> None:
    klaster = buat()
    klaster.mulai()
    pid = int((klaster.pgdata / "postmaster.pid").read_text().split()[0])
    os.kill(pid, signal.SIGKILL)
    tunggu_mati(klaster)
    assert klaster.mulai() is True
    assert tanya(klaster, "select 1") == 1


def test_starts_when_the_stale_pid_now_belongs_to_another_process(buat: Buat) -> None:
    klaster = buat()
    klaster.mulai()
    klaster.hentikan()
    (klaster.pgdata / "postmaster.pid").write_text(f"{os.getpid()}\n{klaster.pgdata}\n")
    assert not klaster.berjalan()
    assert klaster.mulai() is True


def test_creation_cut_short_begins_anew(buat: Buat) -> None:
    klaster = buat()
    klaster.mulai()
    klaster.hentikan()
    (klaster.pgdata / "PG_VERSION").unlink()
    assert klaster.mulai() is True
    assert tanya(klaster, "select 1") == 1


def test_two_starters_at_once(buat: Buat) -> None:
    klaster = buat()
    program = (
        "import sys, pathlib; from terukur.config.klaster import Klaster;"
        "print(Klaster(pathlib.Path(sys.argv[1]), awet=False).mulai())"
    )
    jalan = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(klaster.data)], stdout=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONPATH": "src"},
        )
        for _ in range(2)
    ]  # fmt: skip
    assert sorted(p.communicate(timeout=60)[0].strip() for p in jalan) == ["False", "True"]
    assert [p.returncode for p in jalan] == [0, 0]
    assert tanya(klaster, "select 1") == 1


def test_last_user_stops_the_cluster(buat: Buat) -> None:
    satu, dua = buat(), buat()
    with satu.pakai():
        with dua.pakai():
            assert satu.berjalan()
        assert satu.berjalan(), "somebody else still uses it"
    assert not satu.berjalan()


@hanya_root
def test_root_below_a_closed_folder(buat: Buat) -> None:
    klaster = buat("tertutup/data")
    klaster.data.parent.mkdir(mode=0o700)
    if not pelaksana._ruang_nama_bisa():
        pytest.skip("this kernel forbids user namespaces")
    assert klaster.mulai() is True
    assert pelaksana.pilih(klaster.data).awalan[0] == "unshare"
    assert klaster.data.parent.stat().st_mode & 0o777 == 0o700
    assert tanya(klaster, "select 1") == 1


@hanya_root
def test_root_in_an_open_folder_runs_as_an_os_user(buat: Buat) -> None:
    klaster = buat()
    cara = pelaksana.pilih(klaster.data)
    klaster.mulai()
    if cara.awalan[0] == "runuser":
        assert klaster.pgdata.stat().st_uid == cara.uid != 0
    assert klaster.data.parent.stat().st_mode & 0o777 == 0o755


@hanya_root
def test_root_with_neither_way_falls_back(buat: Buat, monkeypatch: pytest.MonkeyPatch) -> None:
    if pelaksana._pengguna_os() is None:
        pytest.skip("no OS user for PostgreSQL on this machine")
    klaster = buat("tertutup/data")
    klaster.data.parent.mkdir(mode=0o700)
    cadangan = klaster.data.parent.parent / "cadangan"
    monkeypatch.setattr(pelaksana, "_ruang_nama_bisa", lambda: False)
    monkeypatch.setattr(pelaksana, "RUMAH_CADANGAN", cadangan)
    assert klaster.mulai() is True
    assert cadangan in klaster.pgdata.parents
    assert klaster.data.parent.stat().st_mode & 0o777 == 0o700


def test_refuses_a_socket_folder_that_is_a_link(buat: Buat) -> None:
    klaster = buat()
    lain = klaster.data.parent / "lain"
    lain.mkdir()
    klaster.soket.symlink_to(lain)
    try:
        with pytest.raises(PengaturanSalah, match="tautan"):
            klaster.mulai()
    finally:
        klaster.soket.unlink()


def test_database_of_an_unknown_version_is_refused_in_words(buat: Buat) -> None:
    klaster = buat()
    klaster.mulai()
    klaster.hentikan()
    (klaster.pgdata / "PG_VERSION").write_text("9\n")
    with pytest.raises(PengaturanSalah, match="PostgreSQL 9"):
        klaster.mulai()


@pytest.mark.parametrize(
    ("url", "host", "port"),
    [
        ("postgresql://a:b%40c@satu:5433/db", "satu", "5433"),
        ("postgres://a@satu:5432,dua:5433/db?target_session_attrs=read-write", "satu,dua", "5432,5433"),
        ("postgresql://a@%2Fvar%2Frun%2Fpg/db", "/var/run/pg", ""),
        ("postgresql:///db?host=/var/run/pg", "/var/run/pg", ""),
    ],
)
def test_database_url(url: str, host: str, port: str) -> None:
    hasil = basisdata_dari_url(url)
    assert (hasil["HOST"], hasil["PORT"], hasil["NAME"]) == (host, port, "db")


def test_database_url_of_another_kind_is_refused() -> None:
    with pytest.raises(PengaturanSalah, match="PostgreSQL"):
        basisdata_dari_url("sqlite:///x")


def test_socket_folder_does_not_follow_tmpdir(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    assert str(direktori_soket(tmp_path)).startswith("/tmp/")
