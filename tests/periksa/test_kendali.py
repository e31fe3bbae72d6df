"""The table of controls is complete, names tests that exist, and gives reasons one can read."""

import ast
import csv
import functools
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from terukur.cli.kendali import Kendali, baca, letak

AKAR = Path(__file__).resolve().parents[2]
STANDAR = ("asvs", "bssn")
SEMUA = [k for s in STANDAR for bab in baca(s) for k in bab.kendali]


def nomor(standar: str) -> list[str]:
    return [k.nomor for bab in baca(standar) for k in bab.kendali]


@functools.cache
def fungsi(jalan: Path) -> frozenset[str]:
    """Names of the tests that a file defines (a helper or a skipped stub is none)."""
    pohon = ast.parse(jalan.read_text(encoding="utf-8"))
    return frozenset(
        s.name
        for s in pohon.body
        if isinstance(s, ast.FunctionDef)
        and s.name.startswith("test_")
        and not any("skip" in ast.unparse(h) or "xfail" in ast.unparse(h) for h in s.decorator_list)
    )


def hilang(uji: str) -> bool:
    jalan, nama = letak(uji)
    return not (AKAR / jalan).is_file() or nama not in fungsi(AKAR / jalan)


def test_every_requirement_of_asvs_is_mapped_and_none_unknown(data_uji: Callable[[str], Path]) -> None:
    with data_uji("keamanan/asvs_5.0.csv").open(encoding="utf-8") as f:
        ada = [b["req_id"].removeprefix("V") for b in csv.DictReader(f) if b["L"] in {"1", "2"}]
    assert len(ada) == 253
    assert sorted(nomor("asvs")) == sorted(ada)


def test_every_control_of_bssn_is_mapped_and_none_unknown(data_uji: Callable[[str], Path]) -> None:
    isi = json.loads(data_uji("instrumen/bssn_4_2021_web.json").read_text(encoding="utf-8"))
    ada = [f"{f['ayat']}.{i}" for f in isi["fungsi"] for i, _ in enumerate(f["kontrol"], start=1)]
    assert nomor("bssn") == ada


def test_every_named_test_exists() -> None:
    assert sorted({u for k in SEMUA for u in k.uji if hilang(u)}) == []


def test_a_wrong_name_would_be_seen() -> None:
    assert hilang("akun/test_masuk::test_yang_tidak_ada")
    assert hilang("akun/test_tidak_ada::test_x")
    assert hilang("tests/periksa/test_kendali::hilang")
    assert not hilang("tests/periksa/test_kendali::test_a_wrong_name_would_be_seen")


def test_numbers_appear_once() -> None:
    for standar in STANDAR:
        assert len(set(nomor(standar))) == len(nomor(standar))


@pytest.mark.parametrize("k", SEMUA, ids=lambda k: k.nomor)
def test_each_has_a_test_or_a_reason(k: Kendali) -> None:
    assert k.uji or len(k.alasan.split()) >= 5
    assert not k.alasan or k.alasan.endswith(".")
    assert "|" not in k.judul + k.alasan
    for tujuan in re.findall(r"\]\(([^)#]+)", k.alasan):
        assert (AKAR / "docs" / "rujukan" / tujuan).exists(), tujuan


def test_the_titles_are_our_own(data_uji: Callable[[str], Path]) -> None:
    """No sentence of the standards is carried over."""
    with data_uji("keamanan/asvs_5.0.csv").open(encoding="utf-8") as f:
        bunyi = " ".join(b["req_description"].lower() for b in csv.DictReader(f))
    for k in SEMUA:
        kata = k.judul.lower().split()
        assert len(kata) <= 16, k.nomor
        assert " ".join(kata[:6]) not in bunyi or len(kata) < 4, k.nomor
