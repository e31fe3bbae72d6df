"""deploy/ speaks of this program as it is: its commands, settings, limits and folders."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from terukur.antarmuka.middleware import BATAS_KIRIMAN
from terukur.cli import SUBPERINTAH
from terukur.cli.parser import PenguraiPerintah
from terukur.config.basisdata import basisdata_dari_url

AKAR = Path(__file__).resolve().parents[2]
DEPLOY = AKAR / "deploy"
UNIT = sorted((DEPLOY / "systemd").iterdir())
CONTOH = (AKAR / ".env.contoh").read_text()
NGINX = (DEPLOY / "nginx" / "terukur.conf").read_text()
TERUKUR = "/opt/terukur/.venv/bin/terukur"
MENJAGA = (
    "NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes", "PrivateDevices=yes",
    "CapabilityBoundingSet=", "RestrictSUIDSGID=yes", "SystemCallFilter=@system-service", "User=terukur",
)  # fmt: skip


@pytest.mark.parametrize("unit", UNIT, ids=lambda p: p.name)
def test_a_unit_starts_a_command_that_exists(unit: Path) -> None:
    pengurai = PenguraiPerintah()
    anak = pengurai.add_subparsers(required=True)
    for modul in SUBPERINTAH:
        modul.daftarkan(anak)
    mulai = re.findall(r"^ExecStart=(.+)$", unit.read_text(), re.MULTILINE)
    assert len(mulai) == 1
    program, *argumen = shlex.split(mulai[0].replace("%i", "8000"))
    assert program == TERUKUR
    pengurai.parse_args(argumen)  # an unknown one ends the program


@pytest.mark.parametrize("unit", UNIT, ids=lambda p: p.name)
def test_a_unit_is_hardened_and_reads_the_documented_settings(unit: Path) -> None:
    baris = unit.read_text().splitlines()
    assert [b for b in MENJAGA if b not in baris] == []
    assert "EnvironmentFile=/etc/terukur/terukur.env" in baris
    data = re.search(r"^TERUKUR_DATA=(.+)$", CONTOH, re.MULTILINE)
    assert data
    assert f"RequiresMountsFor={data[1]}" in baris
    assert f"StateDirectory={Path(data[1]).name}" in baris


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
@pytest.mark.parametrize("unit", UNIT, ids=lambda p: p.name)
def test_systemd_understands_a_unit_and_finds_it_closed(unit: Path, tmp_path: Path) -> None:
    """Below 2 of 10 is what systemd calls OK; an unknown key would be a line of verify."""
    salinan = tmp_path / unit.name
    salinan.write_text(unit.read_text().replace(TERUKUR, "/bin/true"))
    hasil = subprocess.run(
        ["systemd-analyze", "verify", str(salinan)], capture_output=True, text=True, check=False
    )
    assert [b for b in hasil.stderr.splitlines() if "terukur-" in b] == []
    hasil = subprocess.run(
        ["systemd-analyze", "security", "--offline=yes", "--threshold=20", str(salinan)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert hasil.returncode == 0, hasil.stdout[-300:] + hasil.stderr


def test_every_setting_named_is_one() -> None:
    """The sample file has all settings of the program (tests/test_pengaturan.py), and deploy/ no other."""
    ada = set(re.findall(r"^#?([A-Z0-9_]+)=", CONTOH, re.MULTILINE))
    ada |= {n.removesuffix("_FILE") for n in ada}
    ada |= {"TERUKUR_ENV", "TERUKUR_BIN"}  # of the wrapper itself
    berkas = [p for p in DEPLOY.glob("**/*") if p.is_file()] + sorted(AKAR.glob("docs/panduan/*.md"))
    for p in berkas:
        disebut = set(re.findall(r"\b(?:TERUKUR_[A-Z0-9_]*[A-Z0-9]|DATABASE_URL)\b", p.read_text()))
        assert disebut <= ada, (p.name, disebut - ada)


def test_the_sample_file_reads_the_same_in_systemd_and_in_a_shell(tmp_path: Path) -> None:
    """With every line switched on: systemd takes values as they stand between quotes, a shell expands."""
    baris = [b.lstrip("#") for b in CONTOH.splitlines() if re.match(r"#?[A-Z0-9_]+=", b)]
    for b in baris:
        nama, nilai = b.split("=", 1)
        berkas = tmp_path / "terukur.env"
        berkas.write_text(b + "\n")
        kata = subprocess.run(
            ["sh", "-c", f'set -a; . "$1"; printf %s "${nama}"', "sh", str(berkas)],
            capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
        assert kata == nilai.strip("'"), nama


def test_the_wrapper_passes_settings_and_arguments_on(tmp_path: Path) -> None:
    (tmp_path / "env").write_text("TERUKUR_PEMDA='Kabupaten Uji'\n")
    palsu = tmp_path / "terukur"
    palsu.write_text('#!/bin/sh\nprintf "%s|" "$TERUKUR_PEMDA" "$@"\n')
    palsu.chmod(0o755)
    skrip = (DEPLOY / "bin" / "terukur").read_text()
    assert TERUKUR in skrip
    # Who is root becomes the user terukur first; that user is not here.
    skrip = skrip.replace('"$(id -u)" = 0', "1 = 0")
    hasil = subprocess.run(
        ["sh", "-c", skrip, "terukur", "admin", "a b"], capture_output=True, text=True, check=True,
        env={"TERUKUR_ENV": str(tmp_path / "env"), "TERUKUR_BIN": str(palsu), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert hasil.stdout == "Kabupaten Uji|admin|a b|"


def test_the_proxy_limits_and_headers_are_those_of_the_program() -> None:
    batas = re.search(r"client_max_body_size (\d+)m;", NGINX)
    assert batas
    assert int(batas[1]) * 1024**2 == BATAS_KIRIMAN
    tajuk = dict(re.findall(r"^#TERUKUR_TAJUK_(\w+)=(.+)$", CONTOH, re.MULTILINE))
    isi = {"HTTPS": "$scheme", "DITERIMA": "$msec", "ALAMAT": "$remote_addr"}
    assert tajuk.keys() == isi.keys()
    for nama, nilai in isi.items():
        assert f"proxy_set_header {tajuk[nama]} {nilai};" in NGINX
    assert "proxy_request_buffering on;" in NGINX  # else the stamp would be that of the first byte
    aktif = re.sub(r"#.*", "", NGINX)
    assert "limit_req" not in aktif
    assert not re.search(r"\$request\b|\$args|\$http_referer", aktif.split("log_format")[1].split(";")[0])


def test_a_location_has_no_headers_of_its_own() -> None:
    """nginx drops all inherited proxy_set_header where a location sets one: the trusted ones would pass."""
    for badan in re.findall(r"location [^{]+\{([^}]*)\}", NGINX):
        assert "proxy_set_header" not in badan


def test_patroni_keeps_what_it_acknowledged() -> None:
    isi: dict[str, Any] = yaml.safe_load((DEPLOY / "patroni" / "config.yml").read_text())
    dcs = isi["bootstrap"]["dcs"]
    assert dcs["synchronous_mode"] is True
    assert dcs["ttl"] >= dcs["loop_wait"] + 2 * dcs["retry_timeout"]
    awet = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
    assert awet.items() <= dcs["postgresql"]["parameters"].items()
    assert not any("trust" in b or " md5" in b or "password" in b for b in isi["postgresql"]["pg_hba"])
    anggota = (DEPLOY / "etcd" / "etcd").read_text()
    for tempat in isi["etcd3"]["hosts"].split(","):
        assert f"http://{tempat.replace(':2379', ':2380')}" in anggota


def test_the_address_with_two_servers_finds_the_leader() -> None:
    url = next(u for u in re.findall(r"^#DATABASE_URL='(.+)'$", CONTOH, re.MULTILINE) if "," in u)
    basisdata = basisdata_dari_url(url)
    assert basisdata["HOST"] == "10.20.0.11,10.20.0.12"
    assert basisdata["PORT"] == "5432,5432"
    assert basisdata["OPTIONS"]["target_session_attrs"] == "read-write"
