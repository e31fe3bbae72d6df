"""What is in the repository: no secrets, no code that runs text, dependencies that cannot be swapped."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

AKAR = Path(__file__).resolve().parents[2]
KUNCI = ("runtime.txt", "dev.txt")
RAHASIA = {
    "private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----\n[A-Za-z0-9+/]"),
    "age key": re.compile(r"AGE-SECRET-KEY-1[0-9A-Z]{20}"),
    "cloud key": re.compile(r"\b(AKIA|ASIA)[0-9A-Z]{16}\b"),
    "forge token": re.compile(r"\b(ghp|gho|ghs|glpat|github_pat)[_-][A-Za-z0-9_]{20}"),
    "bot token": re.compile(r"\b\d{8,10}:AA[A-Za-z0-9_-]{30}"),
    "signed token": re.compile(r"\beyJ[A-Za-z0-9_-]{20,}\.eyJ[A-Za-z0-9_-]{20,}\."),
    "secret setting": re.compile(
        r"(?im)^(export )?[A-Z_]*(SECRET_KEY|PASSWORD|RAHASIA|TOKEN)=[\"']?[^\s\"'#$(<]{12,}"
    ),
}
TERLARANG = {"eval", "exec", "compile", "__import__", "mark_safe", "RawSQL"}
MODUL_TERLARANG = {"pickle", "marshal", "shelve", "telnetlib", "ftplib", "xmlrpc", "yaml"}


_SISANYA = (r"os\.system", "popen", r"\.raw\(", r"\.extra\(", "shell")
KASAR = re.compile("|".join([*TERLARANG, *MODUL_TERLARANG, *_SISANYA]))
"""A coarse look, so that only few files are parsed."""


def terlacak() -> list[Path]:
    """Files that git keeps, or would if they were added."""
    keluar = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=AKAR, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if keluar.returncode != 0:
        pytest.skip("not a git checkout")
    return [p for n in keluar.stdout.split("\0") if n and (p := AKAR / n).is_file() and not p.is_symlink()]


def temuan(teks: str) -> list[str]:
    return [nama for nama, pola in RAHASIA.items() if pola.search(teks)]


def test_no_secret_is_kept_here() -> None:
    isi = {p: p.read_bytes() for p in terlacak()}
    assert len(isi) > 300
    bocor = {
        str(p.relative_to(AKAR)): t
        for p, b in isi.items()
        if b"\0" not in b[:4000] and (t := temuan(b.decode("utf-8", "replace")))
    }
    assert bocor == {}
    nama = [p.name for p in isi]
    assert not [
        n for n in nama if n == ".env" or n.endswith((".pem", ".key", ".p12", ".pfx", ".kdbx", ".sqlite3"))
    ]


def test_a_secret_would_be_seen() -> None:
    assert temuan("-----BEGIN PRIVATE " + "KEY-----\nMIIE")
    assert temuan("TERUKUR_SECRET_KEY=" + "x9" * 20)
    assert temuan("AKIA" + "A" * 16)
    assert not temuan("#TERUKUR_SECRET_KEY_FILE=/etc/terukur/secret_key")


@pytest.mark.parametrize("nama", KUNCI)
def test_each_dependency_is_pinned_by_hash(nama: str) -> None:
    teks = (AKAR / "requirements" / nama).read_text()
    blok = re.split(r"\n(?=[A-Za-z0-9])", re.sub(r"(?m)^\s*#.*\n?", "", teks).strip())
    assert len(blok) > 30
    for satu in blok:
        assert re.match(r"[A-Za-z0-9._\[\],-]+==[^\s;]+", satu), satu[:80]
        sidik = re.findall(r"--hash=(\w+):([0-9a-f]+)", satu)
        assert sidik, satu[:80]
        assert all(jenis == "sha256" and len(nilai) == 64 for jenis, nilai in sidik)
    assert "--require-hashes" in (AKAR / "Makefile").read_text()


def test_the_lock_holds_what_is_declared() -> None:
    proyek = tomllib.loads((AKAR / "pyproject.toml").read_text())["project"]["dependencies"]
    kunci = (AKAR / "requirements" / "runtime.txt").read_text()
    terkunci = {n.lower() for n in re.findall(r"(?m)^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==", kunci)}
    assert {re.split(r"[\[~=<>]", d)[0].lower() for d in proyek} <= terkunci


def test_no_code_runs_text() -> None:
    """No eval, no pickle, no shell, no SQL beside the ORM's parameters (ruff's S rules watch the rest)."""
    sumber = {p: p.read_text() for p in (AKAR / "src").rglob("*.py") if "tests" not in p.parts}
    calon = {p: t for p, t in sorted(sumber.items()) if KASAR.search(t)}
    assert calon  # re.compile and the like: the coarse look alone is no finding
    assert [(p.name, n) for p, t in calon.items() for n in bahaya(ast.parse(t))] == []


def bahaya(pohon: ast.Module) -> list[int]:
    """Lines of calls and imports that turn text into code, a process or SQL."""
    baris = []
    for simpul in ast.walk(pohon):
        if isinstance(simpul, ast.Import | ast.ImportFrom):
            asal = getattr(simpul, "module", None)
            nama = [asal] if asal else [a.name for a in simpul.names]
            if {n.split(".")[0] for n in nama} & MODUL_TERLARANG:
                baris.append(simpul.lineno)
        elif isinstance(simpul, ast.Call):
            f = simpul.func
            polos = isinstance(f, ast.Name) and f.id in TERLARANG
            milik = isinstance(f, ast.Attribute) and (
                (f.attr in {"system", "popen"} and getattr(f.value, "id", "") == "os")
                or (f.attr in {"extra", "raw"} and getattr(f.value, "attr", "") == "objects")
            )
            cangkang = any(k.arg == "shell" and getattr(k.value, "value", True) for k in simpul.keywords)
            if polos or milik or cangkang:
                baris.append(simpul.lineno)
    return baris


@pytest.mark.parametrize(
    "teks",
    [
        "eval('1')", "import pickle", "from yaml import load", "os.system('ls')", "run('ls', shell=True)",
        "M.objects.raw(x)", "mark_safe(x)",
    ],
)  # fmt: skip
def test_running_text_would_be_seen(teks: str) -> None:
    assert KASAR.search(teks)
    assert bahaya(ast.parse(teks)) == [1]


def test_scripts_of_ours_make_no_markup_and_no_code() -> None:
    skrip = list((AKAR / "src").rglob("static/**/*.js"))
    assert skrip
    pola = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|"
        r"(?<!\bactive\.)postMessage|"  # to other windows; our own service worker may be told
        r"setTimeout\(\s*[\"'`]|__proto__|javascript:"
    )
    for p in skrip:
        assert not pola.search(p.read_text()), p.name


def test_the_linter_for_security_is_on() -> None:
    aturan = tomllib.loads((AKAR / "pyproject.toml").read_text())["tool"]["ruff"]["lint"]
    assert "S" in aturan["select"]
    assert {n for n in aturan["ignore"] if n.startswith("S") and n[1:].isdigit()} == {"S101", "S603", "S607"}
