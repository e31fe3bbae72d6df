"""Templates: all of them compile, all they name exists, none is unused."""

import ast
import re
from pathlib import Path

import pytest
from django.template import engines
from jinja2 import meta

SUMBER = Path(__file__).resolve().parents[2] / "src" / "terukur"
TEMPLAT = {str(p).partition("/jinja2/")[2]: p for p in SUMBER.glob("*/jinja2/**/*.*") if p.is_file()}
MILIK_PUSTAKA = ("account/", "allauth/", "mfa/", "usersessions/", "django/", "socialaccount/")
"""Found by name by Django and allauth, never named in our code."""
TANPA_PENYEBUT = {"404.html", "403.html", "403_csrf.html", "500.html", "400.html"}


def teks_di_kode() -> set[str]:
    """Every string constant of the source that looks like a template's name."""
    hasil = set()
    for p in SUMBER.glob("**/*.py"):
        for simpul in ast.walk(ast.parse(p.read_text())):
            if isinstance(simpul, ast.Constant) and isinstance(simpul.value, str):
                hasil.add(simpul.value)
    return hasil


@pytest.mark.parametrize("nama", sorted(TEMPLAT))
def test_compiles_and_names_only_what_exists(nama: str) -> None:
    lingkungan = engines.all()[0].env
    pohon = lingkungan.parse(TEMPLAT[nama].read_text())
    lingkungan.get_template(nama)
    for rujukan in meta.find_referenced_templates(pohon):
        if rujukan is not None:
            lingkungan.get_template(rujukan)


def test_no_template_is_unused() -> None:
    disebut = teks_di_kode()
    for p in TEMPLAT.values():
        disebut |= set(re.findall(r"""["']([\w/.-]+\.\w+)["']""", p.read_text()))
    tak_dipakai = [
        nama
        for nama in sorted(TEMPLAT)
        if nama not in disebut and nama not in TANPA_PENYEBUT and not nama.startswith(MILIK_PUSTAKA)
    ]
    assert tak_dipakai == []


@pytest.mark.parametrize("nama", sorted(TEMPLAT))
def test_no_escape_from_escaping(nama: str) -> None:
    """``|safe`` only on a literal of the template itself."""
    isi = re.sub(r"""('[^']*'|"[^"]*")\s*\|\s*safe\b""", "", TEMPLAT[nama].read_text())
    assert not re.search(r"\|\s*safe\b|autoescape\s+false", isi)


@pytest.mark.parametrize("nama", sorted(n for n in TEMPLAT if n.endswith(".html")))
def test_nothing_is_loaded_from_another_host(nama: str) -> None:
    isi = TEMPLAT[nama].read_text()
    assert not re.search(r"""(src|action|href)=["'](https?:)?//""", isi)
    assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>|\son[a-z]+=|\sstyle=", isi), "inline script or style"
