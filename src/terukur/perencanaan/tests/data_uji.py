"""Real public files of the nomenclature, read without our own reader (an independent oracle)."""

import csv
import os
from pathlib import Path

import pytest

from terukur.perencanaan.rules.nomenklatur import IsianNomenklatur

DATA = Path(os.environ.get("TERUKUR_DATA_UJI", Path(__file__).parents[4].parent / "shared" / "data"))


def berkas_uji(jalur: str) -> Path:
    """Path of a real input; skips the test where the folder is absent."""
    berkas = DATA / jalur
    if not berkas.exists():
        pytest.skip(f"{jalur} tidak ada di TERUKUR_DATA_UJI")
    return berkas


def baca_csv(jalur: str) -> list[dict[str, str]]:
    with berkas_uji(jalur).open(encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def nomenklatur_2027() -> list[IsianNomenklatur]:
    """All levels of KABKOT from the cleaned CSV files: 45 + 189 + 713 + 3,550 rows."""
    hasil = [
        IsianNomenklatur(b["jenis_pemda"], b["kode"], b["nama"])
        for berkas in ("bidang_urusan", "program", "kegiatan")
        for b in baca_csv(f"nomenklatur/{berkas}_2027.csv")
        if b["jenis_pemda"] == "KABKOT"
    ]
    hasil += [
        IsianNomenklatur(
            "KABKOT",
            b["kode"],
            b["nama"],
            kinerja=b["kinerja"],
            indikator=b["indikator"],
            satuan=b["satuan"],
            spm=b["spm"] == "SPM",
            jenis=b["jenis"],
            pelaksana=b["pelaksana"],
            tag=tuple(b["tag"].split("; ")) if b["tag"] else (),
            kode_sebelumnya=b["kode_sebelumnya"],
        )
        for b in baca_csv("nomenklatur/sub_kegiatan_kabkota_2027.csv")
    ]
    return hasil
