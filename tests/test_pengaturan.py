"""Settings: safe by themselves, wrong ones said in one sentence, the sample file complete."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

AKAR = Path(__file__).resolve().parents[1]
PROGRAM = """
import json
from terukur.config import settings as s
nama = ("DEBUG", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "SESSION_COOKIE_SECURE", "BASISDATA_TERTANAM",
    "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "CSRF_COOKIE_SECURE", "SECURE_HSTS_INCLUDE_SUBDOMAINS")
print(json.dumps({n: getattr(s, n, None) for n in nama} | {"hsts": getattr(s, "SECURE_HSTS_SECONDS", 0)}))
"""


def baca(tmp_path: Path, **lingkungan: str) -> subprocess.CompletedProcess[str]:
    bersih = {k: v for k, v in os.environ.items() if not k.startswith("TERUKUR_") and k != "DATABASE_URL"}
    return subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False, cwd=AKAR,
        env=bersih | {"PYTHONPATH": "src", "TERUKUR_DATA": str(tmp_path)} | lingkungan,
    )  # fmt: skip


def test_without_any_setting_it_is_a_safe_trial(tmp_path: Path) -> None:
    keluaran = baca(tmp_path).stdout
    assert '"DEBUG": false' in keluaran
    assert '"BASISDATA_TERTANAM": true' in keluaran
    kunci = tmp_path / "rahasia" / "secret_key"
    assert len(kunci.read_text()) > 50
    assert kunci.stat().st_mode & 0o077 == 0


def test_an_https_address_closes_the_cookies(tmp_path: Path) -> None:
    keluaran = baca(tmp_path, TERUKUR_ALAMAT="https://terukur.contohkab.go.id/").stdout
    assert '"SESSION_COOKIE_SECURE": true' in keluaran
    assert '"hsts": 31536000' in keluaran
    assert '"SECURE_HSTS_INCLUDE_SUBDOMAINS": true' in keluaran
    assert '"SESSION_COOKIE_NAME": "__Host-' in keluaran
    assert '"CSRF_COOKIE_NAME": "__Host-' in keluaran
    assert '"CSRF_COOKIE_SECURE": true' in keluaran
    assert '"CSRF_TRUSTED_ORIGINS": ["https://terukur.contohkab.go.id"]' in keluaran
    assert '"terukur.contohkab.go.id"' in keluaran


@pytest.mark.parametrize(
    ("nama", "nilai", "kalimat"),
    [
        ("TERUKUR_ZONA", "GMT", "WIB, WITA atau WIT"),
        ("TERUKUR_ALAMAT", "terukur.go.id", "http://"),
        ("DATABASE_URL", "mysql://x/y", "hanya memakai PostgreSQL"),
        ("TERUKUR_MODE_LATIHAN", "mungkin", "ya atau tidak"),
        ("TERUKUR_KONTAK_KEAMANAN", "csirt@contohkab.go.id", "mailto:"),
        ("TERUKUR_LOG", "xml", "baris atau json"),
        ("TERUKUR_METRIK_TOKEN", "pendek", "sedikitnya 20 huruf"),
        ("TERUKUR_OIDC_ALAMAT", "http://sso.contohkab.go.id", "harus https://"),
        ("TERUKUR_OIDC_ALAMAT", "https://sso.contohkab.go.id", "belum diisi"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, nama: str, nilai: str, kalimat: str) -> None:
    hasil = baca(tmp_path, **{nama: nilai})
    assert hasil.returncode != 0
    assert kalimat in hasil.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("nama", "nilai", "kalimat"),
    [
        ("TERUKUR_OIDC_KLAIM", "email", "tidak boleh surel"),
        ("TERUKUR_OIDC_KLAIM_BERISI", "nik", "nama_pengguna atau nip"),
    ],
)
def test_single_sign_on_by_what_may_not_find_a_person(
    tmp_path: Path, nama: str, nilai: str, kalimat: str
) -> None:
    sso = {
        "TERUKUR_OIDC_ALAMAT": "https://sso.contohkab.go.id", "TERUKUR_OIDC_KLIEN": "terukur",
        "TERUKUR_OIDC_RAHASIA": "rahasia",
    }  # fmt: skip
    assert baca(tmp_path, **sso).returncode == 0
    assert kalimat in baca(tmp_path, **sso | {nama: nilai}).stderr.splitlines()[-1]


def test_debug_is_refused_outside_trial_mode(tmp_path: Path) -> None:
    hasil = baca(tmp_path, TERUKUR_DEBUG="ya", TERUKUR_MODE_LATIHAN="tidak")
    assert "TERUKUR_DEBUG" in hasil.stderr.splitlines()[-1]


def test_the_sample_file_names_every_setting() -> None:
    pola = re.compile(r"env_(?:str|bool|int|daftar|rahasia)\(\s*\"([A-Z0-9_]+)\"")
    dipakai = {n for p in (AKAR / "src").glob("**/*.py") for n in pola.findall(p.read_text())}
    contoh = set(re.findall(r"^#?([A-Z0-9_]+)=", (AKAR / ".env.contoh").read_text(), re.MULTILINE))
    contoh = {n.removesuffix("_FILE") for n in contoh}
    assert dipakai == contoh
