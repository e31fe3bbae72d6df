"""The documents: no dead link between them, nothing that belongs to one machine."""

import re
from pathlib import Path

import pytest

AKAR = Path(__file__).resolve().parents[2]
DOKUMEN = sorted([*AKAR.glob("*.md"), *AKAR.glob("docs/**/*.md")])


@pytest.mark.parametrize("berkas", DOKUMEN, ids=lambda p: str(p.relative_to(AKAR)))
def test_links_lead_somewhere(berkas: Path) -> None:
    teks = re.sub(r"```.*?```", "", berkas.read_text(encoding="utf-8"), flags=re.DOTALL)
    for tujuan in re.findall(r"\]\(([^)#\s]+)", teks):
        if "://" not in tujuan:
            assert (berkas.parent / tujuan).exists(), tujuan


def test_the_two_readmes_give_the_same_commands() -> None:
    blok = [
        [
            baris.split("#")[0].strip()
            for baris in re.findall(r"```sh\n(.*?)```", (AKAR / nama).read_text(), re.DOTALL)[0].splitlines()
        ]
        for nama in ("README.md", "README.id.md")
    ]
    assert blok[0] == blok[1] == ["make run", "make test"]


def test_no_registry_address_is_recorded() -> None:
    for berkas in (*AKAR.glob("requirements/*.txt"), AKAR / "pyproject.toml", AKAR / "Makefile"):
        assert not re.search(r"https?://|file://|--index-url|--find-links ", berkas.read_text()), berkas.name
